"""Opening a case, showing it, and noting what became of its measures."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from teleshop.kernel.actor import Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page
from teleshop.kernel.transaction import Transaction
from teleshop.violations.domain import case as rules
from teleshop.violations.domain import points as records
from teleshop.violations.domain.case import (
    CASE_PREFIX,
    Case,
    CaseState,
    Source,
    ViolationType,
)
from teleshop.violations.domain.facts import FactMark, check_new, evidence_of, keys_of
from teleshop.violations.domain.link import Link
from teleshop.violations.domain.measures import (
    Measure,
    MeasureKind,
    MeasureOutcome,
    MeasureState,
)
from teleshop.violations.domain.policy import end_of_working_days, policy_on
from teleshop.violations.domain.rounds import Round
from teleshop.violations.errors import ReferenceUnknownError, UnknownSupplierError
from teleshop.violations.schemas.bodies import CaseBody, CasesQuery
from teleshop.violations.schemas.events import (
    ViolationCaseOpened,
    ViolationMeasureFailed,
    ViolationMeasureNoted,
)
from teleshop.violations.service.base import (
    INVESTIGATION,
    Desk,
    Known,
    Shown,
    facts,
    refuse,
)
from teleshop.violations.tables import CaseRow, FactRow

NEEDS_REFERENCE: Final = frozenset({Source.SWEEP, Source.COMPLAINT, Source.AUTHORITY})


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with what staff sees beside it: the suppliers of bad record it shares something with,
    and the points in force; ``rounds`` are those that were sent back.
    """

    shown: Shown
    links: tuple[Link, ...] = ()
    points_in_force: int = 0
    rounds: tuple[Round, ...] = ()


