"""What every action checks first."""

from datetime import datetime
from typing import Final

from teleshop.care.domain.case import Case, CaseFile, CaseState
from teleshop.care.domain.clocks import Clock
from teleshop.care.domain.policy import Policies
from teleshop.care.domain.specs import ALL_SPECS
from teleshop.care.errors import (
    AutomaticAnswerError,
    BackdatedError,
    CaseClosedError,
    CaseMergedError,
    ContentRequiredError,
)
from teleshop.kernel.actor import SYSTEM_ACTOR

SYSTEM: Final = SYSTEM_ACTOR.subject


def open_case(file: CaseFile) -> Case:
    """The case, which must be open."""
    case = unmerged(file)
    if case.state is CaseState.CLOSED:
        raise CaseClosedError(case_id=case.id)
    return case


def unmerged(file: CaseFile) -> Case:
    """The case, which must not have been merged away."""
    case = file.case
    if case.state is CaseState.MERGED:
        raise CaseMergedError(case_id=case.id, into=case.merged_into)
    return case


def check_said(message: str, by: str) -> None:
    """Refuse an empty message and one that no person gave."""
    if not message:
        raise ContentRequiredError
    if by == SYSTEM:
        raise AutomaticAnswerError


def when(file: CaseFile, at: datetime | None, now: datetime) -> datetime:
    """The instant at which something was said: ``now``, or ``at`` on the call that opens a case."""
    if at is None or at == now:
        return now
    if file.stored or not file.case.arrived_at <= at <= now:
        raise BackdatedError
    return at


def find_clock(file: CaseFile, id: str, policies: Policies) -> Clock | None:
    """One clock of the case, if it has it."""
    return next((clock for clock in file.clocks(policies, ALL_SPECS) if clock.id == id), None)


def has_run_out(clock: Clock, now: datetime) -> bool:
    """Whether a clock is over and this was not recorded yet."""
    return clock.is_open and not clock.breached and clock.due_at <= now
