"""What the use cases of violation cases share: who may see one, saving it, its clocks, telling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.violations.domain import points as records
from teleshop.violations.domain.case import ENDED, Case, Gravity
from teleshop.violations.domain.measures import Measure, MeasureKind, MeasureState
from teleshop.violations.domain.points import Entry, Record
from teleshop.violations.domain.policy import (
    POLICIES,
    Demand,
    ViolationPolicy,
    ends,
    once_left,
    policy_on,
)
from teleshop.violations.errors import CaseNotFoundError
from teleshop.violations.ports import Decisions, Deposits, Evidence, Goods, References, Suppliers
from teleshop.violations.schemas.events import (
    InterimMeasureOrdered,
    MeasureFact,
    ViolationDecisionRequested,
    ViolationEvent,
)
from teleshop.violations.schemas.views import Reader
from teleshop.violations.tables import CaseRepository, CaseRow, RecordRow

INVESTIGATION: Final = "investigation"
STATEMENT: Final = "statement"
APPEAL: Final = "appeal"
RETRY: Final = "retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The ports, connected."""

    suppliers: Suppliers
    goods: Goods
    references: References
    evidence: Evidence
    deposits: Deposits
    decisions: Decisions


@dataclass(frozen=True, slots=True)
class Shown:
    """A case for one reader."""

    case: Case
    reader: Reader


@dataclass(frozen=True, slots=True)
class Known:
    """The record of a supplier: as it is ``held`` (None: nothing yet), and as it is to be."""

    held: Record | None
    after: Record


