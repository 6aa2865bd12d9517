"""The functions of this context, each with the sample of what triggers it."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.payments import on_deadline_approaching, on_deadline_reached, send_refund
from teleshop.payments.errors import RefundNotFoundError
from tests.factories import payments as f
from tests.harness.aws import Cloud
from tests.harness.lambdas import context_of

pytestmark = pytest.mark.clause("6.3.1")
EVENTS = Path(__file__).parents[3] / "events" / "payments"
FUNCTIONS = (
    ("PaymentsSendRefund", send_refund),
    ("PaymentsOnDeadlineApproaching", on_deadline_approaching),
    ("PaymentsOnDeadlineReached", on_deadline_reached),
)


def sample(function: ModuleType) -> dict[str, Any]:
    name = function.__name__.rpartition(".")[2]
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


@pytest.mark.parametrize(("name", "function"), FUNCTIONS)
def test_an_event_about_a_refund_that_is_not_there_fails_and_is_tried_again(
    aws: Cloud, name: str, function: ModuleType
) -> None:
    with pytest.raises(RefundNotFoundError):
        function.handler(sample(function), context_of(name))


def about(event: dict[str, Any], refund_id: str) -> dict[str, Any]:
    data = event["detail"]["data"]
    data |= {"refund_id": refund_id} if "refund_id" in data else {"owner_id": refund_id}
    return event


@pytest.mark.parametrize(
    ("name", "function", "kind"),
    [
        ("PaymentsOnDeadlineApproaching", on_deadline_approaching, "RefundDueSoon"),
        ("PaymentsOnDeadlineReached", on_deadline_reached, "RefundOverdue"),
    ],
)
def test_a_clock_tells_once_however_often_its_event_comes(
    aws: Cloud, name: str, function: ModuleType, kind: str
) -> None:
    f.paid()
    event = about(sample(function), f.refunded().id)
    for _ in range(2):
        function.handler(event, context_of(name))
    types = [row["type"] for row in aws.items("OutboxTable")]
    assert types.count(kind) == 1


def test_a_warning_that_comes_with_the_end_itself_tells_nothing(aws: Cloud) -> None:
    f.paid()
    event = about(sample(on_deadline_approaching), f.refunded().id)
    event["detail"]["data"]["late"] = True
    on_deadline_approaching.handler(event, context_of("PaymentsOnDeadlineApproaching"))
    assert "RefundDueSoon" not in [row["type"] for row in aws.items("OutboxTable")]
