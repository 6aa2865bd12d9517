"""Every day each promotion that runs is to be looked at again, since the deals behind it change."""

from typing import Any

from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger
from teleshop.pricewatch.wiring import service

log = logger("pricewatch")


def handler(event: dict[str, Any], context: Any) -> None:
    """Asks once a day for each."""
    asked = service().detectors.ask_for_inspection(scheduled_call(event, context))
    log.info("promotions to be looked at", extra={"promotions": asked})
