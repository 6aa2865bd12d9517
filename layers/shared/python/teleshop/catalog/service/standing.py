"""Whether approved products are on sale: one at a time, many at a time, held and taken down by
people (standard 2.1.5, 2.2.5).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from teleshop.catalog.domain import life
from teleshop.catalog.domain import standing as rules
from teleshop.catalog.domain.demands import last_good_day
from teleshop.catalog.domain.product import ENDED, ON_FILE, CaseHold, Hold, Product, ProductState
from teleshop.catalog.domain.revision import Revision, RevisionState
from teleshop.catalog.domain.standing import DOCUMENT_WARNING, Facts
from teleshop.catalog.errors import (
    ProductEndedError,
    ProductHeldForCaseError,
    ProductNotOnHoldError,
    ReasonMissingError,
)
from teleshop.catalog.schemas.events import (
    ProductPublished,
    ProductSuspended,
    ProductWithdrawn,
)
from teleshop.catalog.schemas.review_events import ProductDocumentExpiring, ProductsToJudge
from teleshop.catalog.service.review_base import ReviewDesk
from teleshop.deadlines.service import Owner
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.logs import logger
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run

PAGE: Final = 25
"""So many products are judged in one step; the next step is an event of its own."""
DOCUMENT: Final = "document"
"""The kind of a document's deadline."""
SHELF_LIFE: Final = "shelf_life"
"""The kind of the deadline at the end of the goods' shelf life."""
OF_ITS_OWN: Final = "product"
"""The scope of a sweep that judges products by their ids."""
_OF_A_PRODUCT: Final = (ArithmeticError, LookupError, TypeError, ValueError)
"""What something that is wrong with one product raises. What the platform raises when it is out of
order is none of these: then the whole step is repeated.
"""
log = logger("catalog")


@dataclass(frozen=True, slots=True)
class Sweep:
    """Which products are to be judged: of suppliers' states or of categories (``scope``), list by
    list, the first of ``keys`` after the product ``after``; or the very ``keys`` (`product`).
    """

    scope: str
    keys: tuple[str, ...]
    after: str | None = None


