"""Puts a page of the orders that a violation affects on record; the next page is an event of its
own.
"""

from typing import Any

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger
from teleshop.violations.domain.affected import Place
from teleshop.violations.schemas.affected import AffectedOrdersToFind
from teleshop.violations.wiring import affected

log = logger("violations")


def handler(event: dict[str, Any], context: Any) -> None:
    """One page per event. Repeated as a whole it changes nothing for what was found."""
    consume(event, context, "violations.affected_find", _act)


def _act(call: Call, envelope: Envelope) -> None:
    told = envelope.read(AffectedOrdersToFind)
    place = Place(product=told.product, shard=told.shard, after=told.after)
    rest = affected().find_page(call, told.case_id, place)
    log.info("affected orders found", extra={"case_id": told.case_id, "complete": rest is None})
