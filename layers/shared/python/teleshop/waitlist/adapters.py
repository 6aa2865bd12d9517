"""The ports of the waiting list, connected to the contexts that serve them."""

from teleshop.pricing.service import Prices
from teleshop.waitlist.ports import Goods


class SheetGoods:
    """Goods from the price sheets, which follow the catalog."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices

    def find(self, sku: str) -> Goods | None:
        """The article of that sheet; one read."""
        sheet = self._prices.sheets([sku]).get(sku)
        if sheet is None:
            return None
        return Goods(sku=sku, title=sheet.title, on_sale=sheet.on_sale and not sheet.left)

    def skus_of(self, product_id: str) -> tuple[str, ...]:
        """The articles of a product that have a sheet; two reads."""
        return tuple(sorted(self._prices.sheets_of_product(product_id)))
