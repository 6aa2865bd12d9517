"""The audit table's stream: entries among the changes of the table."""

from typing import Any

from teleshop.audit.domain import EntryKey, entry_hash
from teleshop.audit.tables import stored_form_of_image


def entries_of(records: list[dict[str, Any]]) -> list[tuple[EntryKey, str]]:
    """Keys and content hashes of the entries among the inserted rows, in order.

    Links, the head and sealed days live in the same table; only entries have an ``action``.
    """
    found = []
    for record in records:
        image = record["dynamodb"].get("NewImage", {})
        if record["eventName"] == "INSERT" and "action" in image:
            key = EntryKey(image["pk"]["S"], image["sk"]["S"])
            found.append((key, entry_hash(stored_form_of_image(image))))
    return found
