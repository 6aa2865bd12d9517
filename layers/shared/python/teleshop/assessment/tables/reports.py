"""The rows of reports: pk `supplier#<id>`, sk `report#<quarter>#<run>#<format>`."""

from collections.abc import Mapping

from teleshop.assessment.domain.reports import ReportFormat, ReportRecord
from teleshop.assessment.tables.base import INTERNAL, AssessmentTableRow
from teleshop.assessment.tables.scorecards import supplier_key
from teleshop.kernel.store.attributes import Instant, Integer, Text


class ReportRow(AssessmentTableRow):
    """Where a report is."""

    entity = ReportRecord

    supplier_id = Text(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    format = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    asked_at = Instant(data_class=INTERNAL)
    asked_by = Text(data_class=INTERNAL)
    made_at = Instant(null=True, data_class=INTERNAL)
    key = Text(null=True, data_class=INTERNAL)
    version_id = Text(null=True, data_class=INTERNAL)
    sha256 = Text(null=True, data_class=INTERNAL)
    size = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: ReportRecord) -> Mapping[str, str | None]:
        return {
            "pk": supplier_key(entity.supplier_id),
            "sk": cls.sort_of(entity.quarter, entity.run, entity.format),
        }

    @classmethod
    def sort_of(cls, quarter: str, run: int, format: str) -> str:
        """The range key of a report."""
        return f"report#{quarter}#{run:05d}#{format}"


class ReportRepository:
    """Finds reports; no scans, no filters."""

    def find(
        self, supplier_id: str, quarter: str, run: int, format: ReportFormat
    ) -> ReportRecord | None:
        """The report of one scorecard in one format."""
        key = supplier_key(supplier_id), ReportRow.sort_of(quarter, run, format)
        found: ReportRecord | None = ReportRow.find(*key)
        return found
