"""Work on cases on the connected platform: what each step stores, tells and asks of others."""

from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from teleshop.care.schemas.bodies import (
    AskBody,
    AssignmentBody,
    ClassificationBody,
    ClosureBody,
    HoldBody,
    MajorityBody,
    MergeBody,
    MessageBody,
    PromiseBody,
    ReasonBody,
    SaidBody,
    SplitBody,
    TicketAnswerBody,
    TicketForm,
    TransferBody,
)
from teleshop.care.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.surveys.schemas import LowScoreGiven
from tests.factories import orders, roster
from tests.factories.care import CUSTOMER_ID, DAY, HOUR, MINUTE, NOW
from tests.factories.orders import SUPPLIER_ID
from tests.factories.service_cases import (
    AGENT,
    COMPLIANCE,
    CUSTOMER,
    LEAD,
    MANAGER,
    SAID,
    SUPPLIER,
    at,
    complaint,
    enquiry,
    stored,
)

ORDER = "TS20261120-0001"


def sweep(platform: Any, at: datetime) -> None:
    """One minute: deadlines are told, and what waits is asked for again."""
    for function in ("DeadlinesSweep", "CareAssignWaiting"):
        platform.run_schedules(at=at, function=function)
        platform.settle()


def told(platform: Any, kind: str) -> list[dict[str, Any]]:
    return [event["data"] for event in platform.events_of_type(kind)]


def watched(aws: Any, case_id: str) -> set[str]:
    """The clocks of a case that the sweep will tell of."""
    return {
        item["pk"].removeprefix(f"care:{case_id}:")
        for item in aws.items("DeadlinesTable")
        if item["owner_id"] == case_id and item["state"] == "open"
    }


def running(case_id: str) -> set[str]:
    """The clocks of a case that run and have not run out."""
    shown = service().reading.show_case(at(LEAD), "complaints", case_id)
    return {clock.id for clock in shown.clocks if clock.is_open and not clock.breached}


@pytest.mark.clause("6.1.3", "2.4.3")
def test_the_supplier_that_let_its_own_clock_run_out_is_named_late(platform: Any) -> None:
    orders.report()
    case = complaint(order_id=ORDER, line=1).case
    assert (case.supplier_id, case.product_id) == (SUPPLIER_ID, "prd-1")
    work = service()
    work.handling.respond_case(at(LEAD), case.id, SAID)
    asked = work.parties.ask_supplier(at(LEAD), case.id, AskBody(text="该批次手柄是否有质量问题？"))
    supplier_clock = next(c for c in asked.clocks if c.kind == "supplier_answer")
    assert supplier_clock.due_at == NOW + 12 * HOUR
    platform.settle()
    (question,) = told(platform, "PartyAsked")
    assert (question["party_id"], question["request"]) == (SUPPLIER_ID, "1")
    assert (question["supplier_found"], question["arrived_at"]) == (False, "2026-11-23T04:00:00Z")
    sweep(platform, NOW + 12 * HOUR)
    sweep(platform, NOW + DAY)
    late = {data["clock"]: data["late_party"] for data in told(platform, "ClockBreached")}
    assert late["supplier_answer"] == "supplier"
    assert late["answer"] == "supplier"
    explained = work.handling.explain_breach(
        at(LEAD, NOW + DAY), case.id, "answer.1", SaidBody(text="供应商未按时答复。")
    )
    assert next(c for c in explained.clocks if c.id == "answer.1").breached
    work.parties.answer_request(
        at(SUPPLIER, NOW + DAY), case.id, "1", SaidBody(text="是，召回中。")
    )
    platform.settle()
    assert told(platform, "ClockExplained")[0]["clock_id"] == "answer.1"
    assert told(platform, "PartyAnswered")[0]["party"] == "supplier"


