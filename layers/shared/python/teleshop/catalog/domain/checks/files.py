"""Pictures and documents: usable files, large enough, of the right type and in date (2.1.3,
2.3.4).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.checks.facts import Facts
from teleshop.catalog.domain.content import Content, ProductDocument
from teleshop.catalog.domain.papers import GOODS_PAPERS, TEST_REPORT, PaperType
from teleshop.catalog.domain.rulebook import RequiredDocument
from teleshop.catalog.domain.visible import has_something_to_see
from teleshop.kernel.calendar import add_months
from teleshop.kernel.findings import Finding
from teleshop.kernel.rules import rule

PICTURE: Final = "product_picture"
PAPER: Final = frozenset({"product_document", "qualification"})
"""A certificate may be the one that the supplier put on file for itself."""
_CHECKED = date(2026, 11, 27)


def named_files(content: Content) -> tuple[str, ...]:
    """The ids of all files that a content names, each once."""
    papers = [document.document_id for document in content.documents]
    return tuple(dict.fromkeys([*content.pictures, *papers]))


@rule(
    id="R-picture-size",
    clause="2.3.4",
    source="电视购物平台运营服务规范",
    article="2.3.4",
    effective_from=date(2026, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def check_pictures(content: Content, facts: Facts) -> Iterable[Finding]:
    """At least one picture; each one usable, large enough and there once."""
    if not content.pictures:
        yield f.PICTURE_MISSING.at("/pictures")
    least = facts.policy.min_picture_side
    for index, document_id in enumerate(content.pictures):
        place = f"/pictures/{index}"
        if document_id in content.pictures[:index]:
            yield f.PICTURE_TWICE.at(place)
            continue
        wrong = _file(document_id, frozenset({PICTURE}), facts, place)
        if wrong is not None:
            yield wrong
            continue
        file = facts.files[document_id]
        width, height = file.width or 0, file.height or 0
        if min(width, height) < least:
            yield f.PICTURE_TOO_SMALL.at(place, width=width, height=height, limit=least)


def _file(document_id: str, purposes: frozenset[str], facts: Facts, place: str) -> Finding | None:
    file = facts.files.get(document_id)
    if file is None or file.supplier_id != facts.supplier_id or file.purpose not in purposes:
        return f.FILE_NOT_USABLE.at(place)
    if file.rejected:
        return f.FILE_REJECTED.at(place)
    return None if file.accepted else f.FILE_NOT_CHECKED.at(place)


@rule(
    id="R7-goods",
    clause="2.1.3",
    source="产品质量法; 食品安全法; 认证认可条例",
    article="27, 33; 53; 27",
    effective_from=date(2018, 12, 29),
    confidence="H",
    last_checked=_CHECKED,
)
def check_documents(content: Content, facts: Facts) -> Iterable[Finding]:
    """Everything that the category requires is there, and each document fits its type."""
    required = facts.category.required_documents if facts.category else ()
    given = {document.type for document in content.documents}
    for needed in required:
        if given.isdisjoint(needed.any_of):
            yield _missing(needed, facts)
    seen: set[str] = set()
    for index, document in enumerate(content.documents):
        place = f"/documents/{index}"
        if document.document_id in seen:
            yield f.DOCUMENT_FILE_TWICE.at(f"{place}/document_id")
        seen.add(document.document_id)
        wrong = _file(document.document_id, PAPER, facts, f"{place}/document_id")
        if wrong is not None:
            yield wrong
        kind = facts.paper_type(document.type)
        if kind is None:
            yield f.DOCUMENT_TYPE_UNKNOWN.at(f"{place}/type", type=document.type)
            continue
        if document.type not in GOODS_PAPERS:
            # What the suppliers' rules say of certificates, said of goods here.
            found = facts.papers.check(document, facts.today, place)
            yield from (replace(remark, clause="2.1.3") for remark in found)
        else:
            yield from _paper(document, kind, facts, place)
        yield from check_air_date(document, kind, content.air_on, facts, place)


def _missing(needed: RequiredDocument, facts: Facts) -> Finding:
    kinds = [facts.paper_type(code) or PaperType(code, code, code) for code in needed.any_of]
    found = f.DOCUMENT_MISSING.at(
        "/documents",
        types=",".join(needed.any_of),
        types_zh=" 或 ".join(kind.zh for kind in kinds),
        types_en=" or ".join(kind.en for kind in kinds),
        source=needed.source,
    )
    return replace(found, severity=needed.severity, clause=needed.clause)


@rule(
    id="R7.1-goods",
    clause="2.1.3",
    source="食品安全法; 化妆品监督管理条例; 医疗器械监督管理条例",
    article="53; 38; 45",
    effective_from=date(2021, 6, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def check_air_date(
    document: ProductDocument, kind: PaperType, air_on: date | None, facts: Facts, place: str
) -> Iterable[Finding]:
    """A document must hold on the day on air: on its last day it still does."""
    last = document.valid_to
    if last is None or last < facts.today or air_on is None or last >= air_on:
        return
    yield f.EXPIRES_BEFORE_AIR.at(
        f"{place}/valid_to",
        type_zh=kind.zh,
        type_en=kind.en,
        valid_to=last.isoformat(),
        air_on=air_on.isoformat(),
    )


@rule(
    id="R7-report",
    clause="2.1.3",
    source="产品质量法",
    article="33",
    effective_from=date(2018, 12, 29),
    confidence="M",
    last_checked=_CHECKED,
)
def _paper(
    document: ProductDocument, kind: PaperType, facts: Facts, place: str
) -> Iterable[Finding]:
    """A test report names laboratory and date; any paper of goods is in date."""
    issued = document.issued_on
    if document.type == TEST_REPORT:
        if not has_something_to_see(document.laboratory):
            yield f.LABORATORY_MISSING.at(f"{place}/laboratory")
        if issued is None:
            yield f.REPORT_DATE_MISSING.at(f"{place}/issued_on")
    if issued is not None and issued > facts.today:
        yield f.REPORT_IN_FUTURE.at(f"{place}/issued_on")
    years = facts.policy.test_report_years
    if document.type == TEST_REPORT and issued and issued < add_months(facts.today, -12 * years):
        yield f.REPORT_OLD.at(f"{place}/issued_on", years=years)
    last = document.valid_to
    if last is None:
        return
    names = {"type_zh": kind.zh, "type_en": kind.en, "valid_to": last.isoformat()}
    if last < facts.today:
        yield f.PAPER_EXPIRED.at(f"{place}/valid_to", **names)
    elif last <= facts.today + timedelta(days=facts.policy.expiry_warning_days):
        days = (last - facts.today).days
        yield f.EXPIRES_SOON.at(f"{place}/valid_to", days=days, **names)
