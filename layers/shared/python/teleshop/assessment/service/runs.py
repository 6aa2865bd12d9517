"""The run of a quarter: opened, collected, recorded, finished, failed.

Every step may be repeated, after a failure at any place: the figures are frozen once, files are
replaced by their equals, a scorecard is issued once, and a step that was taken answers as it did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from teleshop.assessment.domain import runs as rules
from teleshop.assessment.domain.facts import category_of, facts_of
from teleshop.assessment.domain.runs import Collected, Counts, Run, RunState
from teleshop.assessment.domain.scoring import Assessed, assess
from teleshop.assessment.errors.runs import (
    AssessmentRunNotFoundError,
    FiguresNotSettledError,
    QuarterWithoutFiguresError,
    RunIncompleteError,
)
from teleshop.assessment.ports import (
    Board,
    Counting,
    Executions,
    FigureSource,
    FrozenSupplier,
    PolicySource,
    RunFiles,
    Snapshot,
)
from teleshop.assessment.schemas.events import (
    AssessmentCompleted,
    AssessmentFailed,
    AssessmentStarted,
)
from teleshop.assessment.tables.runs import RunRepository, RunRow
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction

SUBJECT: Final = "assessment_run"


@dataclass(frozen=True, slots=True)
class Progress:
    """A run with its scorecards as they stand now."""

    run: Run
    counts: Counts


class Runs:
    """The runs; stateless."""

    def __init__(
        self,
        repository: RunRepository,
        *,
        board: Board,
        figures: FigureSource,
        counting: Counting,
        policies: PolicySource,
        files: RunFiles,
        executions: Executions,
    ) -> None:
        self._repository = repository
        self._board = board
        self._figures = figures
        self._counting = counting
        self._policies = policies
        self._files = files
        self._executions = executions

    # -- opened ---------------------------------------------------------------------------------

    def open_due(self, call: Call) -> Run | None:
        """The start by the clock, of the quarter that has just ended in China; None if that was
        opened already, by a repetition of the clock's event or by a person.
        """
        quarter = rules.due_quarter(call.now)
        if self._repository.last(quarter) is not None:
            return None
        run = rules.opened(None, quarter, call.actor.subject, None, call.now, under_way=False)
        return self._open(call, "open_due_assessment", None, run)

    def open(self, call: Call, quarter: str, reason: str | None) -> Progress:
        """The start by a person: for the first time, or taking up again what is not finished, or
        anew with a reason after a run that is. Refuses while one is under way, and a quarter of
        which nothing was ever counted: one read where something was, sixteen where not.
        """
        last = self._repository.last(quarter)
        busy = last is not None and last.state is RunState.RUNNING and self._works(call, last)
        run = rules.opened(last, quarter, call.actor.subject, reason, call.now, under_way=busy)
        if last is None and next(iter(self._figures.collect(quarter)), None) is None:
            raise QuarterWithoutFiguresError(quarter=quarter)
        again = last if last is not None and last.run == run.run else None
        tx = self._started(call, "open_assessment", again, run)
        if again is None:
            return tx.commit(Progress(run, Counts()))
        return tx.commit(self._progress(run))

    def _open(self, call: Call, action: str, before: Run | None, run: Run) -> Run:
        return self._started(call, action, before, run).commit(run)

    def _started(self, call: Call, action: str, before: Run | None, run: Run) -> Transaction:
        tx = _begin(call, action, run)
        if before is None:
            tx.create(RunRow, run, conflict=RacedError())
        else:
            tx.save(RunRow, before, run, conflict=RacedError())
        tx.note(reason=run.reason, attempt=run.attempt)
        tx.publish(AssessmentStarted(quarter=run.quarter, run=run.run, attempt=run.attempt))
        return tx

    def _works(self, call: Call, run: Run) -> bool:
        """Whether the run's execution works; one that the cloud does not know may be on its way."""
        known = self._executions.is_working(run)
        return rules.may_still_start(run, call.now) if known is None else known

    def start(self, quarter: str, number: int, attempt: int) -> None:
        """Start the execution of an attempt, unless the run went on without it."""
        run = self._get(quarter, number)
        if run.state is RunState.RUNNING and run.attempt == attempt:
            self._executions.start(run)

    # -- the steps of the state machine ---------------------------------------------------------

    def collect(self, call: Call, quarter: str, number: int, *, wait: bool = True) -> Run:
        """Freeze the figures of everybody on board, score them and keep the batches to record.

        With ``wait`` a run by the clock is refused while events wait to be counted
        (:class:`FiguresNotSettledError`), since the last ones of the quarter are among them. What
        people start is of a quarter that is long over, and does not wait for those of today.
        """
        before = self._get(quarter, number)
        if before.folder is not None:
            return before
        settled = self._counting.is_settled()
        if wait and not settled and before.asked_by == SYSTEM_ACTOR.subject:
            raise FiguresNotSettledError
        snapshot = self._frozen(quarter)
        scored = assessed(snapshot)
        batches = rules.cut(scored.cards)
        folder = self._files.put_snapshot(quarter, snapshot)
        self._files.put_peers(folder, scored.peers)
        self._files.put_batches(folder, batches)
        found = Collected(folder, snapshot.policy.number, len(scored.cards), len(batches), settled)
        tx = _begin(call, "collect_assessment", before)
        after = rules.collected(before, found, call.now)
        return tx.commit(tx.save(RunRow, before, after, conflict=RacedError()))

    def place_of_batches(self, run: Run) -> tuple[str, str]:
        """Bucket and key of the list of batches that the state machine reads."""
        return self._files.place_of_batches(run.folder or "")

    def _frozen(self, quarter: str) -> Snapshot:
        known: Mapping[str, Mapping[str, int]] = dict(self._figures.collect(quarter))
        # By id: one whose day of verification moves meanwhile comes twice.
        members = {one.supplier_id: one for one in self._board.everybody()}
        return Snapshot(
            quarter=quarter,
            policy=self._policies.in_force(quarter),
            suppliers=tuple(
                FrozenSupplier(
                    supplier_id=supplier_id,
                    category=category_of(members[supplier_id].categories),
                    figures=dict(sorted(known.get(supplier_id, {}).items())),
                )
                for supplier_id in sorted(members)
            ),
        )

    def finish(self, call: Call, quarter: str, number: int) -> Run:
        """End a run whose batches are all recorded."""
        before = self._get(quarter, number)
        if before.state is RunState.COMPLETED:
            return before
        counts = rules.summed(self._repository.batches(before))
        if before.folder is None or counts.sum != before.suppliers:
            raise RunIncompleteError
        after = rules.completed(before, counts, call.now)
        tx = _begin(call, "complete_assessment", before)
        stored = tx.save(RunRow, before, after, conflict=RacedError())
        tx.publish(AssessmentCompleted.of(stored))
        return tx.commit(stored)

    def fail(self, call: Call, quarter: str, number: int, attempt: int, error: str) -> Run:
        """A technical failure ended an attempt; what was recorded stays."""
        before = self._get(quarter, number)
        if before.state is not RunState.RUNNING or before.attempt != attempt:
            return before
        counts = rules.summed(self._repository.batches(before))
        after = rules.failed(before, counts, error, call.now)
        tx = _begin(call, "fail_assessment", before)
        stored = tx.save(RunRow, before, after, conflict=RacedError())
        tx.publish(
            AssessmentFailed(quarter=quarter, run=number, attempt=stored.attempt, error=error)
        )
        return tx.commit(stored)

    # -- looked at ------------------------------------------------------------------------------

    def show(self, quarter: str) -> Progress:
        """The last run of a quarter: two queries, however many suppliers there are."""
        run = self._repository.last(quarter)
        if run is None:
            raise AssessmentRunNotFoundError
        return self._progress(run)

    def list_runs(self, page: PageRequest) -> Page[Progress]:
        """All runs, the newest quarter first, of each the last run first."""
        return self._repository.newest(page).map(self._progress)

    def _progress(self, run: Run) -> Progress:
        if run.state is RunState.RUNNING:
            return Progress(run, rules.summed(self._repository.batches(run)))
        return Progress(run, run.counts)

    def _get(self, quarter: str, number: int) -> Run:
        found = self._repository.find(quarter, number)
        if found is None:
            raise AssessmentRunNotFoundError
        return found


def assessed(snapshot: Snapshot) -> Assessed:
    """The scorecards of frozen figures: pure, so that equal figures give equal bytes."""
    facts = (
        facts_of(one.supplier_id, snapshot.quarter, one.category, one.figures)
        for one in snapshot.suppliers
    )
    return assess(facts, snapshot.policy)


def _begin(call: Call, action: str, run: Run) -> Transaction:
    return Transaction(call, action, Subject(SUBJECT, run.name))
