"""Use cases of the catalog, by what they are about."""

from dataclasses import dataclass

from teleshop.approvals.service import Decided
from teleshop.catalog.domain.content import (
    AfterSales,
    Content,
    Packaging,
    ProductDocument,
    ReturnClass,
    Variant,
)
from teleshop.catalog.domain.product import ENDED, CaseHold, Product, ProductState
from teleshop.catalog.schemas.bodies import ContentBody
from teleshop.catalog.service.base import Desk, Sources
from teleshop.catalog.service.drafts import Imported, ImportedProduct, Written
from teleshop.catalog.service.inbox import Inbox
from teleshop.catalog.service.likeness import Likeness
from teleshop.catalog.service.products import LiveProduct, Products, Public, Shown, ShownRevision
from teleshop.catalog.service.review import Reviews, Round
from teleshop.catalog.service.review_base import Reviewing
from teleshop.catalog.service.review_list import CheckLists
from teleshop.catalog.service.standing import Standing, Sweep
from teleshop.catalog.service.submissions import Submissions, Submitted

__all__ = [
    "ENDED",
    "AfterSales",
    "CaseHold",
    "Catalog",
    "CheckLists",
    "Content",
    "ContentBody",
    "Decided",
    "Desk",
    "Imported",
    "ImportedProduct",
    "Inbox",
    "Likeness",
    "LiveProduct",
    "Packaging",
    "Product",
    "ProductDocument",
    "ProductState",
    "Products",
    "Public",
    "ReturnClass",
    "Reviewing",
    "Reviews",
    "Round",
    "Shown",
    "ShownRevision",
    "Sources",
    "Standing",
    "Submissions",
    "Submitted",
    "Sweep",
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
    reviews: Reviews
    check_lists: CheckLists
    standing: Standing
    inbox: Inbox
