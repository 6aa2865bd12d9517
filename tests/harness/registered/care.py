"""Use cases of service cases, each from a case that is prepared once."""

from collections.abc import Callable
from typing import Any

from teleshop.care.schemas.bodies import (
    AskBody,
    AssignmentBody,
    CaseBody,
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
    TransferBody,
)
from teleshop.care.service import Care
from teleshop.care.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from tests.factories.care import CUSTOMER_ID, DAY, HOUR
from tests.factories.case_stages import (
    LATER,
    ORDER,
    TICKET,
    Case,
    prepare_answered,
    prepare_attached,
    prepare_busy,
    prepare_closed,
    prepare_late,
    prepare_order,
    prepare_shift_over,
    prepare_two,
    prepare_waiting,
)
from tests.factories.service_cases import (
    AGENT,
    CUSTOMER,
    LEAD,
    MANAGER,
    SAID,
    SUPPLIER,
    at,
    body,
    stored,
)
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

Work = Callable[[Care, Call, Any], object]


def acting(actor: Actor, work: Work, key: str | None = "act") -> Callable[[World, Any], object]:
    """Let ``actor`` do ``work`` ten minutes later, with a request key."""

    def act(world: World, prepared: Any) -> object:
        call = world.call(key, actor=actor, now=LATER)
        return world.run(call, lambda: work(service(), call, prepared))

    return act


def is_free(_: World, id: Case) -> None:
    assert stored(id).case.assignee is None


def case_of(
    name: str,
    clause: str,
    prepare: Callable[[World], Any],
    act: Callable[[World, Any], object],
    *covers: str,
    check: Callable[[World, Any], None] | None = None,
) -> UseCase:
    """One use case; ``covers`` are names within the context."""
    return UseCase(
        f"care.{name}",
        clause,
        prepare,
        act,
        covers=tuple(f"care.{method}" for method in covers),
        check=check,
    )


def _opened(care: Care, call: Call, _: object) -> object:
    return care.opening.open_complaint(call, body(order_id=ORDER, line=1))


def _phoned(care: Care, call: Call, _: object) -> object:
    told: dict[str, Any] = {
        "channel": "phone",
        "customer_id": CUSTOMER_ID,
        "contact": {"name": "王小明", "phone": "13800000000"},
        "arrived_at": "2026-11-23T04:00:00Z",
        "responded_on_call": "正在核实。",
        "answered_on_call": "明天上门更换。",
    }
    asked: CaseBody = body(**told)
    return care.opening.open_enquiry(call, asked)


def _merged(care: Care, call: Call, both: tuple[Case, Case]) -> object:
    return care.relations.merge_cases(call, both[1], MergeBody(other=both[0]))


def _escalated(care: Care, call: Call, id: Case) -> object:
    late = at(SYSTEM_ACTOR, NOW + 2 * HOUR, request_key=call.request_key)
    data = {"clock": "escalation.respond.1.2", "level": 2, "base": "respond.1"}
    return care.clocks.clock_reached(late, id, "escalation", data)


def _breached(care: Care, call: Call, id: Case) -> object:
    late = at(SYSTEM_ACTOR, NOW + HOUR, request_key=call.request_key)
    data = {"clock": "respond.1", "level": 0, "base": None}
    return care.clocks.clock_reached(late, id, "respond", data)


def _warned(care: Care, call: Call, id: Case) -> object:
    return care.clocks.clock_approaches(call, id, {"clock": "answer.1"}, NOW + 12 * HOUR)


def _follow_up(care: Care, call: Call, _: object) -> object:
    return care.opening.open_follow_up(
        call, customer_id=CUSTOMER_ID, text="service: 1/5", order_id=ORDER
    )


def _changed(care: Care, call: Call, id: Case) -> object:
    """What other modules of this context build on."""
    from teleshop.care.domain import actions
    from teleshop.care.wiring import desk

    return desk().change(
        call,
        id,
        "try",
        lambda file: actions.classify(
            file, cause="quality.defect_on_arrival", agreed=None, now=call.now, by="agnes"
        ),
    )


def _noted(care: Care, call: Call, id: Case) -> object:
    return care.conversation.write_note(call, id, SaidBody(text="客户只在晚上接电话。"))


