"""What moto's DynamoDB does otherwise than AWS, or than tests need, where the kernel relies on it.

* Atomic under threads: one call after the other, and a transaction decides all conditions before it
  writes. (moto walks through tables while another thread changes them; it rolls back by copying
  the tables, which two threads can interleave, and which costs time in proportion to what is
  stored.)
* ``ClientRequestToken``: the same request again within ten minutes succeeds without being done
  again, as AWS does; that is what makes botocore's own retry of a write harmless. Another request
  with the same token is refused.
* ``TransactGetItems``: up to a hundred items. (moto takes 25.)
* Attribute values are written as they are. (moto asks each value for each of its ten possible
  types, under several spellings: a third of all time of the tests of storage.)
"""

import base64
import copy
import hashlib
import json
import threading
from typing import Any
from weakref import WeakKeyDictionary

from moto.core.responses import ActionResult
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb import responses
from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import (
    DynamodbException,
    MultipleTransactionsException,
    TooManyTransactionsException,
    TransactionCanceledException,
)
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.responses import DynamoHandler

_lock = threading.RLock()
_tokens: WeakKeyDictionary[DynamoDBBackend, dict[str, str]] = WeakKeyDictionary()
_update_item = DynamoDBBackend.update_item
_handler = DynamoHandler.transact_write_items
_call = DynamoHandler.call_action
_structure = BaseJSONSerializer._serialize_type_structure


class TokenReusedError(DynamodbException):
    """The same ``ClientRequestToken`` came with other writes."""

    def __init__(self) -> None:
        super().__init__(
            "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",
            "The request uses the same client token as a previous, but non-identical request.",
        )


def _canonical(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=lambda binary: bytes(binary).hex())
    return hashlib.sha256(text.encode()).hexdigest()


def _key(backend: DynamoDBBackend, operation: dict[str, Any]) -> dict[str, Any]:
    if "Key" in operation:
        return dict(operation["Key"])
    table = backend.get_table(operation["TableName"])
    names = [name for name in (table.hash_key_attr, table.range_key_attr) if name]
    return {name: operation["Item"][name] for name in names}


def _transact(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    if len(transact_items) > 100:
        raise TooManyTransactionsException
    _check(self, transact_items)
    for item in transact_items:
        ((kind, operation),) = item.items()
        if kind == "Put":
            self.put_item(operation["TableName"], operation["Item"])
        elif kind == "Delete":
            self.delete_item(operation["TableName"], operation["Key"], None, None, None)
        elif kind == "Update":
            self.update_item(
                operation["TableName"],
                operation["Key"],
                update_expression=operation["UpdateExpression"],
                expression_attribute_names=operation.get("ExpressionAttributeNames"),
                expression_attribute_values=operation.get("ExpressionAttributeValues"),
            )


def _check(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    seen = set()
    reasons: list[tuple[str | None, str | None, dict[str, Any] | None]] = []
    for item in transact_items:
        ((_kind, operation),) = item.items()
        key = _key(backend, operation)
        place = (operation["TableName"], _canonical(key))
        if place in seen:
            raise MultipleTransactionsException
        seen.add(place)
        reason: tuple[str | None, str | None, dict[str, Any] | None] = (None, None, None)
        if operation.get("ConditionExpression"):
            condition = get_filter_expression(
                operation["ConditionExpression"],
                operation.get("ExpressionAttributeNames"),
                operation.get("ExpressionAttributeValues"),
            )
            if not condition.expr(backend.get_item(operation["TableName"], key)):
                reason = ("ConditionalCheckFailed", "The conditional request failed", None)
        reasons.append(reason)
    if any(code for code, _, _ in reasons):
        raise TransactionCanceledException(reasons)


def _respond(self: DynamoHandler) -> Any:
    token = self.body.get("ClientRequestToken")
    if not token:
        return _handler(self)
    content = _canonical(self.body["TransactItems"])
    known = _tokens.setdefault(self.dynamodb_backend, {})
    if token in known:
        if known[token] != content:
            raise TokenReusedError
        return ActionResult({})
    answer = _handler(self)
    known[token] = content
    return answer


def _one_by_one(self: DynamoHandler) -> Any:
    with _lock:
        return _call(self)


def _update(self: DynamoDBBackend, table_name: str, key: dict[str, Any], **options: Any) -> Any:
    """Put a changed copy in place of the item, as every other write does: what was kept of a table
    stays as it was.
    """
    table, item = self.get_table(table_name), self.get_item(table_name, key)
    if item is not None:
        copied = copy.deepcopy(item)
        if item.range_key is not None:
            table.items[item.hash_key][item.range_key] = copied
        else:
            table.items[item.hash_key] = copied  # type: ignore[assignment]  # as moto itself does
    return _update_item(self, table_name, key, **options)


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """An attribute value as it goes over the wire: bytes in base64, all else unchanged."""
    ((kind, content),) = value.items()
    match kind:
        case "B":
            return {kind: base64.b64encode(content).decode()}
        case "BS":
            return {kind: [base64.b64encode(part).decode() for part in content]}
        case "M":
            return {kind: {name: _plain(part) for name, part in content.items()}}
        case "L":
            return {kind: [_plain(part) for part in content]}
    return value


def _serialize(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    if shape.name == "AttributeValue" and value is not None:
        serialized[self.get_serialized_name(shape, key)] = _plain(value)
    else:
        _structure(self, serialized, value, shape, key)


def make_truthful() -> None:
    """Put the corrections in place; harmless when done twice."""
    DynamoDBBackend.update_item = _update  # type: ignore[method-assign,assignment]
    DynamoDBBackend.transact_write_items = _transact  # type: ignore[method-assign]
    DynamoHandler.transact_write_items = _respond  # type: ignore[method-assign]
    DynamoHandler.call_action = _one_by_one  # type: ignore[method-assign]
    responses.TRANSACTION_MAX_ITEMS = 100
    BaseJSONSerializer._serialize_type_structure = _serialize  # type: ignore[method-assign]
