"""What is published of a quarter (standard 6.2.3, 6.2.4): figures frozen by a person, without
groups that are too small.

A group of fewer than ten answers is withheld. That is not enough: from the figure of all and those
of the other groups the withheld one could be computed. So of each breakdown the smallest further
groups are withheld too, until the withheld ones are two at least and have ten answers together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from teleshop.surveys.domain.statistics import ALL, SIZES, Counter, Figure, figure, summed

METHODS_ZH = (
    "数据来源：本平台满意度调查，方式包括在线、电话和访谈，每份邀请仅可答复一次，三种方式合并统计。"
    "满意率为评分 4 分和 5 分所占比例（5 分制），区间为 95% Wilson 置信区间；"
    "NPS 为推荐者（9—10 分）比例减去贬损者（0—6 分）比例，"
    "区间由两比例的 Wilson 区间按 MOVER 方法合成。"
    "季度按邀请所属季度（抽样调查按被抽样季度）统计。少于 10 份答复的分组不予公布；"
    "为防止由合计数推算，必要时一并隐去其他较小的分组。"
)
METHODS_EN = (
    "Source: the platform's satisfaction surveys, answered online, by telephone or in an "
    "interview; one answer per invitation, the three ways counted together. Satisfaction is the "
    "share of the scores 4 and 5 of 5, with a 95% Wilson interval; NPS is the share of 9 and 10 "
    "less the share of 0 to 6, its interval combined from the Wilson intervals of both shares "
    "(MOVER). An answer belongs to the quarter of its invitation, in a sample to the quarter that "
    "was sampled. Groups of fewer than 10 answers are withheld, and further small groups where "
    "they could otherwise be computed from the total."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """One published figure; ``figure`` is None where it is withheld."""

    measure: str
    group: str
    value: str
    figure: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The figures of a quarter as published; a correction is the next ``version``, with its
    ``reason``.
    """

    quarter: str
    figures: tuple[PublishedFigure, ...]
    published_at: datetime
    published_by: str
    methods_zh: str = METHODS_ZH
    methods_en: str = METHODS_EN
    reason: str = ""
    version: int = 1


def withheld(sizes: Mapping[str, int], smallest: int) -> frozenset[str]:
    """The groups of one breakdown that must not be shown; ``sizes`` add up to a shown total.

    Afterwards the withheld are none, or all, or at least two that have ``smallest`` answers
    together: so neither one of them nor their rest can be computed for fewer than that.
    """
    order = sorted(sizes, key=lambda value: (sizes[value], value))
    hidden = [value for value in order if sizes[value] < smallest]
    if not hidden:
        return frozenset()
    for value in order[len(hidden) :]:
        if len(hidden) > 1 and sum(sizes[one] for one in hidden) >= smallest:
            break
        hidden.append(value)
    return frozenset(hidden)


def figures_of(
    counters: Sequence[tuple[str, Counter]], smallest: int
) -> tuple[PublishedFigure, ...]:
    """All figures to publish. ``counters`` are those of all programmes of the quarter, each with
    its programme's kind.

    A measure is shown in total, by way of answering, and by kind of programme.
    """
    found: list[PublishedFigure] = []
    for measure in SIZES:
        cells: dict[tuple[str, str], list[tuple[int, ...]]] = {}
        for kind, counter in counters:
            histogram = counter.histograms.get(measure)
            if histogram is None:
                continue
            if counter.group == ALL:
                cells.setdefault((ALL, ALL), []).append(histogram)
                cells.setdefault(("programme_kind", kind), []).append(histogram)
            elif counter.group == "mode":
                cells.setdefault(("mode", counter.value), []).append(histogram)
        found += _figures_of(measure, cells, smallest)
    return tuple(found)


def _figures_of(
    measure: str, cells: Mapping[tuple[str, str], Sequence[Sequence[int]]], smallest: int
) -> list[PublishedFigure]:
    figures = {key: figure(measure, summed(parts, measure)) for key, parts in cells.items()}
    total = figures.get((ALL, ALL))
    hidden: set[tuple[str, str]] = set()
    if total is None or total.n < smallest:
        hidden = set(figures)
    for group in ("mode", "programme_kind"):
        sizes = {value: found.n for (by, value), found in figures.items() if by == group}
        hidden |= {(group, value) for value in withheld(sizes, smallest)}
    return [
        PublishedFigure(
            measure=measure,
            group=group,
            value=value,
            figure=None if (group, value) in hidden else figures[group, value],
        )
        for group, value in sorted(figures)
    ]
