"""Whose turn it is: merging the parts of a queue by time, and dividing what is there."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from teleshop.waitlist.domain.entry import Held, quantity_of_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One who waits, as the queue knows him. ``turn`` is the instant of joining and then the id,
    as text that sorts. ``line`` is the part of the queue.
    """

    sku: str
    line: str
    turn: str
    entry_id: str
    quantity: int
    whole_only: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many pieces one of those who wait is offered; never more than wanted."""

    place: Place
    quantity: int


@dataclass(frozen=True, slots=True)
class Serving:
    """Who is offered what, in order of their turns; ``more``: others have their turn with what is
    left, in another step.
    """

    shares: tuple[Share, ...]
    more: bool

    @property
    def pieces(self) -> int:
        """What all of them get together."""
        return sum(share.quantity for share in self.shares)


def in_order(lines: Iterable[Sequence[Place]], limit: int) -> list[Place]:
    """The first ``limit`` of several lines, each of them in order (a merge of k ways)."""
    merged = heapq.merge(*lines, key=lambda place: place.turn)
    return [place for place, _ in zip(merged, range(limit), strict=False)]


def serve(lines: Sequence[Sequence[Place]], left: int, limit: int) -> Serving:
    """Divide ``left`` pieces among those who wait, strictly by turn, ``limit`` of them at most.

    The first ``limit`` places of each line are enough, whatever comes after them. The last one who
    can be served is offered what is left, even if it is fewer than wanted; who takes nothing but
    all (``whole_only``) is passed over while it is not there, and keeps the turn.
    """
    heads = [(line[0].turn, number) for number, line in enumerate(lines) if line]
    heapq.heapify(heads)
    positions = [0] * len(lines)
    shares: list[Share] = []
    while heads and left:
        _, number = heapq.heappop(heads)
        place = lines[number][positions[number]]
        if place.whole_only and place.quantity > left:
            # All of this line want as many, and what is left only shrinks.
            continue
        if len(shares) == limit:
            return Serving(tuple(shares), more=True)
        share = Share(place, min(place.quantity, left))
        shares.append(share)
        left -= share.quantity
        positions[number] += 1
        if positions[number] < len(lines[number]):
            heapq.heappush(heads, (lines[number][positions[number]].turn, number))
        elif len(lines[number]) == limit:
            # Read no further than this: who comes next in this line is not known.
            return Serving(tuple(shares), more=left > 0)
    return Serving(tuple(shares), more=False)


def divided(held: Iterable[Held], quantities: Iterable[int]) -> list[tuple[Held, ...]]:
    """``held`` in parts of these quantities, in order; what remains is the last part, if any.

    ValueError if there is too little.
    """
    rest = list(held)
    parts: list[tuple[Held, ...]] = []
    for quantity in quantities:
        part: list[Held] = []
        missing = quantity
        while missing:
            if not rest:
                raise ValueError("less is held than was divided")
            first = rest.pop(0)
            used = min(first.quantity, missing)
            part.append(replace(first, quantity=used))
            if used < first.quantity:
                rest.insert(0, replace(first, quantity=first.quantity - used))
            missing -= used
        parts.append(tuple(part))
    return [*parts, tuple(rest)] if rest else parts


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigure:
    """How long the queue of a SKU is: ``waiting`` entries that want ``pieces`` pieces; ``joined``
    have ever joined it. Those who have an offer do not wait.
    """

    waiting: int = 0
    pieces: int = 0
    joined: int = 0

    def __add__(self, other: "QueueFigure") -> "QueueFigure":
        return QueueFigure(
            waiting=self.waiting + other.waiting,
            pieces=self.pieces + other.pieces,
            joined=self.joined + other.joined,
        )

    def position_of(self, ticket: int) -> int:
        """About the how-manieth somebody is whose ticket has this number: the ticket less those who
        have left, as if all of them had stood in front. Withdrawals from behind make it a little
        too good; it is never better than the first and never worse than the last.
        """
        return min(max(ticket - (self.joined - self.waiting), 1), max(self.waiting, 1))


def held_back(lines: Mapping[str, QueueFigure], left: int) -> int:
    """How many of the pieces that can be sold are for those who wait, and not for whoever orders in
    between: what they want together, but for those who take nothing but more than there is.
    """
    wanted = 0
    for line, figure in lines.items():
        all_of = quantity_of_line(line)
        if all_of is None or all_of <= left:
            wanted += max(figure.pieces, 0)
    return min(wanted, left)
