"""Approvals as state machines see them: asked for, answered, asked again, withdrawn, lost."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from teleshop.approvals.domain.approval import CallbackState
from teleshop.approvals.errors import AlreadyDecidedError, ApprovalClosedError, NotApplicantError
from teleshop.approvals.schemas import DecisionBody
from teleshop.approvals.service import Process
from teleshop.approvals.wiring import service
from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.transaction import Subject, Transaction
from tests.factories.approvals import (
    APPLICANT,
    CASE,
    DAY,
    INSPECTOR,
    MANAGER,
    NOW,
    OTHER_REVIEWER,
    PROCESS,
    REVIEWER,
    SUPPLIER,
    asked,
    call,
    opened,
    task,
)
from tests.harness.platform import Platform, connected
from tests.harness.state_machines import running, time_out_waiting_tasks
from tests.harness.wiring import Machine, Wiring, wiring

HOUR = timedelta(hours=1)
OWN = {"ApprovalsOpen", "ApprovalsOnDeadlineReached", "ApprovalsOnApprovalDecided"}


def ask(step: str, role: str, following: dict[str, Any]) -> dict[str, Any]:
    """A human decision as functions/approvals/open.py says it is written."""
    payload: dict[str, Any] = {
        **task(step=step, role=role),
        "token.$": "$$.Task.Token",
        "execution.$": "$$.Execution.Id",
    }
    for name in ("token", "execution"):
        del payload[name]
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "ApprovalsOpen", "Payload": payload},
        "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 5, "MaxAttempts": 2}],
        "ResultPath": f"$.{step}",
        **following,
    }


TWO_STEPS = {
    "StartAt": "Review",
    "States": {
        "Review": ask("review", "reviewer", {"Next": "Passed"}),
        "Passed": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.review.outcome", "StringEquals": "approved", "Next": "Inspection"}
            ],
            "Default": "Ended",
        },
        "Inspection": ask("inspection", "inspector", {"End": True}),
        "Ended": {"Type": "Pass", "End": True},
    },
}


@pytest.fixture
def flows(aws: Any) -> Iterator[Platform]:
    """What `infra/` wires of outbox, deadlines and approvals, and a state machine of two human
    decisions.
    """
    known = wiring()
    wired = Wiring(
        known.handlers,
        [source for source in known.streams if source.function == "OutboxPublish"],
        [],
        [rule for rule in known.rules if rule.target in OWN],
        [schedule for schedule in known.schedules if schedule.function == "DeadlinesSweep"],
        [Machine("TwoSteps", "teleshop-two-steps", json.dumps(TWO_STEPS))],
    )
    with connected(aws, wired) as made:
        yield made


def start(aws: Any, name: str = "first") -> str:
    client = aws.client("stepfunctions")
    (machine,) = client.list_state_machines()["stateMachines"]
    arn = machine["stateMachineArn"]
    started = client.start_execution(stateMachineArn=arn, name=name, input="{}")
    return str(started["executionArn"])


def output(aws: Any, execution: str) -> Any:
    told = aws.client("stepfunctions").describe_execution(executionArn=execution)
    assert told["status"] == "SUCCEEDED", told
    return json.loads(told["output"])


def decide(step: str, actor: Actor, decision: str = "approve", **content: Any) -> None:
    known = service().of_step(PROCESS, step)
    assert known is not None
    body = msgspec.convert({"decision": decision, **content}, DecisionBody)
    service().decide(call(actor, HOUR), known.id, body)


def events(aws: Any, name: str) -> list[dict[str, Any]]:
    rows = [msgspec.json.decode(row["envelope"]) for row in aws.items("OutboxTable")]
    return [row["data"] for row in rows if row["type"] == name]


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize("deliver", ["once", "twice"])
def test_a_process_waits_for_each_person_and_goes_on_with_the_outcome(
    aws: Any, flows: Platform, deliver: Any
) -> None:
    flows.deliver = deliver
    execution = start(aws)
    flows.settle()
    decide("review", REVIEWER)
    flows.settle()
    decide("inspection", INSPECTOR, "reject", reason="No warehouse", reason_code="no_warehouse")
    flows.settle()
    told = output(aws, execution)
    review, inspection = (service().of_step(PROCESS, step) for step in ("review", "inspection"))
    assert review is not None
    assert inspection is not None
    assert told["review"] == {
        "approval_id": review.id,
        "outcome": "approved",
        "reason_code": None,
        "decided_by": REVIEWER.subject,
    }
    assert told["inspection"]["outcome"] == "rejected"
    assert told["inspection"]["reason_code"] == "no_warehouse"
    assert review.callback == inspection.callback == CallbackState.DELIVERED
    assert review.token is None
    assert len(events(aws, "ApprovalDecided")) == 2
    assert events(aws, "ApprovalCallbackLost") == []


@pytest.mark.clause("3.1.3")
def test_deadlines_escalate_and_at_last_the_process_learns_that_nobody_decided(
    aws: Any, flows: Platform
) -> None:
    execution = start(aws)
    flows.settle()
    for minutes in range(0, 3 * 24 * 60, 6 * 60):
        flows.run_schedules(NOW + timedelta(minutes=minutes), "DeadlinesSweep")
    assert output(aws, execution)["review"]["outcome"] == "timed_out"
    assert [event["to_role"] for event in events(aws, "ApprovalEscalated")] == ["manager"]
    warnings = [event["warning_at"] for event in events(aws, "DeadlineApproaching")]
    assert warnings == [
        "2026-11-23T16:00:00Z",
        "2026-11-23T23:12:00Z",
        "2026-11-24T16:00:00Z",
        "2026-11-24T23:12:00Z",
    ]


@pytest.mark.clause("3.1.3")
def test_when_no_task_waits_any_more_it_is_recorded_and_told_and_a_restart_runs_through(
    aws: Any, flows: Platform
) -> None:
    lost = start(aws)
    flows.settle()
    assert time_out_waiting_tasks() == 1
    flows.settle()
    assert running() == []
    decide("review", REVIEWER)
    flows.settle()
    review = service().of_step(PROCESS, "review")
    assert review is not None
    assert (review.state, review.callback) == ("approved", CallbackState.LOST)
    (told,) = events(aws, "ApprovalCallbackLost")
    assert (told["approval_id"], told["execution"]) == (review.id, lost)

    again = start(aws, "again")
    flows.settle()
    assert [execution.exec_arn for execution in running()] == [again]
    decide("inspection", INSPECTOR)
    flows.settle()
    assert output(aws, again)["review"]["decided_by"] == REVIEWER.subject
    assert len(events(aws, "ApprovalDecided")) == 2
    review = service().of_step(PROCESS, "review")
    assert review is not None
    assert review.callback is CallbackState.DELIVERED


def test_an_answer_whose_success_was_not_noted_is_not_taken_for_lost(
    aws: Any, flows: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task is answered, and the function ends before it can write that down."""
    start(aws)
    flows.settle()
    decide("review", REVIEWER)
    commit, crashes = Transaction.commit, iter([True])

    def commit_or_crash(self: Transaction, result: Any) -> Any:
        if self._action == "deliver_outcome" and next(crashes, False):
            raise RuntimeError("the function ends here")
        return commit(self, result)

    monkeypatch.setattr(Transaction, "commit", commit_or_crash)
    flows.settle()
    review = service().of_step(PROCESS, "review")
    assert review is not None
    assert review.callback is CallbackState.DELIVERED
    assert next(crashes, False) is False
    assert events(aws, "ApprovalCallbackLost") == []


