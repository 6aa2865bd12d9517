"""A complaint reached the platform: it may be one of many about the same thing."""

from typing import Any

from teleshop.analysis.service import Complaint, Scope
from teleshop.analysis.wiring import bursts
from teleshop.care.schemas import CaseOpened
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per complaint, in whatever order they come."""
    consume(event, context, "analysis.find_bursts", _act)


def _act(call: Call, envelope: Envelope) -> None:
    said = envelope.read(CaseOpened)
    things = {
        Scope.PRODUCT: said.product_id,
        Scope.SLOT: said.slot_id,
        Scope.SUPPLIER: said.supplier_id,
    }
    about = {scope: id for scope, id in things.items() if id is not None}
    bursts().note_complaint(call, Complaint(said.case_id, said.arrived_at, about))
