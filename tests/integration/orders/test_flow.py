"""What others are told of orders, as the template connects it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.factories.orders import CUSTOMER_ID, SUPPLIER_ID, order, report
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """Only what brings events to the bus; listeners are tested where they are."""
    with connected(aws, wiring().only("OutboxPublish")) as made:
        yield made


@pytest.mark.clause("6.3.1")
def test_a_report_and_a_delivery_reach_the_bus(platform: Platform) -> None:
    report(replace(order(), delivered_at=None))
    report()
    platform.settle()
    reported = [event["data"] for event in platform.events_of_type("OrderReported")]
    assert [facts["changed"] for facts in reported] == [[], ["delivered_at"]]
    (delivered,) = platform.events_of_type("OrderDelivered")
    assert delivered["data"]["customer_id"] == CUSTOMER_ID
    assert SUPPLIER_ID in delivered["data"]["supplier_ids"]
