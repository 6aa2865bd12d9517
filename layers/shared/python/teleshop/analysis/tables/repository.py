"""What is read from the analysis table."""

from collections import defaultdict
from collections.abc import Sequence

from teleshop.analysis.domain import (
    Burst,
    CaseRecord,
    ChartPoint,
    ClocksRecord,
    Scope,
    ScopeState,
)
from teleshop.analysis.tables.rows import (
    BURSTS,
    BurstRow,
    CaseClocksRow,
    CaseFiguresRow,
    FigureRow,
    PointRow,
    ScopeRow,
)
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page

Figures = dict[tuple[str, ...], dict[str, int]]
"""Counters of one dimension and period: amounts by the parts that were asked for."""


class AnalysisRepository:
    """Finds figures, points, bursts; stateless."""

    def find_case(self, case_id: str) -> CaseRecord | None:
        """What a case adds to the counters."""
        found: CaseRecord | None = CaseFiguresRow.find(f"case#{case_id}", CaseFiguresRow.SK)
        return found

    def find_clocks(self, case_id: str) -> ClocksRecord | None:
        """The clocks of a case."""
        found: ClocksRecord | None = CaseClocksRow.find(f"case#{case_id}", CaseClocksRow.SK)
        return found

    def figures(
        self,
        dimension: str,
        period: str,
        keep: Sequence[int],
        *,
        value: str | None = None,
        only: tuple[int, frozenset[str]] | None = None,
    ) -> Figures:
        """The counters of a dimension and period, summed over all parts but those at the places
        ``keep``; ``value`` names the first part, ``only`` a place and what may stand there.

        One query; it reads a row per counter, so as many as values have cases in that period.
        """
        condition = None
        if value is not None:
            condition = FigureRow.sk.startswith(f"{FigureRow.sort((value,))}#")
        found: Figures = defaultdict(lambda: defaultdict(int))
        with reading():
            rows = list(FigureRow.query(FigureRow.partition(dimension, period), condition))
        for row in rows:
            parts = row.parts
            if only is not None and parts[only[0]] not in only[1]:
                continue
            sums = found[tuple(parts[place] for place in keep)]
            for name, amount in row.amounts.items():
                sums[name] += amount
        return found

    def points(self, cause: str, limit: int) -> list[ChartPoint]:
        """The latest points of a cause's chart, earliest first."""
        with reading():
            rows = list(
                PointRow.query(PointRow.partition(cause), scan_index_forward=False, limit=limit)
            )
        return [row.to_entity() for row in reversed(rows)]

    def points_of_week(self, week: str, causes: Sequence[str]) -> dict[str, ChartPoint]:
        """What was judged of a week so far, by cause; one batch per hundred causes."""
        keys = [(PointRow.partition(cause), week) for cause in causes]
        with reading():
            found = [row.to_entity() for row in PointRow.batch_get(keys, consistent_read=True)]
        return {point.cause: point for point in found}

    def find_scopes(self, things: Sequence[tuple[Scope, str]]) -> dict[Scope, ScopeState]:
        """What is remembered of some things, at most one per scope; one batch."""
        keys = [(ScopeRow.partition(scope, id), ScopeRow.SK) for scope, id in things]
        with reading():
            found = [row.to_entity() for row in ScopeRow.batch_get(keys, consistent_read=True)]
        return {state.scope: state for state in found}

    def find_burst(self, burst_id: str) -> Burst | None:
        """A burst by its id."""
        found: Burst | None = BurstRow.find(burst_id, BurstRow.SK)
        return found

    def bursts(self, page: PageRequest) -> Page[Burst]:
        """Bursts, the latest first."""
        return query_page(
            BurstRow.by_list, BurstRow, BURSTS, page, scope="bursts", newest_first=True
        )
