"""What becomes of a supplier on board: documents that end, verifications that fall due, holds, the
blacklist.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from teleshop.kernel.calendar import add_months
from teleshop.kernel.clock import CHINA
from tests.api.suppliers.conftest import InProcess
from tests.factories.onboarding import OTHER_USCC, Story, said, today, uscc_number

FOOD = {"categories": ["prepackaged_food"]}
SELLER = {"type": "food_business_licence", "number": "JY13301060123456", "issued_on": "2024-11-24"}
MAKER = {
    "type": "food_production_licence",
    "number": "SC11834020305037",
    "issued_on": "2024-11-24",
}
REASON = {"reason": "抽检不合格"}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CHINA)


def sweep(site: InProcess, at: datetime) -> None:
    """The minute's sweep at that instant, and what follows from it."""
    site.platform.run_schedules(at, "DeadlinesSweep")


def told(site: InProcess, kind: str) -> list[dict[str, Any]]:
    unique = {event["id"]: event["data"] for event in site.platform.events_of_type(kind)}
    return list(unique.values())


def on_board(story: Story, seller_days: int) -> date:
    """A supplier of food on board whose seller's licence ends in that many days."""
    last = today() + timedelta(days=seller_days)
    story.draft(**FOOD)
    story.attach()
    story.attach(**SELLER, valid_to=last.isoformat())
    story.attach(**MAKER, valid_to=(today() + timedelta(days=700)).isoformat())
    said(story.submit(), 200)
    story.reaches("in_review")
    said(story.decide("reviewer", "review"), 200)
    said(story.inspect(), 201)
    said(story.decide("inspector", "inspection"), 200)
    story.reaches("in_agreement")
    agreement = story.offer(days=900)
    story.approval("signatory", "agreement")
    said(story.accept(agreement), 200)
    said(story.decide("signatory", "agreement"), 200)
    story.reaches("active")
    return last


@pytest.mark.clause("3.2.4")
def test_a_licence_is_warned_of_twice_and_suspends_on_the_day_and_its_renewal_restores(
    story: Story, site: InProcess
) -> None:
    last = on_board(story, 100)
    for days in (31, 30, 29, 8, 7, 6, 0):
        sweep(site, noon(last - timedelta(days=days)))
    assert [fact["days_left"] for fact in told(site, "QualificationExpiring")] == [30, 7]
    assert told(site, "SupplierSuspended") == []
    midnight = datetime.combine(last + timedelta(days=1), time(), CHINA)
    sweep(site, midnight - timedelta(minutes=1))
    assert story.status() == "active"
    sweep(site, midnight)
    shown = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    assert shown["status"] == "suspended"
    subject = story.documents["food_business_licence"]
    assert shown["suspensions"] == [{"kind": "document_expired", "subject": subject}]
    assert [fact["qualification_id"] for fact in told(site, "QualificationExpired")] == [subject]
    site.api.clock.instant = midnight + timedelta(hours=1)
    body = SELLER | {
        "document_id": _file_in_time(story, site),
        "valid_to": (last + timedelta(days=900)).isoformat(),
        "replaces": subject,
    }
    said(story.applicant.post(f"/suppliers/{story.id}/documents", body), 201)
    assert story.status() == "active"
    site.platform.settle()
    assert len(told(site, "SupplierRestored")) == 1
    items = said(story.applicant.get(f"/suppliers/{story.id}/documents"), 200)["items"]
    assert [item["current"] for item in items] == [True, False, True, True]


def _file_in_time(story: Story, site: InProcess) -> str:
    """A file sent at the machine's time, by which storage goes."""
    instant, site.api.clock.instant = site.api.clock.instant, None
    sent = story.file(story.applicant, "qualification")
    site.api.clock.instant = instant
    return sent


@pytest.mark.clause("3.2.4")
def test_a_document_renewed_in_time_suspends_nobody(story: Story, site: InProcess) -> None:
    last = on_board(story, 40)
    renewal = story.attach(
        **SELLER,
        valid_from=(last + timedelta(days=1)).isoformat(),
        valid_to=(last + timedelta(days=900)).isoformat(),
        replaces=story.documents["food_business_licence"],
    )
    assert renewal["current"]
    assert said(story.applicant.get(f"/suppliers/{story.id}"), 200)["obstacles"] == []
    sweep(site, noon(last + timedelta(days=2)))
    assert story.status() == "active"
    assert told(site, "QualificationExpired") == []


