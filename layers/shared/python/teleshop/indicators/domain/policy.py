"""Weights and limits of what is counted, and who answers for what; the platform's choice where no
rule says it.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers for something, and why; only what is the supplier's counts in its figures."""

    is_supplier: bool
    why: str


def _supplier(why: str) -> Answers:
    return Answers(True, why)


def _platform(why: str) -> Answers:
    return Answers(False, why)


PRICE_POINTS: Final = MappingProxyType({"minor": 1, "serious": 3, "severe": 9})
"""Points of a price finding by its severity; one that this table does not know is serious."""
UNKNOWN_SEVERITY: Final = PRICE_POINTS["serious"]

PRICE_KINDS: Final = MappingProxyType(
    {
        "raised_then_discounted": _supplier("the rise follows what it charges and suggests"),
        "reference_without_deals": _supplier("the price compared with is what it suggests"),
        "endless_promotion": _platform("merchandisers plan the promotions"),
        "promotion_not_reverted": _platform("the platform ends its promotions"),
        "charged_not_published": _platform("the checkout charges"),
        "fee_above_marked": _platform("the checkout charges freight"),
        "unequal_prices": _platform("the checkout charges"),
        "sold_without_price": _platform("the checkout sold what was suspended"),
        "gift_missing": _platform("the checkout puts gifts into orders"),
    }
)
"""Who answers for a price finding of each kind; a kind that is not here is not the supplier's."""

CAUSES: Final = MappingProxyType(
    {
        "safety": _supplier("of the goods"),
        "privacy": _platform("the platform keeps customers' data"),
        "advertising": _platform("hosts and studio speak; claims of a supplier are a violation"),
        "quality": _supplier("of the goods"),
        "description": _supplier("the goods are not what it said of them"),
        "payment": _platform("the platform takes the money"),
        "after_sales": _platform("the platform decides and pays refunds"),
        "delivery": _platform("its warehouse packs, its couriers deliver"),
        "price": _platform("merchandisers make the prices; price findings have their own points"),
        "service": _platform("its agents answer"),
        "other": _platform("nothing that is known of the goods"),
    }
)
"""Who answers for a complaint, by the first level of its cause (standard 6.1.4); without a cause
that a person found it is nobody's.
"""

SCALES: Final = MappingProxyType({"goods": (1, 5)})
"""Lowest and highest answer of what a survey asks about the goods. Service in a survey is that of
the platform, prices are made by merchandisers, and recommending (`nps`) is about the platform; of a
supplier's own service no survey asks.
"""

SUPPLIERS_CLOCKS: Final = frozenset({"supplier_answer"})
"""Clocks that the supplier owes: the response. One that left it less than its own time, since it
was asked late, counts only where it was met.
"""
CUSTOMERS_CLOCKS: Final = frozenset({"answer", "enquiry_answer", "follow_up", "handle", "decision"})
"""Clocks at whose end the customer must know: the resolution. The platform owes them; missed they
count against a supplier only where it was the one that was late."""
LATE_SUPPLIER: Final = "supplier"
COMPLAINT: Final = "complaint"
LAPSED: Final = "document_expired"
"""The reason of a suspension that is a lapse: no other document stood in for the one that expired.
An agreement that ran out is none, since the platform signs it too.
"""

AT_THE_DOOR: Final = "cash_on_delivery"
"""Orders that are paid so are sold when they are placed."""
SUPPLIER: Final = "supplier"
"""Who sent a parcel for whose time the supplier answers."""

TAKEN_HERE: Final = "ord_"
"""So begin the numbers of orders that were taken here; what comes back of them the orders tell."""


def is_suppliers_price(kind: str) -> bool:
    """Whether the supplier answers for a price finding of this kind."""
    return kind in PRICE_KINDS and PRICE_KINDS[kind].is_supplier


def is_suppliers_cause(cause: str | None) -> bool:
    """Whether the goods or the supplier caused a complaint, as far as that is known."""
    area = (cause or "").partition(".")[0]
    return area in CAUSES and CAUSES[area].is_supplier
