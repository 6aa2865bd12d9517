"""What is published of a quarter (standard 6.2.3, 6.2.4): figures frozen by a person, without
groups that are too small.

A group of fewer than ten answers is withheld. That is not enough:

- From the figure of all and those of the other groups the withheld one could be computed. So of
  each breakdown the smallest further groups are withheld too, until the withheld ones are two at
  least and have ten answers together.
- From a correction and the version before it, whatever lies between the two could be computed. So
  a correction withholds what would differ from any earlier version by fewer than ten answers; only
  the latest version is shown, so that a wrong figure disappears all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from teleshop.kernel.quarters import day_after, first_day
from teleshop.kernel.rules import rule
from teleshop.surveys.domain.statistics import ALL, SIZES, Counter, Figure, figure, summed

BREAKDOWNS = ("mode", "programme_kind")
TOTAL = (ALL, ALL)
Cell = tuple[str, str]


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
    ``reason``. The methods say where the figures come from and what they cover.
    """

    quarter: str
    figures: tuple[PublishedFigure, ...]
    published_at: datetime
    published_by: str
    methods_zh: str
    methods_en: str
    reason: str = ""
    version: int = 1


@rule(
    id="R3.1-11-satisfaction",
    clause="6.2.4",
    source="广告法",
    article="11",
    effective_from=date(2021, 4, 29),
    confidence="H",
    last_checked=date(2026, 11, 23),
)
def methods_of(quarter: str, smallest: int) -> tuple[str, str]:
    """Source, scope and method of the published figures, in Chinese and in English: surveys that
    are quoted in public state their source and what they are valid for.
    """
    start, end = first_day(quarter), day_after(quarter) - timedelta(days=1)
    zh = (
        f"数据来源：本平台 {start:%Y-%m-%d} 至 {end:%Y-%m-%d} 的满意度调查，"
        "方式包括在线、电话和访谈，每份邀请仅可答复一次，三种方式合并统计；按邀请所属季度（抽样调查按被抽样季度）归集，"
        "仅反映参与答复的顾客的评价。满意率为评分 4 分和 5 分所占比例（5 分制），"
        "区间为 95% Wilson 置信区间；NPS 为推荐者（9—10 分）比例减去贬损者（0—6 分）比例，"
        f"区间由两比例的 Wilson 区间按 MOVER 方法合成。少于 {smallest} 份答复的分组不予公布；"
        "为防止由合计数或前后版本推算，必要时一并隐去其他分组。"
    )
    en = (
        f"Source: the platform's satisfaction surveys of {start} to {end}, answered online, by "
        "telephone or in an interview; one answer per invitation, the three ways counted "
        "together, filed under the quarter of the invitation (of a sample: the quarter that was "
        "sampled). They speak for the customers who answered. Satisfaction is the share of the "
        "scores 4 and 5 of 5, with a 95% Wilson interval; NPS is the share of 9 and 10 less the "
        "share of 0 to 6, its interval combined from the Wilson intervals of both shares (MOVER). "
        f"Groups of fewer than {smallest} answers are withheld, and further groups where they "
        "could otherwise be computed from the total or from an earlier version."
    )
    return zh, en


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
    counters: Sequence[tuple[str, Counter]],
    smallest: int,
    earlier: Sequence[Publication] = (),
) -> tuple[PublishedFigure, ...]:
    """All figures to publish. ``counters`` are those of all programmes of the quarter, each with
    its programme's kind; ``earlier`` are the versions published before.

    A measure is shown in total, by way of answering, and by kind of programme.
    """
    found: list[PublishedFigure] = []
    for measure in SIZES:
        cells: dict[Cell, list[tuple[int, ...]]] = {}
        for kind, counter in counters:
            histogram = counter.histograms.get(measure)
            if histogram is None:
                continue
            if counter.group == ALL:
                cells.setdefault(TOTAL, []).append(histogram)
                cells.setdefault(("programme_kind", kind), []).append(histogram)
            elif counter.group == "mode":
                cells.setdefault(("mode", counter.value), []).append(histogram)
        figures = {key: figure(measure, summed(parts, measure)) for key, parts in cells.items()}
        hidden = _too_small(figures, smallest)
        for publication in earlier:
            hidden |= _too_close(figures, hidden, _shown(publication, measure), smallest)
        found += [
            PublishedFigure(
                measure=measure,
                group=group,
                value=value,
                figure=None if (group, value) in hidden else figures[group, value],
            )
            for group, value in sorted(figures)
        ]
    return tuple(found)


def _too_small(figures: Mapping[Cell, Figure], smallest: int) -> set[Cell]:
    total = figures.get(TOTAL)
    if total is None or total.n < smallest:
        return set(figures)
    hidden: set[Cell] = set()
    for group in BREAKDOWNS:
        sizes = {value: found.n for (by, value), found in figures.items() if by == group}
        hidden |= {(group, value) for value in withheld(sizes, smallest)}
    return hidden


def _too_close(
    figures: Mapping[Cell, Figure],
    hidden: set[Cell],
    before: Mapping[Cell, int],
    smallest: int,
) -> set[Cell]:
    """What must be withheld beside an earlier version; ``before``: the answers of each cell it
    showed.
    """

    def is_small(difference: int) -> bool:
        return 0 < abs(difference) < smallest

    changed = {
        key: found.n - before[key]
        for key, found in figures.items()
        if key in before and key not in hidden
    }
    if TOTAL not in changed:
        return set()
    if is_small(changed[TOTAL]):
        return set(figures)
    close: set[Cell] = set()
    for group in BREAKDOWNS:
        cells = {key: difference for key, difference in changed.items() if key[0] == group}
        rest = changed[TOTAL] - sum(cells.values())
        if any(is_small(difference) for difference in (*cells.values(), rest)):
            close |= {key for key in figures if key[0] == group}
    return close


def _shown(publication: Publication, measure: str) -> dict[Cell, int]:
    return {
        (one.group, one.value): one.figure.n
        for one in publication.figures
        if one.measure == measure and one.figure is not None
    }
