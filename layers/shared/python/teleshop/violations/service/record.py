"""What stands against a supplier: for admission, for the assessment, for the deposit."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.kernel.clock import china_date
from teleshop.violations.domain import points as records
from teleshop.violations.domain.points import Entry
from teleshop.violations.tables import CaseRepository


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """``points`` in force at an instant, from the ``cases`` that still count; ``open`` cases are
    those that have not ended, or whose measures are still being carried out.
    """

    points: int = 0
    cases: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing stands against the supplier, and nothing is open (standard 2.1.5)."""
        return not self.points and not self.open


class Records:
    """Read by other contexts; stateless."""

    def __init__(self, repository: CaseRepository) -> None:
        self._repository = repository

    def of_supplier(self, supplier_id: str, now: datetime) -> Conduct:
        """As it is stored now: one read."""
        held = self._repository.record(supplier_id)
        if held is None:
            return Conduct()
        today = china_date(now)
        return Conduct(
            points=records.total(held.entries, today),
            cases=records.counting(held.entries, today),
            open=held.open,
            entries=held.entries,
        )
