"""A supplier comes on board, over HTTP and with everything connected; and what stops it."""

import pytest

from tests.api.suppliers.conftest import InProcess
from tests.factories import files
from tests.factories.onboarding import OTHER_USCC, Story, said
from tests.harness.platform import Deliver

pytestmark = pytest.mark.clause("3.1.3")


def codes(answer: object) -> set[str]:
    return {error["code"] for error in answer.json["errors"]}  # type: ignore[attr-defined]  # an answer of either site


@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_a_supplier_comes_on_board(story: Story, site: InProcess, deliver: Deliver) -> None:
    site.platform.deliver = deliver
    story.until_active()
    shown = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    assert shown["obstacles"] == []
    assert shown["new_products_blocked"] is False
    told = [
        event["detail"]["type"]
        for event in site.platform.events
        if event["source"] == "teleshop.suppliers"
    ]
    assert set(told) == {
        "QualificationAdded",
        "SupplierApplicationSubmitted",
        "SupplierApplicationAdvanced",
        "InspectionReported",
        "AgreementOffered",
        "AgreementAccepted",
        "SupplierActivated",
    }
    assert len({event["id"] for event in site.platform.events_of_type("SupplierActivated")}) == 1


def test_the_timeline_tells_the_story_newest_first(story: Story) -> None:
    story.until_review()
    entries = said(story.applicant.get(f"/suppliers/{story.id}/timeline"), 200)["items"]
    assert [entry["type"] for entry in entries] == [
        "SupplierApplicationAdvanced",
        "SupplierApplicationSubmitted",
        "QualificationAdded",
    ]
    assert [entry["by_role"] for entry in entries] == ["system", "supplier", "supplier"]


@pytest.mark.clause("2.1.2")
def test_a_wrong_check_digit_is_refused_with_everything_else_that_is_wrong(story: Story) -> None:
    story.draft(uscc="91330100799653052B", cooperation_intent="")
    answer = story.submit()
    said(answer, 409)
    assert answer.json["code"] == "requirements_not_met"
    assert codes(answer) == {
        "uscc_check_character",
        "cooperation_intent_missing",
        "document_missing",
    }
    assert story.status() == "draft"


@pytest.mark.clause("3.1.2")
def test_an_expired_document_is_refused(story: Story) -> None:
    story.draft(categories=["prepackaged_food"])
    story.attach()
    story.attach(
        type="food_business_licence",
        number="JY13301060123456",
        issued_on="2020-01-01",
        valid_to="2024-12-31",
    )
    answer = story.submit()
    said(answer, 409)
    assert "document_expired" in codes(answer)


def test_a_program_named_as_a_pdf_is_not_usable(story: Story) -> None:
    story.draft()
    document = story.uploaded(story.applicant, "qualification", files.program())
    assert document["state"] == "rejected"
    body = {"type": "business_licence", "document_id": document["id"]}
    answer = story.applicant.post(f"/suppliers/{story.id}/documents", body)
    said(answer, 422)
    assert answer.json["code"] == "document_not_usable"


@pytest.mark.clause("6.4.1")
def test_a_foreign_supplier_sees_nothing_and_changes_nothing(story: Story) -> None:
    story.until_review()
    stranger = story.site.person("supplier", "stranger")
    for path in ("", "/documents", "/agreements", "/timeline"):
        said(stranger.get(f"/suppliers/{story.id}{path}"), 404)
    said(stranger.post(f"/supplier-applications/{story.id}/withdrawal"), 404)
    said(stranger.post(f"/supplier-applications/{story.id}/submission"), 404)
    own = Story(story.site, "stranger")
    file_id = own.file(own.applicant, "qualification")
    body = {"type": "business_licence", "document_id": file_id}
    said(stranger.post(f"/suppliers/{story.id}/documents", body), 404)
    assert story.status() == "in_review"


def test_the_applicant_does_not_approve_itself(story: Story) -> None:
    story.until_review()
    approval = story.approval("reviewer", "review")
    path = f"/approvals/{approval['id']}/decision"
    said(story.applicant.post(path, {"decision": "approve"}), 403)
    # The same person with a role of the platform: four eyes.
    both = story.site.person("reviewer", story.applicant_subject)
    assert both.post(path, {"decision": "approve"}).status == 403
    assert story.status() == "in_review"


def test_nobody_decides_two_steps(story: Story) -> None:
    story.until_inspection()
    said(story.inspect(), 201)
    reviewer = story.site.person("inspector", "reviewer")
    assert story.decide("inspector", "inspection", person=reviewer).status == 403
    assert story.status() == "in_inspection"


