"""An invitation: one customer, one version of a programme, one answer.

Its token is a secret of 32 random bytes, of which only a keyed hash is kept. A new token takes the
place of the one before, so that at most one is good.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.kernel.quarters import quarter_of
from teleshop.surveys.domain.programme import ActiveProgramme, Mode, ProgrammeKind

TOKEN_PURPOSE: Final = "survey-token"
TOKEN_BYTES: Final = 32


class InvitationState(StrEnum):
    """``scheduled``: not told yet. ``answered``, ``lapsed`` and ``withdrawn`` are final."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What an invitation is about, and the groups that its answer counts in; codes and ids."""

    customer_id: str
    case_id: str | None = None
    order_id: str | None = None
    supplier_id: str | None = None
    channel: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """``quarter`` is the one that the answer is reported in: that of the invitation, or the one
    that was sampled. ``token_hash`` is that of the token now in force, None before the first.
    ``number`` is the version of the questions.
    """

    id: str
    programme_id: str
    kind: ProgrammeKind
    number: int
    quarter: str
    customer_id: str
    created_at: datetime
    opens_at: datetime
    expires_at: datetime
    modes: tuple[Mode, ...]
    anonymous: bool = False
    state: InvitationState = InvitationState.OPEN
    case_id: str | None = None
    order_id: str | None = None
    supplier_id: str | None = None
    channel: str | None = None
    cause: str | None = None
    sample_id: str | None = None
    token_hash: str | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer."""
        return self.state is InvitationState.OPEN

    def takes(self, now: datetime) -> bool:
        """Whether an answer may still come; the instant of the end is too late."""
        return self.is_open and now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """When a customer was last invited, and since when he does not want to be."""

    customer_id: str
    invited_at: datetime | None = None
    opted_out_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenHolder:
    """Which invitation a token, known by its hash, belongs to."""

    token_hash: str
    invitation_id: str


def may_invite(contact: Contact | None, now: datetime, fatigue: timedelta) -> bool:
    """Whether a customer may be invited for a case or an order: not opted out, and the last
    invitation is ``fatigue`` ago, that instant included.
    """
    if contact is None:
        return True
    if contact.opted_out_at is not None:
        return False
    return contact.invited_at is None or now - contact.invited_at >= fatigue


def new_invitation(
    id: str,
    active: ActiveProgramme,
    about: Cause,
    now: datetime,
    *,
    quarter: str | None = None,
    sample_id: str | None = None,
) -> Invitation:
    """An invitation of the version in force; scheduled if the programme waits some days."""
    opens_at = now + timedelta(days=active.terms.delay_days)
    later = opens_at > now
    return Invitation(
        id=id,
        programme_id=active.programme_id,
        kind=active.kind,
        number=active.number,
        quarter=quarter or quarter_of(now),
        customer_id=about.customer_id,
        created_at=now,
        opens_at=opens_at,
        expires_at=opens_at + timedelta(days=active.terms.answer_days),
        modes=active.terms.modes,
        anonymous=active.terms.anonymous,
        state=InvitationState.SCHEDULED if later else InvitationState.OPEN,
        case_id=about.case_id,
        order_id=about.order_id,
        supplier_id=about.supplier_id,
        channel=about.channel,
        cause=about.cause,
        sample_id=sample_id,
    )


def opened(invitation: Invitation) -> Invitation:
    """Its day has come."""
    return replace(invitation, state=InvitationState.OPEN)


def answered(invitation: Invitation) -> Invitation:
    """Its one answer has come. Nothing says when, so that an anonymous answer cannot be matched."""
    return replace(invitation, state=InvitationState.ANSWERED)


def lapsed(invitation: Invitation) -> Invitation:
    """Nobody answered in time."""
    return replace(invitation, state=InvitationState.LAPSED)


def withdrawn(invitation: Invitation) -> Invitation:
    """The customer does not want to be asked."""
    return replace(invitation, state=InvitationState.WITHDRAWN)


def with_token(invitation: Invitation, token_hash: str) -> Invitation:
    """A new token is in force."""
    return replace(invitation, token_hash=token_hash)
