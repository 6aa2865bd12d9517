"""What is stored beside a deposit."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FineBooked:
    """A fine in the book. ``reference`` is the case; of ``amount`` fen ``taken`` were there and
    ``owed`` were not.
    """

    supplier_id: str
    reference: str
    entry_id: str
    amount: int
    taken: int
    owed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FineRecord:
    """A fine, which is booked once and annulled once at most (``annulled_by``, an entry)."""

    supplier_id: str
    reference: str
    entry_id: str
    amount: int
    taken: int
    owed: int
    at: datetime
    annulled_by: str | None = None
    version: int = 1

    def booked(self) -> FineBooked:
        """The same for those who ordered it."""
        return FineBooked(
            supplier_id=self.supplier_id,
            reference=self.reference,
            entry_id=self.entry_id,
            amount=self.amount,
            taken=self.taken,
            owed=self.owed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FineAnnulled:
    """A fine that is void: ``returned`` fen are held again, ``forgiven`` are owed no more."""

    entry_id: str
    returned: int
    forgiven: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedReference:
    """A payment that is booked, at that instant: ``kind`` is `payment` or `payback`."""

    kind: str
    reference: str
    supplier_id: str
    entry_id: str
    amount: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A case that must end before anything is paid back."""

    supplier_id: str
    case_id: str
    since: datetime
