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
    """``amount`` fen. ``refusal`` is why it was refused or cancelled; ``reason_code`` names what
    it rests on: `blocked` or `not_free` when it was to take effect, `payment_reversed` where it was
    cancelled. ``stalled``: its review failed for a technical reason.
    """

    id: str
    supplier_id: str
    amount: int
    reason: str = field(repr=False)
    asked_by: str
    asked_at: datetime
    state: PaybackState
    decided_by: str | None = None
    decided_at: datetime | None = None
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


def refuse_cancelling(payback: Payback, deposit: Deposit) -> None:
    """Refuse to cancel what was promised, unless a payment was taken back since it was approved: no
    case and no fine that came later stands in its way.
    """
    if payback.state is not PaybackState.APPROVED:
        raise NotApprovedError
    since = payback.decided_at
    if deposit.reversed_at is None or since is None or deposit.reversed_at < since:
        raise PaybackPromisedError


def cancelled(payback: Payback, reason: str) -> Payback:
    """It is not paid; the supplier is told why, and may ask again."""
    return replace(
        payback,
        state=PaybackState.CANCELLED,
        refusal=reason,
        reason_code="payment_reversed",
    )


def approved(payback: Payback, by: str | None, now: datetime) -> Payback:
    """Its money is set aside."""
    return replace(
        payback, state=PaybackState.APPROVED, decided_by=by, decided_at=now, stalled=False
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
