"""The functions of consequences and reports, each with the sample of what triggers it."""

import copy
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.assessment import (
    apply_consequence,
    on_deadline_approaching,
    on_deadline_reached,
    on_scorecard,
    on_supplier_terminated,
    report,
    report_consequence_failure,
    start_consequence,
)
from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.matters import ConsequenceState
from tests.factories import consequences as f
from tests.factories.reviews import on_board
from tests.harness.lambdas import context_of

pytestmark = [pytest.mark.clause("3.3.3"), pytest.mark.usefixtures("aws")]
EVENTS = Path(__file__).parents[3] / "events" / "assessment"
S = ConsequenceState


def sample(name: str, **data: Any) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    if data:
        event = copy.deepcopy(event)
        event["detail"]["id"] = f"another-{name}"
        event["detail"]["data"] |= data
    return event


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (apply_consequence, "AssessmentApplyConsequence"),
        (report_consequence_failure, "AssessmentReportConsequenceFailure"),
    ],
)
def test_a_step_of_a_matter_that_is_not_there_changes_nothing(
    aws: Any, function: ModuleType, name: str
) -> None:
    event = sample(function.__name__.rpartition(".")[2])
    assert function.handler(event, context_of(name)) == {"next": "end"}
    assert aws.items("AuditTable") == []


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (on_deadline_reached, "AssessmentOnDeadlineReached"),
        (on_deadline_approaching, "AssessmentOnDeadlineApproaching"),
        (on_scorecard, "AssessmentOnScorecard"),
        (on_supplier_terminated, "AssessmentOnSupplierTerminated"),
        (start_consequence, "AssessmentStartConsequence"),
        (report, "AssessmentReport"),
    ],
)
def test_an_event_about_what_is_not_there_tells_nothing(
    aws: Any, function: ModuleType, name: str
) -> None:
    function.handler(sample(function.__name__.rpartition(".")[2]), context_of(name))
    assert aws.items("OutboxTable") == []


def test_a_scorecard_takes_effect_once_however_often_it_is_told(aws: Any) -> None:
    on_board(f.SUPPLIER)
    f.stored(f.card())
    event = sample("on_scorecard", supplier_id=f.SUPPLIER, quarter=f.QUARTER, run=1)
    for _ in range(2):
        on_scorecard.handler(event, context_of("AssessmentOnScorecard"))
    told = [item["type"] for item in aws.items("OutboxTable")]
    assert told.count("ConsequenceOpened") == 1


def due(known: Any, **changes: Any) -> dict[str, Any]:
    return {
        "deadline_id": known.clock,
        "owner_id": known.id,
        "kind": "appeal",
        "due_at": f.OVER.isoformat(),
        "data": {"supplier_id": f.SUPPLIER, "quarter": f.QUARTER},
        **changes,
    }


def at(event: dict[str, Any], instant: str) -> dict[str, Any]:
    event["detail"]["occurred_at"] = instant
    return event


def test_the_clock_of_a_matter_lets_it_take_effect_once(aws: Any) -> None:
    known = f.announced()
    event = at(sample("on_deadline_reached", **due(known)), f.OVER.isoformat())
    for _ in range(2):
        on_deadline_reached.handler(event, context_of("AssessmentOnDeadlineReached"))
    assert f.known().state is S.TERMINATED


def test_a_clock_that_its_matter_has_left_behind_changes_nothing(aws: Any) -> None:
    clock = f.announced().clock
    f.issued(Band.QUALIFIED, number=2)
    event = at(
        sample("on_deadline_reached", **due(f.known(), deadline_id=clock)), f.OVER.isoformat()
    )
    on_deadline_reached.handler(event, context_of("AssessmentOnDeadlineReached"))
    assert f.known().state is S.VOID


def test_a_warning_that_comes_after_the_window_tells_nothing(aws: Any) -> None:
    known = f.announced()
    told = len(aws.items("OutboxTable"))
    event = sample("on_deadline_approaching", **due(known, late=True))
    on_deadline_approaching.handler(event, context_of("AssessmentOnDeadlineApproaching"))
    assert len(aws.items("OutboxTable")) == told


def test_a_run_of_a_matter_that_has_moved_on_is_not_started(aws: Any) -> None:
    f.announced()
    event = sample("start_consequence", supplier_id=f.SUPPLIER, quarter=f.QUARTER, started=1)
    start_consequence.handler(event, context_of("AssessmentStartConsequence"))
    event["detail"] |= {"type": "ApprovalCallbackLost", "data": {"process_id": f.known().id}}
    start_consequence.handler(event, context_of("AssessmentStartConsequence"))


def test_a_failure_is_shown_by_its_kind_and_not_by_what_people_typed(aws: Any) -> None:
    f.opened()
    event = sample("report_consequence_failure") | {
        "supplier_id": f.SUPPLIER,
        "quarter": f.QUARTER,
        "stage": "decision",
        "round": 1,
        "asked": 1,
        "error": {"Error": "States.Timeout", "Cause": "李工 13800000000"},
    }
    report_consequence_failure.handler(event, context_of("AssessmentReportConsequenceFailure"))
    assert f.known().stalled
    (told,) = [one for one in aws.items("OutboxTable") if one["type"] == "ConsequenceStalled"]
    assert "13800000000" not in told["envelope"]


def test_a_cooperation_that_ended_ends_what_was_to_be_decided_once(aws: Any) -> None:
    f.opened()
    for _ in range(2):
        event = sample("on_supplier_terminated")
        on_supplier_terminated.handler(event, context_of("AssessmentOnSupplierTerminated"))
    assert (f.known().state, f.known().ended_why) == (S.DISMISSED, "supplier_left")
    told = [one["type"] for one in aws.items("OutboxTable")]
    assert told.count("ConsequenceEnded") == 1
