"""For other contexts: what is known of types of certificates, and what is wrong with one.

The rules are those by which suppliers' own documents are judged (rules §7): a certificate that
comes with goods has the same number and the same validity.
"""

from collections.abc import Mapping
from datetime import date

from teleshop.kernel.findings import Finding
from teleshop.suppliers.domain.catalogue import default_catalogue
from teleshop.suppliers.domain.policy import DEFAULT_POLICY, SupplierPolicy
from teleshop.suppliers.domain.qualifications import (
    Qualification,
    QualificationType,
    check_number,
    check_validity,
)


def certificate_types() -> Mapping[str, QualificationType]:
    """Every type by its code."""
    return default_catalogue().types


def check_certificate(
    type: str,
    *,
    number: str,
    issued_on: date | None,
    valid_to: date | None,
    today: date,
    pointer: str,
    policy: SupplierPolicy = DEFAULT_POLICY,
) -> list[Finding]:
    """Remarks on number (form, year, check digit) and validity of a certificate of a known type;
    ``pointer`` is its place, ``today`` the day in China. KeyError for an unknown type.
    """
    kind = certificate_types()[type]
    document = Qualification(
        id="",
        type=type,
        number=number,
        document_id="",
        content="accepted",
        issued_on=issued_on,
        valid_to=valid_to,
    )
    return [
        *check_number(document, kind, today, f"{pointer}/number"),
        *check_validity(document, kind, today, policy, pointer),
    ]
