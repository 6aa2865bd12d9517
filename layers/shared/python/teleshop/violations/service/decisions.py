"""Decisions by others than who investigated: the steps that the state machine and the clocks take.

One person decides on warnings, fines and suspensions; three persons of different departments (a
panel, all of whom must agree) on the end of the cooperation and on handing over to the authorities.
Nobody who opened or investigated a case, in whichever round, decides it, and nobody who had a part
so far an appeal; the approvals are told whom to keep away, and what slips by there does not count
here and is asked for again. Nobody takes a decision back that is asked for: who investigated would
stop an appeal against the own findings, or a panel that has begun.

Each use case is driven by the state of the case: a step that was taken, or belongs to another run,
answers `end` and changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.money import yuan
from teleshop.kernel.transaction import Transaction
from teleshop.violations.domain import case as rules
from teleshop.violations.domain import points as records
from teleshop.violations.domain.case import Case, CaseState
from teleshop.violations.domain.measures import AT_ONCE, Measure, MeasureState
from teleshop.violations.domain.points import Entry, Record
from teleshop.violations.domain.policy import Demand, end_of_working_days
from teleshop.violations.domain.proposal import NAMES, falls_short
from teleshop.violations.domain.rounds import round_of
from teleshop.violations.ports import Asked, Judged, Workflow
from teleshop.violations.schemas.events import (
    ViolationAnnulled,
    ViolationCaseStalled,
    ViolationDecided,
    ViolationDismissed,
    ViolationEffective,
)
from teleshop.violations.service.base import (
    APPEAL,
    INVESTIGATION,
    RETRY,
    Desk,
    Known,
    clock_id,
    facts,
    facts_of,
)
from teleshop.violations.tables import RecordRow, RoundRow

END: Final = "end"
STEPS: Final = {
    "decision": ("violation_decision",),
    "panel": ("panel_legal", "panel_compliance", "panel_manager"),
    "appeal": ("violation_appeal",),
}


class Decisions(Desk):
    """What happens between a proposal and its effect."""

    def start_decision(
        self,
        call: Call,
        workflow: Workflow,
        name: str,
        case_id: str,
        round: int,
    ) -> None:
        """Start a run of the state machine, unless the case has moved on meanwhile."""
        case = self._get(case_id)
        if case.stage is None or case.round != round:
            return
        asked = Asked(
            case_id=case.id,
            stage=case.stage,
            round=round,
            panel=case.for_panel,
            excluded=tuple(sorted(case.parties)),
            timeout=self._policy(case).decider_time,
        )
        workflow.start(name, asked, call.now)

    def apply_outcome(
        self, call: Call, case_id: str, stage: str, round: int, decided: Decided
    ) -> str:
        """What was decided takes effect."""
        before = self._get(case_id)
        if before.stage != stage or before.round != round:
            return END
        steps = STEPS["panel" if stage == "decision" and before.for_panel else stage]
        judged = self._neighbours.decisions.judged(case_id, round, steps)
        if decided.outcome == "timed_out":
            return self._ask_anew(call, before, "timed_out", judged)
        if not before.parties.isdisjoint(judged.people):
            return self._ask_anew(call, before, "not_independent", judged)
        if stage == "appeal":
            return self._close_appeal(call, before, judged, decided)
        return self._close_decision(call, before, judged, decided)

    def _close_decision(self, call: Call, before: Case, judged: Judged, decided: Decided) -> str:
        if decided.outcome == "approved":
            return self._decide(call, before, judged)
        if decided.outcome == "rejected":
            return self._dismiss(call, before, judged)
        if decided.outcome == "withdrawn":
            # Nobody can any more; it says nothing of the case, whoever answered before.
            return self._ask_anew(call, before, "withdrawn", judged)
        return self._send_back(call, before, judged, judged.reason)

    def _decide(self, call: Call, before: Case, judged: Judged) -> str:
        """It is decided as proposed, if that is enough still: what another case left to the
        supplier meanwhile may ask for more (it goes back), or may do so once it is final (it
        waits for that).
        """
        record = self._known(before.supplier_id).after
        more = self._asked_besides(before, record.entries, call.now)
        if more is not None:
            return self._send_back(call, before, judged, _more(more))
        others = self._not_final(before, record)
        entries = (*record.entries, *(_entry(one, call.now) for one in others))
        if others and self._asked_besides(before, entries, call.now) is not None:
            return self._wait_for(call, before, others)
        return self._decide_now(call, before, judged, record)

    def _asked_besides(self, case: Case, entries: Sequence[Entry], now: datetime) -> Demand | None:
        """What the policy asks for with these entries, if that is more than what is proposed."""
        proposed = [measure for measure in case.measures if not measure.interim]
        kinds = [measure.kind for measure in proposed]
        demand = self._demand(case, case.gravity, entries, now, kinds)
        return demand if falls_short(proposed, demand) else None

    def _not_final(self, case: Case, record: Record) -> list[Case]:
        """Other cases of the supplier that are decided, and may be appealed against."""
        ids = [one for one in record.open if one != case.id]
        known = self._repository.find_many(ids) if ids else {}
        return [one for one in known.values() if one.state in _NOT_FINAL]

    def _wait_for(self, call: Call, before: Case, others: Sequence[Case]) -> str:
        """Nothing that may still be annulled counts against the supplier: what was answered is
        looked at again when the others are final.
        """
        if self._deadlines.find(clock_id(before, RETRY)) is not None:
            return END
        policy = self._policy(before)
        ends = [one.appeal_due for one in others if one.state is CaseState.DECIDED]
        latest = [call.now + policy.look_again, *(end for end in ends if end is not None)]
        tx = self._begin(call, "wait_for_other_violation", before.id)
        self._register(tx, before, RETRY, max(latest))
        stalled = ViolationCaseStalled(
            **facts(before), stage="decision", round=before.round, error="other_case_open"
        )
        tx.publish(stalled)
        return tx.commit(END)

    def _decide_now(self, call: Call, before: Case, judged: Judged, record: Record) -> str:
        due = end_of_working_days(call.now, self._policy(before).appeal_days)
        after = rules.decided(before, judged.people, judged.of_all, due, call.now)
        tx = self._begin(call, "decide_violation_case", before.id)
        stored = self._save(tx, before, after)
        # Of two cases that are decided at once, one sees the other.
        tx.save(RecordRow, record, record, conflict=RacedError(), audited=False)
        self._register(tx, stored, APPEAL, due)
        told = ViolationDecided(
            **facts(stored),
            points=stored.points,
            measures=facts_of([one for one in stored.measures if not one.interim]),
            decided_at=call.now,
            appeal_until=due,
        )
        self._tell(tx, stored, told)
        new = [one for one in stored.measures if not one.interim and one.kind in AT_ONCE]
        self._order(tx, stored, "decided", new)
        return tx.commit(END)

    def _dismiss(self, call: Call, before: Case, judged: Judged) -> str:
        after = rules.dismissed(before, judged.people, judged.reason, call.now)
        tx = self._begin(call, "dismiss_violation_case", before.id)
        stored = self._save(tx, before, after)
        lifted = facts_of(stored.measures, MeasureState.LIFTED)
        self._tell(tx, stored, ViolationDismissed(**facts(stored), measures=lifted))
        return tx.commit(END)

    def _send_back(self, call: Call, before: Case, judged: Judged, reason: str) -> str:
        due = end_of_working_days(call.now, self._policy(before).investigation_days)
        after = rules.sent_back(before, judged.people, reason, due)
        tx = self._begin(call, "send_violation_case_back", before.id)
        stored = self._save(tx, before, after)
        kept = round_of(before, judged.people, reason, call.now)
        tx.create(RoundRow, kept, conflict=RacedError(), audited=False)
        self._register(tx, stored, INVESTIGATION, due)
        return tx.commit(END)

    def _close_appeal(self, call: Call, before: Case, judged: Judged, decided: Decided) -> str:
        judge = judged.people[0] if judged.people else None
        if decided.outcome == "rejected":
            after = rules.appeal_refused(before, judge, judged.reason, call.now)
            tx, _ = self._taking_effect(call, before, after, "appeal_refused")
            tx.commit(END)
        elif decided.outcome == "approved":
            after = rules.annulled(before, judge, judged.reason, call.now)
            tx = self._begin(call, "annul_violation", before.id)
            stored = self._save(tx, before, after)
            told = ViolationAnnulled(
                **facts(stored),
                points=stored.points,
                measures=facts_of(stored.measures, MeasureState.LIFTED),
                decided_at=stored.decided_at or call.now,
            )
            self._tell(tx, stored, told)
            tx.commit(END)
        else:
            # An appeal is upheld or refused.
            return self._ask_anew(call, before, decided.outcome, judged)
        return END

    def appeal_time_over(self, call: Call, case_id: str, due_at: datetime) -> Case | None:
        """Nobody appealed in time: the decision takes effect. None if somebody did."""
        before = self._repository.find(case_id)
        if before is None or before.state is not CaseState.DECIDED:
            return None
        if before.appeal_due != due_at:
            return None
        after = rules.effective(before, call.now)
        tx, stored = self._taking_effect(call, before, after, "not_appealed")
        return tx.commit(stored)

    def _taking_effect(
        self, call: Call, before: Case, after: Case, cause: str
    ) -> tuple[Transaction, Case]:
        """What lets a decision take effect, to be committed. The points count from the day of the
        decision on.
        """
        tx = self._begin(call, "let_violation_take_effect", before.id)
        known = self._known(after.supplier_id)
        penalised = records.penalised(known.after, _entry(after, call.now))
        stored = self._save(tx, before, after, Known(known.held, penalised))
        told = ViolationEffective(
            **facts(stored),
            points=stored.points,
            points_in_force=records.total(penalised.entries, china_date(call.now)),
            cause=cause,
            measures=facts_of(_changed(before, stored)),
        )
        self._tell(tx, stored, told)
        return tx, stored

    # -- what goes wrong --

    def report_failure(self, call: Call, case_id: str, stage: str, round: int, error: str) -> str:
        """The workflow failed for a technical reason: people are told, and it is tried again after
        a while by itself; steps that were decided are not asked again.
        """
        before = self._get(case_id)
        if before.stage != stage or before.round != round:
            return END
        if self._deadlines.find(clock_id(before, RETRY)) is not None:
            # This attempt was reported; its answer was lost.
            return END
        tx = self._begin(call, "report_decision_failure", case_id)
        self._register(tx, before, RETRY, call.now + self._policy(before).retry)
        tx.publish(ViolationCaseStalled(**facts(before), stage=stage, round=round, error=error))
        return tx.commit(END)

    def retry(self, call: Call, case_id: str, deadline_id: str) -> Case | None:
        """Ask again for a decision whose run had failed. None if the case has moved on."""
        before = self._repository.find(case_id)
        if before is None or before.stage is None or clock_id(before, RETRY) != deadline_id:
            return None
        tx = self._begin(call, "retry_decision", case_id)
        stored = self._save(tx, before, rules.asked_anew(before, again=False))
        self._ask(tx, stored)
        return tx.commit(stored)

    def _ask_anew(self, call: Call, before: Case, error: str, judged: Judged) -> str:
        """Nothing counts of what was answered: the decision is asked for again, from the first step
        on, and people are told.
        """
        stage = before.stage or "-"
        tx = self._begin(call, "ask_for_decision_anew", before.id)
        stored = self._save(tx, before, rules.asked_anew(before, judged.people, again=True))
        stalled = ViolationCaseStalled(
            **facts(stored), stage=stage, round=before.round, error=error
        )
        tx.publish(stalled)
        self._ask(tx, stored)
        return tx.commit(END)


_NOT_FINAL: Final = frozenset({CaseState.DECIDED, CaseState.APPEALED})


def _entry(case: Case, now: datetime) -> Entry:
    """The points of a decided case, which count from the day of the decision."""
    return Entry(case_id=case.id, points=case.points, day=china_date(case.decided_at or now))


def _more(demand: Demand) -> str:
    """Why a decision could not stand as proposed, for the investigator."""
    zh, en = NAMES[demand.least]
    least = yuan(demand.fine.least)
    if demand.left:
        return (
            f"与该供应商的合作已终止，不能再以暂停或终止合作处理。现累计 {demand.total} 分："
            f"至少须采取{zh}，罚款不少于 {least} 元。请重新提出措施。 / The cooperation with the "
            f"supplier has ended: suspending or ending it counts for nothing. At {demand.total} "
            f"points the policy asks for {en} at least, and for a fine, where there is one, of "
            f"{least} yuan. Propose measures anew."
        )
    return (
        f"提出措施后又有案件生效，该供应商现累计 {demand.total} 分：至少须采取{zh}，"
        f"罚款不少于 {least} 元。请重新提出措施。 / Another case took effect since the measures "
        f"were proposed. At {demand.total} points the policy asks for {en} at least, and for a "
        f"fine, where there is one, of {least} yuan. Propose measures anew."
    )


def _changed(before: Case, after: Case) -> list[Measure]:
    """The measures that the change ordered or lifted."""
    known = {measure.id: measure.state for measure in before.measures}
    return [measure for measure in after.measures if known.get(measure.id) is not measure.state]
