"""Whatever is done with a case, the deadlines that are stored are exactly its clocks, and an open
case always has a next one.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.care.schemas.bodies import (
    AskBody,
    ClosureBody,
    MajorityBody,
    MergeBody,
    PromiseBody,
    ReasonBody,
    TicketForm,
    TransferBody,
)
from teleshop.care.wiring import service
from teleshop.deadlines.domain import DeadlineState
from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import Refusal
from teleshop.kernel.paging import PageRequest
from tests.factories import roster
from tests.factories.care import DAY, HOUR, MINUTE, NOW
from tests.factories.service_cases import CUSTOMER, LEAD, SAID, SUPPLIER, at, complaint, stored
from tests.harness.aws import cloud

Step = Callable[[Call, str, str], object]
TICKET = TicketForm(number="12315-1", authority="杭州市市场监管局", received_on=date(2026, 11, 23))
LEADS: dict[str, Step] = {
    "respond": lambda call, id, _: service().handling.respond_case(call, id, SAID),
    "answer": lambda call, id, _: service().handling.answer_case(call, id, SAID),
    "handle": lambda call, id, _: service().handling.report_handling(call, id, SAID),
    "raise": lambda call, id, _: service().handling.raise_case(
        call, id, MajorityBody(reasons=["press"], text="记者来电。")
    ),
    "promise": lambda call, id, _: service().parties.promise_customer(
        call, id, PromiseBody(due_at=call.now + 3 * HOUR, what="visit", text="三小时内上门。")
    ),
    "keep": lambda call, id, _: service().parties.keep_promise(call, id, "1"),
    "ask": lambda call, id, _: service().parties.ask_supplier(
        call, id, AskBody(text="有无备件？", party_id=str(SUPPLIER.supplier_id))
    ),
    "party answers": lambda call, id, _: service().parties.answer_request(call, id, "1", SAID),
    "ticket": lambda call, id, _: service().parties.add_ticket(call, id, TICKET),
    "transfer": lambda call, id, _: service().assignment.transfer_case(
        call, id, TransferBody(team="night", skill="quality")
    ),
    "close": lambda call, id, _: service().handling.close_case(
        call, id, ClosureBody(resolution="compensated")
    ),
    "merge": lambda call, id, other: service().relations.merge_cases(
        call, id, MergeBody(other=other)
    ),
}
CUSTOMERS: dict[str, Step] = {
    "withdraw": lambda call, id, _: service().handling.close_case(
        call, id, ClosureBody(resolution="withdrawn")
    ),
    "reopen": lambda call, id, _: service().handling.reopen_case(
        call, id, ReasonBody(reason="又坏了")
    ),
}
STEPS = [*LEADS, *CUSTOMERS, "an hour passes", "a day passes"]


def sweep(aws: Any, now: datetime) -> None:
    """Tell what is due, and let the cases act on it as their consumer does."""
    known = {item["pk"] for item in aws.items("OutboxTable")}
    deadlines().sweep(at(now=now))
    for item in aws.items("OutboxTable"):
        if item["pk"] not in known and item["type"] == "DeadlineReached":
            data = json.loads(item["envelope"])["data"]
            service().clocks.clock_reached(
                at(now=now), data["owner_id"], data["kind"], data["data"]
            )


def check(id: str) -> None:
    """The stored deadlines are the clocks that run, at the same instants."""
    shown = service().reading.show_case(at(LEAD), "complaints", id)
    running = {
        clock.id: clock.due_at for clock in shown.clocks if clock.is_open and not clock.breached
    }
    found = deadlines().of_object("care", "complaint", id, PageRequest(limit=100)).items
    watched = {
        deadline.id.removeprefix(f"care:{id}:"): deadline.due_at
        for deadline in found
        if deadline.state is DeadlineState.OPEN
    }
    assert watched == running
    case = shown.case
    if case.is_open:
        assert case.next_due_at == min(running.values())
    assert case.breaches == sum(clock.breached for clock in shown.clocks)


@pytest.mark.clause("6.1.3")
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), min_size=4, max_size=10))
def test_no_order_of_steps_parts_deadlines_from_clocks(steps: list[tuple[str, bool]]) -> None:
    with cloud() as aws:
        now = NOW
        roster.enter("nina", team="night")
        pair = [complaint(now=now).case.id, complaint(now=now + MINUTE).case.id]
        for name, first in steps:
            id, other = pair if first else reversed(pair)
            now += timedelta(minutes=7)
            try:
                if name in LEADS:
                    LEADS[name](at(LEAD, now), id, other)
                elif name in CUSTOMERS:
                    CUSTOMERS[name](at(CUSTOMER, now), id, other)
                else:
                    now += HOUR if name == "an hour passes" else DAY
            except Refusal:
                continue
            sweep(aws, now)
            for one in pair:
                check(one)
        assert {stored(id).case.id for id in pair} == set(pair)
