"""Bands of scores, and where a supplier stands among its category without a rank of another one."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

TOP_10, TOP_25, BOTTOM_25 = 10, 25, 25
"""Per cent of the category."""


class Band(StrEnum):
    """Excellent 优秀, qualified 合格, unqualified 不合格 (standard 3.3.3). ``not_rated``:
    too little was sold to say anything, which is nobody's fault.
    """

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    NOT_RATED = "not_rated"


BAND_WORDS = {
    Band.EXCELLENT: ("优秀", "excellent"),
    Band.QUALIFIED: ("合格", "qualified"),
    Band.UNQUALIFIED: ("不合格", "unqualified"),
    Band.NOT_RATED: ("不评级", "not rated"),
}


class RankBand(StrEnum):
    """Where a score lies among those of the category; equal scores share a band."""

    TOP_10 = "top_10"
    TOP_25 = "top_25"
    MIDDLE = "middle"
    BOTTOM_25 = "bottom_25"


def band_of(score: Decimal | None, *, qualified_from: Decimal, excellent_from: Decimal) -> Band:
    """The one band of a score: each begins with its threshold and ends before the next one's."""
    if score is None:
        return Band.NOT_RATED
    if score >= excellent_from:
        return Band.EXCELLENT
    return Band.QUALIFIED if score >= qualified_from else Band.UNQUALIFIED


@dataclass(frozen=True, slots=True)
class Ranking:
    """The scores of the rated suppliers of a run by category, rising."""

    scores: Mapping[str, tuple[Decimal, ...]]

    @classmethod
    def of(cls, scored: Iterable[tuple[str, Decimal | None]]) -> "Ranking":
        """From categories with scores, in any order; those without a score do not count."""
        found: dict[str, list[Decimal]] = defaultdict(list)
        for category, score in scored:
            if score is not None:
                found[category].append(score)
        return cls({category: tuple(sorted(found[category])) for category in sorted(found)})

    def band(self, category: str, score: Decimal | None, minimum: int) -> RankBand | None:
        """Where the score lies; None without one, and among fewer than ``minimum`` others, where
        it would say too much of them.
        """
        known = self.scores.get(category, ())
        if score is None or len(known) <= minimum:
            return None
        better = len(known) - bisect_right(known, score)
        bottom = 100 * bisect_left(known, score) < BOTTOM_25 * len(known)
        if 100 * better < TOP_25 * len(known):
            if bottom:
                # Nearly all have this score: none of them is ahead.
                return RankBand.MIDDLE
            return RankBand.TOP_10 if 100 * better < TOP_10 * len(known) else RankBand.TOP_25
        return RankBand.BOTTOM_25 if bottom else RankBand.MIDDLE
