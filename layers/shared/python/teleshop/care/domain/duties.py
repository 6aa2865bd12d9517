"""What a case still owes, and what of it must be done before it is closed."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from teleshop.care.domain.case import CaseFile, Severity
from teleshop.care.domain.events import CaseEvent, EventKind
from teleshop.kernel.errors import FieldError

ATTEMPTS_NEEDED: Final = 3
ATTEMPTS_APART: Final = timedelta(hours=1)
"""Attempts to reach a customer count once an hour; both figures are own choice."""

_CLAUSE = "6.1.3"
Facts = Mapping[str, Any]


def open_promises(file: CaseFile) -> dict[str, Facts]:
    """Promises that were not kept yet, by number, with their facts."""
    return _pending(file, EventKind.PROMISED, EventKind.PROMISE_KEPT, "promise")


def asked_of(file: CaseFile) -> dict[str, Facts]:
    """Every question to a supplier or carrier, by number, with its facts."""
    return {
        event.facts["request"]: event.facts
        for event in file.events
        if event.kind is EventKind.ASKED
    }


def open_requests(file: CaseFile) -> dict[str, Facts]:
    """Questions to suppliers and carriers that wait for an answer, by number, with their facts."""
    return _pending(file, EventKind.ASKED, EventKind.PARTY_ANSWERED, "request")


def open_tickets(file: CaseFile) -> dict[str, Facts]:
    """Tickets of authorities that wait for our answer, by number, with their facts."""
    return _pending(file, EventKind.TICKET_RECEIVED, EventKind.TICKET_ANSWERED, "ticket")


def attempts(file: CaseFile) -> int:
    """How often it was tried to reach the customer in this round; tries within an hour are one."""
    count, last = 0, None
    for event in file.events:
        if event.kind is EventKind.REOPENED:
            count, last = 0, None
        elif event.kind is EventKind.RESPONDED and _apart(last, event.at):
            count, last = count + 1, event.at
    return count


def owed_before_closing(file: CaseFile, resolution: str) -> list[FieldError]:
    """What stands against closing the case so; empty if nothing.

    A customer who withdraws waits for nothing more, and one who cannot be reached cannot be
    answered; what is owed to authorities, and goods that lie with the platform, stay owed.
    """
    case, owed = file.case, []
    withdrawn, unreached = resolution == "withdrawn", resolution == "no_contact"
    if unreached and attempts(file) < ATTEMPTS_NEEDED:
        owed.append(
            _owed(
                "attempts_missing",
                "联系不上客户时，须有至少 {needed} 次间隔 1 小时以上的联系记录，现有 {count} 次。",
                "A customer counts as unreachable after {needed} recorded attempts an hour apart; "
                "there are {count}.",
                needed=ATTEMPTS_NEEDED,
                count=attempts(file),
            )
        )
    if not (withdrawn or unreached or case.kind.is_after_sales) and case.answered_at is None:
        owed.append(
            _owed(
                "answer_missing",
                "尚未给客户明确答复，请先答复。",
                "The customer has no clear answer yet; answer first.",
            )
        )
    if not withdrawn and case.severity is Severity.MAJOR and case.handled_at is None:
        owed.append(
            _owed(
                "handling_missing",
                "重大投诉尚未处理完毕，请先登记处理结果。",
                "What the major complaint calls for was not done yet; report what was done first.",
            )
        )
    if not (withdrawn or unreached):
        owed += [
            _owed(
                "promise_open",
                "对客户的承诺 {promise} 尚未兑现，请先兑现并登记。",
                "Promise {promise} to the customer was not kept yet; keep it first.",
                promise=promise,
            )
            for promise in open_promises(file)
        ]
    owed += [
        _owed(
            "ticket_open",
            "主管部门工单 {ticket} 尚未答复，请先答复。",
            "Ticket {ticket} of an authority was not answered yet; answer it first.",
            ticket=ticket,
        )
        for ticket in open_tickets(file)
    ]
    if case.kind.is_after_sales:
        owed += _owed_for_goods(file, withdrawn=withdrawn or unreached)
    return owed


def _owed_for_goods(file: CaseFile, *, withdrawn: bool) -> list[FieldError]:
    decided = [event for event in file.events if event.kind is EventKind.DECIDED]
    if not decided and not withdrawn:
        return [
            _owed(
                "decision_missing",
                "该申请尚未作出决定，请先决定。",
                "The request was not decided yet; decide it first.",
            )
        ]
    here = any(event.kind is EventKind.GOODS_RECEIVED for event in file.events)
    approved = bool(decided) and decided[-1].facts["outcome"] == "approved"
    if _is_settled(file.events) or not (here or (approved and not withdrawn)):
        return []
    return [
        _owed(
            "goods_unsettled",
            "尚未退款、换货、修复或退回商品，请先完成。",
            "There was no refund, replacement or repair yet, and the goods were not sent back; "
            "settle that first.",
        )
    ]


def _is_settled(events: Iterable[CaseEvent]) -> bool:
    """Whether goods that came were paid for, replaced or repaired as far as they were accepted, and
    the others sent back.
    """
    accepted, given, back, returned = False, False, False, False
    for event in events:
        match event.kind:
            case EventKind.INSPECTED:
                accepted = event.facts["outcome"] != "refused"
                back = event.facts.get("goods_back") == "owed"
            case EventKind.REFUNDED | EventKind.REPLACED:
                given = True
            case EventKind.REPAIR_FINISHED:
                given = given or event.facts["outcome"] == "repaired"
            case EventKind.SENT_BACK:
                returned = True
    return (given or returned) and (given or not accepted) and (returned or not back)


def _pending(file: CaseFile, begins: EventKind, ends: EventKind, name: str) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    for event in file.events:
        if event.kind is begins:
            found[event.facts[name]] = event.facts
        elif event.kind is ends:
            found.pop(event.facts[name], None)
        elif name != "ticket" and event.kind in (EventKind.CLOSED, EventKind.MERGED_AWAY):
            # What a closed case had promised or asked is over with it.
            found.clear()
    return found


def _apart(last: datetime | None, at: datetime) -> bool:
    return last is None or at - last >= ATTEMPTS_APART


def _owed(code: str, zh: str, en: str, **params: str | int) -> FieldError:
    return FieldError("/resolution", code, zh, en, params=dict(params), clause=_CLAUSE)
