"""What people were told by the local platform: ``python -m infra.outbox`` (`make outbox`)."""

import sys
from datetime import datetime
from typing import Any

from infra.local import RefusedError, running

STATES = {"queued": "waiting", "sent": "sent", "failed": "FAILED"}


def main() -> int:
    """Print every notification, oldest first, with how it left; answers the exit code."""
    try:
        platform = running()
    except RefusedError as refused:
        print(f"teleshop: {refused}", file=sys.stderr)
        return 1
    table = platform.physical_id("NotificationsTable")
    # A scan: this is a look into a small local table, not a request path.
    pages = platform.client("dynamodb").get_paginator("scan").paginate(TableName=table)
    lines = readable([item for page in pages for item in page["Items"]])
    print("\n".join(lines) if lines else "nobody has been told of anything yet")
    return 0


def readable(items: list[dict[str, Any]]) -> list[str]:
    """Answer the lines for the rows of the table, as DynamoDB answers them."""
    rows = [{name: next(iter(value.values())) for name, value in item.items()} for item in items]
    told = sorted(
        (row for row in rows if row["sk"] == "notification"),
        key=lambda row: (row["occurred_at"], row["pk"]),
    )
    ways: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row["sk"]):
        if row["sk"].startswith("delivery#"):
            state = STATES[row["state"]]
            reason = f" ({row['failure']})" if "failure" in row else ""
            ways.setdefault(row["pk"], []).append(f"{row['channel']}: {state}{reason}")
    lines = []
    for row in told:
        at = datetime.fromisoformat(row["occurred_at"]).astimezone()
        read = f"read by {row['read_by']}" if "read_by" in row else "not read yet"
        lines += [
            f"{at:%Y-%m-%d %H:%M:%S}  to {row['recipient_kind']} {row['recipient_id']}",
            f"    {row['subject_zh']} / {row['subject_en']}",
            f"    {row['body_zh']}",
            f"    {', '.join([*ways.get(row['pk'], []), read])}",
            "",
        ]
    return lines


if __name__ == "__main__":
    sys.exit(main())
