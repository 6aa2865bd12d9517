"""What a quote is asked and what it answers. Amounts are whole fen of CNY.

What there is many of in a quote is a named tuple: it is made in a third of the time of a frozen
dataclass.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from teleshop.kernel.errors import Language
from teleshop.kernel.money import CNY, yuan
from teleshop.pricing.domain.terms import Channel, CustomerKind, Reference, TermKind


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """``quantity`` pieces of a SKU; a SKU may stand in several lines."""

    sku: str
    quantity: int


class Step(NamedTuple):
    """What one promotion did to the amount of a line."""

    promotion_id: str
    kind: TermKind
    before: int
    after: int

    def text(self, language: Language) -> str:
        """The step in words for the customer."""
        zh, en = _WORDS[self.kind]
        return (zh if language == "zh" else en).format(
            before=yuan(self.before),
            after=yuan(self.after),
            saved=yuan(self.before - self.after),
        )


class QuotedLine(NamedTuple):
    """The answer to one line, in the place where it was asked.

    ``list_price`` is the marked price of a piece (标价), ``price`` what a piece costs after the
    promotions of single pieces, ``amount`` what the whole line costs after everything; of a piece,
    nothing else may be charged. ``reference`` is what the promotional price is compared with in
    front of the customer, None where there is no comparison. ``steps`` lead from the marked amount
    to ``amount``, each going on from the one before.
    """

    sku: str
    quantity: int
    list_price: int
    price: int
    amount: int
    steps: tuple[Step, ...]
    reference: Reference | None

    @property
    def list_amount(self) -> int:
        """The line at the marked price."""
        return self.list_price * self.quantity

    @property
    def saved(self) -> int:
        """What the promotions took off the line."""
        return self.list_amount - self.amount


@dataclass(frozen=True, slots=True)
class QuotedDiscount:
    """A promotion that bears on several pieces together: a bundle or a threshold discount.

    ``times`` is how many sets were made, or how often the discount was reached; ``amount`` what it
    took off in all. ``counted`` is what counted towards ``threshold`` (both 0 for a bundle).
    """

    promotion_id: str
    kind: TermKind
    skus: tuple[str, ...]
    times: int
    amount: int
    counted: int = 0
    threshold: int = 0


@dataclass(frozen=True, slots=True)
class QuotedGift:
    """What comes with the goods for nothing: name and quantity, with the value where it is told
    (R2.4).
    """

    promotion_id: str
    sku: str
    name: str
    quantity: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """What the lines cost. ``total`` is the sum of the amounts of ``lines``, ``list_total`` the
    same at marked prices; ``lines`` are in the order in which they were asked.
    """

    at: datetime
    channel: Channel
    customer_kind: CustomerKind
    slot_id: str | None
    lines: tuple[QuotedLine, ...]
    discounts: tuple[QuotedDiscount, ...]
    gifts: tuple[QuotedGift, ...]
    list_total: int
    total: int
    currency: str = CNY
    passed_over: tuple[QuotedDiscount, ...] = ()
    """Bundles and threshold discounts that the goods could have had, and others saved more."""


_WORDS: dict[TermKind, tuple[str, str]] = {
    TermKind.FIXED_PRICE: (
        "一口价：{before} 元改为 {after} 元",
        "Fixed price: {after} CNY instead of {before} CNY",
    ),
    TermKind.PERCENT_OFF: (
        "折扣：减 {saved} 元，{before} 元改为 {after} 元",
        "Percent off: {saved} CNY off, {after} CNY instead of {before} CNY",
    ),
    TermKind.ON_AIR: (
        "直播价：{before} 元改为 {after} 元",
        "On-air price: {after} CNY instead of {before} CNY",
    ),
    TermKind.BUNDLE: (
        "组合优惠：减 {saved} 元，{before} 元改为 {after} 元",
        "Bundle: {saved} CNY off, {after} CNY instead of {before} CNY",
    ),
    TermKind.THRESHOLD: (
        "满减分摊：减 {saved} 元，{before} 元改为 {after} 元",
        "Share of a threshold discount: {saved} CNY off, {after} CNY instead of {before} CNY",
    ),
}
