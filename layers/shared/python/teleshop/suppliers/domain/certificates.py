"""The business licence of an applicant and the certificates it replaced, against its code
(R6.10).
"""

from collections.abc import Sequence
from datetime import date

from teleshop.kernel.findings import Finding
from teleshop.suppliers.domain import findings as f
from teleshop.suppliers.domain.catalogue import Yardstick
from teleshop.suppliers.domain.qualifications import Qualification, current_qualifications
from teleshop.suppliers.domain.registration import (
    LICENCE,
    ORGANISATION_CODE_CERTIFICATE,
    THREE_CERTIFICATES,
    USCC_INTRODUCED,
    Uscc,
    certificates_proven_by_licence,
    certificates_proven_separately,
    normalise_code,
)

_OLD_LICENCE_DIGITS = 15


def is_old_certificate(document: Qualification) -> bool:
    """Whether this is one of the separate certificates of before the unified code.

    A licence of the old form carries a registration number of fifteen digits.
    """
    if document.type == LICENCE:
        number = normalise_code(document.number)
        return len(number) == _OLD_LICENCE_DIGITS and number.isascii() and number.isdigit()
    return document.type in THREE_CERTIFICATES


def check_certificate(
    document: Qualification, uscc: Uscc | None, yardstick: Yardstick, pointer: str
) -> list[Finding]:
    """Remarks on one of the three certificates; ``pointer`` is the place of the document."""
    kind = yardstick.catalogue.types[document.type]
    names = {"type_zh": kind.zh, "type_en": kind.en}
    found: list[Finding] = []
    if document.issued_on is None:
        found.append(f.ISSUE_DATE_MISSING.at(f"{pointer}/issued_on", **names))
    if is_old_certificate(document):
        return found + _check_old(document, uscc, yardstick, pointer)
    number = normalise_code(document.number)
    if uscc is not None and number and number != uscc.value:
        found.append(f.LICENCE_NUMBER_DIFFERS.at(f"{pointer}/number"))
    if document.issued_on is not None and document.issued_on < USCC_INTRODUCED:
        first = USCC_INTRODUCED.isoformat()
        found.append(f.LICENCE_OLDER_THAN_CODE.at(f"{pointer}/issued_on", first_day=first))
    return found


def _check_old(
    document: Qualification, uscc: Uscc | None, yardstick: Yardstick, pointer: str
) -> list[Finding]:
    kind = yardstick.catalogue.types[document.type]
    names = {"type_zh": kind.zh, "type_en": kind.en}
    end = yardstick.policy.separate_certificates_end
    found: list[Finding] = []
    if document.issued_on is not None and document.issued_on >= end:
        late = f.OLD_CERTIFICATE_TOO_LATE
        found.append(late.at(f"{pointer}/issued_on", end=end.isoformat(), **names))
    if yardstick.today >= end:
        found.append(f.OLD_CERTIFICATE.at(pointer, **names))
    number = normalise_code(document.number).replace("-", "")
    if uscc is None or document.type == LICENCE or not number:
        return found
    if document.type == ORGANISATION_CODE_CERTIFICATE:
        fits = number == uscc.organisation_code
    else:
        fits = uscc.organisation_code in number
    if not fits:
        found.append(f.OLD_CERTIFICATE_NUMBER_DIFFERS.at(f"{pointer}/number", **names))
    return found


def certificates_on_file(
    documents: Sequence[Qualification], uscc: Uscc | None, yardstick: Yardstick
) -> frozenset[str]:
    """Which of the three certificates need not be asked for.

    A licence of the new form whose code or day of issue is faulty counts for all three: the fault
    has a finding of its own. Once the separate certificates have ended, only the licence can be
    asked for, as nobody can obtain the others any more.
    """
    end = yardstick.policy.separate_certificates_end
    proven: frozenset[str] = frozenset()
    if yardstick.today >= end:
        proven = THREE_CERTIFICATES - {LICENCE}
    old: list[tuple[str, date | None]] = []
    for document in current_qualifications(documents):
        if document.type not in THREE_CERTIFICATES:
            continue
        issued = document.issued_on
        if is_old_certificate(document):
            old.append((document.type, issued))
        elif uscc is None or issued is None or issued < USCC_INTRODUCED:
            proven |= THREE_CERTIFICATES
        else:
            proven |= certificates_proven_by_licence(issued)
    return proven | certificates_proven_separately(old, today=yardstick.today, end=end)
