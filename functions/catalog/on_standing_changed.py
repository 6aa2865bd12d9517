"""Something that many products rest on changed: a supplier's standing, or a category. They are
judged a page at a time; the next page is an event of this context.
"""

from typing import Any

from teleshop.catalog.schemas.review_events import ProductsToJudge
from teleshop.catalog.service.standing import Standing, Sweep
from teleshop.catalog.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("catalog")


def handler(event: dict[str, Any], context: Any) -> None:
    """One page per event. Repeated as a whole it changes nothing for what was judged."""
    consume(event, context, "catalog.on_standing_changed", _judge)


def _judge(call: Call, envelope: Envelope) -> object:
    standing = service().standing
    sweep = _sweep(standing, envelope)
    if sweep is None:
        return None
    rest = standing.judge_page(call, sweep)
    log.info("products judged", extra={"scope": sweep.scope, "complete": rest is None})
    return rest


def _sweep(standing: Standing, envelope: Envelope) -> Sweep | None:
    if envelope.type == ProductsToJudge.__name__:
        told = envelope.read(ProductsToJudge)
        return Sweep(told.scope, told.keys, told.after)
    if envelope.context == "suppliers":
        return standing.of_supplier(envelope.data["supplier_id"])
    return standing.of_category(envelope.data["category_id"])
