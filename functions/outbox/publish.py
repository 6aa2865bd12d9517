"""DynamoDB stream of the outbox table: puts stored events on the bus."""

from typing import Any

from teleshop.kernel.logs import logger
from teleshop.kernel.outbox import publish_records

log = logger("outbox")


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Answers the records to deliver again (partial batch response)."""
    failed = publish_records(event["Records"])
    if failed:
        log.warning(
            "events not published", extra={"failed": len(failed), "records": len(event["Records"])}
        )
    return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in failed]}
