"""DynamoDB stream of the notifications table: new deliveries go into their queue."""

from typing import Any

from teleshop.notifications.queue import enqueue, wanted_of


def handler(event: dict[str, Any], _context: Any) -> None:
    """Raises unless all are queued, so that the stream delivers the batch again."""
    found = [wanted_of(record) for record in event["Records"]]
    enqueue([one for one in found if one is not None])
