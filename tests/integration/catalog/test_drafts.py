"""Drafts on the real tables: created, changed, imported; numbers that belong to one product."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from teleshop.catalog.errors import (
    NoSupplierError,
    OwnCodeTakenError,
    ProductEndedError,
    ProductNotFoundError,
    RevisionInReviewError,
)
from teleshop.catalog.schemas.bodies import ContentBody, ContentChange, WithdrawalBody
from teleshop.catalog.service import ImportedProduct
from teleshop.catalog.tables import CatalogRepository
from teleshop.catalog.wiring import service
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import InvalidInputError, StaleVersionError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from tests.factories import reviews as f

SELLER = Actor("sven", frozenset({Role.SUPPLIER}), "sup_01M85DHGV7QFY5FSZEG4Y45BFB")
OTHER = Actor("olga", frozenset({Role.SUPPLIER}), "sup_01M85DHGV7QFY5FSZEG4Y45BFC")
NOBODY = Actor("nora", frozenset({Role.SUPPLIER}))


def body(**said: Any) -> ContentBody:
    """A content as JSON."""
    return msgspec.convert({"name": "炒锅", "variants": [{"own_code": "P30"}], **said}, ContentBody)


def patch(**said: Any) -> ContentChange:
    """A merge patch as JSON."""
    return msgspec.convert(said, ContentChange)


def created(actor: Actor = SELLER, **said: Any) -> Any:
    """A stored draft."""
    return service().products.create_product(f.call(actor), body(**said))


def imported(code: str = "P30", **said: Any) -> ImportedProduct:
    """A row of a file."""
    content = body(variants=[{"own_code": code}], **said).content()
    return ImportedProduct(own_code=code, content=content)


@pytest.mark.clause("2.2.1")
def test_a_draft_may_be_empty_and_gets_ids_for_its_articles(aws: Any) -> None:
    empty = service().products.create_product(f.call(SELLER), ContentBody())
    assert (empty.product.state, empty.product.open_revision) == ("draft", 1)
    made = created()
    (variant,) = made.revision.content.variants
    assert variant.sku.startswith("sku_")
    assert made.product.skus == (variant.sku,)
    assert made.product.supplier_id == SELLER.supplier_id


@pytest.mark.clause("3.2.4")
def test_who_belongs_to_no_supplier_has_no_goods(aws: Any) -> None:
    with pytest.raises(NoSupplierError):
        created(NOBODY)


@pytest.mark.clause("2.2.1")
def test_an_article_number_belongs_to_one_product_of_a_supplier(aws: Any) -> None:
    first = created()
    with pytest.raises(OwnCodeTakenError) as refused:
        created(variants=[{"own_code": "P31"}, {"own_code": "P30"}])
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.params["product"]) == ("/variants/1/own_code", first.product.id)
    assert created(OTHER).product.id != first.product.id


@pytest.mark.clause("2.2.1")
def test_of_two_drafts_at_once_with_one_number_the_second_learns_of_the_first(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = created()
    known = CatalogRepository.own_codes
    reads: list[int] = []

    def late(self: CatalogRepository, supplier_id: str, codes: Any) -> Any:
        """The first read was made before the other draft was stored."""
        reads.append(1)
        return known(self, supplier_id, codes) if len(reads) > 1 else {}

    monkeypatch.setattr(CatalogRepository, "own_codes", late)
    call = f.call(SELLER)
    with pytest.raises(OwnCodeTakenError) as refused:
        run(call, lambda: service().products.create_product(call, body()))
    assert refused.value.errors[0].params["product"] == first.product.id
    assert len(reads) == 2


@pytest.mark.clause("2.2.1")
def test_an_ended_product_gives_its_numbers_free_and_is_remembered(aws: Any) -> None:
    first = created()
    call = f.call(SELLER)
    service().submissions.withdraw(call, first.product.id, WithdrawalBody(what="product"))
    second = created()
    assert second.revision.content.variants[0].sku != first.revision.content.variants[0].sku
    held = [item for item in aws.items("CatalogTable") if item.get("own_code") == "P30"]
    assert [(item["product_id"], item["former"]) for item in held] == [
        (second.product.id, first.product.id)
    ]


@pytest.mark.clause("2.2.2")
def test_a_patch_changes_what_it_names_and_null_empties(aws: Any) -> None:
    made = created(brand="山海", attributes={"a": 1, "b": "x"}, ingredients=["水"])
    change = patch(name="汤锅", brand=None, attributes={"a": None, "c": True}, ingredients=None)
    after = service().products.amend_content(f.call(SELLER), made.product.id, change)
    content = after.revision.content
    assert (content.name, content.brand, content.ingredients) == ("汤锅", "", ())
    assert content.attributes == {"b": "x", "c": True}
    assert content.variants == made.revision.content.variants
    assert after.product.name == "汤锅"
    cleared = service().products.amend_content(
        f.call(SELLER), made.product.id, patch(attributes=None, variants=None)
    )
    assert cleared.revision.content.attributes == {}
    assert cleared.revision.content.variants == ()


@pytest.mark.clause("2.2.2")
def test_an_article_that_comes_back_is_the_same_one(aws: Any) -> None:
    made = created()
    products = service().products
    products.replace_content(f.call(SELLER), made.product.id, ContentBody(name="炒锅"))
    back = products.replace_content(f.call(SELLER), made.product.id, body())
    assert back.revision.content.variants == made.revision.content.variants


def test_the_same_content_again_writes_nothing(aws: Any) -> None:
    made = created()
    before = len(aws.items("AuditTable"))
    again = service().products.replace_content(f.call(SELLER), made.product.id, body())
    assert again.product.version == made.product.version
    assert len(aws.items("AuditTable")) == before


@pytest.mark.clause("6.4.1")
def test_another_supplier_finds_nothing(aws: Any) -> None:
    made = created()
    call = f.call(OTHER)
    products, submissions = service().products, service().submissions
    for attempt in (
        lambda: products.show(call, made.product.id),
        lambda: products.amend_content(call, made.product.id, patch(name="x")),
        lambda: products.list_revisions(call, made.product.id, PageRequest()),
        lambda: products.show_revision(call, made.product.id, 1),
        lambda: submissions.submit_product(call, made.product.id),
        lambda: submissions.withdraw(call, made.product.id, WithdrawalBody(what="product")),
    ):
        with pytest.raises(ProductNotFoundError):
            attempt()


def test_a_change_of_another_version_is_stale(aws: Any) -> None:
    made = created()
    call = f.call(SELLER, expected_version=made.product.version)
    service().products.amend_content(call, made.product.id, patch(name="汤锅"))
    with pytest.raises(StaleVersionError):
        service().products.amend_content(call, made.product.id, patch(name="砂锅"))


def test_what_is_in_review_or_has_ended_is_not_changed(aws: Any) -> None:
    sent = f.submitted()
    call = f.call(sent.ground.seller)
    with pytest.raises(RevisionInReviewError):
        service().products.amend_content(call, sent.id, patch(name="汤锅"))
    service().submissions.withdraw(call, sent.id, WithdrawalBody(what="product"))
    with pytest.raises(ProductEndedError):
        service().products.amend_content(call, sent.id, patch(name="汤锅"))


@pytest.mark.clause("2.2.5")
def test_changing_what_is_approved_opens_one_revision_beside_it(aws: Any) -> None:
    live = f.approved()
    call = f.call(live.ground.seller)
    products = service().products
    opened = products.amend_content(call, live.id, patch(brand="山河"))
    assert (opened.revision.number, opened.revision.base) == (2, 1)
    assert (opened.product.live, opened.product.open_revision) == (1, 2)
    more = products.amend_content(call, live.id, patch(model="SH-31"))
    assert (more.revision.number, more.product.revisions) == (2, 2)
    assert more.product.name == "铸铁炒锅"
    public = service().public.find(live.id)
    assert public is not None
    assert (public.revision, public.content.brand) == (1, "山海")


# -- import ----------------------------------------------------------------------------------------


@pytest.mark.clause("2.2.1")
def test_a_row_creates_then_changes_then_leaves_alone(aws: Any) -> None:
    supplier = str(SELLER.supplier_id)
    products = service().products
    first = products.import_row(f.call(SELLER), supplier, imported(brand="山海"))
    assert first.outcome == "created"
    stored = aws.items("CatalogTable"), len(aws.items("AuditTable"))
    again = products.import_row(f.call(SELLER), supplier, imported(brand="山海"))
    assert again == replace(first, outcome="unchanged")
    assert (aws.items("CatalogTable"), len(aws.items("AuditTable"))) == stored
    changed = products.import_row(f.call(SELLER), supplier, imported(brand="山河"))
    assert changed == replace(first, outcome="changed")


@pytest.mark.clause("2.2.1")
def test_a_row_leaves_what_its_file_does_not_have(aws: Any) -> None:
    supplier = str(SELLER.supplier_id)
    made = created(description="厚底", brand="山海")
    row = replace(imported(brand="山河"), given=frozenset({"brand"}))
    done = service().products.import_row(f.call(SELLER), supplier, row)
    assert (done.outcome, done.product_id) == ("changed", made.product.id)
    content = f.revision_of(made.product.id).content
    assert (content.brand, content.description) == ("山河", "厚底")


@pytest.mark.clause("2.2.1")
def test_a_row_for_an_ended_product_starts_a_new_one(aws: Any) -> None:
    made = created()
    supplier = str(SELLER.supplier_id)
    call = f.call(SELLER)
    service().submissions.withdraw(call, made.product.id, WithdrawalBody(what="product"))
    done = service().products.import_row(call, supplier, imported())
    assert done.outcome == "created"
    assert done.product_id != made.product.id
    assert service().products.import_row(call, supplier, imported()).outcome == "unchanged"


@pytest.mark.clause("2.2.1")
def test_a_row_that_lost_the_race_for_its_number_is_for_the_product_of_the_winner(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    products = service().products
    read = products._repository.own_codes
    winner: list[Any] = []

    def then_taken(supplier_id: str, codes: Any) -> Any:
        found = read(supplier_id, codes)
        if not winner:
            monkeypatch.setattr(products._repository, "own_codes", read)
            winner.append(created(brand="山海"))
        return found

    monkeypatch.setattr(products._repository, "own_codes", then_taken)
    frame = f.call(SELLER)
    supplier = str(SELLER.supplier_id)
    done = run(frame, lambda: products.import_row(frame, supplier, imported(brand="山河")))
    assert (done.outcome, done.product_id) == ("changed", winner[0].product.id)
    assert f.revision_of(done.product_id).content.brand == "山河"


@pytest.mark.clause("2.2.1")
def test_a_row_whose_other_number_belongs_to_another_product_is_refused(aws: Any) -> None:
    first = created()
    content = body(variants=[{"own_code": "P31"}, {"own_code": "P30"}]).content()
    row = ImportedProduct(own_code="P31", content=content)
    with pytest.raises(OwnCodeTakenError) as refused:
        service().products.import_row(f.call(SELLER), str(SELLER.supplier_id), row)
    assert [fault.params["product"] for fault in refused.value.errors] == [first.product.id]


def test_the_largest_content_fits_into_its_rows(aws: Any) -> None:
    long: dict[str, Any] = {
        "name": "锅" * 200,
        "description": "好" * 4000,
        "ingredients": [f"{n:02d}" + "料" * 58 for n in range(60)],
        "attributes": {f"a{n}": "值" * 200 for n in range(60)},
        "variants": [
            {
                "own_code": f"CODE-{n:034d}",
                "gtin": "6901234567892",
                "options": {"选项" * 9 + f"{m}": "值" * 40 for m in range(5)},
            }
            for n in range(50)
        ],
    }
    made = created(**long)
    again = body(**long | {"description": "优" * 4000, "name": "具" * 200})
    after = service().products.replace_content(f.call(SELLER), made.product.id, again)
    assert after.revision.content.description == "优" * 4000


@pytest.mark.clause("2.2.2")
def test_what_a_merge_makes_too_large_is_told(aws: Any) -> None:
    made = created(attributes={f"a{n}": n for n in range(60)})
    change = patch(attributes={"one_more": 1})
    with pytest.raises(InvalidInputError) as refused:
        service().products.amend_content(f.call(SELLER), made.product.id, change)
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [
        ("/attributes", "too_many")
    ]
    many = body(variants=[{"own_code": f"C{n}"} for n in range(50)]).content()
    more = replace(many, variants=(*many.variants, replace(many.variants[0], own_code="D")))
    row = ImportedProduct(own_code="C0", content=more)
    with pytest.raises(InvalidInputError):
        service().products.import_row(f.call(SELLER), str(SELLER.supplier_id), row)
