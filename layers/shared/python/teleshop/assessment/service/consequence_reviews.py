"""The review of a matter: what the state machine does (decision, appeal, plan).

Each step is driven by the state of the matter: one that was taken, or belongs to an earlier round,
answers `end` and changes nothing.
"""

from typing import Final

from teleshop.approvals.service import Decided
from teleshop.assessment.consequence_ports import Judged, Review, ReviewWorkflow, Title
from teleshop.assessment.domain import consequences as rules
from teleshop.assessment.domain.matters import Consequence, ConsequenceState, Ended, Measure, Stage
from teleshop.assessment.schemas.consequence_events import (
    ConsequenceAppealDecided,
    ConsequenceDecided,
    ConsequenceEnded,
    ConsequenceEvent,
    ConsequenceStalled,
    ImprovementPlanReviewed,
)
from teleshop.assessment.service.consequence_base import (
    ConsequenceDesk,
    calendar_of,
    measure_of,
    process_of,
    round_of,
)
from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction

END: Final = "end"
S = ConsequenceState
TITLES: Final = {
    Stage.DECISION: Title(
        "季度考核不合格的处理：批准＝终止合作，退回修改＝要求改进计划，驳回＝不采取措施",
        "Unqualified in the quarter's assessment: approve = end the cooperation, return for change "
        "= ask for an improvement plan, reject = go on without a measure",
    ),
    Stage.APPEAL: Title(
        "对考核处理决定的申诉：批准＝申诉成立、撤销决定，驳回＝维持决定",
        "Appeal against a consequence of the assessment: approve = the appeal is upheld and the "
        "measure void, reject = the measure stands",
    ),
    Stage.PLAN: Title(
        "改进计划审核：批准＝接受，退回修改＝重新提交，驳回＝重新作出处理决定",
        "Review of an improvement plan: approve = accepted, return for change = to be handed in "
        "anew, reject = it is decided anew what follows",
    ),
}
STEPS: Final = {
    Stage.DECISION: "consequence",
    Stage.APPEAL: "consequence_appeal",
    Stage.PLAN: "improvement_plan",
}
"""The step of an approval; asked anew, with its number behind it."""
ROLES: Final = {
    Stage.DECISION: ("manager", ()),
    Stage.APPEAL: ("compliance", ("legal",)),
    Stage.PLAN: ("reviewer", ("manager",)),
}
ALL: Final = ("approve", "reject", "return_for_change")
REASONED: Final = {Stage.DECISION: ("approve",), Stage.APPEAL: (), Stage.PLAN: ()}
"""Choices that hurt the supplier and need a reason besides reject and return."""
Asked = tuple[str, int, int]
"""What a run was started for: stage, round, and how often it was asked."""
MEASURES: Final = {"approved": Measure.TERMINATION, "returned": Measure.IMPROVEMENT_PLAN}


