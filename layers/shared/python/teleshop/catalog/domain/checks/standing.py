"""Who sells, and whether goods of this kind may be sold at all (standard 2.1.1, 2.1.5, 2.3.1)."""

from collections.abc import Iterable
from datetime import date

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.checks.facts import Facts
from teleshop.catalog.domain.content import Content
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
def check_supplier(facts: Facts) -> Iterable[Finding]:
    """A supplier that may not sell is refused; one that is only late with its verification may
    change what it sells, and list nothing new.
    """
    supplier = facts.supplier
    if supplier is None:
        yield f.SUPPLIER_UNKNOWN.at("/supplier_id")
        return
    if not supplier.active or (facts.new and not supplier.new_products):
        yield from supplier.reasons
    category = facts.category
    needed = category.supplier_category if category else None
    if category and needed is not None and needed not in supplier.categories:
        yield f.SUPPLIER_NOT_ADMITTED.at(
            "/category_id", category_zh=category.zh, category_en=category.en, needed=needed
        )


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
