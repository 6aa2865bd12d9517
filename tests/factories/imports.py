"""Imports in the state that a test needs, made through the services as callers would."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.domain import ContentType
from teleshop.imports.adapters import BucketWorkspace
from teleshop.imports.domain.guide import CategoryGuide, Classified
from teleshop.imports.domain.product import ImportedProduct
from teleshop.imports.domain.run import Outcome
from teleshop.imports.ports import Written
from teleshop.imports.service import Chunks
from teleshop.imports.tables import ImportRepository
from teleshop.imports.wiring import requests
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from tests.factories.documents import NOW, SUPPLIER, awaited, checked


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta()) -> Call:
    """A call ``after`` the instant at which the factory's files were checked."""
    return Call(actor, NOW + timedelta(minutes=5) + after, "request", "correlation")


def uploaded(content: bytes, *, actor: Actor = SUPPLIER, csv: bool = True) -> str:
    """A file that was accepted for import; answers its id."""
    kind = ContentType.CSV if csv else ContentType.XLSX
    offer = awaited(actor, purpose="product_import", content_type=kind)
    document = checked(offer.document, content)
    assert document.inspection is not None
    assert document.inspection.accepted, document.inspection.findings
    return document.id


def requested(content: bytes, *, actor: Actor = SUPPLIER, csv: bool = True) -> str:
    """An import that was asked for; answers its id."""
    document_id = uploaded(content, actor=actor, csv=csv)
    return requests().request_import(call(actor), document_id).run.id


@dataclass
class Memory:
    """A catalogue; ``fail`` may refuse or break a product."""

    fail: Callable[[ImportedProduct], None] = lambda _: None
    known: dict[str, ImportedProduct] = field(default_factory=dict)
    calls: list[tuple[Call, str, str]] = field(default_factory=list)

    def write(self, call: Call, key: str, supplier_id: str, found: Classified) -> Written:
        product = found.product
        self.calls.append((call, key, supplier_id))
        self.fail(product)
        before = self.known.get(product.code)
        self.known[product.code] = product
        outcome = Outcome.CREATED
        if before is not None:
            outcome = Outcome.UNCHANGED if before == product else Outcome.CHANGED
        return Written(outcome, f"prd_{product.code}")


class Pots:
    """A tree of one category."""

    def find(self, code: str) -> CategoryGuide | None:
        return CategoryGuide(id="cat_pots") if code == "pots" else None


def chunks(memory: Memory) -> Chunks:
    """The step for a chunk with that catalogue."""
    return Chunks(ImportRepository(), deadlines(), Pots(), memory, BucketWorkspace())
