"""What the quality gate needs of other contexts, in its own words; `wiring.py` connects it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from teleshop.kernel.events import EventData
from teleshop.kernel.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ActiveSuppliers:
    """Some suppliers with something counted on a day; ``after`` is where the rest goes on."""

    ids: tuple[str, ...]
    after: str | None = None


class DailyFigures(Protocol):
    """What is counted of suppliers, day by day."""

    @property
    def shards(self) -> int:
        """Into how many lists the suppliers of a day are divided."""

    def of_days(self, supplier_id: str, first: date, last: date) -> Mapping[str, int]:
        """The sums of these days, both included, by measure."""

    def active_on(self, day: date, shard: int, after: str | None, limit: int) -> ActiveSuppliers:
        """Suppliers of one list with something counted on that day."""


class Holds(Protocol):
    """Suppliers, and what they may not do while they are held."""

    def is_known(self, supplier_id: str) -> bool:
        """Whether there is such a supplier."""

    def is_on_board(self, supplier_id: str) -> bool:
        """Whether the cooperation goes on."""

    def hold(self, tx: Transaction, supplier_id: str, letter_id: str) -> None:
        """Nothing new may be listed or go on air from ``tx`` on, for the reasons in that letter;
        what is on sale stays so.
        """

    def lift(self, tx: Transaction, supplier_id: str, letter_id: str) -> None:
        """The hold that the letter told of is gone from ``tx`` on."""

    def enter(self, tx: Transaction, supplier_id: str, event_id: str, event: EventData) -> None:
        """Show an event that ``tx`` publishes in the supplier's timeline."""
