"""Weights and limits of what is counted; the platform's choice where no rule names a number."""

from types import MappingProxyType
from typing import Final

PRICE_POINTS: Final = MappingProxyType({"minor": 1, "serious": 3, "severe": 9})
"""Points of a price finding by its severity; one that this table does not know is serious."""
UNKNOWN_SEVERITY: Final = PRICE_POINTS["serious"]

SCALES: Final = MappingProxyType(
    {"goods": (1, 5), "service": (1, 5), "price": (1, 5), "nps": (0, 10)}
)
"""Lowest and highest answer of what a survey asks; others are not scores."""

SUPPLIERS_CLOCKS: Final = frozenset({"supplier_answer"})
"""Clocks that the supplier owes: the response."""
CUSTOMERS_CLOCKS: Final = frozenset({"answer", "enquiry_answer", "follow_up", "handle", "decision"})
"""Clocks at whose end the customer must know: the resolution. The platform owes them; missed they
count against a supplier only where it was the one that was late."""
LATE_SUPPLIER: Final = "supplier"
AT_THE_DOOR: Final = "cash_on_delivery"
"""Orders that are paid so are sold when they are placed."""
SUPPLIER: Final = "supplier"
"""Who sent a parcel for whose time the supplier answers."""

TAKEN_HERE: Final = "ord_"
"""So begin the numbers of orders that were taken here; what comes back of them the orders tell."""
