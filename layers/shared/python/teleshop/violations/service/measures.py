"""Use cases: what was ordered against a supplier is carried out, and taken back where a case fell.

Each measure is an event and a transaction of its own, each product of it too; what fails is noted
on the case and holds up nothing else. All of it may be repeated.
"""

import dataclasses
from dataclasses import dataclass
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError, Refusal
from teleshop.kernel.logs import logger
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import judged_on, run
from teleshop.violations.domain.case import Case
from teleshop.violations.domain.measures import (
    ON_PRODUCTS,
    Measure,
    MeasureKind,
    MeasureOutcome,
    MeasureState,
)
from teleshop.violations.domain.measures_done import (
    BLACKLISTED,
    REACHED,
    Action,
    Step,
    StepState,
    action_of,
    handover_reference,
    measure_of,
    outcome_of,
    stepped,
    suspension_ended,
    to_do,
)
from teleshop.violations.errors import CaseNotFoundError
from teleshop.violations.measure_ports import Fines, Partner, Shelves
from teleshop.violations.schemas.measures import MeasureDue
from teleshop.violations.service.again import Again
from teleshop.violations.service.base import Shown
from teleshop.violations.service.cases import Cases
from teleshop.violations.tables import CaseRow
from teleshop.violations.tables.measures_done import StepRepository, StepRow

