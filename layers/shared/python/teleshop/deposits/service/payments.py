"""What finance does with a deposit: payments, their correction, what is required.

A payment itself is made outside, by the supplier at its bank; here its reference is booked, once.
"""

from typing import Any

from teleshop.deposits.domain import deposit as rules
from teleshop.deposits.domain.records import UsedReference
from teleshop.deposits.domain.top_up import Cause
from teleshop.deposits.errors import (
    CooperationEndedError,
    DepositNotFoundError,
    PaymentNotFoundError,
    ReferenceUsedError,
)
from teleshop.deposits.schemas import (
    DepositBody,
    DepositPaidIn,
    DepositPaymentReversed,
    DepositRequired,
)
from teleshop.deposits.service.base import Desk, Shown, may_see
from teleshop.deposits.tables import ReferenceRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.use_case import judged_on

PAYMENT = "payment"


class Payments(Desk):
    """Money that comes in."""

    def show(self, call: Call, supplier_id: str) -> Shown:
        """The deposit as it stands; refuses who may not know of it."""
        if not may_see(call.actor, supplier_id):
            raise DepositNotFoundError
        self._has_ended(supplier_id)
        return self._shown(call, self._get(supplier_id))

    def pay_in(self, call: Call, supplier_id: str, body: DepositBody) -> Shown:
        """Money came in: fines that are owed are paid first. The account is remembered as a keyed
        hash, by which suppliers of bad record are recognised.
        """
        amount, reference, account = required(body, "amount", "reference", "payer_account")
        key = self._suppliers.account_key(account)
        if key is None:
            raise InvalidInputError(errors=[_ACCOUNT])
        if not amount:
            raise InvalidInputError(errors=[AMOUNT_ZERO])
        self._has_ended(supplier_id)
        before = self._get(supplier_id)
        call.check_version(before.version)
        after, moved = rules.pay_in(before, amount)
        tx = self._begin(call, "pay_in", supplier_id)
        entry = self._post(tx, supplier_id, PAYMENT, moved, reference)
        used = UsedReference(
            kind=PAYMENT,
            reference=reference,
            supplier_id=supplier_id,
            entry_id=entry.id,
            amount=amount,
            at=call.now,
        )
        tx.create(ReferenceRow, used, conflict=ReferenceUsedError(reference=reference))
        self._suppliers.note_account(tx, supplier_id, key)
        stored = self._settle(tx, before, after, Cause.PAYMENT)
        self._tell(
            tx,
            DepositPaidIn(
                supplier_id=supplier_id,
                entry_id=entry.id,
                amount=amount,
                settled=-moved.owed,
                held=stored.held,
                owed=stored.owed,
            ),
        )
        return tx.commit(self._shown(call, stored))

    def reverse_payment(self, call: Call, supplier_id: str, body: DepositBody) -> Shown:
        """A payment was booked wrongly: it is taken back, and its reference can be booked again.
        What it had covered is open again; a hold that it had lifted is back. Refuses what the bank
        has paid back already.
        """
        reference, reason = required(body, "reference", "reason")
        before = self._get(supplier_id)
        known = self._repository.find_reference(PAYMENT, reference)
        if known is None or known.supplier_id != supplier_id:
            raise PaymentNotFoundError(reference=reference)
        call.check_version(before.version)
        after, moved = rules.take_back_payment(before, known.amount)
        tx = self._begin(call, "reverse_payment", supplier_id)
        with judged_on(before, lambda: self._get(supplier_id)):
            entry = self._post(tx, supplier_id, "payment_reversal", moved, reference, covered=False)
        tx.delete(ReferenceRow, known, conflict=RacedError())
        stored = self._settle(tx, before, after, Cause.REVERSAL, known.at)
        told = DepositPaymentReversed(
            supplier_id=supplier_id,
            entry_id=entry.id,
            amount=known.amount,
            held=stored.held,
            owed=stored.owed,
        )
        self._tell(tx, told, reason)
        return tx.commit(self._shown(call, stored))

    def set_requirement(self, call: Call, supplier_id: str, body: DepositBody) -> Shown:
        """Another amount must be held from now on; what is missing is asked for, with its time. A
        hold that was lifted by a lower amount a short time ago is back.
        What a lower amount frees needs two persons to be paid back.
        """
        amount, reason = required(body, "amount", "reason")
        if self._has_ended(supplier_id):
            raise CooperationEndedError
        before = self._get(supplier_id)
        call.check_version(before.version)
        tx = self._begin(call, "require_deposit", supplier_id)
        after = rules.require(before, amount)
        stored = self._settle(tx, before, after, Cause.REQUIREMENT)
        told = DepositRequired(supplier_id=supplier_id, required=amount, before=before.required)
        self._tell(tx, told, reason)
        return tx.commit(self._shown(call, stored))


def required(body: DepositBody, *names: str) -> tuple[Any, ...]:
    """The fields that a kind has; refuses with every one that is missing or belongs to another."""
    given = {name for name in _MISSING if getattr(body, name) is not None}
    faults = [_MISSING[name] for name in names if name not in given]
    faults += [_foreign(name) for name in _MISSING if name in given - set(names)]
    if faults:
        raise InvalidInputError(errors=faults)
    return tuple(getattr(body, name) for name in names)


def _foreign(name: str) -> FieldError:
    """What is sent with a kind that knows no such field would be lost without a word."""
    return FieldError(
        f"/{name}",
        "field_of_other_kind",
        "该类登记（kind）没有此字段，请删除，或核对 kind。",
        "This `kind` has no such field: remove it, or check `kind`.",
        clause="3.4.2",
    )


_MISSING = {
    name: FieldError(f"/{name}", code, zh, en, clause="3.4.2")
    for name, code, zh, en in (
        ("amount", "amount_missing", "请填写金额（分）。", "Give the amount in fen."),
        (
            "reference",
            "reference_missing",
            "请填写银行流水号。",
            "Give the reference of the bank.",
        ),
        (
            "payer_account",
            "payer_account_missing",
            "请填写付款账户；平台只保存其不可逆的摘要。",
            "Give the account that paid; only a hash of it is kept.",
        ),
        ("reason", "reason_required", "请填写理由。", "Give a reason."),
        (
            "payback_id",
            "payback_missing",
            "请填写退还申请的编号。",
            "Name the payback.",
        ),
    )
}
AMOUNT_ZERO = FieldError(
    "/amount", "amount_zero", "金额须大于 0 分。", "The amount must be above 0 fen.", clause="3.4.2"
)
_ACCOUNT = FieldError(
    "/payer_account",
    "payer_account_form",
    "付款账户至少有 8 位字母或数字，请按银行回单填写。",
    "A payer's account has 8 letters or digits at least; copy it from the bank's receipt.",
    clause="3.4.2",
)
