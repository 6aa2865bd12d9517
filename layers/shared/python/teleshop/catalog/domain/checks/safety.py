"""Packaging (standard 2.1.4) and what happens after the sale (2.1.6)."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.checks.facts import Facts
from teleshop.catalog.domain.content import AfterSales, Content, ReturnClass
from teleshop.catalog.domain.demands import substances_in
from teleshop.catalog.domain.visible import has_something_to_see, visible
from teleshop.kernel.findings import Finding
from teleshop.kernel.rules import rule

_CHECKED = date(2026, 11, 27)
LEAST_RETURN_DAYS: Final = 7
USUAL_WARRANTY: Final = 12
"""Months; the whole unit in most rows of the catalogue of warranted goods (R1.17, confidence M)."""
_FIELDS: Final = {
    "warranty_terms": ("保修条款", "terms of the warranty"),
    "return_address": ("退货地址", "address for returns"),
    "repair_contact": ("维修联系方式", "contact for repairs"),
}


@rule(
    id="R-packaging",
    clause="2.1.4",
    source="固体废物污染环境防治法; GB 23350; GB 4806",
    article="68",
    effective_from=date(2020, 9, 1),
    confidence="M",
    last_checked=_CHECKED,
)
def check_packaging(content: Content, facts: Facts) -> Iterable[Finding]:
    """Declared, said to meet the standards, and without what the category forbids; materials are
    looked at as well as substances.
    """
    packaging = content.packaging
    if packaging is None:
        yield f.PACKAGING_MISSING.at("/packaging")
        return
    if not visible(packaging.materials):
        yield f.PACKAGING_MATERIAL_MISSING.at("/packaging/materials")
    if not packaging.compliant:
        yield f.PACKAGING_NOT_COMPLIANT.at("/packaging/compliant")
    if not has_something_to_see(packaging.standard):
        yield f.PACKAGING_STANDARD_MISSING.at("/packaging/standard")
    if facts.category is not None:
        for place, substance, denied in substances_in(packaging, facts.category):
            kind = f.SUBSTANCE_DENIED if denied else f.FORBIDDEN_SUBSTANCE
            yield kind.at(f"/packaging/{place}", substance=substance)


@rule(
    id="R1.11-return",
    clause="2.1.6",
    source="侵害消费者权益行为处罚办法",
    article="9",
    effective_from=date(2015, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def check_after_sales(content: Content, facts: Facts) -> Iterable[Finding]:
    """An address and a contact that are there, a warranty, and a return class that may be."""
    given = content.after_sales
    if given is None:
        yield f.AFTER_SALES_MISSING.at("/after_sales")
        return
    for name, (zh, en) in _FIELDS.items():
        if not has_something_to_see(str(getattr(given, name))):
            yield f.AFTER_SALES_FIELD.at(f"/after_sales/{name}", field_zh=zh, field_en=en)
    yield from check_return_class(given, facts)
    yield from check_warranty(given, facts)


@rule(
    id="R1.4-goods",
    clause="2.1.6",
    source="消费者权益保护法; 网络购买商品七日无理由退货暂行办法",
    article="25; 6, 7",
    effective_from=date(2017, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def check_return_class(given: AfterSales, facts: Facts) -> Iterable[Finding]:
    """Seven days without reason are always allowed; an exception only where the category has it,
    or for goods sold as near their end or flawed.
    """
    if facts.category is not None:
        allowed = {
            ReturnClass.SEVEN_DAYS,
            ReturnClass.NEAR_EXPIRY_OR_FLAWED,
            facts.category.return_class,
        }
        if given.return_class not in allowed:
            yield f.RETURN_CLASS_NOT_ALLOWED.at(
                "/after_sales/return_class",
                given=given.return_class,
                allowed=", ".join(sorted(allowed)),
            )
    if given.return_class is ReturnClass.SEVEN_DAYS and given.return_days < LEAST_RETURN_DAYS:
        yield f.RETURN_DAYS.at("/after_sales/return_days", least=LEAST_RETURN_DAYS)


@rule(
    id="R1.17-goods",
    clause="2.1.6",
    source="部分商品修理更换退货责任规定; 消费者权益保护法实施条例",
    article="-; 18",
    effective_from=date(1995, 8, 25),
    confidence="M",
    last_checked=_CHECKED,
)
def check_warranty(given: AfterSales, facts: Facts) -> Iterable[Finding]:
    """Durable goods have a warranty; less than a year is for the reviewer to look at."""
    if facts.category is None or not facts.category.durable:
        return
    if given.warranty_months < 1:
        yield f.WARRANTY_MISSING.at("/after_sales/warranty_months")
    elif given.warranty_months < USUAL_WARRANTY:
        yield f.WARRANTY_SHORT.at("/after_sales/warranty_months", usual=USUAL_WARRANTY)
