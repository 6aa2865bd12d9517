"""Builds pricing."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.orders.wiring import service as orders
from teleshop.pricing.adapters import (
    ChangeWorkflow,
    DocumentPapers,
    HumanDecisions,
    OrderSales,
    SuppliersOnBoard,
    UploadedResearch,
)
from teleshop.pricing.service import (
    Changes,
    Deals,
    FactFinder,
    PastPrices,
    Places,
    Prices,
    Pricing,
    Products,
    Quotes,
    References,
    Reviews,
)
from teleshop.pricing.tables import PricingRepository
from teleshop.suppliers.wiring import service as suppliers


@cache
def service() -> Pricing:
    """The services of this process."""
    repository = PricingRepository()
    prices = Prices(repository)
    parts = (repository, deadlines(), HumanDecisions(approvals()))
    on_board = SuppliersOnBoard(suppliers().standing)
    return Pricing(
        prices=prices,
        changes=Changes(
            *parts,
            facts=FactFinder(repository),
            files=UploadedResearch(documents()),
            suppliers=on_board,
        ),
        reviews=Reviews(*parts, suppliers=on_board),
        products=Products(*parts),
        places=Places(repository),
        deals=Deals(repository, OrderSales(orders())),
        references=References(repository, DocumentPapers(documents())),
        quotes=Quotes(repository),
        past=PastPrices(repository, prices),
    )


@cache
def workflow() -> ChangeWorkflow:
    """The state machine of price changes."""
    return ChangeWorkflow()
