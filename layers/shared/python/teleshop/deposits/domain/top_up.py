"""The request to top up a deposit: when it begins, when it has ended, and when one that has ended
is open again, with the time that it had.

A request ends once nothing is missing. If it ended by a payment that turned out to be none, or by
a requirement that was lowered and is raised again, nobody has answered it: its time goes on as if
it had never ended. A fine and whatever else leaves something missing make a new request.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.deposits.domain.deposit import AnsweredRequest, Deposit
from teleshop.deposits.domain.policy import DEFAULT_POLICY, DepositPolicy

REMEMBERED: Final = 10
"""So many requests that have ended are remembered, the last ones."""


class Cause(StrEnum):
    """What changed a deposit, as far as its request to top up cares."""

    PAYMENT = "payment"
    REVERSAL = "reversal"
    REQUIREMENT = "requirement"
    OTHER = "other"


_ANSWERS = frozenset({Cause.PAYMENT, Cause.REQUIREMENT})
"""What may turn out not to have answered a request. One that ends otherwise was none: its fine is
void, or its cooperation over.
"""
_REOPENS = frozenset({Cause.REVERSAL, Cause.REQUIREMENT})


def settle(
    deposit: Deposit,
    now: datetime,
    policy: DepositPolicy = DEFAULT_POLICY,
    cause: Cause = Cause.OTHER,
) -> Deposit:
    """The deposit with its clock as it must be after a change: one that runs while something is
    missing and the cooperation goes on. A clock that runs is not moved by a further fine, and one
    that is open again may have run out already (``overdue``).
    """
    if not deposit.shortfall:
        return _ended(deposit, now, cause)
    if deposit.ended:
        return deposit
    before = _unanswered(deposit, now, policy) if cause in _REOPENS else None
    if before is not None and (deposit.due_at is None or before.due_at < deposit.due_at):
        return replace(
            deposit,
            due_at=before.due_at,
            asked=deposit.asked + 1,
            asked_at=before.asked_at,
            asked_for=deposit.required,
            overdue=before.due_at <= now,
            answered=tuple(one for one in deposit.answered if one.due_at < before.due_at),
        )
    if deposit.due_at is not None:
        return replace(deposit, asked_for=max(deposit.asked_for, deposit.required))
    return replace(
        deposit,
        due_at=policy.top_up_due(now),
        asked=deposit.asked + 1,
        asked_at=now,
        asked_for=deposit.required,
    )


def without_payment(deposit: Deposit, amount: int, booked_at: datetime) -> Deposit:
    """The same after a payment of ``amount``, booked at that instant, was taken back: one from
    before a request was no answer to it, which was answered with that much less.
    """
    return _eased(deposit, amount, lambda known: booked_at < known.asked_at)


def without_fine(deposit: Deposit, amount: int, booked_at: datetime) -> Deposit:
    """The same after a fine of ``amount``, booked at that instant, was annulled: the requests that
    were open then or later asked for that much too much.
    """
    return _eased(deposit, amount, lambda known: booked_at < known.at)


def _eased(deposit: Deposit, amount: int, concerns: Callable[[AnsweredRequest], bool]) -> Deposit:
    answered = (
        replace(known, paid_in=known.paid_in - amount) if concerns(known) else known
        for known in deposit.answered
    )
    return replace(deposit, answered=tuple(answered))


def _ended(deposit: Deposit, now: datetime, cause: Cause) -> Deposit:
    due_at, asked_at = deposit.due_at, deposit.asked_at
    after = replace(deposit, due_at=None, asked_at=None, asked_for=0, overdue=False)
    if due_at is None or asked_at is None or deposit.ended:
        return after
    if cause not in _ANSWERS:
        return after
    spare = deposit.net - deposit.required
    answered = AnsweredRequest(
        due_at=due_at,
        asked_at=asked_at,
        at=now,
        paid_in=deposit.paid_in - spare,
        lowered_by=max(0, deposit.asked_for - deposit.required),
    )
    return replace(after, answered=(*deposit.answered, answered)[-REMEMBERED:])


def _unanswered(deposit: Deposit, now: datetime, policy: DepositPolicy) -> AnsweredRequest | None:
    """The first due of the requests that seemed to be answered and were not: less has been paid in
    than for that, or than it asked for before it was lowered a short time ago.
    """
    lowered = timedelta(days=policy.lowered_days)
    found = [
        known
        for known in deposit.answered
        if deposit.paid_in < known.paid_in + (known.lowered_by if now < known.at + lowered else 0)
    ]
    return min(found, key=lambda known: known.due_at, default=None)
