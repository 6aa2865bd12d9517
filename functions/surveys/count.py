"""Somebody was invited or has answered: the figures count it."""

from typing import Any

from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import BusyError
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.surveys.schemas import SurveyAnswered, SurveyInvited
from teleshop.surveys.wiring import service

# Many may change the same counter at once: each waits for its turn.
TURNS = Retrying(
    reraise=True,
    retry=retry_if_exception_type(BusyError),
    stop=stop_after_delay(20),
    wait=wait_random_exponential(multiplier=0.05, max=2),
)


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event."""
    TURNS.copy()(consume, event, context, "surveys.count", _count)


def _count(call: Call, envelope: Envelope) -> None:
    results = service().results
    if envelope.type == SurveyAnswered.__name__:
        results.count_answer(call, envelope.read(SurveyAnswered))
    else:
        results.count_invitation(call, envelope.read(SurveyInvited))
