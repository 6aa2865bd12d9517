"""Forms of watching prices: what comes in, what goes out, events."""

from teleshop.pricewatch.schemas.bodies import (
    CorrectionBody,
    DayCheckBody,
    DayChecksQuery,
    DismissalBody,
    RecordBody,
    VerificationBody,
    ViolationsQuery,
)
from teleshop.pricewatch.schemas.events import (
    DayCheckFailed,
    DayCheckStep,
    PriceCorrectionDue,
    PriceCorrectionOverdue,
    PriceCorrectionRejected,
    PricesOfDayChecked,
    PriceViolationCorrected,
    PriceViolationEnded,
    PriceViolationFound,
    PromotionToInspect,
    ViolationEvent,
    ViolationRecordMade,
    ViolationRecordRequested,
)
from teleshop.pricewatch.schemas.inbound import OrderNews, PromotionNews
from teleshop.pricewatch.schemas.views import DayCheckView, RecordView, ViolationView

__all__ = [
    "CorrectionBody",
    "DayCheckBody",
    "DayCheckFailed",
    "DayCheckStep",
    "DayCheckView",
    "DayChecksQuery",
    "DismissalBody",
    "OrderNews",
    "PriceCorrectionDue",
    "PriceCorrectionOverdue",
    "PriceCorrectionRejected",
    "PriceViolationCorrected",
    "PriceViolationEnded",
    "PriceViolationFound",
    "PricesOfDayChecked",
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
