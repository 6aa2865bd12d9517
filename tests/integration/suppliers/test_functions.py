"""The functions of this context, each with the sample of what triggers it."""

import copy
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.suppliers import on_deadline_approaching, on_deadline_reached, on_document_checked
from tests.harness.lambdas import context_of

EVENTS = Path(__file__).parents[3] / "events" / "suppliers"
CONSUMERS = (
    ("SuppliersOnDeadlineApproaching", on_deadline_approaching),
    ("SuppliersOnDeadlineReached", on_deadline_reached),
    ("SuppliersOnDocumentChecked", on_document_checked),
)
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("draft", {}),
    ("document_check", {"document_id": "doc_gone"}),
    ("document", {"qualification_id": "qua_gone"}),
    ("agreement", {"version": 1}),
    ("reverification", {"due": "2027-05-23"}),
    ("blacklist_start", {"entry_id": "ble_gone"}),
    ("blacklist_end", {"entry_id": "ble_gone"}),
)


def sample(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


@pytest.mark.parametrize(("name", "function"), CONSUMERS)
def test_an_event_on_something_that_is_gone_changes_nothing(
    aws: Any, name: str, function: ModuleType
) -> None:
    function.handler(sample(function.__name__.rpartition(".")[2]), context_of(name))
    assert aws.items("SuppliersTable") == []
    assert aws.items("OutboxTable") == []


@pytest.mark.parametrize(("kind", "data"), KINDS)
def test_every_kind_of_clock_is_known(aws: Any, kind: str, data: dict[str, Any]) -> None:
    event = copy.deepcopy(sample("on_deadline_reached"))
    event["detail"]["data"] |= {"kind": kind, "data": data}
    on_deadline_reached.handler(event, context_of("SuppliersOnDeadlineReached"))
    assert aws.items("OutboxTable") == []


def test_a_kind_of_clock_that_nobody_knows_is_an_error(aws: Any) -> None:
    event = copy.deepcopy(sample("on_deadline_reached"))
    event["detail"]["data"]["kind"] = "tea_time"
    with pytest.raises(ValueError, match="tea_time"):
        on_deadline_reached.handler(event, context_of("SuppliersOnDeadlineReached"))
