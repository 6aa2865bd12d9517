"""What the rules of after-sales need to know of an order: a purchase as it was made.

It is care's own view; the adapter of the orders context makes it from the snapshot of the order,
so that a right is decided from what was promised then and never from today's price or description.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

DISTANCE_CHANNELS: Final = frozenset({"tv", "phone", "app", "web", "mail"})
"""Sales by internet, television, telephone and mail order (Consumer Protection Law, art. 25)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """How the customer confirmed, for this purchase, that goods are excluded from return.

    ``reference`` names the recording or the page.
    """

    conspicuous_mark: bool
    confirmed_at: datetime
    pre_ticked: bool
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasedLine:
    """One line, amounts in fen. ``unit_price`` is before discounts of the order, ``paid`` what was
    paid in money for all of ``quantity``. ``goods_kind`` and ``exclusion`` are the codes of the
    orders context. A gift names in ``gift_of`` the line it came with; its ``unit_price`` is the
    marked price and it counts towards no sum.
    """

    number: int
    product_id: str
    supplier_id: str
    title: str
    goods_kind: str
    quantity: int
    unit_price: int
    paid: int
    exclusion: str | None = None
    confirmation: Confirmation | None = None
    promised_return_days: int | None = None
    durable: bool = False
    warranty_months: int = 0
    installed_at: datetime | None = None
    gift_of: int | None = None

    @property
    def is_gift(self) -> bool:
        """Whether it came free with another line."""
        return self.gift_of is not None


class DiscountKind(StrEnum):
    """Discounts that bear on several pieces together."""

    THRESHOLD = "threshold"
    """满减: so much off from a sum on."""
    BUNDLE = "bundle"
    """组合: a set for one price."""


@dataclass(frozen=True, slots=True)
class SetPart:
    """``quantity`` pieces of one article in a set; ``lines`` are those that the article stands in,
    all at one price of a piece.
    """

    lines: tuple[int, ...]
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasedDiscount:
    """A discount as it was locked with the order; amounts in fen.

    A threshold discount (满减) takes ``off`` when what the pieces of its lines count comes to
    ``threshold``, once, or once for each full threshold (``repeats``). ``counts``: the lines that
    it covers, with what one piece of each counts: the marked price in orders placed here, which may
    be more than the piece cost.

    A bundle makes sets of its ``parts`` for ``price`` each.
    """

    kind: DiscountKind
    code: str = ""
    counts: Mapping[int, int]
    threshold: int = 0
    off: int = 0
    repeats: bool = False
    parts: tuple[SetPart, ...] = ()
    price: int = 0
    given: bool = True
    """Whether the order had it; one that had not lost against others, and fewer goods might."""

    def taken_off(self, pieces: Mapping[int, int]) -> int:
        """What a threshold discount takes off so many pieces by line, before it is cut at what they
        cost.
        """
        counted = sum(worth * pieces.get(number, 0) for number, worth in self.counts.items())
        if not counted or counted < self.threshold:
            return 0
        return self.off * (counted // self.threshold if self.repeats and self.threshold else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedGift:
    """What earned the gift of ``line``: ``quantity`` pieces of it for each ``threshold`` pieces of
    the goods of ``lines``.
    """

    line: int
    lines: tuple[int, ...]
    threshold: int
    quantity: int

    def earned_by(self, pieces: Mapping[int, int]) -> int:
        """How many pieces of it so many pieces by line earn."""
        bought = sum(pieces.get(number, 0) for number in self.lines)
        return bought // self.threshold * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """What was paid with instead of money: a coupon (``value`` in fen) or points (``value`` in
    points); ``line`` None means the whole order.
    """

    code: str
    kind: str
    value: int
    line: int | None = None

    @property
    def is_points(self) -> bool:
        """Whether the value is in points and says nothing of fen."""
        return self.kind == "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """``order_id`` is the number of the order; one that was ``taken_here`` was paid here too, so
    that its money goes back by itself, and of its 满减 never two were on the same goods.
    ``discounts`` are those over several goods that were given, and where the order knows them those
    that ran for its goods and lost. ``freight`` is the outbound freight that was paid,
    ``published_freight`` what it would have been had the goods not made it free (None: not told).
    """

    order_id: str
    customer_id: str
    channel: str
    placed_at: datetime
    delivered_at: datetime | None
    lines: tuple[PurchasedLine, ...]
    paid: int
    currency: str = "CNY"
    freight: int = 0
    free_freight_from: int | None = None
    published_freight: int | None = None
    discounts: tuple[PurchasedDiscount, ...] = ()
    gift_terms: tuple[EarnedGift, ...] = ()
    vouchers: tuple[Voucher, ...] = ()
    payment_route: str = "gateway"
    slot_id: str | None = None
    seller_disclosed: bool = True
    taken_here: bool = False
    unpaid: bool = False
    """Whether it is known that its money has not come in yet."""
    cancelled_at: datetime | None = None

    def line(self, number: int) -> PurchasedLine | None:
        """The line of that number."""
        return next((line for line in self.lines if line.number == number), None)

    @property
    def goods(self) -> tuple[PurchasedLine, ...]:
        """The lines that were paid for: all but gifts."""
        return tuple(line for line in self.lines if not line.is_gift)

    @property
    def gifts(self) -> tuple[PurchasedLine, ...]:
        """The lines that came free with others."""
        return tuple(line for line in self.lines if line.is_gift)
