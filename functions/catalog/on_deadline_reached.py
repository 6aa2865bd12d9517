"""The last day of a product's document is over: whether the product is on sale is judged."""

from typing import Any

from teleshop.catalog.wiring import service
from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; one that the product has left behind changes nothing."""
    consume(event, context, "catalog.on_deadline_reached", _judge)


def _judge(call: Call, envelope: Envelope) -> object:
    return service().standing.judge_product(call, envelope.read(DeadlineReached).owner_id)
