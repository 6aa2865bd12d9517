"""Bodies, views and events of the service policy. Limits are whole minutes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from teleshop.care.domain.impact import Affected
from teleshop.care.domain.policy import SPANS, Policy, PolicyVersion
from teleshop.care.schemas.bodies import Reason
from teleshop.kernel.actor import Role
from teleshop.kernel.events import EventData
from teleshop.kernel.schema import Input, ListQuery, Moment, Output

MINUTE = timedelta(minutes=1)
Minutes = Annotated[int, Meta(ge=1, le=100_000)]
Collection = Literal["complaints", "enquiries", "follow-ups", "after-sales-cases"]


class ServicePolicyBody(Input, frozen=True, kw_only=True):
    """A version to propose: what is left out stays as it is in the version activated last.

    ``respond``, ``answer`` and ``handle`` can only be shorter than the standard's 60, 1440 and 2880
    minutes. ``warn_at`` are shares of a clock's time in per cent, ``escalation`` whom a breach goes
    to, level by level.
    """

    reason: Reason
    respond_minutes: Minutes | None = None
    answer_minutes: Minutes | None = None
    handle_minutes: Minutes | None = None
    close_minutes: Minutes | None = None
    assign_minutes: Minutes | None = None
    enquiry_answer_minutes: Minutes | None = None
    follow_up_minutes: Minutes | None = None
    supplier_answer_minutes: Minutes | None = None
    carrier_answer_minutes: Minutes | None = None
    decision_minutes: Minutes | None = None
    inspection_minutes: Minutes | None = None
    replacement_minutes: Minutes | None = None
    escalate_after_minutes: Minutes | None = None
    repeat_after_minutes: Minutes | None = None
    reserve_minutes: Minutes | None = None
    reopen_within_minutes: Minutes | None = None
    ticket_working_days: Annotated[int, Meta(ge=1, le=30)] | None = None
    warn_at: Annotated[list[Annotated[int, Meta(ge=1, le=99)]], Meta(max_length=4)] | None = None
    escalation: (
        Annotated[list[Literal["lead", "manager", "compliance"]], Meta(min_length=1, max_length=4)]
        | None
    ) = None

    def applied_to(self, base: Policy, version: int) -> Policy:
        """The policy that follows from another one."""
        changes: dict[str, object] = {
            name: minutes * MINUTE
            for name in SPANS
            if (minutes := getattr(self, f"{name}_minutes", None)) is not None
        }
        if self.ticket_working_days is not None:
            changes["ticket_working_days"] = self.ticket_working_days
        if self.warn_at is not None:
            changes["warn_at"] = tuple(self.warn_at)
        if self.escalation is not None:
            changes["escalation"] = tuple(Role(role) for role in self.escalation)
        return base.changed(version, **changes)


class ActivationBody(Input, frozen=True, kw_only=True):
    """When the version comes into force; absent: as soon as every part of the platform knows it."""

    effective_from: Moment | None = None


class ImpactQuery(ListQuery, frozen=True, kw_only=True):
    """Which open cases are looked at, one page at a time."""

    collection: Collection = "complaints"


class ServicePolicyView(Output, frozen=True, kw_only=True):
    """A version of the service policy; ``reason`` says why it was proposed."""

    version: int
    state: str
    reason: str
    based_on: int
    effective_from: datetime | None
    proposed_by: str | None
    proposed_at: datetime | None
    activated_by: str | None
    activated_at: datetime | None
    limits_minutes: dict[str, int]
    ticket_working_days: int
    warn_at: list[int]
    escalation: list[str]

    @classmethod
    def of(cls, found: PolicyVersion) -> "ServicePolicyView":
        """The view of a version."""
        policy = found.policy
        return cls(
            version=found.number,
            state=found.state.value,
            reason=found.reason,
            based_on=found.based_on,
            effective_from=policy.effective_from if found.activated_at else None,
            proposed_by=found.proposed_by,
            proposed_at=found.proposed_at,
            activated_by=found.activated_by,
            activated_at=found.activated_at,
            limits_minutes={name: getattr(policy, name) // MINUTE for name in SPANS},
            ticket_working_days=policy.ticket_working_days,
            warn_at=list(policy.warn_at),
            escalation=[role.value for role in policy.escalation],
        )


class MovedClockView(Output, frozen=True, kw_only=True):
    """A clock that another version counts anew; ``overdue`` if it would have run out already."""

    clock_id: str
    clock: str
    due_before: datetime
    due_after: datetime
    overdue: bool


class AffectedCaseView(Output, frozen=True, kw_only=True):
    """An open case whose clocks another version would move."""

    case_id: str
    clocks: list[MovedClockView]

    @classmethod
    def of(cls, found: Affected) -> "AffectedCaseView":
        """The view of an affected case."""
        return cls(
            case_id=found.case_id,
            clocks=[
                MovedClockView(
                    clock_id=moved.clock_id,
                    clock=moved.kind,
                    due_before=moved.due_before,
                    due_after=moved.due_after,
                    overdue=moved.overdue,
                )
                for moved in found.moved
            ],
        )


class ImpactView(Output, frozen=True, kw_only=True):
    """What a version would do to one page of the open cases of a collection.

    The counts are those of the page; ``next`` is the cursor of the page after it.
    """

    version: int
    collection: str
    examined: int
    affected: int
    sooner: int
    later: int
    newly_overdue: int
    items: list[AffectedCaseView]
    next: str | None = None

    @classmethod
    def of(
        cls, version: int, collection: str, found: Iterable[Affected], next: str | None
    ) -> "ImpactView":
        """The view of one page of cases."""
        page = list(found)
        moved = [one for case in page for one in case.moved]
        return cls(
            version=version,
            collection=collection,
            examined=len(page),
            affected=sum(bool(case.moved) for case in page),
            sooner=sum(one.due_after < one.due_before for one in moved),
            later=sum(one.due_after > one.due_before for one in moved),
            newly_overdue=sum(one.overdue for one in moved),
            items=[AffectedCaseView.of(case) for case in page if case.moved],
            next=next,
        )


class PolicyEventData(EventData, frozen=True, kw_only=True):
    """What all events of the service policy say."""

    context: ClassVar[str] = "care"

    policy: int


class ServicePolicyProposed(PolicyEventData, frozen=True, kw_only=True):
    """A version was proposed; another person must activate it."""


class ServicePolicyActivated(PolicyEventData, frozen=True, kw_only=True):
    """A version comes into force at ``effective_from``; open cases are counted anew from then."""

    effective_from: datetime


class ServicePolicyRolledOut(PolicyEventData, frozen=True, kw_only=True):
    """One page of open cases was counted anew by a version; the next page is ``cursor`` of
    ``collection``. ``before`` is how many cases had come under it when this pass over all open
    cases began, ``passes`` how many passes are over.
    """

    collection: str
    cursor: str | None = None
    before: int = 0
    passes: int = 0


class ServicePolicyApplied(PolicyEventData, frozen=True, kw_only=True):
    """Every open case is under the version; ``cases`` came under it when it came into force."""

    cases: int
    passes: int
