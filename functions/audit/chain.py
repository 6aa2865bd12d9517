"""DynamoDB stream of the audit table: gives each new entry its link in the chain."""

from datetime import UTC, datetime
from typing import Any

from teleshop.audit.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.handlers import request_id
from teleshop.kernel.logs import logger

log = logger("audit")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A failure is raised: the stream delivers the batch again, and what has its link keeps it."""
    records = [record["dynamodb"] for record in event["Records"] if record["eventName"] == "INSERT"]
    if not records:
        return {"chained": 0}
    # The table's own time of the youngest record: a batch delivered again decides the same.
    arrived = max(float(record["ApproximateCreationDateTime"]) for record in records)
    own = request_id(context)
    call = Call(SYSTEM_ACTOR, datetime.fromtimestamp(arrived, UTC), own, own)
    chained = service().chain_items(call, [record["NewImage"] for record in records])
    log.info("entries chained", extra={"chained": chained, "records": len(records)})
    return {"chained": chained}
