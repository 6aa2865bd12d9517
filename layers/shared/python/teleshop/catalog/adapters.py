"""The ports of the catalog, connected to the contexts that serve them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

import msgspec

from teleshop.approvals.service import Approvals, Process
from teleshop.catalog.domain.content import ProductDocument
from teleshop.catalog.domain.papers import PaperType
from teleshop.catalog.domain.rulebook import (
    CategoryRules,
    File,
    GoodsProfile,
    Hit,
    SupplierStanding,
)
from teleshop.categories.service import Categories, ResolvedCategory
from teleshop.documents.service import (
    Document,
    Documents,
    DocumentState,
    OwnerKind,
    likeness_bands,
)
from teleshop.kernel.findings import Finding
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.service import Suppliers, certificate_types, check_certificate
from teleshop.wording.service import GoodsProfile as WordingProfile
from teleshop.wording.service import Verdict, Wording, WordingKind

PROCESS: Final = "product_review"


class CategoryTree:
    """Categories from their context."""

    def __init__(self, categories: Categories) -> None:
        self._categories = categories

    def find(self, category_id: str) -> CategoryRules | None:
        """The rules of a category; a merged one answers with what it became."""
        found = self._categories.find(category_id)
        return rules_of(found) if found else None


def rules_of(category: ResolvedCategory) -> CategoryRules:
    """A category in the words of this context."""
    known = msgspec.to_builtins(category)
    known["active"] = category.status == "active"
    return msgspec.convert(known, CategoryRules)


class UploadedFiles:
    """Files from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def find_many(self, document_ids: Iterable[str]) -> dict[str, File]:
        """The files that exist, as they stand now."""
        found = self._documents.find_many(document_ids)
        return {id: _file(document) for id, document in found.items()}


def _file(document: Document) -> File:
    found = document.inspection
    picture = found.perceptual_hash if found else None
    return File(
        id=document.id,
        supplier_id=document.owner.id if document.owner.kind is OwnerKind.SUPPLIER else None,
        purpose=document.purpose,
        accepted=document.accepted_version_id is not None,
        rejected=document.state in (DocumentState.REJECTED, DocumentState.EXPIRED),
        content_type=document.declared_type.value,
        width=found.width if found else None,
        height=found.height if found else None,
        perceptual_hash=picture,
        bands=likeness_bands(picture) if picture else (),
    )


class SuppliersOnBoard:
    """The standing of suppliers from their context."""

    def __init__(self, suppliers: Suppliers) -> None:
        self._suppliers = suppliers

    def standing(self, supplier_id: str, now: datetime) -> SupplierStanding | None:
        """What a supplier may list at that instant, its reasons under the clause on standing."""
        found = self._suppliers.standing.for_listing(supplier_id, now)
        if found is None:
            return None
        return SupplierStanding(
            active=found.active,
            new_products=found.new_products,
            categories=found.categories,
            reasons=tuple(
                replace(reason, pointer="/supplier_id", clause="2.1.5") for reason in found.reasons
            ),
            featured=found.featured,
        )

    def require_active(self, tx: Transaction, supplier_id: str) -> None:
        """Let ``tx`` fail as raced unless the supplier is active when it is stored."""
        self._suppliers.standing.require_active(tx, supplier_id)


class Certificates:
    """What the suppliers' context knows of certificates."""

    def type_of(self, code: str) -> PaperType | None:
        """The type of that code, if there is one."""
        found = certificate_types().get(code)
        return PaperType(found.code, found.zh, found.en) if found else None

    def check(self, document: ProductDocument, today: date, pointer: str) -> list[Finding]:
        """Remarks on number and dates of one certificate; nothing for papers of goods."""
        if document.type not in certificate_types():
            return []
        return check_certificate(
            document.type,
            number=document.number or "",
            issued_on=document.issued_on,
            valid_to=document.valid_to,
            today=today,
            pointer=pointer,
        )


class ScreenedWords:
    """The word screen, for goods that are shown on television."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def screen(self, text: str, goods: GoodsProfile, at: datetime) -> tuple[Hit, ...]:
        """What stands in a text that may not, or that a person should see."""
        profile = WordingProfile(
            category_kind=WordingKind(goods.kind),
            holds_device_or_drug_certificate=goods.certified,
            has_blue_hat=goods.health_food,
            on_tv=True,
            product_names=goods.own_names,
            composition=goods.composition,
            proofs=goods.proofs,
        )
        return tuple(
            Hit(
                start=hit.start,
                end=hit.end,
                text=hit.text,
                code=hit.code,
                verdict="fail" if hit.verdict is Verdict.FAIL else "warn",
                zh=hit.zh,
                en=hit.en,
                rule=hit.rule,
                source=f"{hit.source} {hit.article}",
            )
            for hit in self._wording.screen(text, profile, at).hits
            if hit.verdict is not Verdict.EXEMPT
        )


class HumanDecisions:
    """Decisions from the approvals capability. Rounds count within a revision, so each revision
    is a case of its own.
    """

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def withdraw(self, tx: Transaction, product_id: str, revision: int, round: int) -> None:
        """End what is open, and let nothing be opened any more."""
        self._approvals.withdraw_process(tx, process(product_id, revision, round))


def process(product_id: str, revision: int, round: int) -> Process:
    """The case of one submission of a revision."""
    return Process(PROCESS, f"{product_id}.{revision}", round)
