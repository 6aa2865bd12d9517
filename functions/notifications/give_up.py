"""Deliveries that failed in every try: they are marked, so that people see them."""

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
from teleshop.notifications.queue import read_message
from teleshop.notifications.wiring import service

log = logger("notifications")
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def handler(event: dict[str, Any], context: Any) -> Any:
    """Answers the messages to deliver again (partial batch response)."""
    return process_partial_response(event, _give_up, processor, context)


def _give_up(record: SQSRecord) -> None:
    wanted = read_message(record.body)
    id = wanted.notification_id
    call = Call(SYSTEM_ACTOR, utc_now(), record.message_id, correlation_id=id)
    if run(call, lambda: service().give_up(call, id, wanted.channel)):
        log.error("delivery given up", extra={"notification_id": id, "channel": wanted.channel})
