"""A supplier has a scorecard: benefits begin or end, a consequence is to be decided on."""

from typing import Any

from teleshop.assessment.schemas.events import ScorecardIssued
from teleshop.assessment.wiring import consequences
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per scorecard; one that came too late says nothing new."""
    consume(event, context, "assessment.on_scorecard", _follow)


def _follow(call: Call, envelope: Envelope) -> None:
    issued = envelope.read(ScorecardIssued)
    consequences().follow_scorecard(call, issued.supplier_id, issued.quarter, issued.run)
