"""Comparing a submission with everything else, in the background: nobody waits for it."""

from dataclasses import replace

from teleshop.catalog.domain.admission import remark_of
from teleshop.catalog.domain.findings import INTERNAL
from teleshop.catalog.domain.likeness import (
    PICTURE,
    Alike,
    alike_by_picture,
    alike_by_text,
    marks_by_picture,
    marks_by_text,
    remarks_on,
)
from teleshop.catalog.domain.product import Product
from teleshop.catalog.domain.records import Mark
from teleshop.catalog.domain.revision import Remark, Revision, RevisionState
from teleshop.catalog.domain.rulebook import File
from teleshop.catalog.service.base import Desk
from teleshop.catalog.tables import MarkRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError


class Likeness(Desk):
    """Look-alikes of what was sent in (standard 2.2.1, 2.2.4, 2.3.4)."""

    def compare(self, call: Call, product_id: str, number: int, round: int) -> Revision | None:
        """Remark on the revision what looks like it, and mark its pictures, so that what comes
        later finds them. The same round again gives the same remarks; of one that is over only the
        pictures are marked. None for what does not exist.
        """
        product = self._repository.find(product_id)
        before = self._repository.revision(product_id, number) if product else None
        if product is None or before is None:
            return None
        fresh = self._fresh_pictures(product, before)
        tx = self._begin(call, "compare_product", product_id)
        tx.note(revision=number, round=round)
        for mark in marks_by_picture(product, fresh):
            tx.put_row(MarkRow.from_entity(mark), None, RacedError())
        if before.state is not RevisionState.IN_REVIEW or before.round != round:
            return tx.commit(before)
        remarks = self._remarks(product, before, fresh)
        own = tuple(remark for remark in before.remarks if remark.code not in INTERNAL)
        after = replace(before, remarks=own + remarks)
        return tx.commit(self._save_revision(tx, before, after))

    def _remarks(
        self, product: Product, revision: Revision, fresh: list[File]
    ) -> tuple[Remark, ...]:
        alike = [*self._by_code(product, revision), *self._by_text(product, revision)]
        alike += self._by_picture(revision, fresh)
        others = self._repository.find_many({item.product_id for item in alike} - {product.id})
        return tuple(remark_of(finding) for finding in remarks_on(product, alike, others))

    def _fresh_pictures(self, product: Product, revision: Revision) -> list[File]:
        """The pictures that nobody has compared yet: those of the base were, before it was
        approved.
        """
        known: tuple[str, ...] = ()
        if revision.base is not None:
            known = self._revision(product, revision.base).content.pictures
        fresh = [id for id in revision.content.pictures if id not in known]
        files = self._sources.files.find_many(fresh) if fresh else {}
        return [files[id] for id in fresh if id in files]

    def _by_code(self, product: Product, revision: Revision) -> list[Alike]:
        variants = revision.content.variants
        codes = [variant.own_code for variant in variants]
        claims = self._repository.own_codes(product.supplier_id, codes)
        return [
            Alike(kind="own_code", pointer=f"/variants/{index}/own_code", product_id=claim.former)
            for index, code in enumerate(codes)
            if (claim := claims.get(code)) is not None and claim.former is not None
        ]

    def _by_text(self, product: Product, revision: Revision) -> list[Alike]:
        wanted = [(mark.kind, mark.value) for mark in marks_by_text(product, revision.content)]
        return alike_by_text(revision.content, self._marked(wanted))

    def _by_picture(self, revision: Revision, fresh: list[File]) -> list[Alike]:
        by_id = {file.id: file for file in fresh}
        wanted = list(dict.fromkeys((PICTURE, band) for file in fresh for band in file.bands))
        marked = self._marked(wanted)
        pictures = [by_id.get(id, _COMPARED) for id in revision.content.pictures]
        return alike_by_picture(pictures, marked, self._policy)

    def _marked(self, wanted: list[tuple[str, str]]) -> dict[tuple[str, str], list[Mark]]:
        return {key: self._repository.marked(*key) for key in wanted}


_COMPARED = File(id="", supplier_id=None, purpose="", accepted=False)
"""Stands for a picture that was compared before, so that the others keep their places."""
