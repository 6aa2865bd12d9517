"""Orders as the order system reports them, and who asks for them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from teleshop.kernel.actor import Actor, Call, Role
from teleshop.orders.service import (
    CouponUsed,
    ExclusionProof,
    GoodsKind,
    Order,
    OrderLine,
    ReturnExclusion,
    SalesChannel,
)
from teleshop.orders.wiring import service

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CUSTOMER_ID = "customer-ann"
SUPPLIER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
OTHER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XS"
CUSTOMER = Actor(CUSTOMER_ID, frozenset({Role.CUSTOMER}))
STRANGER = Actor("customer-bob", frozenset({Role.CUSTOMER}))
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), SUPPLIER_ID)
AGENT = Actor("agnes", frozenset({Role.AGENT}))
LEAD = Actor("lena", frozenset({Role.LEAD}))


def line(number: int = 1, **changes: Any) -> OrderLine:
    """A line of one piece for 299 CNY, paid in full."""
    made = OrderLine(
        number=number,
        sku=f"SKU-{number}",
        product_id=f"prd-{number}",
        title="不粘炒锅 30cm",
        goods_kind=GoodsKind.OTHER,
        quantity=1,
        unit_price=29_900,
        paid=29_900,
        supplier_id=SUPPLIER_ID,
        warranty_months=12,
    )
    return replace(made, **changes)


def order(id: str = "TS20261120-0001", **changes: Any) -> Order:
    """An order of two goods of two suppliers, seen on television, delivered a day ago."""
    made = Order(
        id=id,
        customer_id=CUSTOMER_ID,
        channel=SalesChannel.TV,
        placed_at=NOW - 3 * DAY,
        lines=(line(), line(2, supplier_id=OTHER_ID, unit_price=10_000, paid=10_000)),
        paid=40_900,
        freight=1_000,
        free_freight_from=50_000,
        paid_at=NOW - 3 * DAY,
        shipped_at=NOW - 2 * DAY,
        delivered_at=NOW - DAY,
        promised_on=date(2026, 11, 24),
        slot_id="slot-20261120-2000",
        carrier_id="sf",
        warehouse="hz-1",
    )
    return replace(made, **changes)


def excluded(number: int, **changes: Any) -> OrderLine:
    """A line whose return without reason was excluded, and confirmed by the customer."""
    proof = ExclusionProof(
        conspicuous_mark=True,
        confirmed_at=NOW - 3 * DAY,
        pre_ticked=False,
        reference="call-20261120-17",
    )
    made = line(number, exclusion=ReturnExclusion.ACTIVATED_VALUE_LOSS, exclusion_proof=proof)
    return replace(made, **changes)


def coupon(value: int, **changes: Any) -> CouponUsed:
    """A coupon of ``value`` fen."""
    return replace(CouponUsed(code="CPN-1", kind="coupon", value=value), **changes)


def reporting(now: datetime = NOW, actor: Actor = AGENT, **options: Any) -> Call:
    """The call of somebody of staff."""
    return Call(actor, now, "request-1", "correlation-1", **options)


def report(reported: Order | None = None, *, now: datetime = NOW) -> Order:
    """An order on record, reported at ``now``."""
    return service().report_order(reporting(now), reported or order())


def body(reported: Order | None = None, **changes: Any) -> dict[str, Any]:
    """The same as a caller of the API writes it."""
    import msgspec

    from teleshop.orders.schemas import LineForm, OrderBody

    told: dict[str, Any] = msgspec.to_builtins(reported or order())
    found = {name: told[name] for name in OrderBody.__struct_fields__ if name in told}
    found["lines"] = [
        {name: line[name] for name in LineForm.__struct_fields__ if name in line}
        for line in told["lines"]
    ]
    return {**found, **changes}
