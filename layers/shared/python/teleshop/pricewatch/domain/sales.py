"""What was charged against what was published (standard 4.3.4; rules R2.5, R2.6, R2.9).

Amounts are fen. The published price of a line is what the one quote gives for the instant at which
the order was placed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
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
class Sale:
    """An order as far as its prices go. ``free_freight_from`` is the sum of goods from which no
    freight was to be paid.
    """

    order_id: str
    channel: str
    placed_at: datetime
    lines: tuple[SoldLine, ...]
    freight: int = 0
    free_freight_from: int | None = None
    slot_id: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLine:
    """What was published for a SKU when the order was placed: ``unit_price`` with the promotions
    on single pieces, None where it had no price. ``conditions`` name the price and the promotions
    behind it.
    """

    sku: str
    unit_price: int | None
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The published prices of a sale; a SKU that is none of the platform's is missing, and nothing
    is said of it. ``total`` is what all of the goods would have come to, None where one of them is
    missing or has no price.
    """

    lines: Mapping[str, PublishedLine]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What somebody was charged for a piece under certain conditions; the first one seen is what
    later ones are compared with.
    """

    sku: str
    channel: str
    conditions: tuple[str, ...]
    unit_price: int
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
    """Lines whose price is not the published one, and goods that came to more than they should.

    More than published is price fraud; less does nobody harm (R2.8) and is still told, since
    somebody was charged by a price that nobody approved. The goods as a whole are told only for
    what their lines do not explain.
    """
    told = 0
    for line in sale.lines:
        known = published.lines.get(line.sku)
        if known is None or known.unit_price == line.unit_price:
            continue
        told += max(0, line.unit_price - (known.unit_price or 0)) * line.quantity
        above = known.unit_price is None or line.unit_price > known.unit_price
        yield _found(
            Kind.CHARGED_NOT_PUBLISHED,
            Severity.SEVERE if above else Severity.MINOR,
            sale,
            line.sku,
            (f"{line.number}",),
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
    paid = sum(line.paid for line in sale.lines)
    if published.total is not None and paid - told > published.total and sale.lines:
        yield _found(
            Kind.CHARGED_NOT_PUBLISHED,
            # No single price is wrong, so none is suspended.
            Severity.SERIOUS,
            sale,
            sale.lines[0].sku,
            ("total",),
            Evidence(what="published_total", source="quote", amount=published.total),
            Evidence(what="charged_total", source=sale.order_id, amount=paid),
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
def fee_above_marked(sale: Sale) -> Iterator[Found]:
    """Freight that was charged although the goods reach what makes it free."""
    goods = sum(line.paid for line in sale.lines)
    free_from = sale.free_freight_from
    if sale.lines and sale.freight > 0 and free_from is not None and goods >= free_from:
        yield _found(
            Kind.FEE_ABOVE_MARKED,
            Severity.SERIOUS,
            sale,
            sale.lines[0].sku,
            ("freight",),
            Evidence(what="free_freight_from", source=sale.order_id, amount=free_from),
            Evidence(what="goods", source=sale.order_id, amount=goods),
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
def unequal(known: Charge, sale: Sale, line: SoldLine) -> Iterator[Found]:
    """Another price for the same SKU and channel, under the same published conditions."""
    if known.unit_price == line.unit_price or known.order_id == sale.order_id:
        return
    yield _found(
        Kind.UNEQUAL_PRICES,
        Severity.SERIOUS,
        sale,
        line.sku,
        (f"{line.number}",),
        Evidence(what="charged_before", source=known.order_id, amount=known.unit_price),
        Evidence(what="charged", source=sale.order_id, amount=line.unit_price, at=sale.placed_at),
        Evidence(what="conditions", source=",".join(known.conditions)),
    )


def charges_of(sale: Sale, published: Published) -> dict[str, tuple[Charge, SoldLine]]:
    """What the sale says of each SKU and its conditions; of a SKU on several lines, the first."""
    found: dict[str, tuple[Charge, SoldLine]] = {}
    for line in sale.lines:
        known = published.lines.get(line.sku)
        if known is not None and known.unit_price is not None and line.sku not in found:
            charge = Charge(
                sku=line.sku,
                channel=sale.channel,
                conditions=known.conditions,
                unit_price=line.unit_price,
                order_id=sale.order_id,
            )
            found[line.sku] = (charge, line)
    return found


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
