"""What the investigator found, and what is proposed for it."""

from datetime import datetime
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError
from teleshop.violations.domain import case as rules
from teleshop.violations.domain import points as records
from teleshop.violations.domain.case import Case, CaseState, Proposal
from teleshop.violations.domain.measures import Measure, MeasureState
from teleshop.violations.domain.policy import Demand, end_of_working_days
from teleshop.violations.domain.proposal import evidence_faults, faults_of
from teleshop.violations.schemas.bodies import FindingsBody
from teleshop.violations.schemas.events import (
    ViolationCaseOverdue,
    ViolationDismissed,
    ViolationStatementRequested,
)
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
        today = china_date(call.now)
        standing = records.total(held.entries, today) if held else 0
        earlier = records.counting(held.entries, today) if held else ()
        demand = self._policy(before).demand(before.type, body.gravity, standing, len(earlier))
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
        """Nobody reported in time: people are told, since goods may be held meanwhile. None if it
        was reported.
        """
        case = self._repository.find(case_id)
        if case is None or case.state is not CaseState.INVESTIGATING:
            return None
        if case.investigation_due != due_at:
            return None
        tx = self._begin(call, "tell_investigation_overdue", case_id)
        tx.publish(ViolationCaseOverdue(**facts(case), due_at=due_at))
        return tx.commit(case)


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
