"""What another version of the policy would do to a case: whom a change of limits affects."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.care.domain import actions
from teleshop.care.domain.case import CaseFile
from teleshop.care.domain.clocks import difference
from teleshop.care.domain.policy import Policies
from teleshop.care.domain.specs import ALL_SPECS


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A clock that is counted anew; ``overdue`` if only the new count has it run out by now."""

    clock_id: str
    kind: str
    due_before: datetime
    due_after: datetime
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A case and its clocks that move; none if the version changes nothing for it."""

    case_id: str
    moved: tuple[Moved, ...] = ()


def impact(file: CaseFile, *, version: int, now: datetime, policies: Policies) -> Affected:
    """What would happen to an open case if it came under ``version`` now; nothing is changed."""
    if not file.case.is_open:
        return Affected(case_id=file.case.id)
    after = actions.change_policy(file, version=version, now=now, by="-", policies=policies)
    before = file.clocks(policies, ALL_SPECS)
    due = {clock.id: clock.due_at for clock in before}
    moved = (
        Moved(
            clock_id=clock.id,
            kind=clock.kind,
            due_before=due[clock.id],
            due_after=clock.due_at,
            overdue=clock.due_at <= now,
        )
        for clock in difference(before, after.clocks(policies, ALL_SPECS)).moved
    )
    return Affected(case_id=file.case.id, moved=tuple(moved))
