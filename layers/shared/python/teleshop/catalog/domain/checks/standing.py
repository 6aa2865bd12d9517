"""Who sells, and whether goods of this kind may be sold at all (standard 2.1.1, 2.1.5, 2.3.1)."""

from collections.abc import Iterable
from datetime import date

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.checks.facts import Approved, Facts
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.edits import is_same_writing, normal_text
from teleshop.kernel.findings import Finding
from teleshop.kernel.rules import rule

_CHECKED = date(2026, 11, 27)


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
    added = () if facts.approved is None else tuple(_other_goods(content, facts.approved))
    if not supplier.active or ((facts.new or added) and not supplier.new_products):
        yield from supplier.reasons
        yield from added
    category = facts.category
    needed = category.supplier_category if category else None
    if category and needed is not None and needed not in supplier.categories:
        yield f.SUPPLIER_NOT_ADMITTED.at(
            "/category_id", category_zh=category.zh, category_en=category.en, needed=needed
        )


def _other_goods(content: Content, approved: Approved) -> Iterable[Finding]:
    """What makes other goods of an approved product: articles that it did not have, or a
    name that says something else. Words may be left out of a name, which the law may
    ask for.
    """
    if not is_same_writing(approved.name, content.name) and not _left_out(
        normal_text(approved.name), normal_text(content.name)
    ):
        yield f.OTHER_GOODS.at("/name")
    for number, variant in enumerate(content.variants):
        if variant.sku not in approved.skus:
            yield f.OTHER_GOODS.at(f"/variants/{number}")


def _left_out(before: str, after: str) -> bool:
    """Whether nothing was done but to leave something out."""
    signs = iter(before)
    return all(sign in signs for sign in after)


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
