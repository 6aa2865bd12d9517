"""The cooperation agreement (合作协议): offered as a file, accepted by its hash, countersigned by
the platform.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from teleshop.kernel.clock import china_date
from teleshop.suppliers.domain.refusals import (
    AgreementChangedError,
    AgreementNotOpenError,
    AgreementValidityError,
    FileHashError,
    SameSignatoryError,
)

AgreementState = Literal["offered", "accepted", "countersigned", "superseded"]

_STATE_NAMES: Final[dict[str, tuple[str, str]]] = {
    "offered": ("待供应商接受", "waiting for the supplier's acceptance"),
    "accepted": ("待平台会签", "waiting for the countersignature"),
    "countersigned": ("已签署", "signed by both sides"),
    "superseded": ("已被新版本取代", "superseded by a later version"),
    "expired": ("已到期", "over"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed (the token's subject, no name) and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is offered: the file, its SHA-256 in hexadecimal, first and last day of validity."""

    document_id: str
    sha256: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One version; valid from the start of ``valid_from`` to the end of ``valid_to`` in China.

    ``sha256`` is that of the file ``document_id``, 64 lower-case hexadecimal characters.
    """

    id: str
    supplier_id: str
    version: int
    document_id: str
    sha256: str
    valid_from: date
    valid_to: date
    offered: Signature
    acceptance: Signature | None = None
    countersignature: Signature | None = None
    superseded_at: datetime | None = None

    @property
    def state(self) -> AgreementState:
        """Where the version stands; follows from its signatures."""
        if self.superseded_at is not None:
            return "superseded"
        if self.countersignature is not None:
            return "countersigned"
        return "offered" if self.acceptance is None else "accepted"


def normalise_sha256(text: str) -> str:
    """The hash in lower case; raises :class:`FileHashError` if it is none."""
    folded = text.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", folded):
        raise FileHashError
    return folded


def offer_agreement(
    previous: Agreement | None, terms: Terms, *, id: str, supplier_id: str, offered: Signature
) -> Agreement:
    """The next version after ``previous`` (the latest one of the supplier, or None).

    Raises :class:`AgreementValidityError` for a period that is reversed or over.
    """
    if terms.valid_to < terms.valid_from or terms.valid_to < china_date(offered.at):
        raise AgreementValidityError
    return Agreement(
        id=id,
        supplier_id=supplier_id,
        version=1 if previous is None else previous.version + 1,
        document_id=terms.document_id,
        sha256=normalise_sha256(terms.sha256),
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        offered=offered,
    )


def supersede(agreement: Agreement, now: datetime) -> Agreement:
    """The version put out of force; unchanged if it is so already.

    An unsigned version is superseded when the next is offered, a countersigned one only when the
    next is countersigned, so that a renewal leaves no gap.
    """
    return agreement if agreement.superseded_at else replace(agreement, superseded_at=now)


def not_open(state: AgreementState | Literal["expired"]) -> AgreementNotOpenError:
    """The refusal of a step on an agreement in that state, with the state's names."""
    zh, en = _STATE_NAMES[state]
    return AgreementNotOpenError(state_zh=zh, state_en=en)


def _still_open(agreement: Agreement, expected: AgreementState, now: datetime) -> None:
    if agreement.state != expected:
        raise not_open(agreement.state)
    if china_date(now) > agreement.valid_to:
        raise not_open("expired")


def accept_agreement(agreement: Agreement, *, sha256: str, by: str, now: datetime) -> Agreement:
    """The version accepted by the supplier, who proves by the hash which text was read.

    The same acceptance again changes nothing. Raises :class:`AgreementChangedError` for another
    hash and :class:`AgreementNotOpenError` for a version that is not on offer any more.
    """
    if normalise_sha256(sha256) != agreement.sha256:
        raise AgreementChangedError(version=agreement.version)
    if agreement.state == "accepted" and agreement.acceptance and agreement.acceptance.by == by:
        return agreement
    _still_open(agreement, "offered", now)
    return replace(agreement, acceptance=Signature(by, now))


def countersign_agreement(agreement: Agreement, *, by: str, now: datetime) -> Agreement:
    """The accepted version signed for the platform, by nobody who offered or accepted it.

    The same countersignature again changes nothing. Raises :class:`SameSignatoryError` or
    :class:`AgreementNotOpenError`.
    """
    done = agreement.countersignature
    if agreement.state == "countersigned" and done and done.by == by:
        return agreement
    _still_open(agreement, "accepted", now)
    if by == agreement.offered.by or (agreement.acceptance and by == agreement.acceptance.by):
        raise SameSignatoryError
    return replace(agreement, countersignature=Signature(by, now))


def is_in_force(agreement: Agreement, now: datetime) -> bool:
    """Whether both sides are bound at that instant."""
    day = china_date(now)
    return agreement.state == "countersigned" and agreement.valid_from <= day <= agreement.valid_to
