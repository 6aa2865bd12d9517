"""Every registered use case ends as if its twin had come before or after it, wherever between its
calls the twin comes; and the walk finds those that do not.
"""

from typing import Any

import pytest

from teleshop.kernel.clients import aws_client
from teleshop.kernel.errors import Refusal
from teleshop.kernel.settings import settings
from tests.harness.fault_walk import UseCase
from tests.harness.twin_walk import walk_twins
from tests.harness.use_cases import use_cases
from tests.harness.world import World

STORED_TWICE = "the bytes of a file are put before its row: both put them, as two versions"
SNAPSHOT = "a wish notes which others wait for a decision when it is made; twins do not see another"
STORED_OTHERWISE = {
    "invoices.make_export.made": STORED_TWICE,
    "invoices.make_file.made": STORED_TWICE,
    "pricewatch.make_record.made": STORED_TWICE,
    "pricing.request_change": SNAPSHOT,
    "pricing.request_change.everywhere": SNAPSHOT,
}
"""Use cases of which twins at once may store something else than twins one after the other, and
why; how they end is compared all the same.
"""


@pytest.mark.parametrize(
    "use_case",
    [
        pytest.param(use_case, marks=pytest.mark.clause(use_case.clause), id=use_case.name)
        for use_case in use_cases()
        if not use_case.connected
    ],
)
def test_twins_at_once_are_twins_one_after_the_other(use_case: UseCase) -> None:
    walked = walk_twins(use_case)
    found = walked.endings if use_case.name in STORED_OTHERWISE else walked.broken
    assert not found, "\n\n".join(found[:5])
    assert walked.attempts


def test_only_use_cases_that_are_there_may_store_something_else() -> None:
    assert STORED_OTHERWISE.keys() <= {use_case.name for use_case in use_cases()}


class TakenError(Refusal):
    """The key is taken."""

    code = "taken"


def _is_there(pk: str) -> bool:
    found = aws_client("dynamodb").get_item(
        TableName=settings().table("outbox"), Key={"pk": {"S": pk}}, ConsistentRead=True
    )
    return "Item" in found


def _put(pk: str) -> None:
    aws_client("dynamodb").put_item(TableName=settings().table("outbox"), Item={"pk": {"S": pk}})


def counts_what_it_read(_world: World, _: Any) -> None:
    """Two that read at once write the same number."""
    number = next(number for number in range(9) if not _is_there(str(number)))
    _put(str(number))


def refuses_by_a_second_read(_world: World, _: Any) -> None:
    """Once is enough: but the second read tells a twin that it is refused."""
    if not _is_there("one"):
        if _is_there("two"):
            raise TakenError
        _put("two")
        _put("one")


@pytest.mark.parametrize(
    ("act", "told"),
    [(counts_what_it_read, "missing"), (refuses_by_a_second_read, "taken")],
)
def test_the_walk_finds_what_is_broken(act: Any, told: str) -> None:
    broken = walk_twins(UseCase("bad", "-", lambda _: None, act, ())).broken
    assert any(told in line for line in broken)
