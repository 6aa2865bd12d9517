"""A case was opened, classified or merged: the counters follow."""

from typing import Any

from teleshop.analysis.service import CaseSeen, Judgement, mark_of
from teleshop.analysis.wiring import counting
from teleshop.care.schemas import CaseClassified, CaseEventData, CaseMerged, CaseOpened
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume

KINDS: dict[str, type[CaseEventData]] = {
    kind.__name__: kind for kind in (CaseOpened, CaseClassified, CaseMerged)
}


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event, in whatever order the events of a case come."""
    consume(event, context, "analysis.count_cases", _act)


def _act(call: Call, envelope: Envelope) -> None:
    said = envelope.read(KINDS[envelope.type])
    judgement = None
    if isinstance(said, CaseClassified) and said.suggested_cause and said.agreed is not None:
        judgement = Judgement(said.suggested_cause, said.agreed)
    seen = CaseSeen(
        case_id=said.case_id,
        mark=mark_of(envelope.occurred_at, envelope.id),
        at=envelope.occurred_at,
        kind=said.case_kind,
        supplier_id=said.supplier_id,
        product_id=said.product_id,
        cause=said.cause,
        arrived_at=said.arrived_at if isinstance(said, CaseOpened) else None,
        merged=isinstance(said, CaseMerged),
        judgement=judgement,
    )
    counting().count_case(call, seen, said.order_id)
