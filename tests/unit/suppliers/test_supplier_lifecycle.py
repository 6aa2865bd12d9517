"""States of a supplier and what moves it between them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.suppliers.domain import findings as f
from teleshop.suppliers.domain.refusals import (
    AgreementNotOpenError,
    ApplicationLockedError,
    InspectionNotPassedError,
    ReasonRequiredError,
    RequirementsNotMetError,
    TransitionNotAllowedError,
    VerificationDateError,
)
from teleshop.suppliers.domain.supplier import (
    ACTION_NAMES,
    EDITABLE,
    FINAL,
    STATE_NAMES,
    TRANSITIONS,
    Action,
    State,
    SuspensionReason,
    activate,
    amend_application,
    can,
    lift_suspension,
    move,
    pass_automatic_check,
    pass_inspection,
    record_verification,
    submit,
    suspend,
)
from tests.factories.suppliers import (
    NOW,
    TODAY,
    active,
    application,
    countersigned,
    draft,
    in_state,
    offered,
    report,
)

pytestmark = pytest.mark.clause("3.1.3")

STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)
LATER = NOW + timedelta(hours=1)
EXPIRED = SuspensionReason("document_expired", "qua_1")
HOLD = SuspensionReason("manual_hold", "case_1")


def test_a_supplier_that_passes_every_step_is_active_and_verified() -> None:
    supplier = active()
    assert supplier.state == "active"
    assert supplier.submissions == 1
    assert supplier.activated_at == NOW
    assert supplier.last_verified_on == TODAY


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ACTIONS)
def test_what_the_table_does_not_allow_is_refused_with_both_names(
    state: State, action: Action
) -> None:
    supplier = in_state(state)
    if (state, action) in TRANSITIONS:
        assert can(supplier, action)
        assert move(supplier, action, LATER, "理由").state == TRANSITIONS[state, action]
    else:
        with pytest.raises(TransitionNotAllowedError) as refused:
            move(supplier, action, LATER, "理由")
        assert STATE_NAMES[state][0] in refused.value.detail("zh")
        assert ACTION_NAMES[action][1] in refused.value.detail("en")


def test_final_states_have_no_way_out_and_all_others_lead_to_one() -> None:
    assert {state for state, _ in TRANSITIONS} == set(STATES) - FINAL
    for state in set(STATES) - FINAL:
        reached = {state}
        while new := {to for (origin, _), to in TRANSITIONS.items() if origin in reached} - reached:
            reached |= new
        assert reached & FINAL


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached = {"draft"}
    while new := {to for (origin, _), to in TRANSITIONS.items() if origin in reached} - reached:
        reached |= new
    assert reached == set(STATES)


@pytest.mark.parametrize("action", ["return_for_change", "reject"])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_decision_against_an_applicant_needs_a_reason(action: Action, reason: str) -> None:
    with pytest.raises(ReasonRequiredError):
        move(in_state("in_review"), action, LATER, reason)


@pytest.mark.clause("3.2.1")
def test_a_returned_application_is_changed_and_sent_in_again() -> None:
    returned = move(submit(draft(), NOW), "return_for_change", NOW, "缺少资质")
    assert returned.reason == "缺少资质"
    again = submit(amend_application(returned, application(legal_name="新名称")), LATER)
    assert (again.state, again.submissions, again.submitted_at) == ("submitted", 2, LATER)
    assert again.application.legal_name == "新名称"
    assert again.reason == ""


@pytest.mark.clause("3.2.1")
@pytest.mark.parametrize("state", sorted(set(STATES) - EDITABLE))
def test_what_was_sent_in_cannot_be_changed(state: State) -> None:
    with pytest.raises(ApplicationLockedError):
        amend_application(in_state(state), application())


def test_the_automatic_check_passes_warnings_and_stops_at_refusals() -> None:
    submitted = submit(draft(), NOW)
    warning = f.SC_CHECK_DIGIT.at("/documents/0/number")
    refusal = f.QS_ENDED.at("/documents/1/number")
    assert pass_automatic_check(submitted, [warning], NOW).state == "in_review"
    with pytest.raises(RequirementsNotMetError) as refused:
        pass_automatic_check(submitted, [warning, refusal], NOW)
    assert refused.value.errors == (refusal,)


@pytest.mark.parametrize(("score", "passes"), [(59, False), (60, True), (100, True)])
def test_an_inspection_passes_from_the_threshold_on(score: int, passes: bool) -> None:
    supplier = in_state("in_inspection")
    if passes:
        assert pass_inspection(supplier, report(score=score), NOW).state == "in_agreement"
    else:
        with pytest.raises(InspectionNotPassedError):
            pass_inspection(supplier, report(score=score), NOW)


@pytest.mark.clause("3.2.3")
def test_only_a_countersigned_agreement_of_its_own_that_is_not_over_activates() -> None:
    supplier = in_state("in_agreement")
    with pytest.raises(AgreementNotOpenError):
        activate(supplier, offered(), [], NOW)
    with pytest.raises(AgreementNotOpenError):
        activate(supplier, replace(countersigned(), supplier_id="sup_2"), [], NOW)
    with pytest.raises(AgreementNotOpenError):
        activate(supplier, countersigned(), [], NOW + timedelta(days=366))


def test_a_certificate_that_expired_during_the_review_stops_the_activation() -> None:
    expired = f.DOCUMENT_EXPIRED.at("/documents/0/valid_to", type_zh="", type_en="", valid_to="")
    with pytest.raises(RequirementsNotMetError):
        activate(in_state("in_agreement"), countersigned(), [expired], NOW)


@pytest.mark.clause("2.1.5")
def test_a_supplier_is_restored_when_the_last_reason_is_gone() -> None:
    once = suspend(active(), EXPIRED, NOW)
    twice = suspend(once, HOLD, LATER)
    assert twice.state_since == NOW
    still = lift_suspension(twice, EXPIRED, LATER)
    assert (still.state, still.suspensions) == ("suspended", frozenset({HOLD}))
    restored = lift_suspension(still, HOLD, LATER)
    assert (restored.state, restored.suspensions, restored.state_since) == (
        "active",
        frozenset(),
        LATER,
    )


def test_suspending_and_lifting_twice_change_nothing_more() -> None:
    once = suspend(active(), EXPIRED, NOW)
    assert suspend(once, EXPIRED, LATER) is once
    restored = lift_suspension(once, EXPIRED, LATER)
    assert lift_suspension(restored, EXPIRED, LATER) is restored
    ended = move(once, "terminate", LATER, "违约")
    assert lift_suspension(ended, EXPIRED, LATER) is ended


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.builds(
                SuspensionReason,
                st.sampled_from(["document_expired", "manual_hold"]),
                st.sampled_from("abc"),
            ),
        ),
        max_size=20,
    )
)
def test_a_supplier_is_suspended_exactly_while_a_reason_stands(
    steps: list[tuple[bool, SuspensionReason]],
) -> None:
    supplier, standing = active(), set[SuspensionReason]()
    for adds, reason in steps:
        if adds:
            supplier = suspend(supplier, reason, LATER)
            standing.add(reason)
        else:
            supplier = lift_suspension(supplier, reason, LATER)
            standing.discard(reason)
        assert supplier.suspensions == standing
        assert supplier.state == ("suspended" if standing else "active")


def test_an_applicant_cannot_be_suspended() -> None:
    with pytest.raises(TransitionNotAllowedError):
        suspend(in_state("in_review"), HOLD, NOW)


@pytest.mark.clause("3.2.4")
def test_a_verification_is_neither_in_the_future_nor_before_the_last() -> None:
    supplier = active()
    tomorrow = NOW + timedelta(days=1)
    verified = record_verification(supplier, date(2026, 11, 24), tomorrow)
    assert verified.last_verified_on == date(2026, 11, 24)
    assert record_verification(verified, date(2026, 11, 24), tomorrow) == verified
    for day in (date(2026, 11, 22), date(2026, 11, 25)):
        with pytest.raises(VerificationDateError):
            record_verification(supplier, day, tomorrow)
    with pytest.raises(TransitionNotAllowedError):
        record_verification(draft(), TODAY, NOW)
