"""Money on its way back to the customer.

| state | | next |
|---|---|---|
| `requested` | the gateway is to be asked, or finance to pay | `sent`, `settled`, `failed` |
| `sent` | the gateway has taken it up | `settled`, `failed`, `requested` |
| `failed` | finance decides | `requested`, `settled` |
| `settled` | paid, for good | |

What a gateway says later than, or against, what is stored never undoes that money was paid: it is
kept as a dispute, of which finance is told. The clock's breach stays, whenever the money comes.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from teleshop.kernel.rules import rule
from teleshop.payments.domain.hand import Entered, confirmed
from teleshop.payments.domain.payment import Method
from teleshop.payments.errors import (
    RefundStateError,
    RefundWithGatewayError,
    SettlementWaitsError,
)

REFUND_PREFIX: Final = "rfd"
BY_HAND: Final = "hand"
"""Stands for a gateway where money went back by a person of finance."""


class RefundState(StrEnum):
    """See the module."""

    REQUESTED = "requested"
    SENT = "sent"
    SETTLED = "settled"
    FAILED = "failed"


STATE_WORDS: Final = {
    RefundState.REQUESTED: ("已申请", "requested"),
    RefundState.SENT: ("处理中", "with the gateway"),
    RefundState.SETTLED: ("已退款", "settled"),
    RefundState.FAILED: ("退款失败", "failed"),
}


class Dispute(StrEnum):
    """What a gateway said that does not fit what is stored."""

    PAID_TWICE = "refund_paid_twice"
    """It was settled already, under another reference."""
    AMOUNT_DIFFERS = "refund_amount_differs"
    FAILED_AFTER = "refund_failed_after"
    """It was settled, and now is said to have failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """``reason`` is a code; ``subject`` what it is for, such as a case or an order. ``number`` is
    the gateway's number of the transaction that is refunded, ``reference`` of the refund itself
    (of a bank, where money went back by hand). ``attempt`` counts what the gateway is asked for
    anew after a failure; a question repeated within one attempt pays once. ``entered`` is what a
    first person said of a large payment by hand.
    """

    id: str
    payment_id: str
    order_id: str
    customer_id: str
    amount: int
    currency: str
    method: Method
    reason: str
    subject: str
    due_at: datetime
    requested_at: datetime
    gateway: str | None = None
    number: str | None = field(default=None, repr=False)
    state: RefundState = RefundState.REQUESTED
    attempt: int = 1
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    reference: str | None = field(default=None, repr=False)
    failed_at: datetime | None = None
    failure: str | None = None
    overdue_at: datetime | None = None
    disputes: tuple[Dispute, ...] = ()
    entered: Entered | None = None
    version: int = 1

    @property
    def awaits_second(self) -> bool:
        """Whether another person has to confirm what was entered."""
        return self.entered is not None and self.state is not RefundState.SETTLED

    @property
    def by_hand(self) -> bool:
        """Whether finance pays it: cash that was taken in at the door has no gateway to go back
        through.
        """
        return self.gateway is None

    @property
    def late(self) -> bool:
        """Whether it was, or is, not paid in time; that stays."""
        return self.overdue_at is not None or (
            self.settled_at is not None and in_breach(self.due_at, self.settled_at)
        )


@rule(
    id="R1.10-paid",
    clause="6.3.1",
    source="消费者权益保护法",
    article="25",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def in_breach(due_at: datetime, settled_at: datetime) -> bool:
    """Whether money came too late: at the due instant itself the time is over."""
    return settled_at >= due_at


def sent(refund: Refund, attempt: int, now: datetime) -> Refund:
    """The refund once the gateway took up an attempt. What a callback stored meanwhile, or a later
    attempt, stays as it is.
    """
    if not awaits(refund, attempt):
        return refund
    return replace(refund, state=RefundState.SENT, sent_at=now)


def awaits(refund: Refund, attempt: int) -> bool:
    """Whether the gateway still has to be asked for this attempt."""
    return (
        refund.state is RefundState.REQUESTED and refund.attempt == attempt and not refund.by_hand
    )


def settled(
    refund: Refund, *, reference: str, amount: int, currency: str, at: datetime
) -> Refund | Dispute:
    """The refund once the gateway paid it, the same when it says so again, or what does not fit.

    Money that went is stored whatever was stored before: before the answer to our own question,
    after a failure, or for an earlier attempt.
    """
    if refund.state is RefundState.SETTLED:
        return refund if refund.reference == reference else Dispute.PAID_TWICE
    if (amount, currency) != (refund.amount, refund.currency):
        return Dispute.AMOUNT_DIFFERS
    return replace(
        refund,
        state=RefundState.SETTLED,
        settled_at=at,
        settled_by=refund.gateway,
        reference=reference,
    )


def failed(refund: Refund, attempt: int, code: str, now: datetime) -> Refund | Dispute:
    """The refund once the gateway could not pay this attempt; the failure of an earlier one, and
    the same failure again, change nothing.
    """
    if refund.state is RefundState.SETTLED:
        return Dispute.FAILED_AFTER if attempt >= refund.attempt else refund
    if attempt < refund.attempt or refund.state is RefundState.FAILED:
        return refund
    return replace(refund, state=RefundState.FAILED, failed_at=now, failure=code)


def disputed(refund: Refund, dispute: Dispute) -> Refund:
    """The refund with a dispute; the same one again changes nothing."""
    if dispute in refund.disputes:
        return refund
    return replace(refund, disputes=(*refund.disputes, dispute))


def asked_again(refund: Refund, by: str) -> Refund:
    """The refund once finance lets the gateway be asked again: for a new attempt after a failure,
    else for the same one, which pays once however often it is asked for.

    Not while somebody else has entered that it was paid by hand, since it would be paid twice; who
    entered that, or something else after it, takes it back so.
    """
    if refund.by_hand or refund.state is RefundState.SETTLED:
        raise state_error(refund)
    if refund.entered is not None and refund.entered.by != by:
        raise SettlementWaitsError
    attempt = refund.attempt + (refund.state is RefundState.FAILED)
    return replace(refund, state=RefundState.REQUESTED, attempt=attempt, entered=None)


def settled_by_hand(refund: Refund, reference: str, by: str, at: datetime) -> Refund:
    """The refund once finance paid it. Not while the gateway may still pay.

    A large one counts when a second person has entered the same reference; until then it is
    ``entered``, and another reference takes its place, whoever enters it.
    """
    if refund.state is RefundState.SETTLED:
        raise state_error(refund)
    if not refund.by_hand and refund.state is not RefundState.FAILED:
        raise RefundWithGatewayError
    first = refund.entered
    said = Entered(reference=reference, by=by, at=at)
    if not confirmed(first, said, refund.amount, refund.currency):
        return replace(refund, entered=said)
    return replace(
        refund,
        state=RefundState.SETTLED,
        settled_at=first.at if first else at,
        settled_by=by,
        reference=reference,
    )


def overdue(refund: Refund, now: datetime) -> Refund:
    """The refund once its time ran out; a settled one stays as it is."""
    if refund.state is RefundState.SETTLED or refund.overdue_at is not None:
        return refund
    return replace(refund, overdue_at=now)


def state_error(refund: Refund) -> RefundStateError:
    """The refusal of what a refund's state does not allow."""
    zh, en = STATE_WORDS[refund.state]
    return RefundStateError(state_zh=zh, state_en=en)