@pytest.mark.clause("6.1.4", "3.3.1")
def test_whose_goods_a_complaint_is_about_is_told_with_the_first_question_to_the_supplier(
    platform: Any,
) -> None:
    work = service()
    case = complaint().case
    cause = ClassificationBody(cause="quality.malfunction")
    work.handling.classify_case(at(LEAD, NOW + MINUTE), case.id, cause)
    later = NOW + 2 * MINUTE
    question = AskBody(text="该批次手柄是否有质量问题？", party_id=SUPPLIER_ID)
    work.parties.ask_supplier(at(LEAD, later), case.id, question)
    where = AskBody(text="包裹何时破损？", party_id="sf")
    work.parties.ask_carrier(at(LEAD, later), case.id, where)
    platform.settle()
    (classified,) = told(platform, "CaseClassified")
    asked = {one["party"]: one for one in told(platform, "PartyAsked")}
    first, second = asked["supplier"], asked["carrier"]
    assert (classified["supplier_id"], classified["arrived_at"]) == (None, "2026-11-23T04:00:00Z")
    assert (first["supplier_found"], second["supplier_found"]) == (True, False)
    assert {(one["supplier_id"], one["cause"]) for one in (first, second)} == {
        (SUPPLIER_ID, "quality.malfunction")
    }


@pytest.mark.clause("6.1.2", "6.1.3", "6.1.4", "2.4.1")
def test_a_case_from_hand_to_hand_to_its_end_and_again(platform: Any, aws: Any) -> None:
    work = service()
    roster.on_shift("agnes")
    roster.enter("nina", team="night")
    case = complaint().case
    platform.settle()
    assert stored(case.id).case.assignee == "agnes"
    work.assignment.release_case(at(AGENT), case.id, ReasonBody(reason="客户是我的亲属"))
    work.assignment.transfer_case(at(LEAD), case.id, TransferBody(team="night", skill="quality"))
    work.assignment.give_case(at(LEAD), case.id, AssignmentBody(to="agnes"))
    work.conversation.write_message(at(CUSTOMER), case.id, MessageBody(text="请尽快"))
    work.conversation.write_message(at(AGENT), case.id, MessageBody(text="好的", to="customer"))
    work.conversation.write_note(at(AGENT), case.id, SaidBody(text="客户情绪激动"))
    work.handling.raise_case(
        at(AGENT), case.id, MajorityBody(reasons=["repeated"], text="第三次投诉")
    )
    promise = PromiseBody(due_at=NOW + DAY, what="call_back", text="明天回电")
    work.parties.promise_customer(at(AGENT), case.id, promise)
    work.parties.ask_carrier(at(AGENT), case.id, AskBody(text="包裹何时破损？", party_id="sf"))
    ticket = TicketForm(
        number="12315-1", authority="杭州市市场监管局", received_on=date(2026, 11, 23)
    )
    work.parties.add_ticket(at(AGENT), case.id, ticket)
    assert watched(aws, case.id) == running(case.id)
    assert len(running(case.id)) == 6
    later = NOW + 10 * MINUTE
    work.handling.answer_case(at(AGENT, later), case.id, SAID)
    work.handling.report_handling(at(AGENT, later), case.id, SAID)
    work.parties.keep_promise(at(AGENT, later), case.id, "1")
    work.parties.answer_request(at(AGENT, later), case.id, "1", SaidBody(text="中转时破损"))
    work.parties.answer_ticket(
        at(AGENT, later), case.id, "12315-1", TicketAnswerBody(text="已处理")
    )
    work.handling.classify_case(
        at(AGENT, later), case.id, ClassificationBody(cause="quality.defect_on_arrival")
    )
    closed = work.handling.close_case(at(AGENT, later), case.id, ClosureBody(resolution="refunded"))
    assert closed.case.retain_until == date(2029, 11, 23)
    assert closed.case.next_clock is None
    assert watched(aws, case.id) == set()
    work.handling.hold_case(at(COMPLIANCE, later), case.id, HoldBody(held=True, reason="诉讼"))
    work.handling.hold_case(at(MANAGER, later), case.id, HoldBody(held=False, reason="诉讼结束"))
    again = work.handling.reopen_case(
        at(CUSTOMER, NOW + HOUR), case.id, ReasonBody(reason="又坏了")
    )
    assert (again.case.round, again.case.assignee) == (2, None)
    assert watched(aws, case.id) == running(case.id)
    assert running(case.id) == {"respond.2", "answer.2", "handle.2", "assign.2"}
    platform.settle()
    assert stored(case.id).case.assignee == "agnes"
    kinds = [
        event["detail-type"] for event in platform.events if event["source"] == "teleshop.care"
    ]
    assert kinds.count("CaseAssigned") == 3
    assert kinds.count("CaseTransferred") == kinds.count("CaseUnassigned") == 1
    ended = {data["clock"] for data in told(platform, "ClockEnded") if data["met"]}
    assert ended >= {"respond", "answer", "handle", "promise", "carrier_answer", "ticket", "close"}
    (end,) = told(platform, "CaseClosed")
    assert {clock["clock"] for clock in end["clocks"]} >= {"respond", "answer", "handle", "assign"}
    assert all(
        clock["minutes_left"] is None or clock["minutes_left"] > 0 for clock in end["clocks"]
    )
    readers = {
        (item["event_type"], item["recipient_id"])
        for item in aws.items("NotificationsTable")
        if item["sk"] == "notification"
    }
    assert {("MessageAdded", "agnes"), ("MessageAdded", CUSTOMER_ID)} <= readers


