"""The ports of assessment's runs, connected to the capabilities that serve them."""

from collections.abc import Iterator, Mapping
from typing import Final

from teleshop.assessment.domain.runs import Run
from teleshop.assessment.ports import Member
from teleshop.indicators.service import LIST_SHARDS, Indicators
from teleshop.kernel.state_machines import is_working, start_execution
from teleshop.suppliers.service.roll_call import RollCall

MACHINE: Final = "supplier-assessment"


class SuppliersOnBoard:
    """Everybody from the suppliers context."""

    def __init__(self, roll_call: RollCall) -> None:
        self._roll_call = roll_call

    def everybody(self) -> Iterator[Member]:
        """All of them, page by page."""
        cursor: str | None = None
        while True:
            page = self._roll_call.on_board(cursor)
            for one in page.items:
                yield Member(one.id, tuple(sorted(one.categories)))
            cursor = page.next
            if cursor is None:
                return

    def find(self, supplier_id: str) -> Member | None:
        """One of them."""
        found = self._roll_call.find(supplier_id)
        return Member(found.id, tuple(sorted(found.categories))) if found else None


class CountedFigures:
    """Figures from the indicators context."""

    def __init__(self, indicators: Indicators) -> None:
        self._indicators = indicators

    def collect(self, quarter: str) -> Iterator[tuple[str, Mapping[str, int]]]:
        """Those of a quarter, list by list."""
        for shard in range(LIST_SHARDS):
            for supplier_id, figures in self._indicators.collect(quarter, shard):
                yield supplier_id, figures.to_json()

    def of_quarter(self, supplier_id: str, quarter: str) -> Mapping[str, int]:
        """Those of one supplier."""
        return self._indicators.of_quarter(supplier_id, quarter).to_json()


class AssessmentWorkflow:
    """The state machine ``supplier-assessment``."""

    def start(self, run: Run) -> None:
        """Start the execution of a run's attempt."""
        given = {"quarter": run.quarter, "run": run.run, "attempt": run.attempt}
        start_execution(run.execution, MACHINE, given)

    def is_working(self, run: Run) -> bool | None:
        """Whether it works."""
        return is_working(run.execution, MACHINE)
