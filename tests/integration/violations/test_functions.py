"""The functions of cases, each with the sample of what triggers it."""

import copy
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.violations import apply_outcome, on_deadline_reached, report_failure, start
from teleshop.violations.errors import CaseNotFoundError
from tests.factories import violations as f
from tests.harness.lambdas import context_of

pytestmark = pytest.mark.clause("3.4.2")
EVENTS = Path(__file__).parents[3] / "events" / "violations"
STEPS = (
    ("ViolationsApplyOutcome", apply_outcome),
    ("ViolationsReportFailure", report_failure),
)


def sample(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


@pytest.mark.parametrize(("name", "function"), STEPS)
def test_a_step_of_a_case_that_is_not_there_fails_and_is_tried_again(
    aws: Any, name: str, function: ModuleType
) -> None:
    with pytest.raises(CaseNotFoundError):
        function.handler(sample(function.__name__.rpartition(".")[2]), context_of(name))


def test_a_run_of_a_case_that_has_moved_on_is_not_started(aws: Any) -> None:
    case = f.decided(f.deciding())
    event = sample("start")
    told = {"case_id": case.id, "round": 1, "stage": "decision", "attempt": 1}
    event["detail"]["data"] = told
    start.handler(event, context_of("ViolationsStart"))


def test_a_lost_answer_starts_the_run_again_only_while_it_is_wanted(aws: Any) -> None:
    case = f.decided(f.deciding())
    event = sample("start")
    event["detail"]["type"] = event["detail-type"] = "ApprovalCallbackLost"
    event["detail"]["data"] = {"process_id": case.id, "round": 1}
    start.handler(event, context_of("ViolationsStart"))


@pytest.mark.parametrize("kind", ["investigation", "statement", "appeal", "retry"])
def test_a_clock_of_a_case_that_is_gone_or_moved_on_changes_nothing(aws: Any, kind: str) -> None:
    event = copy.deepcopy(sample("on_deadline_reached"))
    event["detail"]["data"]["kind"] = kind
    on_deadline_reached.handler(event, context_of("ViolationsOnDeadlineReached"))
    assert aws.items("OutboxTable") == []
    case = f.effective(f.decided(f.deciding()))
    told = len(aws.items("OutboxTable"))
    event["detail"]["id"] = "another"
    event["detail"]["data"]["owner_id"] = case.id
    on_deadline_reached.handler(event, context_of("ViolationsOnDeadlineReached"))
    assert len(aws.items("OutboxTable")) == told
    assert f.stored(case.id) == case
