"""Queue of events: what they say of suppliers is counted, many of one supplier together."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from teleshop.indicators.service import Counted, count_messages, records_in
from teleshop.indicators.wiring import counting
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import utc_now
from teleshop.kernel.handlers import request_id


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers the messages to deliver again (partial batch response): those that cannot be read,
    and those of which a part was not counted. What was counted is not counted again.
    """
    wanted: dict[str, list[Counted]] = {}

    def read(record: SQSRecord) -> None:
        wanted[record.message_id] = records_in(record.body)

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    with processor(event["Records"], read):
        processor.process()
    failed = {str(item["itemIdentifier"]) for item in processor.response()["batchItemFailures"]}
    id = request_id(context)
    call = Call(SYSTEM_ACTOR, utc_now(), request_id=id, correlation_id=id)
    failed |= count_messages(counting(), call, wanted)
    return {"batchItemFailures": [{"itemIdentifier": id} for id in sorted(failed)]}
