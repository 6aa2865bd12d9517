"""The outbox: events that were stored with their change go to the bus, at least once and in order
of a table shard.
"""

from typing import Any

import msgspec

from teleshop.kernel.clients import aws_client
from teleshop.kernel.clock import parse_instant
from teleshop.kernel.settings import settings

BATCH = 10
"""PutEvents takes no more entries."""


def publish_records(records: list[dict[str, Any]]) -> list[str]:
    """Publish the inserted rows of a DynamoDB stream batch.

    Answers the sequence numbers of the records that were not published, the first failed one and
    all after it, so that the stream delivers them again in order. Consumers tolerate the
    repetition.
    """
    entries = [
        (record["dynamodb"]["SequenceNumber"], _entry(record))
        for record in records
        if _inserted(record)
    ]
    bus = aws_client("events")
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        answer = bus.put_events(Entries=[entry for _, entry in batch])
        if answer["FailedEntryCount"]:
            failed = next(
                index for index, entry in enumerate(answer["Entries"]) if "ErrorCode" in entry
            )
            return [sequence for sequence, _ in entries[start + failed :]]
    return []


def _inserted(record: dict[str, Any]) -> bool:
    return bool(record["eventName"] == "INSERT")


def _entry(record: dict[str, Any]) -> dict[str, Any]:
    image = record["dynamodb"]["NewImage"]
    envelope = image["envelope"]["S"]
    occurred_at = msgspec.json.decode(envelope)["occurred_at"]
    return {
        "EventBusName": settings().event_bus,
        "Source": f"teleshop.{image['context']['S']}",
        "DetailType": image["type"]["S"],
        "Detail": envelope,
        "Time": parse_instant(occurred_at),
    }
