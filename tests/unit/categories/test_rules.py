"""What a category inherits, and which names, attributes and places are right."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.service import ReturnClass as ProductReturnClass
from teleshop.categories.domain import (
    Attribute,
    AttributeKind,
    CategoryStatus,
    Definition,
    GoodsKind,
    RequiredDocument,
    ReturnClass,
    Tree,
    WordingKind,
    checks,
)
from teleshop.categories.domain.checks import Vocabulary
from teleshop.categories.domain.regulated import check_regulated
from teleshop.categories.domain.resolved import resolve, uncovered
from teleshop.orders.domain.order import GoodsKind as OrderedKind
from teleshop.wording.service import WordingKind as ScreenedKind
from tests.factories.categories import category

WORDS = Vocabulary(
    document_types=frozenset({"test_report", "ccc_certificate"}),
    supplier_categories=frozenset({"general_goods", "ccc_goods", "drugs"}),
    forbidden_categories=frozenset({"drugs"}),
)


def attribute(code: str = "capacity", **said: Any) -> Attribute:
    return replace(
        Attribute(code=code, zh="容量", en="Capacity", kind=AttributeKind.INTEGER, unit="ml"),
        **said,
    )


def report(severity: Any = "refuse") -> RequiredDocument:
    return RequiredDocument(any_of=("test_report",), source="产品质量法 27", severity=severity)


def codes(faults: Any) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults]


@pytest.mark.clause("2.3.1")
def test_lists_add_up_attributes_are_overridden_and_the_rest_is_inherited_until_said() -> None:
    top = category(
        "household",
        attributes=(attribute(), attribute("weight", unit="g")),
        required_documents=(report(),),
        forbidden_substances=("石棉",),
        return_class=ReturnClass.MADE_TO_ORDER,
        durable=True,
        supplier_category="ccc_goods",
    )
    middle = category(
        "kitchen",
        "household",
        attributes=(attribute(required=True),),
        required_documents=(report(), report("warn")),
        forbidden_substances=("铅", "石棉"),
        return_class=ReturnClass.SEVEN_DAYS,
        durable=False,
    )
    found = resolve((top, middle, category("woks", "kitchen")))
    assert [(one.code, one.required) for one in found.attributes] == [
        ("capacity", True),
        ("weight", False),
    ]
    assert found.required_documents == (report(), report("warn"))
    assert found.forbidden_substances == ("石棉", "铅")
    assert found.return_class is ReturnClass.SEVEN_DAYS
    assert found.durable is False
    assert found.supplier_category == "ccc_goods"
    assert [names.en for names in found.path_names] == ["Household goods", "Kitchenware", "Woks"]


@pytest.mark.clause("2.3.1")
def test_where_nothing_is_said_the_general_rules_hold() -> None:
    found = resolve((category("woks"),))
    assert (found.return_class, found.goods_kind) == (ReturnClass.SEVEN_DAYS, GoodsKind.OTHER)
    assert (found.wording_kind, found.supplier_category) == (WordingKind.GENERAL, "general_goods")
    flags = {found.durable, found.shelf_life_required, found.ingredients_required}
    assert flags == {False}


@pytest.mark.clause("2.1.1")
def test_what_is_forbidden_stays_forbidden_below() -> None:
    chain = (category("kitchen", forbidden=True), category("woks", "kitchen", forbidden=False))
    assert resolve(chain).forbidden


def test_kinds_and_classes_are_those_of_orders_products_and_words() -> None:
    assert [kind.value for kind in GoodsKind] == [kind.value for kind in OrderedKind]
    assert {kind.value for kind in ReturnClass} == {kind.value for kind in ProductReturnClass}
    assert {kind.value for kind in WordingKind} == {kind.value for kind in ScreenedKind}


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("炒锅", "Woks"),
        ("服装、鞋帽", "Clothing, shoes"),
        ("婴儿T恤", "Baby T-shirts"),
        ("其他厨具", "Other kitchenware"),
        ("锅" * 20, "W" * 60),
    ],
)
def test_clear_names_are_taken(zh: str, en: str) -> None:
    assert checks.check_names(Definition(zh=zh, en=en), ()) == []


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    "zh",
    [
        "",
        "锅",
        "锅" * 21,
        "炒锅!",
        "炒锅（大）",
        "炒 锅",
        " 炒锅",
        "3C",
        "、炒锅",
        "炒锅、",
        "Woks",
    ],
)
def test_a_chinese_name_with_symbols_or_of_the_wrong_length_is_refused(zh: str) -> None:
    faults = checks.check_names(Definition(zh=zh, en="Woks"), ())
    assert codes(faults) == [("/zh", "category_name_form")]


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    "en", ["", "W", "W" * 61, "woks", "Woks ", "Woks  and pans", "Woks & pans", "Woks/pans", "炒锅"]
)
def test_an_english_name_with_symbols_or_of_the_wrong_length_is_refused(en: str) -> None:
    faults = checks.check_names(Definition(zh="炒锅", en=en), ())
    assert codes(faults) == [("/en", "category_name_form")]


@pytest.mark.clause("2.3.2")
def test_a_name_that_says_nothing_is_refused() -> None:
    faults = checks.check_names(Definition(zh="其他", en="Other"), ())
    assert codes(faults) == [("/zh", "category_name_vague"), ("/en", "category_name_vague")]


@pytest.mark.clause("2.3.2")
def test_siblings_have_different_names_whatever_their_case_and_width() -> None:
    sibling = category("woks")
    faults = checks.check_names(Definition(zh="炒锅", en="WOKS"), [sibling])
    assert codes(faults) == [("/zh", "category_name_taken"), ("/en", "category_name_taken")]


@pytest.mark.clause("2.3.2")
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_judged_and_what_passes_has_no_symbols(zh: str, en: str) -> None:
    if not checks.check_names(Definition(zh=zh, en=en), ()):
        assert all(letter.isalnum() or letter == "、" for letter in zh)
        assert all(letter.isalnum() or letter in " -,'" for letter in en)


def test_a_long_wrong_name_is_judged_at_once() -> None:
    assert checks._EN.fullmatch("A" * 20_000 + "!") is None


@pytest.mark.clause("2.3.1", "2.1.3")
def test_all_faults_of_a_definition_come_at_once() -> None:
    wrong = Definition(
        zh="炒锅",
        en="Woks",
        attributes=(
            attribute("Capacity"),
            attribute("material", kind=AttributeKind.CHOICE),
            attribute("colour", kind=AttributeKind.TEXT, unit=None, filterable=True),
            attribute("size", kind=AttributeKind.CHOICE, unit=None, choices=("大", "大")),
            attribute("twice"),
            attribute("twice"),
        ),
        required_documents=(RequiredDocument(any_of=("test_report", "unknown"), source="x"),),
        supplier_category="nothing",
    )
    assert codes(checks.check_definition(wrong, WORDS)) == [
        ("/attributes/0/code", "category_code_form"),
        ("/attributes/1/choices", "attribute_choices"),
        ("/attributes/1/unit", "attribute_unit"),
        ("/attributes/2/filterable", "attribute_filter"),
        ("/attributes/3/choices", "attribute_choices"),
        ("/attributes/4/code", "attribute_twice"),
        ("/attributes/5/code", "attribute_twice"),
        ("/required_documents/0/any_of/1", "document_type_unknown"),
        ("/supplier_category", "supplier_category_unknown"),
    ]


@pytest.mark.clause("2.1.1")
def test_goods_that_no_supplier_is_admitted_for_are_in_forbidden_categories_only() -> None:
    allowed = Definition(zh="药品", en="Drugs", supplier_category="drugs")
    assert codes(checks.check_definition(allowed, WORDS)) == [
        ("/forbidden", "supplier_category_forbidden")
    ]
    assert checks.check_definition(replace(allowed, forbidden=True), WORDS) == []


@pytest.mark.clause("2.3.1")
def test_an_attribute_keeps_its_kind_and_unit_all_the_way_down() -> None:
    tree = Tree(
        [
            category("kitchen", attributes=(attribute(),)),
            category("cookware", "kitchen"),
            category("woks", "cookware", attributes=(attribute(unit="l"),)),
        ]
    )
    assert codes(checks.check_inheritance(tree, "kitchen", "/parent")) == [
        ("/parent", "attribute_clash")
    ]


@pytest.mark.clause("2.3.1")
def test_attributes_are_limited_with_those_inherited() -> None:
    flags = tuple(
        attribute(f"flag_{i}", kind=AttributeKind.FLAG, unit=None, filterable=i < 9)
        for i in range(61)
    )
    tree = Tree([category("kitchen", attributes=flags)])
    assert codes(checks.check_inheritance(tree, "kitchen", "/attributes")) == [
        ("/attributes", "too_many_attributes"),
        ("/attributes", "too_many_filters"),
    ]
    fewer = Tree([category("kitchen", attributes=flags[1:])])
    assert checks.check_inheritance(fewer, "kitchen", "/attributes") == []


@pytest.mark.clause("2.3.2")
def test_a_target_covers_attributes_of_the_same_kind_unit_and_choices() -> None:
    choice = attribute("material", kind=AttributeKind.CHOICE, unit=None, choices=("铸铁",))
    source = resolve((category("woks", attributes=(attribute(), choice)),))
    wider = replace(choice, choices=("铸铁", "铝"))
    target = resolve((category("pans", attributes=(attribute(), wider)),))
    assert uncovered(source, target) == []
    narrower = resolve(
        (category("pans", attributes=(attribute(unit="l"), replace(choice, choices=("铝",)))),)
    )
    assert [one.code for one in uncovered(source, narrower)] == ["capacity", "material"]


@pytest.mark.clause("2.3.2")
def test_the_tree_is_what_parents_say_and_notes_that_differ_are_found() -> None:
    top = replace(category("kitchen"), path=("kitchen",))
    below = replace(category("woks", "kitchen"), path=("food", "woks"))
    gone = replace(
        category("pans", "kitchen"), status=CategoryStatus.MERGED, merged_into="skillets"
    )
    further = replace(
        category("skillets", "kitchen"), status=CategoryStatus.MERGED, merged_into="woks"
    )
    tree = Tree([top, below, gone, further])
    assert [one.id for one in tree.below("kitchen")] == ["kitchen", "woks"]
    assert (tree.depth("woks"), tree.height("kitchen")) == (2, 2)
    assert {one.id: (one.path, one.merged_into) for one in tree.stale()} == {
        "pans": (("pans",), "woks"),
        "woks": (("kitchen", "woks"), None),
    }


def test_rows_read_during_a_move_that_name_each_other_end_the_walk() -> None:
    tree = Tree([category("kitchen", "woks"), category("woks", "kitchen")])
    assert [one.id for one in tree.chain("woks")] == ["kitchen", "woks"]


# -- kinds of goods of which the law says more -----------------------------------------------------

LAW = replace(
    WORDS,
    required_of={
        "cosmetics_ordinary": (("cosmetics_filing",),),
        "ccc_goods": (("ccc_certificate",),),
    },
)


def regulated(**said: Any) -> list[tuple[str, str]]:
    tree = Tree([category("kitchen"), category("woks", "kitchen", **said)])
    return codes(check_regulated(tree, "kitchen", LAW))


def papers(*types: str, severity: Any = "refuse") -> tuple[RequiredDocument, ...]:
    return (RequiredDocument(any_of=types, source="法规", severity=severity),)


@pytest.mark.clause("2.1.1")
def test_goods_with_the_words_of_drugs_are_forbidden_or_no_category() -> None:
    assert regulated(wording_kind=WordingKind.DRUG) == [("/forbidden", "drugs_forbidden")]
    assert regulated(wording_kind=WordingKind.DRUG, forbidden=True) == []


@pytest.mark.clause("2.1.2", "2.1.3")
@pytest.mark.parametrize(
    "said",
    [
        {"wording_kind": WordingKind.HEALTH_FOOD},
        {"wording_kind": WordingKind.SPECIAL_MEDICAL},
        {"wording_kind": WordingKind.COSMETIC},
        {"wording_kind": WordingKind.DEVICE},
        {"goods_kind": GoodsKind.COSMETICS},
        {"goods_kind": GoodsKind.MEDICAL_DEVICE},
    ],
)
def test_regulated_goods_need_a_supplier_admitted_for_them(said: dict[str, Any]) -> None:
    assert regulated(**said) == [("/supplier_category", "supplier_category_needed")]
    assert regulated(**said, forbidden=True) == []


@pytest.mark.clause("2.1.3")
def test_what_the_law_asks_for_goods_of_a_supplier_category_the_category_asks_too() -> None:
    missing = [("/required_documents", "required_documents_missing")]
    ccc = {"supplier_category": "ccc_goods"}
    assert regulated(**ccc) == missing
    assert regulated(**ccc, required_documents=papers("test_report")) == missing
    # What any other document stands in for, or only asks the reviewer, asks for nothing.
    wide = papers("ccc_certificate", "test_report")
    assert regulated(**ccc, required_documents=wide) == missing
    asked = papers("ccc_certificate", severity="warn")
    assert regulated(**ccc, required_documents=asked) == missing
    assert regulated(**ccc, required_documents=papers("ccc_certificate")) == []


@pytest.mark.clause("2.1.3")
def test_food_without_any_document_is_no_category_and_fresh_food_needs_one() -> None:
    missing = [("/required_documents", "required_documents_missing")]
    assert regulated(goods_kind=GoodsKind.FOOD) == missing
    assert regulated(wording_kind=WordingKind.FOOD) == missing
    fresh = papers("conformity_certificate")
    assert regulated(goods_kind=GoodsKind.FOOD, required_documents=fresh) == []


@pytest.mark.clause("2.1.3")
def test_what_is_inherited_counts_and_what_is_retired_does_not() -> None:
    top = category("kitchen", goods_kind=GoodsKind.FOOD, required_documents=papers("test_report"))
    low = category("woks", "kitchen")
    assert check_regulated(Tree([top, low]), "kitchen", LAW) == []
    bare = replace(top, definition=replace(top.definition, required_documents=()))
    assert len(check_regulated(Tree([bare, low]), "kitchen", LAW)) == 2
    gone = replace(low, status=CategoryStatus.RETIRED)
    assert len(check_regulated(Tree([bare, gone]), "kitchen", LAW)) == 1
