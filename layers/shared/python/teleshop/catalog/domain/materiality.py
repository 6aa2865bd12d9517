"""Which differences from what is approved must be reviewed (materiality, 实质性变更), as data.

A review costs people's time, and a missed change costs customers' trust, so each field has its own
rule, with the reason. What no rule names is material.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from teleshop.catalog.domain.checks.facts import Facts
from teleshop.catalog.domain.checks.words import hits_of
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.difference import Change, differences
from teleshop.catalog.domain.edits import is_same_writing, without_blanks
from teleshop.catalog.domain.rulebook import CategoryRules
from teleshop.kernel.rules import rule

Kind = Literal["material", "writing", "free", "later_day", "pictures", "variants", "attributes"]


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How changes of one field are taken. ``material``: each is reviewed; ``writing``: what
    changes no character that is read passes; ``free``: none is reviewed; the others as their
    function says.
    """

    kind: Kind
    zh: str
    en: str


FIELD_RULES: Final[Mapping[str, FieldRule]] = {
    "category_id": FieldRule(
        "material",
        "类目决定准入要求与退货规则",
        "the category decides what is required and how goods are returned",
    ),
    "name": FieldRule("writing", "名称", "the name"),
    "brand": FieldRule(
        "material", "品牌一字之差即为另一品牌", "one letter makes another brand of it"
    ),
    "specification": FieldRule("material", "规格是购买依据", "customers buy by the specification"),
    "model": FieldRule("material", "型号对应认证与检测文件", "certificates are for a model"),
    "unit": FieldRule("material", "计价单位属于价格基础", "the unit is a basis of the price"),
    "origin": FieldRule("material", "产地须真实标注", "the origin must be stated truly"),
    "manufacturer": FieldRule("material", "生产者对质量负责", "the maker answers for quality"),
    "manufacturer_address": FieldRule(
        "material", "生产者地址是法定标注内容", "the law asks for the maker's address"
    ),
    "production_date": FieldRule("later_day", "生产日期", "the production date"),
    "shelf_life_days": FieldRule("material", "保质期关系安全", "safety rests on the shelf life"),
    "ingredients": FieldRule(
        "material",
        "配料及其顺序关系安全与真实",
        "safety and truth rest on the ingredients and their order",
    ),
    "description": FieldRule("writing", "描述", "the description"),
    "attributes": FieldRule("attributes", "类目属性", "attributes of the category"),
    "variants": FieldRule("variants", "规格与价格", "articles and prices"),
    "pictures": FieldRule("pictures", "图片", "pictures"),
    # A renewed certificate too: only a person sees that the paper is genuine, and what is on sale
    # stays so meanwhile.
    "documents": FieldRule(
        "material", "资质文件须由人核对真伪", "a person must look whether a document is genuine"
    ),
    "packaging": FieldRule("material", "包装声明关系安全", "safety rests on the packaging"),
    "after_sales": FieldRule(
        "material", "售后安排是对消费者的承诺", "after-sales arrangements are promises to customers"
    ),
    "air_on": FieldRule(
        "free", "播出日是计划，不是商品信息", "the day on air is a plan and says nothing of goods"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A difference, whether it is material, and why."""

    change: Change
    material: bool
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    category: CategoryRules | None
    rule: FieldRule
    words_changed: frozenset[str]


@rule(
    id="R-materiality",
    clause="2.2.5",
    source="电视购物平台运营服务规范; 电子商务法",
    article="2.2.5; 17",
    effective_from=date(2026, 1, 1),
    confidence="M",
    last_checked=date(2026, 11, 27),
)
def judge(before: Content, after: Content, facts: Facts) -> tuple[Judged, ...]:
    """Every difference with what it means; by the category of the new content."""
    found = differences(before, after)
    changed_words = _words_changed(before, after, facts) if found else frozenset()
    judged = []
    for change in found:
        case = _Case(
            category=facts.category,
            rule=FIELD_RULES[change.field],
            words_changed=changed_words,
        )
        material, zh, en = _JUDGES[case.rule.kind](change, case)
        judged.append(Judged(change=change, material=material, zh=zh, en=en))
    return tuple(judged)


def material_fields(judged: Iterable[Judged]) -> frozenset[str]:
    """The fields that must be reviewed."""
    return frozenset(item.change.field for item in judged if item.material)


def concerned_fields(judged: Iterable[Judged]) -> frozenset[str]:
    """The fields that a reviewer looks at: none where nothing is material, else also texts that
    are only written otherwise. Whoever looks at the product sees them anyway, and the next change
    is then measured against what was seen.
    """
    found = tuple(judged)
    material = material_fields(found)
    if not material:
        return material
    texts = {
        item.change.field for item in found if FIELD_RULES[item.change.field].kind == "writing"
    }
    return material | texts


def judge_after(seen: Content, before: Content, after: Content, facts: Facts) -> tuple[Judged, ...]:
    """The same, where people saw ``seen`` last and ``before`` has passed without them since: what
    is small by itself is material when it is not small against what was seen.
    """
    if seen == before:
        return judge(before, after, facts)
    material = material_fields(judge(seen, after, facts))
    return tuple(
        replace(
            item,
            material=True,
            zh="与此前未经审核的小改动合计，已属实质性变更",
            en="together with small changes that passed before, it is no small change",
        )
        if not item.material and item.change.field in material
        else item
        for item in judge(before, after, facts)
    )


def _words_changed(before: Content, after: Content, facts: Facts) -> frozenset[str]:
    """Pointers of texts of which the word screen now says something else."""

    def said(content: Content) -> dict[str, list[tuple[str, str]]]:
        found = hits_of(content, facts)
        return {place: [(hit.code, hit.verdict) for hit in hits] for place, hits in found.items()}

    one, other = said(before), said(after)
    changed = {place for place in {*one, *other} if one.get(place) != other.get(place)}
    # Blanks pass, but not where they make the screen miss a word.
    together = replace(
        after, name=without_blanks(after.name), description=without_blanks(after.description)
    )
    if (together.name, together.description) != (after.name, after.description):
        hidden = said(together)
        changed |= {place for place in _WRITTEN if hidden.get(place) != other.get(place)}
    return frozenset(changed)


_WRITTEN: Final = ("/name", "/description")


Answer = tuple[bool, str, str]


def _material(change: Change, case: _Case) -> Answer:
    return True, case.rule.zh, case.rule.en


def _free(change: Change, case: _Case) -> Answer:
    return False, case.rule.zh, case.rule.en


def _writing(change: Change, case: _Case) -> Answer:
    if change.pointer in case.words_changed:
        return True, "改变了用语审查的结果", "the word screen now says something else of it"
    return _text(change.before, change.after, case)


def _text(before: Any, after: Any, case: _Case) -> Answer:
    if is_same_writing(str(before or ""), str(after or "")):
        return (
            False,
            "仅调整标点、空格或书写形式",
            "only signs, blanks or the form of letters differ",
        )
    return True, f"{case.rule.zh}的含义可能改变", f"{case.rule.en} may say something else now"


def _later_day(change: Change, case: _Case) -> Answer:
    before, after = change.before, change.after
    if before is not None and after is not None and after > before:
        return False, "更新批次的生产日期", "the production date of a later batch"
    return True, "生产日期提前、删除或首次填写", "the production date is earlier, gone or new"


def _attributes(change: Change, case: _Case) -> Answer:
    code = change.pointer.removeprefix("/attributes/").replace("~1", "/").replace("~0", "~")
    attribute = case.category.attribute(code) if case.category else None
    if attribute is None:
        if change.after is None:
            return False, "类目不再有该属性", "the category has no such attribute any more"
        return True, "类目没有该属性", "the category has no such attribute"
    if attribute.material:
        return True, "类目规定该属性须复核", "the category has this attribute reviewed"
    if change.pointer in case.words_changed:
        return True, "改变了用语审查的结果", "the word screen now says something else of it"
    return False, "类目规定该属性无须复核", "the category lets this attribute be changed"


def _variants(change: Change, case: _Case) -> Answer:
    *_, last = change.pointer.split("/")
    if change.after is None and change.pointer.count("/") == _WHOLE:
        return False, "停售一个规格", "an article is taken out"
    if change.pointer.count("/") == _WHOLE:
        return True, "新增规格", "an article is new"
    if last in {"supply_price", "suggested_price"}:
        return True, "价格基础改变", "a basis of the price changed"
    return True, "规格的标识改变", "what tells the article apart changed"


_WHOLE: Final = 2
"""Slashes in the pointer of a whole variant."""


def _pictures(change: Change, case: _Case) -> Answer:
    if change.pointer == "/pictures/0":
        return True, "更换主图", "the main picture is another one"
    if change.pointer == "/pictures":
        return False, "仅调整图片顺序", "pictures are only in another order"
    if change.after is None:
        return False, "删除一张图片", "a picture is taken out"
    return True, "新增图片", "a picture is new"


_JUDGES: Final[Mapping[Kind, Callable[[Change, _Case], Answer]]] = {
    "material": _material,
    "free": _free,
    "writing": _writing,
    "later_day": _later_day,
    "attributes": _attributes,
    "variants": _variants,
    "pictures": _pictures,
}
