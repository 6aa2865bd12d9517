"""Every registered use case keeps its promise under every fault of every call; and the walk finds
those that do not.
"""

from typing import Any

import pytest

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings
from tests.harness.fault_walk import Fault, UseCase, is_read, walk
from tests.harness.use_cases import use_cases
from tests.harness.world import World


@pytest.mark.parametrize(
    "use_case",
    [
        pytest.param(use_case, marks=pytest.mark.clause(use_case.clause), id=use_case.name)
        for use_case in use_cases()
    ],
)
def test_a_repeated_use_case_has_one_effect_whatever_failed(use_case: UseCase) -> None:
    done = walk(use_case)
    assert not done.broken, "\n\n".join(
        [f"{len(done.broken)} of {done.trials} trials", *done.broken[:5]]
    )
    assert done.trials >= len(done.attempts) > 0


def test_reads_are_told_from_writes() -> None:
    reads = ("dynamodb.GetItem", "dynamodb.Query", "kms.GenerateDataKey", "s3.HeadObject")
    writes = ("dynamodb.PutItem", "dynamodb.TransactWriteItems", "s3.PutObject", "sns.Publish")
    assert all(map(is_read, (*reads, "secrets-manager.GetSecretValue", "sfn.DescribeExecution")))
    assert not any(map(is_read, (*writes, "sfn.SendTaskSuccess", "eventbridge.PutEvents")))


def _put(pk: str) -> None:
    aws_client("dynamodb").put_item(TableName=settings().table("outbox"), Item={"pk": {"S": pk}})


def two_writes_without_a_transaction(_world: World, _: Any) -> None:
    """Does nothing again once the first write is there: a crash between the two leaves a half."""
    client = aws_client("dynamodb")
    if "Item" not in client.get_item(
        TableName=settings().table("outbox"), Key={"pk": {"S": "first"}}
    ):
        _put("first")
        _put("second")


def a_new_row_per_try(_world: World, _: Any) -> None:
    import uuid

    _put(str(uuid.uuid4()))


def once_only(_world: World, _: Any) -> None:
    aws_client("dynamodb").put_item(
        TableName=settings().table("outbox"),
        Item={"pk": {"S": "once"}},
        ConditionExpression="attribute_not_exists(pk)",
    )


@pytest.mark.parametrize(
    ("act", "fault", "told"),
    [
        (two_writes_without_a_transaction, Fault.CRASH_AFTER, "2. attempt"),
        (two_writes_without_a_transaction, Fault.OVERLOADED, "missing"),
        (a_new_row_per_try, Fault.NO_ANSWER, "without faults: too much"),
        (once_only, Fault.CRASH_AFTER, "repeating does not succeed"),
    ],
)
def test_the_walk_finds_what_is_broken(act: Any, fault: Fault, told: str) -> None:
    broken = walk(UseCase("bad", "-", lambda _: None, act, (), faults=(fault,))).broken
    assert any(told in line for line in broken)
