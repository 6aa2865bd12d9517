"""A sample was asked for: its frame is closed, it is drawn, its members are invited."""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.surveys.schemas import SurveySampleRequested
from teleshop.surveys.wiring import service

RESERVE_MS = 10_000


class SampleUnfinishedError(Exception):
    """The time of the function is over: it is run again and goes on where it stopped."""


def handler(event: dict[str, Any], context: Any) -> None:
    """Any number of transactions, each of which takes effect once however often this is run."""
    envelope = msgspec.convert(event["detail"], Envelope)
    asked = envelope.read(SurveySampleRequested)
    call = event_call(envelope, context)
    sample = service().samples.advance(
        call,
        asked.sample_id,
        more_time=lambda: context.get_remaining_time_in_millis() > RESERVE_MS,
    )
    if sample.state != "done":
        raise SampleUnfinishedError(sample.id)
