"""What review and standing share beyond the desk of the catalog."""

from dataclasses import dataclass

from teleshop.catalog.domain.policy import DEFAULT_POLICY, CatalogPolicy
from teleshop.catalog.domain.product import Product
from teleshop.catalog.domain.revision import Revision, RevisionState
from teleshop.catalog.errors import ReviewNotOpenError
from teleshop.catalog.review_ports import CategoryTree, Prices, Qualifications, ReviewDecisions
from teleshop.catalog.service.base import Desk, Sources
from teleshop.catalog.tables import CatalogRepository
from teleshop.catalog.tables.reviews import ReviewRepository
from teleshop.deadlines.service import Deadlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """What review and standing work with."""

    repository: ReviewRepository
    decisions: ReviewDecisions
    qualifications: Qualifications
    prices: Prices
    tree: CategoryTree
    deadlines: Deadlines


class ReviewDesk(Desk):
    """Base of the services of review and standing; stateless."""

    def __init__(
        self,
        repository: CatalogRepository,
        sources: Sources,
        reviewing: Reviewing,
        policy: CatalogPolicy = DEFAULT_POLICY,
    ) -> None:
        super().__init__(repository, sources, policy)
        self._reviewing = reviewing

    def _in_review(self, product: Product) -> Revision:
        """The revision that is being reviewed; refuses `review_not_open` without one."""
        revision = self._open(product)
        if revision is None or revision.state is not RevisionState.IN_REVIEW:
            raise ReviewNotOpenError
        return revision

    def _this_round(
        self, product_id: str, number: int, round: int
    ) -> tuple[Product, Revision] | None:
        """The product and the revision if that very round of its review is still going on."""
        product = self._get(product_id)
        if product.open_revision != number:
            return None
        revision = self._revision(product, number)
        if revision.state is not RevisionState.IN_REVIEW or revision.round != round:
            return None
        return product, revision
