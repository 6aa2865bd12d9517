"""Measures: whole numbers that add up, whatever part of a quarter they were counted in."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final


class Measure(StrEnum):
    """What is counted of a supplier. Amounts of money are whole fen."""

    ORDERS = "orders"
    """Orders with goods of this supplier that were paid, or are to be paid at the door."""
    PIECES_SOLD = "pieces_sold"
    """Pieces of them; gifts are none."""
    GROSS = "gross"
    """What these goods were sold for after every discount."""
    CANCELLED = "cancelled"
    """What of that was called off before it left."""
    REFUSED = "refused"
    """What of that was not taken in at the door."""
    RETURNED = "returned"
    """What of that came back and was accepted."""
    PIECES_RETURNED_FAULT = "pieces_returned_fault"
    """Pieces that came back since the goods were faulty or not as described."""
    PIECES_RETURNED_OTHER = "pieces_returned_other"
    """Those that came back without reason, or were damaged on the way."""
    PIECES_DELIVERED = "pieces_delivered"
    """Pieces that were signed for; gifts are pieces too, since they come back as such."""
    DELIVERIES = "deliveries"
    """Orders that the supplier sent and for which a day had been promised, delivered."""
    LATE_DELIVERIES = "late_deliveries"
    """Those of them that came after that day."""
    SHIPMENTS = "shipments"
    """Parcels that the supplier sent itself; those of the platform are none of its figures."""
    LATE_SHIPMENTS = "late_shipments"
    """Parcels that left only after the day by which they were to have arrived."""
    ANSWERS = "answers"
    ANSWER_POINTS = "answer_points"
    """The sum of the answers about the goods, each from 0 to 100."""
    CASES = "cases"
    COMPLAINTS = "complaints"
    """Those with a cause in the goods or with the supplier."""
    RESPONSES = "responses"
    """Questions about a case that the supplier owed an answer to, answered or overdue; one that was
    asked late and left it less than its own time only if it was answered in time.
    """
    RESPONSES_MET = "responses_met"
    RESOLUTIONS = "resolutions"
    """Times in which a customer was to be answered: kept, or missed for the supplier's sake."""
    RESOLUTIONS_MET = "resolutions_met"
    REPAIRS = "repairs"
    REPEAT_REPAIRS = "repeat_repairs"
    """Repairs of what had been repaired in the same case before."""
    REFUNDS = "refunds"
    REFUNDS_LATE = "refunds_late"
    VIOLATIONS = "violations"
    """Those that took effect: nobody can appeal any more."""
    VIOLATION_POINTS = "violation_points"
    DOCUMENT_LAPSES = "document_lapses"
    """Documents that expired with nothing to stand in for them."""
    PRICE_FINDINGS = "price_findings"
    """Those of kinds for which the supplier answers."""
    PRICE_POINTS = "price_points"
    """Price findings by their severity."""


class Figures(Mapping[str, int]):
    """Amounts by measure; what was not counted is 0. They add up, and never change."""

    __slots__ = ("_amounts",)

    def __init__(self, amounts: Mapping[str, int] | None = None) -> None:
        """ValueError for what is no measure."""
        self._amounts: Final = {
            str(Measure(name)): amount for name, amount in sorted((amounts or {}).items()) if amount
        }

    def __getitem__(self, measure: str) -> int:
        return self._amounts.get(Measure(measure), 0)

    def __iter__(self) -> Iterator[str]:
        return iter(self._amounts)

    def __len__(self) -> int:
        return len(self._amounts)

    def __contains__(self, measure: object) -> bool:
        return measure in self._amounts

    def __add__(self, other: Mapping[str, int]) -> "Figures":
        return self._with(other, 1)

    def __sub__(self, other: Mapping[str, int]) -> "Figures":
        return self._with(other, -1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Figures) and self._amounts == other._amounts

    def __hash__(self) -> int:
        return hash(tuple(self._amounts.items()))

    def __repr__(self) -> str:
        return f"Figures({self._amounts})"

    def to_json(self) -> dict[str, int]:
        """The amounts that are not 0, by the names of their measures in order."""
        return dict(self._amounts)

    def _with(self, other: Mapping[str, int], sign: int) -> "Figures":
        names = {*self, *other}
        return Figures({name: self[name] + sign * other.get(name, 0) for name in names})


NONE: Final = Figures()
"""Of a quarter in which nothing happened."""
