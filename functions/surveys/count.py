"""Somebody was invited or has answered: the figures count it."""

from typing import Any

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.surveys.schemas import SurveyAnswered, SurveyInvited
from teleshop.surveys.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event."""
    consume(event, context, "surveys.count", _count)


def _count(call: Call, envelope: Envelope) -> None:
    results = service().results
    if envelope.type == SurveyAnswered.__name__:
        results.count_answer(call, envelope.read(SurveyAnswered))
    else:
        results.count_invitation(call, envelope.read(SurveyInvited))
