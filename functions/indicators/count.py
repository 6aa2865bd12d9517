"""Queue of events: what they say of suppliers is counted, many of one supplier together."""

from itertools import chain
from typing import Any

import msgspec
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from teleshop.indicators.schemas import told_of
from teleshop.indicators.service import Counted, batches, records_of
from teleshop.indicators.wiring import counting
from teleshop.kernel.errors import TeleshopError
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("indicators")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers the messages to deliver again (partial batch response): those that nobody can read,
    and those of which a part was not counted. What was counted is not counted again.
    """
    wanted: dict[str, list[Counted]] = {}

    def read(record: SQSRecord) -> None:
        wanted[record.message_id] = _records(record.body)

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    with processor(event["Records"], read):
        processor.process()
    failed = {str(item["itemIdentifier"]) for item in processor.response()["batchItemFailures"]}
    for batch in batches(chain.from_iterable(wanted.values())):
        if not _counted(batch, context):
            failed |= {id for id, records in wanted.items() if any(r in batch for r in records)}
    return {"batchItemFailures": [{"itemIdentifier": id} for id in sorted(failed)]}


def _records(body: str) -> list[Counted]:
    envelope = msgspec.convert(msgspec.json.decode(body)["detail"], Envelope)
    told = told_of(envelope)
    return [] if told is None else records_of(told)


def _counted(batch: list[Counted], context: Any) -> bool:
    first = batch[0]
    call = step_call(first.occurred_at.isoformat(), context, first.event_id)
    try:
        new = run(call, lambda: counting().count_events(call, batch))
    except TeleshopError as failed:
        log.warning("not counted", extra={"events": len(batch), "error": repr(failed)})
        return False
    log.info("counted", extra={"events": len(batch), "new": new})
    return True
