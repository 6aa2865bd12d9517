"""Forms of the approvals capability: what tasks ask, what people send and see, its events."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from teleshop.approvals.domain.approval import MAX_REASON, Approval, Choice
from teleshop.approvals.domain.delegation import Delegation
from teleshop.kernel.actor import Role
from teleshop.kernel.events import EventData
from teleshop.kernel.schema import Input, ListQuery, Moment, Output

CODE = r"^[a-z][a-z0-9_]{0,39}$"
Code = Annotated[
    str,
    Meta(
        pattern=CODE,
        extra={
            "zh": "代码由小写字母、数字和下划线组成，以字母开头，最长 40 个字符。",
            "en": "A code has small letters, digits and underscores, a letter first, 40 at most.",
        },
    ),
]
Identifier = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$")]
Person = Annotated[
    str,
    Meta(
        pattern=r"^[\x21-\x22\x24-\x7e]{1,128}$",
        extra={
            "zh": "请填写人员在登录系统中的编号（令牌的 sub）。",
            "en": "Give the person's id in the sign-in system (the `sub` of the token).",
        },
    ),
]
Reason = Annotated[str, Meta(min_length=1, max_length=MAX_REASON)]


# -- what a task asks ------------------------------------------------------------------------------


class ProcessRef(msgspec.Struct, frozen=True, kw_only=True):
    """A round of a case."""

    kind: Code
    id: Identifier
    round: Annotated[int, Meta(ge=1)] = 1


class SubjectRef(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision is about."""

    kind: Code
    id: Identifier


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be decided, in words that name no person."""

    zh: Annotated[str, Meta(min_length=1, max_length=200)]
    en: Annotated[str, Meta(min_length=1, max_length=200)]


class OpenApproval(Input, frozen=True, kw_only=True):
    """What a waiting task asks, as the payload of functions/approvals/open.py.

    ``token`` is ``$$.Task.Token``; ``execution`` (``$$.Execution.Id``) lets a lost answer be told
    from a noted one; the clock runs from ``entered_at`` (``$$.State.EnteredTime``), else from now.
    ``step`` is unique in the round of the ``process``; ``timeout`` (ISO 8601 duration or seconds, a
    minute at least) is for each role of ``role`` and then ``escalation``. Who asked
    (``requester``, a token subject) and the people of ``supplier_id`` may not decide, and may take
    the case back; who is ``excluded`` (token subjects) may do neither.
    ``requirements`` must be fulfilled before `approve` (``Approvals.fulfil``); those in
    ``fulfilled`` are already. ``allowed`` are the choices that are possible until the process says
    otherwise (absent: all); ``reason_required`` those that need a reason though they usually need
    none (`approve`, where it hurts somebody); ``qualification`` is the course
    (`POST /staff/{subject}/trainings`) that whoever decides needs a valid record of.
    """

    token: Annotated[str, Meta(min_length=1, max_length=2048)]
    process: ProcessRef
    step: Code
    subject: SubjectRef
    title: Title
    role: Role
    timeout: timedelta
    escalation: tuple[Role, ...] = ()
    requirements: tuple[Code, ...] = ()
    fulfilled: tuple[Code, ...] = ()
    allowed: tuple[Choice, ...] | None = None
    reason_required: tuple[Choice, ...] = ()
    qualification: Code | None = None
    requester: str | None = None
    excluded: tuple[str, ...] = ()
    supplier_id: str | None = None
    execution: str | None = None
    entered_at: Moment | None = None
    correlation_id: str | None = None


# -- what people send and see ----------------------------------------------------------------------


class ApprovalsQuery(ListQuery, frozen=True, kw_only=True):
    """Either ``mine=true``, with ``role`` if wanted, or ``process=<kind>:<id>``."""

    mine: bool = False
    role: Role | None = None
    process: (
        Annotated[
            str,
            Meta(
                pattern=r"^[a-z][a-z0-9_]{0,39}:[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$",
                extra={
                    "zh": "请按 类型:编号 填写，例如 supplier_application:sup_01…。",
                    "en": "Write kind:id, for example supplier_application:sup_01….",
                },
            ),
        ]
        | None
    ) = None


class Requirement(Output, frozen=True, kw_only=True):
    """Something that must be there before `approve`."""

    name: str
    fulfilled: bool


class ApprovalView(Output, frozen=True, kw_only=True):
    """An approval as its reader may see it; ``acting_for`` names whom the reader could decide
    for.
    """

    id: str
    process: ProcessRef
    step: str
    subject: SubjectRef
    title: Title
    supplier_id: str | None
    requester: str | None
    state: str
    role: Role
    escalation: tuple[Role, ...]
    escalated_from: tuple[Role, ...]
    requirements: list[Requirement]
    allowed: tuple[Choice, ...] | None
    reason_required: tuple[Choice, ...]
    qualification: str | None
    opened_at: datetime
    due_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    on_behalf_of: str | None
    reason_code: str | None
    reason: str | None
    conditions: tuple[str, ...]
    acting_for: tuple[str, ...] = ()

    @classmethod
    def of(cls, approval: Approval, acting_for: tuple[str, ...] = ()) -> "ApprovalView":
        """The view of what `service` lets the caller see."""
        return cls(
            id=approval.id,
            process=ProcessRef(
                kind=approval.process_kind, id=approval.process_id, round=approval.round
            ),
            step=approval.step,
            subject=SubjectRef(kind=approval.subject_kind, id=approval.subject_id),
            title=Title(zh=approval.title_zh, en=approval.title_en),
            supplier_id=approval.supplier_id,
            requester=approval.requester,
            state=approval.state,
            role=approval.role,
            escalation=approval.escalation,
            escalated_from=approval.former_roles,
            requirements=[
                Requirement(name=name, fulfilled=name in approval.fulfilled)
                for name in approval.requirements
            ],
            allowed=approval.allowed,
            reason_required=approval.reason_required,
            qualification=approval.qualification,
            opened_at=approval.opened_at,
            due_at=approval.due_at,
            decided_at=approval.decided_at,
            decided_by=approval.decided_by,
            on_behalf_of=approval.on_behalf_of,
            reason_code=approval.reason_code,
            reason=approval.reason,
            conditions=approval.conditions or (),
            acting_for=acting_for,
        )


class DecisionBody(Input, frozen=True, kw_only=True):
    """A decision. ``reason`` is required unless it is `approve`, and for that too where the
    approval names it in ``reason_required``; ``conditions`` go only with `approve`.
    """

    decision: Choice
    reason: Reason | None = None
    reason_code: Code | None = None
    conditions: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=500)]], Meta(max_length=20)
    ] = msgspec.field(default_factory=list)


class DelegationBody(Input, frozen=True, kw_only=True):
    """Let ``to`` decide as ``role`` in the caller's name, from ``from`` (now, if absent) until,
    and without, ``until``.
    """

    to: Person
    role: Role
    until: Moment
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    starts_at: Moment | None = msgspec.field(default=None, name="from")


class DelegationsQuery(ListQuery, frozen=True, kw_only=True):
    """What the caller gave to others, or received."""

    direction: Literal["given", "received"] = "given"


class DelegationView(Output, frozen=True, kw_only=True):
    """A delegation for the two it concerns."""

    id: str
    by: str
    to: str
    role: Role
    until: datetime
    reason: str
    made_at: datetime
    revoked_at: datetime | None
    starts_at: datetime = msgspec.field(name="from")

    @classmethod
    def of(cls, delegation: Delegation) -> "DelegationView":
        """The view of a delegation."""
        return cls(
            id=delegation.id,
            by=delegation.delegator,
            to=delegation.delegate,
            role=delegation.role,
            starts_at=delegation.starts_at,
            until=delegation.until,
            reason=delegation.reason,
            made_at=delegation.made_at,
            revoked_at=delegation.revoked_at,
        )


# -- events ----------------------------------------------------------------------------------------


class ApprovalEvent(EventData, frozen=True, kw_only=True):
    """What all events of an approval say."""

    context: ClassVar[str] = "approvals"

    approval_id: str
    process_kind: str
    process_id: str
    round: int
    step: str
    subject_kind: str
    subject_id: str
    supplier_id: str | None = None


class ApprovalRequested(ApprovalEvent, frozen=True, kw_only=True):
    """A role has to decide by ``due_at``."""

    role: str
    due_at: datetime
    requirements: tuple[str, ...] = ()


class ApprovalEscalated(ApprovalEvent, frozen=True, kw_only=True):
    """A role let its time pass; the next one has to decide by ``due_at``."""

    from_role: str
    to_role: str
    due_at: datetime


class ApprovalDecided(ApprovalEvent, frozen=True, kw_only=True):
    """It has ended. ``outcome`` is approved, rejected, returned, timed_out or withdrawn;
    ``decided_by`` and ``on_behalf_of`` are token subjects. The reason may name persons and is read
    through the service.
    """

    outcome: str
    role: str
    decided_at: datetime
    decided_by: str | None = None
    on_behalf_of: str | None = None
    reason_code: str | None = None


class ApprovalCallbackLost(ApprovalEvent, frozen=True, kw_only=True):
    """The outcome found no task that waits for it: the execution was stopped or timed out. Whoever
    owns the process starts it again with the same round: steps that are decided are answered at
    once.
    """

    outcome: str
    execution: str | None = None
