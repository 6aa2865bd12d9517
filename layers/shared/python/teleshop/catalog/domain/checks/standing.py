"""Who sells, and whether goods of this kind may be sold at all (standard 2.1.1, 2.1.5, 2.3.1)."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.checks.facts import Approved, Facts
from teleshop.catalog.domain.checks.words import profile_of
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.edits import is_same_without, is_same_writing, without_blanks
from teleshop.catalog.domain.rulebook import Hit
from teleshop.kernel.findings import Finding
from teleshop.kernel.rules import rule

_CHECKED = date(2026, 11, 27)
_PRAISE: Final = frozenset(
    {
        "ABS_FIRST",
        "ABS_LEVEL",
        "ABS_ONE",
        "ABS_ZUI",
        "AUTH",
        "BELITTLE",
        "BRAND",
        "EDU",
        "FALSE",
        "INVEST",
        "LOWPRICE",
        "PATENT",
        "SOURCE",
        "TESTIMONY",
        "URGE",
    }
)
"""Codes of the word screen whose words praise. What goods are good for is what they are to many
(止痛贴, 解毒血清), and a word of superstition or tobacco may be what is sold (招财猫, 香烟盒).
"""
_TURNING: Final = frozenset("不无没非未零免去除脱防抗仿假伪似类代替")
"""What makes of the words behind it their contrary, or something like them (不含, 仿)."""
_REACH: Final = 2
"""So many characters before a word are looked at for one of them."""


@rule(
    id="R6.2-goods",
    clause="2.1.5",
    source="电子商务法; 网络交易监督管理办法",
    article="27; 24",
    effective_from=date(2019, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def check_supplier(content: Content, facts: Facts) -> Iterable[Finding]:
    """A supplier that may not sell is refused; one that is only late with its verification, or on
    hold, may change what it sells, and list nothing new: no change may make other goods of it.
    """
    supplier = facts.supplier
    if supplier is None:
        yield f.SUPPLIER_UNKNOWN.at("/supplier_id")
        return
    known = None if supplier.new_products else facts.approved
    added = () if known is None else tuple(_other_goods(content, facts, known))
    if not supplier.active or ((facts.new or added) and not supplier.new_products):
        yield from supplier.reasons
        yield from added
    category = facts.category
    needed = category.supplier_category if category else None
    if category and needed is not None and needed not in supplier.categories:
        yield f.SUPPLIER_NOT_ADMITTED.at(
            "/category_id", category_zh=category.zh, category_en=category.en, needed=needed
        )


def _other_goods(content: Content, facts: Facts, approved: Approved) -> Iterable[Finding]:
    """What makes other goods of an approved product: articles that it did not have, or another
    name. Only praise that the law forbids may be left out of a name, and nothing that says what
    the goods are: 仿真皮沙发 is no 真皮沙发, and which of two words tells the goods, no program
    can say.
    """
    before, after = approved.name, content.name
    if not is_same_writing(before, after):
        hits = facts.screen(before, profile_of(content, facts))
        spans = [(hit.start, hit.end) for hit in hits if _is_forbidden_praise(hit, before)]
        if not is_same_without(before, after, spans):
            yield f.OTHER_GOODS.at("/name")
    for number, variant in enumerate(content.variants):
        if variant.sku not in approved.skus:
            yield f.OTHER_GOODS.at(f"/variants/{number}")


def _is_forbidden_praise(hit: Hit, name: str) -> bool:
    """Whether a word may be left out of a name: the screen refuses it, it praises, and
    nothing before it turns what follows into its contrary.
    """
    before = without_blanks(name[: hit.start])[-_REACH:]
    return hit.verdict == "fail" and hit.code in _PRAISE and _TURNING.isdisjoint(before)


@rule(
    id="R4.4-goods",
    clause="2.1.1",
    source="广发〔2009〕71号",
    article="-",
    effective_from=date(2010, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def check_category(content: Content, facts: Facts) -> Iterable[Finding]:
    """The category is there, in use, and not banned from television."""
    category = facts.category
    if content.category_id is None:
        yield f.CATEGORY_MISSING.at("/category_id")
    elif category is None:
        yield f.CATEGORY_UNKNOWN.at("/category_id")
    else:
        names = {"category_zh": category.zh, "category_en": category.en}
        if category.forbidden:
            yield f.CATEGORY_FORBIDDEN.at("/category_id", **names)
        if not category.active:
            yield f.CATEGORY_RETIRED.at("/category_id", **names)
