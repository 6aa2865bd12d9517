"""The rows of scorecards.

| row | pk | sk | by_quarter_band |
|---|---|---|---|
| scorecard | `supplier#<id>` | `scorecard#<quarter>#<run>` | quarter, run and band; supplier |
| the latest one | `supplier#<id>` | `latest` | |
"""

from collections.abc import Iterable, Mapping

from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from teleshop.assessment.domain.records import LatestScorecard, ScorecardLine, ScorecardRecord
from teleshop.assessment.tables.base import INTERNAL, AssessmentTableRow
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page

CARDS = "scorecard#"
SHOWN = ["supplier_id", "quarter", "run", "band", "score", "rank_band", "former_band"]
"""What the index carries: with whole scorecards the keys of a band, which all writes of a run meet
at, would take a tenth of the writes.
"""


class QuarterBandIndex(GlobalSecondaryIndex["ScorecardLineRow"]):
    """The scorecards of one run in one band, by supplier."""

    class Meta:
        index_name = "by_quarter_band"
        projection = IncludeProjection(SHOWN)

    band_key = Text(hash_key=True, data_class=INTERNAL)
    band_sort = Text(range_key=True, data_class=INTERNAL)


class ScorecardLineRow(AssessmentTableRow):
    """A scorecard as the index carries it; written as :class:`ScorecardRow`."""

    entity = ScorecardLine

    band_key = Text(data_class=INTERNAL)
    band_sort = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    band = Text(data_class=INTERNAL)
    score = Text(null=True, data_class=INTERNAL)
    rank_band = Text(null=True, data_class=INTERNAL)
    former_band = Text(null=True, data_class=INTERNAL)

    by_quarter_band = QuarterBandIndex()


class ScorecardRow(AssessmentTableRow):
    """A scorecard; written once."""

    entity = ScorecardRecord

    band_key = Text(data_class=INTERNAL)
    band_sort = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    band = Text(data_class=INTERNAL)
    score = Text(null=True, data_class=INTERNAL)
    rank_band = Text(null=True, data_class=INTERNAL)
    policy = Integer(data_class=INTERNAL)
    assessed_at = Instant(data_class=INTERNAL)
    former_band = Text(null=True, data_class=INTERNAL)
    is_latest = Flag(data_class=INTERNAL)
    card = Json(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: ScorecardRecord) -> Mapping[str, str | None]:
        return {
            "pk": supplier_key(entity.supplier_id),
            "sk": cls.sort_of(entity.quarter, entity.run),
            "band_key": band_key(entity.quarter, entity.run, entity.band),
            "band_sort": entity.supplier_id,
        }

    @classmethod
    def sort_of(cls, quarter: str, run: int) -> str:
        """The range key of a scorecard; they sort by quarter, then by run."""
        return f"{CARDS}{quarter}#{run:05d}"


class LatestRow(AssessmentTableRow):
    """The latest scorecard of a supplier."""

    entity = LatestScorecard

    supplier_id = Text(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    band = Text(data_class=INTERNAL)
    score = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    SK = "latest"

    @classmethod
    def keys_of(cls, entity: LatestScorecard) -> Mapping[str, str | None]:
        return {"pk": supplier_key(entity.supplier_id), "sk": cls.SK}


def supplier_key(supplier_id: str) -> str:
    """Where what is kept of a supplier lies."""
    return f"supplier#{supplier_id}"


def band_key(quarter: str, run: int, band: str) -> str:
    """Where the index keeps the scorecards of a band."""
    return f"{quarter}#{run:05d}#{band}"


class ScorecardRepository:
    """Finds scorecards; no scans, no filters."""

    def of_supplier(self, supplier_id: str, page: PageRequest) -> Page[ScorecardRecord]:
        """All scorecards of a supplier, the newest quarter first, of each the last run first."""
        return query_page(
            ScorecardRow,
            ScorecardRow,
            supplier_key(supplier_id),
            page,
            scope="scorecards-of-supplier",
            range_condition=ScorecardRow.sk.startswith(CARDS),
            newest_first=True,
        )

    def of_quarter(self, supplier_id: str, quarter: str) -> ScorecardRecord | None:
        """The scorecard of the last run of a quarter that issued one."""
        with reading():
            rows = list(
                ScorecardRow.query(
                    supplier_key(supplier_id),
                    ScorecardRow.sk.startswith(f"{CARDS}{quarter}#"),
                    scan_index_forward=False,
                    consistent_read=True,
                    limit=1,
                )
            )
        return rows[0].to_entity() if rows else None

    def find(self, supplier_id: str, quarter: str, run: int) -> ScorecardRecord | None:
        """The scorecard of one run."""
        found: ScorecardRecord | None = ScorecardRow.find(
            supplier_key(supplier_id), ScorecardRow.sort_of(quarter, run)
        )
        return found

    def of_band(self, quarter: str, run: int, band: str, page: PageRequest) -> Page[ScorecardLine]:
        """The suppliers of a band in a run, by id."""
        return query_page(
            ScorecardLineRow.by_quarter_band,
            ScorecardLineRow,
            band_key(quarter, run, band),
            page,
            scope="scorecards-of-band",
        )

    def issued(
        self, supplier_ids: Iterable[str], quarter: str, run: int
    ) -> dict[str, ScorecardRecord]:
        """The scorecards that a run has issued already, by supplier; one call for a hundred."""
        found = ScorecardRow.find_many(
            (supplier_key(one), ScorecardRow.sort_of(quarter, run)) for one in supplier_ids
        )
        return {record.supplier_id: record for record in found.values()}

    def latest(self, supplier_ids: Iterable[str]) -> dict[str, LatestScorecard]:
        """The latest scorecards, by supplier; one call for a hundred."""
        found = LatestRow.find_many((supplier_key(one), LatestRow.SK) for one in supplier_ids)
        return {record.supplier_id: record for record in found.values()}

    def find_latest(self, supplier_id: str) -> LatestScorecard | None:
        """The latest scorecard of one supplier."""
        found: LatestScorecard | None = LatestRow.find(supplier_key(supplier_id), LatestRow.SK)
        return found
