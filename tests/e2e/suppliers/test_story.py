"""A supplier comes on board on the packaged artifact, and the twins that are refused."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.local_site import OnLocalCloud
from tests.factories import files
from tests.factories.onboarding import Story, said

pytestmark = pytest.mark.clause("3.1.3")


def codes(answer: Any) -> set[str]:
    return {error["code"] for error in answer.json["errors"]}


def test_a_supplier_comes_on_board(story: Story) -> None:
    story.until_active()
    shown = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    assert shown["status"] == "active"
    assert shown["obstacles"] == []
    listed = said(story.staff("manager").get(f"/suppliers?name_prefix={story.legal_name}"), 200)
    assert [item["id"] for item in listed["items"]] == [story.id]
    entries = said(story.applicant.get(f"/suppliers/{story.id}/timeline"), 200)["items"]
    assert entries[0]["type"] == "SupplierActivated"


@pytest.mark.clause("2.1.2")
def test_a_wrong_check_digit_is_refused(story: Story) -> None:
    wrong = story.uscc[:-1] + ("A" if story.uscc[-1] != "A" else "B")
    story.draft(uscc=wrong)
    story.attach(number=wrong)
    answer = story.submit()
    said(answer, 409)
    assert "uscc_check_character" in codes(answer)


@pytest.mark.clause("3.1.2")
def test_an_expired_licence_is_refused(story: Story) -> None:
    story.draft(categories=["prepackaged_food"])
    story.attach(valid_to="2025-06-30")
    answer = story.submit()
    said(answer, 409)
    assert {"document_expired", "document_missing"} <= codes(answer)
    assert story.status() == "draft"


@pytest.mark.clause("3.1.1")
def test_a_program_named_as_a_pdf_is_rejected(story: Story) -> None:
    story.draft()
    document = story.uploaded(story.applicant, "qualification", files.program())
    assert document["state"] == "rejected"
    body = {"type": "business_licence", "document_id": document["id"]}
    refused = story.applicant.post(f"/suppliers/{story.id}/documents", body)
    assert (refused.status, refused.json["code"]) == (422, "document_not_usable")


@pytest.mark.clause("3.1.1")
def test_a_file_of_21_megabytes_is_not_stored(story: Story, site: OnLocalCloud) -> None:
    asked = {"purpose": "qualification", "content_type": "application/pdf"}
    offer = said(story.applicant.post("/documents", asked), 201)
    assert site.upload(offer["upload"], files.oversized()) >= 400
    document = said(story.applicant.get(f"/documents/{offer['id']}"), 200)
    assert document["state"] == "awaiting_upload"


@pytest.mark.clause("6.4.1")
def test_a_foreign_supplier_is_told_that_there_is_none(story: Story, site: OnLocalCloud) -> None:
    story.draft()
    stranger = site.person("supplier", f"stranger-{story.applicant_subject}")
    assert stranger.get(f"/suppliers/{story.id}").status == 404
    assert stranger.post(f"/supplier-applications/{story.id}/submission").status == 404


def test_the_applicant_does_not_approve_itself(story: Story) -> None:
    story.until_review()
    approval = story.approval("reviewer", "review")
    path = f"/approvals/{approval['id']}/decision"
    assert story.applicant.post(path, {"decision": "approve"}).status == 403
    assert story.status() == "in_review"


def test_an_application_is_returned_sent_in_again_and_withdrawn(story: Story) -> None:
    story.until_review()
    said(story.decide("reviewer", "review", "return_for_change"), 200)
    story.reaches("returned")
    again = said(story.submit(), 200)
    assert again["round"] == 2
    story.reaches("in_review")
    story.approval("reviewer", "review")
    said(story.applicant.post(f"/supplier-applications/{story.id}/withdrawal"), 200)
    assert story.status() == "withdrawn"


@pytest.mark.clause("2.1.5")
def test_an_entity_on_the_blacklist_is_not_admitted(story: Story) -> None:
    compliance = story.staff("compliance")
    body = {"kind": "entity", "uscc": story.uscc, "reason": "严重违法失信"}
    entry = said(compliance.post("/blacklist-entries", body), 201)
    story.draft()
    attached = story.attach()
    refused = story.submit()
    assert codes(refused) == {"blacklisted"}
    removed = story.applicant.delete(f"/suppliers/{story.id}/documents/{attached['id']}")
    assert removed.status == 204
    said(compliance.delete(f"/blacklist-entries/{entry['id']}"), 200)
    story.attach()
    said(story.submit(), 200)


def let_time_run_out(site: OnLocalCloud, approval_id: str, level: int) -> None:
    """Tell the platform what the sweep tells it when the time of a role is over."""
    at = (datetime.now(UTC) + timedelta(days=6 * (level + 1))).isoformat()
    deadline = f"approvals:{approval_id}:{level}"
    envelope = {
        "id": f"{deadline}@2.1.{uuid.uuid4()}",
        "type": "DeadlineReached",
        "version": 1,
        "context": "deadlines",
        "occurred_at": at,
        "subject": f"deadline#{deadline}",
        "correlation_id": "time-out",
        "causation_id": None,
        "data": {
            "deadline_id": deadline,
            "owner_context": "approvals",
            "owner_kind": "approval",
            "owner_id": approval_id,
            "kind": "decision",
            "due_at": at,
            "data": {},
        },
    }
    entry = {
        "EventBusName": site.cloud.outputs["EventBus"],
        "Source": "teleshop.deadlines",
        "DetailType": "DeadlineReached",
        "Detail": json.dumps(envelope),
    }
    answer = site.cloud.client("events").put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0


def test_a_decision_after_the_time_out_is_refused(story: Story, site: OnLocalCloud) -> None:
    story.until_review()
    approval = story.approval("reviewer", "review")
    let_time_run_out(site, approval["id"], 0)
    story.approval("manager", "review")
    let_time_run_out(site, approval["id"], 1)
    story.reaches("lapsed")
    late = story.staff("manager").post(
        f"/approvals/{approval['id']}/decision", {"decision": "approve"}
    )
    assert (late.status, late.json["code"]) == (409, "approval_closed")
