"""The life of a document: the same result in whatever order the notices of storage arrive."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.documents.domain import (
    PURPOSES,
    ContentType,
    Document,
    DocumentState,
    Finding,
    Inspection,
    Owner,
    OwnerKind,
    Reason,
    StoredVersion,
    document_id_of,
    expire,
    give_up_check,
    needs_check,
    new_document,
    record_inspection,
    record_upload,
    supplier,
)

pytestmark = pytest.mark.clause("3.1.1")

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DOCUMENT_ID = "doc_01J00000000000000000000000"
OWNER = supplier("sup_01J00000000000000000000000")
GOOD = Inspection(size=10, sha256="aa", detected_type=ContentType.PDF, pages=1)


def bad(reason: Reason = Reason.UNREADABLE) -> Inspection:
    return Inspection(
        size=10, sha256="bb", detected_type=ContentType.PDF, findings=(Finding(reason),)
    )


def document(
    purpose: str = "qualification",
    owner: Owner = OWNER,
    declared_type: ContentType = ContentType.PDF,
) -> Document:
    return new_document(
        DOCUMENT_ID,
        purpose=PURPOSES[purpose],
        owner=owner,
        declared_type=declared_type,
        created_by="user-1",
        now=NOW,
    )


def with_id(id: str) -> Document:
    return new_document(
        id,
        purpose=PURPOSES["qualification"],
        owner=OWNER,
        declared_type=ContentType.PDF,
        created_by="user-1",
        now=NOW,
    )


def version(number: int, after: timedelta = timedelta(minutes=1)) -> StoredVersion:
    return StoredVersion(f"v{number}", f"{number:016X}", 10, NOW + after)


FIRST, SECOND = version(1), version(2)


def test_new_document_waits_for_its_upload() -> None:
    waiting = document()
    assert waiting.state is DocumentState.AWAITING_UPLOAD
    assert waiting.key == f"qualification/{DOCUMENT_ID}"
    assert waiting.download_name == f"{DOCUMENT_ID}.pdf"
    assert NOW < waiting.link_until < waiting.expires_at
    assert waiting.accepted_version_id is None


def test_type_outside_the_purpose_is_no_document() -> None:
    with pytest.raises(ValueError, match="agreement does not take image/png"):
        document(purpose="agreement", declared_type=ContentType.PNG)


def test_id_that_would_leave_its_folder_is_no_id() -> None:
    for id in ("", "doc_1", "../doc_01J00000000000000000000000", DOCUMENT_ID + "/x"):
        with pytest.raises(ValueError, match="is no key"):
            with_id(id)


def test_owner_that_may_not_read_does_not_list_it() -> None:
    assert document().listed_for == OWNER
    report = document(purpose="inspection_report")
    assert report.listed_for == Owner(OwnerKind.STAFF, "user-1")
    own = Owner(OwnerKind.STAFF, "user-2")
    assert document(purpose="evidence", owner=own).listed_for == own


def test_key_leads_back_to_the_document() -> None:
    key = document().key
    assert document_id_of(key) == DOCUMENT_ID
    for other in (
        key + "x",
        "/" + key,
        key.replace("/", "//", 1),
        "exports/list.csv",
        "",
        key + "\n",
    ):
        assert document_id_of(other) is None


def test_upload_then_check_then_accepted() -> None:
    checking = record_upload(document(), FIRST)
    assert checking.state is DocumentState.CHECKING
    accepted = record_inspection(checking, FIRST, GOOD, NOW)
    assert accepted.state is DocumentState.ACCEPTED
    assert accepted.accepted_version_id == "v1"
    assert accepted.inspection is GOOD
    assert accepted.decided_at == NOW


def test_rejected_keeps_its_reasons() -> None:
    rejected = record_inspection(record_upload(document(), FIRST), FIRST, bad(), NOW)
    assert rejected.state is DocumentState.REJECTED
    assert rejected.inspection is not None
    assert rejected.inspection.reasons == (Reason.UNREADABLE,)
    assert rejected.accepted_version_id is None


@pytest.mark.parametrize("verdict", [GOOD, bad()])
def test_every_notice_twice_changes_nothing(verdict: Inspection) -> None:
    checking = record_upload(document(), FIRST)
    assert record_upload(checking, FIRST) is checking
    decided = record_inspection(checking, FIRST, verdict, NOW)
    assert record_inspection(decided, FIRST, verdict, NOW + timedelta(hours=1)) is decided
    assert record_upload(decided, FIRST) is decided
    assert not needs_check(decided, FIRST)


@pytest.mark.parametrize("later", [GOOD, bad()])
def test_accepted_content_never_changes(later: Inspection) -> None:
    accepted = record_inspection(document(), FIRST, GOOD, NOW)
    assert record_upload(accepted, SECOND) is accepted
    assert record_inspection(accepted, SECOND, later, NOW) is accepted
    assert expire(accepted, NOW + timedelta(days=400)) is accepted
    assert not needs_check(accepted, SECOND)


def test_rejected_file_can_be_replaced_through_the_same_link() -> None:
    rejected = record_inspection(document(), FIRST, bad(), NOW)
    assert needs_check(rejected, SECOND)
    again = record_upload(rejected, SECOND)
    assert again.state is DocumentState.CHECKING
    assert again.inspection is None
    assert record_inspection(again, SECOND, GOOD, NOW).accepted_version_id == "v2"


def test_verdict_on_an_older_upload_does_not_end_the_check_of_the_newer() -> None:
    checking = record_upload(record_upload(document(), FIRST), SECOND)
    assert record_inspection(checking, FIRST, bad(), NOW) is checking


def test_older_upload_that_passes_is_better_than_a_newer_that_did_not() -> None:
    rejected = record_inspection(document(), SECOND, bad(), NOW)
    assert needs_check(rejected, FIRST)
    assert record_upload(rejected, FIRST) is rejected
    assert record_inspection(rejected, FIRST, GOOD, NOW).accepted_version_id == "v1"


STEPS = ("upload 1", "upload 2", "check 1", "check 2", "expire")


def after(order: tuple[str, ...], verdicts: dict[str, Inspection]) -> Document:
    current = document()
    for step in order:
        kind, _, number = step.partition(" ")
        if kind == "upload":
            current = record_upload(current, version(int(number)))
        elif kind == "check":
            current = record_inspection(current, version(int(number)), verdicts[number], NOW)
        else:
            current = expire(current, NOW + timedelta(days=1))
    return current


@pytest.mark.parametrize("order", list(permutations(STEPS)))
def test_one_good_of_two_uploads_is_accepted_in_every_order(order: tuple[str, ...]) -> None:
    for good in ("1", "2"):
        verdicts = {"1": bad(), "2": bad()} | {good: GOOD}
        assert after(order, verdicts).accepted_version_id == f"v{good}"


@pytest.mark.parametrize("order", list(permutations(STEPS)))
def test_of_two_bad_uploads_the_newest_tells_the_reason_in_every_order(
    order: tuple[str, ...],
) -> None:
    result = after(order, {"1": bad(Reason.EMPTY), "2": bad(Reason.PDF_SCRIPT)})
    assert result.state is DocumentState.REJECTED
    assert result.upload == SECOND
    assert result.inspection is not None
    assert result.inspection.reasons == (Reason.PDF_SCRIPT,)


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), max_size=20))
def test_first_accepted_version_wins_whatever_comes_and_how_often(
    story: list[tuple[str, bool]],
) -> None:
    current, winner = document(), None
    for step, passes in story:
        kind, _, number = step.partition(" ")
        if kind == "upload":
            current = record_upload(current, version(int(number)))
        elif kind == "check":
            current = record_inspection(
                current, version(int(number)), GOOD if passes else bad(), NOW
            )
            winner = winner or (f"v{number}" if passes else None)
        else:
            current = expire(current, NOW + timedelta(days=1))
        assert current.accepted_version_id == winner


def test_nothing_uploaded_expires_at_the_instant() -> None:
    waiting = document()
    assert expire(waiting, waiting.expires_at - timedelta(microseconds=1)) is waiting
    expired = expire(waiting, waiting.expires_at)
    assert expired.state is DocumentState.EXPIRED
    assert expire(expired, waiting.expires_at + timedelta(days=1)) is expired


def test_what_is_being_checked_does_not_expire() -> None:
    checking = record_upload(document(), FIRST)
    assert expire(checking, NOW + timedelta(days=30)) is checking


def test_check_without_end_is_told_and_a_late_end_still_counts() -> None:
    checking = record_upload(document(), FIRST)
    told = give_up_check(checking, "v1", NOW)
    assert told.state is DocumentState.REJECTED
    assert told.inspection is not None
    assert told.inspection.reasons == (Reason.CHECK_FAILED,)
    assert give_up_check(told, "v1", NOW) is told
    assert needs_check(told, FIRST)
    assert record_inspection(told, FIRST, GOOD, NOW).accepted_version_id == "v1"
    refused = record_inspection(told, FIRST, bad(Reason.PDF_SCRIPT), NOW)
    assert refused.inspection is not None
    assert refused.inspection.reasons == (Reason.PDF_SCRIPT,)
    assert not needs_check(refused, FIRST)


def test_check_that_ended_or_was_overtaken_is_not_given_up() -> None:
    checking = record_upload(document(), FIRST)
    for current in (
        document(),
        record_inspection(checking, FIRST, GOOD, NOW),
        record_upload(checking, SECOND),
    ):
        assert give_up_check(current, "v1", NOW) is current


def test_upload_in_time_counts_although_its_notice_comes_late() -> None:
    expired = expire(document(), NOW + timedelta(days=1))
    assert needs_check(expired, FIRST)
    assert record_upload(expired, FIRST).state is DocumentState.CHECKING


def test_upload_after_the_end_is_ignored() -> None:
    waiting = document()
    late = replace(FIRST, stored_at=waiting.expires_at)
    for current in (waiting, expire(waiting, waiting.expires_at)):
        assert not needs_check(current, late)
        assert record_upload(current, late) is current
        assert record_inspection(current, late, GOOD, NOW) is current


def test_sequencers_of_different_length_are_filled_up_on_the_right() -> None:
    earlier = StoredVersion("a", "0055AED6DCD90281E5", 1, NOW)
    later = StoredVersion("b", "0055AED6DCD90281E6FF", 1, NOW)
    assert earlier.order < later.order
    assert (
        StoredVersion("a", "0055aed6", 1, NOW).order
        == StoredVersion("a", "0055AED600", 1, NOW).order
    )
