"""The tests' own cloud: what later tests take for granted of it."""

import socket
from typing import Any

import pytest

from teleshop.kernel.settings import settings
from tests.harness.template import resources_of_type


def test_every_declared_table_exists_and_settings_name_them(aws: Any) -> None:
    declared = resources_of_type("AWS::DynamoDB::Table")
    assert len(aws.dynamodb.tables) == len(declared) >= 8
    assert settings().table("outbox") in aws.dynamodb.tables


def test_a_put_object_keeps_its_version(aws: Any) -> None:
    s3 = aws.client("s3")
    first = s3.put_object(Bucket=settings().bucket_documents, Key="a", Body=b"1")
    second = s3.put_object(Bucket=settings().bucket_documents, Key="a", Body=b"2")
    assert first["VersionId"] != second["VersionId"]


def test_two_clouds_share_nothing() -> None:
    from tests.harness.aws import cloud

    with cloud() as first:
        first.client("dynamodb").put_item(
            TableName=settings().table("outbox"), Item={"pk": {"S": "a"}}
        )
        assert first.items("OutboxTable") == [{"pk": "a"}]
    with cloud() as second:
        assert second.items("OutboxTable") == []


def test_no_test_reaches_the_network() -> None:
    with socket.socket() as own, pytest.raises(Exception, match="opens a connection"):
        own.connect(("203.0.113.1", 443))


def _put(pk: str, condition: str) -> dict[str, Any]:
    item = {"pk": {"S": pk}}
    return {
        "Put": {
            "TableName": settings().table("outbox"),
            "Item": item,
            "ConditionExpression": condition,
        }
    }


def test_a_transaction_with_one_broken_condition_writes_nothing(aws: Any) -> None:
    client = aws.client("dynamodb")
    client.transact_write_items(TransactItems=[_put("a", "attribute_not_exists(pk)")])
    writes = [_put("b", "attribute_not_exists(pk)"), _put("a", "attribute_not_exists(pk)")]
    with pytest.raises(client.exceptions.TransactionCanceledException) as refused:
        client.transact_write_items(TransactItems=writes)
    assert [reason["Code"] for reason in refused.value.response["CancellationReasons"]] == [
        "None",
        "ConditionalCheckFailed",
    ]
    assert aws.items("OutboxTable") == [{"pk": "a"}]


def test_the_same_token_writes_once_and_refuses_other_writes(aws: Any) -> None:
    client = aws.client("dynamodb")
    writes = [_put("a", "attribute_not_exists(pk)")]
    client.transact_write_items(TransactItems=writes, ClientRequestToken="t1")
    client.transact_write_items(TransactItems=writes, ClientRequestToken="t1")
    with pytest.raises(client.exceptions.IdempotentParameterMismatchException):
        client.transact_write_items(
            TransactItems=[_put("b", "attribute_not_exists(pk)")], ClientRequestToken="t1"
        )
    assert aws.items("OutboxTable") == [{"pk": "a"}]
