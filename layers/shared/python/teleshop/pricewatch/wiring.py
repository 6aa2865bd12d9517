"""Builds the watch over prices."""

from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.orders.wiring import service as orders
from teleshop.pricewatch.adapters import (
    ApprovedPromotions,
    ListedPrices,
    RecordShelf,
    ReportedSales,
)
from teleshop.pricewatch.service import (
    DayChecks,
    Detectors,
    Pricewatch,
    Records,
    Violations,
)
from teleshop.pricewatch.tables import DayCheckRepository, WatchRepository
from teleshop.pricing.wiring import service as pricing
from teleshop.promotions.wiring import service as promotions


@cache
def service() -> Pricewatch:
    """The services of this process."""
    repository = WatchRepository()
    prices = ListedPrices(pricing(), promotions())
    violations, sales = Violations(repository, deadlines(), prices), ReportedSales(orders())
    detectors = Detectors(
        repository,
        violations=violations,
        prices=prices,
        promotions=ApprovedPromotions(pricing(), promotions()),
        sales=sales,
    )
    return Pricewatch(
        detectors=detectors,
        violations=violations,
        records=Records(repository, RecordShelf()),
        day_checks=DayChecks(
            DayCheckRepository(),
            detectors=detectors,
            prices=prices,
            sales=sales,
            deadlines=deadlines(),
        ),
    )