class Cases(Desk):
    """Cases from the first facts; what other contexts ask of them."""

    def open_case(self, call: Call, body: CaseBody) -> Shown:
        """Open a case upon first facts: nothing new of the supplier is taken until it has ended
        (standard 2.1.5), and its deposit stays. With ``hold`` the goods that the case names are
        taken off sale at once.

        Refuses a supplier that never was, a reference that is not there, goods of others, files
        that are no evidence, and facts that another case is about.
        """
        today = china_date(call.now)
        policy = policy_on(today, self._policies)
        case = _new_case(call, body, end_of_working_days(call.now, policy.investigation_days))
        self._check(case, body)
        keys = keys_of(case)
        marks = self._repository.marks(case.supplier_id, keys)
        self._check_marks(marks.values(), case)
        known = self._known(case.supplier_id)
        tx = self._begin(call, "open_violation_case", case.id)
        tx.create(CaseRow, case, conflict=RacedError())
        for key in keys.marks:
            mark = FactMark(supplier_id=case.supplier_id, key=key, case_id=case.id)
            _mark(tx, marks.get(key), mark)
        self._keep_record(tx, Known(known.held, records.opened(known.after, case.id)))
        self._neighbours.deposits.block(tx, case.supplier_id, case.id)
        self._neighbours.suppliers.hold(tx, case.supplier_id, case.id)
        self._register(tx, case, INVESTIGATION, case.investigation_due)
        self._tell(tx, case, ViolationCaseOpened(**facts(case), products=case.products))
        self._order(tx, case, "opened", case.measures)
        return tx.commit(Shown(case, "staff"))

    def _check(self, case: Case, body: CaseBody) -> None:
        if not self._neighbours.suppliers.knows(case.supplier_id, case.opened_at):
            raise UnknownSupplierError
        faults = self._faults(case, body)
        if faults:
            raise InvalidInputError(errors=faults)
        if case.reference is not None and not self._neighbours.references.is_about(
            case.source, case.reference, case.supplier_id
        ):
            raise ReferenceUnknownError

    def _faults(self, case: Case, body: CaseBody) -> list[FieldError]:
        found: list[FieldError] = []
        if case.source in NEEDS_REFERENCE and case.reference is None:
            found.append(_REFERENCE_MISSING)
        if case.happened_on > china_date(case.opened_at):
            found.append(_IN_THE_FUTURE)
        if body.hold is not None and not case.products:
            found.append(_NOTHING_TO_HOLD)
        if body.hold is not None and not case.evidence:
            found.append(_HOLD_ON_NOTHING)
        if case.type is ViolationType.COUNTERFEIT_GOODS and not case.products:
            found.append(_NO_GOODS)
        foreign = self._neighbours.goods.foreign(case.products, case.supplier_id)
        found += [_foreign(case.products.index(product)) for product in foreign]
        return found + self._unusable(case.evidence)

    def _check_marks(self, marks: Iterable[FactMark], case: Case) -> None:
        ids = sorted({id for mark in marks for id in mark.cases})
        if not ids:
            return
        known = self._repository.find_many(ids)
        others = [known[id] for id in ids if id in known]
        files = {*case.evidence, *(one for other in others for one in evidence_of(other))}
        # The same file, uploaded once more, is nothing new.
        check_new(others, case.evidence, self._neighbours.evidence.contents(sorted(files)))

    # -- showing --

    def show(self, call: Call, case_id: str) -> Dossier:
        """One case as its reader may see it; links and points for staff alone."""
        shown = self._visible(call, case_id)
        rounds = tuple(self._repository.rounds(case_id)) if shown.case.round > 1 else ()
        if shown.reader != "staff":
            return Dossier(shown, rounds=rounds)
        supplier_id = shown.case.supplier_id
        held = self._repository.record(supplier_id)
        standing = records.total(held.entries, china_date(call.now)) if held else 0
        return Dossier(shown, self._neighbours.suppliers.links(supplier_id), standing, rounds)

    def list_cases(self, call: Call, query: CasesQuery) -> Page[Shown]:
        """Suppliers get theirs, newest first; staff those of a supplier or of a state. A condition
        that would not be applied is refused.
        """
        if not call.actor.is_staff:
            own = call.actor.supplier_id if call.actor.has(Role.SUPPLIER) else None
            refuse(_of_staff(query, own))
            if own is None:
                return Page([], None)
            found = self._repository.of_supplier(own, query.page)
            return found.map(lambda case: Shown(case, "supplier"))
        if query.supplier is not None:
            refuse([_ONE_FILTER] if query.state is not None else [])
            found = self._repository.of_supplier(query.supplier, query.page)
        else:
            found = self._repository.of_state(query.state or CaseState.INVESTIGATING, query.page)
        return found.map(lambda case: Shown(case, "staff"))

    # -- measures --

    def note_measure(
        self, tx: Transaction, before: Case, measure_id: str, outcome: MeasureOutcome
    ) -> Case:
        """Note within the transaction that carried a measure out, or took it back, how that went;
        ``before`` is the case that said it was due. Nothing changes where it was noted before or
        comes too late.
        """
        return self._noted(tx, before, measure_id, outcome)

    def note_measure_done(
        self, call: Call, case_id: str, measure_id: str, outcome: MeasureOutcome
    ) -> Case:
        """The same as a use case of its own."""
        tx = self._begin(call, "note_measure", case_id)
        before = self._get(case_id)
        stored = self._noted(tx, before, measure_id, outcome)
        return before if stored == before else tx.commit(stored)

    def _noted(
        self, tx: Transaction, before: Case, measure_id: str, outcome: MeasureOutcome
    ) -> Case:
        after = rules.with_outcome(before, measure_id, outcome, tx.call.now)
        if after == before:
            return before
        stored = self._save(tx, before, after)
        (noted,) = (measure for measure in stored.measures if measure.id == measure_id)
        said: dict[str, Any] = {
            **facts(stored),
            "measure_id": noted.id,
            "kind": noted.kind.value,
            "amount": noted.amount,
            "products": noted.products,
            "reference": noted.reference,
        }
        if outcome.state is MeasureState.FAILED:
            tx.publish(ViolationMeasureFailed(**said))
        else:
            self._tell(tx, stored, ViolationMeasureNoted(**said, outcome=outcome.state))
        return stored


