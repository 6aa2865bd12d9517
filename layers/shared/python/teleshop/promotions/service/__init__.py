"""Use cases of promotions.

| module | of |
|---|---|
| `plans` | merchandisers: plan, check, submit, withdraw, stop |
| `reviews` | the state machine `promotion-review` |
| `runs` | the clock: start and end |
| `public` | everybody, and other contexts |
| `past` | what has left the price sheets, for who looks back |
"""

from dataclasses import dataclass
from datetime import datetime

from teleshop.promotions.domain.content import Channel
from teleshop.promotions.domain.promotion import Promotion, State
from teleshop.promotions.service.past import EndedTerms, PastPromotions
from teleshop.promotions.service.plans import Plans
from teleshop.promotions.service.public import PublicPromotions
from teleshop.promotions.service.reviews import Reviews
from teleshop.promotions.service.runs import Runs

__all__ = [
    "Channel",
    "EndedTerms",
    "PastPromotions",
    "Plans",
    "Promotion",
    "Promotions",
    "PublicPromotions",
    "Reviews",
    "Runs",
    "State",
]


@dataclass(frozen=True, slots=True)
class Promotions:
    """The services of promotions."""

    plans: Plans
    reviews: Reviews
    runs: Runs
    public: PublicPromotions
    past: PastPromotions

    def find(self, promotion_id: str) -> Promotion | None:
        """A promotion as it is stored now, for other contexts."""
        return self.public.find_stored(promotion_id)

    def running(self, at: datetime) -> list[Promotion]:
        """Those whose prices hold at an instant that is not long past."""
        return self.public.running(at)

    def ended_between(self, since: datetime, until: datetime) -> list[Promotion]:
        """Those that ended or were stopped from ``since`` until before ``until``."""
        return self.public.ended_between(since, until)
