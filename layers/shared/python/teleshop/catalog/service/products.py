"""Reading products: one, many, and their history (standard 2.2.5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.materiality import Judged, judge_after
from teleshop.catalog.domain.product import ON_FILE, Product, ProductState
from teleshop.catalog.domain.revision import Revision
from teleshop.catalog.errors import ProductNotFoundError
from teleshop.catalog.schemas.bodies import ProductsQuery
from teleshop.catalog.service.base import Desk, may_read_prices
from teleshop.catalog.service.drafts import Drafts
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.paging import Page, PageRequest


@dataclass(frozen=True, slots=True)
class Shown:
    """A product with the revision that is open, else with the approved or the last one;
    ``prices``: with what the supplier charges.
    """

    product: Product
    revision: Revision
    for_staff: bool
    prices: bool


@dataclass(frozen=True, slots=True)
class ShownRevision:
    """A revision with its differences from its base; ``prices`` as in :class:`Shown`."""

    revision: Revision
    judged: tuple[Judged, ...]
    for_staff: bool
    prices: bool


@dataclass(frozen=True, slots=True)
class LiveProduct:
    """What is approved of a product, and whether it is on sale."""

    product: Product
    revision: int
    content: Content

    @property
    def on_sale(self) -> bool:
        """Whether customers may buy it now."""
        return self.product.state is ProductState.PUBLISHED


class Public(Desk):
    """For contexts that show goods to customers."""

    def find(self, product_id: str) -> LiveProduct | None:
        """The approved content of a product on file with its state; None for one that never was
        approved or has ended.
        """
        product = self._repository.find(product_id)
        if product is None or product.live is None or product.state not in ON_FILE:
            return None
        revision = self._revision(product, product.live)
        return LiveProduct(product, revision.number, revision.content)

    def find_many(self, product_ids: Iterable[str]) -> dict[str, LiveProduct]:
        """The same for many products, by id; those that :meth:`find` answers None for are left out.
        Two reads for each hundred, however many revisions they have.
        """
        stored = self._repository.find_many(product_ids)
        live = {
            (id, product.live): product
            for id, product in stored.items()
            if product.live is not None and product.state in ON_FILE
        }
        revisions = self._repository.revisions_at(live)
        return {
            id: LiveProduct(live[id, number], number, revision.content)
            for (id, number), revision in revisions.items()
        }


class Products(Drafts):
    """Products as suppliers write them, and as suppliers and staff see them."""

    def find(self, product_id: str) -> Product | None:
        """The product in whatever state, without its content; for other contexts."""
        return self._repository.find(product_id)

    def find_many(self, product_ids: Iterable[str]) -> dict[str, Product]:
        """The same for many, by id: one read for each hundred."""
        return self._repository.find_many(product_ids)

    def show(self, call: Call, product_id: str) -> Shown:
        """A product of the caller, or any for staff."""
        product = self._visible(call, product_id)
        number = product.open_revision or product.live or product.revisions
        revision = self._revision(product, number)
        prices = may_read_prices(call.actor, product)
        return Shown(product, revision, call.actor.is_staff, prices)

    def list_products(self, call: Call, query: ProductsQuery) -> Page[Product]:
        """A supplier's own products; for staff those of a state, of a supplier, or both. Newest
        first within a state.
        """
        if not call.actor.is_staff:
            if call.actor.supplier_id is None:
                return Page([])
            if query.supplier_id not in {None, call.actor.supplier_id}:
                raise ProductNotFoundError
            return self._repository.of_supplier(call.actor.supplier_id, query.state, query.page)
        if query.supplier_id is not None:
            return self._repository.of_supplier(query.supplier_id, query.state, query.page)
        if query.state is None:
            raise InvalidInputError(errors=[_STATE_OR_SUPPLIER])
        return self._repository.of_state(query.state, query.page)

    def list_revisions(self, call: Call, product_id: str, page: PageRequest) -> Page[Revision]:
        """The history of a product, newest first: what was approved, when and by whom."""
        self._visible(call, product_id)
        return self._repository.revisions(product_id, page)

    def show_revision(self, call: Call, product_id: str, number: int) -> ShownRevision:
        """One revision, and what it changes of its base and whether that is material, judged by
        the category as it is now.
        """
        product = self._visible(call, product_id)
        revision = self._revision(product, number)
        judged: tuple[Judged, ...] = ()
        if revision.base is not None:
            base = self._revision(product, revision.base)
            facts = self._facts(product, revision.content, call.now, whole=False)
            seen = self._seen(product, revision, base)
            judged = judge_after(seen.content, base.content, revision.content, facts)
        prices = may_read_prices(call.actor, product)
        return ShownRevision(revision, judged, call.actor.is_staff, prices)

    def _seen(self, product: Product, revision: Revision, base: Revision) -> Revision:
        """What people approved last, which the open revision is measured against."""
        is_open = revision.number == product.open_revision
        if not is_open or product.reviewed in {None, base.number}:
            return base
        return self._revision(product, product.reviewed or base.number)


_STATE_OR_SUPPLIER = FieldError(
    "/state",
    "state_or_supplier",
    "请指定状态 state 或供应商 supplier_id。",
    "Give a state, a supplier, or both.",
)
