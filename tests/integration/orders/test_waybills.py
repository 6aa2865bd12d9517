"""One waybill is one parcel, or what goes to one customer together."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from teleshop.orders.errors import WaybillOfOtherError
from teleshop.orders.schemas import ParcelBody, ShownOrderView
from teleshop.orders.service import PlacedOrder
from teleshop.orders.wiring import life
from tests.factories import bought as b
from tests.factories.placed_orders import DAY, HOUR, ORDER_ID, OTHER_ORDER, PACKER, STRANGER
from tests.integration.orders.test_life import do

NUMBER = "SF1234567890123"

pytestmark = pytest.mark.clause("7.1.3")


@pytest.fixture(autouse=True)
def _shelves(aws: Any) -> None:
    """Goods are there."""
    b.goods()


def send(order: PlacedOrder, body: ParcelBody, after: timedelta = HOUR) -> PlacedOrder:
    sent: PlacedOrder = do(PACKER, after, lambda call: life().ship(call, order.id, body))
    return sent


def remarks(order: PlacedOrder) -> list[str | None]:
    taken = ShownOrderView.acted(order).taken
    assert taken is not None
    return [one.remark.zh if one.remark else None for one in taken.parcels]


def test_a_number_of_another_customers_parcel_is_refused_until_it_was_looked_at() -> None:
    send(b.released(), b.parcel(NUMBER))
    other = b.released(b.wish(OTHER_ORDER, customer_id=STRANGER.subject))
    for typed in (NUMBER, "sf 1234-567-890-123"):
        with pytest.raises(WaybillOfOtherError):
            send(other, b.parcel(typed))
    looked_at = msgspec.structs.replace(b.parcel(NUMBER), waybill_shared=True)
    after = send(other, looked_at)
    assert [text and text.startswith("该运单号也登记在其他顾客") for text in remarks(after)] == [
        True
    ]
    assert send(other, looked_at) == after


def test_what_goes_to_one_customer_together_has_one_number() -> None:
    first = send(b.released(), b.parcel(NUMBER))
    second = send(b.released(b.wish(OTHER_ORDER)), b.parcel(NUMBER))
    assert (first.id, second.id) == (ORDER_ID, OTHER_ORDER)
    assert remarks(second) == [None]


def test_a_carrier_uses_its_numbers_again() -> None:
    send(b.released(), b.parcel(NUMBER))
    other = b.released(b.wish(OTHER_ORDER, customer_id=STRANGER.subject))
    with pytest.raises(WaybillOfOtherError):
        send(other, b.parcel(NUMBER, line1=1), 180 * DAY)
    send(other, b.parcel(NUMBER, line1=1), 180 * DAY + HOUR)
    # From now on it is this one's.
    third = b.released(b.wish("ord_01KASY2D7V3M7T1QZ9N3D6W8XT"))
    with pytest.raises(WaybillOfOtherError):
        send(third, b.parcel(NUMBER), 181 * DAY)
