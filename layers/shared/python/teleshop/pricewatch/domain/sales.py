"""What was charged against what was published (standard 4.3.4; rules R2.5, R2.6, R2.9).

Amounts are fen. The published price of a line is what the one quote gives for the instant at which
the order was placed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from teleshop.kernel.rules import rule
from teleshop.pricewatch.domain.policy import Kind, Severity
from teleshop.pricewatch.domain.violation import Evidence, Found

_CHECKED: Final = date(2026, 11, 27)
_MARKING: Final = "明码标价和禁止价格欺诈规定"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """One line of an order, gifts left out: ``unit_price`` for a piece before discounts on the
    whole order, ``paid`` for all of ``quantity`` after every discount.
    """

    number: int
    sku: str
    quantity: int
    unit_price: int
    paid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldGift:
    """A line of an order that came with others for nothing."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightTerms:
    """What sending costs: ``freight``, and nothing from ``free_from`` on, what the goods cost after
    all promotions. ``source`` is who says so: `promise` (of the order) or `published`.
    """

    source: str
    freight: int
    free_from: int | None = None

    def due(self, goods: int) -> int:
        """What sending goods for so many fen costs."""
        return 0 if self.free_from is not None and goods >= self.free_from else self.freight


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """An order as far as its prices go. ``free_freight_from`` is the sum of goods from which no
    freight was to be paid; ``freight_terms`` are all that it should have cost to send, known of
    orders that were taken here. ``customer_kind`` is for whom it was priced, None where another
    system took it: only one that was taken here says kind, slot and codes exactly.
    """

    order_id: str
    channel: str
    placed_at: datetime
    lines: tuple[SoldLine, ...]
    freight: int = 0
    free_freight_from: int | None = None
    freight_terms: tuple[FreightTerms, ...] = ()
    slot_id: str | None = None
    codes: tuple[str, ...] = ()
    gifts: tuple[SoldGift, ...] = ()
    gifts_given_up: bool = False
    customer_kind: str | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it says for whom it was priced."""
        return self.customer_kind is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLine:
    """What was published for a line when the order was placed: ``unit_price`` with the promotions
    on single pieces, None where there was no price. ``conditions`` name the price and the
    promotions behind it.
    """

    unit_price: int | None
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedGift:
    """What a promotion gave with goods that were bought."""

    promotion_id: str
    sku: str
    quantity: int
    with_sku: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """What stood against selling an article: ``what`` is `suspended` (``source`` a violation) or
    `off_sale` (a product).
    """

    sku: str
    what: str
    source: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The published prices of a sale by the number of its line; a line of goods that are none of
    the platform's is missing, and nothing is said of it. ``least`` and ``most`` are what the
    others together would have come to for those who could have bought, None where one of them had
    no price. For an exact sale that has all its prices, ``amounts`` are what each line came to, and
    ``gifts`` what came with them.
    """

    lines: Mapping[int, PublishedLine]
    least: int | None = None
    most: int | None = None
    amounts: Mapping[int, int] = field(default_factory=dict)
    gifts: tuple[PromisedGift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What somebody paid in the end for so many pieces at their published price, alone in an order;
    the first one seen is what later ones are compared with.
    """

    sku: str
    channel: str
    quantity: int
    conditions: tuple[str, ...]
    paid: int
    order_id: str
    version: int = 1


@rule(
    id="R2.6-charged",
    clause="4.3.4",
    source=_MARKING,
    article="19, 20",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def wrongly_charged(sale: Sale, published: Published) -> Iterator[Found]:
    """Lines whose price is not the published one, and goods that came to another sum than they
    should have.

    More than published is price fraud; less does nobody harm (R2.8) and is still told, since
    somebody was charged by a price that nobody approved. The goods as a whole are told only for
    what their lines do not explain, and as too little only where no code explains it; of an exact
    sale the codes are known, and so is what each line came to.
    """
    above, below = 0, False
    for line in sale.lines:
        known = published.lines.get(line.number)
        if known is None or known.unit_price == line.unit_price:
            continue
        more = known.unit_price is None or line.unit_price > known.unit_price
        above += max(0, line.unit_price - (known.unit_price or 0)) * line.quantity
        below = below or not more
        yield _found(
            Kind.CHARGED_NOT_PUBLISHED,
            Severity.SEVERE if more else Severity.MINOR,
            sale,
            line.sku,
            # Other amounts are other facts: a corrected order is judged anew.
            (f"{line.number}", f"{known.unit_price}", f"{line.unit_price}"),
            Evidence(
                what="published",
                source=",".join(known.conditions) or "none",
                amount=known.unit_price,
                at=sale.placed_at,
            ),
            Evidence(
                what="charged", source=sale.order_id, amount=line.unit_price, at=sale.placed_at
            ),
        )
    yield from _as_a_whole(sale, published, above, below)


def _as_a_whole(sale: Sale, published: Published, above: int, below: bool) -> Iterator[Found]:
    judged = [line for line in sale.lines if line.number in published.lines]
    least, most = published.least, published.most
    if least is None or most is None or not judged:
        return
    paid = sum(line.paid for line in judged)
    if paid - above > most:
        # No single price is wrong, so none is suspended.
        severity, expected = Severity.SERIOUS, most
    elif paid < least and not (above or below or (sale.codes and not sale.is_exact)):
        severity, expected = Severity.MINOR, least
    else:
        if not (above or below):
            yield from _shared_out_otherwise(sale, published)
        return
    yield _found(
        Kind.CHARGED_NOT_PUBLISHED,
        severity,
        sale,
        judged[0].sku,
        ("total", f"{expected}", f"{paid}"),
        Evidence(what="published_total", source="quote", amount=expected),
        Evidence(what="charged_total", source=sale.order_id, amount=paid),
    )


def _shared_out_otherwise(sale: Sale, published: Published) -> Iterator[Found]:
    """Lines that came to another amount though all together came to the right one: what goes back
    for a return is computed from it.
    """
    for line in sale.lines:
        amount = published.amounts.get(line.number)
        if amount is not None and amount != line.paid:
            yield _found(
                Kind.CHARGED_NOT_PUBLISHED,
                Severity.MINOR,
                sale,
                line.sku,
                (f"{line.number}", "amount", f"{amount}", f"{line.paid}"),
                Evidence(what="published_amount", source="quote", amount=amount),
                Evidence(what="charged_amount", source=sale.order_id, amount=line.paid),
            )


def charged_as_published(sale: Sale, published: Published) -> bool:
    """Whether nothing is wrong with what was charged."""
    return next(wrongly_charged(sale, published), None) is None


@rule(
    id="P4.4.2-sold",
    clause="4.4.2",
    source="电视购物平台运营服务规范",
    article="4.4.2",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def sold_without_price(
    sale: Sale, closures: Iterable[Closure], reading: timedelta
) -> Iterator[Found]:
    """Goods that were sold though their price was suspended, or though they were off sale; not
    where that began within ``reading`` of the order.
    """
    for closure in closures:
        if closure.since + reading < sale.placed_at:
            yield _found(
                Kind.SOLD_WITHOUT_PRICE,
                Severity.SERIOUS,
                sale,
                closure.sku,
                (closure.sku, closure.what, closure.source),
                Evidence(what=closure.what, source=closure.source, at=closure.since),
                Evidence(what="sold", source=sale.order_id, at=sale.placed_at),
            )


@rule(
    id="R2.4-gift",
    clause="4.3.4",
    source=_MARKING,
    article="18, 20",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def missing_gifts(sale: Sale, published: Published) -> Iterator[Found]:
    """Gifts that came with the goods when they were bought and are not in the order, or not as
    many; none where the customer did without.
    """
    if sale.gifts_given_up:
        return
    left = {
        sku: sum(gift.quantity for gift in sale.gifts if gift.sku == sku)
        for sku in {gift.sku for gift in published.gifts}
    }
    for promised in published.gifts:
        had = min(left[promised.sku], promised.quantity)
        left[promised.sku] -= had
        if had < promised.quantity:
            yield _found(
                Kind.GIFT_MISSING,
                Severity.SERIOUS,
                sale,
                promised.with_sku,
                (promised.promotion_id, promised.sku, f"{promised.quantity}", f"{had}"),
                Evidence(what="promised", source=promised.promotion_id, at=sale.placed_at),
                Evidence(what="gift", source=promised.sku),
            )


@rule(
    id="R2.5-fee",
    clause="4.4.1",
    source=_MARKING,
    article="8",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def wrong_freight(sale: Sale) -> Iterator[Found]:
    """Freight that is not what the order promised or what was published for its place: more is a
    fee that was not marked, less nobody published. Of an order of another system only what makes it
    free is known.
    """
    if not sale.lines:
        return
    goods = sum(line.paid for line in sale.lines)
    free_from = sale.free_freight_from
    if sale.freight_terms:
        dues = [(terms.source, terms.due(goods)) for terms in sale.freight_terms]
    else:
        dues = [("free", 0)] if free_from is not None and goods >= free_from else []
    wrong = next((each for each in dues if each[1] != sale.freight), None)
    if wrong is None:
        return
    source, due = wrong
    more = sale.freight > due
    yield _found(
        Kind.FEE_ABOVE_MARKED if more else Kind.CHARGED_NOT_PUBLISHED,
        Severity.SERIOUS if more else Severity.MINOR,
        sale,
        sale.lines[0].sku,
        ("freight", f"{sale.freight}", *([f"{due}"] if due else [])),
        Evidence(what="free_freight_from", source=sale.order_id, amount=free_from),
        Evidence(what="goods", source=sale.order_id, amount=goods),
        Evidence(what="freight_due", source=source, amount=due),
        Evidence(what="freight", source=sale.order_id, amount=sale.freight),
    )


@rule(
    id="R2.9-equal",
    clause="4.4.1",
    source="互联网平台价格行为规则；消费者权益保护法实施条例",
    article="15; 9",
    effective_from=date(2026, 4, 10),
    confidence="H",
    last_checked=_CHECKED,
)
def unequal(known: Charge, charge: Charge) -> Iterator[Found]:
    """Somebody paid another sum for the same, under the same published conditions."""
    if known.paid == charge.paid or known.order_id == charge.order_id:
        return
    yield Found(
        kind=Kind.UNEQUAL_PRICES,
        severity=Severity.SERIOUS,
        facts=(charge.order_id, known.order_id, f"{charge.paid}", f"{known.paid}"),
        sku=charge.sku,
        channel=charge.channel,
        evidence=(
            Evidence(what="paid_before", source=known.order_id, amount=known.paid),
            Evidence(what="paid", source=charge.order_id, amount=charge.paid),
            Evidence(what="conditions", source=",".join(known.conditions)),
        ),
        order_id=charge.order_id,
    )


def charge_of(sale: Sale, published: Published) -> Charge | None:
    """What a sale says of a price: only goods that stand alone in an order and are charged by the
    published price can be compared, since discounts on several goods are shared out among them.
    """
    if len(sale.lines) != 1:
        return None
    (line,) = sale.lines
    known = published.lines.get(line.number)
    if known is None or known.unit_price != line.unit_price:
        return None
    return Charge(
        sku=line.sku,
        channel=sale.channel,
        quantity=line.quantity,
        conditions=known.conditions,
        paid=line.paid,
        order_id=sale.order_id,
    )


def _found(
    kind: Kind,
    severity: Severity,
    sale: Sale,
    sku: str,
    facts: tuple[str, ...],
    *evidence: Evidence,
) -> Found:
    return Found(
        kind=kind,
        severity=severity,
        facts=(sale.order_id, *facts),
        sku=sku,
        channel=sale.channel,
        evidence=evidence,
        order_id=sale.order_id,
    )
