"""Events of the fund. Amounts are whole fen. Those about a customer carry ``customer_id``; those
about the fund's own work do not.
"""

from datetime import datetime
from typing import ClassVar

from teleshop.kernel.events import EventData


class FundEvent(EventData, frozen=True, kw_only=True):
    """What the fund publishes."""

    context: ClassVar[str] = "fund"


class ClaimEvent(FundEvent, frozen=True, kw_only=True):
    """What all events about a customer's claim say; ``kind`` as in the claim."""

    claim_id: str
    customer_id: str | None
    supplier_id: str
    order_id: str
    case_id: str | None
    kind: str
    amount: int


class ClaimOpened(ClaimEvent, frozen=True, kw_only=True):
    """A claim was filed; ``state`` says whether money could be set aside."""

    state: str
    decision_due: datetime


class ClaimDecided(ClaimEvent, frozen=True, kw_only=True):
    """``outcome``: `approved`, `refused`, `returned` (evidence is missing), `withdrawn`, `lapsed`.
    ``released`` is what was set aside before and is free now.
    """

    outcome: str
    released: int
    reason_code: str | None = None
    due_at: datetime | None = None


class ClaimPaid(ClaimEvent, frozen=True, kw_only=True):
    """The customer was paid; ``recoverable`` is what the supplier owes the fund for it."""

    recoverable: int


class ClaimRecovered(FundEvent, frozen=True, kw_only=True):
    """The supplier paid ``amount`` back and still owes ``outstanding``."""

    claim_id: str
    supplier_id: str
    amount: int
    outstanding: int


class ClaimWrittenOff(FundEvent, frozen=True, kw_only=True):
    """What a supplier still owed for a claim was given up."""

    claim_id: str
    supplier_id: str
    amount: int
    reason_code: str


class ClaimReviewRequested(FundEvent, frozen=True, kw_only=True):
    """Money is set aside, and somebody must decide: run ``round`` of the review begins. ``waited``:
    whether the claim stood in the queue for money before.
    """

    claim_id: str
    round: int
    waited: bool


class ClaimReviewStalled(FundEvent, frozen=True, kw_only=True):
    """The review stopped without a decision; ``error`` is its kind, `timed_out`, or
    `assessed_meanwhile`: the amount was changed after it was approved.
    """

    claim_id: str
    round: int
    error: str


class ClaimOverdue(FundEvent, frozen=True, kw_only=True):
    """What was due has not happened: ``what`` is `decision`, `payout`, or
    `recovery` (by the supplier).
    """

    claim_id: str
    what: str
    due_at: datetime


class FundInsufficient(FundEvent, frozen=True, kw_only=True):
    """A claim has to wait for money: ``needed`` for it, ``available`` in the fund."""

    claim_id: str
    needed: int
    available: int


class FundContributed(FundEvent, frozen=True, kw_only=True):
    """Money came into the fund."""

    entry_id: str
    amount: int


class FundStatementRequested(FundEvent, frozen=True, kw_only=True):
    """Somebody wants the statement of a month."""

    month: str


class FundStatementMade(FundEvent, frozen=True, kw_only=True):
    """The statement of a month is there; ``balanced``: whether its debits equal its credits."""

    month: str
    sha256: str
    movements: int
    balanced: bool