@pytest.mark.clause("3.2.4")
def test_a_faulty_renewal_is_refused_at_once(story: Story) -> None:
    on_board(story, 40)
    body = SELLER | {
        "document_id": story.file(story.applicant, "qualification"),
        "valid_to": "2025-01-01",
    }
    refused = story.applicant.post(f"/suppliers/{story.id}/documents", body)
    said(refused, 409)
    assert {error["code"] for error in refused.json["errors"]} == {"document_expired"}
    other_type = body | {"replaces": story.documents["business_licence"]}
    wrong = story.applicant.post(f"/suppliers/{story.id}/documents", other_type)
    assert (wrong.status, wrong.json["code"]) == (422, "renewed_document")


@pytest.mark.clause("3.2.3")
def test_an_agreement_that_ends_suspends_and_its_renewal_restores(
    story: Story, site: InProcess
) -> None:
    story.until_agreement()
    agreement = story.offer(days=20)
    story.approval("signatory", "agreement")
    said(story.accept(agreement), 200)
    said(story.decide("signatory", "agreement"), 200)
    story.reaches("active")
    sweep(site, noon(today() + timedelta(days=21)))
    shown = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    assert [reason["kind"] for reason in shown["suspensions"]] == ["agreement_expired"]
    renewal = story.offer(days=400)
    said(story.accept(renewal), 200)
    path = f"/suppliers/{story.id}/agreements/{renewal['version']}/countersignature"
    same = story.site.person("signatory", "legal").post(path)
    assert (same.status, same.json["code"]) == (403, "same_signatory")
    assert said(story.staff("signatory").post(path), 200)["status"] == "countersigned"
    assert story.status() == "active"
    site.platform.settle()
    assert [fact["version"] for fact in told(site, "AgreementCountersigned")] == [2]
    versions = said(story.applicant.get(f"/suppliers/{story.id}/agreements"), 200)["items"]
    assert [item["status"] for item in versions] == ["countersigned", "superseded"]


@pytest.mark.clause("3.2.4")
def test_re_verification_falls_due_after_six_months_and_blocks_new_products(
    story: Story, site: InProcess
) -> None:
    story.until_active()
    due = add_months(today(), 6)
    query = f"/suppliers?reverification_due_before={due + timedelta(days=1)}"
    assert len(said(story.staff("reviewer").get(query), 200)["items"]) == 1
    nobody = f"/suppliers?reverification_due_before={due}"
    assert said(story.staff("reviewer").get(nobody), 200)["items"] == []
    for days in (30, 7):
        sweep(site, noon(due - timedelta(days=days)))
    assert [fact["days_left"] for fact in told(site, "ReverificationDue")] == [30, 7]
    sweep(site, noon(due + timedelta(days=1)))
    assert [fact["due"] for fact in told(site, "ReverificationOverdue")] == [due.isoformat()]
    site.api.clock.instant = noon(due + timedelta(days=1))
    shown = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    assert (shown["status"], shown["new_products_blocked"]) == ("active", True)
    assert [item["code"] for item in shown["obstacles"]] == ["reverification_overdue"]
    reviewer, path = story.staff("reviewer"), f"/suppliers/{story.id}/verifications"
    verified = {"verified_on": (due + timedelta(days=1)).isoformat(), "findings": []}
    incomplete = reviewer.post(path, verified)
    said(incomplete, 422)
    document = story.documents["business_licence"]
    faulty = verified | {"findings": [{"qualification_id": document, "result": "faulty"}]}
    assert said(reviewer.post(path, faulty), 201)["passed"] is False
    assert said(story.applicant.get(f"/suppliers/{story.id}"), 200)["new_products_blocked"]
    good = verified | {"findings": [{"qualification_id": document, "result": "confirmed"}]}
    assert said(reviewer.post(path, good), 201)["passed"] is True
    site.platform.settle()
    assert [fact["passed"] for fact in told(site, "SupplierVerified")] == [False, True]
    shown = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    assert shown["new_products_blocked"] is False
    assert shown["next_verification_on"] == add_months(due + timedelta(days=1), 6).isoformat()


