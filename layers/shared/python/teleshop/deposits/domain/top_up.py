"""The request to top up a deposit: when it begins, when it ends, and when a hold that it led to is
back.

A request ends once nothing is missing. One whose time had run out, so that the supplier was on
hold, ends only as long as what ended it stands: if the very payment is taken back, or the lower
requirement is raised again, what was missing is due when it was. Whatever else is missing later is
a new request with its own time.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from teleshop.deposits.domain.deposit import Deposit, LiftedHold
from teleshop.deposits.domain.policy import DEFAULT_POLICY, DepositPolicy


class Cause(StrEnum):
    """What changed a deposit, as far as its request to top up cares."""

    PAYMENT = "payment"
    REVERSAL = "reversal"
    REQUIREMENT = "requirement"
    OTHER = "other"


def settle(
    deposit: Deposit,
    now: datetime,
    policy: DepositPolicy = DEFAULT_POLICY,
    cause: Cause = Cause.OTHER,
    *,
    missing: int = 0,
    booked_at: datetime | None = None,
) -> Deposit:
    """The deposit with its clock as it must be after a change: one that runs while something is
    missing and the cooperation goes on. A clock that runs is not moved by a further fine.

    ``missing`` was the shortfall before the change; ``booked_at`` the instant of a payment that is
    taken back.
    """
    if not deposit.shortfall:
        return _ended(deposit, now, cause, missing)
    if deposit.ended or deposit.due_at is not None:
        return deposit
    back = _back(deposit, now, policy, cause, booked_at)
    return replace(
        deposit,
        due_at=back.due_at if back else policy.top_up_due(now),
        asked=deposit.asked + 1,
        overdue=back is not None,
        lifted=None,
    )


def _ended(deposit: Deposit, now: datetime, cause: Cause, missing: int) -> Deposit:
    after = replace(deposit, due_at=None, overdue=False)
    if not deposit.overdue or deposit.due_at is None or deposit.ended or cause is Cause.OTHER:
        return after
    by_payment = cause is Cause.PAYMENT
    lifted = LiftedHold(due_at=deposit.due_at, missing=missing, at=now, by_payment=by_payment)
    return replace(after, lifted=lifted)


def _back(
    deposit: Deposit,
    now: datetime,
    policy: DepositPolicy,
    cause: Cause,
    booked_at: datetime | None,
) -> LiftedHold | None:
    """The hold that is back, since what lifted it is undone; None for a request of its own. More
    than was missing then was never asked for.
    """
    lifted = deposit.lifted
    if lifted is None or deposit.shortfall > lifted.missing:
        return None
    if cause is Cause.REVERSAL:
        undone = lifted.by_payment and booked_at == lifted.at
    else:
        undone = (
            cause is Cause.REQUIREMENT
            and not lifted.by_payment
            and now < lifted.at + timedelta(days=policy.lowered_days)
        )
    return lifted if undone else None
