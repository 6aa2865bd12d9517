"""The rows of what follows from scorecards.

| row | pk | sk |
|---|---|---|
| where a supplier stands | `supplier#<id>` | `course` |
| matter | `supplier#<id>` | `consequence#<quarter>` |
"""

from collections.abc import Mapping

from teleshop.assessment.domain.following import Course
from teleshop.assessment.domain.matters import Consequence
from teleshop.assessment.tables.base import INTERNAL, AssessmentTableRow
from teleshop.assessment.tables.scorecards import supplier_key
from teleshop.kernel.store.attributes import Day, Flag, Instant, Integer, Json, Personal, Text


class CourseRow(AssessmentTableRow):
    """Where a supplier stands."""

    entity = Course

    supplier_id = Text(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    band = Text(data_class=INTERNAL)
    featured_until = Instant(null=True, data_class=INTERNAL)
    open_quarter = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    SK = "course"

    @classmethod
    def keys_of(cls, entity: Course) -> Mapping[str, str | None]:
        return {"pk": supplier_key(entity.supplier_id), "sk": cls.SK}


class ConsequenceRow(AssessmentTableRow):
    """A matter to decide on; what people wrote in it may name persons."""

    entity = Consequence

    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    score = Text(data_class=INTERNAL)
    opened_at = Instant(data_class=INTERNAL)
    reasons = Json(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    round = Integer(data_class=INTERNAL)
    asked = Integer(data_class=INTERNAL)
    started = Integer(data_class=INTERNAL)
    stalled = Flag(data_class=INTERNAL)
    clock = Text(null=True, data_class=INTERNAL)
    measure = Text(null=True, data_class=INTERNAL)
    decided_at = Instant(null=True, data_class=INTERNAL)
    decided_by = Text(null=True, data_class=INTERNAL)
    reason = Personal(null=True)
    appeal_last_day = Day(null=True, data_class=INTERNAL)
    appeal_until = Instant(null=True, data_class=INTERNAL)
    calendar_confirmed = Flag(data_class=INTERNAL)
    appealed_at = Instant(null=True, data_class=INTERNAL)
    appealed_by = Text(null=True, data_class=INTERNAL)
    grounds = Personal(null=True)
    documents = Json(data_class=INTERNAL)
    appeal_upheld = Flag(null=True, data_class=INTERNAL)
    appeal_decided_at = Instant(null=True, data_class=INTERNAL)
    appeal_decided_by = Text(null=True, data_class=INTERNAL)
    appeal_reason = Personal(null=True)
    effective_at = Instant(null=True, data_class=INTERNAL)
    plan_last_day = Day(null=True, data_class=INTERNAL)
    plan_until = Instant(null=True, data_class=INTERNAL)
    submission = Integer(data_class=INTERNAL)
    plan = Personal(null=True)
    plan_by = Text(null=True, data_class=INTERNAL)
    plan_reason = Personal(null=True)
    plan_judged_by = Text(null=True, data_class=INTERNAL)
    people = Json(null=True, data_class=INTERNAL)
    former = Personal(null=True)
    earlier = Json(data_class=INTERNAL)
    ended_at = Instant(null=True, data_class=INTERNAL)
    ended_why = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    PREFIX = "consequence#"

    @classmethod
    def keys_of(cls, entity: Consequence) -> Mapping[str, str | None]:
        return {"pk": supplier_key(entity.supplier_id), "sk": cls.sort_of(entity.quarter)}

    @classmethod
    def sort_of(cls, quarter: str) -> str:
        """The range key of a quarter's matter."""
        return f"{cls.PREFIX}{quarter}"


class ConsequenceRepository:
    """Finds what this part stored; no scans, no filters."""

    def course(self, supplier_id: str) -> Course | None:
        """Where a supplier stands."""
        found: Course | None = CourseRow.find(supplier_key(supplier_id), CourseRow.SK)
        return found

    def find(self, supplier_id: str, quarter: str) -> Consequence | None:
        """The matter of a supplier's quarter, or None."""
        key = supplier_key(supplier_id), ConsequenceRow.sort_of(quarter)
        found: Consequence | None = ConsequenceRow.find(*key)
        return found
