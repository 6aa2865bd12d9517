"""What this context needs of other contexts, in its own words; `wiring.py` connects it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from teleshop.care.domain.policy import Policy
from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of an order: who supplied which product."""

    number: int
    product_id: str
    supplier_id: str


@dataclass(frozen=True, slots=True)
class Sale:
    """An order as far as a case refers to it."""

    order_id: str
    customer_id: str
    slot_id: str | None
    lines: tuple[SoldLine, ...]


class Sales(Protocol):
    """Orders."""

    def find(self, order_id: str) -> Sale | None:
        """The order, or None if it was never reported."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A cause that a text suggests; ``confidence`` in per cent."""

    code: str
    confidence: int


class CauseCodes(Protocol):
    """The taxonomy of causes."""

    def suggest(self, text: str) -> Suggested | None:
        """The cause that the text suggests, if any."""

    def check(self, code: str) -> None:
        """Refuse a code that is none (`cause_unknown`)."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody on shift with valid training; ``subject`` is that of a token, ``skills`` are
    first-level causes and ``general``.
    """

    subject: str
    team: str
    skills: frozenset[str] = frozenset()


class DutyRoster(Protocol):
    """Who is on shift, and how many cases they have."""

    def on_duty(self, now: datetime) -> Sequence[OnDuty]:
        """Who may take a case now, least loaded first."""

    def take(self, tx: Transaction, subject: str, *, skill: str | None = None) -> OnDuty:
        """Count one case more; refuses (`not_on_duty`) unless on shift with valid training."""

    def give_back(self, tx: Transaction, subject: str) -> None:
        """Count one case less."""

    def team_of(self, subject: str) -> str | None:
        """The team that somebody belongs to."""

    def has_team(self, team: str) -> bool:
        """Whether anybody belongs to a team."""


class LinkedFile(Protocol):
    """The content behind a link."""

    @property
    def content_type(self) -> str:
        """Its type."""

    @property
    def sha256(self) -> str:
        """Its hash."""


class FileLink(Protocol):
    """A link to a file that needs no token."""

    @property
    def url(self) -> str:
        """The address."""

    @property
    def expires_at(self) -> datetime:
        """When it stops working."""

    @property
    def document(self) -> LinkedFile:
        """What is behind it."""


class Files(Protocol):
    """Uploaded files."""

    def is_usable(self, document_id: str, subjects: frozenset[str]) -> bool:
        """Whether a file was uploaded as an attachment of a case by one of ``subjects`` (persons or
        suppliers) and was not refused.
        """


class FileLinks(Protocol):
    """Links to uploaded files."""

    def link(self, call: Call, document_id: str, seconds: int, *, case_id: str) -> FileLink:
        """A link to a file that the case shows to the caller; committed, with an audit entry.

        Refuses a file whose check has not accepted it.
        """


class PolicyBook(Protocol):
    """The versions of the policy of clocks."""

    def published(self) -> Sequence[Policy]:
        """Every version that is or was in force, the first one too."""