class Standing(ReviewDesk):
    """On sale, suspended, held, taken down."""

    # -- one product --------------------------------------------------------------------------

    def judge_product(self, call: Call, product_id: str) -> Product | None:
        """Judge a product on things as they stand now; None if there is nothing approved. Judging
        again changes nothing.
        """
        found = self._judgeable(product_id)
        if found is None:
            return None
        after = self._judged(*found, call.now)
        return self._keep(call, found[0], after)

    def judge_approved(self, call: Call, product_id: str, number: int) -> Product | None:
        """Content was approved: from now on the last days of its documents and of its shelf life
        are watched, and the product is judged.
        """
        found = self._judgeable(product_id)
        if found is None or found[1].number != number:
            return None
        product, live = found
        after = self._judged(product, live, call.now)
        tx = self._begin(call, "judge_approved", product_id)
        for document in rules.documents_to_watch(live.content, call.now):
            end = rules.end_of(document.valid_to) if document.valid_to is not None else None
            if end is None:
                continue
            self._reviewing.deadlines.register(
                tx,
                id=f"catalog:{product_id}:{number}:{document.document_id}",
                owner=Owner("catalog", "product", product_id),
                kind=DOCUMENT,
                due_at=end,
                warn_before=(DOCUMENT_WARNING,),
                data={"revision": number, "document_id": document.document_id},
            )
        last = last_good_day(live.content)
        end = rules.end_of(last) if last is not None else None
        if end is not None and end > call.now:
            self._reviewing.deadlines.register(
                tx,
                id=f"catalog:{product_id}:{number}:{SHELF_LIFE}",
                owner=Owner("catalog", "product", product_id),
                kind=SHELF_LIFE,
                due_at=end,
                data={"revision": number},
            )
        if after == product:
            self._hold(tx, product)
            return tx.commit(product)
        return tx.commit(self._save_standing(tx, product, after))

    def _judgeable(self, product_id: str) -> tuple[Product, Revision] | None:
        product = self._repository.find(product_id)
        if product is None or product.state not in ON_FILE or product.live is None:
            return None
        return product, self._revision(product, product.live)

    def _keep(self, call: Call, product: Product, after: Product) -> Product:
        """Store what a judgement changed, if it did."""
        if after == product:
            return product
        tx = self._begin(call, "judge_standing", product.id)
        return tx.commit(self._save_standing(tx, product, after))

    def _save_standing(self, tx: Transaction, product: Product, after: Product) -> Product:
        """Save and tell a standing. Nothing goes on sale unless the supplier is active in the very
        moment in which that is stored.
        """
        if _goes_on_sale(product, after):
            self._sources.suppliers.require_active(tx, product.supplier_id)
        stored = self._save(tx, product, after)
        self._tell_standing(tx, product, stored)
        return stored

    def _judged(self, product: Product, live: Revision, now: datetime) -> Product:
        """The product judged on things as they stand now, by no instant before the last one."""
        at = rules.latest(product.judged_at, now)
        facts = self._grounds({product.id: product}, {product.id: live}, at)
        return _judged_on(facts[product.id], product, live, at)

    def _grounds(
        self, products: Mapping[str, Product], live: Mapping[str, Revision], now: datetime
    ) -> dict[str, Facts]:
        """What products rest on at ``now``, by product; each supplier is read once, categories and
        prices in batches.
        """
        suppliers = {product.supplier_id for product in products.values()}
        standings = {id: self._sources.suppliers.standing(id, now) for id in suppliers}
        wanted = {revision.content.category_id or "" for revision in live.values()}
        categories = self._reviewing.tree.find_many(wanted - {""})
        skus = {
            id: [variant.sku for variant in revision.content.variants]
            for id, revision in live.items()
        }
        priced = self._reviewing.prices.priced(skus, now)
        return {
            id: Facts(
                supplier=standings[products[id].supplier_id],
                category=categories.get(revision.content.category_id or ""),
                priced=id in priced,
            )
            for id, revision in live.items()
        }

    def _tell_standing(self, tx: Transaction, before: Product, after: Product) -> None:
        """Tell what became of the sale; nothing where that did not change."""
        if before.state is after.state or after.live is None:
            return
        if after.state is ProductState.PUBLISHED:
            self._tell(
                tx,
                ProductPublished(
                    product_id=after.id,
                    supplier_id=after.supplier_id,
                    revision=after.live,
                    category_id=after.category_id or "",
                    restored=before.state is ProductState.SUSPENDED,
                    cured=_kinds(before),
                ),
            )
        elif after.state is ProductState.SUSPENDED:
            self._tell(
                tx,
                ProductSuspended(
                    product_id=after.id, supplier_id=after.supplier_id, reasons=_kinds(after)
                ),
            )

    # -- many products ------------------------------------------------------------------------

    @staticmethod
    def of_supplier(supplier_id: str) -> Sweep:
        """All products of a supplier with approved content, those on sale first."""
        states = (ProductState.PUBLISHED, ProductState.APPROVED, ProductState.SUSPENDED)
        return Sweep("supplier", tuple(f"{supplier_id}#{state}" for state in states))

    def of_category(self, category_id: str) -> Sweep | None:
        """All products in a category and below it; None if there is no such category."""
        below = self._reviewing.tree.below(category_id)
        return Sweep("category", below) if below else None

    def judge_page(self, call: Call, sweep: Sweep, limit: int = PAGE) -> Sweep | None:
        """Judge the next products, at most ``limit``, each in a transaction of its own, and ask for
        the page after; None when it is done.

        Cut off in the middle and repeated, it judges again what was judged, which changes nothing;
        the event that asks for the next page takes effect once.

        A product that cannot be judged keeps back no other one: it is asked for once more by an
        event of its own, and what goes wrong then is raised (`product`).
        """
        own = replace(call, request_key=None)
        if sweep.scope == OF_ITS_OWN:
            for product_id in sweep.keys:
                self._judge_alone(own, product_id)
            return None
        ids: list[str] = []
        rest: Sweep | None = sweep
        for _ in range(limit):
            if rest is None or len(ids) >= limit:
                break
            found = self._reviewing.repository.to_judge(
                rest.scope, rest.keys[0], rest.after, limit - len(ids)
            )
            ids.extend(found.product_ids)
            rest = _following(rest, found.after)
        failed = self._judge_all(own, ids)
        following = [Sweep(OF_ITS_OWN, (id,)) for id in failed] + ([rest] if rest else [])
        if not following:
            return None
        tx = Transaction(call, "judge_next_page", Subject("standing", sweep.keys[0]))
        for asked in following:
            tx.publish(ProductsToJudge(scope=asked.scope, keys=asked.keys, after=asked.after))
        return tx.commit(rest)

    def _judge_all(self, call: Call, ids: list[str]) -> list[str]:
        """Judge products on facts that are read for all of them; answers which could not be."""
        judges: dict[str, Callable[[], object]]
        try:
            judges = self._judged_together(call, ids)
        except _OF_A_PRODUCT:
            # One of them spoils what is read for all: each is judged on what is read for it.
            judges = {id: partial(self._judge_alone, call, id) for id in ids}
        return [id for id, judge in judges.items() if not _succeeds(id, judge)]

    def _judged_together(self, call: Call, ids: list[str]) -> dict[str, Callable[[], object]]:
        """How each of the products is judged on facts that were read for all."""
        stored = self._repository.find_many(ids)
        products = {id: known for id, known in stored.items() if known.state in ON_FILE}
        live = self._reviewing.repository.live(products)
        at = max([call.now, *(known.judged_at or call.now for known in products.values())])
        facts = self._grounds(products, live, at)

        def judge(id: str) -> None:
            after = _judged_on(facts[id], products[id], live[id], at)
            self._judge_one(call, products[id], after)

        return {id: partial(judge, id) for id in live}

    def _judge_alone(self, call: Call, product_id: str) -> None:
        run(call, lambda: self.judge_product(call, product_id))

    def _judge_one(self, call: Call, product: Product, after: Product) -> None:
        """Keep what was judged on the facts of the page. What would go on sale, or has changed
        since, is judged anew on what is read at that moment.
        """
        if not _goes_on_sale(product, after):
            try:
                self._keep(call, product, after)
            except RacedError:
                pass
            else:
                return
        self._judge_alone(call, product.id)

    # -- documents ----------------------------------------------------------------------------

    def document_expires(
        self, call: Call, product_id: str, data: Mapping[str, Any]
    ) -> Product | None:
        """A document of approved content ends soon: its supplier is told, if the document still
        counts.
        """
        found = self._judgeable(product_id)
        if found is None or found[1].number != data["revision"]:
            return None
        product, live = found
        for document in rules.documents_to_watch(live.content, call.now):
            if document.document_id != data["document_id"] or document.valid_to is None:
                continue
            tx = self._begin(call, "warn_of_expiry", product_id)
            self._tell(
                tx,
                ProductDocumentExpiring(
                    product_id=product.id,
                    supplier_id=product.supplier_id,
                    document_id=document.document_id,
                    type=document.type,
                    valid_to=document.valid_to,
                    days_left=rules.days_left(document, call.now),
                ),
            )
            return tx.commit(product)
        return None

    # -- by people ----------------------------------------------------------------------------

    def hold_product(self, call: Call, product_id: str, reason: str) -> Product:
        """Keep a product off sale until the hold is lifted; one that is held stays so."""
        product = self._alive(call, product_id)
        if not reason.strip():
            raise ReasonMissingError
        if product.hold is not None:
            return product
        hold = Hold(reason=reason.strip(), by=call.actor.subject, at=call.now)
        tx = self._begin(call, "hold_product", product_id)
        return tx.commit(self._save_standing(tx, product, rules.held(product, hold)))

    def release_product(self, call: Call, product_id: str, reason: str) -> Product:
        """Lift a hold by hand; what else stands against the product, measures that hold it
        included, is judged at once. Refuses where measures alone hold it.
        """
        product = self._alive(call, product_id)
        if not reason.strip():
            raise ReasonMissingError
        if product.hold is None and product.case_holds:
            cases = sorted({known.subject for known in product.case_holds})
            raise ProductHeldForCaseError(cases=", ".join(cases), case_id=cases[0])
        if product.hold is None:
            raise ProductNotOnHoldError
        tx = self._begin(call, "release_product", product_id)
        tx.note(reason=reason.strip())
        return tx.commit(self._let_go(tx, product, rules.lifted(product)))

    def _let_go(self, tx: Transaction, product: Product, after: Product) -> Product:
        if product.state in ON_FILE and product.live is not None:
            after = self._judged(after, self._revision(product, product.live), tx.call.now)
        return self._save_standing(tx, product, after)

    def take_down(self, call: Call, product_id: str, reason: str) -> Product:
        """The platform takes a product off for good; taking it down again changes nothing."""
        product = self._visible(call, product_id)
        if product.state is ProductState.WITHDRAWN:
            return product
        _check_alive(call, product)
        if not reason.strip():
            raise ReasonMissingError
        tx = self._begin(call, "take_down_product", product_id)
        return tx.commit(self._taken_down(tx, product, reason.strip()))

    def _taken_down(self, tx: Transaction, product: Product, reason: str) -> Product:
        revision = self._open(product)
        after, ended = life.end(product, revision, ProductState.WITHDRAWN, tx.call.now, reason)
        stored = self._save(tx, product, after)
        if revision is not None and ended is not None:
            self._save_revision(tx, revision, ended)
            if revision.state is RevisionState.IN_REVIEW:
                decisions = self._reviewing.decisions
                decisions.withdraw(tx, product.id, revision.number, revision.round)
        self._tell(
            tx,
            ProductWithdrawn(
                product_id=product.id, supplier_id=product.supplier_id, by_platform=True
            ),
        )
        return stored

    # -- by measures of others, within their transactions -------------------------------------

    def hold_for(self, tx: Transaction, product_id: str, hold: CaseHold) -> Product:
        """Keep a product off sale for a measure, beside whatever else holds it; one that ended
        stays as it is.
        """
        product = self._get(product_id)
        after = rules.held_for(product, hold)
        if product.state in ENDED or after == product:
            return product
        return self._save_standing(tx, product, after)

    def release_for(self, tx: Transaction, product_id: str, subject: str, part: str) -> Product:
        """Take the hold of one measure away; on sale again only if nothing else, neither another
        measure nor a person, stands against it.
        """
        product = self._get(product_id)
        after = rules.let_go(product, subject, part)
        if product.state in ENDED or after == product:
            return product
        return self._let_go(tx, product, after)

    def take_down_for(self, tx: Transaction, product_id: str, reason: str) -> Product:
        """Take a product off for good; one that ended stays as it is."""
        product = self._get(product_id)
        return product if product.state in ENDED else self._taken_down(tx, product, reason)

    def _alive(self, call: Call, product_id: str) -> Product:
        """A product that has not ended, as the caller saw it."""
        product = self._visible(call, product_id)
        _check_alive(call, product)
        return product