@pytest.mark.clause("3.2.4")
def test_a_hold_by_hand_is_lifted_by_hand_and_its_reason_is_for_staff(story: Story) -> None:
    story.until_active()
    manager = story.staff("manager")
    assert said(manager.post(f"/suppliers/{story.id}/suspension", REASON), 200)["status"] == (
        "suspended"
    )
    own = said(story.applicant.get(f"/suppliers/{story.id}/timeline"), 200)["items"][0]
    seen = said(manager.get(f"/suppliers/{story.id}/timeline"), 200)["items"][0]
    assert (own["type"], own["note"], seen["note"]) == ("SupplierSuspended", None, "抽检不合格")
    said(story.applicant.post(f"/suppliers/{story.id}/restoration", REASON), 403)
    restored = manager.post(f"/suppliers/{story.id}/restoration", {"reason": "整改完成"})
    assert said(restored, 200)["status"] == "active"
    again = manager.post(f"/suppliers/{story.id}/restoration", {"reason": "整改完成"})
    assert (again.status, again.json["code"]) == (409, "not_on_hold")


@pytest.mark.clause("2.1.5")
def test_an_entity_on_the_blacklist_is_suspended_at_once_and_restored_with_its_end(
    story: Story, site: InProcess
) -> None:
    story.until_active()
    compliance = story.staff("compliance")
    until = noon(today() + timedelta(days=10))
    body = {
        "kind": "entity",
        "uscc": story.uscc.lower(),
        "reason": "严重违法失信",
        "until": until.isoformat(),
    }
    entry = said(compliance.post("/blacklist-entries", body), 201)
    assert entry["uscc"] == story.uscc
    shown = said(story.applicant.get(f"/suppliers/{story.id}"), 200)
    assert shown["suspensions"] == [{"kind": "blacklisted", "subject": entry["id"]}]
    assert shown["new_products_blocked"] is True
    sweep(site, until)
    assert story.status() == "active"
    site.api.clock.instant = until
    ended = compliance.delete(f"/blacklist-entries/{entry['id']}")
    assert (ended.status, ended.json["code"]) == (409, "blacklist_entry_ended")
    site.api.clock.instant = None
    second = said(compliance.post("/blacklist-entries", {**body, "until": None}), 201)
    assert story.status() == "suspended"
    said(compliance.delete(f"/blacklist-entries/{second['id']}"), 200)
    assert story.status() == "active"
    listed = said(compliance.get("/blacklist-entries"), 200)["items"]
    assert [item["id"] for item in listed] == [second["id"], entry["id"]]


@pytest.mark.clause("2.1.5", "3.1.2")
def test_a_blacklisted_person_is_not_admitted_unless_only_a_namesake(story: Story) -> None:
    compliance = story.staff("compliance")
    body = {"kind": "person", "name": "张 三", "reason": "提供虚假证照"}
    entry = said(compliance.post("/blacklist-entries", body), 201)
    story.draft()
    story.attach()
    refused = story.submit()
    said(refused, 409)
    assert [(e["code"], e["pointer"]) for e in refused.json["errors"]] == [
        ("blacklisted", "/legal_representative")
    ]
    clearance = {"uscc": story.uscc, "reason": "身份证号不同"}
    said(compliance.post(f"/blacklist-entries/{entry['id']}/clearances", clearance), 200)
    said(story.submit(), 200)


@pytest.mark.clause("2.1.5")
def test_an_entry_made_ahead_suspends_when_it_begins(story: Story, site: InProcess) -> None:
    story.until_active()
    begins = noon(today() + timedelta(days=3))
    body = {
        "kind": "entity",
        "uscc": story.uscc,
        "reason": "处罚决定生效",
        "from": begins.isoformat(),
    }
    said(story.staff("compliance").post("/blacklist-entries", body), 201)
    assert story.status() == "active"
    sweep(site, begins)
    assert story.status() == "suspended"


