"""What follows from an unqualified scorecard, from the decision to its end.

| state | who moves it | next |
|---|---|---|
| `deciding` | a manager | `announced`, `dismissed` |
| `announced` | time, or the supplier by an appeal | `terminated`, `plan_due`, `appealed` |
| `appealed` | compliance, another person | `void`, `terminated`, `plan_due` |
| `plan_due` | the supplier; time | `plan_review`, `deciding` |
| `plan_review` | a reviewer | `plan_running`, `plan_due`, `deciding` |
| `plan_running` | the next quarter's scorecard | `fulfilled`, `deciding` |
| `terminated`, `dismissed`, `void`, `fulfilled` | | |

Nothing but a person decides; time only lets what was announced take effect, and only after the
window for an appeal. An appeal within it stops everything until another person has decided it. A
new scorecard of the same quarter may void the matter (see :mod:`.following`).
"""

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.assessment.domain.windows import ConsequencePolicy, window
from teleshop.assessment.errors.consequences import (
    AlreadyAppealedError,
    AppealWindowOverError,
    ConsequenceStateError,
    NotDecidedYetError,
    PlanNotDueError,
    PlanTooLateError,
)
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError

LONGEST_PLAN: Final = timedelta(days=183)
"""Two quarters: what takes longer no scorecard judges."""


class ConsequenceState(StrEnum):
    """See the module."""

    DECIDING = "deciding"
    ANNOUNCED = "announced"
    APPEALED = "appealed"
    PLAN_DUE = "plan_due"
    PLAN_REVIEW = "plan_review"
    PLAN_RUNNING = "plan_running"
    TERMINATED = "terminated"
    DISMISSED = "dismissed"
    VOID = "void"
    FULFILLED = "fulfilled"


class Measure(StrEnum):
    """What a manager decides on."""

    TERMINATION = "termination"
    IMPROVEMENT_PLAN = "improvement_plan"


class Stage(StrEnum):
    """What a person is asked to decide."""

    DECISION = "decision"
    APPEAL = "appeal"
    PLAN = "plan"


class Ended(StrEnum):
    """Why a matter ended without its measure."""

    RERUN = "rerun"
    """A new run of the same quarter gave a better band, or too few orders to rate it."""
    LATER_QUARTER = "later_quarter"
    """Before anything was decided, a later quarter was better."""
    APPEAL_UPHELD = "appeal_upheld"
    DISMISSED = "dismissed"
    PLAN_FULFILLED = "plan_fulfilled"


