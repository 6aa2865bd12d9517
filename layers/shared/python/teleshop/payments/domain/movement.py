"""What a gateway told of, each transaction once: the mark that lets no sum count twice, and the
list of what did not fit.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.kernel.ids import derived_id
from teleshop.payments.domain.hand import Entered, confirmed
from teleshop.payments.errors import MovementStateError

MOVEMENT_PREFIX: Final = "gtx"


class MovementState(StrEnum):
    """`booked` pays a payment; the others are unexpected money."""

    BOOKED = "booked"
    UNMATCHED = "unmatched"
    """Nothing here is known of it (yet)."""
    REFUNDED = "refunded"
    """Sent back by itself."""
    SETTLED = "settled"
    """Finance dealt with it."""


UNEXPECTED: Final = (MovementState.UNMATCHED, MovementState.REFUNDED, MovementState.SETTLED)


class Unmatched(StrEnum):
    """Kinds of what nothing is known of, beside the verdicts on a payment's money."""

    PAYMENT = "unknown_payment"
    REFUND = "unknown_refund"
    """Money that the gateway says it paid back, which nobody here asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """``number`` is the gateway's own; ``kind`` a verdict, or one of :class:`Unmatched`;
    ``told_of`` the payment or refund that the gateway names. ``entered`` is what a first person
    of finance said became of a large sum; until a second one confirms it that changes nothing.
    """

    id: str
    gateway: str
    number: str = field(repr=False)
    kind: str
    told_of: str
    amount: int
    currency: str
    at: datetime
    told_at: datetime
    state: MovementState
    refund_id: str | None = None
    reference: str | None = field(default=None, repr=False)
    settled_at: datetime | None = None
    settled_by: str | None = None
    entered: Entered | None = None
    version: int = 1

    @property
    def awaits_second(self) -> bool:
        """Whether another person has to confirm what was entered."""
        return self.entered is not None and self.state is MovementState.UNMATCHED


def movement_id(gateway: str, number: str) -> str:
    """The same transaction is the same movement."""
    return derived_id(MOVEMENT_PREFIX, gateway, number)


def dealt_with(movement: Movement, reference: str, by: str, now: datetime) -> Movement:
    """The movement once finance found out what it was, or sent it back by hand; a large one is
    ``entered`` until a second person says the same; another reference takes its place.
    """
    if movement.state is not MovementState.UNMATCHED:
        raise MovementStateError
    said = Entered(reference=reference, by=by, at=now)
    if not confirmed(movement.entered, said, movement.amount, movement.currency):
        return replace(movement, entered=said)
    return replace(
        movement,
        state=MovementState.SETTLED,
        reference=reference,
        settled_at=now,
        settled_by=by,
    )
