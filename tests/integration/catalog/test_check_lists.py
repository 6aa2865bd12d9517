"""The check list on its tables: who fills it in, and what that leaves to be decided."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from teleshop.approvals.errors import (
    AlreadyDecidedError,
    ChoiceNotAllowedError,
    RequirementMissingError,
)
from teleshop.approvals.schemas import DecisionBody
from teleshop.approvals.wiring import service as approvals
from teleshop.catalog.domain.review import ItemFinding
from teleshop.catalog.domain.revision import ItemState
from teleshop.catalog.errors import OwnReviewError, ProductNotFoundError, ReviewNotOpenError
from teleshop.catalog.wiring import service
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.kernel.errors import StaleVersionError, TeleshopError
from teleshop.kernel.use_case import run
from teleshop.roster.errors import QualificationMissingError
from tests.factories import reviews as f

pytestmark = pytest.mark.clause("2.2.3")
PASS = [ItemFinding(field="name", passed=True)]


def decide(product: f.Submitted, decision: str, actor: Actor = f.REVIEWER) -> Any:
    approval_id = f.asked(product)
    reasons = {} if decision == "approve" else {"reason": "与包装不符"}
    body = msgspec.convert({"decision": decision, **reasons}, DecisionBody)
    return approvals().decide(f.call(actor, 3 * f.HOUR), approval_id, body)


def test_only_a_person_with_a_valid_qualification_fills_in_the_list(aws: Any) -> None:
    made = f.submitted()
    f.asked(made)
    record = service().check_lists.record
    with pytest.raises(QualificationMissingError) as refused:
        record(f.call(f.REVIEWER, 2 * f.HOUR), made.id, PASS)
    assert "product_review" in refused.value.detail("zh")
    assert refused.value.status == 409
    last = china_date(f.NOW)
    f.qualified(f.REVIEWER, until=last)
    end = end_of_china_day(last) - f.NOW
    with pytest.raises(QualificationMissingError):
        record(f.call(f.REVIEWER, end), made.id, PASS)
    record(f.call(f.REVIEWER, end - timedelta(microseconds=1)), made.id, PASS)
    assert f.revision_of(made.id).items[1].state is ItemState.PASSED


def test_nobody_of_the_supplier_and_nobody_who_submitted_it_reviews_it(aws: Any) -> None:
    made = f.waiting()
    inside = Actor("rolf", frozenset({Role.REVIEWER}), made.ground.supplier_id)
    sender = Actor("sven", frozenset({Role.REVIEWER}))
    for actor in (inside, sender):
        with pytest.raises(OwnReviewError):
            service().check_lists.record(f.call(actor, 2 * f.HOUR), made.id, PASS)


def test_several_items_are_noted_at_once_and_repeating_writes_nothing(aws: Any) -> None:
    made = f.waiting()
    first = f.check(made, "brand", only=("name", "brand"))
    again = service().check_lists.record(
        f.call(f.REVIEWER, 5 * f.HOUR),
        made.id,
        [
            ItemFinding(field="name", passed=True),
            ItemFinding(field="brand", passed=False, reason="与包装不符"),
        ],
    )
    assert again.revision == first == f.revision_of(made.id)
    assert {item.field: item.state for item in first.items}["brand"] is ItemState.FAILED


def test_nothing_can_be_noted_before_the_decision_is_asked_for_and_after_it_was_made(
    aws: Any,
) -> None:
    f.qualified()
    made = f.submitted()
    with pytest.raises(ReviewNotOpenError):
        f.check(made)
    f.asked(made)
    f.check(made)
    decide(made, "approve")
    failed = [ItemFinding(field="name", passed=False, reason="不符")]
    with pytest.raises(ReviewNotOpenError):
        service().check_lists.record(f.call(f.REVIEWER, 4 * f.HOUR), made.id, failed)
    f.decided(made)
    with pytest.raises(ReviewNotOpenError):
        service().check_lists.record(f.call(f.REVIEWER, 4 * f.HOUR), made.id, PASS)


@pytest.mark.clause("2.2.5")
def test_a_list_that_is_not_complete_can_neither_be_approved_nor_returned(aws: Any) -> None:
    made = f.waiting()
    f.check(made, "brand", only=("name", "brand"))
    with pytest.raises(RequirementMissingError):
        decide(made, "approve")
    with pytest.raises(ChoiceNotAllowedError):
        decide(made, "return_for_change")
    assert decide(made, "reject").state == "rejected"


@pytest.mark.clause("2.2.5")
def test_a_list_with_something_failed_is_not_approved_and_can_be_returned(aws: Any) -> None:
    made = f.waiting()
    f.check(made, "brand")
    with pytest.raises(ChoiceNotAllowedError) as refused:
        decide(made, "approve")
    assert "退回修改" in refused.value.detail("zh")
    assert decide(made, "return_for_change").state == "returned"


@pytest.mark.clause("2.2.5")
def test_a_list_that_passed_is_not_returned_and_a_corrected_finding_changes_what_is_left(
    aws: Any,
) -> None:
    made = f.waiting()
    f.check(made, "brand")
    f.check(made)
    with pytest.raises(ChoiceNotAllowedError):
        decide(made, "return_for_change")
    assert decide(made, "approve").state == "approved"


def test_who_decides_needs_the_qualification_too_and_may_be_who_checked(aws: Any) -> None:
    made = f.waiting()
    f.check(made)
    with pytest.raises(QualificationMissingError):
        decide(made, "approve", f.OTHER_REVIEWER)
    f.qualified(f.OTHER_REVIEWER)
    assert decide(made, "approve", f.OTHER_REVIEWER).decided_by == f.OTHER_REVIEWER.subject


def test_two_reviewers_at_once_both_have_their_findings_noted(aws: Any) -> None:
    made = f.waiting()
    f.qualified(f.OTHER_REVIEWER)

    def note(actor: Actor, field: str) -> None:
        frame = f.call(actor, 2 * f.HOUR)
        found = [ItemFinding(field=field, passed=True)]
        run(frame, lambda: service().check_lists.record(frame, made.id, found))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(note, (f.REVIEWER, f.OTHER_REVIEWER), ("name", "brand")))
    found = {item.field: item.reviewed_by for item in f.revision_of(made.id).items}
    assert (found["name"], found["brand"]) == ("rita", "rolf")


def test_a_finding_and_a_decision_at_the_same_moment_cannot_miss_each_other(aws: Any) -> None:
    made = f.waiting()
    f.qualified(f.OTHER_REVIEWER)
    f.check(made)

    def fail(_: object) -> object:
        frame = f.call(f.OTHER_REVIEWER, 3 * f.HOUR)
        found = [ItemFinding(field="name", passed=False, reason="不符")]
        return run(frame, lambda: service().check_lists.record(frame, made.id, found))

    def approve(_: object) -> object:
        return decide(made, "approve")

    def outcome(act: Any) -> object:
        try:
            return act(None)
        except TeleshopError as refused:
            return refused

    with ThreadPoolExecutor(2) as pool:
        found, answer = pool.map(outcome, (fail, approve))
    approved = not isinstance(answer, TeleshopError)
    noted = not isinstance(found, TeleshopError)
    assert approved != noted
    state = {item.field: item.state for item in f.revision_of(made.id).items}["name"]
    assert state is (ItemState.PASSED if approved else ItemState.FAILED)
    expected = (ReviewNotOpenError, AlreadyDecidedError) if approved else (ChoiceNotAllowedError,)
    assert isinstance(found if approved else answer, (*expected, TeleshopError))


def test_a_version_that_moved_on_is_refused(aws: Any) -> None:
    made = f.waiting()
    seen = f.revision_of(made.id).version
    f.check(made, only=("name",))
    with pytest.raises(StaleVersionError):
        service().check_lists.record(
            f.call(f.REVIEWER, 2 * f.HOUR, expected_version=seen), made.id, PASS
        )


def test_a_stranger_does_not_even_learn_that_there_is_a_list(aws: Any) -> None:
    made = f.waiting()
    stranger = Actor("stan", frozenset({Role.SUPPLIER}), "sup_01KASY2D7V3M7T1QZ9N3D6W8XS")
    with pytest.raises(ProductNotFoundError):
        service().check_lists.show(f.call(stranger), made.id)
    assert not service().check_lists.show(f.call(made.ground.seller), made.id).staff
