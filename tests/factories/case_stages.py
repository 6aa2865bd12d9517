"""Cases at the point where a use case takes them up, each stored once."""

from datetime import date
from typing import Final

from teleshop.care.schemas.bodies import (
    AskBody,
    AssignmentBody,
    ClosureBody,
    PromiseBody,
    SaidBody,
    TicketForm,
)
from teleshop.care.wiring import service
from tests.factories import orders, roster
from tests.factories.care import DAY, HOUR, MINUTE
from tests.factories.documents import accepted
from tests.factories.service_cases import (
    AGENT,
    LEAD,
    answered,
    at,
    complaint,
    phoned,
)
from tests.harness.world import NOW, World

ORDER: Final = "TS20261120-0001"
TICKET: Final = TicketForm(
    number="12315-1", authority="杭州市市场监管局", received_on=date(2026, 11, 23)
)
LATER: Final = NOW + 10 * MINUTE
Case = str


def prepare_order(_: World) -> None:
    """An order is on record."""
    orders.report()


def prepare_waiting(_: World) -> Case:
    """A complaint waits, and two agents are on shift."""
    roster.on_shift("agnes", "boris")
    return complaint().case.id


def prepare_busy(_: World) -> Case:
    """A major complaint about an order; agnes has it, the supplier, a promise and a ticket wait."""
    orders.report()
    roster.on_shift("agnes", "boris")
    roster.enter("nina", team="night")
    id = complaint(order_id=ORDER, line=1, text="刚用就漏电，孩子触电住院。").case.id
    work = service()
    work.assignment.give_case(at(AGENT), id, AssignmentBody())
    work.parties.ask_supplier(at(AGENT), id, AskBody(text="该批次是否召回？"))
    promise = PromiseBody(due_at=NOW + DAY, what="call_back", text="明天回电。")
    work.parties.promise_customer(at(AGENT), id, promise)
    work.parties.add_ticket(at(AGENT), id, TICKET)
    return id


def prepare_two(_: World) -> tuple[Case, Case]:
    """Two complaints of one customer."""
    return complaint().case.id, complaint(now=NOW + MINUTE).case.id


def prepare_attached(_: World) -> tuple[Case, str]:
    """Staff has sent a customer a file."""
    file = accepted(AGENT, purpose="case_attachment")
    id = complaint().case.id
    said = SaidBody(text="见附件。", attachments=[file.id])
    service().handling.answer_case(at(AGENT), id, said)
    return id, file.id


def prepare_answered(_: World) -> Case:
    """A complaint that agnes has answered."""
    roster.on_shift("agnes")
    id = complaint().case.id
    service().assignment.give_case(at(AGENT), id, AssignmentBody())
    return answered(id, AGENT).case.id


def prepare_closed(_: World) -> Case:
    """A complaint that is over."""
    id = answered(phoned().case.id).case.id
    return (
        service().handling.close_case(at(LEAD), id, ClosureBody(resolution="compensated")).case.id
    )


def prepare_late(_: World) -> Case:
    """A complaint to which nobody has responded within the hour."""
    id = complaint().case.id
    late = service().clocks.clock_reached(
        at(now=NOW + HOUR), id, "respond", {"clock": "respond.1", "level": 0, "base": None}
    )
    assert late is not None
    return id


def prepare_shift_over(_: World) -> Case:
    """Agnes has a case when her shift ends."""
    roster.on_shift("agnes")
    id = complaint().case.id
    service().assignment.give_case(at(AGENT), id, AssignmentBody())
    return id
