"""Stream of the audit table: gives each new entry its link in the chain."""

from datetime import UTC, datetime
from typing import Any

from teleshop.audit.stream import entries_of
from teleshop.audit.wiring import service
from teleshop.kernel.logs import logger

log = logger("audit")


def handler(event: dict[str, Any], _context: Any) -> None:
    """Link a batch; a failure is raised, so that the stream delivers the batch again."""
    entries = entries_of(event["Records"])
    if not entries:
        return
    stored_at = event["Records"][-1]["dynamodb"]["ApproximateCreationDateTime"]
    made = service().link_entries(entries, datetime.fromtimestamp(stored_at, UTC))
    log.info("entries linked", extra={"received": len(entries), "linked": made})
