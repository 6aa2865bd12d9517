"""What analysis needs of other contexts."""

from typing import Protocol


class Goods(Protocol):
    """Orders, as far as they tell what kind of goods a case is about."""

    def category(self, order_id: str, product_id: str) -> str | None:
        """The kind of the goods that were ordered; None if that order or line is not known."""
