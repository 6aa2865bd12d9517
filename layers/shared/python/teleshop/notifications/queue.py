"""The queue of deliveries: each is tried on its own, later and later, and given up in the end."""

from functools import cache
from typing import Any

import msgspec

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings
from teleshop.notifications.domain import Channel

PAUSES = (60, 300, 1800, 7200, 21600)
"""Seconds before a failed delivery is tried again; the last one serves for all further tries. With
the queue's `maxReceiveCount` a receiver that is down for half a day still gets its messages.
"""
BATCH = 10
"""SendMessageBatch takes no more."""


class QueueFullError(Exception):
    """SQS did not take some of the messages; the stream delivers the batch again."""


class Wanted(msgspec.Struct, frozen=True):
    """One message: what to deliver through which channel."""

    notification_id: str
    channel: Channel


def enqueue(wanted: list[Wanted]) -> None:
    """Queue deliveries; raises :class:`QueueFullError` unless all are queued. Twice does no harm:
    a delivery that has ended is not made again.
    """
    for start in range(0, len(wanted), BATCH):
        answer = aws_client("sqs").send_message_batch(
            QueueUrl=_url(),
            Entries=[
                {"Id": str(number), "MessageBody": msgspec.json.encode(one).decode()}
                for number, one in enumerate(wanted[start : start + BATCH])
            ],
        )
        if answer.get("Failed"):
            raise QueueFullError(len(answer["Failed"]))


def wanted_of(record: dict[str, Any]) -> Wanted | None:
    """The delivery that a record of the table's stream asks for; None for all other records."""
    image = record["dynamodb"].get("NewImage", {})
    if record["eventName"] != "INSERT" or "channel" not in image:
        return None
    return Wanted(image["notification_id"]["S"], Channel(image["channel"]["S"]))


def read_message(body: str) -> Wanted:
    """The delivery that a message of the queue asks for."""
    return msgspec.json.decode(body, type=Wanted)


def try_later(receipt: str, tries: int) -> None:
    """Let a message that was tried ``tries`` times come again after a pause."""
    pause = PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
    aws_client("sqs").change_message_visibility(
        QueueUrl=_url(), ReceiptHandle=receipt, VisibilityTimeout=pause
    )


@cache
def _url() -> str:
    name = settings().queue_notifications.rsplit(":", 1)[-1]
    return str(aws_client("sqs").get_queue_url(QueueName=name)["QueueUrl"])
