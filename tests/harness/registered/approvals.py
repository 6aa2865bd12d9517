"""Use cases of approvals and delegations; `fulfil` and `withdraw_process` within the transaction of
an owner.
"""

import json
import uuid
from typing import Any

from teleshop.approvals.domain.approval import CallbackState, Choice, approval_id
from teleshop.approvals.schemas import DecisionBody, DelegationBody
from teleshop.approvals.wiring import delegations, service
from teleshop.kernel.actor import Role
from teleshop.kernel.transaction import Subject, Transaction
from tests.factories.approvals import (
    AGENT,
    APPLICANT,
    DAY,
    INSPECTOR,
    PROCESS,
    REVIEWER,
    SUPPLIER,
    asked,
    opened,
    task,
)
from tests.harness import state_machines
from tests.harness.fault_walk import Fault, UseCase
from tests.harness.polling import until
from tests.harness.template import ACCOUNT
from tests.harness.world import NOW, World

APPROVE = DecisionBody(decision=Choice.APPROVE, conditions=["file the contract"])
DELEGATION = DelegationBody(
    to=AGENT.subject, role=Role.REVIEWER, until=NOW + DAY, reason="on leave"
)


def prepare_nothing(_: World) -> None:
    """Nobody has asked yet."""


def open_first(world: World, _: None) -> object:
    call = world.call()
    return world.run(call, lambda: service().open(call, asked(requirements=["report"])))


def prepare_open(_: World) -> str:
    """One approval waits."""
    return opened(requirements=["report"]).id


def open_again(world: World, _: str) -> object:
    call = world.call()
    return world.run(call, lambda: service().open(call, asked(token="token-2")))


def prepare_delegated(world: World) -> str:
    """One approval waits for somebody who has a delegate."""
    delegations().delegate(world.call(actor=REVIEWER), DELEGATION)
    return opened().id


def decide(world: World, id: str) -> object:
    call = world.call("decide", actor=AGENT)
    return world.run(call, lambda: service().decide(call, id, APPROVE))


def withdraw(world: World, id: str) -> object:
    call = world.call("withdraw", actor=APPLICANT)
    return world.run(call, lambda: service().withdraw(call, id))


def fulfil(world: World, id: str) -> object:
    """The context that got the report says so in its own transaction."""
    call = world.call("report", actor=INSPECTOR)

    def report() -> str:
        tx = Transaction(call, "report", Subject("supplier", SUPPLIER))
        service().fulfil(tx, id, "report")
        return tx.commit("done")

    return world.run(call, report)


def fulfilled_before(world: World) -> str:
    """The report is there."""
    known = prepare_open(world)
    tx = Transaction(world.call(actor=INSPECTOR), "report", Subject("supplier", SUPPLIER))
    service().fulfil(tx, known, "report")
    tx.commit("done")
    return known


def unfulfil(world: World, id: str) -> object:
    """A later report says otherwise."""
    call = world.call("report_again", actor=INSPECTOR)

    def report() -> str:
        tx = Transaction(call, "report_again", Subject("supplier", SUPPLIER))
        service().unfulfil(tx, id, "report")
        return tx.commit("done")

    return world.run(call, report)


def withdraw_process(world: World, _: str) -> object:
    """The context that owns the case takes it back in its own transaction."""
    call = world.call("withdraw", actor=APPLICANT)

    def take_back() -> int:
        tx = Transaction(call, "take_back", Subject("supplier", SUPPLIER))
        return tx.commit(len(service().withdraw_process(tx, PROCESS)))

    return world.run(call, take_back)


def escalate(world: World, id: str) -> object:
    call = world.call("deadline", now=NOW + DAY)
    return world.run(call, lambda: service().deadline_reached(call, id, f"approvals:{id}:0"))


def prepare_waiting_task(world: World) -> str:
    """A state machine waits for an approval that was just decided."""
    payload: dict[str, Any] = {
        **task(),
        "token.$": "$$.Task.Token",
        "execution.$": "$$.Execution.Id",
    }
    del payload["token"], payload["execution"]
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "ApprovalsOpen", "Payload": payload},
        "End": True,
    }
    client = world.aws.client("stepfunctions")
    made = client.create_state_machine(
        name="teleshop-ask",
        definition=json.dumps({"StartAt": "Ask", "States": {"Ask": ask}}),
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/ask",
    )
    client.start_execution(
        stateMachineArn=made["stateMachineArn"], name=str(uuid.uuid4()), input="{}"
    )
    # Only the state machine moves: what the events of the decision cause is not walked here.
    until(lambda: not state_machines.busy(), "the task waits")
    id = approval_id(PROCESS, "preliminary_review")
    return service().decide(world.call(actor=REVIEWER), id, APPROVE).id


def deliver(world: World, id: str) -> object:
    call = world.call("event")
    return world.run(call, lambda: service().deliver_outcome(call, id))


def is_delivered(_: World, id: str) -> None:
    assert service().get(id).callback is CallbackState.DELIVERED


def delegate(world: World, _: None) -> object:
    call = world.call("delegate", actor=REVIEWER)
    return world.run(call, lambda: delegations().delegate(call, DELEGATION))


def prepare_delegation(world: World) -> str:
    """A delegation that still counts."""
    return delegations().delegate(world.call(actor=REVIEWER), DELEGATION).id


def revoke(world: World, id: str) -> object:
    call = world.call(actor=REVIEWER)
    return world.run(call, lambda: delegations().revoke(call, id))


USE_CASES = (
    UseCase(
        "approvals.open", "3.1.3", prepare_nothing, open_first, covers=("approvals.Approvals.open",)
    ),
    UseCase("approvals.open_again", "3.1.3", prepare_open, open_again, covers=()),
    UseCase(
        "approvals.decide",
        "3.1.3",
        prepare_delegated,
        decide,
        covers=("approvals.Approvals.decide",),
    ),
    UseCase(
        "approvals.withdraw",
        "3.1.3",
        prepare_open,
        withdraw,
        covers=("approvals.Approvals.withdraw",),
    ),
    UseCase("approvals.fulfil", "3.1.3", prepare_open, fulfil, covers=()),
    UseCase("approvals.unfulfil", "3.1.3", fulfilled_before, unfulfil, covers=()),
    UseCase("approvals.withdraw_process", "3.1.3", prepare_open, withdraw_process, covers=()),
    UseCase(
        "approvals.deadline_reached",
        "3.1.3",
        prepare_open,
        escalate,
        covers=("approvals.Approvals.deadline_reached",),
    ),
    UseCase(
        "approvals.deliver_outcome",
        "3.1.3",
        prepare_waiting_task,
        deliver,
        covers=("approvals.Approvals.deliver_outcome",),
        check=is_delivered,
        connected=True,
        # A world per trial: the kinds that differ for a call outside the database.
        faults=(Fault.THROTTLED, Fault.NO_ANSWER, Fault.CRASH_AFTER),
    ),
    UseCase(
        "approvals.delegate",
        "3.1.3",
        prepare_nothing,
        delegate,
        covers=("approvals.Delegations.delegate",),
    ),
    UseCase(
        "approvals.revoke",
        "3.1.3",
        prepare_delegation,
        revoke,
        covers=("approvals.Delegations.revoke",),
    ),
)
