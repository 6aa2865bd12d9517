"""The reviewers' inbox (standard 2.2.1)."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.catalog.domain.inbox import Place, place_of
from teleshop.catalog.domain.product import Product
from teleshop.catalog.tables.reviews import ReviewRepository
from teleshop.kernel.actor import Call
from teleshop.kernel.paging import Page, PageRequest


@dataclass(frozen=True, slots=True)
class WaitingProduct:
    """A product that waits for reviewers, and why it stands where it stands."""

    product: Product
    place: Place


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page, with how many wait in all; ``at`` is the instant of the ages."""

    page: Page[WaitingProduct]
    total: int
    at: datetime


class Inbox:
    """What waits for reviewers; stateless, one per process."""

    def __init__(self, reviews: ReviewRepository) -> None:
        self._reviews = reviews

    def waiting(self, call: Call, page: PageRequest) -> InboxPage:
        """The most urgent first: one query and one read of the sum, however many wait."""
        found = self._reviews.inbox(page)
        shown = [
            WaitingProduct(product, place_of(product.rank))
            for product in found.items
            if product.rank is not None
        ]
        return InboxPage(Page(shown, found.next), self._reviews.waiting(), call.now)
