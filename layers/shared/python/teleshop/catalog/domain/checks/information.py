"""What is said of the goods (standard 2.2.2) and the attributes of their category (2.3.1)."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.checks.facts import Facts, escape
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.demands import last_good_day, missing_attributes, missing_facts
from teleshop.catalog.domain.review import LABELS
from teleshop.catalog.domain.rulebook import Attribute, CategoryRules
from teleshop.catalog.domain.visible import has_something_to_see
from teleshop.kernel.findings import Finding
from teleshop.kernel.rules import rule

_CHECKED = date(2026, 11, 27)
MAX_SHELF_LIFE: Final = 36_500
_ALWAYS: Final = (
    "name",
    "specification",
    "unit",
    "origin",
    "manufacturer",
    "manufacturer_address",
    "description",
)
_WITH_MODEL: Final = frozenset({"electronics", "medical_device"})
"""Kinds of goods that are told apart by a model."""
_ENDED_EFFECTS: Final = re.compile("育发|脱毛|美乳|健美|除臭")
_EFFECTS_END: Final = date(2025, 12, 31)
_KINDS: Final = {
    "text": ("文字", "a text"),
    "integer": ("不小于 0 的整数", "a whole number, 0 or more"),
    "choice": ("选项之一", "one of the choices"),
    "flag": ("是或否", "true or false"),
}


@rule(
    id="R7-goods-27",
    clause="2.2.2",
    source="产品质量法; 食品安全法",
    article="27; 67",
    effective_from=date(2018, 12, 29),
    confidence="H",
    last_checked=_CHECKED,
)
def check_information(content: Content, facts: Facts) -> Iterable[Finding]:
    """Name, maker, place, specification and dates are complete and make sense."""
    for name in _ALWAYS:
        if not has_something_to_see(str(getattr(content, name))):
            yield _missing(name)
    if not has_something_to_see(content.brand):
        yield f.BRAND_MISSING.at("/brand")
    category = facts.category
    if category and not has_something_to_see(content.model) and _has_model(category):
        yield _missing("model")
    if category is not None:
        for name in missing_facts(content, category):
            yield _missing(name)
    seen: set[str] = set()
    for index, name in enumerate(content.ingredients):
        key = unicodedata.normalize("NFKC", name).casefold().strip()
        if key in seen:
            yield f.INGREDIENT_TWICE.at(f"/ingredients/{index}", name=name)
        seen.add(key)
        if not has_something_to_see(name):
            yield f.INGREDIENT_BLANK.at(f"/ingredients/{index}")
    yield from _dates(content, facts)


def _has_model(category: CategoryRules) -> bool:
    return category.durable or category.goods_kind in _WITH_MODEL


def _missing(name: str) -> Finding:
    zh, en = LABELS[name]
    return f.FIELD_MISSING.at(f"/{name}", field_zh=zh, field_en=en.lower())


def _dates(content: Content, facts: Facts) -> Iterable[Finding]:
    made, days = content.production_date, content.shelf_life_days
    if content.air_on is not None and content.air_on < facts.today:
        yield f.AIR_DAY_PAST.at("/air_on", air_on=content.air_on.isoformat())
    if made is not None and made > facts.today:
        yield f.PRODUCTION_IN_FUTURE.at("/production_date")
    if days is None:
        return
    if not 1 <= days <= MAX_SHELF_LIFE:
        yield f.SHELF_LIFE_FORM.at("/shelf_life_days", limit=MAX_SHELF_LIFE)
        return
    last = last_good_day(content)
    if last is not None:
        needed = max(facts.today, content.air_on or facts.today)
        if last < needed:
            yield f.GOODS_EXPIRED.at(
                "/production_date", last=last.isoformat(), needed=needed.isoformat()
            )


@rule(
    id="R7.4-goods",
    clause="2.1.3",
    source="化妆品监督管理条例",
    article="78",
    effective_from=date(2021, 1, 1),
    confidence="M",
    last_checked=_CHECKED,
)
def check_ended_effects(content: Content, facts: Facts) -> Iterable[Finding]:
    """Cosmetics of the five kinds whose transition has ended are not sold any more."""
    category = facts.category
    if category is None or category.wording_kind != "cosmetic" or facts.today <= _EFFECTS_END:
        return
    for name in ("name", "specification"):
        found = _ENDED_EFFECTS.search(str(getattr(content, name)))
        if found:
            yield f.SPECIAL_EFFECT_ENDED.at(f"/{name}", effect=found.group())


def check_attributes(content: Content, facts: Facts) -> Iterable[Finding]:
    """Every attribute that the category asks for is there, and each value fits its attribute."""
    category = facts.category
    if category is None:
        return
    for attribute in missing_attributes(content, category):
        yield f.ATTRIBUTE_MISSING.at(f"/attributes/{escape(attribute.code)}", **_names(attribute))
    for code, value in content.attributes.items():
        yield from _value(category, code, value)


def _value(category: CategoryRules, code: str, value: str | int | bool) -> Iterable[Finding]:
    place = f"/attributes/{escape(code)}"
    attribute = category.attribute(code)
    if attribute is None:
        yield f.ATTRIBUTE_UNKNOWN.at(place, attribute=code)
    elif not _fits(attribute, value):
        zh, en = _KINDS[attribute.kind]
        yield f.ATTRIBUTE_KIND.at(place, kind_zh=zh, kind_en=en, **_names(attribute))
    elif attribute.kind == "choice" and value not in attribute.choices:
        choices = "、".join(attribute.choices)
        yield f.ATTRIBUTE_CHOICE.at(place, choices=choices, **_names(attribute))
    elif isinstance(value, str) and not attribute.required and not has_something_to_see(value):
        yield f.ATTRIBUTE_BLANK.at(place, **_names(attribute))


def _fits(attribute: Attribute, value: str | int | bool) -> bool:
    if attribute.kind == "flag":
        return isinstance(value, bool)
    if attribute.kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, str)


def _names(attribute: Attribute) -> dict[str, str]:
    return {"attribute_zh": attribute.zh, "attribute_en": attribute.en}
