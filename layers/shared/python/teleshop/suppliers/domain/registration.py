"""The certificates that the unified social credit code replaced (R6.10); the code itself is read by
:mod:`teleshop.kernel.uscc`.
"""

import re
from collections.abc import Iterable
from datetime import date

from teleshop.kernel.rules import rule
from teleshop.kernel.uscc import (
    USCC_INTRODUCED,
    InvalidUsccError,
    Uscc,
    UsccFault,
    normalise_code,
    parse_uscc,
)

__all__ = [
    "LICENCE",
    "MARKET_REGULATOR",
    "ORGANISATION_CODE_CERTIFICATE",
    "TAX_CERTIFICATE",
    "THREE_CERTIFICATES",
    "USCC_INTRODUCED",
    "InvalidUsccError",
    "Uscc",
    "UsccFault",
    "certificates_proven_by_licence",
    "certificates_proven_separately",
    "normalise_code",
    "organisation_code_agrees",
    "organisation_code_check_character",
    "parse_uscc",
]

LICENCE = "business_licence"
ORGANISATION_CODE_CERTIFICATE = "organisation_code_certificate"
TAX_CERTIFICATE = "tax_registration_certificate"
THREE_CERTIFICATES = frozenset({LICENCE, ORGANISATION_CODE_CERTIFICATE, TAX_CERTIFICATE})
MARKET_REGULATOR = "9"

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_code_check_character(first_eight: str) -> str:
    """The check character of GB 11714 for eight digits or capital letters; ValueError for
    anything else.
    """
    if not re.fullmatch(r"[0-9A-Z]{8}", first_eight):
        raise ValueError("an organisation code starts with eight digits or capital letters")
    pairs = zip(first_eight, _ORGANISATION_WEIGHTS, strict=True)
    remainder = 11 - sum(int(character, 36) * weight for character, weight in pairs) % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


def organisation_code_agrees(code: str) -> bool:
    """Whether the ninth character of an organisation code is the one GB 11714 computes.

    Old codes exist that fail, so that a disagreement is a reason to look and none to refuse.
    """
    return organisation_code_check_character(code[:8]) == code[8:]


@rule(
    id="R6.10",
    clause="2.1.2",
    source="国务院办公厅关于加快推进“三证合一”登记制度改革的意见 国办发〔2015〕50号",
    article="2",
    effective_from=USCC_INTRODUCED,
    confidence="H",
    last_checked=date(2026, 11, 23),
)
def certificates_proven_by_licence(issued_on: date | None) -> frozenset[str]:
    """The certificates that a licence carrying a valid unified code stands for.

    All three from 2015-10-01 on; a licence of unknown or earlier issue stands for itself only.
    """
    if issued_on is not None and issued_on >= USCC_INTRODUCED:
        return THREE_CERTIFICATES
    return frozenset({LICENCE})


def certificates_proven_separately(
    certificates: Iterable[tuple[str, date | None]], *, today: date, end: date
) -> frozenset[str]:
    """Which of the old certificates, given as (type, day of issue), still prove something
    ``today``.

    One counts if its day of issue is known and both that day and ``today`` lie before ``end``;
    afterwards it is kept as history.
    """
    if today >= end:
        return frozenset()
    return frozenset(
        kind
        for kind, issued_on in certificates
        if kind in THREE_CERTIFICATES and issued_on is not None and issued_on < end
    )