@pytest.mark.clause("3.1.3")
def test_a_process_that_the_applicant_withdraws_ends_as_withdrawn(
    aws: Any, flows: Platform
) -> None:
    execution = start(aws)
    flows.settle()
    review = service().of_step(PROCESS, "review")
    assert review is not None
    service().withdraw(call(APPLICANT, HOUR), review.id)
    flows.settle()
    assert output(aws, execution)["review"]["outcome"] == "withdrawn"


@pytest.mark.clause("3.1.3")
def test_asking_again_is_the_same_approval_with_the_newest_token(aws: Any) -> None:
    first = opened()
    assert opened() == first
    again = opened(after=HOUR, token="token-2")
    assert (again.id, again.due_at, again.token) == (first.id, first.due_at, "token-2")
    assert len(events(aws, "ApprovalRequested")) == 1
    assert len(aws.items("DeadlinesTable")) == 1


def test_another_step_round_or_case_is_another_approval(aws: Any) -> None:
    process = {"kind": "supplier_application", "id": CASE, "round": 2}
    found = {
        opened().id,
        opened(step="other").id,
        opened(process=process).id,
        opened(process={**process, "id": "sap_other"}).id,
    }
    assert len(found) == 4


@pytest.mark.parametrize(
    "wrong",
    [{"role": "supplier"}, {"escalation": ["reviewer"]}, {"timeout": 59}, {"timeout": "PT0S"}],
)
def test_a_wrong_definition_of_a_process_fails_at_once(aws: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"roles of the staff|at least a minute"):
        opened(**wrong)
    assert aws.items("ApprovalsTable") == []


