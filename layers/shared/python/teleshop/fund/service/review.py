"""From money set aside to a decision: the steps that the state machine and the clocks take.

Each use case is driven by the state of the claim: a step that was taken, or belongs to another run,
answers `end` and changes nothing.
"""

from datetime import datetime
from typing import Final

from teleshop.approvals.service import Decided
from teleshop.fund.domain import claim as rules
from teleshop.fund.domain.claim import Claim, ClaimState
from teleshop.fund.ports import Decision, Review, Workflow
from teleshop.fund.schemas import ClaimOverdue, ClaimReviewStalled, RefusalBody
from teleshop.fund.service.base import CLOCKS, Desk, Shown, clock_id, place_of
from teleshop.fund.tables import WaitingRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError

END: Final = "end"


class Reviews(Desk):
    """What happens to claims between filing and payment."""

    def reserve_next(self, call: Call) -> Claim | None:
        """Set money aside for the claim that has waited longest; None if nobody waits, or if there
        is too little for that one: nobody overtakes.
        """
        waiting = self._repository.waiting(1)
        if not waiting:
            return None
        before = self._get(waiting[0].claim_id)
        if before.state is not ClaimState.WAITING:
            # Served or withdrawn between the two reads.
            raise RacedError
        tx = self._begin(call, "reserve_next", before.id)
        if not self._reserve(tx, before):
            return None
        stored = self._save(tx, before, rules.with_money(before))
        tx.delete(WaitingRow, place_of(before), conflict=RacedError())
        self._ask_for_review(tx, stored, waited=True)
        return tx.commit(stored)

    def start_review(
        self, call: Call, workflow: Workflow, name: str, claim_id: str, round: int
    ) -> None:
        """Start a run of the state machine, unless the claim has moved on meanwhile."""
        claim = self._get(claim_id)
        if claim.state is not ClaimState.REVIEW or claim.round != round:
            return
        policy = self._policy(claim)
        level = policy.level_for(claim.claimed)
        review = Review(
            claim_id=claim.id,
            round=round,
            requester=claim.filed_by,
            role=level.role,
            escalation=level.escalation,
            timeout=f"P{policy.days_per_role}D",
        )
        workflow.start(name, review, call.now)

    def apply_outcome(self, call: Call, claim_id: str, round: int, decided: Decided) -> str:
        """What was decided takes effect."""
        before = self._get(claim_id)
        if before.state is not ClaimState.REVIEW or before.round != round:
            return END
        match decided.outcome:
            case "approved":
                return self._approve(call, before, decided)
            case "rejected":
                return self._refuse(call, before, decided)
            case "returned":
                return self._return(call, before, decided)
            case "withdrawn":
                tx = self._begin(call, "withdraw_claim", before.id)
                self._end(tx, before, rules.withdrawn(before, call.now))
                return tx.commit(END)
            case "timed_out":
                # Nobody decided. That is no reason to refuse a customer: a manager is told.
                return self._stall(call, before, "timed_out")

    def _approve(self, call: Call, before: Claim, decided: Decided) -> str:
        made = self._decision(decided)
        if not rules.is_judged_as_it_stands(before, made.decided_at if made else None):
            # The amount was changed after somebody approved another one.
            return self._stall(call, before, "assessed_meanwhile")
        after = rules.approved(before, decided.decided_by, self._policy(before), call.now)
        tx = self._begin(call, "approve_claim", before.id)
        stored = self._save(tx, before, after)
        released = self._release(tx, before, before.held - stored.held)
        self._stop_clock(tx, before, met=True)
        self._register(tx, stored, "payout", stored.payout_due)
        self._tell_decided(tx, stored, released)
        return tx.commit(END)

    def _refuse(self, call: Call, before: Claim, decided: Decided) -> str:
        reason = self._reason(decided)
        after = rules.refused(before, decided.decided_by, reason, decided.reason_code, call.now)
        tx = self._begin(call, "refuse_claim", before.id)
        self._end(tx, before, after)
        return tx.commit(END)

    def refuse_waiting(self, call: Call, claim_id: str, body: RefusalBody) -> Shown:
        """A claim without merit is refused before it has its turn, so that it keeps nobody
        waiting.
        """
        before = self._get(claim_id)
        call.check_version(before.version)
        after = rules.refused_waiting(
            before, call.actor.subject, body.reason, body.reason_code, call.now
        )
        tx = self._begin(call, "refuse_waiting_claim", claim_id)
        return tx.commit(Shown(self._end(tx, before, after), "staff"))

    def _return(self, call: Call, before: Claim, decided: Decided) -> str:
        reason, code = self._reason(decided), decided.reason_code
        after = rules.returned(before, reason, code, self._policy(before), call.now)
        tx = self._begin(call, "return_claim", before.id)
        stored = self._save(tx, before, after)
        self._stop_clock(tx, before, met=True)
        self._register(tx, stored, "evidence", stored.evidence_due)
        self._tell_decided(tx, stored, 0)
        return tx.commit(END)

    def _reason(self, decided: Decided) -> str:
        made = self._decision(decided)
        # Approvals demand a reason for these; a decision without one must not stop the workflow.
        return (made.reason if made else "") or "-"

    def _decision(self, decided: Decided) -> Decision | None:
        return self._decisions.find(decided.approval_id) if decided.approval_id else None

    def report_failure(self, call: Call, claim_id: str, round: int, error: str) -> str:
        """The workflow failed for a technical reason: a manager must look at it."""
        before = self._get(claim_id)
        if before.state is not ClaimState.REVIEW or before.round != round:
            return END
        return self._stall(call, before, error)

    def _stall(self, call: Call, before: Claim, error: str) -> str:
        if before.stalled:
            return END
        tx = self._begin(call, "stall_review", before.id)
        self._save(tx, before, rules.stalled(before))
        tx.publish(ClaimReviewStalled(claim_id=before.id, round=before.round, error=error))
        return tx.commit(END)

    def restart_review(self, call: Call, claim_id: str) -> Shown:
        """Let a review that stopped, or that is overdue, run again: it is asked anew, from the
        first role on.
        """
        before = self._get(claim_id)
        call.check_version(before.version)
        after = rules.restarted(before, call.now)
        tx = self._begin(call, "restart_review", claim_id)
        stored = self._save(tx, before, after)
        self._decisions.withdraw(tx, before.id, before.round)
        self._ask_for_review(tx, stored)
        return tx.commit(Shown(stored, "staff"))

    # -- clocks --

    def clock_ran_out(
        self, call: Call, claim_id: str, kind: str, deadline_id: str, due_at: datetime
    ) -> Claim | None:
        """A decision, a payment or a recovery is late: people are told. Evidence that was asked for
        did not come: the claim lapses. None if that clock has ended meanwhile.
        """
        before = self._repository.find(claim_id)
        if before is None or CLOCKS.get(before.state) != kind:
            return None
        if clock_id(before, kind) != deadline_id:
            return None
        if kind == "evidence":
            tx = self._begin(call, "lapse_claim", claim_id)
            return tx.commit(self._end(tx, before, rules.lapsed(before, call.now)))
        tx = self._begin(call, "tell_overdue", claim_id)
        tx.publish(ClaimOverdue(claim_id=claim_id, what=kind, due_at=due_at))
        return tx.commit(before)
