"""What every Lambda that is not HTTP shares: the call made from its event, and consuming an event
once.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec

from teleshop.kernel.actor import SYSTEM_ACTOR, Call, RequestKey, StoredAnswer
from teleshop.kernel.clock import parse_instant
from teleshop.kernel.events import Envelope
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.use_case import run

EVENT_MARKS_KEPT = timedelta(days=30)
"""Longer than an event can still return: 24 hours of retries, then 14 days in a dead-letter queue.
"""


def once(consumer: str, event_id: str) -> RequestKey:
    """The key under which one consumer lets one event take effect."""
    return RequestKey(
        owner=f"consumer:{consumer}",
        key=event_id,
        fingerprint="event",
        render=lambda _: StoredAnswer(204, ""),
        keep=EVENT_MARKS_KEPT,
    )


def scheduled_call(event: dict[str, Any], context: Any) -> Call:
    """The call of a scheduled function: its instant is the event's ``time``, so that a replay
    decides the same.
    """
    return Call(
        actor=SYSTEM_ACTOR,
        now=parse_instant(event["time"]),
        request_id=request_id(context),
        correlation_id=str(event.get("id") or request_id(context)),
    )


def event_call(envelope: Envelope, context: Any) -> Call:
    """The call of a consumer that needs no mark of the event, since repeating it changes nothing;
    its instant is the event's.
    """
    return Call(
        actor=SYSTEM_ACTOR,
        now=envelope.occurred_at,
        request_id=request_id(context),
        correlation_id=envelope.correlation_id,
        causation_id=envelope.id,
    )


def step_call(at: str, context: Any, correlation_id: str) -> Call:
    """The call of a step of a state machine that was entered at ``at``; ``correlation_id`` names
    what the machine is about.
    """
    return Call(
        actor=SYSTEM_ACTOR,
        now=parse_instant(at),
        request_id=request_id(context),
        correlation_id=correlation_id,
    )


def request_id(context: Any) -> str:
    """The id of this invocation."""
    return str(getattr(context, "aws_request_id", None) or "local")


def consume(
    event: dict[str, Any], context: Any, consumer: str, use_case: Callable[[Call, Envelope], object]
) -> None:
    """Let an event of the bus take effect once, at its own instant, however often it is delivered.

    ``use_case`` must commit at most one transaction; the mark of the event is part of it. Failures
    are raised, so that Lambda retries and at last keeps the event in the function's dead-letter
    queue.
    """
    envelope = msgspec.convert(event["detail"], Envelope)
    call = replace(event_call(envelope, context), request_key=once(consumer, envelope.id))
    try:
        run(call, lambda: use_case(call, envelope))
    except RepeatedRequestError:
        return
