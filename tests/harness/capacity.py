"""What requests to DynamoDB consume, computed by AWS's published rules; moto answers no figures.

Writes: 1 unit per started KB of the larger of old and new item, doubled within a transaction
(condition checks too); every index that holds the item adds its own writes: one for a new, removed
or changed entry, two when the index key changes. Reads: per started 4 KB 1 unit if strongly
consistent, half if not; a query counts the items it read together. What is not found costs as much
as the smallest item.
"""

import math
from typing import Any

from moto.dynamodb.models.table import Table

from tests.harness.aws import Cloud
from tests.harness.wire import Attempt

KB = 1024


def item_size(item: dict[str, Any]) -> int:
    """Bytes of an item in DynamoDB's own form: attribute names and values."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: dict[str, Any]) -> int:
    ((kind, inner),) = value.items()
    size = 1
    match kind:
        case "S":
            size = len(inner.encode())
        case "N":
            size = math.ceil(len(inner.strip("-0.")) / 2) + 1
        case "B":
            size = len(inner) * 3 // 4 if isinstance(inner, str) else len(inner)
        case "L":
            size = 3 + sum(1 + _value_size(part) for part in inner)
        case "M":
            size = 3 + sum(1 + len(key.encode()) + _value_size(part) for key, part in inner.items())
        case "SS" | "NS" | "BS":
            size = sum(len(part) for part in inner)
    return size


def _write_units(size: int) -> int:
    return max(1, math.ceil(size / KB))


def _read_units(size: int, *, consistent: bool) -> float:
    return max(1, math.ceil(size / (4 * KB))) * (1 if consistent else 0.5)


class Meter:
    """Adds up ``reads`` and ``writes`` of the requests it is shown; each must be shown before it
    takes effect.
    """

    def __init__(self, aws: Cloud) -> None:
        self._aws = aws
        self.reads = 0.0
        self.writes = 0.0

    def before(self, attempt: Attempt) -> None:
        """Count what a request will consume by what is stored now."""
        if attempt.service != "dynamodb":
            return
        body = attempt.body
        match attempt.operation:
            case "TransactWriteItems":
                for item in body["TransactItems"]:
                    ((kind, operation),) = item.items()
                    self._write(kind, operation, factor=2)
            case "PutItem" | "DeleteItem" | "UpdateItem":
                self._write(attempt.operation.removesuffix("Item"), body, factor=1)
            case "GetItem":
                self._read(body["TableName"], body["Key"], body)
            case "TransactGetItems":
                for item in body["TransactItems"]:
                    for _ in range(2):
                        strong = {"ConsistentRead": True}
                        self._read(item["Get"]["TableName"], item["Get"]["Key"], strong)
            case "BatchGetItem":
                self.reads += sum(self._batch_read(*part) for part in body["RequestItems"].items())
            case "BatchWriteItem":
                for table, asked in body["RequestItems"].items():
                    self._batch(table, asked)

    def _batch(self, table: str, asked: Any) -> None:
        if isinstance(asked, dict):
            for key in asked["Keys"]:
                self._read(table, key, asked)
            return
        for request in asked:
            ((kind, operation),) = request.items()
            self._write(kind.removesuffix("Request"), {**operation, "TableName": table}, factor=1)

    def _read(self, table: str, key: dict[str, Any], asked: dict[str, Any]) -> None:
        size = item_size(self._stored(table, key))
        self.reads += _read_units(size, consistent=asked.get("ConsistentRead", False))

    def after(self, attempt: Attempt, answer: dict[str, Any]) -> None:
        """Count what a query or scan has read."""
        if attempt.name in {"dynamodb.Query", "dynamodb.Scan"}:
            size = sum(item_size(item) for item in answer.get("Items", []))
            self.reads += _read_units(size, consistent=attempt.body.get("ConsistentRead", False))

    def _table(self, name: str) -> Table:
        return self._aws.dynamodb.tables[name]

    def _stored(self, table_name: str, key: dict[str, Any]) -> dict[str, Any]:
        found = self._aws.dynamodb.get_item(table_name, key)
        return dict(found.to_json()["Attributes"]) if found is not None else {}

    def _batch_read(self, table_name: str, asked: dict[str, Any]) -> float:
        """Each item of a batch counts by itself."""
        consistent = asked.get("ConsistentRead", False)
        sizes = [item_size(self._stored(table_name, key)) for key in asked["Keys"]]
        return sum(_read_units(size, consistent=consistent) for size in sizes)

    def _write(self, kind: str, operation: dict[str, Any], *, factor: int) -> None:
        table = self._table(operation["TableName"])
        new = operation.get("Item", {}) if kind == "Put" else {}
        names = [name for name in (table.hash_key_attr, table.range_key_attr) if name]
        key = operation.get("Key") or {name: new[name] for name in names}
        old = self._stored(operation["TableName"], key)
        if kind in {"ConditionCheck", "Update"}:
            # What an update makes of the item is not computed: here updates do not change sizes or
            # index keys.
            new = old
        self.writes += factor * _write_units(max(item_size(old), item_size(new)))
        if kind != "ConditionCheck":
            self.writes += sum(_index_writes(index, old, new) for index in table.global_indexes)


def _index_writes(index: Any, old: dict[str, Any], new: dict[str, Any]) -> int:
    names = [element["AttributeName"] for element in index.schema]
    was = [old.get(name) for name in names] if all(name in old for name in names) else None
    becomes = [new.get(name) for name in names] if all(name in new for name in names) else None
    if was is None and becomes is None:
        return 0
    if was == becomes:
        return _write_units(max(item_size(old), item_size(new))) if old != new else 0
    removed = _write_units(item_size(old)) if was is not None else 0
    added = _write_units(item_size(new)) if becomes is not None else 0
    return removed + added
