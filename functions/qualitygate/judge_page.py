"""The next suppliers of a night are judged; the page after them is an event of its own."""

from typing import Any

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger
from teleshop.qualitygate.schemas import SuppliersToJudge
from teleshop.qualitygate.wiring import service

log = logger("qualitygate")


def handler(event: dict[str, Any], context: Any) -> None:
    """One page per event. Repeated as a whole it changes nothing for what was judged."""
    consume(event, context, "qualitygate.judge_page", _judge)


def _judge(call: Call, envelope: Envelope) -> object:
    page = envelope.read(SuppliersToJudge)
    judged = service().nights.judge_page(call, page)
    log.info(
        "suppliers judged",
        extra={"day": page.day.isoformat(), "scope": page.scope, "suppliers": judged.suppliers},
    )
    return judged