class ConsequenceReviews(ConsequenceDesk):
    """What people decide takes effect."""

    def start_review(
        self, workflow: ReviewWorkflow, supplier_id: str, quarter: str, started: int
    ) -> None:
        """Start a run of the state machine, unless the matter has moved on meanwhile."""
        known = self._repository.find(supplier_id, quarter)
        if known is None or known.stage is None or known.started != started:
            return
        workflow.start(f"{known.id}-{known.started}", self._review(known, known.stage))

    def start_after_loss(
        self, workflow: ReviewWorkflow, consequence_id: str, event_id: str
    ) -> None:
        """Nothing waits for a decision that was made: another run takes it up."""
        supplier_id, _, quarter = consequence_id.rpartition("-")
        known = self._repository.find(supplier_id, quarter)
        if known is None or known.stage is None:
            return
        workflow.start(f"{known.id}-{known.started}-{event_id}", self._review(known, known.stage))

    def _review(self, known: Consequence, stage: Stage) -> Review:
        role, escalation = ROLES[stage]
        requester = {Stage.APPEAL: known.appealed_by, Stage.PLAN: known.plan_by}.get(stage)
        return Review(
            supplier_id=known.supplier_id,
            quarter=known.quarter,
            id=known.id,
            stage=stage,
            asked=known.asked,
            process_kind=process_of(known),
            round=round_of(known),
            step=STEPS[stage] if known.asked == 1 else f"{STEPS[stage]}_{known.asked}",
            title=TITLES[stage],
            role=role,
            escalation=escalation,
            allowed=ALL[:2] if stage is Stage.APPEAL else ALL,
            reason_required=REASONED[stage],
            timeout=f"P{self._policy.role_days}D",
            requester=requester,
        )

    def apply_outcome(
        self,
        call: Call,
        supplier_id: str,
        quarter: str,
        asked: Asked,
        given: Decided,
    ) -> str:
        """What was decided takes effect."""
        before = self._repository.find(supplier_id, quarter)
        if before is None or (before.stage, round_of(before), before.asked) != asked:
            return END
        if given.outcome == "timed_out":
            return self._ask_again(call, before, rules.asked_again(before), given.outcome)
        if given.outcome == "withdrawn" and before.state is S.DECIDING:
            # A round that was withdrawn is closed: it is asked in another one.
            anew = rules.decided_anew(before, "withdrawn", before.quarter, call.now)
            return self._ask_again(call, before, anew, given.outcome)
        judged = self._judged(given)
        if before.stage is Stage.APPEAL and not rules.may_hear(before, judged.people):
            # The approvals see to that within one round; this one decided in an earlier one.
            return self._ask_again(call, before, rules.asked_again(before), "not_independent")
        decide = {
            Stage.DECISION: self._decide,
            Stage.APPEAL: self._decide_appeal,
            Stage.PLAN: self._decide_plan,
        }
        return decide[before.stage or Stage.PLAN](call, before, given, judged)

    def _judged(self, given: Decided) -> Judged:
        known = self._decisions.judged(given.approval_id) if given.approval_id else Judged()
        people = dict.fromkeys((*known.people, *([given.decided_by] if given.decided_by else [])))
        return Judged(tuple(people), known.reason)

    def _ask_again(self, call: Call, before: Consequence, after: Consequence, outcome: str) -> str:
        """Nobody decided: nothing follows from that, so it is asked anew and managers are told."""
        tx = self._begin(call, "ask_again", before)
        stored = self._store(tx, before, after)
        self._ask(tx, stored)
        self._tell_stalled(tx, stored, outcome)
        return tx.commit(END)

    @staticmethod
    def _tell_stalled(tx: Transaction, known: Consequence, error: str) -> None:
        tx.publish(
            ConsequenceStalled(
                supplier_id=known.supplier_id,
                quarter=known.quarter,
                stage=known.stage or "",
                error=error,
            )
        )

    def _decide(self, call: Call, before: Consequence, given: Decided, judged: Judged) -> str:
        after = rules.decided(
            before,
            MEASURES.get(given.outcome),
            by=given.decided_by,
            reason=judged.reason or None,
            now=call.now,
            policy=self._policy,
        )
        tx = self._begin(call, "decide_consequence", before)
        stored = self._store(tx, before, rules.took_part(after, judged.people))
        self._tell(tx, _decision(stored))
        self._close(tx, stored)
        return tx.commit(END)

    def _decide_appeal(
        self, call: Call, before: Consequence, given: Decided, judged: Judged
    ) -> str:
        upheld = given.outcome == "approved"
        if given.outcome == "withdrawn":
            after = rules.appeal_taken_back(before, call.now, self._policy)
        else:
            after = rules.appeal_decided(
                before,
                upheld=upheld,
                by=given.decided_by,
                reason=judged.reason or None,
                now=call.now,
                policy=self._policy,
            )
        after = rules.took_part(after, judged.people)
        outcome = {"approved": "upheld", "withdrawn": "taken_back"}.get(given.outcome, "refused")
        tx = self._begin(call, "decide_appeal", before)
        if after.effective_at is not None:
            stored = self._put_in_effect(tx, before, after)
        else:
            stored = self._store(tx, before, after)
        self._tell(
            tx,
            ConsequenceAppealDecided(
                supplier_id=stored.supplier_id,
                quarter=stored.quarter,
                measure=measure_of(stored),
                outcome=outcome,
            ),
        )
        self._close(tx, stored)
        return tx.commit(END)

    def _decide_plan(self, call: Call, before: Consequence, given: Decided, judged: Judged) -> str:
        reason = judged.reason or "-"
        match given.outcome:
            case "approved":
                after, outcome = rules.plan_accepted(before, call.now), "accepted"
            case "returned":
                after = rules.plan_returned(before, reason, call.now, self._policy)
                outcome = "returned"
            case "withdrawn":
                after, outcome = rules.plan_taken_back(before), "taken_back"
            case _:
                after, outcome = rules.plan_refused(before, reason, call.now), "refused"
        tx = self._begin(call, "review_plan", before)
        stored = self._store(tx, before, rules.took_part(after, judged.people))
        self._tell(
            tx,
            ImprovementPlanReviewed(
                supplier_id=stored.supplier_id,
                quarter=stored.quarter,
                submission=stored.submission,
                outcome=outcome,
            ),
        )
        self._tell_plan_due(tx, stored)
        if stored.state is S.DECIDING:
            self._open(tx, stored, stored.earlier[-1].what)
        return tx.commit(END)

    def report_failure(
        self, call: Call, supplier_id: str, quarter: str, asked: Asked, error: str
    ) -> str:
        """A step failed for a technical reason: managers are told, and it is tried again by
        itself.
        """
        before = self._repository.find(supplier_id, quarter)
        if before is None or before.stalled:
            return END
        if (before.stage, round_of(before), before.asked) != asked:
            return END
        tx = self._begin(call, "stall_review", before)
        stored = self._store(tx, before, rules.stalled(before))
        self._tell_stalled(tx, stored, error)
        return tx.commit(END)


def _decision(known: Consequence) -> ConsequenceEvent:
    """What is told of a manager's decision."""
    if known.measure is None or known.appeal_last_day is None:
        return ConsequenceEnded(
            supplier_id=known.supplier_id, quarter=known.quarter, why=Ended.DISMISSED.value
        )
    return ConsequenceDecided(
        supplier_id=known.supplier_id,
        quarter=known.quarter,
        measure=known.measure.value,
        reasons=known.reasons,
        appeal_last_day=known.appeal_last_day,
        calendar=calendar_of(known),
    )
