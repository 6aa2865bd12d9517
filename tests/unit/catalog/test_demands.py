"""What a category demands beside documents, texts in which there is nothing to see, and names of
substances in whatever writing.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain import standing
from teleshop.catalog.domain.admission import check_admission
from teleshop.catalog.domain.checks.substances import named_substances
from teleshop.catalog.domain.checks.words import texts_of
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.demands import last_good_day, unmet
from teleshop.catalog.domain.drafting import with_skus
from teleshop.catalog.domain.product import Product, ProductState
from teleshop.catalog.domain.visible import has_something_to_see
from teleshop.kernel.findings import refusing
from tests.factories.goods import POTS, TODAY, content, facts, variant

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
UNSEEN = ("", " ", "\u3000", "\u3164", "\u2800", "\u200b", "\u2060", "\ufeff", "\u115f", "\u0301")


def refused(given: Content, **changed: Any) -> list[tuple[str, str]]:
    """What keeps a content out."""
    found = refusing(check_admission(given, facts(**changed)))
    return [(finding.pointer, finding.code) for finding in found]


def packed(*materials: str) -> Content:
    """A content that is packed in something else."""
    packaging = content().packaging
    assert packaging is not None
    return content(packaging=replace(packaging, materials=materials))


# -- something to see ------------------------------------------------------------------------------


@pytest.mark.clause("2.2.2")
@given(st.text(alphabet=st.sampled_from(UNSEEN[1:]), max_size=6))
def test_what_nobody_sees_is_no_text(text: str) -> None:
    assert not has_something_to_see(text)
    assert has_something_to_see(f"{text}锅{text}")


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize("blank", UNSEEN)
@pytest.mark.parametrize("field", ["name", "brand", "unit", "origin", "manufacturer", "model"])
def test_a_field_in_which_nothing_is_seen_is_missing(field: str, blank: str) -> None:
    assert (f"/{field}", "field_missing") in refused(content(**{field: blank}))


@pytest.mark.clause("2.3.1")
@pytest.mark.parametrize("blank", UNSEEN)
def test_attributes_ingredients_and_papers_need_something_to_see(blank: str) -> None:
    texts = replace(
        POTS, attributes=(replace(POTS.attributes[3], required=True), *POTS.attributes[:3])
    )
    said = content(attributes={**content().attributes, "style": blank})
    assert refused(said, category=texts) == [("/attributes/style", "attribute_missing")]
    wanted = replace(POTS, ingredients_required=True)
    assert ("/ingredients", "field_missing") in refused(
        content(ingredients=(blank,)), category=wanted
    )
    assert refused(content(ingredients=("钢", blank))) == [("/ingredients/1", "ingredient_blank")]
    one, other = content().documents
    papers = (one, replace(other, laboratory=blank))
    assert refused(content(documents=papers)) == [("/documents/1/laboratory", "laboratory_missing")]
    assert refused(packed(blank)) == [("/packaging/materials", "packaging_material_missing")]


# -- substances ------------------------------------------------------------------------------------


@pytest.mark.clause("2.1.4")
@pytest.mark.parametrize(
    "name",
    [
        "PVC",
        "pvc",
        "ＰＶＣ",
        "PVC塑料袋",
        "P\u200bVC",
        "P.V.C",
        "P V C",
        "聚氯乙烯（PVC）",
        "PVC-U",
        "含铅涂层",
    ],
)
def test_a_forbidden_substance_is_found_in_whatever_writing(name: str) -> None:
    assert refused(packed("瓦楞纸箱", name)) == [("/packaging/materials/1", "forbidden_substance")]


@pytest.mark.clause("2.1.4")
@pytest.mark.parametrize("name", ["EPVCX", "PVCA", "PET", "瓦楞纸"])
def test_another_word_is_another_substance(name: str) -> None:
    assert refused(packed(name)) == []


@pytest.mark.clause("2.1.4")
def test_what_is_said_not_to_be_there_is_for_the_reviewer() -> None:
    given = packed("不含PVC的纸袋", "无铅玻璃")
    assert refused(given) == []
    remarks = [finding.code for finding in check_admission(given, facts())]
    assert remarks.count("substance_denied") == 2
    assert named_substances("不含PVC，外袋PVC", ["PVC"]) == {"PVC": False}
    assert named_substances("瓦楞纸", ["", "-"]) == {}


# -- what holds on sale ----------------------------------------------------------------------------


def obstacles(given: Content, now: datetime = NOW, **demands: Any) -> list[tuple[str, str]]:
    """What keeps an approved product off sale."""
    supplier = facts().supplier
    rules = standing.Facts(supplier=supplier, category=replace(POTS, **demands), priced=True)
    product = Product(
        id="prd_1", supplier_id="sup_1", state=ProductState.PUBLISHED, created_at=NOW, live=1
    )
    found = standing.obstacles_of(product, given, rules, now)
    return [(one.kind, one.subject) for one in found]


@pytest.mark.clause("2.1.1", "2.2.5")
def test_what_the_category_demands_since_takes_off_sale_what_does_not_meet_it() -> None:
    assert obstacles(content()) == []
    assert obstacles(packed("PVC")) == [("category_demands_unmet", "packaging/materials/0")]
    assert obstacles(content(), ingredients_required=True) == [
        ("category_demands_unmet", "ingredients")
    ]
    assert obstacles(content(), shelf_life_required=True) == [
        ("category_demands_unmet", "shelf_life_days")
    ]
    assert obstacles(content(attributes={"capacity": 5000})) == [
        ("category_demands_unmet", "attributes/colour")
    ]
    assert obstacles(packed("不含PVC的纸袋")) == []


@pytest.mark.clause("2.1.1")
def test_what_keeps_goods_out_at_submission_keeps_them_off_sale() -> None:
    bare = content(attributes={}, packaging=packed("铅").packaging)
    places = {pointer.removeprefix("/") for pointer, _ in refused(bare)}
    assert set(unmet(bare, POTS)) == places


@pytest.mark.clause("2.2.2")
def test_goods_go_off_sale_when_the_last_day_of_their_shelf_life_is_over_in_china() -> None:
    given = content(production_date=date(2026, 10, 1), shelf_life_days=60)
    last = date(2026, 11, 30)
    assert last_good_day(given) == last
    end = standing.end_of(last)
    assert end is not None
    assert obstacles(given, end - timedelta(microseconds=1)) == []
    assert obstacles(given, end) == [("shelf_life_over", "2026-11-30")]


@pytest.mark.clause("2.2.2")
@given(st.dates(), st.integers(0, 10**9))
def test_no_date_and_no_shelf_life_is_too_far_away(made: date, days: int) -> None:
    given = content(production_date=made, shelf_life_days=days)
    last = last_good_day(given)
    assert last is not None
    assert last >= made
    assert refused(given) == [] or all(place.startswith("/") for place, _ in refused(given))
    assert set(dict(obstacles(given))) <= {"shelf_life_over"}


@pytest.mark.clause("2.2.2")
def test_the_last_of_all_days_is_a_clear_refusal() -> None:
    far = content(production_date=date.max, shelf_life_days=36_500)
    assert refused(far) == [("/production_date", "production_in_future")]
    one, other = content().documents
    for papers in (
        (one, replace(other, issued_on=date.max)),
        (replace(one, issued_on=date.max), other),
    ):
        assert refused(content(documents=papers)) != []


@pytest.mark.clause("2.2.2")
def test_a_day_on_air_that_is_over_is_refused_and_today_is_not() -> None:
    assert refused(content(air_on=TODAY)) == []
    assert refused(content(air_on=TODAY - timedelta(days=1))) == [("/air_on", "air_day_past")]


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.clause("2.3.5")
def test_every_text_that_customers_see_is_screened() -> None:
    known = content(ingredients=("钢", "硅胶"))
    texts = texts_of(known)
    for pointer in (
        "/unit",
        "/origin",
        "/manufacturer",
        "/manufacturer_address",
        "/ingredients/1",
        "/attributes/style",
        "/variants/0/options",
        "/variants/1/options/尺寸",
        "/documents/1/laboratory",
        "/after_sales/warranty_terms",
        "/after_sales/return_address",
        "/after_sales/repair_contact",
    ):
        assert texts[pointer]
    assert "/variants/1/options" not in texts


@pytest.mark.clause("2.3.5")
def test_a_word_that_may_not_stand_is_refused_in_small_fields_too() -> None:
    after = content().after_sales
    assert after is not None
    given = content(
        unit="最佳台",
        origin="最佳产地",
        ingredients=("最佳钢",),
        variants=(variant(0, options={"最佳尺寸": "3升"}),),
        after_sales=replace(after, repair_contact="最佳客服"),
    )
    assert {place for place, code in refused(given) if code == "word_not_allowed"} == {
        "/unit",
        "/origin",
        "/ingredients/0",
        "/variants/0/options",
        "/after_sales/repair_contact",
    }


@pytest.mark.clause("2.3.5")
def test_names_and_addresses_that_are_registered_are_for_the_reviewer() -> None:
    one, other = content().documents
    given = content(
        manufacturer="杭州最佳电器有限公司",
        manufacturer_address="最佳路 1 号",
        documents=(one, replace(other, laboratory="最佳检测院")),
    )
    assert refused(given) == []
    remarks = [one.pointer for one in check_admission(given, facts()) if one.severity == "warn"]
    assert remarks == ["/manufacturer", "/manufacturer_address", "/documents/1/laboratory"]


# -- bar codes -------------------------------------------------------------------------------------


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize("written", ["690-1234-567892", " 6901234 567892 ", "6901234‑567892"])
def test_a_bar_code_is_kept_without_blanks_and_hyphens(written: str) -> None:
    kept = with_skus(content(variants=(variant(0, gtin=written),)), "prd_1")
    assert kept.variants[0].gtin == "6901234567892"
    assert refused(kept) == []


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize(
    ("gtin", "code"),
    [
        ("-6901234567892", "gtin_length"),
        ("6901234567892-", "gtin_length"),
        ("－6901234567892", "gtin_length"),
        ("+6901234567892", "gtin_length"),
        ("", "gtin_length"),
        ("00000000", "gtin_zero"),
        ("0000000000000", "gtin_zero"),
        ("6901234567893", "gtin_check_digit"),
    ],
)
def test_signs_and_zeros_are_no_bar_code(gtin: str, code: str) -> None:
    kept = with_skus(content(variants=(variant(0, gtin=gtin),)), "prd_1")
    assert refused(kept) == [("/variants/0/gtin", code)]
