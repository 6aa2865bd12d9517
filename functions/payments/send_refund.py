"""Money is to go back: the gateway is asked."""

from typing import Any

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger
from teleshop.payments.schemas import RefundRequested
from teleshop.payments.wiring import service

log = logger("payments")


def handler(event: dict[str, Any], context: Any) -> None:
    """Asked once per event; a gateway that gives no answer makes it fail, and Lambda tries again.
    After the last try it lies in the dead-letter queue, and the refund's clock goes on.
    """
    consume(event, context, "payments.send_refund", _send)


def _send(call: Call, envelope: Envelope) -> None:
    wanted = envelope.read(RefundRequested)
    state = service().refunds.send(call, wanted.refund_id, wanted.attempt)
    log.info("gateway asked for refund", extra={"refund_id": wanted.refund_id, "state": state})
