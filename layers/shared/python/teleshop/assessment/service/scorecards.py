"""Scorecards: issued batch by batch, shown to their supplier and to staff."""

from collections.abc import Mapping
from typing import Final

from teleshop.assessment.domain import records as rules
from teleshop.assessment.domain import runs
from teleshop.assessment.domain.card import Scorecard
from teleshop.assessment.domain.facts import facts_of
from teleshop.assessment.domain.records import LatestScorecard, ScorecardLine, ScorecardRecord
from teleshop.assessment.domain.runs import BatchMark, Run
from teleshop.assessment.errors.quarters import check_quarter
from teleshop.assessment.errors.runs import (
    AlreadyIssuedError,
    AssessmentRunNotFoundError,
    ScorecardNotFoundError,
)
from teleshop.assessment.ports import FigureSource, RunFiles
from teleshop.assessment.schemas.events import ScorecardIssued
from teleshop.assessment.tables.runs import BatchRow, RunRepository
from teleshop.assessment.tables.scorecards import LatestRow, ScorecardRepository, ScorecardRow
from teleshop.kernel.actor import Actor, Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run as repeated

SUPPLIER: Final = "supplier"


class Scorecards:
    """The scorecards; stateless."""

    def __init__(
        self,
        repository: ScorecardRepository,
        run_repository: RunRepository,
        files: RunFiles,
        *,
        figures: FigureSource,
    ) -> None:
        self._repository = repository
        self._runs = run_repository
        self._files = files
        self._figures = figures

    # -- the step of the state machine ----------------------------------------------------------

    def record_batch(self, call: Call, quarter: str, number: int, batch: int) -> BatchMark:
        """Issue the scorecards of a batch, each in one transaction of its own; a repetition issues
        what is missing, and the batch counts once.

        For fifty suppliers four reads beside their fifty transactions.
        """
        run = self._runs.find(quarter, number)
        if run is None or run.folder is None:
            raise AssessmentRunNotFoundError
        done = self._runs.find_batch(run, batch)
        if done is not None:
            return done
        cards = self._files.batch(run.folder, batch)
        own = [card.supplier_id for card in cards]
        issued = self._repository.issued(own, quarter, number)
        latest = self._repository.latest(own)
        for card in cards:
            if card.supplier_id not in issued:
                self._issue_card(call, run, card, latest)
        counts = runs.counted(card.band for card in cards)
        mark = BatchMark(
            quarter=quarter,
            run=number,
            number=batch,
            excellent=counts.excellent,
            qualified=counts.qualified,
            unqualified=counts.unqualified,
            not_rated=counts.not_rated,
        )
        # Made again from the scorecards at any time: they have their own entries.
        tx = Transaction(call, "record_batch", Subject("assessment_run", run.name), derived=True)
        tx.create(BatchRow, mark, conflict=RacedError(), audited=False)
        return tx.commit(mark)

    def _issue_card(
        self, call: Call, run: Run, card: Scorecard, latest: Mapping[str, LatestScorecard]
    ) -> None:
        known = [latest.get(card.supplier_id)]

        def issue() -> None:
            # Read anew only after another run has changed it, or this very one was done already.
            before = known.pop() if known else self._repository.find_latest(card.supplier_id)
            if before is not None and (before.quarter, before.run) == (run.quarter, run.run):
                return
            self._write(call, run, card, before)

        try:
            repeated(call, issue)
        except AlreadyIssuedError:
            return

    @staticmethod
    def _write(call: Call, run: Run, card: Scorecard, before: LatestScorecard | None) -> None:
        is_latest = rules.supersedes(before, run.quarter, run.run)
        record = ScorecardRecord(
            supplier_id=card.supplier_id,
            quarter=run.quarter,
            run=run.run,
            band=card.band,
            score=None if card.score is None else str(card.score),
            rank_band=card.rank,
            policy=card.policy,
            assessed_at=run.opened_at,
            former_band=before.band if before is not None and is_latest else None,
            is_latest=is_latest,
            card=card,
        )
        tx = Transaction(call, "issue_scorecard", Subject(SUPPLIER, card.supplier_id))
        # The scorecard is its own record; the entry says which one.
        tx.create(ScorecardRow, record, conflict=AlreadyIssuedError(), audited=False)
        if is_latest:
            now = LatestScorecard(
                supplier_id=card.supplier_id,
                quarter=run.quarter,
                run=run.run,
                band=record.band,
                score=record.score,
            )
            if before is None:
                tx.create(LatestRow, now, conflict=RacedError(), audited=False)
            else:
                tx.save(LatestRow, before, now, conflict=RacedError(), audited=False)
        tx.note(quarter=run.quarter, run=run.run, band=record.band, score=record.score)
        tx.publish(ScorecardIssued.of(record))
        tx.commit(None)

    # -- for people -----------------------------------------------------------------------------

    def list_own(self, call: Call, supplier_id: str, page: PageRequest) -> Page[ScorecardRecord]:
        """The scorecards of a supplier, newest first; a supplier sees its own alone."""
        check_sees(call.actor, supplier_id)
        return self._repository.of_supplier(supplier_id, page)

    def show(self, call: Call, supplier_id: str, quarter: str) -> ScorecardRecord:
        """The scorecard of a quarter, by its last run; a supplier sees its own alone."""
        check_sees(call.actor, supplier_id)
        check_quarter(quarter)
        return self.get(supplier_id, quarter)

    def is_outdated(self, record: ScorecardRecord) -> bool:
        """Whether events were counted since that change what it was scored by; one query."""
        card = record.card
        figures = self._figures.of_quarter(card.supplier_id, card.quarter)
        now = facts_of(card.supplier_id, card.quarter, card.category, figures)
        return rules.has_moved(card, now)

    def of_band(
        self, quarter: str, number: int, band: str, page: PageRequest
    ) -> Page[ScorecardLine]:
        """The suppliers of a band in a run, by id."""
        return self._repository.of_band(quarter, number, band, page)

    # -- for the rest of assessment -------------------------------------------------------------

    def get(self, supplier_id: str, quarter: str) -> ScorecardRecord:
        """The scorecard of a quarter, by its last run."""
        found = self._repository.of_quarter(supplier_id, quarter)
        if found is None:
            raise ScorecardNotFoundError
        return found

    def find(self, supplier_id: str, quarter: str, number: int) -> ScorecardRecord | None:
        """The scorecard of one run."""
        return self._repository.find(supplier_id, quarter, number)

    def latest(self, supplier_id: str) -> LatestScorecard | None:
        """Which scorecard holds now."""
        return self._repository.find_latest(supplier_id)


def check_sees(actor: Actor, supplier_id: str) -> None:
    """Refuse, as if there were none, who is neither of this supplier nor of the platform."""
    if not actor.is_staff and actor.supplier_id != supplier_id:
        raise ScorecardNotFoundError
