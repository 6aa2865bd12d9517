"""Builds the shop window."""

from functools import cache

from teleshop.catalog.wiring import service as catalog
from teleshop.categories.wiring import service as categories
from teleshop.documents.wiring import service as documents
from teleshop.pricing.wiring import service as pricing
from teleshop.storefront.adapters import (
    ActiveSellers,
    CategoryPlaces,
    PublicPictures,
    SimplifiedScript,
)
from teleshop.storefront.catalog_adapter import LiveProducts
from teleshop.storefront.price_adapter import QuotedPrices
from teleshop.storefront.service import Sources, Storefront
from teleshop.suppliers.wiring import service as suppliers


@cache
def service() -> Storefront:
    """The services of this process."""
    return Storefront.over(
        Sources(
            products=LiveProducts(catalog()),
            sellers=ActiveSellers(suppliers()),
            places=CategoryPlaces(categories()),
            prices=QuotedPrices(pricing()),
            pictures=PublicPictures(documents()),
            script=SimplifiedScript(),
        )
    )