def _new_case(call: Call, body: CaseBody, investigation_due: datetime) -> Case:
    products = tuple(dict.fromkeys(body.products))
    held: tuple[Measure, ...] = ()
    if body.hold is not None:
        held = (
            Measure(
                id="m1",
                kind=MeasureKind(body.hold),
                products=products,
                interim=True,
                state=MeasureState.ORDERED,
                ordered_at=call.now,
            ),
        )
    return Case(
        id=new_id(CASE_PREFIX, call.now),
        supplier_id=body.supplier_id,
        type=body.type,
        gravity=body.gravity,
        source=body.source,
        reference=body.reference,
        happened_on=body.happened_on,
        facts=body.facts,
        products=products,
        evidence=tuple(dict.fromkeys(body.evidence)),
        opened_by=call.actor.subject,
        opened_at=call.now,
        investigation_due=investigation_due,
        measures=held,
    )


def _mark(tx: Transaction, known: FactMark | None, mark: FactMark) -> None:
    """Let the facts belong to the case; of two cases at once one wins, and the other is told when
    it is run again.
    """
    if known is None:
        tx.create(FactRow, mark, conflict=RacedError(), audited=False)
    else:
        mark = replace(mark, earlier=known.cases)
        tx.save(FactRow, known, mark, conflict=RacedError(), audited=False)


_REFERENCE_MISSING: Final = FieldError(
    "/reference",
    "violation_reference_missing",
    "来源为巡查、投诉或主管机关时，请在 reference 中填写对应编号。",
    "For a sweep, a complaint or an authority name in `reference` what the case comes from.",
    clause="3.4.1",
)
_IN_THE_FUTURE: Final = FieldError(
    "/happened_on",
    "violation_in_the_future",
    "事实发生日（happened_on）不能晚于今天。",
    "The day on which it happened (`happened_on`) cannot lie ahead.",
    clause="3.4.1",
)
_NOTHING_TO_HOLD: Final = FieldError(
    "/hold",
    "violation_nothing_to_hold",
    "采取临时措施（hold）须在 products 中列明涉及的商品。",
    "To `hold` goods for the time being name them in `products`.",
    clause="3.4.1",
)

_HOLD_ON_NOTHING: Final = FieldError(
    "/evidence",
    "violation_evidence_missing",
    "采取临时措施（hold）须有证据：请先上传文件（用途 evidence），再填入 evidence。",
    "To `hold` goods takes evidence: upload documents (purpose evidence) and name them in "
    "`evidence`.",
    clause="3.4.1",
)
_ONE_FILTER: Final = FieldError(
    "/state",
    "one_filter",
    "state 与 supplier 不能同时使用；请只保留一个筛选条件。",
    "Give either `state` or `supplier`, not both.",
)


def _of_staff(query: CasesQuery, own: str | None) -> list[FieldError]:
    """The conditions of a supplier that only staff may name."""
    named = {"state": query.state, "supplier": query.supplier if query.supplier != own else None}
    return [
        FieldError(
            f"/{name}",
            "own_only",
            "您只能查看本方的全部案件，请去掉该查询条件。",
            "You see all cases of your own; drop this condition.",
        )
        for name, value in named.items()
        if value is not None
    ]


_NO_GOODS: Final = FieldError(
    "/products",
    "violation_goods_missing",
    "假冒伪劣商品类案件须在 products 中列明涉及的商品。",
    "A case of counterfeit goods names in `products` which goods.",
    clause="3.4.1",
)


def _foreign(index: int) -> FieldError:
    return FieldError(
        f"/products/{index}",
        "violation_product_unknown",
        "该商品不存在或不属于该供应商，请核对商品编号。",
        "There is no such product of this supplier; check its identifier.",
        clause="3.4.1",
    )
