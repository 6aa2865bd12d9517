"""A deadline and its life: open, paused, met, cancelled, reached; warnings on the way.

Whatever has a clock (complaints, certificates, re-verification, approvals …) registers a deadline
and is told by the events `DeadlineApproaching` (once per warning) and `DeadlineReached` (once).
The instant itself counts as reached.
"""

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from teleshop.kernel.clock import instant


class DeadlineState(StrEnum):
    """`reached` is final for the record: meeting it later is noted and does not undo it."""

    OPEN = "open"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who acts when the deadline is reached: a context, the kind and the id of its object."""

    context: str
    kind: str
    id: str

    @property
    def key(self) -> str:
        """``suppliers#supplier#sup_…``."""
        return f"{self.context}#{self.kind}#{self.id}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """``warnings`` are the instants of warnings not yet given, ascending, all before ``due_at``.

    ``id`` is made by the owner from what the deadline is for, so that registering twice is seen.
    ``remaining`` holds the seconds left while paused. ``data`` is handed back in the events;
    nothing personal.
    """

    id: str
    owner_context: str
    owner_kind: str
    owner_id: str
    kind: str
    due_at: datetime
    registered_at: datetime
    state: DeadlineState = DeadlineState.OPEN
    warnings: tuple[datetime, ...] = ()
    warned: int = 0
    remaining: int | None = None
    pausable: bool = False
    reached_at: datetime | None = None
    met_at: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)
    version: int = 1

    @property
    def owner(self) -> Owner:
        """Who registered it."""
        return Owner(self.owner_context, self.owner_kind, self.owner_id)

    @property
    def next_at(self) -> datetime | None:
        """When the sweep must look at it next; None if never."""
        if self.state is not DeadlineState.OPEN:
            return None
        return self.warnings[0] if self.warnings else self.due_at


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that fell due: a warning, or the deadline itself (``warning`` None). ``number`` is
    its place.
    """

    number: int
    at: datetime
    warning: bool


def new_deadline(
    *,
    id: str,
    owner: Owner,
    kind: str,
    due_at: datetime,
    now: datetime,
    warn_before: tuple[timedelta, ...] = (),
    pausable: bool = False,
    data: dict[str, Any] | None = None,
) -> Deadline:
    """An open deadline; warnings that would already lie in the past are left out.

    A ``due_at`` in the past is allowed: an event may be registered late (an outage), and is then
    reached at once.
    """
    due_at = instant(due_at)
    warnings = sorted({due_at - before for before in warn_before if due_at - before > now})
    return Deadline(
        id=id,
        owner_context=owner.context,
        owner_kind=owner.kind,
        owner_id=owner.id,
        kind=kind,
        due_at=due_at,
        registered_at=now,
        warnings=tuple(at for at in warnings if at < due_at),
        pausable=pausable,
        data=data or {},
    )


def steps_due(deadline: Deadline, now: datetime) -> list[Step]:
    """The warnings and the end that have come by ``now``, in order; empty if none or not open."""
    if deadline.state is not DeadlineState.OPEN:
        return []
    steps = [
        Step(deadline.warned + index, at, warning=True)
        for index, at in enumerate(deadline.warnings)
        if at <= now
    ]
    if deadline.due_at <= now:
        steps.append(Step(deadline.warned + len(deadline.warnings), deadline.due_at, warning=False))
    return steps


def after_steps(deadline: Deadline, steps: list[Step], now: datetime) -> Deadline:
    """The deadline once ``steps`` were told."""
    warned = sum(step.warning for step in steps)
    reached = any(not step.warning for step in steps)
    return dataclasses.replace(
        deadline,
        warnings=deadline.warnings[warned:],
        warned=deadline.warned + warned,
        state=DeadlineState.REACHED if reached else deadline.state,
        reached_at=now if reached else None,
    )


def met(deadline: Deadline, now: datetime) -> Deadline:
    """What had to happen has happened. After `reached` only the time is noted; ended otherwise,
    nothing changes.
    """
    if deadline.state is DeadlineState.REACHED:
        return dataclasses.replace(deadline, met_at=deadline.met_at or now)
    if deadline.state in (DeadlineState.MET, DeadlineState.CANCELLED):
        return deadline
    return dataclasses.replace(deadline, state=DeadlineState.MET, met_at=now)


def cancelled(deadline: Deadline) -> Deadline:
    """It is no longer needed; one that has ended stays as it is."""
    if deadline.state in (DeadlineState.OPEN, DeadlineState.PAUSED):
        return dataclasses.replace(deadline, state=DeadlineState.CANCELLED)
    return deadline


def paused(deadline: Deadline, now: datetime) -> Deadline | None:
    """The clock stands still with its remaining time; None if it may not be paused or has ended or
    run out.
    """
    if deadline.state is DeadlineState.PAUSED:
        return deadline
    left = deadline.due_at - now
    if not deadline.pausable or deadline.state is not DeadlineState.OPEN or left <= timedelta():
        return None
    # Whole seconds, rounded up in favour of whoever must act.
    return dataclasses.replace(
        deadline, state=DeadlineState.PAUSED, remaining=-(-left // timedelta(seconds=1))
    )


def resumed(deadline: Deadline, now: datetime) -> Deadline | None:
    """The clock runs again: due, and warnings not yet given, move by the length of the pause; None
    if not paused.
    """
    if deadline.state is not DeadlineState.PAUSED or deadline.remaining is None:
        return None
    due_at = now + timedelta(seconds=deadline.remaining)
    moved = due_at - deadline.due_at
    return dataclasses.replace(
        deadline,
        state=DeadlineState.OPEN,
        due_at=due_at,
        remaining=None,
        warnings=tuple(at + moved for at in deadline.warnings),
    )


def moved(
    deadline: Deadline, due_at: datetime, now: datetime, warn_before: tuple[timedelta, ...]
) -> Deadline | None:
    """The same deadline at another instant, with fresh warnings; None if it has ended."""
    if deadline.state is not DeadlineState.OPEN:
        return None
    fresh = new_deadline(
        id=deadline.id,
        owner=deadline.owner,
        kind=deadline.kind,
        due_at=due_at,
        now=now,
        warn_before=warn_before,
    )
    return dataclasses.replace(deadline, due_at=fresh.due_at, warnings=fresh.warnings)