@pytest.mark.clause("6.1.3")
def test_duplicates_become_one_and_a_report_to_the_authorities_is_taken_apart(
    platform: Any, aws: Any
) -> None:
    work = service()
    first = complaint().case
    second = complaint(now=NOW + 30 * MINUTE).case
    merged = work.relations.merge_cases(
        at(LEAD, NOW + 40 * MINUTE), second.id, MergeBody(other=first.id)
    )
    clocks = {clock.id: clock for clock in merged.clocks}
    assert clocks["respond.1"].due_at == NOW + HOUR
    assert stored(first.id).case.merged_into == second.id
    assert watched(aws, second.id) == running(second.id)
    assert watched(aws, first.id) == set()
    part = work.relations.split_case(
        at(LEAD, NOW + 41 * MINUTE),
        second.id,
        SplitBody(kind="complaint", text="另外我要举报虚假宣传", ticket=None),
    )
    assert part.case.split_from == second.id
    assert part.case.arrived_at == second.arrived_at
    platform.settle()
    assert told(platform, "CaseMerged")[0]["into"] == second.id
    assert told(platform, "CaseSplit")[0]["new_case_id"] == part.case.id
    # What the merged one had on the clock is over; the sweep finds the other one's.
    sweep(platform, NOW + HOUR)
    late = {(data["case_id"], data["clock"]) for data in told(platform, "ClockBreached")}
    assert (second.id, "respond") in late
    assert not any(case_id == first.id for case_id, _ in late)


@pytest.mark.clause("6.2.3", "2.4.4")
def test_a_low_score_opens_one_follow_up_with_a_clock(platform: Any) -> None:
    orders.report()
    about = enquiry(order_id=ORDER, line=2).case
    call = Call(SYSTEM_ACTOR, NOW + HOUR, "request-1", "correlation-1")
    tx = Transaction(call, "low", Subject("invitation", "inv-1"))
    low = msgspec.convert(
        {
            "invitation_id": "svi_01KASY2D7V3M7T1QZ9N3D6W8XR",
            "programme_id": "svp_01KASY2D7V3M7T1QZ9N3D6W8XR",
            "customer_id": CUSTOMER_ID,
            "case_id": about.id,
            "order_id": None,
            "score": 1,
            "scale_max": 5,
            "dimension": "service",
        },
        LowScoreGiven,
    )
    tx.publish(low)
    tx.commit(None)
    platform.deliver = "twice"
    platform.settle()
    opened = {
        data["case_id"] for data in told(platform, "CaseOpened") if data["case_kind"] == "follow_up"
    }
    assert len(opened) == 1
    case = stored(opened.pop()).case
    assert (case.related, case.supplier_id) == ((about.id,), about.supplier_id)
    sweep(platform, NOW + HOUR + DAY)
    assert "follow_up" in {data["clock"] for data in told(platform, "ClockBreached")}
