"""The state machine when things go wrong: failures, repetitions, runs that were lost."""

from typing import Any

import pytest

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import utc_now
from teleshop.suppliers.service import Onboarding
from teleshop.suppliers.wiring import service
from tests.api.suppliers.conftest import InProcess
from tests.factories.onboarding import Story, said
from tests.harness import state_machines

pytestmark = pytest.mark.clause("3.1.3")
STEPS = ("SuppliersCheckApplication", "SuppliersApplyOutcome", "SuppliersReportFailure")


def call() -> Call:
    return Call(SYSTEM_ACTOR, utc_now(), "request", "correlation")


def test_the_workflow_calls_the_functions_of_its_steps(site: InProcess) -> None:
    machines = {found.logical_id: found for found in site.platform.wiring.machines}
    machine = machines["SupplierOnboarding"]
    assert all(f"teleshop-{name}" in machine.definition for name in (*STEPS, "ApprovalsOpen"))
    assert "${" not in machine.definition


def test_a_workflow_that_fails_waits_for_a_manager_and_runs_again(
    story: Story, site: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a table is gone")

    story.draft()
    story.attach()
    with monkeypatch.context() as patched:
        patched.setattr(Onboarding, "check_application", broken)
        said(story.submit(), 200)
        site.platform.settle()
    shown = said(story.staff("manager").get(f"/suppliers/{story.id}"), 200)
    assert (shown["status"], shown["stalled"]) == ("submitted", True)
    (stalled,) = site.platform.events_of_type("SupplierOnboardingStalled")
    assert stalled["data"]["error"] == "RuntimeError"
    path = f"/suppliers/{story.id}/onboarding-restarts"
    said(story.staff("reviewer").post(path), 403)
    assert said(story.staff("manager").post(path), 202)["stalled"] is False
    story.reaches("in_review")
    assert story.staff("manager").post(path).json["code"] == "workflow_running"


def test_a_decision_that_finds_no_run_starts_one_that_goes_on(
    story: Story, site: InProcess
) -> None:
    story.until_review()
    approval = story.approval("reviewer", "review")
    assert state_machines.time_out_waiting_tasks() == 1
    site.platform.settle()
    assert not state_machines.running()
    assert said(story.applicant.get(f"/suppliers/{story.id}"), 200)["stalled"]
    path = f"/approvals/{approval['id']}/decision"
    said(story.staff("reviewer").post(path, {"decision": "approve"}), 200)
    story.reaches("in_inspection")
    assert site.platform.events_of_type("ApprovalCallbackLost")


def test_a_step_taken_twice_answers_the_same_and_changes_nothing(story: Story) -> None:
    story.until_inspection()
    before = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    onboarding = service().onboarding
    assert onboarding.check_application(call(), story.id, 1) == "continue"
    approved = Decided("approved", "reviewer")
    assert onboarding.apply_outcome(call(), story.id, 1, "review", approved) == "continue"
    assert said(story.applicant.get(f"/suppliers/{story.id}"), 200) == before


@pytest.mark.parametrize("outcome", ["approved", "returned", "rejected", "timed_out", "withdrawn"])
def test_an_outcome_of_an_earlier_round_changes_nothing(story: Story, outcome: Any) -> None:
    story.until_review()
    said(story.decide("reviewer", "review", "return_for_change"), 200)
    story.reaches("returned")
    said(story.submit(), 200)
    story.reaches("in_review")
    late = service().onboarding.apply_outcome(call(), story.id, 1, "review", Decided(outcome))
    assert late == "end"
    assert story.status() == "in_review"


def test_an_application_withdrawn_before_its_workflow_began_is_not_checked(
    story: Story, site: InProcess
) -> None:
    story.draft()
    story.attach()
    said(story.submit(), 200)
    said(story.applicant.post(f"/supplier-applications/{story.id}/withdrawal"), 200)
    site.platform.settle()
    assert story.status() == "withdrawn"
    assert not state_machines.running()


def test_an_approval_withdrawn_by_the_applicant_withdraws_the_application(story: Story) -> None:
    story.until_review()
    approval = story.approval("reviewer", "review")
    said(story.applicant.post(f"/approvals/{approval['id']}/withdrawal"), 200)
    story.reaches("withdrawn")


def test_what_changed_since_the_submission_is_seen_by_the_automatic_check(
    story: Story, site: InProcess
) -> None:
    story.draft()
    story.attach()
    said(story.submit(), 200)
    body = {"kind": "entity", "uscc": story.uscc, "reason": "严重违法失信"}
    said(story.staff("compliance").post("/blacklist-entries", body), 201)
    site.platform.settle()
    assert story.status() == "returned"
    (returned,) = site.platform.events_of_type("SupplierApplicationReturned")
    assert returned["data"]["codes"] == ["blacklisted"]
    assert site.platform.wiring.handlers["SuppliersStartOnboarding"]
