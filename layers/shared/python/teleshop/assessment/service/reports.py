"""Reports of scorecards as files: asked for, made, linked to (standard 3.3.2)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from teleshop.assessment.consequence_ports import ReportShelf
from teleshop.assessment.domain.records import ScorecardRecord
from teleshop.assessment.domain.reports import (
    Report,
    ReportFormat,
    ReportRecord,
    ReportState,
    report_of,
    trend_of,
)
from teleshop.assessment.errors.consequences import ReportNotFoundError
from teleshop.assessment.errors.quarters import check_quarter
from teleshop.assessment.errors.runs import ScorecardNotFoundError
from teleshop.assessment.schemas.reports import (
    ReportView,
    ScorecardReportMade,
    ScorecardReportRequested,
)
from teleshop.assessment.service.consequence_base import is_of
from teleshop.assessment.tables.reports import ReportRepository, ReportRow
from teleshop.assessment.tables.scorecards import ScorecardRepository
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction

LINK: Final = timedelta(minutes=5)
Renderers = Mapping[ReportFormat, Callable[[Report], bytes]]
"""Make the file of a report; they live with their library in functions/assessment."""


class Reports:
    """Reports; stateless."""

    def __init__(
        self, repository: ReportRepository, scorecards: ScorecardRepository, shelf: ReportShelf
    ) -> None:
        self._repository = repository
        self._scorecards = scorecards
        self._shelf = shelf

    def request_report(
        self, call: Call, supplier_id: str, quarter: str, format: ReportFormat
    ) -> ReportView:
        """Ask for the report of the quarter's last scorecard; one that is on its way is not asked
        for again. Made anew the same scorecards give the same file; the one that is there can be
        had until then.
        """
        card = self._card(call, supplier_id, quarter)
        before = self._repository.find(supplier_id, quarter, card.run, format)
        if before is not None and before.is_on_its_way(call.now):
            return ReportView.of(before)
        asked = (
            replace(
                before,
                state=ReportState.REQUESTED,
                asked_at=call.now,
                asked_by=call.actor.subject,
            )
            if before is not None
            else ReportRecord(
                supplier_id=supplier_id,
                quarter=quarter,
                run=card.run,
                format=format,
                asked_at=call.now,
                asked_by=call.actor.subject,
            )
        )
        tx = _begin(call, "request_report", asked)
        if before is None:
            tx.create(ReportRow, asked, conflict=RacedError())
        else:
            asked = tx.save(ReportRow, before, asked, conflict=RacedError())
        tx.publish(
            ScorecardReportRequested(
                supplier_id=supplier_id, quarter=quarter, run=asked.run, format=asked.format
            )
        )
        return tx.commit(ReportView.of(asked))

    def make_report(self, call: Call, asked: ScorecardReportRequested, make: Renderers) -> None:
        """Make the file; the same scorecards give the same bytes."""
        format = ReportFormat(asked.format)
        before = self._repository.find(asked.supplier_id, asked.quarter, asked.run, format)
        card = self._scorecards.find(asked.supplier_id, asked.quarter, asked.run)
        if before is None or card is None or before.state is ReportState.READY:
            return
        file = self._shelf.put(before.name, format, make[format](self._collect(card)))
        made = ReportRecord(
            supplier_id=before.supplier_id,
            quarter=before.quarter,
            run=before.run,
            format=format,
            state=ReportState.READY,
            asked_at=before.asked_at,
            asked_by=before.asked_by,
            made_at=call.now,
            key=file.key,
            version_id=file.version_id,
            sha256=file.sha256,
            size=file.size,
        )
        tx = _begin(call, "make_report", before)
        tx.save(ReportRow, before, made, conflict=RacedError())
        tx.publish(
            ScorecardReportMade(
                supplier_id=made.supplier_id,
                quarter=made.quarter,
                run=made.run,
                format=made.format,
                sha256=file.sha256,
            )
        )
        tx.commit(None)

    def _collect(self, card: ScorecardRecord) -> Report:
        """The report of a scorecard, with the supplier's own quarters before it."""
        earlier = {
            quarter: found
            for quarter in trend_of(card.quarter)[:-1]
            if (found := self._scorecards.of_quarter(card.supplier_id, quarter)) is not None
        }
        return report_of(card, earlier)

    def show(self, call: Call, supplier_id: str, quarter: str, format: ReportFormat) -> ReportView:
        """The report of the quarter's last scorecard, with a link that works for five minutes."""
        card = self._card(call, supplier_id, quarter)
        known = self._repository.find(supplier_id, quarter, card.run, format)
        if known is None:
            raise ReportNotFoundError
        if known.key is None or known.version_id is None:
            return ReportView.of(known)
        name = f"scorecard-{quarter}-{known.run}.{format}"
        url = self._shelf.url(
            known.key, known.version_id, format, name=name, seconds=int(LINK.total_seconds())
        )
        return ReportView.of(known, url, call.now + LINK)

    def _card(self, call: Call, supplier_id: str, quarter: str) -> ScorecardRecord:
        """The last scorecard of a quarter that the caller may see: its own, or any for staff."""
        if not (call.actor.is_staff or is_of(call.actor, supplier_id)):
            raise ScorecardNotFoundError
        check_quarter(quarter)
        card = self._scorecards.of_quarter(supplier_id, quarter)
        if card is None:
            raise ScorecardNotFoundError
        return card


def _begin(call: Call, action: str, record: ReportRecord) -> Transaction:
    return Transaction(call, action, Subject("scorecard_report", record.name))
