"""The automatic check: every refusal at once, with field, clause, rule and source."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.admission import check_admission, remark_of
from teleshop.catalog.domain.checks.facts import Approved
from teleshop.catalog.domain.content import AfterSales, Content, ReturnClass
from teleshop.catalog.domain.review import LABELS
from teleshop.catalog.domain.rulebook import Hit, RequiredDocument, SupplierStanding
from teleshop.kernel.findings import Finding, FindingKind, refusing
from teleshop.kernel.rules import get_rule
from teleshop.wording.domain.profile import GoodsProfile as WordingProfile
from teleshop.wording.domain.screening import screen as wording_screen
from teleshop.wording.domain.word_list import CURRENT
from tests.factories.goods import (
    CCC,
    FILES,
    PICTURES,
    POTS,
    REPORT,
    TODAY,
    content,
    facts,
    paper,
    picture,
    variant,
    without,
)


def found(given: Content, **changes: object) -> list[tuple[str, str]]:
    """Pointer and code of everything that refuses."""
    against = refusing(check_admission(given, facts(**changes)))
    return [(finding.pointer, finding.code) for finding in against]


def remarks(given: Content, **changes: object) -> list[tuple[str, str]]:
    """Pointer and code of what only the reviewer must see."""
    known = check_admission(given, facts(**changes))
    return [(one.pointer, one.code) for one in known if one.severity == "warn"]


@pytest.mark.clause("2.1.1")
def test_a_complete_product_is_admitted_without_a_remark() -> None:
    assert check_admission(content(), facts()) == []


@pytest.mark.clause("2.1.1", "2.2.2")
def test_an_empty_draft_gets_every_refusal_at_once() -> None:
    missing = {pointer for pointer, _ in found(Content(), category=None)}
    assert missing >= {
        "/category_id",
        "/name",
        "/brand",
        "/specification",
        "/unit",
        "/origin",
        "/manufacturer",
        "/manufacturer_address",
        "/description",
        "/variants",
        "/pictures",
        "/packaging",
        "/after_sales",
    }


@pytest.mark.clause("2.1.1")
def test_every_finding_names_clause_and_both_texts_are_complete() -> None:
    known = check_admission(Content(attributes={"x": 1}), facts(supplier=None))
    assert len(known) > 10
    for finding in known:
        assert finding.clause
        assert finding.clause.startswith("2.")
        assert "{" not in finding.message("zh") + finding.message("en")
        assert finding.rule is None or get_rule(finding.rule).source


@pytest.mark.clause("1.3", "2.1.1")
def test_a_refusal_tells_the_law_of_its_rule_once() -> None:
    known = {one.pointer: one for one in check_admission(content(name="", packaging=None), facts())}
    assert known["/name"].message("zh").endswith("（依据：产品质量法 27; 食品安全法 67）")
    assert "固体废物污染环境防治法" in known["/packaging"].message("en")
    given = content(documents=(), description="最佳选择")
    texts = [one.message("zh") for one in check_admission(given, facts())]
    assert [text.count("依据") for text in texts] == [0, 0, 0]
    assert [text.count("认证认可条例 27") for text in texts] == [1, 0, 0]
    assert "广告法 9(3)" in texts[2]


# -- every refusal can be cured --------------------------------------------------------------------

DEFECTS = {
    "category": (without("category_id"), "/category_id"),
    "name": (without("name"), "/name"),
    "brand": (without("brand"), "/brand"),
    "specification": (without("specification"), "/specification"),
    "model": (without("model"), "/model"),
    "unit": (without("unit"), "/unit"),
    "origin": (without("origin"), "/origin"),
    "maker": (without("manufacturer"), "/manufacturer"),
    "address": (without("manufacturer_address"), "/manufacturer_address"),
    "description": (without("description"), "/description"),
    "variants": (without("variants"), "/variants"),
    "pictures": (without("pictures"), "/pictures"),
    "documents": (without("documents"), "/documents"),
    "packaging": (without("packaging"), "/packaging"),
    "after_sales": (without("after_sales"), "/after_sales"),
    "attributes": (without("attributes"), "/attributes/colour"),
    "word": (lambda c: replace(c, name="最佳电压力锅"), "/name"),
    "future": (
        lambda c: replace(c, production_date=TODAY + timedelta(days=1)),
        "/production_date",
    ),
}


@pytest.mark.clause("2.1.1", "2.2.2")
@given(st.sets(st.sampled_from(sorted(DEFECTS)), min_size=1))
def test_each_defect_is_told_and_curing_all_of_them_admits(names: set[str]) -> None:
    broken = good = content()
    for name in sorted(names):
        broken = DEFECTS[name][0](broken)
    against = found(broken, category=POTS if broken.category_id else None)
    places = {pointer for pointer, _ in against}
    for name in names - ({"word"} if "name" in names else set()):
        pointer = DEFECTS[name][1]
        unjudged = broken.category_id is None and name in {"attributes", "documents", "model"}
        assert unjudged or pointer in places
    # What was told is all there is: putting those fields right admits the product.
    fields = {pointer.split("/")[1] for pointer in places}
    cured = replace(broken, **{name: getattr(good, name) for name in fields})
    assert found(replace(cured, category_id=good.category_id)) == [] or "category" in names


# -- supplier and category -------------------------------------------------------------------------

APPROVED = Approved(
    name=content().name, skus=frozenset(variant.sku for variant in content().variants)
)
REASON = Finding("/supplier_id", "reverification_overdue", "逾期", "overdue", clause="2.1.5")
LATE = SupplierStanding(
    active=True, new_products=False, categories=frozenset({"ccc_goods"}), reasons=(REASON,)
)


@pytest.mark.clause("2.1.5")
def test_a_supplier_late_with_its_verification_lists_nothing_new_but_changes_what_it_sells() -> (
    None
):
    assert found(content(), supplier=LATE) == [("/supplier_id", "reverification_overdue")]
    assert found(content(), supplier=LATE, approved=APPROVED) == []


@pytest.mark.clause("2.1.5", "3.4.2")
@pytest.mark.parametrize(
    ("name", "skus", "places"),
    [
        ("云栖 智能电压力锅双胆家用款", (), []),
        ("云栖电压力锅", (), ["/name"]),
        ("云栖智能电饭锅双胆家用款", (), ["/name"]),
        ("云栖智能电压力锅双胆家用款二代", (), ["/name"]),
        ("云栖智能电压力锅双胆家用款", ("sku_new",), ["/variants/1"]),
    ],
)
def test_a_change_makes_no_other_goods_while_nothing_new_is_taken(
    name: str, skus: tuple[str, ...], places: list[str]
) -> None:
    known = content()
    first = known.variants[0]
    more = [replace(first, sku=sku, own_code=sku, gtin=None, options={"x": sku}) for sku in skus]
    changed = replace(known, name=name, variants=(first, *more))
    approved = Approved(name=known.name, skus=frozenset({first.sku}))
    told = [
        pointer
        for pointer, code in found(changed, supplier=LATE, approved=approved)
        if code == "other_goods_in_change"
    ]
    assert told == places
    assert "other_goods_in_change" not in dict(found(changed, approved=approved)).values()


def listed(text: str, _: object) -> tuple[Hit, ...]:
    """The words of the real list."""
    at = datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=UTC)
    return tuple(
        Hit(
            start=hit.start,
            end=hit.end,
            text=hit.text,
            code=hit.code,
            verdict="fail" if hit.verdict == "fail" else "warn",
            zh=hit.zh,
            en=hit.en,
        )
        for hit in wording_screen(text, WordingProfile(on_tv=True), at, CURRENT).hits
    )


def renamed(before: str, after: str) -> bool:
    """Whether a supplier that lists nothing new may give a product that name."""
    given = replace(content(), name=after)
    approved = replace(APPROVED, name=before)
    told = found(given, supplier=LATE, approved=approved, screen=listed)
    assert ("/name", "other_goods_in_change") not in found(given, approved=approved, screen=listed)
    return ("/name", "other_goods_in_change") not in told


@pytest.mark.clause("2.1.5", "3.4.2")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("仿真皮沙发", "真皮沙发"),
        ("人造钻石戒指", "钻石戒指"),
        ("人造 钻石戒指", "钻石戒指"),
        ("镀金手链", "金手链"),
        ("无糖饼干", "糖饼干"),
        ("无糖饼干", "饼干"),
        ("示例铸铁汤锅", "锅"),
        ("示例铸铁汤锅", "示例汤锅"),
        ("汤锅 24 厘米 送木铲", "汤锅 送木铲"),
        ("仿顶级真皮沙发", "仿真皮沙发"),
        ("不含特效染料的衬衫", "不含染料的衬衫"),
        ("招财猫摆件", "猫摆件"),
        ("香烟盒", "盒"),
        ("减肥茶包", "茶包"),
        ("蛇毒解毒血清", "蛇毒血清"),
        ("全网最低价汤锅", "汤炖锅"),
        ("全网最低价汤锅", "最低价煎锅"),
        ("全网最低价 5mg 胶囊", "5Mg 胶囊"),
    ],
)
def test_no_part_of_a_name_that_tells_the_goods_is_left_out(before: str, after: str) -> None:
    assert not renamed(before, after)


@pytest.mark.clause("2.1.5", "2.3.5", "3.4.2")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("全网最低价铸铁汤锅", "铸铁汤锅"),
        ("示例（国家级）铸铁汤锅", "示例铸铁汤锅"),
        ("示例，史无前例，铸铁汤锅", "示例，铸铁汤锅"),
        ("史无前例 铸铁汤锅 国家级 双耳", "铸铁汤锅 双耳"),
        ("史无前例 铸铁汤锅 国家级 双耳", "史无前例 铸铁汤锅 双耳"),
        ("仿真皮沙发 国家级", "仿真皮沙发"),
    ],
)
def test_praise_that_the_law_forbids_is_left_out_of_a_name(before: str, after: str) -> None:
    assert renamed(before, after)


@pytest.mark.clause("2.1.5")
def test_a_supplier_that_may_not_sell_changes_nothing() -> None:
    stopped = replace(LATE, active=False)
    assert found(content(), supplier=stopped, approved=APPROVED) == [
        ("/supplier_id", "reverification_overdue")
    ]
    assert found(content(), supplier=None) == [("/supplier_id", "supplier_unknown")]


@pytest.mark.clause("2.1.5")
def test_a_supplier_sells_only_what_it_was_admitted_for() -> None:
    other = SupplierStanding(active=True, new_products=True, categories=frozenset({"jewellery"}))
    assert found(content(), supplier=other) == [("/category_id", "supplier_not_admitted")]


@pytest.mark.clause("2.1.1")
def test_goods_banned_from_television_are_refused_whatever_else_is_right() -> None:
    assert found(content(), category=replace(POTS, forbidden=True)) == [
        ("/category_id", "category_forbidden")
    ]
    assert found(content(), category=replace(POTS, active=False)) == [
        ("/category_id", "category_retired")
    ]


# -- information -----------------------------------------------------------------------------------


@pytest.mark.clause("2.2.2")
def test_food_needs_dates_and_ingredients_and_lasts_until_it_is_on_air() -> None:
    food = replace(POTS, shelf_life_required=True, ingredients_required=True)
    bare = content(production_date=None)
    assert found(bare, category=food) == [
        ("/ingredients", "field_missing"),
        ("/production_date", "field_missing"),
        ("/shelf_life_days", "field_missing"),
    ]
    made = date(2026, 11, 1)
    air_on = date(2026, 12, 1)
    lasting = content(
        production_date=made, shelf_life_days=30, ingredients=("小麦粉", "水"), air_on=air_on
    )
    assert found(lasting, category=food) == []
    assert found(replace(lasting, shelf_life_days=29), category=food) == [
        ("/production_date", "goods_expired")
    ]


@pytest.mark.clause("2.2.2")
def test_an_ingredient_stands_once_however_it_is_written() -> None:
    assert found(content(ingredients=("ＡＢＣ", "水", "abc "))) == [
        ("/ingredients/2", "ingredient_twice")
    ]


@pytest.mark.clause("2.1.3")
def test_cosmetics_of_ended_effects_are_not_sold_from_2026_on() -> None:
    """R7.4: the transition ended on 2025-12-31."""
    cosmetic = replace(POTS, wording_kind="cosmetic")
    named = content(name="植萃除臭喷雾")
    assert ("/name", "special_effect_ended") in found(named, category=cosmetic)
    assert ("/name", "special_effect_ended") not in found(
        named, category=cosmetic, today=date(2025, 12, 31)
    )
    assert found(named) == []


@pytest.mark.clause("2.3.1")
@pytest.mark.parametrize(
    ("code", "value", "fault"),
    [
        ("capacity", "5000", "attribute_kind"),
        ("capacity", True, "attribute_kind"),
        ("capacity", -1, "attribute_kind"),
        ("dishwasher", 1, "attribute_kind"),
        ("style", 3, "attribute_kind"),
        ("colour", "绿", "attribute_choice"),
        ("weight", 5, "attribute_unknown"),
    ],
)
def test_an_attribute_has_the_type_and_the_choices_of_its_category(
    code: str, value: str | int | bool, fault: str
) -> None:
    attributes = {**content().attributes, code: value}
    assert found(content(attributes=attributes)) == [(f"/attributes/{code}", fault)]


# -- variants --------------------------------------------------------------------------------------


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize(
    "gtin", ["6901234567892", "6921456789018", "6937890123455", "96385074", "036000291452"]
)
def test_a_gtin_with_its_check_digit_passes(gtin: str) -> None:
    assert found(content(variants=(variant(gtin=gtin),))) == []


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize(
    ("gtin", "fault"),
    [
        ("6901234567893", "gtin_check_digit"),
        ("690123456789", "gtin_check_digit"),
        ("12345", "gtin_length"),
        ("69012345678９2", "gtin_length"),
        ("690123456789x", "gtin_length"),
    ],
)
def test_a_gtin_that_does_not_check_is_refused(gtin: str, fault: str) -> None:
    assert found(content(variants=(variant(gtin=gtin),))) == [("/variants/0/gtin", fault)]


@pytest.mark.clause("2.2.2")
def test_articles_are_told_apart() -> None:
    twins = (variant(0), variant(1, own_code="POT-0", gtin=variant(0).gtin, options={}))
    assert found(content(variants=twins)) == [
        ("/variants/1/own_code", "own_code_twice"),
        ("/variants/1/gtin", "gtin_twice"),
        ("/variants/1/options", "options_missing"),
    ]
    same = (variant(0), variant(1, options=variant(0).options))
    assert found(content(variants=same)) == [("/variants/1/options", "options_same")]


@pytest.mark.clause("2.2.2")
def test_one_bar_code_in_two_lengths_is_one_bar_code() -> None:
    pair = (variant(0, gtin="036000291452"), variant(1, gtin="0036000291452"))
    assert found(content(variants=pair)) == [("/variants/1/gtin", "gtin_twice")]


@pytest.mark.clause("2.2.2")
def test_prices_are_part_of_the_information() -> None:
    bare = variant(supply_price=None, suggested_price=None)
    assert found(content(variants=(bare,))) == [
        ("/variants/0/supply_price", "price_missing"),
        ("/variants/0/suggested_price", "price_missing"),
    ]
    loss = variant(suggested_price=100_00)
    assert remarks(content(variants=(loss,))) == [
        ("/variants/0/suggested_price", "below_supply_price")
    ]


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.clause("2.3.4")
@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"width": 799}, "picture_too_small"),
        ({"height": 799}, "picture_too_small"),
        ({"width": None}, "picture_too_small"),
        ({"accepted": False}, "file_not_checked"),
        ({"accepted": False, "rejected": True}, "file_rejected"),
        ({"supplier_id": "sup_other"}, "file_not_usable"),
        ({"supplier_id": None}, "file_not_usable"),
        ({"purpose": "product_document"}, "file_not_usable"),
    ],
)
def test_a_picture_is_usable_and_large_enough(changes: dict[str, object], fault: str) -> None:
    files = FILES | {PICTURES[1]: picture(PICTURES[1], **changes)}
    assert found(content(), files=files) == [("/pictures/1", fault)]


@pytest.mark.clause("2.3.4")
def test_exactly_800_pixels_are_enough_and_a_picture_stands_once() -> None:
    files = FILES | {PICTURES[0]: picture(PICTURES[0], width=800, height=800)}
    assert found(content(), files=files) == []
    twice = content(pictures=(PICTURES[0], PICTURES[0]))
    assert found(twice) == [("/pictures/1", "picture_twice")]


@pytest.mark.clause("2.1.3")
def test_a_missing_document_is_named_with_its_law() -> None:
    given = content(documents=content().documents[:1])
    (finding,) = refusing(check_admission(given, facts()))
    assert (finding.pointer, finding.code) == ("/documents", "document_missing")
    assert "产品质量法 33" in finding.message("zh")
    assert "test report" in finding.message("en")


@pytest.mark.clause("2.1.3")
def test_one_of_several_documents_is_enough_and_advice_does_not_refuse() -> None:
    either = RequiredDocument(any_of=("customs_declaration", "test_report"), source="x")
    advised = RequiredDocument(any_of=("label",), source="x", severity="warn")
    category = replace(POTS, required_documents=(either, advised))
    assert found(content(), category=category) == []
    assert remarks(content(), category=category) == [("/documents", "document_missing")]


@pytest.mark.clause("2.1.3")
def test_files_behind_documents_are_those_of_the_supplier_for_this_purpose() -> None:
    files = FILES | {CCC: paper(CCC, supplier_id="sup_other"), REPORT: paper(REPORT)}
    assert found(content(), files=files) == [("/documents/0/document_id", "file_not_usable")]
    own = FILES | {CCC: paper(CCC, purpose="qualification")}
    assert found(content(), files=own) == []
    one, other = content().documents
    assert ("/documents/1/document_id", "document_file_twice") in found(
        content(documents=(one, replace(other, document_id=one.document_id)))
    )


@pytest.mark.clause("2.1.3")
def test_a_type_that_only_the_category_names_may_be_given_an_invented_one_not() -> None:
    one, other = content().documents
    named = content(
        documents=(one, other, replace(other, type="odd_paper", document_id=PICTURES[0]))
    )
    codes = [code for _, code in found(named)]
    assert "document_type_unknown" in codes
    odd = RequiredDocument(any_of=("odd_paper",), source="x")
    category = replace(POTS, required_documents=(*POTS.required_documents, odd))
    assert "document_type_unknown" not in [code for _, code in found(named, category=category)]


@pytest.mark.clause("2.1.3")
def test_a_test_report_names_laboratory_and_day() -> None:
    one, other = content().documents
    bare = replace(other, laboratory=" ", issued_on=None)
    assert found(content(documents=(one, bare))) == [
        ("/documents/1/laboratory", "laboratory_missing"),
        ("/documents/1/issued_on", "report_date_missing"),
    ]
    future = replace(other, issued_on=TODAY + timedelta(days=1))
    assert found(content(documents=(one, future))) == [
        ("/documents/1/issued_on", "report_in_future")
    ]
    old = replace(other, issued_on=date(2024, 11, 22))
    assert remarks(content(documents=(one, old))) == [("/documents/1/issued_on", "report_old")]
    just = replace(other, issued_on=date(2024, 11, 23))
    assert remarks(content(documents=(one, just))) == []


# -- packaging and after-sales ---------------------------------------------------------------------


@pytest.mark.clause("2.1.4")
def test_packaging_is_declared_and_holds_nothing_forbidden() -> None:
    packaging = content().packaging
    assert packaging is not None
    assert found(content(packaging=replace(packaging, compliant=False))) == [
        ("/packaging/compliant", "packaging_not_compliant")
    ]
    assert found(content(packaging=replace(packaging, substances=("ＰＶＣ ",)))) == [
        ("/packaging/substances/0", "forbidden_substance")
    ]
    assert found(content(packaging=replace(packaging, materials=("纸", "pvc")))) == [
        ("/packaging/materials/1", "forbidden_substance")
    ]
    assert remarks(content(packaging=replace(packaging, standard=None))) == [
        ("/packaging/standard", "packaging_standard_missing")
    ]


def arranged(**changes: Any) -> Content:
    """A content with other after-sales arrangements."""
    known = content().after_sales
    assert known is not None
    return content(after_sales=replace(known, **changes))


@pytest.mark.clause("2.1.6")
def test_after_sales_arrangements_are_complete() -> None:
    assert found(content(after_sales=AfterSales(warranty_months=12))) == [
        ("/after_sales/warranty_terms", "after_sales_field_missing"),
        ("/after_sales/return_address", "after_sales_field_missing"),
        ("/after_sales/repair_contact", "after_sales_field_missing"),
    ]
    assert found(arranged(warranty_months=0)) == [
        ("/after_sales/warranty_months", "warranty_missing")
    ]
    assert remarks(arranged(warranty_months=11)) == [
        ("/after_sales/warranty_months", "warranty_short")
    ]


@pytest.mark.clause("2.1.6")
def test_an_exception_from_returns_fits_the_category() -> None:
    """R1.4: seven days always may be given, an exception only where the law has it."""
    fresh = arranged(return_class=ReturnClass.PERISHABLE)
    assert found(fresh) == [("/after_sales/return_class", "return_class_not_allowed")]
    category = replace(POTS, return_class=ReturnClass.PERISHABLE)
    assert found(fresh, category=category) == []
    assert found(content(), category=category) == []
    assert found(arranged(return_class=ReturnClass.NEAR_EXPIRY_OR_FLAWED)) == []
    assert found(arranged(return_days=6)) == [("/after_sales/return_days", "return_days")]


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.clause("2.3.5")
def test_words_are_found_in_every_text_that_customers_read_with_their_place() -> None:
    given = arranged(warranty_terms="最佳售后")
    given = replace(given, attributes={**given.attributes, "style": "金牌风格"})
    known = check_admission(given, facts())
    assert [(one.pointer, one.code, one.severity) for one in known] == [
        ("/attributes/style", "word_to_look_at", "warn"),
        ("/after_sales/warranty_terms", "word_not_allowed", "refuse"),
    ]
    assert known[1].params["start"] == 1
    assert known[1].params["end"] == 2
    assert known[1].rule == "AD-9.3"
    assert "第 1 至 2 字“最佳”" in known[1].message("zh")


@pytest.mark.clause("2.3.5")
def test_a_brand_is_a_safe_word_only_when_it_is_registered() -> None:
    given = content(brand="金牌", description="金牌电压力锅，操作简单。")
    assert remarks(given) == [
        ("/brand", "word_to_look_at"),
        ("/description", "word_to_look_at"),
    ]
    one, other = content().documents
    mark = replace(other, type="trademark_registration", document_id="doc_mark")
    registered = replace(given, documents=(one, other, mark))
    assert remarks(registered, files=FILES | {"doc_mark": paper("doc_mark")}) == []


def test_a_remark_keeps_texts_and_rule_of_its_finding() -> None:
    remark = remark_of(f.RETURN_DAYS.at("/after_sales/return_days", least=7))
    assert (remark.code, remark.rule) == ("return_days", "R1.4-goods")
    assert "7" in remark.zh


def test_every_field_with_a_finding_is_one_of_the_check_list() -> None:
    known = check_admission(Content(), facts())
    names = {finding.pointer.split("/")[1] for finding in known}
    assert names <= set(LABELS) | {"supplier_id"}


@given(st.permutations(range(2)), st.permutations(range(2)))
def test_the_order_of_articles_and_documents_changes_no_verdict(
    variants: list[int], documents: list[int]
) -> None:
    known = content()
    moved = replace(
        known,
        variants=tuple(known.variants[n] for n in variants),
        documents=tuple(known.documents[n] for n in documents),
    )
    assert check_admission(moved, facts()) == []


@pytest.mark.clause("1.3")
def test_every_rule_that_a_finding_names_is_registered_with_its_law() -> None:
    kinds = [kind for kind in vars(f).values() if isinstance(kind, FindingKind)]
    assert len(kinds) > 40
    for kind in kinds:
        assert kind.rule is None or get_rule(kind.rule).source
