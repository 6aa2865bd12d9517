"""The ports of the quality gate, connected to the contexts that serve them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from teleshop.indicators.service import LIST_SHARDS, Indicators
from teleshop.kernel.events import EventData
from teleshop.kernel.transaction import Transaction
from teleshop.qualitygate.ports import ActiveSuppliers
from teleshop.suppliers.service import HoldReason, Standing

KIND: Final = "quality_gate"


class CountedFigures:
    """Figures of days, from the indicators."""

    def __init__(self, indicators: Indicators) -> None:
        self._indicators = indicators

    @property
    def shards(self) -> int:
        """The parts of the list of a day."""
        return LIST_SHARDS

    def of_days(self, supplier_id: str, first: date, last: date) -> Mapping[str, int]:
        """The sums of these days; one query."""
        return self._indicators.of_days(supplier_id, first, last)

    def active_on(self, day: date, shard: int, after: str | None, limit: int) -> ActiveSuppliers:
        """One part of the list of that day, page by page."""
        page = self._indicators.active_on(day, shard, after, limit)
        return ActiveSuppliers(tuple(page.items), page.next)


class SupplierHolds:
    """Holds and timelines, from the suppliers."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def is_known(self, supplier_id: str) -> bool:
        """Whether there is such a supplier."""
        return supplier_id in self._standing.on_board_of([supplier_id])

    def is_on_board(self, supplier_id: str) -> bool:
        """Whether it is active or suspended."""
        return self._standing.on_board_of([supplier_id]).get(supplier_id, False)

    def hold(self, tx: Transaction, supplier_id: str, letter_id: str) -> None:
        """Hold it for the letter; the suppliers' own timeline and event tell of it."""
        self._standing.hold(tx, supplier_id, HoldReason(KIND, letter_id))

    def lift(self, tx: Transaction, supplier_id: str, letter_id: str) -> None:
        """Lift the hold for the letter."""
        self._standing.lift(tx, supplier_id, HoldReason(KIND, letter_id))

    def enter(self, tx: Transaction, supplier_id: str, event_id: str, event: EventData) -> None:
        """Show an event in the supplier's timeline."""
        self._standing.enter(tx, supplier_id, event_id, event)
