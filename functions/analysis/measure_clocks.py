"""A clock was breached or ended, or a case was closed: the metrics of clocks follow."""

from typing import Any

from teleshop.analysis.service import ClockFact, ClockTeller, Telling
from teleshop.analysis.wiring import counting
from teleshop.care.schemas import CaseClosed, CaseEventData, ClockBreached, ClockEnded
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume

KINDS: dict[str, tuple[Telling, type[CaseEventData]]] = {
    "ClockBreached": (Telling.BREACHED, ClockBreached),
    "ClockEnded": (Telling.ENDED, ClockEnded),
    "CaseClosed": (Telling.CLOSED, CaseClosed),
}


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event, in whatever order the events of a case come."""
    consume(event, context, "analysis.measure_clocks", _act)


def _act(call: Call, envelope: Envelope) -> None:
    telling, kind = KINDS[envelope.type]
    said = envelope.read(kind)
    teller = ClockTeller(telling, envelope.occurred_at, envelope.id, said.cause, said.supplier_id)
    clocks = said.clocks if isinstance(said, CaseClosed) else [said]
    counting().count_clocks(call, said.case_id, [_fact(teller, clock) for clock in clocks])


def _fact(teller: ClockTeller, clock: Any) -> ClockFact:
    about = {"id": clock.clock_id, "clock": clock.clock, "due_at": clock.due_at}
    if isinstance(clock, ClockBreached):
        return teller.fact(**about, owed_by=clock.late_party, missed=True)
    late = clock.ended_at is not None and clock.ended_at > clock.due_at
    missed = late or getattr(clock, "breached", False)
    left = clock.minutes_left
    return teller.fact(**about, owed_by=clock.owed_by, missed=missed, minutes_left=left)
