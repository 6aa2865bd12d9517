"""Delegation: a holder of a role lets somebody else decide in his name between two instants."""

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from teleshop.approvals.errors import RoleNotHeldError
from teleshop.kernel.actor import STAFF_ROLES, Actor, Role
from teleshop.kernel.clock import instant
from teleshop.kernel.errors import FieldError, InvalidInputError

LONGEST: Final = timedelta(days=184)
"""Half a year: whoever is away longer needs a successor with a role of his own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """``delegator`` and ``delegate`` are token subjects; valid from ``starts_at`` until, and
    without, ``until``.
    """

    id: str
    delegator: str
    delegate: str
    role: Role
    starts_at: datetime
    until: datetime
    reason: str = field(repr=False)
    made_at: datetime
    revoked_at: datetime | None = None
    version: int = 1

    def is_active(self, now: datetime) -> bool:
        """Whether the delegate may act at that instant."""
        return self.revoked_at is None and self.starts_at <= now < self.until


def new_delegation(
    *,
    id: str,
    actor: Actor,
    delegate: str,
    role: Role,
    starts_at: datetime | None,
    until: datetime,
    reason: str,
    now: datetime,
) -> Delegation:
    """A delegation by ``actor``, from now if no start is named.

    Refuses a role the actor does not hold himself: what one has by delegation cannot be passed on.
    """
    if role not in STAFF_ROLES or not actor.has(role):
        raise RoleNotHeldError(role=role.value)
    starts_at = max(instant(starts_at), now) if starts_at else now
    until = instant(until)
    faults = list(_faults(actor, delegate, starts_at, until, reason))
    if faults:
        raise InvalidInputError(errors=faults)
    return Delegation(
        id=id,
        delegator=actor.subject,
        delegate=delegate,
        role=role,
        starts_at=starts_at,
        until=until,
        reason=reason.strip(),
        made_at=now,
    )


def _faults(
    actor: Actor, delegate: str, starts_at: datetime, until: datetime, reason: str
) -> list[FieldError]:
    found = []
    if delegate == actor.subject:
        found.append(
            FieldError("/to", "self", "不能委托给自己。", "You cannot delegate to yourself.")
        )
    if until <= starts_at:
        found.append(
            FieldError(
                "/until",
                "ends_before_start",
                "结束时间必须晚于开始时间和当前时间。",
                "The end must be later than the start and than now.",
            )
        )
    elif until - starts_at > LONGEST:
        found.append(
            FieldError(
                "/until",
                "too_long",
                "委托最长 {days} 天。",
                "A delegation lasts {days} days at most.",
                {"days": LONGEST.days},
            )
        )
    if not reason.strip():
        found.append(
            FieldError(
                "/reason",
                "reason_required",
                "请说明委托理由。",
                "Give the reason of the delegation.",
            )
        )
    return found


def revoked(known: Delegation, now: datetime) -> Delegation:
    """The delegation once taken back; the first time counts, and one that has ended stays as it
    is.
    """
    if known.revoked_at is not None or now >= known.until:
        return known
    return dataclasses.replace(known, revoked_at=now)
