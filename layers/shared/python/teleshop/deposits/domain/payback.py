"""A deposit that is paid back, all or in part: asked for by one person, above a limit decided by
another, then paid by the bank and booked (R6.4: no unreasonable conditions).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.errors import NotFreeError, PaybackBlockedError
from teleshop.kernel.money import yuan
from teleshop.kernel.rules import rule

PAYBACK_PREFIX: Final = "pbk"


class PaybackState(StrEnum):
    """``asked``: waits for a decision; ``approved``: its money is set aside."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payback:
    """``amount`` fen. ``refusal`` is why it was refused; ``reason_code`` names a refusal that
    nobody wrote: `blocked` or `not_free` when it was to take effect. ``stalled``: its review failed
    for a technical reason.
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


def approved(payback: Payback, by: str | None, now: datetime) -> Payback:
    """Its money is set aside."""
    return replace(
        payback, state=PaybackState.APPROVED, decided_by=by, decided_at=now, stalled=False
    )


def refused(
    payback: Payback, by: str | None, reason: str, code: str | None, now: datetime
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


def paid(payback: Payback, reference: str, now: datetime) -> Payback:
    """The bank has paid."""
    return replace(payback, state=PaybackState.PAID, reference=reference, paid_at=now)
