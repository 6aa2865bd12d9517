"""The ports of stock, connected to the contexts that serve them."""

from collections.abc import Callable

from teleshop.pricing.service import Prices
from teleshop.stock.domain.records import Article


class PricedArticles:
    """Articles by their price sheets: who has one was reviewed."""

    def __init__(self, prices: Callable[[], Prices]) -> None:
        self._prices = prices

    def find(self, sku: str) -> Article | None:
        """The article of a SKU; one that left its product still comes back from customers."""
        sheet = self._prices().sheets([sku]).get(sku)
        if sheet is None:
            return None
        return Article(sku=sku, product_id=sheet.product_id, supplier_id=sheet.supplier_id)