@pytest.mark.clause("3.2.2")
def test_an_application_that_was_returned_is_sent_in_again(story: Story) -> None:
    story.until_review()
    said(story.decide("reviewer", "review", "return_for_change"), 200)
    story.reaches("returned")
    shown = story.applicant.get(f"/supplier-applications/{story.id}")
    assert shown.json["reason"] == "资料需要补充"
    changed = story.applicant.patch(
        f"/supplier-applications/{story.id}",
        {"cooperation_intent": "家居用品与厨具"},
        headers={"if-match": shown.headers["etag"]},
    )
    said(changed, 200)
    assert changed.json["legal_representative"] == "张三"
    assert said(story.submit(), 200)["round"] == 2
    story.reaches("in_review")
    said(story.decide("reviewer", "review"), 200)
    story.reaches("in_inspection")


@pytest.mark.clause("3.2.2")
def test_a_rejected_enterprise_may_apply_again(story: Story) -> None:
    story.until_review()
    said(story.decide("reviewer", "review", "reject"), 200)
    story.reaches("rejected")
    again = Story(story.site, "second")
    again.until_review()
    assert again.id != story.id


@pytest.mark.clause("3.1.2")
def test_a_second_application_of_the_same_entity_is_refused(story: Story) -> None:
    story.until_review()
    twin = Story(story.site, "twin")
    twin.draft()
    twin.attach()
    answer = twin.submit()
    said(answer, 409)
    assert codes(answer) == {"duplicate_entity"}
    other = Story(story.site, "other", OTHER_USCC)
    other.draft()
    other.attach()
    warned = said(other.submit(), 200)
    assert "same_legal_name" in {finding["code"] for finding in warned["findings"]}


@pytest.mark.parametrize("step", ["draft", "review", "inspection", "agreement"])
def test_the_applicant_withdraws_at_any_step(story: Story, step: str) -> None:
    if step == "draft":
        story.draft()
    else:
        {
            "review": story.until_review,
            "inspection": story.until_inspection,
            "agreement": story.until_agreement,
        }[step]()
    said(story.applicant.post(f"/supplier-applications/{story.id}/withdrawal"), 200)
    story.reaches("withdrawn")
    inbox = said(story.staff("reviewer").get("/approvals?mine=true"), 200)["items"]
    assert inbox == []
    said(story.applicant.post(f"/supplier-applications/{story.id}/withdrawal"), 409)


def test_an_inspection_that_failed_cannot_be_approved(story: Story) -> None:
    story.until_inspection()
    assert said(story.inspect(score=59), 201)["outcome"] == "failed"
    answer = story.decide("inspector", "inspection")
    said(answer, 409)
    assert answer.json["code"] == "requirement_missing"
    assert said(story.inspect(score=60), 201)["outcome"] == "passed"
    said(story.decide("inspector", "inspection"), 200)
    story.reaches("in_agreement")


@pytest.mark.clause("3.1.3")
def test_a_later_failed_inspection_takes_a_passed_one_back(story: Story) -> None:
    story.until_inspection()
    assert said(story.inspect(score=88), 201)["outcome"] == "passed"
    assert said(story.inspect(score=10), 201)["outcome"] == "failed"
    answer = story.decide("inspector", "inspection")
    said(answer, 409)
    assert answer.json["code"] == "requirement_missing"
    assert said(story.inspect(score=88), 201)["outcome"] == "passed"
    said(story.decide("inspector", "inspection"), 200)


@pytest.mark.clause("3.2.3")
def test_an_agreement_is_accepted_by_the_hash_of_its_text(story: Story) -> None:
    story.until_agreement()
    agreement = story.offer()
    story.approval("signatory", "agreement")
    early = story.decide("signatory", "agreement")
    assert early.json["code"] == "requirement_missing"
    wrong = story.accept({**agreement, "sha256": "0" * 64})
    said(wrong, 409)
    assert wrong.json["code"] == "agreement_changed"
    said(story.accept(agreement), 200)
    said(story.accept(agreement), 200)
    legal = story.staff("legal")
    body = {
        "document_id": story.file(legal, "agreement", story.id),
        "valid_from": agreement["valid_from"],
        "valid_to": agreement["valid_to"],
    }
    pending = legal.post(f"/suppliers/{story.id}/agreements", body)
    assert pending.json["code"] == "agreement_pending"


def test_a_countersigner_who_offered_the_agreement_sends_it_back(story: Story) -> None:
    story.until_agreement()
    agreement = story.offer()
    story.approval("signatory", "agreement")
    said(story.accept(agreement), 200)
    offerer = story.site.person("signatory", "legal")
    said(story.decide("signatory", "agreement", person=offerer), 200)
    story.reaches("returned")
    shown = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    assert shown["reason"] == "same_signatory"