def _check_alive(call: Call, product: Product) -> None:
    call.check_version(product.version)
    if product.state in ENDED:
        raise ProductEndedError


def _judged_on(facts: Facts, product: Product, live: Revision, at: datetime) -> Product:
    if facts.category is not None:
        # A merged category is followed, so that lists and later judgements find the product.
        product = replace(product, category_id=facts.category.id)
    return rules.judged(product, rules.obstacles_of(product, live.content, facts, at), at)


def _succeeds(product_id: str, judge: Callable[[], object]) -> bool:
    """Judge one product; whether that did not fail for what is wrong with the product itself."""
    try:
        judge()
    except _OF_A_PRODUCT:
        log.exception("product cannot be judged", extra={"product_id": product_id})
        return False
    return True


def _kinds(product: Product) -> tuple[str, ...]:
    return tuple(sorted({obstacle.kind for obstacle in product.obstacles}))


def _goes_on_sale(before: Product, after: Product) -> bool:
    on_sale = ProductState.PUBLISHED
    return after.state is on_sale and before.state is not on_sale


def _following(sweep: Sweep, after: str | None) -> Sweep | None:
    """Where a sweep goes on: in the same list after a product, or with the next list."""
    if after is not None:
        return replace(sweep, after=after)
    rest = sweep.keys[1:]
    return Sweep(sweep.scope, rest) if rest else None