@pytest.mark.clause("2.1.5")
def test_people_of_a_terminated_supplier_are_pointed_out_to_the_reviewer(story: Story) -> None:
    story.until_active()
    said(story.staff("manager").post(f"/suppliers/{story.id}/termination", REASON), 200)
    again = Story(story.site, "again")
    again.draft(contacts=[{"name": "王五", "phone": "+86 138 0000 0000"}])
    again.attach()
    answer = said(again.submit(), 200)
    assert {(item["code"], item["pointer"]) for item in answer["findings"]} >= {
        ("person_of_bad_record", "/legal_representative"),
        ("phone_of_bad_record", "/contacts/0/phone"),
    }


@pytest.mark.clause("2.1.5")
def test_people_are_pointed_out_while_their_supplier_is_blacklisted_and_not_after(
    story: Story,
) -> None:
    story.until_active()
    compliance = story.staff("compliance")
    body = {"kind": "entity", "uscc": story.uscc, "reason": "严重违法失信"}
    entry = said(compliance.post("/blacklist-entries", body), 201)
    other = Story(story.site, "other", OTHER_USCC, "上海另一商贸有限公司")
    other.draft()
    other.attach()
    warned = {item["code"] for item in said(other.submit(), 200)["findings"]}
    assert {"person_of_bad_record", "phone_of_bad_record"} <= warned
    said(compliance.delete(f"/blacklist-entries/{entry['id']}"), 200)
    third = Story(story.site, "third", uscc_number(7), "北京第三商贸有限公司")
    third.draft()
    third.attach()
    warned = {item["code"] for item in said(third.submit(), 200)["findings"]}
    assert not {"person_of_bad_record", "phone_of_bad_record"} & warned


@pytest.mark.clause("3.1.3")
def test_a_draft_that_nobody_sends_in_lapses_after_ninety_days(
    story: Story, site: InProcess
) -> None:
    story.draft()
    sweep(site, noon(today() + timedelta(days=89)))
    assert story.status() == "draft"
    sweep(site, noon(today() + timedelta(days=91)))
    assert story.status() == "lapsed"


@pytest.mark.clause("3.1.3")
def test_a_draft_that_was_sent_in_does_not_lapse(story: Story, site: InProcess) -> None:
    story.until_inspection()
    assert story.status() == "in_inspection"
    sweep(site, noon(today() + timedelta(days=14)))
    assert story.status() == "in_inspection"


@pytest.mark.clause("3.1.3")
def test_a_step_that_nobody_decides_is_escalated_and_then_lapses(
    story: Story, site: InProcess
) -> None:
    story.until_review()
    sweep(site, noon(today() + timedelta(days=6)))
    assert story.approval("manager", "review")["role"] == "manager"
    sweep(site, noon(today() + timedelta(days=12)))
    assert story.status() == "lapsed"
    again = Story(story.site, "again")
    again.until_review()


@pytest.mark.clause("2.1.5", "3.1.3")
def test_an_applicant_blacklisted_since_its_review_is_not_activated(story: Story) -> None:
    story.until_agreement()
    agreement = story.offer()
    story.approval("signatory", "agreement")
    said(story.accept(agreement), 200)
    body = {"kind": "entity", "uscc": story.uscc, "reason": "严重违法失信"}
    said(story.staff("compliance").post("/blacklist-entries", body), 201)
    said(story.decide("signatory", "agreement"), 200)
    story.reaches("returned")
    assert said(story.applicant.get(f"/suppliers/{story.id}"), 200)["reason"] == "blacklisted"
    said(story.submit(), 409)


def test_lists_need_exactly_one_filter_and_are_for_staff(story: Story) -> None:
    story.draft()
    reviewer = story.staff("reviewer")
    said(reviewer.get("/suppliers"), 422)
    said(reviewer.get("/suppliers?status=draft&name_prefix=杭"), 422)
    assert len(said(reviewer.get("/suppliers?status=draft"), 200)["items"]) == 1
    assert len(said(reviewer.get("/suppliers?name_prefix=杭州示例"), 200)["items"]) == 1
    assert said(reviewer.get("/suppliers?name_prefix=上海"), 200)["items"] == []
    said(story.applicant.get("/suppliers?status=draft"), 403)
