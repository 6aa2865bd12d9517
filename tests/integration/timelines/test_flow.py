"""Timelines on their table, filled from the bus as the template connects it."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from functions.timelines import on_event
from teleshop.kernel.actor import Call
from teleshop.kernel.clients import aws_client
from teleshop.kernel.events import Envelope
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.settings import settings
from teleshop.timelines.wiring import service
from tests.factories import orders
from tests.factories.timelines import CUSTOMER, CUSTOMER_ID, NOW, STRANGER, event, noted
from tests.harness.aws import Cloud
from tests.harness.platform import Deliver, Platform, connected
from tests.harness.wiring import wiring

PAGE = PageRequest()


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The function of this context, and the one that brings events to the bus."""
    with connected(aws, wiring().only("OutboxPublish", "TimelinesOnEvent")) as made:
        yield made


def publish(envelope: Envelope) -> None:
    aws_client("events").put_events(
        Entries=[
            {
                "EventBusName": settings().event_bus,
                "Source": f"teleshop.{envelope.context}",
                "DetailType": envelope.type,
                "Detail": msgspec.json.encode(envelope).decode(),
            }
        ]
    )


def kinds(customer_id: str = CUSTOMER_ID) -> list[str]:
    return [entry.event_type for entry in service().of_customer(customer_id, PAGE).items]


def own(actor: Any, page: PageRequest = PAGE) -> list[str]:
    call = Call(actor, NOW, "request-1", "correlation-1")
    return [entry.event_type for entry in service().own(call, page).items]


@pytest.mark.clause("2.4.1")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_what_happens_is_noted_once_newest_first(platform: Platform, deliver: Deliver) -> None:
    platform.deliver = deliver
    publish(event("OrderReported", 1))
    publish(event("OrderDelivered", 2))
    publish(event("OrderReported", 3))
    publish(event("OrderDelivered", 4, customer_id=None))
    publish(event("OrderDelivered", 5, customer_id="customer-bob"))
    platform.settle()
    assert kinds() == ["OrderReported", "OrderDelivered", "OrderReported"]
    assert own(CUSTOMER) == ["OrderDelivered"]
    assert own(STRANGER) == ["OrderDelivered"]
    assert kinds("nobody") == []
    assert len(platform.aws.items("TimelinesTable")) == 4


@pytest.mark.clause("2.4.1")
def test_orders_and_cases_are_on_one_timeline(platform: Platform) -> None:
    orders.report()
    platform.settle()
    service().record(event("CaseOpened", 1))
    assert kinds()[0] == "CaseOpened"
    assert sorted(kinds()[1:]) == ["OrderDelivered", "OrderReported"]
    assert own(CUSTOMER) == ["CaseOpened", "OrderDelivered"]


def test_the_handler_notes_an_event_once(aws: Any) -> None:
    sent = {"detail": msgspec.to_builtins(event())}
    for _ in range(2):
        on_event.handler(sent, None)
    assert kinds() == ["CaseOpened"]
    (row,) = aws.items("TimelinesTable")
    assert row["expires_at"] == int(event().occurred_at.timestamp()) + 1096 * 86_400


def test_pages_are_complete_and_in_order(aws: Any) -> None:
    noted("CaseOpened", "ClockBreached", "CaseAssigned", "ClockBreached", "CaseOpened")
    first = service().of_customer(CUSTOMER_ID, PageRequest(3))
    rest = service().of_customer(CUSTOMER_ID, PageRequest(3, first.next))
    times = [entry.occurred_at for entry in (*first.items, *rest.items)]
    assert times == sorted(times, reverse=True)
    assert (len(times), rest.next) == (5, None)
    assert own(CUSTOMER, PageRequest(2)) == ["CaseOpened", "CaseAssigned"]
