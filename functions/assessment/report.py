"""Makes the report of a scorecard as a file that was asked for."""

from typing import Any

from functions.assessment import report_html, report_xlsx
from teleshop.assessment.domain.reports import ReportFormat
from teleshop.assessment.schemas.reports import ScorecardReportRequested
from teleshop.assessment.wiring import reports
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume

RENDERERS = {ReportFormat.HTML: report_html.render, ReportFormat.XLSX: report_xlsx.render}


def handler(event: dict[str, Any], context: Any) -> None:
    """The same scorecards give the same file, however often it is made."""
    consume(event, context, "assessment.report", _make)


def _make(call: Call, envelope: Envelope) -> None:
    reports().make_report(call, envelope.read(ScorecardReportRequested), RENDERERS)
