"""What the shop window needs of other contexts, in its own words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from teleshop.storefront.domain.product import (
    ArticlePrice,
    Place,
    Seller,
    ShownProduct,
    Slice,
    TreeNode,
)


class Products(Protocol):
    """The catalog."""

    def find(self, product_id: str) -> ShownProduct | None:
        """The content that holds now, on sale or not; None without any that was approved."""
        ...


class Sellers(Protocol):
    """The suppliers."""

    def find(self, supplier_id: str, now: datetime) -> Seller | None:
        """Who sells, and whether it may at that instant."""
        ...


class Places(Protocol):
    """The categories."""

    def find(self, category_id: str, known: Iterable[str] = ()) -> Place | None:
        """The place that a category is now; of the ``known`` categories, those that were merged
        into it or into one above are its aliases. With any known, and if the category itself was
        merged, so are all whose place its successor took.
        """
        ...

    def tree(self) -> Sequence[TreeNode]:
        """The categories in which things may be sold."""
        ...


class Prices(Protocol):
    """The prices."""

    def slices(self, product: ShownProduct, now: datetime) -> tuple[Slice, ...]:
        """What a product costs from now on, as far as it is known."""
        ...

    def prices(self, product: ShownProduct, now: datetime) -> tuple[ArticlePrice, ...]:
        """What each article costs at an instant in each channel that has a price."""
        ...


class Pictures(Protocol):
    """The documents."""

    def links(self, document_ids: Iterable[str], now: datetime) -> Mapping[str, str]:
        """Addresses that everybody may open, by id."""
        ...


class Script(Protocol):
    """How texts are written."""

    def plain(self, text: str) -> str:
        """The text in simplified characters."""
        ...
