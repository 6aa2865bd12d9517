"""From figures, counted by measure, to what a scorecard is made of."""

from collections.abc import Mapping
from typing import Final

from teleshop.assessment.domain.indicators import Indicator, Measured, SupplierFacts

NO_CATEGORY: Final = "none"
"""Of a supplier that was admitted for none: it is compared with all."""

_NET_LOST: Final = ("cancelled", "refused", "returned")
"""Measures that the gross sales are lessened by."""
_SHARES: Final = {
    Indicator.SATISFACTION: ("answer_points", "answers"),
    Indicator.RESPONSE_RATE: ("responses_met", "responses"),
    Indicator.RESOLUTION_RATE: ("resolutions_met", "resolutions"),
    Indicator.RETURN_RATE_FAULT: ("pieces_returned_fault", "pieces_delivered"),
    Indicator.RETURN_RATE_OTHER: ("pieces_returned_other", "pieces_delivered"),
    Indicator.REPEAT_REPAIR_RATE: ("repeat_repairs", "repairs"),
    Indicator.LATE_RATE: ("late_shipments", "shipments"),
}
"""Measures of numerator and denominator; the denominator counts the events."""
_COUNTS: Final = {
    Indicator.VIOLATION_POINTS: "violation_points",
    Indicator.DOCUMENT_LAPSES: "document_lapses",
    Indicator.PRICE_POINTS: "price_points",
}


def facts_of(
    supplier_id: str, quarter: str, category: str, figures: Mapping[str, int]
) -> SupplierFacts:
    """The facts behind the figures of a supplier; a measure that is absent is 0."""
    orders = figures.get("orders", 0)
    gross = figures.get("gross", 0)
    net = gross - sum(figures.get(name, 0) for name in _NET_LOST)
    values = {
        Indicator.SALES_GROSS: Measured(gross, 1, orders),
        Indicator.SALES_NET: Measured(net, 1, orders),
    }
    for indicator, (part, whole) in _SHARES.items():
        count = figures.get(whole, 0)
        values[indicator] = Measured(figures.get(part, 0), count, count)
    for indicator, name in _COUNTS.items():
        # A correction that arrives before what it corrects makes a figure negative for a moment.
        found = max(0, figures.get(name, 0))
        values[indicator] = Measured(found, 1, found)
    return SupplierFacts(
        supplier_id=supplier_id, quarter=quarter, category=category, orders=orders, values=values
    )


def category_of(categories: tuple[str, ...]) -> str:
    """Whom a supplier is compared with: those of the first of its categories by code, since the
    figures do not tell them apart.
    """
    return min(categories, default=NO_CATEGORY)
