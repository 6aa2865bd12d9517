"""Deposits that are paid back: asked for with a reason, above a limit decided by another person,
then paid by the bank and booked.

R6.4: no unreasonable conditions. There are two: what is required stays while the cooperation goes
on, and no case that may end with a fine is open. Every refusal says which of them it is.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from teleshop.approvals.service import Decided
from teleshop.deposits.domain import deposit as rules
from teleshop.deposits.domain import payback as steps
from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.domain.payback import (
    PAYBACK_PREFIX,
    Payback,
    PaybackState,
    refuse_payback,
)
from teleshop.deposits.domain.records import UsedReference
from teleshop.deposits.errors import (
    NotFreeError,
    PaybackBlockedError,
    PaybackNotFoundError,
    PaybackOpenError,
    PaybackStateError,
    ReferenceUsedError,
)
from teleshop.deposits.ports import Decisions, Review, Workflow
from teleshop.deposits.schemas import (
    DepositBody,
    DepositEvent,
    DepositPaidBack,
    DepositPaybackAsked,
    DepositPaybackDecided,
    DepositPaybackStalled,
)
from teleshop.deposits.service.base import Desk, Shown
from teleshop.deposits.service.payments import AMOUNT_ZERO, required
from teleshop.deposits.tables import BlocksRow, PaybackRow, ReferenceRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.transaction import Transaction

END: Final = "end"
ROLE: Final = "manager"
STATE_NAMES: Final = {
    PaybackState.ASKED: ("待审批", "waiting for its decision"),
    PaybackState.APPROVED: ("已批准", "approved"),
    PaybackState.REFUSED: ("未批准", "refused"),
    PaybackState.WITHDRAWN: ("已撤回", "taken back"),
    PaybackState.PAID: ("已付款", "paid"),
    PaybackState.CANCELLED: ("已取消", "cancelled"),
}


class Paybacks(Desk):
    """Money that goes back to suppliers."""

    def __init__(self, *parts: Any, decisions: Decisions) -> None:
        super().__init__(*parts)
        self._decisions = decisions

    def ask(self, call: Call, supplier_id: str, body: DepositBody) -> Shown:
        """Ask for a payback. Up to the limit of the policy, which all of its days share, its money
        is set aside at once; above, and of what a lowered requirement freed, another person
        decides.

        Refuses what is not free, and while a case is open or another payback waits.
        """
        amount, reason = required(body, "amount", "reason")
        if not amount:
            raise InvalidInputError(errors=[AMOUNT_ZERO])
        known, current = self._as_it_is(supplier_id)
        call.check_version(known.version)
        if known.open_payback is not None:
            raise PaybackOpenError(payback_id=known.open_payback)
        self._check(current, amount)
        made = Payback(
            id=new_id(PAYBACK_PREFIX, call.now),
            supplier_id=supplier_id,
            amount=amount,
            required=current.required,
            reason=reason,
            asked_by=call.actor.subject,
            asked_at=call.now,
            state=PaybackState.ASKED,
        )
        tx = self._begin(call, "ask_for_payback", supplier_id)
        if self._needs_another(call, current, amount):
            tx.create(PaybackRow, made, conflict=RacedError())
            stored = self._settle(tx, known, replace(current, open_payback=made.id))
            self._ask(tx, made)
            return tx.commit(self._shown(call, stored, made))
        granted = steps.approved(made, call.actor.subject, call.now, current)
        tx.create(PaybackRow, granted, conflict=RacedError())
        stored = self._set_aside(tx, known, current, granted)
        return tx.commit(self._shown(call, stored, granted))

    def _as_it_is(self, supplier_id: str) -> tuple[Deposit, Deposit]:
        """The deposit as it is stored, and as it is: the cooperation may have ended a moment ago,
        of which an event is under way.
        """
        ended = self._has_ended(supplier_id)
        known = self._get(supplier_id)
        return known, rules.end(known) if ended else known

    def _needs_another(self, call: Call, deposit: Deposit, amount: int) -> bool:
        since = call.now - timedelta(days=self._policy.alone_days)
        earlier = self._repository.paybacks_since(deposit.supplier_id, since)
        return steps.needs_another(deposit, amount, earlier, self._policy)

    def _check(self, deposit: Deposit, amount: int) -> None:
        cases = [block.case_id for block in self._repository.blocks(deposit.supplier_id)]
        refuse_payback(deposit, amount, cases)

    def _set_aside(
        self, tx: Transaction, before: Deposit, current: Deposit, payback: Payback
    ) -> Deposit:
        """Book what is approved; a case that is opened meanwhile makes it a lost race."""
        after, moved = rules.set_aside(current, payback.amount)
        self._post(tx, before.supplier_id, "payback_approved", moved, payback.id)
        tx.require(
            BlocksRow,
            before.supplier_id,
            BlocksRow.SK,
            BlocksRow.cases.does_not_exist() | (BlocksRow.cases == 0),
            conflict=RacedError(),
        )
        stored = self._settle(tx, before, replace(after, open_payback=None))
        self._tell(tx, _decided(payback, "approved"))
        return stored

    # -- deciding --

    def start_review(
        self, call: Call, workflow: Workflow, name: str, supplier_id: str, payback_id: str
    ) -> None:
        """Start a run of the state machine, unless the payback has moved on meanwhile."""
        payback = self._find(supplier_id, payback_id)
        if payback.state is not PaybackState.ASKED:
            return
        review = Review(
            process_id=f"{supplier_id}.{payback_id}",
            supplier_id=supplier_id,
            payback_id=payback_id,
            round=payback.round,
            requester=payback.asked_by,
            role=ROLE,
            escalation=(),
            timeout=f"P{self._policy.days_per_role}D",
        )
        workflow.start(name, review, call.now)

    def apply_outcome(
        self, call: Call, supplier_id: str, payback_id: str, round: int, decided: Decided
    ) -> str:
        """What was decided takes effect; a step that was taken before changes nothing."""
        before = self._find(supplier_id, payback_id)
        if before.state is not PaybackState.ASKED or before.round != round:
            return END
        match decided.outcome:
            case "approved":
                return self._approve(call, before, decided)
            case "timed_out":
                return self._stall(call, before, "timed_out")
            case "withdrawn":
                after = steps.withdrawn(before, call.now)
                told = _decided(after, after.state)
                return self._close(call, "withdraw_payback", before, after, told)
        reason, code = self._reason(decided), decided.reason_code
        return self._refuse(call, before, decided.decided_by, reason, code)

    def _approve(self, call: Call, before: Payback, decided: Decided) -> str:
        known, current = self._as_it_is(before.supplier_id)
        try:
            self._check(current, before.amount)
        except (PaybackBlockedError, NotFreeError) as stands_against:
            # Approved, but a case was opened or a fine taken since it was asked for.
            reason = stands_against.detail("zh")
            code = "blocked" if isinstance(stands_against, PaybackBlockedError) else "not_free"
            return self._refuse(call, before, None, reason, code)
        after = steps.approved(before, decided.decided_by, call.now, current)
        tx = self._begin(call, "approve_payback", before.supplier_id)
        tx.save(PaybackRow, before, after, conflict=RacedError())
        self._set_aside(tx, known, rules.approved_by_another(current, before.required), after)
        return tx.commit(END)

    def _refuse(
        self, call: Call, before: Payback, by: str | None, reason: str | None, code: str | None
    ) -> str:
        after = steps.refused(before, by, reason, code, call.now)
        return self._close(call, "refuse_payback", before, after, _decided(after, after.state))

    def _close(
        self, call: Call, action: str, before: Payback, after: Payback, told: DepositEvent
    ) -> str:
        """A request that comes to nothing; another one may be made."""
        deposit = self._get(before.supplier_id)
        tx = self._begin(call, action, before.supplier_id)
        tx.save(PaybackRow, before, after, conflict=RacedError())
        self._settle(tx, deposit, replace(deposit, open_payback=None))
        self._tell(tx, told)
        return tx.commit(END)

    def _reason(self, decided: Decided) -> str | None:
        known = self._decisions.find(decided.approval_id) if decided.approval_id else None
        return (known.reason if known else None) or None

    def report_failure(
        self, call: Call, supplier_id: str, payback_id: str, round: int, error: str
    ) -> str:
        """The workflow failed for a technical reason: a manager must look at it."""
        before = self._find(supplier_id, payback_id)
        if before.state is not PaybackState.ASKED or before.round != round:
            return END
        return self._stall(call, before, error)

    def _stall(self, call: Call, before: Payback, error: str) -> str:
        """Nobody decided: the request is closed without prejudice, and finance may ask again."""
        told = DepositPaybackStalled(
            supplier_id=before.supplier_id, payback_id=before.id, round=before.round, error=error
        )
        after = replace(steps.refused(before, None, None, "not_decided", call.now), stalled=True)
        return self._close(call, "stall_payback", before, after, told)

    # -- paying --

    def pay(self, call: Call, supplier_id: str, body: DepositBody) -> Shown:
        """The bank has paid what was approved."""
        payback_id, reference = required(body, "payback_id", "reference")
        # The deposit first: what comes between the reads makes the write fail.
        before = self._get(supplier_id)
        payback = self._find(supplier_id, payback_id)
        if payback.state is not PaybackState.APPROVED:
            zh, en = STATE_NAMES[payback.state]
            raise PaybackStateError(state_zh=zh, state_en=en)
        call.check_version(before.version)
        after, moved = rules.pay_out(before, payback.amount)
        tx = self._begin(call, "pay_back", supplier_id)
        entry = self._post(tx, supplier_id, "payback", moved, payback.id)
        used = UsedReference(
            kind="payback",
            reference=reference,
            supplier_id=supplier_id,
            entry_id=entry.id,
            amount=payback.amount,
            at=call.now,
        )
        tx.create(ReferenceRow, used, conflict=ReferenceUsedError(reference=reference))
        paid = steps.paid(payback, reference, call.now)
        paid = tx.save(PaybackRow, payback, paid, conflict=RacedError())
        stored = self._settle(tx, before, after)
        self._tell(
            tx,
            DepositPaidBack(
                supplier_id=supplier_id,
                payback_id=payback.id,
                amount=payback.amount,
                held=stored.held,
            ),
        )
        return tx.commit(self._shown(call, stored, paid))

    def cancel(self, call: Call, supplier_id: str, body: DepositBody) -> Shown:
        """What was approved is not paid, as far as a payment that it rested on was taken back; the
        supplier is told why, and may ask again. What is owed is covered first.
        """
        payback_id, reason = required(body, "payback_id", "reason")
        before = self._get(supplier_id)
        payback = self._find(supplier_id, payback_id)
        call.check_version(before.version)
        part = steps.unfounded(payback, before)
        after, moved = rules.keep(before, part)
        tx = self._begin(call, "cancel_payback", supplier_id)
        self._post(tx, supplier_id, "payback_cancelled", moved, payback.id)
        left = steps.cancelled(payback, part, reason)
        left = tx.save(PaybackRow, payback, left, conflict=RacedError())
        stored = self._settle(tx, before, after)
        whole = left.state is PaybackState.CANCELLED
        self._tell(tx, _decided(left, left.state if whole else "reduced"))
        return tx.commit(self._shown(call, stored, left))

    # -- telling --

    def _find(self, supplier_id: str, payback_id: str) -> Payback:
        found = self._repository.find_payback(supplier_id, payback_id)
        if found is None:
            raise PaybackNotFoundError
        return found

    def _ask(self, tx: Transaction, payback: Payback) -> None:
        self._tell(
            tx,
            DepositPaybackAsked(
                supplier_id=payback.supplier_id,
                payback_id=payback.id,
                round=payback.round,
                amount=payback.amount,
            ),
        )


def _decided(payback: Payback, outcome: str) -> DepositPaybackDecided:
    return DepositPaybackDecided(
        supplier_id=payback.supplier_id,
        payback_id=payback.id,
        amount=payback.amount,
        outcome=outcome,
        reason_code=payback.reason_code,
    )
