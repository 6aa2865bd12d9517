"""Forms of watching prices: what comes in, what goes out, events."""

from teleshop.pricewatch.schemas.bodies import (
    CorrectionBody,
    DismissalBody,
    RecordBody,
    VerificationBody,
    ViolationsQuery,
)
from teleshop.pricewatch.schemas.events import (
    PriceCorrectionDue,
    PriceCorrectionOverdue,
    PriceCorrectionRejected,
    PriceViolationCorrected,
    PriceViolationEnded,
    PriceViolationFound,
    PromotionToInspect,
    ViolationEvent,
    ViolationRecordMade,
    ViolationRecordRequested,
)
from teleshop.pricewatch.schemas.inbound import OrderNews, PromotionNews
from teleshop.pricewatch.schemas.views import RecordView, ViolationView

__all__ = [
    "CorrectionBody",
    "DismissalBody",
    "OrderNews",
    "PriceCorrectionDue",
    "PriceCorrectionOverdue",
    "PriceCorrectionRejected",
    "PriceViolationCorrected",
    "PriceViolationEnded",
    "PriceViolationFound",
    "PromotionNews",
    "PromotionToInspect",
    "RecordBody",
    "RecordView",
    "VerificationBody",
    "ViolationEvent",
    "ViolationRecordMade",
    "ViolationRecordRequested",
    "ViolationView",
    "ViolationsQuery",
]
