"""Builds checkout."""

from functools import cache

from teleshop.catalog.wiring import service as catalog
from teleshop.categories.wiring import service as categories
from teleshop.checkout.adapters import (
    ApprovedGoods,
    HashedCallers,
    ListedOffers,
    PaymentDesk,
    PolicyDelivery,
    SharedStock,
)
from teleshop.checkout.price_adapter import PublishedPrices
from teleshop.checkout.service import Checkout, DeliveryTerms, Finder, Placing, Sources
from teleshop.checkout.tables import SheetRepository
from teleshop.deadlines.wiring import service as deadlines
from teleshop.orders.service import Placing as OrderBook
from teleshop.orders.wiring import service as orders
from teleshop.payments.wiring import service as payments
from teleshop.pricing.wiring import service as pricing
from teleshop.promotions.wiring import service as promotions
from teleshop.stock.wiring import service as stock
from teleshop.suppliers.wiring import service as suppliers
from teleshop.waitlist.wiring import service as waitlist


@cache
def service() -> Checkout:
    """The services of this process."""
    delivery = PolicyDelivery()
    return Checkout(
        placing=Placing(
            Sources(
                finder=Finder(
                    PublishedPrices(pricing(), promotions()),
                    ApprovedGoods(catalog(), categories(), suppliers()),
                    delivery,
                ),
                stock=SharedStock(stock(), waitlist()),
                cashier=PaymentDesk(payments()),
                orders=OrderBook(deadlines()),
                sheets=SheetRepository(),
                callers=HashedCallers(orders()),
                waiting=ListedOffers(waitlist()),
            )
        ),
        terms=DeliveryTerms(delivery),
    )
