"""A clock of an order ran out: it expires, goes to the warehouse, or is completed."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger
from teleshop.orders.wiring import life

log = logger("orders")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; one that its order has left behind does nothing."""
    consume(event, context, "orders.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    after = life().clock_ran_out(call, due.owner_id, due.kind)
    if after is None:
        log.info("order is past its clock", extra={"order_id": due.owner_id, "clock": due.kind})
