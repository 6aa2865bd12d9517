"""Forms of promotions: what people send, what they see, their events."""

from teleshop.promotions.schemas.bodies import (
    PlanBody,
    PromotionsQuery,
    PublicPromotionsQuery,
    StopBody,
)
from teleshop.promotions.schemas.events import (
    PromotionArticleSoldOut,
    PromotionComparisonFell,
    PromotionDecided,
    PromotionEnded,
    PromotionReviewRequested,
    PromotionReviewStalled,
    PromotionStarted,
    PromotionStopped,
)
from teleshop.promotions.schemas.views import (
    ChecksView,
    PromotionView,
    PublicPromotionView,
    RemarkView,
)

__all__ = [
    "ChecksView",
    "PlanBody",
    "PromotionArticleSoldOut",
    "PromotionComparisonFell",
    "PromotionDecided",
    "PromotionEnded",
    "PromotionReviewRequested",
    "PromotionReviewStalled",
    "PromotionStarted",
    "PromotionStopped",
    "PromotionView",
    "PromotionsQuery",
    "PublicPromotionView",
    "PublicPromotionsQuery",
    "RemarkView",
    "StopBody",
]
