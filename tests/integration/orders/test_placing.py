"""What the transaction that places an order stores of it."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from teleshop.deadlines.wiring import service as deadlines
from teleshop.orders.errors import OrderExistsError
from teleshop.orders.service import PlacedOrder, Placing, PriceStep, ShownReference
from teleshop.orders.tables import TakenRepository
from tests.factories.placed_orders import (
    LEAD,
    MINUTE,
    NOW,
    ORDER_ID,
    PHONE,
    begin,
    cash,
    line,
    placed,
    recipient,
)


def place(order: PlacedOrder, actor: Any = None) -> PlacedOrder:
    tx = begin(order, actor) if actor else begin(order)
    made = Placing(deadlines()).record(tx, order, recipient(order.id))
    return tx.commit(made)


def told(aws: Any) -> list[dict[str, Any]]:
    return [msgspec.json.decode(row["envelope"]) for row in aws.items("OutboxTable")]


@pytest.mark.clause("1.1")
def test_an_order_is_stored_as_it_was_agreed(aws: Any) -> None:
    made = place(placed())
    assert TakenRepository().find(ORDER_ID) == made
    assert made == replace(placed(), history=made.history)
    assert [(entry.what, entry.by) for entry in made.history] == [("placed", "customer")]
    (event,) = told(aws)
    assert event["type"] == "OrderPlaced"
    assert event["data"]["region"] == "33"
    assert event["data"]["total"] == 410_00


@pytest.mark.clause("8.2.1", "6.4.1")
def test_who_gets_the_parcel_is_readable_nowhere(aws: Any) -> None:
    place(placed())
    stored = msgspec.json.encode(
        [
            {name: value for name, value in row.items() if not isinstance(value, bytes)}
            for table in ("OrdersTable", "OutboxTable", "AuditTable", "DeadlinesTable")
            for row in aws.items(table)
        ],
        enc_hook=str,
    ).decode()
    for personal in ("王小明", "13812341234", "文三路"):
        assert personal not in stored
    found = TakenRepository().recipient(ORDER_ID)
    assert found is not None
    assert (found.name, found.phone, found.detail) == ("王小明", PHONE, "文三路 90 号 3 幢 1201 室")


@pytest.mark.clause("1.1")
def test_an_order_waits_for_its_payment_or_at_the_door_for_its_release(aws: Any) -> None:
    place(placed())
    payment = deadlines().find(f"orders:{ORDER_ID}:payment_due")
    assert payment is not None
    assert (payment.due_at, payment.warnings) == (NOW + 30 * MINUTE, (NOW + 20 * MINUTE,))
    other = "ord_01KASY2D7V3M7T1QZ9N3D6W8XT"
    place(cash(other))
    release = deadlines().find(f"orders:{other}:release")
    assert release is not None
    assert release.due_at == NOW + 15 * MINUTE


def test_an_order_that_costs_nothing_is_paid_at_once(aws: Any) -> None:
    free = placed(lines=(line(amount=0),), freight=0)
    made = place(free)
    assert (made.state, made.paid_at) == ("paid", NOW)
    found = {event["type"]: event["data"] for event in told(aws)}
    assert set(found) == {"OrderPlaced", "OrderPaid"}
    assert found["OrderPaid"]["lines"] == found["OrderPlaced"]["lines"]
    assert deadlines().find(f"orders:{ORDER_ID}:release") is not None
    assert deadlines().find(f"orders:{ORDER_ID}:payment_due") is None


def test_a_number_is_used_once(aws: Any) -> None:
    place(placed())
    with pytest.raises(OrderExistsError):
        place(placed(), LEAD)


@pytest.mark.clause("8.2.1")
def test_the_largest_order_fits_its_row_and_its_audit_entry(aws: Any) -> None:
    steps = tuple(
        PriceStep(
            promotion_id=f"prm_01KASY2D7V3M7T1QZ9N3D6W8X{number}",
            kind="fixed_price",
            before=200_00,
            after=150_00,
            zh="限时特价：原价 400.00 元，现价 300.00 元，" * 3,
            en="Fixed price: 300.00 CNY instead of 400.00 CNY, " * 3,
        )
        for number in range(4)
    )
    shown = ShownReference(amount=160_00, pack="件", basis="deal", since=NOW, until=NOW)
    lines = tuple(
        line(
            number,
            sku=f"sku_{number:026d}",
            title=f"{number}" + "锅" * 119,
            steps=steps,
            reference=shown,
            options={"颜色": "红" * 40, "尺寸": f"{number}cm"},
        )
        for number in range(1, 201)
    )
    held = tuple(
        replace(one, shard=shard, quantity=1)
        for one in placed(lines=lines[:40]).held
        for shard in range(2)
    )
    order = place(placed(lines=lines, held=held))
    assert TakenRepository().find(ORDER_ID) == order
    rows = {row["sk"]: row for row in aws.items("OrdersTable")}
    assert len(rows["placed"]["placed"]) < 60_000
    assert all(len(str(row)) < 4_000 for row in aws.items("AuditTable"))
