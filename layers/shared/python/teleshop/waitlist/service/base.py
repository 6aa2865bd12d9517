"""What the use cases of the waiting list share."""

from typing import Any, Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.waitlist.domain.entry import EndReason, Entry, lines_of_queue
from teleshop.waitlist.domain.policy import DEFAULT_POLICY, WaitlistPolicy
from teleshop.waitlist.errors import EntryNotFoundError
from teleshop.waitlist.ports import Range, Stock
from teleshop.waitlist.schemas.events import WaitingEnded
from teleshop.waitlist.tables import (
    FigureRow,
    OpenEntry,
    OpenRow,
    PlaceRow,
    WaitlistRepository,
    place_of,
)

OFFER: Final = "waiting_offer"
"""The kind of the deadline at which an offer ends."""
WAITING: Final = "waiting"
"""The kind of the deadline at which an entry ends."""


class Desk:
    """Base of the services of this context; stateless."""

    def __init__(
        self,
        repository: WaitlistRepository,
        deadlines: Deadlines,
        stock: Stock,
        goods: Range,
        policy: WaitlistPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._stock = stock
        self._goods = goods
        self._policy = policy

    @property
    def _lines(self) -> tuple[str, ...]:
        """All parts of a queue."""
        return lines_of_queue(self._policy.most_pieces)

    def _get(self, entry_id: str) -> Entry:
        found = self._repository.find(entry_id)
        if found is None:
            raise EntryNotFoundError
        return found

    @staticmethod
    def _enter_queue(tx: Transaction, entry: Entry, *, joined: int) -> None:
        """Give an entry its place, by the instant of joining; ``joined`` is 1 for a new one."""
        place = place_of(entry)
        tx.create(PlaceRow, place, conflict=RacedError(), audited=False)
        count_line(tx, place.sku, place.line, entries=1, pieces=place.quantity, joined=joined)

    @staticmethod
    def _leave_queue(tx: Transaction, entry: Entry) -> None:
        place = place_of(entry)
        tx.delete_row(PlaceRow.from_entity(place), PlaceRow.is_there(), RacedError())
        count_line(tx, place.sku, place.line, entries=-1, pieces=-place.quantity)

    @staticmethod
    def _close(tx: Transaction, entry: Entry) -> None:
        """Let the customer join again for the same goods."""
        row = OpenRow.from_entity(OpenEntry.of(entry))
        tx.delete_row(row, OpenRow.entry_id == entry.id, RacedError())

    def _run_out(self, tx: Transaction, entry: Entry, id: str) -> None:
        """Let the entry end when its days are over."""
        self._deadlines.register(
            tx, id=id, owner=owner_of(entry.id), kind=WAITING, due_at=entry.expires_at
        )

    def _tell_end(self, tx: Transaction, entry: Entry, reason: EndReason) -> None:
        """An entry ended without an order: others are told, and the customer may join again."""
        self._close(tx, entry)
        tx.publish(WaitingEnded(**facts(entry), reason=reason))


def count_line(
    tx: Transaction, sku: str, line: str, *, entries: int, pieces: int, joined: int = 0
) -> None:
    """Change the figure of a line by so much, where it lies."""
    actions = FigureRow.adding(entries, pieces, joined)
    tx.update_row(FigureRow.at(sku, line), actions, None, RacedError())


def subject_of(entry_id: str) -> Subject:
    """What audit entries and events of an entry are filed under."""
    return Subject("waiting_entry", entry_id)


def owner_of(entry_id: str) -> Owner:
    """Whose the deadlines are."""
    return Owner("waitlist", "entry", entry_id)


def deadline_id(id: str) -> str:
    """``waitlist:wtl_…:waiting``: the end of an entry; by the id of an offer after which it went on
    waiting.
    """
    return f"waitlist:{id}:{WAITING}"


def offer_deadline_id(offer_id: str) -> str:
    """``waitlist:wtl_…-1:waiting_offer``: the end of an offer."""
    return f"waitlist:{offer_id}:{OFFER}"


def facts(entry: Entry) -> dict[str, Any]:
    """What every event about an entry says."""
    return {
        "entry_id": entry.id,
        "customer_id": entry.customer_id,
        "sku": entry.sku,
        "title": entry.title,
    }
