"""Something happened to a customer: note it in their timeline."""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.timelines.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Notes an event once, whatever context it is of; the row itself is the mark that it was."""
    service().record(msgspec.convert(event["detail"], Envelope))
