"""What stock needs of other contexts, in its own words; `wiring.py` connects it."""

from typing import Protocol

from teleshop.stock.domain.records import Article


class Articles(Protocol):
    """Articles of products, and whose they are."""

    def find(self, sku: str) -> Article | None:
        """An article by its SKU; None for one that no reviewed product has."""
