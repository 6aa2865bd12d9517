"""Decisions on the table: who may, once, with four eyes, also when two act at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from teleshop.approvals.domain.approval import Approval, ApprovalState, Choice
from teleshop.approvals.errors import (
    AlreadyDecidedError,
    ApprovalClosedError,
    ApprovalEscalatedError,
    ApprovalNotFoundError,
    ChoiceNotAllowedError,
    FourEyesError,
    NotResponsibleError,
    RequirementMissingError,
    UnknownRequirementError,
)
from teleshop.approvals.schemas import DecisionBody
from teleshop.approvals.wiring import service
from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.kernel.errors import InvalidInputError, RacedError, StaleVersionError, TeleshopError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.roster.errors import QualificationMissingError
from tests.factories.approvals import (
    AGENT,
    APPLICANT,
    DAY,
    INSPECTOR,
    MANAGER,
    NOW,
    OTHER_REVIEWER,
    REVIEWER,
    STRANGER,
    SUPPLIER,
    call,
    opened,
)
from tests.factories.roster import enter

HOUR = timedelta(hours=1)
REASON = "王小明的营业执照已过期"


def body(decision: str = "approve", **content: Any) -> DecisionBody:
    return msgspec.convert({"decision": decision, **content}, DecisionBody)


def decide(
    approval: Approval,
    actor: Actor = REVIEWER,
    decision: str = "approve",
    after: timedelta = HOUR,
    **content: Any,
) -> Approval:
    the_call = call(actor, after)
    return run(the_call, lambda: service().decide(the_call, approval.id, body(decision, **content)))


def events(aws: Any, name: str) -> list[dict[str, Any]]:
    rows = [msgspec.json.decode(row["envelope"]) for row in aws.items("OutboxTable")]
    return [row["data"] for row in rows if row["type"] == name]


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize(
    ("decision", "state"),
    [("approve", "approved"), ("reject", "rejected"), ("return_for_change", "returned")],
)
def test_a_decision_ends_the_approval_meets_its_deadline_and_is_told(
    aws: Any, decision: str, state: str
) -> None:
    approval = opened()
    after = decide(approval, decision=decision, reason=REASON, reason_code="licence_expired")
    assert after.state == state
    assert service().get(approval.id) == after
    deadline = deadlines().find(approval.deadline_id)
    assert deadline is not None
    assert deadline.state == "met"
    (told,) = events(aws, "ApprovalDecided")
    assert (told["outcome"], told["decided_by"]) == (state, REVIEWER.subject)
    assert told["reason_code"] == "licence_expired"


@pytest.mark.clause("3.1.3")
def test_what_hurts_is_not_approved_without_a_reason_and_stays_open(aws: Any) -> None:
    approval = opened(reason_required=["approve"])
    with pytest.raises(InvalidInputError) as refused:
        decide(approval)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [
        ("/reason", "reason_required")
    ]
    assert events(aws, "ApprovalDecided") == []
    assert decide(approval, reason=REASON).state is ApprovalState.APPROVED


@pytest.mark.clause("6.4.1", "8.2.1")
def test_the_reason_and_the_token_are_in_no_event_and_no_audit_entry_and_the_reason_is_sealed(
    aws: Any,
) -> None:
    approval = opened(token="the-task-token")
    decide(approval, decision="reject", reason=REASON)
    for table in ("OutboxTable", "AuditTable", "DeadlinesTable"):
        stored = str(aws.items(table))
        assert REASON not in stored
        assert "the-task-token" not in stored
    row = next(row for row in aws.items("ApprovalsTable") if row["pk"] == approval.id)
    assert isinstance(row["reason"], bytes)
    assert REASON.encode() not in row["reason"]
    assert service().get(approval.id).reason == REASON


@pytest.mark.clause("8.1.2")
def test_the_audit_says_who_decided_what_when(aws: Any) -> None:
    approval = opened()
    decide(approval)
    entry = next(row for row in aws.items("AuditTable") if row["action"] == "decide_approval")
    assert (entry["pk"], entry["actor"]) == (f"approval#{approval.id}", REVIEWER.subject)
    (change,) = msgspec.json.decode(entry["changes"])
    assert change["fields"]["state"] == {"before": "open", "after": "approved"}


@pytest.mark.clause("3.1.3")
def test_the_same_decision_by_the_same_person_again_is_the_same_answer(aws: Any) -> None:
    approval = opened()
    first = decide(approval, decision="reject", reason=REASON)
    assert decide(approval, decision="reject", reason=f" {REASON} ", after=2 * HOUR) == first
    assert len(events(aws, "ApprovalDecided")) == 1


@pytest.mark.parametrize("content", [{"reason": "other"}, {"reason": REASON, "reason_code": "x"}])
def test_another_decision_by_the_same_person_is_refused(aws: Any, content: dict[str, Any]) -> None:
    approval = opened()
    decide(approval, decision="reject", reason=REASON)
    with pytest.raises(AlreadyDecidedError):
        decide(approval, decision="reject", **content)
    with pytest.raises(AlreadyDecidedError):
        decide(approval, decision="approve")


@pytest.mark.clause("3.1.3")
def test_of_two_people_at_once_exactly_one_wins(aws: Any) -> None:
    for number in range(5):
        approval = opened(step=f"step_{number}", token=f"token-{number}")
        people = [Actor(f"p{number}{index}", frozenset({Role.REVIEWER})) for index in range(3)]

        def attempt(actor: Actor, approval: Approval = approval) -> str:
            try:
                return decide(approval, actor).state
            except TeleshopError as refused:
                return refused.code

        with ThreadPoolExecutor(3) as pool:
            results = sorted(pool.map(attempt, people))
        assert results == ["already_decided", "already_decided", "approved"]
    assert len(events(aws, "ApprovalDecided")) == 5


@pytest.mark.clause("3.1.3")
def test_one_person_who_decides_two_steps_at_once_gets_only_one(aws: Any) -> None:
    both = Actor("both", frozenset({Role.REVIEWER, Role.INSPECTOR}))
    for number in range(1, 6):
        process = {"kind": "supplier_application", "id": "sap_1", "round": number}
        steps = [
            opened(process=process, step="review", token=f"r{number}"),
            opened(process=process, step="inspection", role="inspector", token=f"i{number}"),
        ]

        def attempt(approval: Approval) -> str:
            try:
                return decide(approval, both).state
            except TeleshopError as refused:
                return refused.code

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(attempt, steps)) == ["approved", "four_eyes"]


@pytest.mark.clause("3.1.3", "4.2.3")
@pytest.mark.parametrize(
    "actor",
    [
        Actor(APPLICANT.subject, frozenset({Role.REVIEWER})),
        Actor("colleague", frozenset({Role.REVIEWER}), SUPPLIER),
        Actor("colleague", frozenset({Role.REVIEWER, Role.SUPPLIER}), SUPPLIER),
    ],
)
def test_neither_who_asked_nor_anybody_of_that_supplier_decides(aws: Any, actor: Actor) -> None:
    approval = opened()
    with pytest.raises(FourEyesError):
        decide(approval, actor)
    assert service().get(approval.id).is_open


@pytest.mark.clause("3.1.3")
def test_nobody_decides_two_steps_of_one_round_but_the_next_round_is_new(aws: Any) -> None:
    decide(opened(step="review", role="reviewer"))
    second = opened(step="contract", role="reviewer", token="token-2")
    with pytest.raises(FourEyesError):
        decide(second)
    decide(second, OTHER_REVIEWER)
    process = {"kind": "supplier_application", "id": second.process_id, "round": 2}
    assert decide(opened(process=process, step="contract", token="token-3")).state == "approved"


def test_who_lacks_the_role_is_told_whose_it_is_and_an_outsider_that_there_is_nothing(
    aws: Any,
) -> None:
    approval = opened()
    for actor in (INSPECTOR, MANAGER, AGENT):
        with pytest.raises(NotResponsibleError) as refused:
            decide(approval, actor)
        assert "审核员" in refused.value.detail("zh")
    with pytest.raises(ApprovalNotFoundError):
        decide(approval, STRANGER)
    with pytest.raises(ApprovalNotFoundError):
        service().decide(call(REVIEWER), "apr_none", body())


@pytest.mark.clause("3.1.3")
def test_nothing_is_approved_while_a_requirement_is_missing_but_it_can_be_returned(
    aws: Any,
) -> None:
    approval = opened(requirements=["inspection_report", "photos"])
    with pytest.raises(RequirementMissingError) as refused:
        decide(approval)
    assert "inspection_report, photos" in refused.value.detail("en")
    for name in ("inspection_report", "photos", "photos"):
        tx = Transaction(call(INSPECTOR), "file_report", Subject("supplier", SUPPLIER))
        service().fulfil(tx, approval.id, name)
        tx.commit(None)
    assert service().get(approval.id).fulfilled == ("inspection_report", "photos")
    assert decide(approval).state == "approved"
    tx = Transaction(call(INSPECTOR), "file_report", Subject("supplier", SUPPLIER))
    with pytest.raises(UnknownRequirementError):
        service().fulfil(tx, approval.id, "anything")
    with pytest.raises(AlreadyDecidedError):
        service().fulfil(tx, approval.id, "photos")
    returned = opened(step="again", requirements=["photos"], token="token-2")
    assert (
        decide(returned, OTHER_REVIEWER, decision="return_for_change", reason="photos").state
        == "returned"
    )


def test_a_decision_based_on_an_older_version_is_refused(aws: Any) -> None:
    approval = opened()
    opened(token="token-2")
    with pytest.raises(StaleVersionError):
        service().decide(call(REVIEWER, expected_version=approval.version), approval.id, body())


@pytest.mark.clause("3.1.3")
def test_when_time_is_over_the_next_role_decides_and_gets_the_full_time(aws: Any) -> None:
    approval = opened()
    service().deadline_reached(call(after=DAY), approval.id, approval.deadline_id)
    after = service().get(approval.id)
    assert (after.role, after.state, after.due_at) == (Role.MANAGER, "open", NOW + 2 * DAY)
    (told,) = events(aws, "ApprovalEscalated")
    assert (told["from_role"], told["to_role"]) == ("reviewer", "manager")
    with pytest.raises(ApprovalEscalatedError) as refused:
        decide(approval, after=DAY + HOUR)
    assert "经理" in refused.value.detail("zh")
    assert decide(approval, MANAGER, after=DAY + HOUR).state == "approved"


@pytest.mark.clause("3.1.3")
def test_a_decision_after_time_out_is_refused_with_when_and_how_it_ended(aws: Any) -> None:
    approval = opened(escalation=[])
    service().deadline_reached(call(after=DAY), approval.id, approval.deadline_id)
    assert service().get(approval.id).state is ApprovalState.TIMED_OUT
    (told,) = events(aws, "ApprovalDecided")
    assert (told["outcome"], told["decided_by"]) == ("timed_out", None)
    with pytest.raises(ApprovalClosedError) as refused:
        decide(approval, after=DAY + HOUR)
    assert "2026-11-24T12:00+08:00" in refused.value.detail("zh")
    assert "timed out" in refused.value.detail("en")


@pytest.mark.clause("3.1.3")
def test_what_a_late_click_means_does_not_depend_on_when_the_sweep_runs(aws: Any) -> None:
    approval = opened(escalation=[])
    with pytest.raises(ApprovalClosedError):
        decide(approval, after=DAY)
    assert decide(approval, after=DAY - timedelta(microseconds=1)).state == "approved"


def test_a_deadline_told_late_or_again_changes_nothing(aws: Any) -> None:
    approval = opened()
    service().deadline_reached(call(after=DAY), approval.id, approval.deadline_id)
    assert service().deadline_reached(call(after=DAY), approval.id, approval.deadline_id) is None
    decide(approval, MANAGER, after=DAY + HOUR)
    second = f"approvals:{approval.id}:1"
    assert service().deadline_reached(call(after=2 * DAY), approval.id, second) is None
    assert service().get(approval.id).state == "approved"


def test_a_decision_and_a_time_out_at_the_same_moment_leave_one_outcome(aws: Any) -> None:
    for number in range(5):
        approval = opened(step=f"step_{number}", escalation=[], token=f"token-{number}")
        actor = Actor(f"p{number}", frozenset({Role.REVIEWER}))

        def click(approval: Approval = approval, actor: Actor = actor) -> str:
            try:
                return decide(approval, actor, after=DAY - HOUR).state
            except TeleshopError as refused:
                return refused.code

        def end(approval: Approval = approval) -> None:
            the_call = call(after=DAY)
            run(
                the_call,
                lambda: service().deadline_reached(the_call, approval.id, approval.deadline_id),
            )

        with ThreadPoolExecutor(2) as pool:
            clicked, ended = pool.submit(click), pool.submit(end)
            ended.result()
        state = service().get(approval.id).state
        assert (clicked.result(), state) in {
            ("approved", "approved"),
            ("approval_closed", "timed_out"),
        }
    assert len(events(aws, "ApprovalDecided")) == 5


@pytest.mark.clause("2.2.3")
def test_a_decision_that_asks_for_a_course_is_for_whoever_has_a_valid_record_of_it(
    aws: Any,
) -> None:
    approval = opened(qualification="product_review")
    with pytest.raises(QualificationMissingError) as refused:
        decide(approval)
    assert "product_review" in refused.value.detail("en")
    assert "/staff/{subject}/trainings" in refused.value.detail("zh")
    assert service().get(approval.id).is_open
    enter(REVIEWER.subject, courses=["product_review"], valid_until=china_date(NOW))
    assert decide(approval).state == "approved"


@pytest.mark.clause("2.2.3")
def test_a_qualification_counts_to_the_end_of_its_last_day_in_china(aws: Any) -> None:
    last = china_date(NOW)
    enter(REVIEWER.subject, courses=["product_review"], valid_until=last)
    end = end_of_china_day(last) - NOW
    first, second = (
        opened(
            qualification="product_review",
            process={"kind": "product_review", "id": f"prd.{number}", "round": 1},
            timeout="P3D",
        )
        for number in (1, 2)
    )
    assert decide(first, after=end - timedelta(microseconds=1)).state == "approved"
    with pytest.raises(QualificationMissingError):
        decide(second, after=end)


@pytest.mark.clause("3.1.3")
def test_the_process_says_which_choices_are_left_until_it_finds_more(aws: Any) -> None:
    approval = opened(requirements=["list"], allowed=["reject"])
    for choice in ("approve", "return_for_change"):
        with pytest.raises((ChoiceNotAllowedError, RequirementMissingError)):
            decide(approval, decision=choice, reason=REASON)
    tx = Transaction(call(INSPECTOR), "find", Subject("supplier", SUPPLIER))
    service().fulfil(tx, approval.id, "list", [Choice.REJECT, Choice.RETURN_FOR_CHANGE])
    tx.commit(None)
    with pytest.raises(ChoiceNotAllowedError):
        decide(approval)
    assert decide(approval, decision="return_for_change", reason=REASON).state == "returned"


def test_what_depends_on_an_open_approval_fails_once_somebody_decided(aws: Any) -> None:
    approval = opened()
    tx = Transaction(call(INSPECTOR), "note", Subject("supplier", SUPPLIER))
    service().keep_open(tx, approval)
    decided = decide(approval)
    with pytest.raises(RacedError):
        tx.commit(None)
    with pytest.raises(AlreadyDecidedError):
        service().keep_open(tx, decided)
