"""The rows of runs.

| row | pk | sk |
|---|---|---|
| run | `runs` | `<quarter>#<run>` |
| batch that was recorded | `run#<quarter>#<run>` | `batch#<number>` |

All runs lie under one key: there are four quarters in a year.
"""

from collections.abc import Mapping

from pynamodb.expressions.condition import Condition

from teleshop.assessment.domain.runs import BatchMark, Run, RunState
from teleshop.assessment.tables.base import INTERNAL, AssessmentTableRow
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import Flag, Instant, Integer, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page

BATCHES = "batch#"
LAST_RUN = 99_999
LOOKED_AT = 10


class RunRow(AssessmentTableRow):
    """A run of a quarter."""

    entity = Run

    quarter = Text(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    asked_by = Text(data_class=INTERNAL)
    reason = Text(null=True, data_class=INTERNAL)
    opened_at = Instant(data_class=INTERNAL)
    attempt = Integer(data_class=INTERNAL)
    attempt_at = Instant(data_class=INTERNAL)
    folder = Text(null=True, data_class=INTERNAL)
    policy = Integer(null=True, data_class=INTERNAL)
    suppliers = Integer(data_class=INTERNAL)
    batches = Integer(data_class=INTERNAL)
    collected_at = Instant(null=True, data_class=INTERNAL)
    settled = Flag(null=True, data_class=INTERNAL)
    excellent = Integer(data_class=INTERNAL)
    qualified = Integer(data_class=INTERNAL)
    unqualified = Integer(data_class=INTERNAL)
    not_rated = Integer(data_class=INTERNAL)
    ended_at = Instant(null=True, data_class=INTERNAL)
    error = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    PK = "runs"

    @classmethod
    def keys_of(cls, entity: Run) -> Mapping[str, str | None]:
        return {"pk": cls.PK, "sk": cls.sort_of(entity.quarter, entity.run)}

    @classmethod
    def sort_of(cls, quarter: str, run: int) -> str:
        """The range key of a run; they sort by quarter, then by number."""
        return f"{quarter}#{run:05d}"


class BatchRow(AssessmentTableRow):
    """Lets a batch be recorded once, and progress be summed."""

    entity = BatchMark

    quarter = Text(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    excellent = Integer(data_class=INTERNAL)
    qualified = Integer(data_class=INTERNAL)
    unqualified = Integer(data_class=INTERNAL)
    not_rated = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: BatchMark) -> Mapping[str, str | None]:
        return {
            "pk": cls.key_of(entity.quarter, entity.run),
            "sk": cls.sort_of(entity.number),
        }

    @classmethod
    def key_of(cls, quarter: str, run: int) -> str:
        """Where the batches of a run lie."""
        return f"run#{quarter}#{run:05d}"

    @classmethod
    def sort_of(cls, number: int) -> str:
        """The range key of a batch; they sort by number."""
        return f"{BATCHES}{number:05d}"


class RunRepository:
    """Finds runs; no scans, no filters."""

    def find(self, quarter: str, run: int) -> Run | None:
        """One run as it is stored now."""
        found: Run | None = RunRow.find(RunRow.PK, RunRow.sort_of(quarter, run))
        return found

    def last(self, quarter: str) -> Run | None:
        """The run of a quarter with the highest number."""
        condition = RunRow.sk.startswith(f"{quarter}#")
        with reading():
            rows = list(
                RunRow.query(
                    RunRow.PK,
                    condition,
                    consistent_read=True,
                    scan_index_forward=False,
                    limit=1,
                )
            )
        return rows[0].to_entity() if rows else None

    def completed(self, quarter: str) -> Run | None:
        """The completed run of a quarter with the highest number; of the last ten."""
        return _completed(RunRow.sk.startswith(f"{quarter}#"))

    def last_completed(self, before: str) -> Run | None:
        """The latest completed run of the quarters up to ``before``. Ten are looked at: who runs
        ten times in vain has other worries than a provisional score.
        """
        return _completed(RunRow.sk <= RunRow.sort_of(before, LAST_RUN))

    def newest(self, page: PageRequest) -> Page[Run]:
        """All runs, the newest quarter first."""
        return query_page(
            RunRow, RunRow, RunRow.PK, page, scope="assessment-runs", newest_first=True
        )

    def batches(self, run: Run) -> list[BatchMark]:
        """The batches that were recorded, by number: 2,000 of them, for 100,000 suppliers, are one
        page.
        """
        key = BatchRow.key_of(run.quarter, run.run)
        with reading():
            rows = list(BatchRow.query(key, BatchRow.sk.startswith(BATCHES), consistent_read=True))
        return [row.to_entity() for row in rows]

    def find_batch(self, run: Run, number: int) -> BatchMark | None:
        """The mark of a batch that was recorded."""
        key = BatchRow.key_of(run.quarter, run.run)
        found: BatchMark | None = BatchRow.find(key, BatchRow.sort_of(number))
        return found


def _completed(condition: Condition) -> Run | None:
    with reading():
        rows = list(RunRow.query(RunRow.PK, condition, scan_index_forward=False, limit=LOOKED_AT))
    found = (row.to_entity() for row in rows)
    return next((run for run in found if run.state is RunState.COMPLETED), None)
