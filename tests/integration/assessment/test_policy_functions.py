"""The functions of scorecard policies, each with the sample of what triggers it."""

import copy
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.assessment import (
    apply_policy_outcome,
    report_policy_failure,
    start_policy_review,
)
from teleshop.assessment.domain.versions import PolicyState
from teleshop.assessment.errors.policies import ScorecardPolicyNotFoundError
from teleshop.assessment.policy_adapters import ScorecardPolicyWorkflow
from teleshop.assessment.policy_ports import PolicyReview
from teleshop.assessment.wiring import policies
from tests.factories import scorecard_policies as f
from tests.harness.lambdas import context_of

pytestmark = pytest.mark.clause("3.3.1")
EVENTS = Path(__file__).parents[3] / "events" / "assessment"
STEPS = (
    ("AssessmentStartPolicyReview", start_policy_review),
    ("AssessmentApplyPolicyOutcome", apply_policy_outcome),
    ("AssessmentReportPolicyFailure", report_policy_failure),
)


def sample(function: ModuleType) -> dict[str, Any]:
    name = function.__name__.rpartition(".")[2]
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return copy.deepcopy(event)


@pytest.mark.parametrize(("name", "function"), STEPS)
def test_a_step_of_a_version_that_is_not_there_fails_and_is_tried_again(
    aws: Any, name: str, function: ModuleType
) -> None:
    with pytest.raises(ScorecardPolicyNotFoundError):
        function.handler(sample(function), context_of(name))


def test_a_review_is_started_once_per_name_and_not_of_a_version_that_was_decided(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, str, str]] = []

    def start(_: object, name: str, review: PolicyReview, at: object) -> None:
        started.append((name, review.policy, review.requester))

    monkeypatch.setattr(ScorecardPolicyWorkflow, "start", start)
    made, event = f.proposed(), sample(start_policy_review)
    lost = sample(start_policy_review)
    lost["detail"] |= {
        "type": "ApprovalCallbackLost",
        "data": {"process_kind": "scorecard_policy", "process_id": "1", "round": 1},
    }
    for one in (event, event, lost):
        start_policy_review.handler(one, context_of("AssessmentStartPolicyReview"))
    again = f"1-1-{lost['detail']['id']}"
    assert started == [("1-1", "1", "mona"), ("1-1", "1", "mona"), (again, "1", "mona")]
    f.decided(made)
    start_policy_review.handler(event, context_of("AssessmentStartPolicyReview"))
    assert len(started) == 3


def test_a_step_that_is_repeated_answers_the_same_and_changes_nothing(aws: Any) -> None:
    f.proposed()
    event = sample(apply_policy_outcome) | {"policy": "1", "at": f.NOW.isoformat()}
    for _ in range(2):
        answer = apply_policy_outcome.handler(event, context_of("AssessmentApplyPolicyOutcome"))
        assert answer == {"next": "end"}
    late = sample(report_policy_failure) | {"policy": "1"}
    report_policy_failure.handler(late, context_of("AssessmentReportPolicyFailure"))
    found = policies().show_policy(f.call(f.PROPOSER), 1)
    assert (found.state, found.version) == (PolicyState.APPROVED, 2)
