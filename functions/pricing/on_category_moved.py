"""A category lies elsewhere, or another one has its goods: price sheets say so, page by page."""

from typing import Any

from teleshop.categories.wiring import service as categories
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.pricing.schemas import SheetsToRenew
from teleshop.pricing.service import Place, Position
from teleshop.pricing.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """The next page is an event of this context; a page that comes twice changes nothing."""
    consume(event, context, "pricing.on_category_moved", _renew)


def _renew(call: Call, envelope: Envelope) -> None:
    if envelope.type == SheetsToRenew.__name__:
        told = envelope.read(SheetsToRenew)
        root, start = told.root, Position(told.category_id, told.after)
    else:
        root, start = str(envelope.data["category_id"]), None
    tree = categories()
    found = tree.find_many(tree.below(root))
    places = {asked: Place(known.id, known.path) for asked, known in found.items()}
    service().places.renew(call, root, places, start)
