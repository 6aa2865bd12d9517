"""One approval: asked of a role, decided, escalated, timed out or withdrawn."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from teleshop.approvals.domain.rounds import Process
from teleshop.approvals.domain.wording import CHOICES, ROLES, STATES, local_time
from teleshop.approvals.errors import (
    AlreadyDecidedError,
    ApprovalClosedError,
    ChoiceNotAllowedError,
    RequirementMissingError,
    UnknownRequirementError,
)
from teleshop.kernel.actor import STAFF_ROLES, Role
from teleshop.kernel.errors import FieldError, InvalidInputError, Refusal
from teleshop.kernel.ids import derived_id

MAX_REASON = 2000


class ApprovalState(StrEnum):
    """All but `open` are final."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    RETURNED = "returned"
    TIMED_OUT = "timed_out"
    WITHDRAWN = "withdrawn"


class Choice(StrEnum):
    """What a person may decide."""

    APPROVE = "approve"
    REJECT = "reject"
    RETURN_FOR_CHANGE = "return_for_change"


class CallbackState(StrEnum):
    """Whether the outcome has reached the task that waits for it; `lost` when there is no such
    task any more.
    """

    PENDING = "pending"
    DELIVERED = "delivered"
    LOST = "lost"


STATE_OF: Mapping[Choice, ApprovalState] = {
    Choice.APPROVE: ApprovalState.APPROVED,
    Choice.REJECT: ApprovalState.REJECTED,
    Choice.RETURN_FOR_CHANGE: ApprovalState.RETURNED,
}
DECIDED = frozenset(STATE_OF.values())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decides. ``reason`` and ``conditions`` are free text and may name persons;
    ``reason_code`` may not, and goes into events.
    """

    choice: Choice
    reason: str | None = field(default=None, repr=False)
    reason_code: str | None = None
    conditions: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """``limit`` is in seconds per role; ``escalation`` lists the roles that follow, in order.

    ``requester`` is the token subject of who asked, ``supplier_id`` the supplier it was asked for.
    ``token`` and ``execution`` belong to the waiting task. ``on_behalf_of`` is set when a delegate
    decided. ``allowed`` are the choices that are possible as things stand (None: all of them); the
    process changes them with what it finds. ``reason_required`` are the choices that need a reason
    besides those that always do (reject and return). ``qualification`` is the course that whoever
    decides must have a valid record of. ``excluded`` are people (token subjects) who had a part in
    the case and may not decide, without having asked for it.
    """

    id: str
    process_kind: str
    process_id: str
    round: int
    step: str
    subject_kind: str
    subject_id: str
    title_zh: str
    title_en: str
    requester: str | None
    supplier_id: str | None
    role: Role
    escalation: tuple[Role, ...]
    former_roles: tuple[Role, ...] = ()
    limit: int
    requirements: tuple[str, ...] = ()
    fulfilled: tuple[str, ...] = ()
    allowed: tuple[Choice, ...] | None = None
    reason_required: tuple[Choice, ...] = ()
    qualification: str | None = None
    excluded: tuple[str, ...] = ()
    opened_at: datetime
    due_at: datetime
    state: ApprovalState = ApprovalState.OPEN
    token: str | None = field(default=None, repr=False)
    execution: str | None = None
    callback: CallbackState = CallbackState.PENDING
    decided_at: datetime | None = None
    decided_by: str | None = None
    on_behalf_of: str | None = None
    reason_code: str | None = None
    reason: str | None = field(default=None, repr=False)
    conditions: tuple[str, ...] | None = field(default=None, repr=False)
    version: int = 1

    @property
    def process(self) -> Process:
        """The round of the case that it belongs to."""
        return Process(self.process_kind, self.process_id, self.round)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state is ApprovalState.OPEN

    @property
    def level(self) -> int:
        """How often it was escalated."""
        return len(self.former_roles)

    @property
    def deadline_id(self) -> str:
        """The deadline of the role that has to decide now."""
        return f"approvals:{self.id}:{self.level}"

    @property
    def warn_before(self) -> tuple[timedelta, ...]:
        """Warnings when half and four fifths of the time are over."""
        limit = timedelta(seconds=self.limit)
        return (limit / 2, limit / 5)

    @property
    def missing(self) -> tuple[str, ...]:
        """The requirements that are not fulfilled."""
        return tuple(name for name in self.requirements if name not in self.fulfilled)


def approval_id(process: Process, step: str) -> str:
    """The id of the approval of one step in one round, the same however often it is asked for."""
    return derived_id("apr", process.kind, process.id, str(process.round), step)


def new_approval(
    *,
    process: Process,
    step: str,
    subject: tuple[str, str],
    title: tuple[str, str],
    requester: str | None,
    supplier_id: str | None,
    role: Role,
    escalation: tuple[Role, ...],
    limit: timedelta,
    requirements: tuple[str, ...],
    token: str,
    execution: str | None,
    now: datetime,
    fulfilled: tuple[str, ...] = (),
    allowed: tuple[Choice, ...] | None = None,
    reason_required: tuple[Choice, ...] = (),
    qualification: str | None = None,
    excluded: tuple[str, ...] = (),
) -> Approval:
    """An open approval; ``subject`` is (kind, id), ``title`` (zh, en).

    ValueError for a role that is not of the staff, a role that occurs twice on the way up, or a
    limit below one minute: mistakes of the process's definition.
    """
    chain = (role, *escalation)
    if not STAFF_ROLES.issuperset(chain) or len(set(chain)) < len(chain):
        raise ValueError(f"approvals go to different roles of the staff, not to {chain}")
    seconds = int(limit.total_seconds())
    if seconds < 60:  # noqa: PLR2004 - the sweep of deadlines runs every minute
        raise ValueError(f"a time limit is at least a minute, not {limit}")
    return Approval(
        id=approval_id(process, step),
        process_kind=process.kind,
        process_id=process.id,
        round=process.round,
        step=step,
        subject_kind=subject[0],
        subject_id=subject[1],
        title_zh=title[0],
        title_en=title[1],
        requester=requester,
        supplier_id=supplier_id,
        role=role,
        escalation=escalation,
        limit=seconds,
        requirements=requirements,
        fulfilled=tuple(name for name in fulfilled if name in requirements),
        allowed=allowed,
        reason_required=reason_required,
        qualification=qualification,
        excluded=excluded,
        opened_at=now,
        due_at=now + timedelta(seconds=seconds),
        token=token,
        execution=execution,
    )


def with_task(known: Approval, token: str, execution: str | None) -> Approval:
    """The approval when a retried or restarted task waits for it instead."""
    return dataclasses.replace(known, token=token, execution=execution)


def checked(verdict: Verdict, reason_required: tuple[Choice, ...] = ()) -> Verdict:
    """The verdict with its texts trimmed; InvalidInputError with every fault of its form.

    ``reason_required`` are the choices for which the approval asks a reason besides the usual ones.
    """
    reason = (verdict.reason or "").strip() or None
    conditions = tuple(text.strip() for text in verdict.conditions if text.strip())
    faults = []
    if reason is None and verdict.choice is not Choice.APPROVE:
        faults.append(
            FieldError(
                "/reason",
                "reason_required",
                "驳回或退回修改必须说明理由。",
                "Rejecting and returning for change need a reason.",
                clause="3.1.3",
            )
        )
    if reason is None and verdict.choice is Choice.APPROVE and Choice.APPROVE in reason_required:
        faults.append(
            FieldError(
                "/reason",
                "reason_required",
                "该决定会告知当事人，批准也必须说明理由；请填写 reason。",
                "Whom it concerns is told why, so approving needs a reason here too; give it in "
                "reason.",
                clause="3.1.3",
            )
        )
    if conditions and verdict.choice is not Choice.APPROVE:
        faults.append(
            FieldError(
                "/conditions",
                "conditions_only_with_approval",
                "只有批准时可以附条件。",
                "Conditions can be attached only to an approval.",
            )
        )
    if faults:
        raise InvalidInputError(errors=faults)
    return dataclasses.replace(verdict, reason=reason, conditions=conditions)


def decided(
    known: Approval, verdict: Verdict, *, by: str, on_behalf_of: str | None, now: datetime
) -> Approval:
    """The approval once ``by`` decided; refuses what is closed, overdue, lacks a requirement for
    `approve`, or is not among the choices that are possible now.
    """
    refuse_unless_due_later(known, now)
    if verdict.choice is Choice.APPROVE and known.missing:
        raise RequirementMissingError(missing=", ".join(known.missing))
    if known.allowed is not None and verdict.choice not in known.allowed:
        raise _not_allowed(known.allowed)
    return dataclasses.replace(
        known,
        state=STATE_OF[verdict.choice],
        decided_at=now,
        decided_by=by,
        on_behalf_of=on_behalf_of,
        reason=verdict.reason,
        reason_code=verdict.reason_code,
        conditions=verdict.conditions or None,
    )


def _not_allowed(allowed: tuple[Choice, ...]) -> ChoiceNotAllowedError:
    words = [CHOICES[choice.value] for choice in allowed]
    return ChoiceNotAllowedError(
        allowed_zh="、".join(zh for zh, _ in words) or "无",
        allowed_en=", ".join(en for _, en in words) or "none",
    )


def is_same_decision(known: Approval, verdict: Verdict, by: str) -> bool:
    """Whether this very decision was made by this very person before."""
    return (
        known.state is STATE_OF[verdict.choice]
        and known.decided_by == by
        and known.reason == verdict.reason
        and known.reason_code == verdict.reason_code
        and (known.conditions or ()) == verdict.conditions
    )


def refuse_unless_due_later(known: Approval, now: datetime) -> None:
    """Refuse a decision on an approval that is closed, or whose time has come.

    The instant itself counts as reached, also while the sweep has not told so yet: what a late
    click means must not depend on when the sweep runs.
    """
    if not known.is_open:
        raise refusal_of_closed(known)
    if now >= known.due_at:
        overdue = dataclasses.replace(known, state=ApprovalState.TIMED_OUT, decided_at=known.due_at)
        raise refusal_of_closed(overdue)


def refusal_of_closed(known: Approval) -> Refusal:
    """What a late decider is told: when, by whom (role, never a name) and how it ended."""
    zh, en = STATES[known.state]
    at = local_time(known.decided_at or known.due_at)
    if known.state in DECIDED:
        role_zh, role_en = ROLES[known.role]
        return AlreadyDecidedError(
            at=at, role_zh=role_zh, role_en=role_en, state_zh=zh, state_en=en
        )
    if known.state is ApprovalState.WITHDRAWN:
        by_zh, by_en = "申请方", "the applicant"
    else:
        by_zh, by_en = "系统", "the platform"
    return ApprovalClosedError(at=at, by_zh=by_zh, by_en=by_en, state_zh=zh, state_en=en)


def after_deadline(known: Approval, now: datetime) -> Approval:
    """The approval once its time has run out: with the next role, which gets the full time, or
    timed out at the end of the chain.
    """
    if not known.escalation:
        return dataclasses.replace(known, state=ApprovalState.TIMED_OUT, decided_at=now)
    following, *rest = known.escalation
    return dataclasses.replace(
        known,
        role=following,
        escalation=tuple(rest),
        former_roles=(*known.former_roles, known.role),
        due_at=now + timedelta(seconds=known.limit),
    )


def withdrawn(known: Approval, now: datetime) -> Approval:
    """The approval once the applicant took the case back; one that has ended stays as it is."""
    if not known.is_open:
        return known
    return dataclasses.replace(known, state=ApprovalState.WITHDRAWN, decided_at=now)


def fulfilled(
    known: Approval, requirement: str, allowed: Iterable[Choice] | None = None
) -> Approval:
    """The approval once something it asks for is there, and with the choices that this leaves
    (None: those it had); refuses a name it does not ask for.
    """
    _check_requirement(known, requirement)
    done = known.fulfilled
    if requirement not in done:
        done = (*done, requirement)
    choices = known.allowed if allowed is None else tuple(sorted(allowed))
    return dataclasses.replace(known, fulfilled=done, allowed=choices)


def unfulfilled(known: Approval, requirement: str) -> Approval:
    """The approval once something it asks for holds no longer; refuses as :func:`fulfilled`."""
    _check_requirement(known, requirement)
    left = tuple(name for name in known.fulfilled if name != requirement)
    return dataclasses.replace(known, fulfilled=left)


def _check_requirement(known: Approval, requirement: str) -> None:
    if requirement not in known.requirements:
        raise UnknownRequirementError(requirement=requirement)
    if not known.is_open:
        raise refusal_of_closed(known)


def with_callback(known: Approval, state: CallbackState) -> Approval:
    """The approval once its task was told; the token is of no more use and is forgotten."""
    return dataclasses.replace(known, callback=state, token=None)
