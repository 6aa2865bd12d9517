"""The automatic check of an application: every finding at once (standard 3.1.2, 3.1.3 step one)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from teleshop.kernel.findings import Finding
from teleshop.kernel.rules import rule
from teleshop.suppliers.domain import findings as f
from teleshop.suppliers.domain.blacklist import (
    BlacklistHit,
    BlacklistSubject,
    normalise_name,
)
from teleshop.suppliers.domain.catalogue import Catalogue, Category, Requirement, Yardstick
from teleshop.suppliers.domain.certificates import (
    certificates_on_file,
    check_certificate,
    is_old_certificate,
)
from teleshop.suppliers.domain.qualifications import (
    Qualification,
    check_file,
    check_number,
    check_validity,
    current_qualifications,
    types_on_file,
)
from teleshop.suppliers.domain.registration import (
    MARKET_REGULATOR,
    THREE_CERTIFICATES,
    InvalidUsccError,
    Uscc,
    normalise_code,
    organisation_code_agrees,
    parse_uscc,
)
from teleshop.suppliers.domain.supplier import FINAL, Application, State

_CHECKED = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class KnownSupplier:
    """Another supplier that resembles the applicant."""

    id: str
    uscc: str
    legal_name: str
    state: State


def blacklist_subjects(
    application: Application, person_key: Callable[[str], str]
) -> list[BlacklistSubject]:
    """Whom to look up in the blacklist; ``person_key`` turns a normalised name into its keyed
    hash.
    """
    subjects = [BlacklistSubject("entity", normalise_code(application.uscc), "/uscc")]
    named = [("/legal_representative", application.legal_representative)]
    named += [
        (f"/contacts/{index}/name", who.name) for index, who in enumerate(application.contacts)
    ]
    for pointer, name in named:
        normalised = normalise_name(name)
        if normalised:
            subjects.append(BlacklistSubject("person", person_key(normalised), pointer))
    return subjects


def check_application(
    application: Application,
    documents: Sequence[Qualification],
    yardstick: Yardstick,
    known: Iterable[KnownSupplier] = (),
    blacklist_hits: Iterable[BlacklistHit] = (),
) -> list[Finding]:
    """All findings on an application, those that refuse and those that warn.

    ``documents`` are pointed to by their place in the sequence; ``yardstick`` is the day in China,
    the policy and the catalogue to judge by; ``known`` are other suppliers of the same code or
    name, the applicant left out; ``blacklist_hits`` come from
    :func:`~teleshop.suppliers.domain.blacklist.match_blacklist`.
    """
    uscc, code_findings = check_uscc(application.uscc)
    return [
        *check_identity(application),
        *code_findings,
        *check_duplicates(application, known),
        *(f.BLACKLISTED.at(hit.pointer) for hit in blacklist_hits),
        *check_categories(application, yardstick.catalogue),
        *check_documents(documents, uscc, yardstick),
        *check_requirements(application, documents, uscc, yardstick),
    ]


@rule(
    id="R6.2-identity",
    clause="3.2.1",
    source="电子商务法",
    article="27",
    effective_from=date(2019, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def check_identity(application: Application) -> list[Finding]:
    """Whether identity, address, contact and intent are given at all."""
    required = (
        (application.legal_name, f.LEGAL_NAME_MISSING, "/legal_name"),
        (application.legal_representative, f.REPRESENTATIVE_MISSING, "/legal_representative"),
        (application.registered_address, f.ADDRESS_MISSING, "/registered_address"),
        (application.cooperation_intent, f.INTENT_MISSING, "/cooperation_intent"),
    )
    found = [kind.at(pointer) for text, kind, pointer in required if not text.strip()]
    if not application.contacts:
        found.append(f.CONTACT_MISSING.at("/contacts"))
    for index, contact in enumerate(application.contacts):
        if not contact.name.strip() or not (contact.phone.strip() or contact.email.strip()):
            found.append(f.CONTACT_INCOMPLETE.at(f"/contacts/{index}"))
    return found


def check_uscc(text: str) -> tuple[Uscc | None, list[Finding]]:
    """The code and the remarks on it; None if it is no code."""
    try:
        uscc = parse_uscc(text)
    except InvalidUsccError as invalid:
        if invalid.position is not None:
            return None, [f.USCC_CHARACTER.at("/uscc", position=invalid.position)]
        kinds = {
            "length": f.USCC_LENGTH,
            "form": f.USCC_FORM,
            "check_character": f.USCC_CHECK_CHARACTER,
        }
        return None, [kinds[invalid.fault].at("/uscc")]
    found = []
    if uscc.authority != MARKET_REGULATOR:
        found.append(f.USCC_AUTHORITY.at("/uscc"))
    if not organisation_code_agrees(uscc.organisation_code):
        found.append(f.ORGANISATION_CODE_CHECK.at("/uscc"))
    return uscc, found


def check_duplicates(application: Application, known: Iterable[KnownSupplier]) -> list[Finding]:
    """At most one remark, without saying who the other is."""
    code, name = normalise_code(application.uscc), normalise_name(application.legal_name)
    open_ones = [other for other in known if other.state not in FINAL]
    if any(normalise_code(other.uscc) == code for other in open_ones):
        return [f.DUPLICATE_ENTITY.at("/uscc")]
    if name and any(normalise_name(other.legal_name) == name for other in open_ones):
        return [f.SAME_NAME.at("/legal_name")]
    return []


@rule(
    id="R4.4-categories",
    clause="2.1.1",
    source="关于加强电视购物短片广告和居家购物节目管理的通知 广发〔2009〕71号",
    article="-",
    effective_from=date(2010, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def check_categories(application: Application, catalogue: Catalogue) -> list[Finding]:
    """Whether the categories wanted exist and may be sold at all."""
    if not application.categories:
        return [f.CATEGORIES_MISSING.at("/categories")]
    found: list[Finding] = []
    for index, code in enumerate(application.categories):
        category = catalogue.categories.get(code)
        pointer = f"/categories/{index}"
        if category is None:
            found.append(f.CATEGORY_UNKNOWN.at(pointer))
            continue
        names = {"category_zh": category.zh, "category_en": category.en, "source": category.source}
        if category.forbidden:
            found.append(f.CATEGORY_FORBIDDEN.at(pointer, **names))
        if category.high_risk:
            found.append(f.CATEGORY_HIGH_RISK.at(pointer, **names))
    return found


def check_documents(
    documents: Sequence[Qualification],
    uscc: Uscc | None,
    yardstick: Yardstick,
) -> list[Finding]:
    """Remarks on each document that no newer one has renewed."""
    current = {document.id for document in current_qualifications(documents)}
    found: list[Finding] = []
    for index, document in enumerate(documents):
        if document.id not in current:
            continue
        pointer = f"/documents/{index}"
        kind = yardstick.catalogue.types.get(document.type)
        if kind is None:
            found.append(f.DOCUMENT_TYPE_UNKNOWN.at(f"{pointer}/type"))
            continue
        found += check_number(document, kind, yardstick.today, f"{pointer}/number")
        found += check_file(document, kind, pointer)
        if document.type in THREE_CERTIFICATES:
            found += check_certificate(document, uscc, yardstick, pointer)
        # Once the old certificates have ended, their expiry does not matter any more.
        ended = yardstick.today >= yardstick.policy.separate_certificates_end
        if not (ended and is_old_certificate(document)):
            found += check_validity(document, kind, yardstick.today, yardstick.policy, pointer)
    return found


@rule(
    id="R7-documents",
    clause="3.1.2",
    source="产品质量法; 电子商务法",
    article="33; 27",
    effective_from=date(2019, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def check_requirements(
    application: Application,
    documents: Sequence[Qualification],
    uscc: Uscc | None,
    yardstick: Yardstick,
) -> list[Finding]:
    """The documents that are not there at all; what is there but faulty has its own finding.

    A requirement shared by several categories is named once, with the first of them.
    """
    present = types_on_file(documents) - THREE_CERTIFICATES
    present |= certificates_on_file(documents, uscc, yardstick)
    catalogue = yardstick.catalogue
    wanted = [(requirement, None) for requirement in catalogue.base] + [
        (requirement, category)
        for category in _chosen(application, catalogue)
        for requirement in category.requirements
    ]
    missing: dict[tuple[str, ...], Finding] = {}
    for requirement, category in wanted:
        if not present.intersection(requirement.any_of) and requirement.any_of not in missing:
            missing[requirement.any_of] = _missing(requirement, category, catalogue)
    return list(missing.values())


def _chosen(application: Application, catalogue: Catalogue) -> list[Category]:
    return [
        catalogue.categories[code]
        for code in application.categories
        if code in catalogue.categories
    ]


def _missing(requirement: Requirement, category: Category | None, catalogue: Catalogue) -> Finding:
    kinds = [catalogue.types[code] for code in requirement.any_of]
    remark = replace(f.DOCUMENT_MISSING, severity=requirement.severity, clause=requirement.clause)
    return remark.at(
        "/documents",
        types=",".join(requirement.any_of),
        types_zh=" 或 ".join(kind.zh for kind in kinds),
        types_en=" or ".join(kind.en for kind in kinds),
        category_zh=category.zh if category else "所有供应商",
        category_en=category.en if category else "every supplier",
        source=requirement.source,
    )
