"""What the investigator found, and what is proposed for it."""

from datetime import datetime
from typing import Final

from teleshop.deadlines.service import Owner
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError
from teleshop.violations.domain import case as rules
from teleshop.violations.domain import points as records
from teleshop.violations.domain.case import Case, CaseState, Proposal
from teleshop.violations.domain.measures import Measure, MeasureState
from teleshop.violations.domain.measures_done import to_do
from teleshop.violations.domain.policy import Demand, end_of_working_days
from teleshop.violations.domain.proposal import evidence_faults, faults_of
from teleshop.violations.schemas.bodies import FindingsBody
from teleshop.violations.schemas.events import (
    ViolationCaseOverdue,
    ViolationDismissed,
    ViolationStatementRequested,
)
from teleshop.violations.schemas.measures import MeasureDue
from teleshop.violations.service.base import (
    INVESTIGATION,
    STATEMENT,
    Desk,
    Shown,
    clock_id,
    facts,
    facts_of,
    refuse,
)


class Investigations(Desk):
    """From first facts to a proposal upon which the supplier is heard."""

    def report_findings(self, call: Call, case_id: str, body: FindingsBody) -> Shown:
        """Report what was found with the measures proposed for it: the supplier is heard next.
        Without measures the case is dismissed, and goods that were held are free again.

        What the policy asks for depends on what stands against the supplier on that day.
        """
        before = self._get(case_id)
        call.check_version(before.version)
        held = self._repository.record(before.supplier_id)
        entries = held.entries if held else ()
        kinds = [measure.kind for measure in body.measures]
        demand = self._demand(before, body.gravity, entries, call.now, kinds)
        earlier = records.counting(entries, china_date(call.now))
        proposal = _proposal(before, body, demand, earlier)
        by = call.actor.subject
        if not body.measures:
            ended = rules.nothing_found(before, proposal, by, call.now)
            refuse(self._evidence_faults(before, proposal))
            return self._dismiss(call, before, ended)
        due = end_of_working_days(call.now, self._policy(before).statement_days)
        after = rules.investigated(before, proposal, by, due, call.now)
        self._check(before, proposal, demand)
        tx = self._begin(call, "report_findings", case_id)
        stored = self._save(tx, before, after)
        self._deadlines.meet(tx, clock_id(before, INVESTIGATION))
        self._register(tx, stored, STATEMENT, due)
        self._tell(tx, stored, ViolationStatementRequested(**facts(stored), due_at=due))
        return tx.commit(Shown(stored, "staff"))

    def _check(self, case: Case, proposal: Proposal, demand: Demand) -> None:
        found = faults_of(proposal.measures, demand, case.products)
        found += self._evidence_faults(case, proposal)
        if not (case.evidence or proposal.evidence):
            found.append(_NO_EVIDENCE)
        refuse(found)

    def _evidence_faults(self, case: Case, proposal: Proposal) -> list[FieldError]:
        found = evidence_faults(rules.evidence_with(case, proposal))
        return found + self._unusable(proposal.evidence)

    def _dismiss(self, call: Call, before: Case, after: Case) -> Shown:
        tx = self._begin(call, "dismiss_violation_case", before.id)
        stored = self._save(tx, before, after)
        self._deadlines.meet(tx, clock_id(before, INVESTIGATION))
        lifted = facts_of(stored.measures, MeasureState.LIFTED)
        self._tell(tx, stored, ViolationDismissed(**facts(stored), measures=lifted))
        return tx.commit(Shown(stored, "staff"))

    def investigation_overdue(self, call: Call, case_id: str, due_at: datetime) -> Case | None:
        """Nobody reported in time: goods that were held are let go, and people are told, again and
        again until somebody reports. None if it was reported.
        """
        before = self._repository.find(case_id)
        if before is None or before.state is not CaseState.INVESTIGATING:
            return None
        again = end_of_working_days(call.now, self._policy(before).remind_days)
        reminder = f"{clock_id(before, INVESTIGATION)}:{china_date(again)}"
        if due_at < before.investigation_due or self._deadlines.find(reminder) is not None:
            return None
        after = rules.hold_fallen(before, call.now)
        tx = self._begin(call, "tell_investigation_overdue", case_id)
        stored = before if after == before else self._save(tx, before, after)
        for measure_id in to_do(stored) if after != before else ():
            due = MeasureDue(case_id=case_id, supplier_id=stored.supplier_id, measure_id=measure_id)
            tx.publish(due)
        self._deadlines.register(
            tx,
            id=reminder,
            owner=Owner("violations", "case", case_id),
            kind=INVESTIGATION,
            due_at=again,
        )
        tx.publish(ViolationCaseOverdue(**facts(stored), due_at=stored.investigation_due))
        return tx.commit(stored)


def _proposal(case: Case, body: FindingsBody, demand: Demand, earlier: tuple[str, ...]) -> Proposal:
    first = len([measure for measure in case.measures if measure.interim]) + 1
    return Proposal(
        gravity=body.gravity,
        findings=body.findings,
        notes=body.notes,
        measures=tuple(
            Measure(
                id=f"m{number}",
                kind=wanted.kind,
                amount=wanted.amount or 0,
                products=tuple(dict.fromkeys(wanted.products)),
            )
            for number, wanted in enumerate(body.measures, first)
        ),
        points=demand.points,
        earlier=earlier,
        evidence=tuple(dict.fromkeys(body.evidence)),
    )


_NO_EVIDENCE: Final = FieldError(
    "/evidence",
    "violation_evidence_missing",
    "提出措施须有证据：请先上传文件（用途 evidence），再填入 evidence。",
    "Measures rest on evidence: upload documents (purpose evidence) and name them in `evidence`.",
    clause="3.4.1",
)
