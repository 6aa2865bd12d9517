"""Use cases of the shop window: `browsing` is what strangers see, `upkeep` keeps the lists."""

from dataclasses import dataclass

from teleshop.storefront.ports import Pictures, Places, Prices, Products, Script, Sellers
from teleshop.storefront.service.browsing import Browsing
from teleshop.storefront.service.upkeep import Upkeep
from teleshop.storefront.tables import StorefrontRepository

__all__ = ["Browsing", "Sources", "Storefront", "Upkeep"]


@dataclass(frozen=True, slots=True)
class Sources:
    """The other contexts as this one sees them."""

    products: Products
    sellers: Sellers
    places: Places
    prices: Prices
    pictures: Pictures
    script: Script


@dataclass(frozen=True, slots=True)
class Storefront:
    """The services of this context; stateless, one per process."""

    browsing: Browsing
    upkeep: Upkeep

    @classmethod
    def over(cls, sources: Sources) -> "Storefront":
        """The services over these contexts."""
        repository = StorefrontRepository()
        return cls(
            browsing=Browsing(
                repository,
                products=sources.products,
                sellers=sources.sellers,
                places=sources.places,
                prices=sources.prices,
                pictures=sources.pictures,
                script=sources.script,
            ),
            upkeep=Upkeep(
                repository,
                products=sources.products,
                sellers=sources.sellers,
                places=sources.places,
                prices=sources.prices,
                script=sources.script,
            ),
        )