def link_attachment(world: World, both: tuple[Case, str]) -> None:
    """The link carries the time of signing, so the answer is not compared; what is stored is."""
    call = world.call("link", actor=CUSTOMER)
    world.run(call, lambda: service().conversation.link_attachment(call, both[0], both[1], 60))


NOTHING_TOLD = SaidBody(text="已经更换。")
USE_CASES = (
    case_of(
        "open_complaint",
        "6.1.3",
        prepare_order,
        acting(CUSTOMER, _opened),
        "Opening.open_complaint",
    ),
    case_of(
        "open_enquiry",
        "6.1.1",
        prepare_order,
        acting(AGENT, _phoned),
        "Opening.open_enquiry",
    ),
    case_of(
        "open_follow_up",
        "6.2.3",
        prepare_order,
        acting(SYSTEM_ACTOR, _follow_up),
        "Opening.open_follow_up",
    ),
    case_of(
        "assign_next",
        "6.1.2",
        prepare_waiting,
        acting(SYSTEM_ACTOR, lambda care, call, id: care.assignment.assign_next(call, id)),
        "Assignment.assign_next",
    ),
    case_of(
        "assign_waiting",
        "6.1.1",
        prepare_waiting,
        acting(SYSTEM_ACTOR, lambda care, call, _: care.assignment.assign_waiting(call), None),
        "Assignment.assign_waiting",
    ),
    case_of(
        "give_case",
        "6.1.2",
        prepare_busy,
        acting(
            LEAD,
            lambda care, call, id: care.assignment.give_case(call, id, AssignmentBody(to="boris")),
        ),
        "Assignment.give_case",
    ),
    case_of(
        "release_case",
        "6.1.2",
        prepare_busy,
        acting(
            AGENT,
            lambda care, call, id: care.assignment.release_case(
                call, id, ReasonBody(reason="亲属")
            ),
        ),
        "Assignment.release_case",
        check=is_free,
    ),
    case_of(
        "transfer_case",
        "6.1.2",
        prepare_busy,
        acting(
            AGENT,
            lambda care, call, id: care.assignment.transfer_case(
                call, id, TransferBody(team="night", skill="quality")
            ),
        ),
        "Assignment.transfer_case",
        check=is_free,
    ),
    case_of(
        "hand_over",
        "6.1.1",
        prepare_shift_over,
        acting(
            SYSTEM_ACTOR,
            lambda care, call, _: care.assignment.hand_over(call, "agnes", "shf_1"),
            None,
        ),
        "Assignment.hand_over",
        check=is_free,
    ),
    case_of(
        "clock_approaches",
        "6.1.3",
        prepare_busy,
        acting(SYSTEM_ACTOR, _warned),
        "ClockWatch.clock_approaches",
    ),
    case_of(
        "clock_reached",
        "6.1.3",
        prepare_waiting,
        acting(SYSTEM_ACTOR, _breached),
        "ClockWatch.clock_reached",
    ),
    case_of("escalation_reached", "6.1.3", prepare_late, acting(SYSTEM_ACTOR, _escalated)),
    case_of(
        "write_message",
        "6.1.4",
        prepare_busy,
        acting(
            CUSTOMER,
            lambda care, call, id: care.conversation.write_message(
                call, id, MessageBody(text="请快")
            ),
        ),
        "Conversation.write_message",
        "Desk.change_shown",
    ),
    case_of(
        "link_attachment",
        "6.4.1",
        prepare_attached,
        # The documents capability commits.
        link_attachment,
    ),
    case_of("write_note", "6.1.4", prepare_busy, acting(AGENT, _noted), "Conversation.write_note"),
    case_of("change", "6.1.4", prepare_busy, acting(AGENT, _changed), "Desk.change"),
    case_of(
        "respond_case",
        "6.1.3",
        prepare_busy,
        acting(AGENT, lambda care, call, id: care.handling.respond_case(call, id, SAID)),
        "Handling.respond_case",
    ),
    case_of(
        "answer_case",
        "6.1.3",
        prepare_busy,
        acting(AGENT, lambda care, call, id: care.handling.answer_case(call, id, SAID)),
        "Handling.answer_case",
    ),
    case_of(
        "report_handling",
        "6.1.3",
        prepare_busy,
        acting(AGENT, lambda care, call, id: care.handling.report_handling(call, id, NOTHING_TOLD)),
        "Handling.report_handling",
    ),
    case_of(
        "raise_case",
        "6.1.3",
        prepare_waiting,
        acting(
            LEAD,
            lambda care, call, id: care.handling.raise_case(
                call, id, MajorityBody(reasons=["repeated"], text="第三次投诉。")
            ),
        ),
        "Handling.raise_case",
    ),
    case_of(
        "classify_case",
        "6.1.4",
        prepare_busy,
        acting(
            AGENT,
            lambda care, call, id: care.handling.classify_case(
                call, id, ClassificationBody(cause="quality.defect_on_arrival")
            ),
        ),
        "Handling.classify_case",
    ),
    case_of(
        "close_case",
        "6.1.4",
        prepare_answered,
        acting(
            AGENT,
            lambda care, call, id: care.handling.close_case(
                call, id, ClosureBody(resolution="answered", text="客户满意。")
            ),
        ),
        "Handling.close_case",
    ),
    case_of(
        "reopen_case",
        "6.1.3",
        prepare_closed,
        acting(
            CUSTOMER,
            lambda care, call, id: care.handling.reopen_case(call, id, ReasonBody(reason="又坏了")),
        ),
        "Handling.reopen_case",
    ),
    case_of(
        "explain_breach",
        "6.1.3",
        prepare_late,
        acting(
            LEAD,
            lambda care, call, id: care.handling.explain_breach(call, id, "respond.1", SAID),
        ),
        "Handling.explain_breach",
    ),
    case_of(
        "hold_case",
        "6.1.4",
        prepare_closed,
        acting(
            MANAGER,
            lambda care, call, id: care.handling.hold_case(
                call, id, HoldBody(held=True, reason="诉讼")
            ),
        ),
        "Handling.hold_case",
    ),
    case_of(
        "promise_customer",
        "6.1.3",
        prepare_busy,
        acting(
            AGENT,
            lambda care, call, id: care.parties.promise_customer(
                call, id, PromiseBody(due_at=NOW + DAY, what="refund", text="明天退款。")
            ),
        ),
        "Parties.promise_customer",
    ),
    case_of(
        "keep_promise",
        "6.1.3",
        prepare_busy,
        acting(AGENT, lambda care, call, id: care.parties.keep_promise(call, id, "1")),
        "Parties.keep_promise",
    ),
    case_of(
        "ask_supplier",
        "6.1.3",
        prepare_waiting,
        acting(
            LEAD,
            lambda care, call, id: care.parties.ask_supplier(
                call, id, AskBody(text="有无备件？", party_id=str(SUPPLIER.supplier_id))
            ),
        ),
        "Parties.ask_supplier",
    ),
    case_of(
        "ask_carrier",
        "6.1.3",
        prepare_busy,
        acting(
            AGENT,
            lambda care, call, id: care.parties.ask_carrier(
                call, id, AskBody(text="何时破损？", party_id="sf")
            ),
        ),
        "Parties.ask_carrier",
    ),
    case_of(
        "answer_request",
        "6.1.3",
        prepare_busy,
        acting(SUPPLIER, lambda care, call, id: care.parties.answer_request(call, id, "1", SAID)),
        "Parties.answer_request",
    ),
    case_of(
        "add_ticket",
        "6.1.3",
        prepare_waiting,
        acting(LEAD, lambda care, call, id: care.parties.add_ticket(call, id, TICKET)),
        "Parties.add_ticket",
    ),
    case_of(
        "answer_ticket",
        "6.1.3",
        prepare_busy,
        acting(
            AGENT,
            lambda care, call, id: care.parties.answer_ticket(
                call, id, TICKET.number, TicketAnswerBody(text="已退款。")
            ),
        ),
        "Parties.answer_ticket",
    ),
    case_of("merge_cases", "6.1.3", prepare_two, acting(LEAD, _merged), "Relations.merge_cases"),
    case_of(
        "split_case",
        "6.1.3",
        prepare_busy,
        acting(
            AGENT,
            lambda care, call, id: care.relations.split_case(
                call, id, SplitBody(kind="complaint", text="并举报虚假宣传。")
            ),
        ),
        "Relations.split_case",
    ),
)
