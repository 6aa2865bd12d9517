"""A product was submitted, or its review must run again: the state machine is started. What cannot
be started is shown to people as stopped. The name of the run makes it one run: no mark is needed.
"""

from typing import Any

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from teleshop.catalog.service.review import Round
from teleshop.catalog.wiring import service, workflow
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again; till then it is stalled."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    told = _round(envelope)
    name = f"{told.product_id}-{told.revision}-{told.round}"
    if envelope.type == "ApprovalCallbackLost":
        name = f"{name}-{envelope.id}"
    try:
        run(call, lambda: service().reviews.start_review(call, workflow(), name, told))
    except (BotoCoreError, ClientError, ArithmeticError, ValueError):
        run(call, lambda: service().reviews.report_failure(call, told, "not_started"))
        raise


def _round(envelope: Envelope) -> Round:
    """The round that an event is about; `ApprovalCallbackLost` names it as its process."""
    told = envelope.data
    if envelope.type != "ApprovalCallbackLost":
        return Round(told["product_id"], told["revision"], told["round"])
    product_id, revision = told["process_id"].rsplit(".", 1)
    return Round(product_id, int(revision), told["round"])
