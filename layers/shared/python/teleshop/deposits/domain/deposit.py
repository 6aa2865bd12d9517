"""The deposit of one supplier. Amounts are whole fen.

A fine takes what is there; what it exceeds that by is owed, and taken from the next payment before
anything else. So never both: while something is owed, nothing is held. One number, ``net``, says
both, and a fine that is annulled moves it back by exactly as much, whatever happened between.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from teleshop.deposits.domain.policy import DEFAULT_POLICY


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedHold:
    """A hold that was lifted at ``at``, by a payment or by a lower requirement: what was missing
    then, and when it had been due.
    """

    due_at: datetime
    missing: int
    at: datetime
    by_payment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """``held`` belongs to the supplier; ``payable`` too, and is promised to be paid back; ``owed``
    are fines that the deposit did not cover. ``required`` is what it should hold.

    ``due_at`` is the instant by which a shortfall must be topped up, ``asked`` counts how often one
    was asked for; ``overdue`` says that nothing new is taken until it is, and ``lifted`` what was
    overdue last. ``ended``: the cooperation is over, and nothing is required any more.
    ``open_payback`` is the payback that waits for a decision. ``lowered_from`` is what was required
    before one person lowered it, until another one has approved a payback that was asked for since.
    ``paid_in`` are all payments so far, without those that were taken back. ``version`` 0 is a
    deposit that nothing is stored of.
    """

    supplier_id: str
    required: int = DEFAULT_POLICY.required
    held: int = 0
    payable: int = 0
    owed: int = 0
    due_at: datetime | None = None
    asked: int = 0
    overdue: bool = False
    ended: bool = False
    lifted: LiftedHold | None = None
    open_payback: str | None = None
    lowered_from: int | None = None
    paid_in: int = 0
    version: int = 0

    @property
    def net(self) -> int:
        """What is held less what is owed; one of the two is zero."""
        return self.held - self.owed

    @property
    def shortfall(self) -> int:
        """What must be paid in until the required amount is held and nothing is owed."""
        return max(0, (0 if self.ended else self.required) - self.net)

    @property
    def free(self) -> int:
        """What may be paid back: what exceeds the required amount, all after the cooperation."""
        return max(0, self.net - (0 if self.ended else self.required))

    @property
    def free_alone(self) -> int:
        """What one person may pay back alone: nothing that only became free by lowering what is
        required, of which one person decides.
        """
        if self.ended:
            return self.free
        return max(0, self.net - max(self.required, self.lowered_from or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """By how much each account of the book grows, on its own side; the book stays balanced:
    ``cash + owed = held + payable + fines``.
    """

    cash: int = 0
    owed: int = 0
    held: int = 0
    payable: int = 0
    fines: int = 0

    @property
    def is_balanced(self) -> bool:
        """Whether debits and credits are equal."""
        return self.cash + self.owed == self.held + self.payable + self.fines


Moved = tuple[Deposit, Movement]


def pay_in(deposit: Deposit, amount: int) -> Moved:
    """The supplier pays: what it owes first, the rest is held."""
    return _moved(_counted(deposit, _positive(amount)), amount, cash=amount)


def take_back_payment(deposit: Deposit, amount: int) -> Moved:
    """A payment was booked that there never was: what it had covered is open again."""
    return _moved(_counted(deposit, -_positive(amount)), -amount, cash=-amount)


def fine(deposit: Deposit, amount: int) -> Moved:
    """A fine of ``amount``: what is held is taken, the rest is owed."""
    return _moved(deposit, -_positive(amount), fines=amount)


def annul(deposit: Deposit, amount: int) -> Moved:
    """A fine of ``amount`` is void: what is owed goes down first, the rest is held again."""
    return _moved(deposit, _positive(amount), fines=-amount)


def set_aside(deposit: Deposit, amount: int) -> Moved:
    """What will be paid back is no more held; ValueError for more than is free."""
    if _positive(amount) > deposit.free:
        raise ValueError(f"{amount} fen are more than the {deposit.free} that are free")
    return _moved(deposit, -amount, payable=amount)


def pay_out(deposit: Deposit, amount: int) -> Moved:
    """What was set aside has been paid."""
    if _positive(amount) > deposit.payable:
        raise ValueError(f"{amount} fen were not set aside")
    return _moved(deposit, 0, payable=-amount, cash=-amount)


def keep(deposit: Deposit, amount: int) -> Moved:
    """What was set aside is not paid back: what is owed goes down first, the rest is held again."""
    if _positive(amount) > deposit.payable:
        raise ValueError(f"{amount} fen were not set aside")
    return _moved(deposit, amount, payable=-amount)


def require(deposit: Deposit, required: int) -> Deposit:
    """Another amount is required from now on; a lower one frees nothing for one person alone."""
    if required < 0:
        raise ValueError("a required amount is not negative")
    highest = max(deposit.required, deposit.lowered_from or 0)
    return replace(deposit, required=required, lowered_from=highest if required < highest else None)


def approved_by_another(deposit: Deposit, required: int) -> Deposit:
    """Another person has approved a payback that was asked for while ``required`` was what had to
    be held. So much of what one person lowered has been seen by two, and no more: what was lowered
    since that request has not.
    """
    return replace(deposit, lowered_from=required if deposit.required < required else None)


def end(deposit: Deposit) -> Deposit:
    """The cooperation is over: nothing must be topped up."""
    return replace(
        deposit,
        ended=True,
        due_at=None,
        lifted=None,
        overdue=False,
    )


def _counted(deposit: Deposit, amount: int) -> Deposit:
    return replace(deposit, paid_in=deposit.paid_in + amount)


def _moved(deposit: Deposit, change: int, **booked: int) -> Moved:
    net = deposit.net + change
    held, owed = max(0, net), max(0, -net)
    after = replace(
        deposit, held=held, owed=owed, payable=deposit.payable + booked.get("payable", 0)
    )
    movement = Movement(held=held - deposit.held, owed=owed - deposit.owed, **booked)
    return after, movement


def _positive(amount: int) -> int:
    if amount <= 0:
        raise ValueError(f"{amount!r} is no positive number of fen")
    return amount
