"""Look-alikes of what was sent in: found in the background, remarked for staff alone."""

import json
from typing import Any

import pytest

from functions.catalog import on_product_submitted
from teleshop.catalog.domain.likeness import marks_by_picture, marks_by_text
from teleshop.catalog.domain.product import Product
from teleshop.catalog.domain.revision import Remark
from teleshop.catalog.schemas.bodies import WithdrawalBody
from teleshop.catalog.schemas.views import RevisionView
from teleshop.catalog.tables import MarkRow
from teleshop.catalog.wiring import service
from teleshop.documents.service import ContentType
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from tests.factories import files
from tests.factories import reviews as f
from tests.factories.documents import awaited, checked, picture

OTHER = Actor("olga", frozenset({Role.SUPPLIER}), "sup_01M85DHGV7QFY5FSZEG4Y45BFC")
GTIN = "6901234567892"
VARIANT = {"own_code": "P30", "supply_price": 90_00, "suggested_price": 199_00, "gtin": GTIN}


def compared(sent: f.Submitted) -> tuple[Remark, ...]:
    """The remarks after the comparison."""
    service().likeness.compare(f.call(), sent.id, sent.revision, sent.round)
    return f.revision_of(sent.id, sent.revision).remarks


def codes(sent: f.Submitted) -> list[tuple[str, str]]:
    """Where something looks alike, and how."""
    return [(remark.pointer, remark.code) for remark in compared(sent)]


def of_another(document_id: str, name: str = "别家炒锅") -> Product:
    """A product of another supplier that was sent in with a picture."""
    where = f.Ground(str(OTHER.supplier_id), "cat_01M85DHGV7QFY5FSZEG4Y45BFC")
    id = f.drafted(where, name=name, variants=[VARIANT], pictures=[document_id], documents=[])
    product, revision = f.product_of(id), f.revision_of(id)
    known = service().likeness._sources.files.find_many([document_id])
    tx = Transaction(f.call(), "prepare", Subject("product", id))
    marks = (*marks_by_text(product, revision.content), *marks_by_picture(product, known.values()))
    for mark in marks:
        tx.put_row(MarkRow.from_entity(mark), None, RacedError())
    tx.commit(None)
    return product


@pytest.mark.clause("2.2.1", "2.3.4")
def test_a_product_that_is_like_no_other_gets_no_remark(aws: Any) -> None:
    assert codes(f.submitted()) == []


@pytest.mark.clause("2.2.1", "2.3.4")
def test_bar_code_and_picture_of_another_supplier_are_remarked(aws: Any) -> None:
    other = of_another(picture(OTHER, seed=7).id)
    where = f.ground()
    offer = awaited(where.seller, purpose="product_picture", content_type=ContentType.PNG)
    # The same picture, smaller and in another format.
    copy = checked(offer.document, files.saved(files.scene(7, (850, 850)), "PNG"))
    sent = f.submitted(where, variants=[VARIANT], pictures=[picture(where.seller).id, copy.id])
    assert codes(sent) == [
        ("/variants/0/gtin", "gtin_of_another_supplier"),
        ("/pictures/1", "picture_of_another_supplier"),
    ]
    revision = f.revision_of(sent.id)
    assert all(other.id in remark.zh for remark in revision.remarks)
    assert [len(RevisionView.of(revision, (), staff).remarks) for staff in (True, False)] == [2, 0]


@pytest.mark.clause("2.2.4")
def test_what_was_withdrawn_is_recognised_by_number_code_name_and_picture(aws: Any) -> None:
    where = f.ground()
    shown = picture(where.seller)
    first = f.submitted(where, variants=[VARIANT], pictures=[shown.id])
    compared(first)
    body = WithdrawalBody(what="product")
    service().submissions.withdraw(f.call(where.seller), first.id, body)
    again = f.submitted(where, name="铸铁【炒锅】", variants=[VARIANT], pictures=[shown.id])
    assert codes(again) == [
        ("/variants/0/own_code", "relisted"),
        ("/name", "relisted"),
        ("/variants/0/gtin", "relisted"),
        ("/pictures/0", "relisted"),
    ]
    assert all(first.id in remark.zh for remark in f.revision_of(again.id).remarks)


def test_comparing_again_changes_no_remark_and_an_earlier_round_nothing_at_all(aws: Any) -> None:
    of_another(picture(OTHER, seed=7).id)
    sent = f.submitted(variants=[VARIANT])
    once = compared(sent)
    assert compared(sent) == once
    assert service().likeness.compare(f.call(), sent.id, 2, 1) is None
    assert service().likeness.compare(f.call(), "prd_unknown", 1, 1) is None


@pytest.mark.clause("2.2.4")
def test_a_product_is_found_later_also_when_its_comparison_came_too_late(aws: Any) -> None:
    where = f.ground()
    first = f.submitted(where)
    body = WithdrawalBody(what="product")
    service().submissions.withdraw(f.call(where.seller), first.id, body)
    before = f.revision_of(first.id)
    assert compared(first) == ()
    assert f.revision_of(first.id) == before
    again = f.submitted(where, name="别名", variants=[VARIANT | {"own_code": "Q"}])
    assert codes(again) == [("/pictures/0", "relisted")]


def test_the_event_of_a_submission_is_compared_once(aws: Any) -> None:
    of_another(picture(OTHER, seed=7).id)
    sent = f.submitted(variants=[VARIANT])
    event = {"detail": _envelope(aws)}
    for _ in range(2):
        on_product_submitted.handler(event, None)
    revision = f.revision_of(sent.id)
    assert [remark.code for remark in revision.remarks] == ["gtin_of_another_supplier"]
    assert revision.version == 3


def _envelope(aws: Any) -> Any:
    told = [item for item in aws.items("OutboxTable") if item["type"] == "ProductSubmitted"]
    return json.loads(told[-1]["envelope"])
