"""Forms of the catalog: what callers send, what they see, which events tell others."""

from teleshop.catalog.schemas.events import (
    ProductApproved,
    ProductChanged,
    ProductPublished,
    ProductRefused,
    ProductReturned,
    ProductReviewRestarted,
    ProductReviewStalled,
    ProductSubmitted,
    ProductSuspended,
    ProductWithdrawn,
)
from teleshop.catalog.schemas.review_events import ProductDocumentExpiring, ProductsToJudge

__all__ = [
    "ProductApproved",
    "ProductChanged",
    "ProductDocumentExpiring",
    "ProductPublished",
    "ProductRefused",
    "ProductReturned",
    "ProductReviewRestarted",
    "ProductReviewStalled",
    "ProductSubmitted",
    "ProductSuspended",
    "ProductWithdrawn",
    "ProductsToJudge",
]
