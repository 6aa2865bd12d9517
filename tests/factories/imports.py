"""Imports in the state that a test needs, made through the services as callers would."""

from datetime import timedelta

from teleshop.documents.domain import ContentType
from teleshop.imports.wiring import service
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
    return service().requests.request_import(call(actor), document_id).run.id
