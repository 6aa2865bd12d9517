"""A deposit that is paid back, all or in part: asked for by one person, above a limit decided by
another, then paid by the bank and booked (R6.4: no unreasonable conditions).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.domain.policy import DepositPolicy
from teleshop.deposits.errors import (
    NotApprovedError,
    NotFreeError,
    PaybackBlockedError,
    PaybackPromisedError,
)
from teleshop.kernel.money import yuan
from teleshop.kernel.rules import rule

PAYBACK_PREFIX: Final = "pbk"


class PaybackState(StrEnum):
    """``asked``: waits for a decision; ``approved``: its money is set aside; ``withdrawn``: who
    asked for it took it back before the decision; ``cancelled``: it was approved, and a payment
    that it rested on turned out to be none.
    """

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PAID = "paid"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payback:
    """``amount`` fen, asked for while ``required`` had to be held. ``rests_on`` is how much must
    have been paid in for it, as far as it is approved.

    ``refusal`` is why it was refused or cancelled; ``reason_code`` names what that rests on:
    `blocked` or `not_free` when it was to take effect, `payment_reversed` where it was cancelled,
    or a part of it was. ``stalled``: its review failed for a technical reason.
    """

    id: str
    supplier_id: str
    amount: int
    required: int
    reason: str = field(repr=False)
    asked_by: str
    asked_at: datetime
    state: PaybackState
    decided_by: str | None = None
    decided_at: datetime | None = None
    rests_on: int | None = None
    refusal: str | None = field(default=None, repr=False)
    reason_code: str | None = None
    reference: str | None = None
    paid_at: datetime | None = None
    round: int = 1
    stalled: bool = False
    version: int = 1

    @property
    def is_alone(self) -> bool:
        """Whether one person alone decided that it is paid back."""
        given = self.state in {PaybackState.APPROVED, PaybackState.PAID}
        return given and self.decided_by == self.asked_by


@rule(
    id="R6.4-deposits",
    clause="3.4.2",
    source="中华人民共和国电子商务法",
    article="21",
    effective_from=date(2019, 1, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def refuse_payback(deposit: Deposit, amount: int, cases: Sequence[str]) -> None:
    """Refuse a payback for one of two reasons only, and say which: a case that may end with a fine
    is open, or more is wanted than is free. No unreasonable condition may stand in its way.
    """
    if cases:
        raise PaybackBlockedError(cases=", ".join(cases))
    if amount > deposit.free:
        raise NotFreeError(free=yuan(deposit.free), required=yuan(deposit.required))


def needs_another(
    deposit: Deposit, amount: int, earlier: Iterable[Payback], policy: DepositPolicy
) -> bool:
    """Whether another person must decide: more than the limit of the policy, together with what was
    paid back alone in its days (``earlier``), or of what is only free since less is required.
    """
    alone = sum(one.amount for one in earlier if one.is_alone)
    return alone + amount > policy.alone_up_to or amount > deposit.free_alone


def unfounded(payback: Payback, deposit: Deposit) -> int:
    """How much of what was promised may be cancelled: what it took of payments that were taken
    back since, and that is missing now. No case, no fine, and no payment that had no part in it
    stands in its way. Refuses to cancel anything else.
    """
    if payback.state is not PaybackState.APPROVED:
        raise NotApprovedError
    missing = (payback.rests_on or 0) - deposit.paid_in
    part = min(payback.amount, missing, deposit.shortfall)
    if part <= 0:
        raise PaybackPromisedError
    return part


def cancelled(payback: Payback, part: int, reason: str) -> Payback:
    """So much of it is not paid; the supplier is told why, and may ask again. What is left is
    promised as before.
    """
    after = replace(payback, refusal=reason, reason_code="payment_reversed")
    if part == payback.amount:
        return replace(after, state=PaybackState.CANCELLED)
    rests_on = (payback.rests_on or 0) - part
    return replace(after, amount=payback.amount - part, rests_on=rests_on)


def approved(payback: Payback, by: str | None, now: datetime, deposit: Deposit) -> Payback:
    """Its money is set aside, out of what is free of ``deposit``."""
    spare = deposit.free - payback.amount
    return replace(
        payback,
        state=PaybackState.APPROVED,
        decided_by=by,
        decided_at=now,
        rests_on=deposit.paid_in - spare,
        stalled=False,
    )


def refused(
    payback: Payback, by: str | None, reason: str | None, code: str | None, now: datetime
) -> Payback:
    """It is not paid; the supplier is told why, and may ask again."""
    return replace(
        payback,
        state=PaybackState.REFUSED,
        decided_by=by,
        decided_at=now,
        refusal=reason,
        reason_code=code,
        stalled=False,
    )


def withdrawn(payback: Payback, now: datetime) -> Payback:
    """Who asked for it took it back: nobody decided, and it may be asked for again."""
    return replace(payback, state=PaybackState.WITHDRAWN, decided_at=now, stalled=False)


def paid(payback: Payback, reference: str, now: datetime) -> Payback:
    """The bank has paid."""
    return replace(payback, state=PaybackState.PAID, reference=reference, paid_at=now)
