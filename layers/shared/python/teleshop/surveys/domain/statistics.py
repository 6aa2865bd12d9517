"""Figures of satisfaction from counts: CSAT, mean, NPS, and how sure they are.

What is kept is how often each score was given; every figure is computed from that.

CSAT is the share of the scores 4 and 5 (top two boxes), its 95 % interval Wilson's score interval
(Wilson 1927), which stays within 0 and 1 and is right for small samples. NPS is the share of 9 and
10 less the share of 0 to 6; its interval combines the Wilson intervals of the two shares by MOVER
(Zou and Donner 2008) with the correlation of two shares of one multinomial sample: no resampling,
and never narrower than zero where all agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot, sqrt
from typing import Final

from teleshop.surveys.domain.answer import NPS, SurveyAnswer

Z95: Final = 1.959963984540054
SATISFIED: Final = 4
PROMOTER: Final = 9
DETRACTOR: Final = 6
DIGITS: Final = 4
SIZES: Final[Mapping[str, int]] = {"goods": 6, "service": 6, "price": 6, NPS: 11}
"""Places of a histogram by measure: the place is the score, so that ratings leave 0 unused."""
ALL = "all"


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of one group; ``value`` is the share satisfied (0 to 1), or NPS (-1 to 1).
    Everything but ``n`` is None without answers.
    """

    measure: str
    n: int
    value: float | None = None
    mean: float | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What is kept of one group of one programme and quarter: a histogram per measure.

    ``group`` says by what (``all``, ``mode``, ``supplier`` …), ``value`` which one. ``low`` counts
    answers with a low score, ``answers`` all, ``invited`` the invitations (only where `all`).
    """

    programme_id: str
    quarter: str
    group: str
    value: str
    answers: int = 0
    invited: int = 0
    low: int = 0
    histograms: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    version: int = 1


def wilson(successes: int, n: int, z: float = Z95) -> Interval | None:
    """The score interval of a share; None for no trials.

    Raises ValueError unless 0 <= successes <= n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n}")
    if n == 0:
        return None
    share = successes / n
    denominator = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / denominator
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / denominator
    # At the ends the formula gives 0 and 1 but for rounding.
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return Interval(low, high)


def nps_interval(promoters: int, detractors: int, n: int) -> Interval | None:
    """The interval of the difference of two shares of one sample; None for no answers."""
    plus, minus = wilson(promoters, n), wilson(detractors, n)
    if plus is None or minus is None:
        return None
    p, q = promoters / n, detractors / n
    spread = p * (1 - p) * q * (1 - q)
    correlation = -p * q / sqrt(spread) if spread else 0.0

    def half(one: float, other: float) -> float:
        return sqrt(max(0.0, one * one - 2 * correlation * one * other + other * other))

    low = p - q - half(p - plus.low, minus.high - q)
    high = p - q + half(plus.high - p, q - minus.low)
    return Interval(max(-1.0, low), min(1.0, high))


def figure(measure: str, histogram: Sequence[int]) -> Figure:
    """The figure of one measure, rounded to four places."""
    n = sum(histogram)
    estimate = _estimate(measure, histogram)
    if estimate is None:
        return Figure(measure=measure, n=0)
    value, interval = estimate
    return Figure(
        measure=measure,
        n=n,
        value=round(value, DIGITS),
        mean=round(sum(score * count for score, count in enumerate(histogram)) / n, DIGITS),
        interval=Interval(round(interval.low, DIGITS), round(interval.high, DIGITS)),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """How a measure moved from one quarter to the next, with its 95 % interval."""

    difference: float
    interval: Interval

    @property
    def verdict(self) -> str:
        """``better`` or ``worse`` where chance does not explain it, else ``unclear``."""
        if self.interval.low > 0:
            return "better"
        return "worse" if self.interval.high < 0 else "unclear"


def change(measure: str, before: Sequence[int], after: Sequence[int]) -> Change | None:
    """The difference of two independent groups; None where one has no answers.

    The intervals of both are combined by MOVER; for shares that is Newcombe's hybrid score
    interval (1998, method 10).
    """
    old, new = _estimate(measure, before), _estimate(measure, after)
    if old is None or new is None:
        return None
    (was, around_old), (now_, around_new) = old, new
    moved = now_ - was
    low = moved - hypot(now_ - around_new.low, around_old.high - was)
    high = moved + hypot(around_new.high - now_, was - around_old.low)
    return Change(round(moved, DIGITS), Interval(round(low, DIGITS), round(high, DIGITS)))


def _estimate(measure: str, histogram: Sequence[int]) -> tuple[float, Interval] | None:
    n = sum(histogram)
    if measure == NPS:
        promoters, detractors = sum(histogram[PROMOTER:]), sum(histogram[: DETRACTOR + 1])
        found = nps_interval(promoters, detractors, n)
        return None if found is None else ((promoters - detractors) / n, found)
    satisfied = sum(histogram[SATISFIED:])
    found = wilson(satisfied, n)
    return None if found is None else (satisfied / n, found)


def groups_of(answer: SurveyAnswer) -> list[tuple[str, str]]:
    """The groups that an answer counts in, as (group, value)."""
    named = {
        "mode": answer.mode.value,
        "supplier": answer.supplier_id,
        "channel": answer.channel,
        "cause": answer.cause,
    }
    return [(ALL, ALL), *((group, value) for group, value in named.items() if value)]


def empty(programme_id: str, quarter: str, group: str, value: str) -> Counter:
    """A counter of nothing."""
    return Counter(programme_id=programme_id, quarter=quarter, group=group, value=value)


def counted(counter: Counter, answer: SurveyAnswer) -> Counter:
    """The counter with one answer more."""
    histograms = dict(counter.histograms)
    for measure, score in answer.measures.items():
        known = list(histograms.get(measure) or (0,) * SIZES[measure])
        known[score] += 1
        histograms[measure] = tuple(known)
    return Counter(
        programme_id=counter.programme_id,
        quarter=counter.quarter,
        group=counter.group,
        value=counter.value,
        answers=counter.answers + 1,
        invited=counter.invited,
        low=counter.low + answer.low,
        histograms=histograms,
        version=counter.version,
    )


def summed(histograms: Sequence[Sequence[int]], measure: str) -> tuple[int, ...]:
    """Several histograms of one measure as one."""
    return tuple(
        sum(histogram[score] for histogram in histograms) for score in range(SIZES[measure])
    )


def response_rate(counter: Counter) -> float | None:
    """Answers per invitation, None where nobody was invited."""
    return round(counter.answers / counter.invited, DIGITS) if counter.invited else None