class Desk:
    """Base of the services of violation cases; stateless."""

    def __init__(
        self,
        repository: CaseRepository,
        deadlines: Deadlines,
        neighbours: Neighbours,
        policies: Sequence[ViolationPolicy] = POLICIES,
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._neighbours = neighbours
        self._policies = policies

    def _policy(self, case: Case) -> ViolationPolicy:
        """The policy of the day on which it was opened."""
        return policy_on(china_date(case.opened_at), self._policies)

    def _demand(
        self,
        case: Case,
        gravity: Gravity,
        entries: Sequence[Entry],
        now: datetime,
        proposed: Sequence[MeasureKind],
    ) -> Demand:
        """What the policy asks for with these entries against the supplier; less if it is none any
        more, which is looked up where it matters for the least measure or one that is proposed.
        """
        today = china_date(now)
        demand = self._policy(case).demand(
            case.type, gravity, records.total(entries, today), len(records.counting(entries, today))
        )
        matters = any(ends(kind) for kind in (demand.least, *proposed))
        if matters and self._neighbours.suppliers.has_left(case.supplier_id):
            return once_left(demand)
        return demand

    # -- finding --

    def find(self, case_id: str) -> Case | None:
        """One case, for other contexts."""
        return self._repository.find(case_id)

    def _get(self, case_id: str) -> Case:
        case = self._repository.find(case_id)
        if case is None:
            raise CaseNotFoundError
        return case

    def _visible(self, call: Call, case_id: str) -> Shown:
        """A case that the caller may know of: the supplier's own, any for staff."""
        case = self._get(case_id)
        reader = reader_of(call.actor, case.supplier_id)
        if reader is None:
            raise CaseNotFoundError
        return Shown(case, reader)

    def _unusable(self, evidence: Sequence[str], heard: str | None = None) -> list[FieldError]:
        """The faults of files that cannot serve as evidence of staff, or of the supplier that is
        ``heard``.
        """
        known = self._neighbours.evidence
        if heard is None:
            unusable, purpose = known.unusable_of_staff(evidence), "evidence"
        else:
            unusable, purpose = known.unusable_of_supplier(evidence, heard), "violation_statement"
        return [_unusable_at(evidence.index(one), purpose) for one in unusable]

    def _own(self, call: Call, case_id: str) -> Case:
        """The case of the supplier that calls, at the version that it saw."""
        shown = self._visible(call, case_id)
        if shown.reader != "supplier":
            raise CaseNotFoundError
        call.check_version(shown.case.version)
        return shown.case

    # -- changing --

    @staticmethod
    def _begin(call: Call, action: str, case_id: str) -> Transaction:
        return Transaction(call, action, Subject("violation_case", case_id))

    def _save(self, tx: Transaction, before: Case, after: Case, known: Known | None = None) -> Case:
        """Store a case, with what is ``known`` of the supplier if that changes, too. Once it has
        ended, new goods are taken again; once it is over, nothing stands in the way of the deposit.
        """
        stored = tx.save(CaseRow, before, after)
        if stored.state in ENDED and before.state not in ENDED:
            self._neighbours.suppliers.lift(tx, stored.supplier_id, stored.id)
        if stored.is_over and not before.is_over:
            self._neighbours.deposits.release(tx, stored.supplier_id, stored.id)
            known = known or self._known(stored.supplier_id)
            known = Known(known.held, records.closed(known.after, stored.id))
        if known is not None:
            self._keep_record(tx, known)
        return stored

    def _known(self, supplier_id: str) -> Known:
        held = self._repository.record(supplier_id)
        return Known(held, held or Record(supplier_id=supplier_id))

    @staticmethod
    def _keep_record(tx: Transaction, known: Known) -> None:
        if known.held is None:
            tx.create(RecordRow, known.after, conflict=RacedError(), audited=False)
        elif known.after != known.held:
            tx.save(RecordRow, known.held, known.after, conflict=RacedError(), audited=False)

    # -- clocks --

    def _register(self, tx: Transaction, case: Case, kind: str, due_at: datetime) -> None:
        self._deadlines.register(
            tx,
            id=clock_id(case, kind),
            owner=Owner("violations", "case", case.id),
            kind=kind,
            due_at=due_at,
        )

    # -- telling --

    def _tell(self, tx: Transaction, case: Case, event: ViolationEvent) -> None:
        """Publish an event and enter it into the supplier's timeline."""
        event_id = tx.publish(event)
        self._neighbours.suppliers.enter(tx, case.supplier_id, event_id, event)

    @staticmethod
    def _ask(tx: Transaction, case: Case) -> None:
        """Let the state machine ask for the decision that the case waits for."""
        if case.stage is not None:
            tx.publish(
                ViolationDecisionRequested(
                    **facts(case), stage=case.stage, round=case.round, attempt=case.attempt
                )
            )

    def _order(self, tx: Transaction, case: Case, cause: str, measures: Sequence[Measure]) -> None:
        """Tell what is to be carried out at once."""
        if measures:
            told = tuple(measure_fact(measure) for measure in measures)
            self._tell(tx, case, InterimMeasureOrdered(**facts(case), cause=cause, measures=told))


def clock_id(case: Case, kind: str) -> str:
    """The deadline of one round of a case; of one attempt for what is asked for again."""
    attempt = f":{case.attempt}" if kind == RETRY else ""
    return f"violations:{case.id}:{kind}:{case.round}{attempt}"


def reader_of(actor: Actor, supplier_id: str) -> Reader | None:
    """As whom the actor may see a case of that supplier; None if it may not know that it exists."""
    if actor.is_staff:
        return "staff"
    if actor.has(Role.SUPPLIER) and actor.supplier_id == supplier_id:
        return "supplier"
    return None


def facts(case: Case) -> dict[str, Any]:
    """What every event of a case says."""
    return {
        "case_id": case.id,
        "supplier_id": case.supplier_id,
        "type": case.type.value,
        "gravity": case.gravity.value,
    }


def measure_fact(measure: Measure) -> MeasureFact:
    """A measure for an event."""
    return MeasureFact(
        id=measure.id,
        kind=measure.kind,
        amount=measure.amount,
        products=measure.products,
        interim=measure.interim,
        state=measure.state,
        reference=measure.reference,
    )


def facts_of(measures: Sequence[Measure], *states: MeasureState) -> tuple[MeasureFact, ...]:
    """The measures of some states (all, if none is named) for an event."""
    return tuple(
        measure_fact(measure) for measure in measures if not states or measure.state in states
    )


def refuse(faults: list[FieldError]) -> None:
    """Refuse what has faults, with all of them."""
    if faults:
        raise InvalidInputError(errors=faults)


def _unusable_at(index: int, purpose: str) -> FieldError:
    """A file that cannot serve as evidence; ``purpose`` is what it must be uploaded for."""
    return FieldError(
        f"/evidence/{index}",
        "violation_evidence_unusable",
        "该文件不可用：须由本方以用途 {purpose} 上传并已通过检查。请通过 GET /documents/{{id}} "
        "查看状态：检查未完成的稍后重试，未通过的请重新上传后填入编号。",
        "This document cannot be used: it must be uploaded by your side for the purpose {purpose} "
        "and have passed its check. `GET /documents/{{id}}` shows its state: wait while it is "
        "being checked; if it was refused, upload it again and name it here.",
        params={"purpose": purpose},
        clause="3.4.1",
    )
