"""Use cases of the catalog, by what they are about."""

from dataclasses import dataclass

from teleshop.catalog.domain.content import (
    AfterSales,
    Content,
    Packaging,
    ProductDocument,
    ReturnClass,
    Variant,
)
from teleshop.catalog.domain.product import Product, ProductState
from teleshop.catalog.schemas.bodies import ContentBody
from teleshop.catalog.service.base import Desk, Sources
from teleshop.catalog.service.drafts import Imported, ImportedProduct, Written
from teleshop.catalog.service.likeness import Likeness
from teleshop.catalog.service.products import LiveProduct, Products, Public, Shown, ShownRevision
from teleshop.catalog.service.submissions import Submissions, Submitted

__all__ = [
    "AfterSales",
    "Catalog",
    "Content",
    "ContentBody",
    "Desk",
    "Imported",
    "ImportedProduct",
    "Likeness",
    "LiveProduct",
    "Packaging",
    "Product",
    "ProductDocument",
    "ProductState",
    "Products",
    "Public",
    "ReturnClass",
    "Shown",
    "ShownRevision",
    "Sources",
    "Submissions",
    "Submitted",
    "Variant",
    "Written",
]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The services of this context; stateless, one per process."""

    products: Products
    submissions: Submissions
    likeness: Likeness
    public: Public