@pytest.mark.clause("3.1.3")
def test_withdrawal_ends_what_is_open_cancels_its_deadline_and_can_be_repeated(aws: Any) -> None:
    approval = opened()
    first = service().withdraw(call(APPLICANT, HOUR), approval.id)
    assert first.state == "withdrawn"
    assert service().withdraw(call(APPLICANT, HOUR), approval.id) == first
    deadline = deadlines().find(approval.deadline_id)
    assert deadline is not None
    assert deadline.state == "cancelled"
    (told,) = events(aws, "ApprovalDecided")
    assert told["outcome"] == "withdrawn"
    body = msgspec.convert({"decision": "approve"}, DecisionBody)
    with pytest.raises(ApprovalClosedError) as refused:
        service().decide(call(REVIEWER, HOUR), approval.id, body)
    assert "申请方" in refused.value.detail("zh")


def test_only_the_applicant_withdraws_and_not_after_the_decision(aws: Any) -> None:
    approval = opened()
    with pytest.raises(NotApplicantError):
        service().withdraw(call(MANAGER, HOUR), approval.id)
    body = msgspec.convert({"decision": "approve"}, DecisionBody)
    service().decide(call(REVIEWER, HOUR), approval.id, body)
    with pytest.raises(AlreadyDecidedError):
        service().withdraw(call(APPLICANT, HOUR), approval.id)


@pytest.mark.clause("3.1.3")
def test_the_owner_of_a_process_withdraws_it_in_its_own_transaction(aws: Any) -> None:
    approvals = [opened(), opened(step="inspection", token="token-2")]
    body = msgspec.convert({"decision": "approve"}, DecisionBody)
    service().decide(call(REVIEWER, HOUR), approvals[0].id, body)
    for expected in ([approvals[1].id], []):
        tx = Transaction(call(APPLICANT, 2 * HOUR), "withdraw", Subject("supplier", SUPPLIER))
        assert [item.id for item in service().withdraw_process(tx, PROCESS)] == expected
        tx.commit(None)
    assert service().get(approvals[0].id).state == "approved"
    assert service().get(approvals[1].id).state == "withdrawn"


@pytest.mark.clause("3.1.3")
def test_what_is_asked_in_a_withdrawn_round_ends_at_once(aws: Any) -> None:
    tx = Transaction(call(APPLICANT), "withdraw", Subject("supplier", SUPPLIER))
    service().withdraw_process(tx, PROCESS)
    tx.commit(None)
    assert opened().state == "withdrawn"
    assert [event["outcome"] for event in events(aws, "ApprovalDecided")] == ["withdrawn"]
    assert aws.items("DeadlinesTable") == []
    assert opened(process={"kind": PROCESS.kind, "id": CASE, "round": 2}).is_open


def test_an_approval_that_opens_while_the_case_is_withdrawn_is_not_missed(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case is withdrawn between what `open` reads and what it writes."""
    from teleshop.kernel.use_case import run

    commit, first = Transaction.commit, iter([True])

    def withdrawn_in_between(self: Transaction, result: Any) -> Any:
        if next(first, False):
            tx = Transaction(call(APPLICANT), "withdraw", Subject("supplier", SUPPLIER))
            service().withdraw_process(tx, PROCESS)
            tx.commit(None)
        return commit(self, result)

    monkeypatch.setattr(Transaction, "commit", withdrawn_in_between)
    assert run(call(), lambda: service().open(call(), asked())).state == "withdrawn"


def test_two_retries_of_one_task_at_once_make_one_approval(aws: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from teleshop.kernel.use_case import run

    def attempt(number: int) -> str:
        the_call = call()
        wanted = asked(token=f"token-{number}")
        return run(the_call, lambda: service().open(the_call, wanted)).id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(attempt, range(2)))) == 1
    assert len(events(aws, "ApprovalRequested")) == 1


def test_the_owner_finds_its_approval_by_process_and_step(aws: Any) -> None:
    made = opened()
    assert service().of_step(PROCESS, made.step) == made
    assert service().of_step(Process(PROCESS.kind, PROCESS.id, 2), made.step) is None
    assert service().find("apr_none") is None


def test_a_requester_of_the_staff_withdraws_too(aws: Any) -> None:
    clerk = Actor("clerk", frozenset({Role.MANAGER}))
    approval = opened(requester=clerk.subject, supplier_id=None)
    with pytest.raises(NotApplicantError):
        service().withdraw(call(OTHER_REVIEWER, HOUR), approval.id)
    assert service().withdraw(call(clerk, DAY / 2), approval.id).state == "withdrawn"
