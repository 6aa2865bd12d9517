"""What the use cases of the catalog share: who may see a product, saving it, telling of it, and
what approving it means.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from teleshop.catalog.domain import life
from teleshop.catalog.domain.admission import Facts, check_admission
from teleshop.catalog.domain.checks.facts import Approved
from teleshop.catalog.domain.checks.files import named_files
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.papers import Papers
from teleshop.catalog.domain.policy import DEFAULT_POLICY, CatalogPolicy
from teleshop.catalog.domain.product import Product, ProductState
from teleshop.catalog.domain.revision import OPEN, Revision
from teleshop.catalog.domain.rulebook import CategoryRules
from teleshop.catalog.errors import ProductNotFoundError, RevisionNotFoundError
from teleshop.catalog.ports import Categories, Decisions, Files, Suppliers, Words
from teleshop.catalog.schemas.events import (
    ApprovedArticle,
    CatalogEvent,
    ProductApproved,
    ProductChanged,
)
from teleshop.catalog.tables import CatalogRepository, ProductRow, RevisionRow
from teleshop.catalog.tables.reviews import count_waiting
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.findings import Finding
from teleshop.kernel.transaction import Subject, Transaction


@dataclass(frozen=True, slots=True)
class Sources:
    """What this context is told by others."""

    categories: Categories
    files: Files
    suppliers: Suppliers
    papers: Papers
    words: Words
    decisions: Decisions


class Desk:
    """Base of the services of this context; stateless."""

    def __init__(
        self,
        repository: CatalogRepository,
        sources: Sources,
        policy: CatalogPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._sources = sources
        self._policy = policy

    # -- finding ------------------------------------------------------------------------------

    def _get(self, product_id: str) -> Product:
        product = self._repository.find(product_id)
        if product is None:
            raise ProductNotFoundError
        return product

    def _visible(self, call: Call, product_id: str) -> Product:
        """A product that the caller may know of: its supplier's own, or any for staff."""
        product = self._get(product_id)
        if not (call.actor.is_staff or is_own(call.actor, product)):
            raise ProductNotFoundError
        return product

    def _own(self, call: Call, product_id: str) -> Product:
        """The caller's own product, to be changed by it; the version is checked."""
        product = self._get(product_id)
        if not is_own(call.actor, product):
            raise ProductNotFoundError
        call.check_version(product.version)
        return product

    def _revision(self, product: Product, number: int) -> Revision:
        found = self._repository.revision(product.id, number)
        if found is None:
            raise RevisionNotFoundError
        return found

    def _open(self, product: Product) -> Revision | None:
        """The revision that is being written or reviewed."""
        if product.open_revision is None:
            return None
        found = self._revision(product, product.open_revision)
        if found.state not in OPEN:
            # It was ended between the two reads, and the product with it.
            raise RacedError
        return found

    # -- judging ------------------------------------------------------------------------------

    def _facts(
        self, product: Product, content: Content, now: datetime, *, whole: bool = True
    ) -> Facts:
        """What a content is judged by, as it stands now. Without ``whole``, only what differences
        are judged by: supplier and files are left out.
        """
        sources = self._sources
        category = sources.categories.find(content.category_id) if content.category_id else None
        names = named_files(content) if whole else ()
        return Facts(
            today=china_date(now),
            supplier_id=product.supplier_id,
            supplier=sources.suppliers.standing(product.supplier_id, now) if whole else None,
            category=category,
            papers=sources.papers,
            screen=lambda text, goods: sources.words.screen(text, goods, now),
            files=sources.files.find_many(names) if names else {},
            approved=_approved(product),
            policy=self._policy,
        )

    def _findings(self, product: Product, revision: Revision, now: datetime) -> list[Finding]:
        """The automatic check of a revision, on things as they stand now."""
        content = revision.content
        return check_admission(content, self._facts(product, content, now))

    # -- changing -----------------------------------------------------------------------------

    @staticmethod
    def _begin(call: Call, action: str, product_id: str) -> Transaction:
        return Transaction(call, action, Subject("product", product_id))

    @staticmethod
    def _save(tx: Transaction, before: Product, after: Product) -> Product:
        count_waiting(tx, before, after)
        return tx.save(ProductRow, before, after)

    @staticmethod
    def _save_revision(tx: Transaction, before: Revision, after: Revision) -> Revision:
        return tx.save(RevisionRow, before, after)

    @staticmethod
    def _hold(tx: Transaction, product: Product) -> None:
        """Let the transaction fail if the product changed since it was read."""
        tx.require(
            ProductRow,
            product.id,
            ProductRow.SK,
            ProductRow.version == product.version,
            conflict=RacedError(),
        )

    @staticmethod
    def _tell(tx: Transaction, event: CatalogEvent) -> str:
        """Publish an event of a product."""
        return tx.publish(event, subject=Subject("product", event.product_id))

    def _take_effect(
        self, tx: Transaction, before: Product, revision: Revision, category: CategoryRules, by: str
    ) -> tuple[Product, Revision]:
        """The product and the open revision after approval, told but not yet saved: the caller
        saves both, so that it can add what else changes.

        ``by`` is a token subject, or the name of the rule that let an immaterial change pass.
        """
        after, approved = life.approve(before, revision, tx.call.now, by)
        self._tell(
            tx,
            ProductApproved(
                product_id=after.id,
                supplier_id=after.supplier_id,
                revision=approved.number,
                category_id=category.id,
                path=category.path,
                name=approved.content.name,
                skus=tuple(
                    ApprovedArticle(
                        sku=variant.sku,
                        own_code=variant.own_code,
                        supply_price=variant.supply_price,
                        suggested_price=variant.suggested_price,
                    )
                    for variant in approved.content.variants
                ),
                by_rule=approved.material is False,
            ),
        )
        if after.state is ProductState.PUBLISHED:
            changed = ProductChanged(
                product_id=after.id, supplier_id=after.supplier_id, revision=approved.number
            )
            self._tell(tx, changed)
        return after, approved


def is_own(actor: Actor, product: Product) -> bool:
    """Whether the actor acts for the product's supplier."""
    return actor.has(Role.SUPPLIER) and actor.supplier_id == product.supplier_id


def _approved(product: Product) -> Approved | None:
    """As what it was approved; what the product repeats of its live content."""
    if product.live is None:
        return None
    return Approved(name=product.name, skus=frozenset(product.skus))


def may_read_prices(actor: Actor, product: Product) -> bool:
    """Whether the actor may know what the supplier charges: the supplier itself, and who reads
    prices in the contexts of prices.
    """
    return is_own(actor, product) or actor.has(*PRICE_READERS)


PRICE_READERS: Final = frozenset(
    {
        Role.MERCHANDISER,
        Role.MANAGER,
        Role.FINANCE,
        Role.LEGAL,
        Role.COMPLIANCE,
        Role.AUDITOR,
    }
)
"""Staff that may know what a supplier charges; the same as read `GET /prices`."""
