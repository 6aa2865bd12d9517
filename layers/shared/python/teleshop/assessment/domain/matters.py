"""What a matter is: its states, what people decide in it, and what it remembers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class ConsequenceState(StrEnum):
    """See :mod:`.consequences`."""

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
    SUPPLIER_LEFT = "supplier_left"
    """The cooperation ended for another reason."""


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
class Former:
    """A decision of an earlier round, and the appeal against it, as they were."""

    round: int
    measure: Measure | None
    decided_at: datetime
    decided_by: str | None
    reason: str | None = field(default=None, repr=False)
    appealed_at: datetime | None = None
    appealed_by: str | None = None
    grounds: str | None = field(default=None, repr=False)
    documents: tuple[str, ...] = ()
    appeal_upheld: bool | None = None
    appeal_decided_at: datetime | None = None
    appeal_decided_by: str | None = None
    appeal_reason: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """``round`` counts decisions on the matter, ``asked`` how often its present stage was put to
    people, ``started`` runs of the state machine. ``clock`` is the deadline that runs now.
    ``reasons`` are the criteria that cost most; texts may name persons. ``people`` are all who took
    part in a decision of any round: none of them hears an appeal. ``plan_judged_by`` is the first
    quarter that judges the plan; ``former`` are the decisions of earlier rounds.
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
    plan_judged_by: str | None = None
    people: tuple[str, ...] = ()
    former: tuple[Former, ...] | None = field(default=None, repr=False)
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
