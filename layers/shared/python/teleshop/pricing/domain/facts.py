"""What the platform itself knows of a wished price (standard 4.2.1, 4.2.2): computed from what is
stored, shown to those who approve, and kept with the request. Amounts in fen, rates in basis
points.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import median_low

from teleshop.kernel.rules import rule
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.domain.terms import WHOLE, Channel


class Direction(StrEnum):
    """Which way a price goes."""

    FIRST = "first"
    """There is no price yet."""
    RAISE = "raise"
    CUT = "cut"
    SAME = "same"
    MIXED = "mixed"
    """A raise in one channel and a cut in another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """One channel: the ``current`` price is the one that would be in force just before the wished
    instant. ``change`` is in fen, ``size`` in basis points of the current price. ``low_30`` to
    ``high_90`` bound what was in force within so many days before; ``lowest_deal_7`` is the lowest
    real deal of the seven China days before.
    """

    channel: Channel
    current: int | None
    direction: Direction
    change: int | None
    size: int | None
    low_30: int | None = None
    high_30: int | None = None
    low_90: int | None = None
    high_90: int | None = None
    lowest_deal_7: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """Prices of other articles of the same category, in the first channel of the request.
    ``complete`` is False where there were more than were looked at.
    """

    count: int
    lowest: int | None
    middle: int | None
    highest: int | None
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPrice:
    """A price that is scheduled already, for later than the wished one."""

    channel: Channel
    amount: int
    effective_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All of it, as it was at ``computed_at``. ``margin`` is the wished price less ``cost``.
    ``in_review`` are the ids of other requests for the article in one of the channels that wait for
    a decision: whoever is approved first may let the other one be returned.
    """

    computed_at: datetime
    direction: Direction
    size: int | None
    channels: tuple[ChannelFacts, ...]
    cost: int | None
    margin: int | None
    margin_rate: int | None
    peers: Peers
    scheduled: tuple[PlannedPrice, ...] = ()
    in_review: tuple[str, ...] = ()


def size_of(current: int, wished: int) -> int:
    """The size of a change in basis points of the current price, rounded half up."""
    return (2 * abs(wished - current) * WHOLE + current) // (2 * current)


def direction_of(current: int | None, wished: int) -> Direction:
    """Which way one price goes."""
    if current is None:
        return Direction.FIRST
    if wished == current:
        return Direction.SAME
    return Direction.RAISE if wished > current else Direction.CUT


def together(directions: Iterable[Direction]) -> Direction:
    """The direction of a request for several channels: those that move decide; a first price counts
    where nothing moves.
    """
    found = set(directions)
    moving = found & {Direction.RAISE, Direction.CUT}
    if len(moving) > 1:
        return Direction.MIXED
    if moving:
        return moving.pop()
    return Direction.FIRST if Direction.FIRST in found else Direction.SAME


def span(amounts: Sequence[int]) -> tuple[int | None, int | None]:
    """The lowest and the highest."""
    return (min(amounts), max(amounts)) if amounts else (None, None)


def peers_of(prices: Sequence[int], *, complete: bool) -> Peers:
    """What others of the category cost."""
    lowest, highest = span(prices)
    middle = median_low(prices) if prices else None
    return Peers(
        count=len(prices), lowest=lowest, middle=middle, highest=highest, complete=complete
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a channel's prices were within 30 and 90 days, and its lowest deal of seven days."""

    within_30: tuple[int, ...] = ()
    within_90: tuple[int, ...] = ()
    lowest_deal_7: int | None = None


@rule(
    id="P4.1.3-facts",
    clause="4.1.3",
    source="电视购物平台运营服务规范",
    article="4.1.3",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def computed(
    sheet: Sheet,
    wished: int,
    channels: Sequence[Channel],
    effective_from: datetime,
    now: datetime,
    *,
    past: Mapping[Channel, Past],
    peers: Peers,
    in_review: tuple[str, ...] = (),
) -> Facts:
    """The facts of a wished price."""
    found = tuple(
        _of_channel(sheet, wished, channel, effective_from, past.get(channel, Past()))
        for channel in channels
    )
    sizes = [one.size for one in found if one.size is not None]
    margin = None if sheet.cost is None else wished - sheet.cost
    return Facts(
        computed_at=now,
        direction=together(one.direction for one in found),
        size=max(sizes, default=None),
        channels=found,
        cost=sheet.cost,
        margin=margin,
        margin_rate=None if margin is None else margin * WHOLE // wished,
        peers=peers,
        scheduled=tuple(
            PlannedPrice(
                channel=entry.channel, amount=entry.amount, effective_from=entry.effective_from
            )
            for entry in sheet.entries
            if entry.channel in channels and entry.effective_from > effective_from
        ),
        in_review=in_review,
    )


def _of_channel(
    sheet: Sheet, wished: int, channel: Channel, effective_from: datetime, past: Past
) -> ChannelFacts:
    # What it would replace: also a price that begins at the very same instant.
    entry = sheet.entry_at(effective_from, channel)
    current = entry.amount if entry else None
    low_30, high_30 = span(past.within_30)
    low_90, high_90 = span(past.within_90)
    return ChannelFacts(
        channel=channel,
        current=current,
        direction=direction_of(current, wished),
        change=None if current is None else wished - current,
        size=None if current is None else size_of(current, wished),
        low_30=low_30,
        high_30=high_30,
        low_90=low_90,
        high_90=high_90,
        lowest_deal_7=past.lowest_deal_7,
    )
