"""What people see of a deposit. Amounts are whole fen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.domain.payback import Payback
from teleshop.kernel.schema import Output

Reader = Literal["supplier", "staff"]


class PaybackView(Output, frozen=True, kw_only=True):
    """A payback; who of the staff asked and decided is for staff. ``refusal`` says why it was
    refused or cancelled, or (``state`` `approved`) why it is less than was promised; null where
    nobody decided (`stalled`, or ``state`` `withdrawn`).
    """

    id: str
    amount: int
    state: str
    asked_at: datetime
    reason: str
    decided_at: datetime | None
    refusal: str | None
    reason_code: str | None
    paid_at: datetime | None
    reference: str | None
    stalled: bool
    asked_by: str | None = None
    decided_by: str | None = None

    @classmethod
    def of(cls, payback: Payback, reader: Reader) -> "PaybackView":
        """What ``reader`` may see."""
        staff = reader == "staff"
        return cls(
            id=payback.id,
            amount=payback.amount,
            state=payback.state,
            asked_at=payback.asked_at,
            reason=payback.reason,
            decided_at=payback.decided_at,
            refusal=payback.refusal,
            reason_code=payback.reason_code,
            paid_at=payback.paid_at,
            reference=payback.reference,
            stalled=payback.stalled,
            asked_by=payback.asked_by if staff else None,
            decided_by=payback.decided_by if staff else None,
        )


class DepositView(Output, frozen=True, kw_only=True):
    """A deposit: ``held`` of the ``required`` amount; ``owed`` are fines that it did not cover;
    ``shortfall`` must be paid in by ``due_at`` (null: nobody has asked yet); ``free`` may be paid
    back unless one of ``blocked_by`` (cases, for staff) is open; ``payable`` is approved and not
    yet paid. ``book`` names its book for the ledger's routes.
    """

    supplier_id: str
    book: str
    held: int
    required: int
    owed: int
    shortfall: int
    free: int
    payable: int
    due_at: datetime | None
    overdue: bool
    ended: bool
    blocked: bool
    blocked_by: list[str] | None
    paybacks: list[PaybackView]
    version: int

    @classmethod
    def of(
        cls,
        deposit: Deposit,
        book: str,
        paybacks: Sequence[Payback],
        cases: Sequence[str],
        reader: Reader,
    ) -> "DepositView":
        """What ``reader`` may see."""
        return cls(
            supplier_id=deposit.supplier_id,
            book=book,
            held=deposit.held,
            required=deposit.required,
            owed=deposit.owed,
            shortfall=deposit.shortfall,
            free=deposit.free,
            payable=deposit.payable,
            due_at=deposit.due_at,
            overdue=deposit.overdue,
            ended=deposit.ended,
            blocked=bool(cases),
            blocked_by=list(cases) if reader == "staff" else None,
            paybacks=[PaybackView.of(one, reader) for one in paybacks],
            version=deposit.version,
        )
