"""From a request to a price that holds: the steps that the state machine and the clock take.

Each use case is driven by the state of the request: a step that was taken, or belongs to another
run, answers `end` and changes nothing.
"""

from dataclasses import replace
from typing import Any, Final

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Transaction
from teleshop.pricing.domain import change as rules
from teleshop.pricing.domain.change import PROCESS, ChangeState, PriceChange
from teleshop.pricing.domain.policy import PricePolicy
from teleshop.pricing.domain.request import supplier_faults
from teleshop.pricing.domain.sheet import Sheet, with_entry
from teleshop.pricing.ports import Review, ReviewStep, Suppliers, Workflow
from teleshop.pricing.schemas import PriceChangeStalled, PriceScheduled
from teleshop.pricing.service.base import Desk, clock_id
from teleshop.pricing.tables import SheetRow

END: Final = "end"


class Reviews(Desk):
    """What happens to price changes between filing and holding."""

    def __init__(self, *parts: Any, suppliers: Suppliers) -> None:
        super().__init__(*parts)
        self._suppliers = suppliers

    def start_review(
        self, call: Call, workflow: Workflow, name: str, change_id: str, round: int
    ) -> None:
        """Start a run of the state machine, unless the request has moved on meanwhile."""
        change = self._get(change_id)
        if change.state is ChangeState.IN_REVIEW and change.round == round:
            workflow.start(name, review_of(change, self._policy(change)), call.now)

    def apply_outcome(self, call: Call, change_id: str, round: int, decided: Decided) -> str:
        """What was decided takes effect."""
        before = self._get(change_id)
        if before.state is not ChangeState.IN_REVIEW or before.round != round:
            return END
        match decided.outcome:
            case "approved":
                return self._approve(call, before, decided)
            case "rejected":
                return self._end(call, before, ChangeState.REFUSED, decided)
            case "returned":
                return self._end(call, before, ChangeState.RETURNED, decided)
            case "withdrawn":
                after = rules.withdrawn(before, decided.decided_by or "system", call.now)
                tx = self._begin(call, "withdraw_price_change", before.id)
                self._tell_withdrawn(tx, self._save(tx, before, after))
                return tx.commit(END)
            case "timed_out":
                return self._stall(call, before, "timed_out")

    def _approve(self, call: Call, before: PriceChange, decided: Decided) -> str:
        sheet = self._repository.sheet(before.sku)
        stale = rules.stale_reason(before, sheet, call.now, self._policy(before))
        if sheet is not None and not stale:
            stale = self._block_of(sheet)
        if stale or sheet is None:
            # What was approved is not what would happen now: whoever asked looks at it again.
            returned = Decided("returned", decided.decided_by, reason_code=stale)
            return self._end(call, before, ChangeState.RETURNED, returned)
        after = rules.approved(before, decided.decided_by, call.now)
        tx = self._begin(call, "approve_price_change", before.id)
        if (after.applied_from or call.now) <= call.now:
            after = rules.in_force(after)
        stored = self._save(tx, before, after)
        self._put_on_sheet(tx, sheet, stored)
        self._tell_decided(tx, stored)
        return tx.commit(END)

    def _block_of(self, sheet: Sheet) -> str | None:
        """The kind of what stands against its supplier now, since the request was filed."""
        block = self._suppliers.block(sheet.supplier_id)
        faults = supplier_faults(block, on_sale=sheet.on_sale)
        return faults[0].code if faults else None

    def _put_on_sheet(self, tx: Transaction, sheet: Sheet, change: PriceChange) -> None:
        now = tx.call.now
        entries, after = change.entries(now), sheet
        for entry in entries:
            after = with_entry(after, entry)
        tx.save(SheetRow, sheet, after, conflict=RacedError())
        # A price that leaves the sheet must have its row, also if the sweep has not come by yet.
        left_out = [entry for entry in sheet.entries if entry not in after.entries]
        begun = entries if change.state is ChangeState.IN_FORCE else ()
        whole = replace(sheet, entries=(*sheet.entries, *entries))
        self._note_effect(tx, whole, (*left_out, *begun))
        if begun:
            return
        self._start_clock(tx, change)
        for entry in entries:
            tx.publish(
                PriceScheduled(
                    sku=sheet.sku,
                    product_id=sheet.product_id,
                    channel=entry.channel,
                    amount=entry.amount,
                    effective_from=entry.effective_from,
                    change_id=entry.change_id,
                )
            )

    def _end(self, call: Call, before: PriceChange, state: ChangeState, decided: Decided) -> str:
        after = rules.ended(before, state, decided.decided_by, decided.reason_code, call.now)
        tx = self._begin(call, f"{_VERBS[state]}_price_change", before.id)
        self._tell_decided(tx, self._save(tx, before, after))
        return tx.commit(END)

    def report_failure(self, call: Call, change_id: str, round: int, error: str) -> str:
        """The review failed for a technical reason: a manager must look at it."""
        before = self._get(change_id)
        if before.state is not ChangeState.IN_REVIEW or before.round != round:
            return END
        return self._stall(call, before, error)

    def _stall(self, call: Call, before: PriceChange, error: str) -> str:
        if before.stalled:
            return END
        tx = self._begin(call, "stall_price_review", before.id)
        self._save(tx, before, rules.stalled(before))
        tx.publish(
            PriceChangeStalled(
                change_id=before.id,
                sku=before.sku,
                product_id=before.product_id,
                round=before.round,
                error=error,
            )
        )
        return tx.commit(END)

    def price_due(self, call: Call, change_id: str, deadline_id: str) -> PriceChange | None:
        """The minute has come from which an approved price holds: the history says so. None if it
        was withdrawn, or noted before.
        """
        before = self._repository.change(change_id)
        if before is None or before.state is not ChangeState.SCHEDULED:
            return None
        sheet = self._repository.sheet(before.sku)
        if sheet is None or clock_id(before) != deadline_id:
            return None
        tx = self._begin(call, "note_price_effect", change_id)
        stored = self._save(tx, before, rules.in_force(before))
        self._note_effect(tx, sheet, before.entries(call.now))
        return tx.commit(stored)


_VERBS = {ChangeState.REFUSED: "refuse", ChangeState.RETURNED: "return"}


def review_of(change: PriceChange, policy: PricePolicy) -> Review:
    """The run of a request through its departments."""
    return Review(
        kind=PROCESS,
        id=change.id,
        round=change.round,
        requester=change.requested_by,
        steps={
            step.name: ReviewStep.of(step, wanted=step.name in change.steps)
            for step in policy.steps
        },
    )
