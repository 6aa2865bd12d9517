"""Every night all lists are compared with what is true, so that nothing missed stays wrong."""

from typing import Any

from teleshop.kernel.handlers import scheduled_call
from teleshop.storefront.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Starts the walk; events carry it on."""
    call = scheduled_call(event, context)
    service().upkeep.walk_everything(call)
