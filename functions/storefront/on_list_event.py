"""Categories moved, merged, ended or changed; suppliers stopped or back: their lists are walked."""

from typing import Any

import msgspec

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.storefront.schemas import ListOutdated, ToldCategory, ToldSupplier
from teleshop.storefront.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """One page of a list; its own event starts the next one."""
    consume(event, context, "storefront.on_list_event", _walk)


def _walk(call: Call, envelope: Envelope) -> None:
    upkeep = service().upkeep
    match envelope.context:
        case "categories":
            category = msgspec.convert(envelope.data, ToldCategory)
            upkeep.walk_category(call, category.category_id)
        case "suppliers":
            supplier = msgspec.convert(envelope.data, ToldSupplier)
            upkeep.walk_supplier(call, supplier.supplier_id)
        case _:
            step = envelope.read(ListOutdated)
            upkeep.walk_list(call, step.facet, step.after)
