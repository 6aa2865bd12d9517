"""Use cases of approvals: processes ask, people decide, deadlines escalate, tasks are answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from teleshop.approvals.domain import approval as rules
from teleshop.approvals.domain import rounds
from teleshop.approvals.domain.approval import (
    Approval,
    ApprovalState,
    CallbackState,
    Choice,
    Verdict,
)
from teleshop.approvals.domain.delegation import Delegation
from teleshop.approvals.domain.entitlement import Capacity, capacity_of, is_applicant, seen_by
from teleshop.approvals.domain.rounds import Process, Round
from teleshop.approvals.domain.wording import ROLES
from teleshop.approvals.errors import (
    ApprovalNotFoundError,
    NotApplicantError,
    NotResponsibleError,
)
from teleshop.approvals.schemas import (
    ApprovalCallbackLost,
    ApprovalDecided,
    ApprovalEscalated,
    ApprovalRequested,
    DecisionBody,
    OpenApproval,
)
from teleshop.approvals.tables import (
    ApprovalRepository,
    ApprovalRow,
    DelegationRepository,
    DelegationRow,
    RoundRow,
)
from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import STAFF_ROLES, Actor, Call, Role
from teleshop.kernel.errors import NotFoundError, RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction


class Qualifications(Protocol):
    """What people were trained in."""

    def require(self, subject: str, course: str, now: datetime) -> None:
        """Refuse with `qualification_missing` unless the person has a valid record of the
        course.
        """


class Tasks(Protocol):
    """Tasks of state machines that wait for an answer."""

    def answer(self, token: str, execution: str | None, output: dict[str, Any]) -> CallbackState:
        """Complete a task; `lost` if none waits for it."""


@dataclass(frozen=True, slots=True)
class InboxItem:
    """An approval in somebody's inbox; ``acting_for`` are those whose delegation brought it
    there, none if his own role did.
    """

    approval: Approval
    acting_for: tuple[str, ...] = ()


class Approvals:
    """The approvals capability; stateless, one per process."""

    def __init__(
        self,
        repository: ApprovalRepository,
        delegations: DelegationRepository,
        deadlines: Deadlines,
        tasks: Tasks,
        qualifications: Qualifications,
    ) -> None:
        self._repository = repository
        self._delegations = delegations
        self._deadlines = deadlines
        self._tasks = tasks
        self._qualifications = qualifications

    # -- what a process does -----------------------------------------------------------------------

    def open(self, call: Call, asked: OpenApproval) -> Approval:
        """Ask for a decision on behalf of a waiting task; asking again is the same approval.

        While it is open, a new token replaces the old one. What has ended answers the new task at
        once, so that a process that is started again runs through what is decided. In a round that
        was withdrawn meanwhile it ends at once as `withdrawn`.
        """
        made = rules.new_approval(
            process=Process(asked.process.kind, asked.process.id, asked.process.round),
            step=asked.step,
            subject=(asked.subject.kind, asked.subject.id),
            title=(asked.title.zh, asked.title.en),
            requester=asked.requester,
            supplier_id=asked.supplier_id,
            role=asked.role,
            escalation=asked.escalation,
            limit=asked.timeout,
            requirements=asked.requirements,
            fulfilled=asked.fulfilled,
            allowed=asked.allowed,
            reason_required=asked.reason_required,
            qualification=asked.qualification,
            excluded=asked.excluded,
            token=asked.token,
            execution=asked.execution,
            now=call.now,
        )
        known = self._repository.find(made.id)
        if known is None:
            return self._open_new(call, made)
        if known.token == asked.token:
            return known
        if not known.is_open:
            return self._answer_new_task(call, known, asked)
        tx = Transaction(call, "open_approval", _subject(known))
        after = rules.with_task(known, asked.token, asked.execution)
        return tx.commit(tx.save(ApprovalRow, known, after))

    def _open_new(self, call: Call, made: Approval) -> Approval:
        held = self._repository.find_round(made.process)
        before = held or rounds.new_round(made.process)
        tx = Transaction(call, "open_approval", _subject(made))
        if before.is_withdrawn:
            made = rules.withdrawn(made, call.now)
        # First, so that a twin that was faster shows as a race and not as its deadline.
        tx.create(ApprovalRow, made, conflict=RacedError())
        _keep_round(tx, held, rounds.with_approval(before, made.step, made.id))
        if not made.is_open:
            self._publish_decided(tx, made)
            return tx.commit(made)
        self._register(tx, made)
        tx.publish(
            ApprovalRequested(
                **_facts(made),
                role=made.role,
                due_at=made.due_at,
                requirements=made.requirements,
            )
        )
        return tx.commit(made)

    def _answer_new_task(self, call: Call, known: Approval, asked: OpenApproval) -> Approval:
        told = self._tasks.answer(asked.token, asked.execution, outcome_of(known))
        if told is not CallbackState.DELIVERED or known.callback is CallbackState.DELIVERED:
            return known
        tx = Transaction(call, "answer_task", _subject(known))
        return tx.commit(tx.save(ApprovalRow, known, rules.with_callback(known, told)))

    def fulfil(
        self,
        tx: Transaction,
        approval_id: str,
        requirement: str,
        allowed: Iterable[Choice] | None = None,
    ) -> Approval:
        """Something that the approval is conditional on has happened, and leaves the choices
        ``allowed`` (None: those there were): part of the transaction of the context that it
        happened in.
        """
        known = self.get(approval_id)
        return self._keep_requirements(tx, known, rules.fulfilled(known, requirement, allowed))

    def keep_open(self, tx: Transaction, known: Approval) -> None:
        """Let ``tx`` fail as raced if the approval, which was read open, has changed meanwhile."""
        if not known.is_open:
            raise rules.refusal_of_closed(known)
        tx.require(
            ApprovalRow,
            known.id,
            ApprovalRow.SK,
            ApprovalRow.version == known.version,
            conflict=RacedError(),
        )

    def unfulfil(self, tx: Transaction, approval_id: str, requirement: str) -> Approval:
        """What was told by :meth:`fulfil` holds no longer: part of the transaction of its context.

        Nothing changes where it was not fulfilled.
        """
        known = self.get(approval_id)
        return self._keep_requirements(tx, known, rules.unfulfilled(known, requirement))

    def _keep_requirements(self, tx: Transaction, known: Approval, after: Approval) -> Approval:
        if after == known:
            return known
        return tx.save(ApprovalRow, known, after, conflict=RacedError())

    def withdraw_process(self, tx: Transaction, process: Process) -> list[Approval]:
        """The case is taken back: part of the transaction of the context that owns it.

        Ends what is open in this round and lets nothing be opened in it any more; answers what it
        ended.
        """
        held = self._repository.find_round(process)
        before = held or rounds.new_round(process)
        if before.is_withdrawn:
            return []
        found = [self.get(known_id) for known_id in before.approvals.values()]
        ended = [self._withdraw(tx, known) for known in found if known.is_open]
        _keep_round(tx, held, rounds.withdrawn(before, tx.call.now))
        return ended

    def _withdraw(self, tx: Transaction, known: Approval) -> Approval:
        # The version that the call may name is that of its own object, not of this one.
        ended = rules.withdrawn(known, tx.call.now)
        after = tx.save(ApprovalRow, known, ended, conflict=RacedError())
        self._deadlines.cancel(tx, known.deadline_id)
        self._publish_decided(tx, after)
        return after

    # -- what people do ----------------------------------------------------------------------------

    def decide(self, call: Call, approval_id: str, wanted: DecisionBody) -> Approval:
        """Decide. The same decision by the same person again gets the same answer; of two people
        at once one wins, and the other is told.
        """
        known = self._seen(call, approval_id)
        verdict = rules.checked(
            Verdict(wanted.decision, wanted.reason, wanted.reason_code, tuple(wanted.conditions)),
            known.reason_required,
        )
        if rules.is_same_decision(known, verdict, call.actor.subject):
            return known
        rules.refuse_unless_due_later(known, call.now)
        held = self._repository.find_round(known.process) or rounds.new_round(known.process)
        capacity = capacity_of(known, held, call.actor, self._delegations_for(call, known.role))
        if known.qualification is not None:
            self._qualifications.require(call.actor.subject, known.qualification, call.now)
        call.check_version(known.version)
        return self._store_decision(call, known, held, verdict, capacity)

    def _store_decision(
        self, call: Call, known: Approval, held: Round, verdict: Verdict, capacity: Capacity
    ) -> Approval:
        by, behalf = call.actor.subject, capacity.on_behalf_of
        tx = Transaction(call, "decide_approval", _subject(known))
        after = tx.save(
            ApprovalRow,
            known,
            rules.decided(known, verdict, by=by, on_behalf_of=behalf, now=call.now),
            # Not a stale version: whoever comes second is told what was decided.
            conflict=RacedError(),
        )
        people = [by, behalf] if behalf else [by]
        tx.save(
            RoundRow,
            held,
            rounds.with_people(held, people, known.step),
            conflict=RacedError(),
            audited=False,
        )
        if capacity.delegation:
            tx.require(
                DelegationRow,
                capacity.delegation.id,
                DelegationRow.SK,
                DelegationRow.revoked_at.does_not_exist(),
                conflict=RacedError(),
            )
            tx.note(on_behalf_of=behalf, delegation=capacity.delegation.id)
        self._deadlines.meet(tx, known.deadline_id)
        self._publish_decided(tx, after)
        return tx.commit(after)

    def _delegations_for(self, call: Call, role: Role) -> list[Delegation]:
        """What the caller may act by in a role he lacks, as it is stored now."""
        if call.actor.has(role) or not call.actor.is_staff:
            return []
        listed = self._delegations.active_for(call.actor.subject, call.now)
        fresh = [self._delegations.find(given.id) for given in listed if given.role is role]
        return [given for given in fresh if given is not None and given.is_active(call.now)]

    def withdraw(self, call: Call, approval_id: str) -> Approval:
        """The applicant takes the case back; again is the same."""
        known = self._seen(call, approval_id)
        if not is_applicant(known, call.actor):
            raise NotApplicantError
        if known.state is ApprovalState.WITHDRAWN:
            return _shown(known, call.actor)
        if not known.is_open:
            raise rules.refusal_of_closed(known)
        call.check_version(known.version)
        tx = Transaction(call, "withdraw_approval", _subject(known))
        ended = self.withdraw_process(tx, known.process)
        mine = next((item for item in ended if item.id == known.id), None)
        if mine is None:
            # Another change of the round came between the two reads.
            raise RacedError
        return tx.commit(_shown(mine, call.actor))

    # -- what people see ---------------------------------------------------------------------------

    def find(self, approval_id: str) -> Approval | None:
        """One approval, for other contexts."""
        return self._repository.find(approval_id)

    def get(self, approval_id: str) -> Approval:
        """One approval, for other contexts; `approval_not_found` if there is none."""
        known = self._repository.find(approval_id)
        if known is None:
            raise ApprovalNotFoundError
        return known

    def of_step(self, process: Process, step: str) -> Approval | None:
        """The approval of a step, for the context that owns the process."""
        return self._repository.find(rules.approval_id(process, step))

    def show(self, call: Call, approval_id: str) -> InboxItem:
        """One approval as the caller may see it."""
        known = self._repository.find(approval_id)
        if known is None:
            raise ApprovalNotFoundError
        delegated = self._delegated(call)
        shown = seen_by(known, call.actor, frozenset(delegated))
        if shown is None:
            raise ApprovalNotFoundError
        mine = call.actor.has(known.role) or not known.is_open
        return InboxItem(shown, () if mine else delegated.get(known.role, ()))

    def inbox(self, call: Call, role: Role | None, page: PageRequest) -> Page[InboxItem]:
        """What waits for the caller's decision, most urgent first: by his roles and by what was
        delegated to him; for ``role`` alone if given.
        """
        own = call.actor.roles & STAFF_ROLES
        delegated = self._delegated(call)
        roles = own | delegated.keys()
        if role is not None:
            if role not in roles:
                zh, en = ROLES[role]
                raise NotResponsibleError(role_zh=zh, role_en=en)
            roles = frozenset({role})
        found = self._repository.inbox(
            roles, page, scope=f"inbox|{call.actor.subject}|{role or ''}"
        )
        return found.map(
            lambda known: InboxItem(
                known, () if known.role in own else delegated.get(known.role, ())
            )
        )

    def of_case(self, call: Call, case: str, page: PageRequest) -> Page[InboxItem]:
        """All approvals of one case (``<kind>:<id>``), as the caller may see them; 404 for an
        outsider, whether or not there is such a case.
        """
        delegated = frozenset(self._delegated(call))
        found = self._repository.of_case(case, page)
        shown = [seen_by(known, call.actor, delegated) for known in found.items]
        seen = [InboxItem(known) for known in shown if known is not None]
        if len(seen) < len(shown) or (not shown and not call.actor.is_staff):
            raise NotFoundError
        return Page(seen, found.next)

    def _delegated(self, call: Call) -> dict[Role, tuple[str, ...]]:
        """Whom the caller may act for, by role."""
        found: dict[Role, tuple[str, ...]] = {}
        if call.actor.is_staff:
            for given in self._delegations.active_for(call.actor.subject, call.now):
                found[given.role] = (*found.get(given.role, ()), given.delegator)
        return found

    def _seen(self, call: Call, approval_id: str) -> Approval:
        known = self._repository.find(approval_id)
        if known is None or seen_by(known, call.actor) is None:
            raise ApprovalNotFoundError
        return known

    # -- what happens by itself --------------------------------------------------------------------

    def deadline_reached(self, call: Call, approval_id: str, deadline_id: str) -> Approval | None:
        """A role let its time pass: the next role is asked, with the full time; at the end of the
        chain the approval times out. None if it ended or moved on before.
        """
        known = self._repository.find(approval_id)
        if known is None or not known.is_open or known.deadline_id != deadline_id:
            return None
        tx = Transaction(call, "escalate_approval", _subject(known))
        after = tx.save(ApprovalRow, known, rules.after_deadline(known, call.now))
        if after.is_open:
            self._register(tx, after)
            tx.publish(
                ApprovalEscalated(
                    **_facts(after),
                    from_role=known.role,
                    to_role=after.role,
                    due_at=after.due_at,
                )
            )
        else:
            self._publish_decided(tx, after)
        return tx.commit(after)

    def deliver_outcome(self, call: Call, approval_id: str) -> Approval | None:
        """Tell the waiting task; None if it was told before.

        When no task waits any more, that is recorded, and `ApprovalCallbackLost` lets the owner of
        the process start it again.
        """
        known = self.get(approval_id)
        if known.is_open or known.callback is not CallbackState.PENDING or known.token is None:
            return None
        told = self._tasks.answer(known.token, known.execution, outcome_of(known))
        tx = Transaction(call, "deliver_outcome", _subject(known))
        if told is CallbackState.LOST:
            tx.publish(
                ApprovalCallbackLost(
                    **_facts(known), outcome=known.state, execution=known.execution
                )
            )
        return tx.commit(tx.save(ApprovalRow, known, rules.with_callback(known, told)))

    # -- parts of transactions ---------------------------------------------------------------------

    def _register(self, tx: Transaction, known: Approval) -> None:
        self._deadlines.register(
            tx,
            id=known.deadline_id,
            owner=Owner("approvals", "approval", known.id),
            kind="decision",
            due_at=known.due_at,
            warn_before=known.warn_before,
            data={"role": known.role.value, "step": known.step},
        )

    def _publish_decided(self, tx: Transaction, known: Approval) -> None:
        tx.publish(
            ApprovalDecided(
                **_facts(known),
                outcome=known.state,
                role=known.role,
                decided_at=known.decided_at or tx.call.now,
                decided_by=known.decided_by,
                on_behalf_of=known.on_behalf_of,
                reason_code=known.reason_code,
            ),
            subject=_subject(known),
        )


def outcome_of(known: Approval) -> dict[str, Any]:
    """What the waiting task is answered with; nothing personal."""
    return {
        "approval_id": known.id,
        "outcome": known.state.value,
        "reason_code": known.reason_code,
        "decided_by": known.decided_by,
    }


def _subject(known: Approval) -> Subject:
    return Subject("approval", known.id)


def _facts(known: Approval) -> dict[str, Any]:
    return {
        "approval_id": known.id,
        "process_kind": known.process_kind,
        "process_id": known.process_id,
        "round": known.round,
        "step": known.step,
        "subject_kind": known.subject_kind,
        "subject_id": known.subject_id,
        "supplier_id": known.supplier_id,
    }


def _keep_round(tx: Transaction, before: Round | None, after: Round) -> None:
    if before is None:
        tx.create(RoundRow, after, conflict=RacedError(), audited=False)
    else:
        tx.save(RoundRow, before, after, conflict=RacedError(), audited=False)


def _shown(known: Approval, actor: Actor) -> Approval:
    shown = seen_by(known, actor)
    if shown is None:
        raise ApprovalNotFoundError
    return shown
