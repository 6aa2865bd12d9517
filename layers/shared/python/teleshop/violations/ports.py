"""What violation cases need of other contexts, in their own words; `wiring.py` connects it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from teleshop.kernel.events import EventData
from teleshop.kernel.transaction import Transaction
from teleshop.violations.domain.case import Source
from teleshop.violations.domain.link import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Who took part in a decision (token subjects, with those acted for) and why it was made so:
    ``reasons`` in the order in which they were given, which may name persons.
    """

    people: tuple[str, ...] = ()
    reasons: tuple[str, ...] = field(default=(), repr=False)

    @property
    def reason(self) -> str:
        """Why whoever answered last answered so; empty if no reason was given."""
        return self.reasons[-1] if self.reasons else ""

    @property
    def of_all(self) -> str:
        """Why all who had to agree did so, numbered if they are several."""
        if len(self.reasons) < 2:  # noqa: PLR2004 - one reason needs no number
            return self.reason
        return "\n".join(f"{number}. {text}" for number, text in enumerate(self.reasons, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the state machine is started with: ``stage`` is `decision` or `appeal`; ``panel``
    whether three persons decide; who is ``excluded`` (token subjects) may not; ``timeout`` (ISO
    8601) is for each role.
    """

    case_id: str
    stage: str
    round: int
    panel: bool
    excluded: tuple[str, ...]
    timeout: str


class Suppliers(Protocol):
    """Who sells on the platform, or sold."""

    def knows(self, supplier_id: str, now: datetime) -> bool:
        """Whether there is such a supplier: an applicant, on board, or not any more."""

    def has_left(self, supplier_id: str) -> bool:
        """Whether the cooperation with it, or its application, has ended for good."""

    def links(self, supplier_id: str) -> tuple[Link, ...]:
        """Suppliers of bad record that it shares something with."""

    def hold(self, tx: Transaction, supplier_id: str, case_id: str) -> object:
        """Take nothing new of the supplier (goods, prices, slots) while the case is open; what is
        on sale goes on.
        """

    def lift(self, tx: Transaction, supplier_id: str, case_id: str) -> object:
        """The case has ended."""

    def enter(self, tx: Transaction, supplier_id: str, event_id: str, event: EventData) -> None:
        """Enter an event into the supplier's timeline."""


class Goods(Protocol):
    """Products."""

    def foreign(self, product_ids: Sequence[str], supplier_id: str) -> list[str]:
        """Those of the products that are not this supplier's, or do not exist."""


class References(Protocol):
    """What a case may refer to."""

    def is_about(self, source: Source, reference: str, supplier_id: str) -> bool:
        """Whether the complaint or the finding of a sweep exists and is about the supplier; what
        the platform does not keep itself (letters of authorities) is taken as it is named.
        """


class Evidence(Protocol):
    """Uploaded files."""

    def unusable_of_staff(self, document_ids: Sequence[str]) -> list[str]:
        """Those that are no accepted evidence uploaded by staff."""

    def contents(self, document_ids: Sequence[str]) -> dict[str, str]:
        """What tells the content of files, by their identifier; without those that are gone."""

    def unusable_of_supplier(self, document_ids: Sequence[str], supplier_id: str) -> list[str]:
        """Those that are no accepted material of a statement, uploaded by the supplier."""


class Deposits(Protocol):
    """The deposit of a supplier."""

    def block(self, tx: Transaction, supplier_id: str, case_id: str) -> object:
        """Pay nothing back while the case is open."""

    def release(self, tx: Transaction, supplier_id: str, case_id: str) -> object:
        """The case is over."""


class Decisions(Protocol):
    """Human decisions on one round of a case."""

    def judged(self, case_id: str, round: int, steps: Sequence[str]) -> Judged:
        """Who decided these steps, as far as they are decided, and why."""


class Workflow(Protocol):
    """The state machine that asks for a decision."""

    def start(self, name: str, asked: Asked, at: datetime) -> None:
        """Start a run; starting it again under the same name changes nothing."""
