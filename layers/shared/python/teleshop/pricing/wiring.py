"""Builds pricing."""

from functools import cache

from teleshop.pricing.service import Prices, Pricing
from teleshop.pricing.tables import PricingRepository


@cache
def service() -> Pricing:
    """The services of this process."""
    repository = PricingRepository()
    return Pricing(prices=Prices(repository))
