"""Reports of scorecards: what is asked for, seen and told."""

from datetime import datetime

from teleshop.assessment.domain.reports import ReportFormat, ReportRecord
from teleshop.assessment.schemas.consequence_events import ConsequenceEvent
from teleshop.kernel.schema import Input, Output


class ReportBody(Input, frozen=True, kw_only=True):
    """The format that is wanted."""

    format: ReportFormat


class ReportQuery(Input, frozen=True, kw_only=True):
    """The format that is wanted."""

    format: ReportFormat


class ReportView(Output, frozen=True, kw_only=True):
    """A report; ``url`` works until ``expires_at`` and is null while it is made."""

    supplier_id: str
    quarter: str
    run: int
    format: str
    state: str
    asked_at: datetime
    made_at: datetime | None = None
    sha256: str | None = None
    size: int = 0
    url: str | None = None
    expires_at: datetime | None = None

    @classmethod
    def of(
        cls, record: ReportRecord, url: str | None = None, expires_at: datetime | None = None
    ) -> "ReportView":
        """The same for people, with a link."""
        return cls(
            supplier_id=record.supplier_id,
            quarter=record.quarter,
            run=record.run,
            format=record.format,
            state=record.state,
            asked_at=record.asked_at,
            made_at=record.made_at,
            sha256=record.sha256,
            size=record.size,
            url=url,
            expires_at=expires_at,
        )


class ScorecardReportRequested(ConsequenceEvent, frozen=True, kw_only=True):
    """Somebody wants the report of a scorecard."""

    run: int
    format: str


class ScorecardReportMade(ConsequenceEvent, frozen=True, kw_only=True):
    """The report of a scorecard is there."""

    run: int
    format: str
    sha256: str