PAGE: Final = 10
"""So many products are dealt with in one step; the next step is an event of its own."""
FAULTS: Final = (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError)
"""What something that is wrong with one product or measure raises."""
log = logger("violations")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureMeans:
    """The ports, connected."""

    shelves: Shelves
    partner: Partner
    fines: Fines


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done about one measure on goods."""

    call: Call
    case: Case
    measure: Measure
    action: Action


class Execution:
    """Stateless, one per process."""

    def __init__(
        self, cases: Cases, repository: StepRepository, means: MeasureMeans, again: Again
    ) -> None:
        self._cases = cases
        self._repository = repository
        self._means = means
        self._again_later = again

    def order_all(self, call: Call, case_id: str) -> tuple[str, ...]:
        """Something about the measures of a case changed: ask for each one that is to be carried
        out or taken back, as the case stands; answers which.
        """
        case = self._cases.find(case_id)
        wanted = to_do(case) if case is not None else ()
        if case is None or not wanted:
            return ()
        tx = Transaction(call, "order_measures", Subject("violation_case", case_id))
        for measure_id in wanted:
            tx.publish(_due(case, measure_id))
        return tx.commit(wanted)

    def carry_out(
        self, call: Call, case_id: str, measure_id: str, begin: int = 0, product: str | None = None
    ) -> Action | None:
        """Do what is due about one measure; None if nothing is (any more).

        What goes wrong is noted on the case, and asked for again after a while; a refusal ends
        there, anything else is raised as well and so tried again at once.
        """
        own = dataclasses.replace(call, request_key=None)
        case = self._cases.find(case_id)
        measure = measure_of(case, measure_id) if case is not None else None
        action = action_of(case, measure) if case is not None and measure is not None else None
        if case is None or measure is None or action is None:
            return None
        if measure.kind not in ON_PRODUCTS:
            self._alone(own, case, measure, action)
        elif product is not None:
            self._again(Job(own, case, measure, action), product)
        else:
            self._page(Job(own, case, measure, action), begin)
        return action

    def end_suspension(self, call: Call, case_id: str, reason: str) -> Shown:
        """Somebody who had no part in the case ends the suspension that it decided, once it took
        effect: the supplier is active again, unless something else suspends it.
        """
        before = self._cases.find(case_id)
        if before is None:
            raise CaseNotFoundError
        call.check_version(before.version)
        after = suspension_ended(before, call.actor.subject)
        tx = Transaction(call, "end_violation_suspension", Subject("violation_case", case_id))
        tx.note(reason=reason.strip())
        stored = tx.save(CaseRow, before, after)
        for measure_id in to_do(stored):
            tx.publish(_due(stored, measure_id))
        return tx.commit(Shown(stored, "staff"))

    # -- on the supplier ----------------------------------------------------------------------

    def _alone(self, call: Call, case: Case, measure: Measure, action: Action) -> None:
        try:
            with judged_on(case, lambda: self._cases.find(case.id)):
                self._act(call, case, measure, action)
        except Refusal as refused:
            log.warning("measure refused", extra={"case_id": case.id, "reason": refused.code})
            self._note_failed(call, case, measure)
        except FAULTS:
            log.exception("measure cannot be carried out", extra={"case_id": case.id})
            self._note_failed(call, case, measure)
            raise

    def _act(self, call: Call, case: Case, measure: Measure, action: Action) -> None:
        """One measure and the note of it in one transaction. What cannot be done, since the other
        side is only an applicant, say, is noted as failed: a person must look at it.
        """
        tx = Transaction(call, f"{action}_{measure.kind}", Subject("violation_case", case.id))
        supplier, back = case.supplier_id, action is Action.TAKE_BACK
        reference: str | None = None
        reached = True
        match measure.kind, back:
            case MeasureKind.FINE, False:
                reference = self._means.fines.book(tx, supplier, measure.amount, case.id)
            case MeasureKind.FINE, True:
                self._means.fines.annul(tx, supplier, case.id)
            case MeasureKind.SUPPLIER_SUSPENSION, False:
                reached = self._means.partner.suspend(tx, supplier, case.id)
            case MeasureKind.SUPPLIER_SUSPENSION, True:
                self._means.partner.restore(tx, supplier, case.id)
            case MeasureKind.TERMINATION, False:
                listed = case.type in BLACKLISTED
                reached = self._means.partner.terminate(tx, supplier, case.id, blacklist=listed)
            case MeasureKind.HANDOVER, False:
                # The file goes to the authority under this number; what it answers is filed there.
                reference = handover_reference(case.id)
        state = MeasureState.UNDONE if back else MeasureState.DONE
        if not reached:
            state = MeasureState.FAILED
        outcome = MeasureOutcome(state=state, reference=reference)
        self._cases.note_measure(tx, case, measure.id, outcome)
        tx.commit(None)
        if not reached:
            self._again_later.ask(call, case.id, measure.ordered_at or call.now)

    def _note_failed(self, call: Call, case: Case, measure: Measure) -> None:
        failed = MeasureOutcome(state=MeasureState.FAILED)
        run(call, lambda: self._cases.note_measure_done(call, case.id, measure.id, failed))
        self._again_later.ask(call, case.id, measure.ordered_at or call.now)

    # -- on goods -----------------------------------------------------------------------------

    def _page(self, job: Job, begin: int) -> None:
        """The next products. Those that fail are asked for once more by events of their own, and
        the last page notes how the measure went.
        """
        case, measure = job.case, job.measure
        steps = self._repository.of_measure(case.id, measure.id)
        failed = []
        for product_id in measure.products[begin : begin + PAGE]:
            known = steps.get(product_id)
            try:
                self._step(job, product_id, known)
            except Refusal as refused:
                _fail(job, product_id, known, refused.code)
            except FAULTS as fault:
                log.exception("product", extra={"case_id": case.id, "product_id": product_id})
                _fail(job, product_id, known, type(fault).__name__)
                failed.append(product_id)
        following = begin + PAGE
        more = following < len(measure.products)
        if more or failed:
            tx = Transaction(job.call, "go_on_with_measure", Subject("violation_case", case.id))
            for product_id in failed:
                tx.publish(_due(case, measure.id, product=product_id))
            if more:
                tx.publish(_due(case, measure.id, begin=following))
            tx.commit(None)
        if not more:
            self._note(job)

    def _again(self, job: Job, product_id: str) -> None:
        """One product that failed before; what goes wrong now is raised."""
        steps = self._repository.of_measure(job.case.id, job.measure.id)
        self._step(job, product_id, steps.get(product_id))
        self._note(job)

    def _step(self, job: Job, product_id: str, known: Step | None) -> None:
        """What is done to a product, and the note of it, while the case stands as it was read: what
        fell meanwhile holds nothing any more.
        """
        if known is not None and known.state in REACHED[job.action]:
            return
        shelves, case_id, measure_id = self._means.shelves, job.case.id, job.measure.id
        tx = Transaction(job.call, f"{job.action}_product", Subject("product", product_id))
        if job.action is Action.WITHDRAW:
            state = shelves.withdraw(tx, product_id, case_id)
        elif job.action is Action.HOLD:
            state = shelves.hold(tx, product_id, case_id, measure_id)
        else:
            state = shelves.release(tx, product_id, case_id, measure_id)
        stands = CaseRow.state == job.case.state
        # Goods may be let go without another state, once: since nobody reported in time.
        fell = job.case.hold_fell_at
        stands &= (
            CaseRow.hold_fell_at.does_not_exist() if fell is None else CaseRow.hold_fell_at == fell
        )
        tx.require(CaseRow, case_id, CaseRow.SK, stands, conflict=RacedError())
        _keep(tx, job, product_id, known, StepResult(state))
        tx.commit(None)

    def _note(self, job: Job) -> None:
        """Let the case know how the measure stands, by the steps at that moment."""
        case_id, measure = job.case.id, job.measure

        def note() -> MeasureState:
            steps = self._repository.of_measure(case_id, measure.id).values()
            outcome = outcome_of(job.action, measure.products, steps)
            self._cases.note_measure_done(job.call, case_id, measure.id, outcome)
            return outcome.state

        if run(job.call, note) is MeasureState.FAILED:
            self._again_later.ask(job.call, case_id, measure.ordered_at or job.call.now)


@dataclass(frozen=True, slots=True)
class StepResult:
    """What came of a step."""

    state: StepState
    error: str | None = None


def _fail(job: Job, product_id: str, known: Step | None, error: str) -> None:
    if known is not None and (known.state, known.error) == (StepState.FAILED, error):
        return
    tx = Transaction(job.call, "note_failed_product", Subject("product", product_id))
    _keep(tx, job, product_id, known, StepResult(StepState.FAILED, error))
    tx.commit(None)


def _keep(
    tx: Transaction, job: Job, product_id: str, known: Step | None, result: StepResult
) -> None:
    at = tx.call.now
    if known is None:
        step = Step(
            case_id=job.case.id,
            measure_id=job.measure.id,
            product_id=product_id,
            state=result.state,
            error=result.error,
            at=at,
        )
        tx.create(StepRow, step, conflict=RacedError())
    else:
        after = stepped(known, result.state, result.error, at)
        tx.save(StepRow, known, after, conflict=RacedError())


def _due(case: Case, measure_id: str, begin: int = 0, product: str | None = None) -> MeasureDue:
    return MeasureDue(
        case_id=case.id,
        supplier_id=case.supplier_id,
        measure_id=measure_id,
        begin=begin,
        product=product,
    )
