"""What callers of the suppliers context send."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Moment
from teleshop.suppliers.domain.supplier import State

MAX_CONTACTS = 5
MAX_CATEGORIES = 20

Name = Annotated[str, Meta(max_length=200)]
PersonName = Annotated[str, Meta(max_length=100)]
Code = Annotated[str, Meta(max_length=60)]
Reason = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2000,
        pattern=r"\S",
        extra={"zh": "请填写理由。", "en": "Give a reason.", "code": "reason_required"},
    ),
]
Phone = Annotated[
    str,
    Meta(
        pattern=r"^(\+?[0-9][0-9 -]{5,18}[0-9])?$",
        extra={
            "zh": "请填写电话号码，例如 13800000000 或 0571-88888888。",
            "en": "Give a telephone number, for example 13800000000 or 0571-88888888.",
            "code": "phone_form",
        },
    ),
]
Email = Annotated[
    str,
    Meta(
        max_length=254,
        pattern=r"^([^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+)?$",
        extra={
            "zh": "请填写电子邮箱，例如 name@example.com。",
            "en": "Give an e-mail address, for example name@example.com.",
            "code": "email_form",
        },
    ),
]
Sha256 = Annotated[
    str,
    Meta(
        max_length=80,
        pattern=r"^\s*[0-9A-Fa-f]{64}\s*$",
        extra={
            "zh": "SHA-256 应为 64 位十六进制字符。",
            "en": "A SHA-256 is 64 hexadecimal characters.",
            "code": "file_hash",
        },
    ),
]


class ContactForm(Input, frozen=True, kw_only=True):
    """A person to talk to."""

    name: PersonName
    phone: Phone = ""
    email: Email = ""


Contacts = Annotated[list[ContactForm], Meta(max_length=MAX_CONTACTS)]
Categories = Annotated[list[Code], Meta(max_length=MAX_CATEGORIES)]


class ApplicationBody(Input, frozen=True, kw_only=True):
    """A draft: whatever is known already. What is missing is told at the submission."""

    legal_name: Name = ""
    uscc: Annotated[str, Meta(max_length=40)] = ""
    legal_representative: PersonName = ""
    registered_address: Annotated[str, Meta(max_length=300)] = ""
    contacts: Contacts = msgspec.field(default_factory=list)
    categories: Categories = msgspec.field(default_factory=list)
    cooperation_intent: Annotated[str, Meta(max_length=2000)] = ""


class ApplicationChange(Input, frozen=True, kw_only=True):
    """What changes of an application; what is absent or null stays."""

    legal_name: Name | None = None
    uscc: Annotated[str, Meta(max_length=40)] | None = None
    legal_representative: PersonName | None = None
    registered_address: Annotated[str, Meta(max_length=300)] | None = None
    contacts: Contacts | None = None
    categories: Categories | None = None
    cooperation_intent: Annotated[str, Meta(max_length=2000)] | None = None


class QualificationBody(Input, frozen=True, kw_only=True):
    """A qualification document; ``document_id`` is the uploaded file, ``valid_to`` the last day of
    validity (absent: without end), ``replaces`` the document of the same type that this renews.
    """

    type: Code
    document_id: Code
    number: Annotated[str, Meta(max_length=100)] = ""
    issuer: Annotated[str, Meta(max_length=200)] = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    replaces: Code | None = None


class InspectionBody(Input, frozen=True, kw_only=True):
    """The inspector's record of a visit."""

    inspected_on: date
    score: Annotated[int, Meta(ge=0, le=100)]
    report_document: Code
    photo_documents: Annotated[list[Code], Meta(max_length=20)]
    remarks: Annotated[str, Meta(max_length=4000)] = ""


class AgreementBody(Input, frozen=True, kw_only=True):
    """A version of the agreement on offer: the accepted file, first and last day of validity."""

    document_id: Code
    valid_from: date
    valid_to: date


class AcceptanceBody(Input, frozen=True, kw_only=True):
    """The hash of the text that was read."""

    sha256: Sha256


class DocumentVerdict(Input, frozen=True, kw_only=True):
    """What a re-verification found of one document."""

    qualification_id: Code
    result: Literal["confirmed", "faulty"]


class VerificationBody(Input, frozen=True, kw_only=True):
    """A re-verification: a verdict on every document in force; ``note`` is for staff."""

    verified_on: date
    findings: Annotated[list[DocumentVerdict], Meta(max_length=200)]
    note: Annotated[str, Meta(max_length=2000)] = ""


class ReasonBody(Input, frozen=True, kw_only=True):
    """Why."""

    reason: Reason


class BlacklistBody(Input, frozen=True, kw_only=True):
    """An entity by ``uscc``, or a person by ``name`` (and ``id_number`` if known); in force from
    ``from`` (now, if absent) until, and without, ``until``.
    """

    kind: Literal["entity", "person"]
    reason: Reason
    uscc: Annotated[str, Meta(max_length=40)] = ""
    name: PersonName = ""
    id_number: Annotated[str, Meta(max_length=40)] = ""
    since: Moment | None = msgspec.field(default=None, name="from")
    until: Moment | None = None


class ClearanceBody(Input, frozen=True, kw_only=True):
    """The entity whose people are namesakes of a person on the blacklist."""

    uscc: Annotated[str, Meta(min_length=1, max_length=40)]
    reason: Reason


class SuppliersQuery(ListQuery, frozen=True, kw_only=True):
    """Exactly one of the three filters."""

    status: State | None = None
    name_prefix: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    reverification_due_before: date | None = None
