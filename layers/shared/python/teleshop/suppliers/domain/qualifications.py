"""One qualification document (资质文件): its number and its validity (rules §7)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from teleshop.kernel.calendar import add_months
from teleshop.kernel.findings import Finding, Severity
from teleshop.kernel.rules import rule
from teleshop.suppliers.domain import findings as f
from teleshop.suppliers.domain.policy import SupplierPolicy
from teleshop.suppliers.domain.registration import normalise_code

Confidence = Literal["H", "M", "L"]
ContentState = Literal["awaiting_upload", "checking", "accepted", "rejected", "expired"]

_CHECKED = date(2026, 11, 23)
_FOREVER = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class QualificationType:
    """A kind of document, as data.

    ``pattern`` is the whole number after :func:`normalise_code`, a group ``year`` in it is a year
    of issue; None means that no form is known. ``confidence`` is that of the pattern: ``H``
    refuses, the others warn. ``validity_years`` is the usual length; longer is a reason to look.
    """

    code: str
    zh: str
    en: str
    source: str
    article: str
    effective_from: date
    confidence: Confidence
    pattern: str | None = None
    validity_years: int | None = None
    expiry_required: bool = False
    number_required: bool = True

    @property
    def severity(self) -> Severity:
        """What a number of the wrong form leads to."""
        return "refuse" if self.confidence == "H" else "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """One document on file: ``document_id`` is the uploaded file, ``content`` the result of its
    check.

    ``valid_from`` is the first day of validity if it is not that of issue, ``valid_to`` the last
    one, that day included; None means without end (长期).
    ``replaces`` names the older document of the same type that this one renews.
    """

    id: str
    type: str
    number: str
    document_id: str
    content: ContentState
    issuer: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    replaces: str | None = None


def ends(valid_to: date | None) -> bool:
    """Whether validity has an end; 9999-12-31 is how some registers write "without end"."""
    return valid_to is not None and valid_to.year < _FOREVER


def current_qualifications(documents: Sequence[Qualification]) -> list[Qualification]:
    """The documents that no accepted newer one of the same type has renewed, in the given order.

    A document renews another if it says so, or if it carries the same number with a later end.
    """

    def renews(newer: Qualification, older: Qualification) -> bool:
        if newer.id == older.id or newer.type != older.type or newer.content != "accepted":
            return False
        if newer.replaces == older.id:
            return True
        same_number = normalise_code(newer.number) == normalise_code(older.number) != ""
        return same_number and (newer.valid_to or date.max) > (older.valid_to or date.max)

    return [older for older in documents if not any(renews(newer, older) for newer in documents)]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # ASCII digits only: \d would take Arabic-Indic and other digits, which no authority prints.
    return re.compile(pattern.replace(r"\d", "[0-9]"))


def is_drug_number(number: str) -> bool:
    """Whether the text contains the approval number of a drug (国药准字)."""
    return bool(_compiled(r"国药准字[HZSBTJ]\d{8}").search(normalise_code(number)))


@rule(
    id="R7.3",
    clause="3.1.2",
    source="食品生产许可管理办法; GB/T 17710",
    article="29",
    effective_from=date(2015, 10, 1),
    confidence="M",
    last_checked=_CHECKED,
)
def sc_check_digit_agrees(number: str) -> bool:
    """Whether the last digit of ``SC`` and 14 digits is the one of ISO 7064 MOD 11,10;
    ValueError otherwise.
    """
    if not _compiled(r"SC\d{14}").fullmatch(number):
        raise ValueError("not SC and fourteen digits")
    product = 10
    for digit in number[2:-1]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(number[-1])


@rule(
    id="R7-formats",
    clause="3.1.2",
    source="各资质类型的规定，见资质目录 (each type names its own)",
    article="-",
    effective_from=date(2014, 10, 1),
    confidence="M",
    last_checked=_CHECKED,
)
def check_number(
    document: Qualification, kind: QualificationType, today: date, pointer: str
) -> list[Finding]:
    """Remarks on the number of one document; ``pointer`` is the place of the number."""
    number = normalise_code(document.number)
    names = {"type_zh": kind.zh, "type_en": kind.en}
    if not number:
        return [f.NUMBER_MISSING.at(pointer, **names)] if kind.number_required else []
    if is_drug_number(number):
        return [f.DRUG_NUMBER.at(pointer)]
    if kind.pattern is None:
        return []
    match = _compiled(kind.pattern).fullmatch(number)
    if match is None:
        if kind.code == "food_production_licence" and number.startswith("QS"):
            return [f.QS_ENDED.at(pointer)]
        source = f"{kind.source} {kind.article}"
        return [
            replace(f.NUMBER_FORMAT, severity=kind.severity).at(pointer, source=source, **names)
        ]
    found: list[Finding] = []
    year = match.groupdict().get("year")
    if year is not None and int(year) > today.year:
        found.append(
            replace(f.NUMBER_YEAR_IN_FUTURE, severity=kind.severity).at(
                pointer, year=int(year), **names
            )
        )
    if kind.code == "food_production_licence" and not sc_check_digit_agrees(number):
        found.append(f.SC_CHECK_DIGIT.at(pointer))
    return found


@rule(
    id="R7.1-suppliers",
    clause="3.1.2",
    source="网络交易监督管理办法; 电子商务法",
    article="24; 27",
    effective_from=date(2021, 5, 1),
    confidence="M",
    last_checked=_CHECKED,
)
def check_validity(
    document: Qualification,
    kind: QualificationType,
    today: date,
    policy: SupplierPolicy,
    pointer: str,
) -> list[Finding]:
    """Remarks on the dates of one document; ``pointer`` is the place of the document.

    On its last day a document is still valid; it is expiring from the largest warning of the
    policy on.
    """
    names = {"type_zh": kind.zh, "type_en": kind.en}
    issued, last = document.issued_on, document.valid_to
    found: list[Finding] = []
    if issued is not None and issued > today:
        found.append(f.ISSUED_IN_FUTURE.at(f"{pointer}/issued_on", **names))
    if document.valid_from is not None and document.valid_from > today:
        first = document.valid_from.isoformat()
        found.append(f.NOT_YET_VALID.at(f"{pointer}/valid_from", valid_from=first, **names))
    if last is None or not ends(last):
        if kind.expiry_required:
            found.append(f.EXPIRY_MISSING.at(f"{pointer}/valid_to", **names))
        return found
    place = f"{pointer}/valid_to"
    days = (last - today).days
    if days < 0:
        found.append(f.DOCUMENT_EXPIRED.at(place, valid_to=last.isoformat(), **names))
    elif days <= max(policy.expiry_warning_days):
        found.append(f.DOCUMENT_EXPIRING.at(place, valid_to=last.isoformat(), days=days, **names))
    if issued is None or issued > today:
        return found
    if last < issued:
        found.append(f.VALIDITY_REVERSED.at(place, **names))
    elif kind.validity_years is not None and last > add_months(issued, 12 * kind.validity_years):
        found.append(f.VALIDITY_UNUSUAL.at(place, years=kind.validity_years, **names))
    return found


def check_file(document: Qualification, kind: QualificationType, pointer: str) -> list[Finding]:
    """Remarks on the uploaded file behind one document; ``pointer`` is the place of the
    document.
    """
    remark = {
        "awaiting_upload": f.DOCUMENT_NOT_UPLOADED,
        "expired": f.DOCUMENT_NOT_UPLOADED,
        "checking": f.DOCUMENT_NOT_CHECKED,
        "rejected": f.DOCUMENT_REJECTED,
    }.get(document.content)
    place = f"{pointer}/document_id"
    return [remark.at(place, type_zh=kind.zh, type_en=kind.en)] if remark else []


def types_on_file(documents: Iterable[Qualification]) -> frozenset[str]:
    """The types of which there is a document, whatever else is wrong with it."""
    return frozenset(document.type for document in documents)
