"""Events of deposits. Amounts are whole fen; nothing personal."""

from datetime import datetime
from typing import ClassVar

from teleshop.kernel.events import EventData


class DepositEvent(EventData, frozen=True, kw_only=True):
    """What all events of a supplier's deposit say."""

    context: ClassVar[str] = "deposits"

    supplier_id: str


class DepositPaidIn(DepositEvent, frozen=True, kw_only=True):
    """Money came in: ``settled`` of it covered fines that were owed; ``held`` is there now."""

    entry_id: str
    amount: int
    settled: int
    held: int
    owed: int


class DepositPaymentReversed(DepositEvent, frozen=True, kw_only=True):
    """A payment that was booked wrongly is taken back."""

    entry_id: str
    amount: int
    held: int
    owed: int


class DepositRequired(DepositEvent, frozen=True, kw_only=True):
    """Another amount is required from now on."""

    required: int
    before: int


class DepositShort(DepositEvent, frozen=True, kw_only=True):
    """``shortfall`` must be paid in by ``due_at``; of it ``owed`` are fines."""

    required: int
    held: int
    owed: int
    shortfall: int
    due_at: datetime


class DepositOverdue(DepositEvent, frozen=True, kw_only=True):
    """The shortfall was not paid in in time: nothing new of the supplier is taken until it is."""

    shortfall: int
    due_at: datetime


class DepositRestored(DepositEvent, frozen=True, kw_only=True):
    """Nothing is missing any more; ``was_overdue``: whether the supplier is on hold for it."""

    was_overdue: bool


class DepositFreed(DepositEvent, frozen=True, kw_only=True):
    """The cooperation is over: nothing is required any more, and ``free`` can be paid back."""

    free: int


class DepositFined(DepositEvent, frozen=True, kw_only=True):
    """A fine of ``amount`` for the case ``reference``: ``taken`` from the deposit, ``owed`` beyond
    it.
    """

    reference: str
    amount: int
    taken: int
    owed: int


class DepositFineAnnulled(DepositEvent, frozen=True, kw_only=True):
    """A fine is void: ``returned`` to the deposit, ``forgiven`` of what was owed."""

    reference: str
    amount: int
    returned: int
    forgiven: int


class DepositPaybackAsked(DepositEvent, frozen=True, kw_only=True):
    """Somebody must decide on a payback."""

    payback_id: str
    round: int
    amount: int


class DepositPaybackDecided(DepositEvent, frozen=True, kw_only=True):
    """``outcome``: `approved`; `withdrawn` before a decision by who asked; or `refused`, or after
    it was approved `cancelled` or `reduced` to ``amount``, with the ``reason_code``.
    """

    payback_id: str
    amount: int
    outcome: str
    reason_code: str | None = None


class DepositPaybackStalled(DepositEvent, frozen=True, kw_only=True):
    """The review of a payback stopped without a decision; ``error`` is its kind or `timed_out`."""

    payback_id: str
    round: int
    error: str


class DepositPaidBack(DepositEvent, frozen=True, kw_only=True):
    """The bank paid ``amount`` to the supplier."""

    payback_id: str
    amount: int
    held: int