S = ConsequenceState
OVER: Final = frozenset({S.TERMINATED, S.DISMISSED, S.VOID, S.FULFILLED})
STAGE_OF: Final = {
    S.DECIDING: Stage.DECISION,
    S.APPEALED: Stage.APPEAL,
    S.PLAN_REVIEW: Stage.PLAN,
}
WORDS: Final = {
    S.DECIDING: ("待决定", "waiting for a decision"),
    S.ANNOUNCED: ("决定已告知、尚未生效", "announced and not in effect yet"),
    S.APPEALED: ("申诉审理中", "under appeal"),
    S.PLAN_DUE: ("待提交改进计划", "waiting for an improvement plan"),
    S.PLAN_REVIEW: ("改进计划审核中", "waiting for the plan's review"),
    S.PLAN_RUNNING: ("改进计划执行中", "carrying out the improvement plan"),
    S.TERMINATED: ("合作已终止", "ended by termination"),
    S.DISMISSED: ("不予处理", "closed without a measure"),
    S.VOID: ("已撤销", "void"),
    S.FULFILLED: ("改进计划已完成", "closed: the plan was fulfilled"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeasure:
    """One thing that the supplier will do, until when, and who sees to it."""

    what: str = field(repr=False)
    by: date
    responsible: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What happened before in the same matter, for whoever decides anew: `plan_missed`,
    `plan_refused`, `plan_not_fulfilled`, `unqualified_again`, `rerun_unqualified`, `withdrawn`;
    with the quarter whose scorecard told.
    """

    what: str
    at: datetime
    quarter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """``round`` counts decisions on the matter, ``asked`` how often its present stage was put to
    people, ``started`` runs of the state machine. ``clock`` is the deadline that runs now.
    ``reasons`` are the criteria that cost most; texts may name persons.
    """

    id: str
    supplier_id: str
    quarter: str
    run: int
    score: str
    opened_at: datetime
    reasons: tuple[str, ...] = ()
    state: ConsequenceState = S.DECIDING
    round: int = 1
    asked: int = 1
    started: int = 1
    stalled: bool = False
    clock: str | None = None
    measure: Measure | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str | None = field(default=None, repr=False)
    appeal_last_day: date | None = None
    appeal_until: datetime | None = None
    calendar_confirmed: bool = True
    appealed_at: datetime | None = None
    appealed_by: str | None = None
    grounds: str | None = field(default=None, repr=False)
    documents: tuple[str, ...] = ()
    appeal_upheld: bool | None = None
    appeal_decided_at: datetime | None = None
    appeal_decided_by: str | None = None
    appeal_reason: str | None = field(default=None, repr=False)
    effective_at: datetime | None = None
    plan_last_day: date | None = None
    plan_until: datetime | None = None
    submission: int = 0
    plan: tuple[PlannedMeasure, ...] | None = field(default=None, repr=False)
    plan_by: str | None = None
    plan_reason: str | None = field(default=None, repr=False)
    earlier: tuple[Earlier, ...] = ()
    ended_at: datetime | None = None
    ended_why: Ended | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether anything may still follow."""
        return self.state not in OVER

    @property
    def stage(self) -> Stage | None:
        """What people are asked to decide now; None if nothing."""
        return STAGE_OF.get(self.state)


def consequence_id(supplier_id: str, quarter: str) -> str:
    """One matter for each supplier and quarter; fit for the name of a run and of a process."""
    return f"{supplier_id}-{quarter}"


# -- the decision ------------------------------------------------------------------------------


def decided(
    known: Consequence,
    measure: Measure | None,
    *,
    by: str | None,
    reason: str | None,
    now: datetime,
    policy: ConsequencePolicy,
) -> Consequence:
    """A manager decided; None: go on without a measure. What is decided is announced, and waits."""
    _expect(known, S.DECIDING)
    made = dataclasses.replace(
        known, measure=measure, decided_at=now, decided_by=by, reason=reason, stalled=False
    )
    if measure is None:
        return _ended(made, S.DISMISSED, Ended.DISMISSED, now)
    open_for = window(now, policy.appeal_days)
    return dataclasses.replace(
        made,
        state=S.ANNOUNCED,
        appeal_last_day=open_for.last_day,
        appeal_until=open_for.ends_at,
        calendar_confirmed=open_for.confirmed,
    )


def asked_again(known: Consequence) -> Consequence:
    """Nobody decided in time: people are asked anew, since nothing is decided by time."""
    return dataclasses.replace(
        known, asked=known.asked + 1, started=known.started + 1, stalled=False
    )


def stalled(known: Consequence) -> Consequence:
    """A step failed for a technical reason."""
    return dataclasses.replace(known, stalled=True)


def resumed(known: Consequence) -> Consequence:
    """What is asked stays asked; another run waits for the answer."""
    return dataclasses.replace(known, started=known.started + 1, stalled=False)


# -- the appeal --------------------------------------------------------------------------------


def appealed(
    known: Consequence, by: str, grounds: str, documents: tuple[str, ...], now: datetime
) -> Consequence:
    """The supplier appeals within the window: everything stops."""
    if known.state is S.DECIDING:
        raise NotDecidedYetError
    if known.appealed_at is not None:
        raise AlreadyAppealedError
    if known.appeal_until is not None and now >= known.appeal_until:
        raise AppealWindowOverError(last_day=str(known.appeal_last_day))
    _expect(known, S.ANNOUNCED)
    return dataclasses.replace(
        known,
        state=S.APPEALED,
        asked=1,
        started=known.started + 1,
        appealed_at=now,
        appealed_by=by,
        grounds=grounds,
        documents=documents,
    )


def appeal_decided(
    known: Consequence,
    *,
    upheld: bool,
    by: str | None,
    reason: str | None,
    now: datetime,
    policy: ConsequencePolicy,
) -> Consequence:
    """Upheld: void. Refused: it takes effect at once."""
    _expect(known, S.APPEALED)
    heard = dataclasses.replace(
        known,
        appeal_upheld=upheld,
        appeal_decided_at=now,
        appeal_decided_by=by,
        appeal_reason=reason,
        stalled=False,
    )
    if upheld:
        return _ended(heard, S.VOID, Ended.APPEAL_UPHELD, now)
    return _in_effect(heard, now, policy)


def appeal_taken_back(known: Consequence, now: datetime, policy: ConsequencePolicy) -> Consequence:
    """The supplier took the appeal back: what was announced takes effect, not before the window is
    over.
    """
    _expect(known, S.APPEALED)
    back = dataclasses.replace(known, state=S.ANNOUNCED, stalled=False)
    return took_effect(back, now, policy) if _window_is_over(back, now) else back


# -- effect ------------------------------------------------------------------------------------


def took_effect(known: Consequence, now: datetime, policy: ConsequencePolicy) -> Consequence:
    """The window is over and nobody appealed."""
    _expect(known, S.ANNOUNCED)
    if not _window_is_over(known, now):
        raise _not_in(known)
    return _in_effect(known, now, policy)


def _window_is_over(known: Consequence, now: datetime) -> bool:
    return known.appeal_until is not None and now >= known.appeal_until


def _in_effect(known: Consequence, now: datetime, policy: ConsequencePolicy) -> Consequence:
    made = dataclasses.replace(known, effective_at=now)
    if known.measure is Measure.TERMINATION:
        return dataclasses.replace(made, state=S.TERMINATED, ended_at=now)
    return _plan_due(made, now, policy)


# -- the improvement plan ----------------------------------------------------------------------


def _plan_due(known: Consequence, now: datetime, policy: ConsequencePolicy) -> Consequence:
    open_for = window(now, policy.plan_days)
    return dataclasses.replace(
        known,
        state=S.PLAN_DUE,
        plan_last_day=open_for.last_day,
        plan_until=open_for.ends_at,
        calendar_confirmed=open_for.confirmed,
        stalled=False,
    )


def plan_handed_in(
    known: Consequence, plan: tuple[PlannedMeasure, ...], by: str, now: datetime
) -> Consequence:
    """The supplier says what it will do."""
    if known.state is not S.PLAN_DUE:
        zh, en = WORDS[known.state]
        raise PlanNotDueError(state_zh=zh, state_en=en)
    if known.plan_until is not None and now >= known.plan_until:
        raise PlanTooLateError(last_day=str(known.plan_last_day))
    return dataclasses.replace(
        known,
        state=S.PLAN_REVIEW,
        asked=1,
        started=known.started + 1,
        submission=known.submission + 1,
        plan=plan,
        plan_by=by,
        plan_reason=None,
    )


def plan_faults(plan: tuple[PlannedMeasure, ...], now: datetime) -> list[FieldError]:
    """Every measure is for a day from today on, and within what the scorecards can still judge."""
    today = china_date(now)
    latest = today + LONGEST_PLAN
    return [
        FieldError(
            f"/measures/{index}/by",
            "plan_day",
            "完成日期须在今天（{first}）至 {last} 之间，请修改。",
            "A measure is for a day from today ({first}) to {last}; change it.",
            {"first": str(today), "last": str(latest)},
            clause="3.3.3",
        )
        for index, one in enumerate(plan)
        if not today <= one.by <= latest
    ]


def plan_accepted(known: Consequence) -> Consequence:
    """It is carried out; the next quarter's scorecard judges it."""
    _expect(known, S.PLAN_REVIEW)
    return dataclasses.replace(known, state=S.PLAN_RUNNING, stalled=False)


def plan_returned(
    known: Consequence, reason: str, now: datetime, policy: ConsequencePolicy
) -> Consequence:
    """It is not enough yet: handed in anew within a new window."""
    _expect(known, S.PLAN_REVIEW)
    return _plan_due(dataclasses.replace(known, plan_reason=reason), now, policy)


def plan_taken_back(known: Consequence) -> Consequence:
    """The supplier took the plan back: it is due as before, within the window that it had."""
    _expect(known, S.PLAN_REVIEW)
    return dataclasses.replace(known, state=S.PLAN_DUE, stalled=False)


def plan_refused(known: Consequence, reason: str, now: datetime) -> Consequence:
    """It leads nowhere: a manager decides again."""
    _expect(known, S.PLAN_REVIEW)
    after = dataclasses.replace(known, plan_reason=reason)
    return decided_anew(after, "plan_refused", known.quarter, now)


def plan_missed(known: Consequence, now: datetime) -> Consequence:
    """None came in time: a manager decides again."""
    _expect(known, S.PLAN_DUE)
    if known.plan_until is not None and now < known.plan_until:
        raise _not_in(known)
    return decided_anew(known, "plan_missed", known.quarter, now)


# -- again, and the end ------------------------------------------------------------------------


def decided_anew(known: Consequence, what: str, quarter: str, now: datetime) -> Consequence:
    """Back to the manager, with what happened; a new decision has a new window for an appeal."""
    return dataclasses.replace(
        known,
        state=S.DECIDING,
        round=known.round + 1,
        asked=1,
        started=known.started + 1,
        stalled=False,
        measure=None,
        decided_at=None,
        decided_by=None,
        reason=None,
        appeal_last_day=None,
        appeal_until=None,
        calendar_confirmed=True,
        appealed_at=None,
        appealed_by=None,
        grounds=None,
        documents=(),
        appeal_upheld=None,
        appeal_decided_at=None,
        appeal_decided_by=None,
        appeal_reason=None,
        effective_at=None,
        plan_last_day=None,
        plan_until=None,
        earlier=(*known.earlier, Earlier(what=what, at=now, quarter=quarter)),
        ended_at=None,
        ended_why=None,
    )


def noted(known: Consequence, what: str, quarter: str, now: datetime) -> Consequence:
    """Something that whoever decides next should know; nothing else changes."""
    told = Earlier(what=what, at=now, quarter=quarter)
    return dataclasses.replace(known, earlier=(*known.earlier, told))


def voided(known: Consequence, why: Ended, now: datetime) -> Consequence:
    """A better scorecard took the ground away."""
    return _ended(known, S.VOID, why, now)


def fulfilled(known: Consequence, now: datetime) -> Consequence:
    """The plan did what it was for."""
    return _ended(known, S.FULFILLED, Ended.PLAN_FULFILLED, now)


def _ended(known: Consequence, state: ConsequenceState, why: Ended, now: datetime) -> Consequence:
    return dataclasses.replace(known, state=state, ended_at=now, ended_why=why, stalled=False)


def _expect(known: Consequence, state: ConsequenceState) -> None:
    if known.state is not state:
        raise _not_in(known)


def _not_in(known: Consequence) -> ConsequenceStateError:
    zh, en = WORDS[known.state]
    return ConsequenceStateError(state_zh=zh, state_en=en)
