"""Facts and policies that a test of scorecards needs."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from teleshop.assessment.domain.indicators import Indicator, Measured, SupplierFacts
from teleshop.assessment.domain.policy import DEFAULT_POLICY, Criterion, ScorecardPolicy

QUARTER = "2026Q3"
SUPPLIER = "sup_00001"

GOOD: Mapping[Indicator, Measured] = {
    Indicator.SALES_NET: Measured(50_000_000, 1, 200),
    Indicator.SATISFACTION: Measured(4_250, 50, 50),
    Indicator.RESPONSE_RATE: Measured(38, 40, 40),
    Indicator.RESOLUTION_RATE: Measured(36, 40, 40),
    Indicator.RETURN_RATE_FAULT: Measured(6, 200, 200),
    Indicator.REPEAT_REPAIR_RATE: Measured(1, 10, 10),
    Indicator.LATE_RATE: Measured(10, 200, 200),
    Indicator.VIOLATION_POINTS: Measured(0),
    Indicator.DOCUMENT_LAPSES: Measured(0),
    Indicator.PRICE_POINTS: Measured(0),
}
"""A supplier that is neither excellent nor in danger."""


def facts(supplier_id: str = SUPPLIER, **changes: Any) -> SupplierFacts:
    """Facts of a supplier; ``values`` changes single indicators, None leaves one out."""
    values = {**GOOD, **changes.pop("values", {})}
    made = SupplierFacts(
        supplier_id=supplier_id,
        quarter=QUARTER,
        category="kitchen",
        orders=200,
        values={name: value for name, value in values.items() if value is not None},
    )
    return replace(made, **changes)


def many(count: int, seed: int = 1) -> list[SupplierFacts]:
    """Suppliers of five categories, some of which sold too little."""
    chance = Random(seed)
    return [one_of(index, chance) for index in range(count)]


def one_of(index: int, chance: Random) -> SupplierFacts:
    """One of them."""
    orders = chance.randint(10, 400)
    few = orders // 4
    return facts(
        f"sup_{index:05d}",
        category=f"category-{index % 5}",
        orders=orders,
        values={
            Indicator.SALES_NET: Measured(chance.randint(-1_000, 120_000_000), 1, orders),
            Indicator.SATISFACTION: Measured(few * chance.randint(40, 98), few, few),
            Indicator.RESPONSE_RATE: Measured(few - few // chance.randint(3, 30), few, few),
            Indicator.RESOLUTION_RATE: None if index % 7 == 0 else Measured(few, few, few),
            Indicator.RETURN_RATE_FAULT: Measured(orders // 30, orders, orders),
            Indicator.REPEAT_REPAIR_RATE: Measured(0, index % 3, index % 3),
            Indicator.LATE_RATE: Measured(orders // chance.randint(5, 60), orders, orders),
            Indicator.VIOLATION_POINTS: Measured(chance.choice([0, 0, 0, 3, 20, 40])),
        },
    )


def policy(**changes: Any) -> ScorecardPolicy:
    """The default policy with changes."""
    return replace(DEFAULT_POLICY, **changes)


def changed(indicator: Indicator, base: ScorecardPolicy = DEFAULT_POLICY, **changes: Any) -> Any:
    """A policy with one criterion changed."""
    return replace(
        base,
        criteria=tuple(
            replace(one, **changes) if one.indicator is indicator else one for one in base.criteria
        ),
    )


def criterion(**changes: Any) -> Criterion:
    """The criterion of late shipments with changes."""
    made = Criterion(indicator=Indicator.LATE_RATE, weight=10, target=Decimal(4), floor=Decimal(20))
    return replace(made, **changes)
