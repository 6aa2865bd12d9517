"""Every day: each promotion that runs is looked at again, since the deals behind it change."""

from typing import Any

from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger
from teleshop.pricewatch.wiring import service

log = logger("pricewatch")


def handler(event: dict[str, Any], context: Any) -> None:
    """Each violation is put on record once."""
    found = service().detectors.inspect_running(scheduled_call(event, context))
    log.info("promotions looked at", extra={"violations": len(found)})
