"""Drafts: started, changed, imported (standard 2.2.1, 2.2.2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, Literal, TypeVar

from teleshop.catalog.domain import life
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.difference import changed_fields
from teleshop.catalog.domain.drafting import oversized, reopened, with_skus
from teleshop.catalog.domain.product import ENDED, Product
from teleshop.catalog.domain.records import OwnCode
from teleshop.catalog.domain.revision import EDITABLE, Revision
from teleshop.catalog.errors import (
    NoSupplierError,
    OwnCodeTakenError,
    ProductEndedError,
    RevisionInReviewError,
)
from teleshop.catalog.schemas.bodies import ContentBody, ContentChange
from teleshop.catalog.service.base import Desk
from teleshop.catalog.tables import OwnCodeRow, ProductRow, RevisionRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.ids import derived_id, new_id
from teleshop.kernel.transaction import Transaction

T = TypeVar("T")

PREFIX: Final = "prd"
CONTENT_FIELDS: Final = frozenset(field.name for field in fields(Content))


@dataclass(frozen=True, slots=True)
class Written:
    """A product with the revision that was written."""

    product: Product
    revision: Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedProduct:
    """A product as a file describes it. ``own_code`` is the article number by which it is found
    again: that of its first variant. ``given`` names the fields of the content that the file has;
    what it does not have stays. Variants have no SKU yet.
    """

    own_code: str
    content: Content
    given: frozenset[str] = CONTENT_FIELDS

    def applied_to(self, known: Content) -> Content:
        """What is known, with what the file says put in its place; imports say it in more detail
        than by whole fields.
        """
        given = {name: getattr(self.content, name) for name in self.given & CONTENT_FIELDS}
        return replace(known, **given)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    outcome: Literal["created", "changed", "unchanged"]
    product_id: str


class Drafts(Desk):
    """What suppliers write, before anybody has looked at it."""

    def create_product(self, call: Call, body: ContentBody) -> Written:
        """A draft of the caller's supplier; it may be as incomplete as it likes."""
        supplier_id = call.actor.supplier_id
        if supplier_id is None:
            raise NoSupplierError
        id = new_id(PREFIX, call.now)
        return self._create(call, (supplier_id, id), body.content(), _same)

    def replace_content(self, call: Call, product_id: str, body: ContentBody) -> Written:
        """The whole content anew. With nothing open, this opens a change of what is approved."""
        before = self._own(call, product_id)
        return self._change(call, before, lambda known: body.content(), _same)

    def amend_content(self, call: Call, product_id: str, body: ContentChange) -> Written:
        """A part of the content anew; what ``body`` leaves out stays."""
        return self._change(call, self._own(call, product_id), body.applied_to, _same)

    def import_row(self, call: Call, supplier_id: str, row: ImportedProduct) -> Imported:
        """Create or change the draft that a row of a file describes; the same row again writes
        nothing.

        Raises what creating and changing raise: the numbers of another product, a revision in
        review, an ended product.
        """
        claim = self._repository.own_codes(supplier_id, (row.own_code,)).get(row.own_code)
        known = self._repository.find(claim.product_id) if claim else None
        if known is None or known.state in ENDED:
            # The same id from a repeated attempt, so that a row never becomes two products.
            former = known.id if known else ""
            id = derived_id(PREFIX, supplier_id, row.own_code, former)
            created = Imported("created", id)
            try:
                return self._create(call, (supplier_id, id), row.content, lambda _: created)
            except OwnCodeTakenError as taken:
                # Free a moment ago, so somebody was faster: the row is for that product then.
                if row.own_code in {fault.params["own_code"] for fault in taken.errors}:
                    raise RacedError from taken
                raise
        version = known.version

        def told(written: Written) -> Imported:
            changed = written.product.version != version
            return Imported("changed" if changed else "unchanged", written.product.id)

        return self._change(call, known, row.applied_to, told)

    # -- writing --------------------------------------------------------------------------------

    def _create(
        self, call: Call, ids: tuple[str, str], given: Content, told: Callable[[Written], T]
    ) -> T:
        """A new product under ids of supplier and product; ``told`` makes the answer of it."""
        supplier_id, id = ids
        content = _bounded(with_skus(given, id))
        product, revision = life.start_product(
            id, supplier_id, content, call.now, call.actor.subject
        )
        tx = self._begin(call, "create_product", id)
        tx.create(ProductRow, product, conflict=RacedError())
        tx.create(RevisionRow, revision, conflict=RacedError())
        self._claim(tx, product, content, ())
        return tx.commit(told(Written(product, revision)))

    def _change(
        self,
        call: Call,
        before: Product,
        write: Callable[[Content], Content],
        told: Callable[[Written], T],
    ) -> T:
        """The open content of a product written anew, or a change of what is approved opened."""
        if before.state in ENDED:
            raise ProductEndedError
        known = self._open(before)
        if known is not None and known.state not in EDITABLE:
            raise RevisionInReviewError(revision=known.number)
        base = known or self._revision(before, before.live or 0)
        content = _bounded(with_skus(write(base.content), before.id))
        changed = changed_fields(base.content, content)
        if not changed:
            return told(Written(before, base))
        tx = self._begin(call, "change_content", before.id)
        tx.note(revision=known.number if known else before.revisions + 1, changed=sorted(changed))
        self._claim(tx, before, content, [variant.own_code for variant in base.content.variants])
        if known is None:
            opened, revision = life.open_change(before, content, call.now, call.actor.subject)
            product = self._save(tx, before, opened)
            tx.create(RevisionRow, revision, conflict=RacedError())
            return tx.commit(told(Written(product, revision)))
        after = replace(known, content=content, items=reopened(known.items, changed))
        shown = before if before.live else life.shown(before, content)
        product = self._save(tx, before, shown)
        return tx.commit(told(Written(product, self._save_revision(tx, known, after))))

    def _claim(
        self, tx: Transaction, product: Product, content: Content, held: Sequence[str]
    ) -> None:
        """Hold the article numbers of a content for the product; every number of another product
        that has not ended is a fault.
        """
        wanted = {variant.own_code: index for index, variant in enumerate(content.variants)}
        fresh = [code for code in wanted if code not in set(held)]
        claims = self._repository.own_codes(product.supplier_id, fresh)
        others = {claim.product_id for claim in claims.values()} - {product.id}
        holders = self._repository.find_many(others) if others else {}
        faults = []
        for code in fresh:
            claim = claims.get(code)
            holder = holders.get(claim.product_id) if claim else None
            if claim is not None and claim.product_id == product.id:
                continue
            if holder is not None and holder.state not in ENDED:
                faults.append(_taken(wanted[code], code, holder.id))
            mine = OwnCode(
                supplier_id=product.supplier_id,
                own_code=code,
                product_id=product.id,
                former=claim.product_id if claim else None,
            )
            row = OwnCodeRow.from_entity(mine)
            unchanged = (
                OwnCodeRow.product_id == claim.product_id
                if claim
                else OwnCodeRow.pk.does_not_exist()
            )
            tx.put_row(row, unchanged, RacedError())
        if faults:
            raise OwnCodeTakenError(errors=faults)


def _bounded(content: Content) -> Content:
    """A content that fits; a merge may exceed what each of its parts keeps to."""
    faults = oversized(content)
    if faults:
        raise InvalidInputError(errors=faults)
    return content


def _same(written: Written) -> Written:
    return written


def _taken(index: int, own_code: str, product_id: str) -> FieldError:
    return FieldError(
        f"/variants/{index}/own_code",
        "own_code_taken",
        "该货号已用于商品 {product}，请更换，或在该商品中修改。",
        "This article number belongs to product {product}: use another one, or change that one.",
        params={"product": product_id, "own_code": own_code},
        clause="2.2.1",
    )
