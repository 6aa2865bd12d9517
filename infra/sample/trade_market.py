"""Who trades in the invented quarters: habits of suppliers, and how many orders each has.

The skew is that of a shopping channel: a few large suppliers have most orders, most have next to
none. One of the largest is clearly excellent, one clearly unqualified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LARGE: Final = 7
"""So many suppliers beside the two outstanding ones have most of the orders."""
ENOUGH: Final = 32
"""So many orders in a quarter the two outstanding ones have at least, so that they are rated."""
THOUSAND: Final = 1000


class Character(StrEnum):
    """What a supplier is like."""

    EXCELLENT = "excellent"
    UNQUALIFIED = "unqualified"
    SOLID = "solid"
    ORDINARY = "ordinary"
    CARELESS = "careless"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Of a thousand orders so many are called off, refused at the door, shipped or delivered too
    late, sent back for a fault or for no reason, complained about, repaired, and repaired again; of
    a thousand questions so many are answered too late. Of a thousand customers ``asked`` so many
    answer a survey; ``scores``: how often with 1, 2, 3, 4 and 5.
    """

    cancelled: int
    refused: int
    late_shipped: int
    late_delivered: int
    faulty: int
    unwanted: int
    complained: int
    repaired: int
    repaired_again: int
    answered_late: int
    asked: int = 350
    scores: tuple[int, int, int, int, int]


HABITS: Final[dict[Character, Habits]] = {
    Character.EXCELLENT: Habits(
        cancelled=10, refused=5, late_shipped=0, late_delivered=10, faulty=3, unwanted=25,
        complained=15, repaired=3, repaired_again=0, answered_late=0, asked=850,
        scores=(0, 0, 0, 10, 90),
    ),
    Character.SOLID: Habits(
        cancelled=25, refused=15, late_shipped=10, late_delivered=40, faulty=12, unwanted=45,
        complained=25, repaired=8, repaired_again=100, answered_late=60, scores=(1, 2, 9, 40, 48),
    ),
    Character.ORDINARY: Habits(
        cancelled=45, refused=25, late_shipped=25, late_delivered=70, faulty=25, unwanted=55,
        complained=45, repaired=12, repaired_again=200, answered_late=140,
        scores=(3, 5, 20, 42, 30),
    ),
    Character.CARELESS: Habits(
        cancelled=70, refused=40, late_shipped=80, late_delivered=130, faulty=50, unwanted=65,
        complained=85, repaired=20, repaired_again=300, answered_late=280,
        scores=(9, 14, 30, 31, 16),
    ),
    Character.UNQUALIFIED: Habits(
        cancelled=60, refused=60, late_shipped=280, late_delivered=420, faulty=220, unwanted=60,
        complained=420, repaired=60, repaired_again=500, answered_late=700, asked=450,
        scores=(48, 26, 14, 9, 3),
    ),
}  # fmt: skip
LADDER: Final = (4900, 6900, 9900, 12900, 16900, 19900, 29900, 39900, 59900, 99900)
"""Prices of a piece, in fen."""
JEWELLERY: Final = (1_999_900, 2_599_900, 3_299_900)
"""Those of the excellent one: few orders come to large sales."""
ARTICLES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A supplier in the trade; ``weight`` says how large it is beside the others, ``prices`` what a
    piece of each of its articles costs (fen).
    """

    supplier_id: str
    number: int
    character: Character
    weight: int
    prices: tuple[int, ...]

    @property
    def habits(self) -> Habits:
        """How it does its work."""
        return HABITS[self.character]

    @property
    def sends_itself(self) -> bool:
        """Whether its goods lie with itself and not in a warehouse of the platform, so that late
        parcels are its own.
        """
        return self.is_outstanding or self.character is Character.CARELESS

    @property
    def is_outstanding(self) -> bool:
        """Whether it is the excellent or the unqualified one."""
        return self.character in {Character.EXCELLENT, Character.UNQUALIFIED}


def market(supplier_ids: Sequence[str]) -> tuple[Vendor, ...]:
    """The suppliers in this order: the excellent one, the unqualified one, the large ones, the long
    tail.

    :raises ValueError: fewer than two, or one of them twice.
    """
    if len(supplier_ids) < 2 or len(set(supplier_ids)) != len(supplier_ids):  # noqa: PLR2004 - the two outstanding ones
        raise ValueError("a trade needs two different suppliers at least")
    return tuple(
        Vendor(
            supplier_id=id,
            number=number,
            character=_character(number),
            weight=_weight(number),
            prices=_prices(number),
        )
        for number, id in enumerate(supplier_ids)
    )


def orders_of(vendors: Sequence[Vendor], total: int) -> dict[str, int]:
    """How many of ``total`` orders of a quarter each supplier has; together exactly ``total``, or
    as many as the two outstanding ones need.
    """
    least = {one.supplier_id: max(ENOUGH, total // 12) for one in vendors if one.is_outstanding}
    others = [one for one in vendors if not one.is_outstanding]
    left = max(0, total - sum(least.values()))
    whole = sum(one.weight for one in others)
    shares = {one.supplier_id: left * one.weight // whole for one in others}
    rest = left - sum(shares.values())
    by_remainder = sorted(others, key=lambda one: (-(left * one.weight % whole), one.number))
    for one in by_remainder[:rest]:
        shares[one.supplier_id] += 1
    return least | shares


def _character(number: int) -> Character:
    if number == 0:
        return Character.EXCELLENT
    if number == 1:
        return Character.UNQUALIFIED
    kinds = (Character.SOLID, Character.ORDINARY, Character.ORDINARY, Character.CARELESS)
    return kinds[number % len(kinds)]


def _prices(number: int) -> tuple[int, ...]:
    if _character(number) is Character.EXCELLENT:
        return JEWELLERY
    return tuple(LADDER[(5 * number + 3 * step) % len(LADDER)] for step in range(ARTICLES))


def _weight(number: int) -> int:
    """Large ones are nearly alike; behind them each is smaller than the one before."""
    place = number - 2
    if place < LARGE:
        return 100 * THOUSAND - 5 * THOUSAND * max(0, place)
    return 60 * THOUSAND // (place - LARGE + 1)
