"""Events of promotions."""

from datetime import datetime
from typing import ClassVar

from teleshop.kernel.events import EventData


class PromotionEvent(EventData, frozen=True, kw_only=True):
    """What this context publishes."""

    context: ClassVar[str] = "promotions"

    promotion_id: str


class PromotionReviewRequested(PromotionEvent, frozen=True, kw_only=True):
    """A promotion waits for its approval, in the given round."""

    round: int


class PromotionDecided(PromotionEvent, frozen=True, kw_only=True):
    """``outcome``: `approved`, `refused`, `returned`, `withdrawn`. ``codes`` say what was wrong."""

    outcome: str
    requester: str
    codes: tuple[str, ...] = ()


class PromotionReviewStalled(PromotionEvent, frozen=True, kw_only=True):
    """The review stopped without a decision."""

    round: int
    error: str


class PromotionRun(PromotionEvent, frozen=True, kw_only=True):
    """What its beginning and its end tell: the articles and products it is about (none where it
    counts a category or everything), and where.
    """

    kind: str
    requester: str
    skus: tuple[str, ...]
    product_ids: tuple[str, ...]
    channels: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime


class PromotionStarted(PromotionRun, frozen=True, kw_only=True):
    """Its prices hold now."""


class PromotionEnded(PromotionRun, frozen=True, kw_only=True):
    """Its end came and it is off the sheets. ``reverted``: every price is above the promotional one
    again; ``unreverted`` are the articles for which it is not.
    """

    reverted: bool
    unreverted: tuple[str, ...] = ()


class PromotionStopped(PromotionRun, frozen=True, kw_only=True):
    """Stopped at once; ``reason_code``: `by_staff`, or the code of the check that it does not pass
    any more at its start, for the articles in ``fallen``. ``begun``: whether its prices were in
    force before.
    """

    reason_code: str
    begun: bool
    fallen: tuple[str, ...] = ()


class PromotionArticleSoldOut(PromotionEvent, frozen=True, kw_only=True):
    """The stated pieces of one article are sold, and its marked price holds again; the promotion
    goes on for those that are ``left``. ``product_ids`` are the products of all of its articles.
    """

    requester: str
    sku: str
    product_ids: tuple[str, ...]
    left: tuple[str, ...]


class PromotionComparisonFell(PromotionEvent, frozen=True, kw_only=True):
    """Less may be claimed at the start than was approved, or the manufacturer suggests another
    price since: the comparisons of these articles were changed to what is true.
    """

    requester: str
    skus: tuple[str, ...]
