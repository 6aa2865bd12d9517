"""The steps of an application, as the state machine takes them (standard 3.1.3).

Each use case is driven by the state of the supplier: a step that has been taken answers the same
again, a step of another round or of an application that has ended answers `end`.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.findings import refusing
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.domain import supplier as rules
from teleshop.suppliers.domain.agreement import Agreement, countersign_agreement, supersede
from teleshop.suppliers.domain.records import AgreementRecord
from teleshop.suppliers.domain.supplier import UNDECIDED, State, Supplier
from teleshop.suppliers.errors import (
    AgreementNotFoundError,
    AgreementNotOpenError,
    InspectionNotPassedError,
    RequirementsNotMetError,
    SameSignatoryError,
    StillWorkingError,
)
from teleshop.suppliers.ports import Workflow
from teleshop.suppliers.schemas import (
    SupplierActivated,
    SupplierApplicationAdvanced,
    SupplierApplicationLapsed,
    SupplierApplicationReturned,
    SupplierApplicationWithdrawn,
    SupplierOnboardingRestarted,
    SupplierOnboardingStalled,
    SupplierRejected,
)
from teleshop.suppliers.service.base import Desk
from teleshop.suppliers.service.clocks import Clocks
from teleshop.suppliers.tables import AgreementRow

Step = Literal["automatic_check", "review", "inspection", "agreement"]
Next = Literal["continue", "end"]
CONTINUE: Final[Next] = "continue"
END: Final[Next] = "end"

STATE_OF: Final[dict[Step, State]] = {
    "automatic_check": "submitted",
    "review": "in_review",
    "inspection": "in_inspection",
    "agreement": "in_agreement",
}
ORDER: Final[tuple[State, ...]] = (
    "submitted",
    "in_review",
    "in_inspection",
    "in_agreement",
    "active",
    "suspended",
)
_REFUSED_AT_THE_END = (
    AgreementNotFoundError,
    AgreementNotOpenError,
    InspectionNotPassedError,
    RequirementsNotMetError,
    SameSignatoryError,
)


@dataclass(frozen=True, slots=True)
class Start:
    """Which round of which application the workflow is for."""

    supplier_id: str
    round: int


class Onboarding(Desk):
    """What the workflow does to an application."""

    def check_application(self, call: Call, supplier_id: str, round: int) -> Next:
        """The automatic check, on things as they stand now: on to the review, or back with all
        findings.
        """
        before = self._get(supplier_id)
        if (answer := _answered(before, round, "automatic_check")) is not None:
            return answer
        found = self._check(before, self._documents(supplier_id), call.now)
        against = refusing(found)
        if against:
            codes = tuple(sorted({finding.code for finding in against}))
            return self._return(call, before, "automatic_check", ", ".join(codes), codes)
        after = rules.pass_automatic_check(before, found, call.now)
        return self._advance(call, before, after, "check_application")

    def apply_outcome(
        self, call: Call, supplier_id: str, round: int, step: Step, decided: Decided
    ) -> Next:
        """What was decided at a step takes effect."""
        before = self._get(supplier_id)
        if (answer := _answered(before, round, step)) is not None:
            return answer
        match decided.outcome:
            case "approved":
                return self._approve(call, before, step, decided)
            case "returned":
                return self._return(call, before, step, self._reason(decided))
            case "rejected":
                return self._reject(call, before, step, self._reason(decided))
            case "timed_out":
                return self._lapse(call, before, step)
            case "withdrawn":
                return self._withdraw(call, before)

    def _reason(self, decided: Decided) -> str:
        given = self._decisions.reason(decided.approval_id) if decided.approval_id else ""
        # Approvals demand a reason for these; a decision without one must not stop the workflow.
        return given or "-"

    def _approve(self, call: Call, before: Supplier, step: Step, decided: Decided) -> Next:
        if step == "review":
            after = rules.move(before, "approve_review", call.now)
            return self._advance(call, before, after, "approve_review")
        try:
            if step == "inspection":
                after = self._after_inspection(call, before)
                return self._advance(call, before, after, "pass_inspection")
            return self._activate(call, before, decided)
        except _REFUSED_AT_THE_END as refused:
            # Approved, and yet not possible any more (a certificate expired meanwhile, say): the
            # applicant is told why and can send it in again.
            codes = tuple(sorted({error.code for error in refused.errors})) or (refused.code,)
            return self._return(call, before, step, ", ".join(codes), codes)

    def _after_inspection(self, call: Call, before: Supplier) -> Supplier:
        reports = [
            record
            for record in self._repository.inspections(before.id)
            if record.round == before.submissions
        ]
        if not reports:
            raise RequirementsNotMetError
        return rules.pass_inspection(before, reports[-1].report(), call.now, self._policy)

    def _activate(self, call: Call, before: Supplier, decided: Decided) -> Next:
        versions = self._repository.agreements(before.id)
        if not versions:
            raise AgreementNotFoundError
        signed = countersign_agreement(
            versions[-1].agreement(), by=decided.decided_by or "-", now=call.now
        )
        found = self._check(before, self._documents(before.id), call.now)
        after = rules.activate(before, signed, found, call.now)
        tx = self._begin(call, "activate_supplier", before.id)
        put_in_force(tx, self._clocks, versions, signed)
        stored = self._save(tx, before, after)
        due = self._clocks.watch_verification(tx, stored)
        self._tell(
            tx,
            SupplierActivated(
                supplier_id=stored.id,
                agreement_version=signed.version,
                reverification_due=due,
            ),
        )
        return tx.commit(CONTINUE)

    def _advance(self, call: Call, before: Supplier, after: Supplier, action: str) -> Next:
        tx = self._begin(call, action, before.id)
        stored = self._save(tx, before, after)
        self._tell(
            tx,
            SupplierApplicationAdvanced(
                supplier_id=stored.id, round=stored.submissions, status=stored.state
            ),
        )
        return tx.commit(CONTINUE)

    def _return(
        self, call: Call, before: Supplier, step: Step, reason: str, codes: tuple[str, ...] = ()
    ) -> Next:
        after = rules.move(before, "return_for_change", call.now, reason)
        tx = self._begin(call, "return_application", before.id)
        stored = self._save(tx, before, after)
        self._clocks.watch_draft(tx, stored)
        self._tell(
            tx,
            SupplierApplicationReturned(
                supplier_id=stored.id, round=stored.submissions, step=step, codes=codes
            ),
        )
        return tx.commit(END)

    def _reject(self, call: Call, before: Supplier, step: Step, reason: str) -> Next:
        after = rules.move(before, "reject", call.now, reason)
        tx = self._begin(call, "reject_application", before.id)
        self._release_claim(tx, before)
        stored = self._save(tx, before, after)
        self._tell(tx, SupplierRejected(supplier_id=stored.id, round=stored.submissions, step=step))
        return tx.commit(END)

    def _lapse(self, call: Call, before: Supplier, step: Step) -> Next:
        after = rules.move(before, "lapse", call.now)
        tx = self._begin(call, "lapse_application", before.id)
        self._release_claim(tx, before)
        stored = self._save(tx, before, after)
        self._tell(
            tx,
            SupplierApplicationLapsed(supplier_id=stored.id, round=stored.submissions, step=step),
        )
        return tx.commit(END)

    def _withdraw(self, call: Call, before: Supplier) -> Next:
        """The applicant withdrew an approval itself; the application follows."""
        after = rules.move(before, "withdraw", call.now)
        tx = self._begin(call, "withdraw_application", before.id)
        self._release_claim(tx, before)
        stored = self._save(tx, before, after)
        self._tell(
            tx, SupplierApplicationWithdrawn(supplier_id=stored.id, round=stored.submissions)
        )
        return tx.commit(END)

    def report_failure(self, call: Call, supplier_id: str, round: int, error: str) -> Next:
        """The workflow failed for a technical reason: a person must look at it."""
        before = self._get(supplier_id)
        if before.state not in UNDECIDED or before.submissions != round or before.stalled:
            return END
        tx = self._begin(call, "report_failure", supplier_id)
        self._save(tx, before, replace(before, stalled=True))
        self._tell(tx, SupplierOnboardingStalled(supplier_id=supplier_id, round=round, error=error))
        return tx.commit(END)

    def restart(self, call: Call, supplier_id: str) -> Supplier:
        """Let a workflow that failed run again; steps that were taken are not taken again."""
        before = self._visible(call, supplier_id)
        call.check_version(before.version)
        if not before.stalled:
            raise StillWorkingError
        tx = self._begin(call, "restart_onboarding", supplier_id)
        stored = self._save(tx, before, replace(before, stalled=False))
        self._tell(
            tx,
            SupplierOnboardingRestarted(
                supplier_id=supplier_id,
                round=stored.submissions,
                requester=stored.owner_subject,
            ),
        )
        return tx.commit(stored)

    def start_workflow(self, call: Call, workflow: Workflow, name: str, start: Start) -> None:
        """Start a run of the state machine, unless the application has moved on meanwhile."""
        supplier = self._get(start.supplier_id)
        if supplier.state in UNDECIDED and supplier.submissions == start.round:
            workflow.start(name, supplier.id, start.round, supplier.owner_subject, call.now)


def put_in_force(
    tx: Transaction, clocks: Clocks, versions: list[AgreementRecord], signed: Agreement
) -> AgreementRecord:
    """Store the countersignature of the last of ``versions``; those that it follows are
    superseded, and its own end is watched.

    A countersigned version stays in force until the next one begins.
    """
    now = tx.call.now
    stored = _store(tx, versions[-1], signed)
    begun = signed.valid_from <= china_date(now)
    for older in versions[:-1]:
        state = older.agreement().state
        if state != "superseded" and (begun or state != "countersigned"):
            _store(tx, older, supersede(older.agreement(), now))
    clocks.watch_agreement(tx, signed)
    return stored


def _store(tx: Transaction, before: AgreementRecord, after: Agreement) -> AgreementRecord:
    return tx.save(AgreementRow, before, AgreementRecord.of(after))


def _answered(supplier: Supplier, round: int, step: Step) -> Next | None:
    """The answer of a step that needs nothing done: taken before, or no longer wanted; None if
    it is this step's turn.
    """
    if supplier.submissions != round or supplier.state not in ORDER:
        return END
    now_at, wanted = ORDER.index(supplier.state), ORDER.index(STATE_OF[step])
    if now_at == wanted:
        return None
    return CONTINUE if now_at > wanted else END
