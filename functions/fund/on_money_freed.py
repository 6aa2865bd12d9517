"""Money may be free: the claim that has waited longest for it is served.

Each claim that is served says so by an event, upon which the next one has its turn. A claim that
begins to wait says so too, in case money came in the moment before it stood in the queue.
"""

from typing import Any

from teleshop.fund.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect at most once per event; nothing happens while there is too little money."""
    consume(event, context, "fund.on_money_freed", _serve)


def _serve(call: Call, _: Envelope) -> None:
    service().reviews.reserve_next(call)
