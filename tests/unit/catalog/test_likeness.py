"""Products that look alike are for the reviewer to look at."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain.findings import INTERNAL
from teleshop.catalog.domain.likeness import (
    Alike,
    alike_by_picture,
    alike_by_text,
    distance,
    marks_by_picture,
    marks_by_text,
    remarks_on,
)
from teleshop.catalog.domain.policy import DEFAULT_POLICY
from teleshop.catalog.domain.product import Product, ProductState
from teleshop.catalog.domain.records import Mark
from teleshop.catalog.domain.rulebook import File
from teleshop.documents.service import likeness_bands
from tests.factories.goods import content, picture, variant

HASH = "0123456789abcdef0123456789abcdef"
MINE = Product(
    id="prd_mine",
    supplier_id="sup_mine",
    state=ProductState.DRAFT,
    created_at=datetime(2026, 11, 23, tzinfo=UTC),
)


def product(id: str, supplier_id: str = "sup_other", state: str = "published") -> Product:
    """Another product."""
    return replace(MINE, id=id, supplier_id=supplier_id, state=ProductState(state))


def with_hash(id: str, perceptual_hash: str) -> File:
    """A picture with its bands."""
    bands = likeness_bands(perceptual_hash)
    return picture(id, perceptual_hash=perceptual_hash, bands=bands)


def by_key(marks: tuple[Mark, ...]) -> dict[tuple[str, str], list[Mark]]:
    """Marks as they are looked up."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        found.setdefault((mark.kind, mark.value), []).append(mark)
    return found


def codes(alike: list[Alike], other: Product) -> list[str]:
    """What is remarked of another product."""
    return [one.code for one in remarks_on(MINE, alike, {other.id: other})]


@pytest.mark.clause("2.3.4")
@given(st.sets(st.integers(0, 127), max_size=12))
def test_every_picture_within_the_distance_is_found_and_none_beyond(bits: set[int]) -> None:
    changed = int(HASH, 16)
    for bit in bits:
        changed ^= 1 << bit
    near = f"{changed:032x}"
    assert distance(HASH, near) == len(bits)
    known = by_key(marks_by_picture(product("prd_other"), [with_hash("doc_x", HASH)]))
    found = alike_by_picture([with_hash("doc_y", near)], known, DEFAULT_POLICY)
    wanted = len(bits) <= DEFAULT_POLICY.look_alike_bits
    assert [(one.product_id, one.bits) for one in found] == (
        [("prd_other", len(bits))] if wanted else []
    )


@pytest.mark.clause("2.3.4")
def test_a_picture_of_another_supplier_is_remarked_a_own_one_is_not() -> None:
    alike = [Alike(kind="picture", pointer="/pictures/0", product_id="prd_other", bits=3)]
    assert codes(alike, product("prd_other")) == ["picture_of_another_supplier"]
    assert codes(alike, product("prd_other", "sup_mine")) == []
    assert codes([replace(alike[0], product_id="prd_mine")], replace(MINE)) == []


@pytest.mark.clause("2.2.1")
def test_a_bar_code_of_another_supplier_is_flagged_not_refused() -> None:
    other = product("prd_other")
    marks = by_key(marks_by_text(other, content()))
    found = alike_by_text(content(variants=(variant(0),), name="别的商品"), marks)
    assert [(one.pointer, one.kind) for one in found] == [("/variants/0/gtin", "gtin")]
    (remark,) = remarks_on(MINE, found, {other.id: other})
    assert (remark.code, remark.severity) == ("gtin_of_another_supplier", "warn")
    assert "prd_other" in remark.message("zh")


@pytest.mark.clause("2.2.1")
@pytest.mark.parametrize("state", ["draft", "approved", "published", "suspended"])
def test_a_bar_code_of_another_own_product_is_flagged_too(state: str) -> None:
    other = product("prd_other", "sup_mine", state)
    marks = by_key(marks_by_text(other, content()))
    found = alike_by_text(content(variants=(variant(0),), name="别的商品"), marks)
    assert codes(found, other) == ["same_gtin"]
    assert codes(found, replace(other, id="prd_mine")) == []
    assert "same_gtin" in INTERNAL


@pytest.mark.clause("2.2.4")
@pytest.mark.parametrize("state", ["refused", "withdrawn"])
@pytest.mark.parametrize("kind", ["gtin", "title", "picture", "own_code"])
def test_a_refused_or_withdrawn_product_is_recognised_whoever_offered_it(
    state: str, kind: str
) -> None:
    alike = [Alike(kind=kind, pointer="/name", product_id="prd_other")]
    for supplier in ("sup_other", "sup_mine"):
        assert codes(alike, product("prd_other", supplier, state)) == ["relisted"]


@pytest.mark.clause("2.2.1")
def test_a_name_is_recognised_in_another_width_case_and_punctuation() -> None:
    marks = by_key(marks_by_text(product("prd_other", "sup_mine"), content(name="YQ 电压力锅 5L")))
    found = alike_by_text(content(name="ｙｑ【电压力锅】５L", variants=()), marks)
    assert [one.product_id for one in found] == ["prd_other"]
    assert codes(found, product("prd_other", "sup_mine")) == ["same_title"]
    assert codes(found, product("prd_other")) == []


def test_marks_are_one_of_a_kind() -> None:
    pictures = [with_hash("doc_x", HASH), with_hash("doc_y", HASH)]
    assert len(marks_by_picture(MINE, pictures)) == len(likeness_bands(HASH))
    assert marks_by_picture(MINE, [picture("doc_z")]) == ()
    nameless = content(name="！", variants=(variant(0), variant(1, gtin=variant(0).gtin)))
    assert [mark.kind for mark in marks_by_text(MINE, nameless)] == ["gtin"]
