"""Differences, and which of them must be reviewed."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.difference import changed_fields, differences
from teleshop.catalog.domain.materiality import (
    FIELD_RULES,
    concerned_fields,
    judge,
    material_fields,
)
from tests.factories.goods import POTS, content, facts, variant

NEW = "doc_01M85DHGV7QFY5FSZEG4Y45NEW"


def material(after: Content, before: Content | None = None) -> frozenset[str]:
    """The fields of a change that must be reviewed."""
    return material_fields(judge(before or content(), after, facts()))


def arranged(**changes: Any) -> Content:
    """Other arrangements after the sale."""
    known = content().after_sales
    assert known is not None
    return content(after_sales=replace(known, **changes))


@pytest.mark.clause("2.2.5")
def test_every_field_of_the_content_has_its_rule_with_a_reason() -> None:
    assert set(FIELD_RULES) == {field.name for field in fields(Content)}
    assert all(rule.zh and rule.en for rule in FIELD_RULES.values())


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize(
    ("after", "field"),
    [
        (content(category_id="cat_other"), "category_id"),
        (content(brand="云漆"), "brand"),
        (content(specification="6升，双内胆"), "specification"),
        (content(model="YQ-501"), "model"),
        (content(unit="套"), "unit"),
        (content(origin="中国广东"), "origin"),
        (content(manufacturer="宁波云栖电器有限公司"), "manufacturer"),
        (content(manufacturer_address="浙江省宁波市"), "manufacturer_address"),
        (content(shelf_life_days=10), "shelf_life_days"),
        (content(ingredients=("钢",)), "ingredients"),
        (content(production_date=date(2026, 9, 1)), "production_date"),
        (content(production_date=None), "production_date"),
        (content(name="云栖智能电压力锅单胆家用款"), "name"),
        (content(documents=content().documents[:1]), "documents"),
        (content(packaging=None), "packaging"),
        (arranged(warranty_months=6), "after_sales"),
        (arranged(return_address="别处"), "after_sales"),
        (content(attributes={**content().attributes, "capacity": 6000}), "attributes"),
        (content(variants=(variant(0, suggested_price=209_00), variant(1))), "variants"),
        (content(variants=(variant(0, supply_price=139_00), variant(1))), "variants"),
        (content(variants=(variant(0, gtin=None), variant(1))), "variants"),
        (content(variants=(variant(0), variant(1), variant(2))), "variants"),
        (content(pictures=(NEW, *content().pictures[1:])), "pictures"),
        (content(pictures=(*content().pictures, NEW)), "pictures"),
        (content(pictures=content().pictures[::-1]), "pictures"),
    ],
)
def test_a_change_of_substance_is_reviewed_and_nothing_else(after: Content, field: str) -> None:
    assert material(after) == {field}


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize(
    "after",
    [
        content(description=content().description.replace("，", "、")),
        content(description=content().description + " "),
        content(name="云栖 智能电压力锅双胆家用款"),
        content(production_date=date(2026, 11, 1)),
        content(air_on=date(2027, 1, 1)),
        content(air_on=None),
        content(attributes={**content().attributes, "colour": "白"}),
        content(attributes={**content().attributes, "style": "欧式"}),
        content(variants=(variant(1),)),
        content(pictures=content().pictures[:2]),
        content(pictures=(content().pictures[0], *content().pictures[:0:-1])),
    ],
)
def test_what_says_nothing_new_passes_without_people(after: Content) -> None:
    judged = judge(content(), after, facts())
    assert judged
    assert material_fields(judged) == frozenset()
    assert all(item.zh and item.en for item in judged)


@pytest.mark.clause("2.2.5", "2.3.5")
def test_an_edit_that_the_word_screen_answers_otherwise_is_reviewed() -> None:
    before = content(description="这是一台很好用的电压力锅，金牌品质，值得信赖，操作简便。")
    after = replace(before, description=before.description.replace("金牌", "金脾"))
    assert material(after, before) == {"description"}


@pytest.mark.clause("2.2.5", "2.3.5")
def test_blanks_that_hide_a_word_from_the_screen_are_reviewed() -> None:
    before = content(description="这是一台很好用的电压力锅，金牌，操作简便。")
    after = replace(before, description=before.description.replace("金牌", "金 牌"))
    assert material(after, before) == {"description"}
    assert material(replace(after, description=after.description + " "), after) == {"description"}


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize(
    ("fact", "other"),
    [
        ("柚木", "榆木"),
        ("防水", "防火"),
        ("可机洗", "可手洗"),
        ("产自安徽", "产自安庆"),
        ("耐热", "耐冷"),
        ("特本品", "特（效）本品"),
        ("稳定", "稳锭"),
    ],
)
def test_a_description_with_another_fact_is_seen_by_a_person(fact: str, other: str) -> None:
    text = "操作简单，适合家庭日常使用，清洗方便，收纳省心，{}，锅体保温效果稳定，值得信赖。"
    before = content(description=text.format(fact) * 3)
    after = content(description=text.format(fact) * 2 + text.format(other))
    assert material(after, before) == {"description"}
    assert material(before, after) == {"description"}


@pytest.mark.clause("2.2.5")
def test_an_attribute_that_the_category_gave_up_may_go_one_it_never_had_may_not_come() -> None:
    before = content(attributes={**content().attributes, "gone": "x"})
    assert material(content(), before) == frozenset()
    assert material(before, content()) == {"attributes"}


@pytest.mark.clause("2.2.5")
def test_a_renewed_certificate_is_looked_at() -> None:
    """Only a person sees that a paper is genuine; what is on sale stays so meanwhile."""
    one, other = content().documents
    renewed = replace(one, document_id=NEW, valid_to=date(2033, 4, 30))
    assert material(content(documents=(renewed, other))) == {"documents"}


@pytest.mark.clause("2.2.5")
def test_a_slip_beside_a_change_of_substance_is_looked_at_with_it() -> None:
    slip = content().description.replace("，", "；")
    both = content(description=slip, brand="云漆", air_on=None)
    assert concerned_fields(judge(content(), both, facts())) == {"brand", "description"}
    alone = content(description=slip, air_on=None)
    assert concerned_fields(judge(content(), alone, facts())) == frozenset()


# -- differences -----------------------------------------------------------------------------------

CHANGES: dict[str, Any] = {
    "category_id": "cat_other",
    "name": "x",
    "brand": "x",
    "specification": "x",
    "model": "x",
    "unit": "x",
    "origin": "x",
    "manufacturer": "x",
    "manufacturer_address": "x",
    "production_date": date(2025, 1, 1),
    "shelf_life_days": 3,
    "ingredients": ("x",),
    "description": "x",
    "attributes": {},
    "variants": (variant(2),),
    "pictures": (NEW,),
    "documents": (),
    "packaging": None,
    "after_sales": None,
    "air_on": None,
}
some_fields = st.sets(st.sampled_from(sorted(CHANGES)))


@pytest.mark.clause("2.2.5")
@given(some_fields)
def test_exactly_the_changed_fields_differ_both_ways(names: set[str]) -> None:
    after = content(**{name: CHANGES[name] for name in names})
    assert changed_fields(content(), after) == names
    assert changed_fields(after, content()) == names
    assert differences(after, after) == ()


@pytest.mark.clause("2.2.5")
@given(
    st.permutations(content().variants),
    st.permutations(content().documents),
    st.permutations(("纸箱", "泡沫", "薄膜")),
    st.permutations(list(content().attributes)),
)
def test_the_order_of_what_has_none_is_no_difference(
    variants: Any, documents: Any, materials: Any, codes: Any
) -> None:
    packaging = content().packaging
    assert packaging is not None
    before = content(packaging=replace(packaging, materials=("纸箱", "泡沫", "薄膜")))
    after = replace(
        before,
        variants=tuple(variants),
        documents=tuple(documents),
        packaging=replace(packaging, materials=tuple(materials)),
        attributes={code: before.attributes[code] for code in codes},
    )
    assert differences(before, after) == ()


@pytest.mark.clause("2.2.5")
def test_a_difference_says_where_and_what() -> None:
    attributes = {**content().attributes, "capacity": 6000}
    changed = (variant(0, supply_price=100_00, options={"尺寸": "4升"}), variant(1))
    found = differences(content(), content(attributes=attributes, variants=changed))
    assert [(one.pointer, one.before, one.after) for one in found] == [
        ("/attributes/capacity", 5000, 6000),
        ("/variants/sku_0/options", {"尺寸": "3升"}, {"尺寸": "4升"}),
        ("/variants/sku_0/supply_price", 129_00, 100_00),
    ]


def test_true_is_not_one() -> None:
    before, after = content(attributes={"x": 1}), content(attributes={"x": True})
    assert changed_fields(before, after) == {"attributes"}


def test_order_of_pictures_and_of_ingredients_says_something() -> None:
    pictures = content().pictures
    swapped = (pictures[0], pictures[2], pictures[1])
    assert [one.pointer for one in differences(content(), content(pictures=swapped))] == [
        "/pictures"
    ]
    before = content(ingredients=("水", "糖"))
    assert changed_fields(before, content(ingredients=("糖", "水"))) == {"ingredients"}


def test_the_category_of_the_new_content_decides_which_attributes_are_looked_at() -> None:
    changed = content(attributes={**content().attributes, "style": "欧式"})
    strict = replace(POTS, attributes=tuple(replace(a, material=True) for a in POTS.attributes))
    judged = judge(content(), changed, facts(category=strict))
    assert material_fields(judged) == {"attributes"}
