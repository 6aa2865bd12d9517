"""Who sent a parcel, when the pieces of a line arrived: suppliers answer for their own alone."""

from datetime import datetime

import pytest

from teleshop.orders.domain import (
    DIRECT,
    By,
    Keeper,
    Parcel,
    ParcelPieces,
    PlacedOrder,
    arrival,
    begun,
    deliver,
    kept_by,
    paid,
    released,
    ship,
)
from tests.factories.placed_orders import DAY, HOUR, NOW, cash, held_for, line, pan, placed

pytestmark = pytest.mark.clause("3.3.1", "7.1.3")
SENT = NOW + HOUR


def ready(*warehouses: str, at_the_door: bool = False) -> PlacedOrder:
    """An order whose lines, each of a supplier of its own, lie in these warehouses."""
    lines = (line(), pan())
    held = tuple(
        one
        for each, warehouse in zip(lines, warehouses, strict=True)
        for one in held_for((each,), warehouse)
    )
    if at_the_door:
        return released(begun(cash(lines=lines, held=held), By.CUSTOMER), By.SYSTEM, NOW)
    start = begun(placed(lines=lines, held=held), By.CUSTOMER)
    return released(paid(start, start.total, NOW), By.SYSTEM, NOW)


def sent(order: PlacedOrder, warehouse: str, id: str = "pcl_1", **lines: int) -> PlacedOrder:
    parcel = Parcel(
        id=id,
        pieces=tuple(
            ParcelPieces(line=int(name.removeprefix("line")), quantity=quantity)
            for name, quantity in lines.items()
        ),
        carrier_id="sf",
        waybill="SF1234567890123",
        warehouse=warehouse,
        shipped_at=SENT,
    )
    return ship(order, parcel, By.STAFF).order


def signed(order: PlacedOrder, id: str, at: datetime) -> PlacedOrder:
    return deliver(order, id, at, By.STAFF, SENT + 9 * DAY)


def test_a_warehouse_that_nobody_entered_is_the_platforms() -> None:
    assert kept_by(DIRECT) is Keeper.SUPPLIER
    assert {kept_by(code) for code in ("hz-1", "gz-1", "bj-1", "xx-9", None)} == {Keeper.PLATFORM}


@pytest.mark.parametrize(
    ("warehouse", "keeper"), [(DIRECT, Keeper.SUPPLIER), ("hz-1", Keeper.PLATFORM)]
)
def test_a_parcel_is_its_suppliers_where_the_goods_lay_with_it(
    warehouse: str, keeper: Keeper
) -> None:
    order = sent(ready(warehouse, "hz-1"), warehouse, line1=2)
    assert order.parcels[0].dispatched_by is keeper


def test_what_is_put_together_from_several_suppliers_is_sent_by_the_platform() -> None:
    order = sent(ready(DIRECT, DIRECT), DIRECT, line1=2, line2=1)
    assert order.parcels[0].dispatched_by is Keeper.PLATFORM


def test_what_lay_with_the_platform_is_not_the_suppliers_whatever_warehouse_is_named() -> None:
    """Goods of a cash order are brought together, so its parcel may name any warehouse."""
    order = sent(ready("hz-1", "hz-1", at_the_door=True), DIRECT, line1=2, line2=1)
    assert order.parcels[0].dispatched_by is Keeper.PLATFORM


def test_pieces_of_a_line_arrived_with_the_last_of_their_own_parcels() -> None:
    order = sent(ready(DIRECT, "hz-1"), DIRECT, "pcl_1", line1=1)
    order = sent(order, DIRECT, "pcl_2", line1=1)
    order = sent(order, "hz-1", "pcl_3", line2=1)
    assert arrival(order, 1) == (None, Keeper.PLATFORM)
    for number, days in ((2, 1), (1, 2), (3, 5)):
        order = signed(order, f"pcl_{number}", SENT + days * DAY)
    assert arrival(order, 1) == (SENT + 2 * DAY, Keeper.SUPPLIER)
    assert arrival(order, 2) == (SENT + 5 * DAY, Keeper.PLATFORM)


def test_a_line_that_came_from_both_is_not_the_suppliers_alone() -> None:
    pots = line()
    halves = tuple(
        one for warehouse in (DIRECT, "hz-1") for one in held_for((line(quantity=1),), warehouse)
    )
    start = begun(placed(lines=(pots,), held=halves), By.CUSTOMER)
    order = released(paid(start, start.total, NOW), By.SYSTEM, NOW)
    order = sent(order, DIRECT, "pcl_1", line1=1)
    order = sent(order, "hz-1", "pcl_2", line1=1)
    for id in ("pcl_1", "pcl_2"):
        order = signed(order, id, SENT + DAY)
    assert [one.dispatched_by for one in order.parcels] == [Keeper.SUPPLIER, Keeper.PLATFORM]
    assert arrival(order, 1) == (SENT + DAY, Keeper.PLATFORM)
