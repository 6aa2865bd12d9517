"""What the use cases of consequences share: finding, storing with the one clock that runs, telling,
asking people.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from teleshop.assessment.consequence_ports import Cooperation, Decisions
from teleshop.assessment.domain.following import (
    UNQUALIFIED,
    Change,
    Course,
    scored_by,
    waiting,
)
from teleshop.assessment.domain.matters import Consequence, ConsequenceState, Measure, Stage
from teleshop.assessment.domain.windows import DEFAULT_CONSEQUENCE_POLICY, ConsequencePolicy
from teleshop.assessment.errors.consequences import ConsequenceNotFoundError
from teleshop.assessment.errors.quarters import check_quarter
from teleshop.assessment.schemas.consequence_events import (
    ConsequenceEvent,
    ConsequenceOpened,
    ConsequenceReviewRequested,
    ConsequenceTookEffect,
    ImprovementPlanDue,
)
from teleshop.assessment.tables.consequences import ConsequenceRepository, ConsequenceRow, CourseRow
from teleshop.assessment.tables.scorecards import ScorecardRepository
from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction

CONSEQUENCE_PROCESS: Final = "assessment_consequence"
PLAN_PROCESS: Final = "improvement_plan"
CLOCK_OF: Final = {ConsequenceState.ANNOUNCED: "appeal", ConsequenceState.PLAN_DUE: "plan"}
RETRY: Final = "retry"
S = ConsequenceState


class ConsequenceDesk:
    """Base of the services of consequences; stateless."""

    def __init__(
        self,
        repository: ConsequenceRepository,
        deadlines: Deadlines,
        cooperation: Cooperation,
        decisions: Decisions,
        policy: ConsequencePolicy = DEFAULT_CONSEQUENCE_POLICY,
        *,
        scorecards: ScorecardRepository,
    ) -> None:
        self._repository = repository
        self._scorecards = scorecards
        self._deadlines = deadlines
        self._cooperation = cooperation
        self._decisions = decisions
        self._policy = policy

    # -- finding --

    def _get(self, supplier_id: str, quarter: str) -> Consequence:
        known = self._repository.find(supplier_id, quarter)
        if known is None:
            raise ConsequenceNotFoundError
        return known

    def _own(self, call: Call, supplier_id: str, quarter: str) -> Consequence:
        """The matter of the caller's own supplier, to be changed by it; the version is checked."""
        if not is_of(call.actor, supplier_id):
            raise ConsequenceNotFoundError
        check_quarter(quarter)
        known = self._get(supplier_id, quarter)
        call.check_version(known.version)
        return known

    # -- storing --

    @staticmethod
    def _begin(call: Call, action: str, known: Consequence) -> Transaction:
        return Transaction(call, action, Subject("consequence", known.id))

    def _store(self, tx: Transaction, before: Consequence, after: Consequence) -> Consequence:
        """Store a matter that has moved, with the clock of its new state."""
        after = self._with_clock(tx, before, after)
        return tx.save(ConsequenceRow, before, after)

    def _with_clock(
        self, tx: Transaction, before: Consequence | None, after: Consequence
    ) -> Consequence:
        same = before is not None and (before.state, before.stalled, before.started) == (
            after.state,
            after.stalled,
            after.started,
        )
        if same:
            return after
        if before is not None and before.clock is not None:
            self._deadlines.cancel(tx, before.clock)
        kind, due_at = self._clock_of(after, tx.call.now)
        if kind is None or due_at is None:
            return replace(after, clock=None)
        id = f"assessment:{after.id}:{kind}:{after.round}.{after.started}"
        self._deadlines.register(
            tx,
            id=id,
            owner=Owner("assessment", "consequence", after.id),
            kind=kind,
            due_at=due_at,
            warn_before=() if kind == RETRY else self._policy.warn_before,
            data={"supplier_id": after.supplier_id, "quarter": after.quarter},
        )
        return replace(after, clock=id)

    def _clock_of(self, known: Consequence, now: datetime) -> tuple[str | None, datetime | None]:
        """The clock of a state and when it rings; none where nothing is waited for."""
        if known.stalled:
            return RETRY, now + self._policy.retry
        until = known.appeal_until if known.state is S.ANNOUNCED else known.plan_until
        kind = CLOCK_OF.get(known.state)
        if kind is None or until is None:
            return None, None
        return kind, until + self._policy.settle

    # -- taking effect --

    def _put_in_effect(
        self, tx: Transaction, before: Consequence, after: Consequence
    ) -> Consequence:
        """Store a matter whose measure begins; a termination ends the cooperation with it."""
        stored = self._store(tx, before, after)
        if stored.state is S.TERMINATED:
            text = stored.reason or f"{stored.quarter} 季度考核不合格，经人工决定终止合作"
            self._cooperation.terminate(tx, stored.supplier_id, stored.id, text)
        self._tell(
            tx,
            ConsequenceTookEffect(
                supplier_id=stored.supplier_id,
                quarter=stored.quarter,
                measure=measure_of(stored),
            ),
        )
        self._tell_plan_due(tx, stored)
        return stored

    def _tell_plan_due(self, tx: Transaction, stored: Consequence) -> None:
        if stored.state is not S.PLAN_DUE or stored.plan_last_day is None:
            return
        self._tell(
            tx,
            ImprovementPlanDue(
                supplier_id=stored.supplier_id,
                quarter=stored.quarter,
                last_day=stored.plan_last_day,
                calendar=calendar_of(stored),
            ),
        )

    # -- telling and asking --

    def _tell(self, tx: Transaction, event: ConsequenceEvent) -> None:
        """Publish an event, and enter it into the supplier's timeline."""
        event_id = tx.publish(event, subject=Subject("supplier", event.supplier_id))
        self._cooperation.enter(tx, event.supplier_id, event_id, event)

    @staticmethod
    def _ask(tx: Transaction, known: Consequence) -> None:
        """Let people decide what the matter waits for."""
        if known.stage is None:
            return
        tx.publish(
            ConsequenceReviewRequested(
                supplier_id=known.supplier_id,
                quarter=known.quarter,
                stage=known.stage,
                started=known.started,
            )
        )

    def _open(self, tx: Transaction, known: Consequence, again: str) -> None:
        self._tell(
            tx,
            ConsequenceOpened(
                supplier_id=known.supplier_id,
                quarter=known.quarter,
                run=known.run,
                round=known.round,
                score=known.score,
                reasons=known.reasons,
                again=again,
            ),
        )
        self._ask(tx, known)

    def _stop_asking(self, tx: Transaction, known: Consequence) -> None:
        """No decision is wanted any more in what people are asked now."""
        if known.stage is not None:
            self._decisions.withdraw(tx, process_of(known), known.id, round_of(known))

    # -- the course of the supplier --

    @staticmethod
    def _keep(tx: Transaction, before: Course | None, after: Course) -> Course:
        if before is None:
            return tx.create(CourseRow, after, conflict=RacedError(), audited=False)
        return tx.save(CourseRow, before, after, conflict=RacedError(), audited=False)

    def _close(self, tx: Transaction, stored: Consequence) -> None:
        """Free the supplier's place for a matter, once one has ended; what waited opens then."""
        if stored.is_open:
            return
        course = self._repository.course(stored.supplier_id)
        if course is None or course.open_quarter != stored.quarter:
            return
        next_one = self._waiting(course, stored, tx.call.now)
        if next_one is not None:
            self._take_up(tx, next_one)
        free = next_one.after.quarter if next_one is not None else None
        self._keep(tx, course, replace(course, open_quarter=free))

    def _waiting(self, course: Course, ended: Consequence, now: datetime) -> Change | None:
        """The matter of the newest scorecard, where it was only noted while ``ended`` was open."""
        if course.band != UNQUALIFIED or course.quarter <= ended.quarter:
            return None
        newest = self._scorecards.find(ended.supplier_id, course.quarter, course.run)
        if newest is None:
            return None
        own = self._repository.find(ended.supplier_id, course.quarter)
        return waiting(ended, own, scored_by(newest), now)

    def _take_up(self, tx: Transaction, change: Change) -> None:
        """Open a matter, or one again that had ended."""
        if change.before is None:
            tx.create(ConsequenceRow, change.after, conflict=RacedError())
            self._open(tx, change.after, "")
            return
        stored = self._store(tx, change.before, change.after)
        self._open(tx, stored, stored.earlier[-1].what)


def is_of(actor: Actor, supplier_id: str) -> bool:
    """Whether the actor acts for that supplier."""
    return actor.has(Role.SUPPLIER) and actor.supplier_id == supplier_id


def process_of(known: Consequence) -> str:
    """The kind of process that the present stage belongs to. Decision and appeal are one, so that
    nobody hears an appeal against what he decided.
    """
    return PLAN_PROCESS if known.stage is Stage.PLAN else CONSEQUENCE_PROCESS


def round_of(known: Consequence) -> int:
    """The round of that process."""
    return known.submission if known.stage is Stage.PLAN else known.round


def measure_of(known: Consequence) -> str:
    """The measure as events say it."""
    return (known.measure or Measure.IMPROVEMENT_PLAN).value


def calendar_of(known: Consequence) -> str:
    """Whether the last day that is told is certain, as events say it."""
    return "confirmed" if known.calendar_confirmed else "latest"
