"""Whatever is done in whatever order: an open case has a next clock, a closed one holds no pieces
back, and never more is refunded than was paid.
"""

import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.care.domain.after_sales.decision import Ground, Remedy
from teleshop.care.domain.after_sales.records import Stage
from teleshop.care.schemas.after_sales import InspectedForm, ReceiptBody, RepairResultBody
from teleshop.care.schemas.bodies import ClosureBody
from teleshop.care.tables.after_sales import AfterSalesRepository
from teleshop.care.wiring import after_sales, service
from teleshop.kernel.errors import Refusal
from tests.factories.after_sales import (
    CUSTOMER,
    LEAD,
    NOW,
    PARCEL,
    calling,
    decided,
    inspected,
    refunded,
    repair,
    replaced,
    requested,
    sold_durable,
    with_place,
)

DAY = timedelta(days=1)
STEPS = (
    "decide",
    "withdraw",
    "close",
    "close_as_refunded",
    "parcel",
    "receive",
    "inspect",
    "inspect_nothing",
    "refund",
    "replace",
    "start_repair",
    "repair_fails",
    "repair",
    "send_back",
)
PATHS = (
    ["parcel", "receive", "inspect", "refund"],
    ["parcel", "receive", "inspect", "replace"],
    ["receive", "inspect", "start_repair", "repair_fails", "start_repair", "repair"],
    ["receive", "inspect_nothing"],
    ["receive", "inspect", "close_as_refunded", "refund"],
)
numbers = itertools.count(1)


def act(step: str, id: str, turn: int) -> None:
    """One step, some days after the request."""
    now = NOW + (1 + turn) * DAY
    goods, staff, due = after_sales().goods, calling(LEAD, now), 299_900
    acts: dict[str, Callable[[], object]] = {
        "decide": lambda: decided(id, now=now, actor=LEAD),
        "withdraw": lambda: after_sales().requests.withdraw_after_sales(calling(CUSTOMER, now), id),
        "close": lambda: service().handling.close_case(
            calling(CUSTOMER, now), id, ClosureBody(resolution="withdrawn", text="不退了")
        ),
        "close_as_refunded": lambda: service().handling.close_case(
            staff, id, ClosureBody(resolution="refunded", text="已退款")
        ),
        "parcel": lambda: goods.report_parcel(calling(CUSTOMER, now), id, PARCEL),
        "receive": lambda: goods.report_receipt(staff, id, ReceiptBody()),
        "inspect": lambda: inspected(id, InspectedForm(line=1, received=1, fault=True), now=now),
        "inspect_nothing": lambda: inspected(id, InspectedForm(line=1, received=0), now=now),
        "refund": lambda: refunded(id, due, now=now, ref=f"PAY-{id[-12:]}"),
        "replace": lambda: replaced(id, now=now),
        "start_repair": lambda: goods.start_repair(staff, id),
        "repair_fails": lambda: goods.finish_repair(staff, id, RepairResultBody(repaired=False)),
        "repair": lambda: repair(id, now=now, repaired=True),
        "send_back": lambda: goods.send_goods_back(staff, id, PARCEL),
    }
    acts[step]()


@pytest.mark.clause("2.4.3", "6.3.3")
@given(
    remedy=st.sampled_from(Remedy),
    steps=st.sampled_from(PATHS) | st.lists(st.sampled_from(STEPS), max_size=8),
    extra=st.lists(st.sampled_from(STEPS), max_size=2),
)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_order_of_steps_leaves_an_open_request_without_its_next_clock(
    aws: object, remedy: Remedy, steps: list[str], extra: list[str]
) -> None:
    with_place()
    order = f"TS-{next(numbers)}"
    sold_durable(id=order)
    asked = requested(1, kind=remedy, ground=Ground.QUALITY, order_id=order)
    id = asked.request.case_id
    for turn, step in enumerate([*steps, *extra]):
        with suppress(Refusal):
            act(step, id, turn)
        seen = after_sales().requests.show_after_sales(calling(LEAD, NOW + 30 * DAY), id)
        case, request = seen.shown.case, seen.request
        assert (case.next_due_at is not None) == case.is_open
        waiting = {clock.kind for clock in seen.shown.clocks if clock.is_open} - {"assign"}
        assert bool(waiting) == case.is_open
        account = AfterSalesRepository().account(order)
        assert account.refunded <= 299_900
        refund = request.refund
        assert case.is_open or refund is None or refund.paid_at is not None
        if request.stage in (Stage.SETTLED, Stage.REFUSED, Stage.WITHDRAWN):
            assert not case.is_open
            assert account.claims == ()
