"""Queue of deliveries: sends each message through its channel."""

from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import utc_now
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.notifications.queue import read_message, try_later
from teleshop.notifications.wiring import service

log = logger("notifications")
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def handler(event: dict[str, Any], context: Any) -> Any:
    """Answers the messages to deliver again (partial batch response)."""
    return process_partial_response(event, _deliver, processor, context)


def _deliver(record: SQSRecord) -> None:
    wanted = read_message(record.body)
    id = wanted.notification_id
    call = Call(SYSTEM_ACTOR, utc_now(), record.message_id, correlation_id=id)
    try:
        run(call, lambda: service().deliver(call, id, wanted.channel))
    except Exception as failed:
        log.warning("not delivered", extra={"notification_id": id, "error": repr(failed)})
        try_later(record.receipt_handle, int(record.attributes.approximate_receive_count or 1))
        raise
