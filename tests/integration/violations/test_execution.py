"""Measures that were ordered are carried out in the contexts where they act, and taken back where
the case fell, with everything connected.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from teleshop.catalog.domain.product import ProductState
from teleshop.catalog.errors import ProductHeldForCaseError
from teleshop.catalog.wiring import service as catalog
from teleshop.deadlines.service import Owner
from teleshop.deadlines.wiring import service as deadlines
from teleshop.deposits.wiring import service as deposits
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.events import EventData
from teleshop.kernel.paging import PageRequest
from teleshop.suppliers.errors import SuspendedForViolationError
from teleshop.suppliers.schemas import ReasonBody
from teleshop.suppliers.wiring import service as suppliers
from teleshop.violations.domain.case import Case, CaseState, ViolationType
from teleshop.violations.domain.case import effective as effective_rules
from teleshop.violations.domain.measures import Measure, MeasureKind, MeasureState, fallen
from teleshop.violations.domain.measures_done import StepState
from teleshop.violations.errors import (
    CaseNotFoundError,
    HadAPartError,
    NothingSuspendedError,
)
from teleshop.violations.schemas import (
    InterimMeasureOrdered,
    ViolationAnnulled,
    ViolationEffective,
)
from teleshop.violations.service.base import facts, facts_of
from teleshop.violations.tables.measures_done import StepRepository
from teleshop.violations.wiring import execution
from tests.factories import deposits as deposits_of
from tests.factories import reviews
from tests.factories import violation_help as v
from tests.factories import violations as cases

pytestmark = pytest.mark.clause("3.4.2")
ORDERED = MeasureState.ORDERED
SUPPLIER = reviews.SUPPLIER


def goods_measure(kind: MeasureKind, *products: str, id: str = "m1", **changes: Any) -> Measure:
    """A measure on goods that was just ordered."""
    made = Measure(id=id, kind=kind, products=products, state=ORDERED, ordered_at=v.NOW)
    return replace(made, **changes)


def ordered(*measures: Measure, **changes: Any) -> Case:
    """A case whose measures were just ordered, which is told."""
    products = tuple(product for measure in measures for product in measure.products)
    made = v.case(*measures, supplier_id=SUPPLIER, products=products, **changes)
    told = InterimMeasureOrdered(**facts(made), cause="decided", measures=facts_of(made.measures))
    return v.stored(made, told)


def effective(case: Case, *measures: Measure) -> EventData:
    """Nobody appealed."""
    return ViolationEffective(
        **facts(case),
        points=24,
        points_in_force=24,
        cause="not_appealed",
        measures=facts_of(measures or case.measures),
    )


def annulled(case_id: str = v.CASE) -> None:
    """The appeal was upheld."""
    known = v.found(case_id)
    measures = fallen(known.measures)
    told = ViolationAnnulled(
        **facts(known), points=24, measures=facts_of(measures), decided_at=v.NOW
    )
    v.changed(case_id, told, state=CaseState.ANNULLED, measures=measures)


def states(case_id: str = v.CASE) -> list[tuple[str, str, int]]:
    """How the measures of a case stand."""
    return [(one.id, one.state.value, one.count) for one in v.found(case_id).measures]


def product_state(product_id: str) -> ProductState:
    """How a product stands."""
    return reviews.product_of(product_id).state


def state_of_supplier() -> str:
    """How the supplier stands."""
    return suppliers().applications.show(v.call(actor=v.COMPLIANCE), SUPPLIER).supplier.state


def test_goods_go_off_sale_at_once_for_good_when_nobody_appealed(platform: Any) -> None:
    pot, pan = cases.goods(2)
    ordered(goods_measure(MeasureKind.PRODUCT_TAKEDOWN, pot, pan))
    platform.settle()
    assert states() == [("m1", "done", 2)]
    assert {product_state(pot), product_state(pan)} == {ProductState.SUSPENDED}
    (hold,) = reviews.product_of(pot).case_holds
    assert (hold.subject, hold.part) == (v.CASE, "m1")
    assert v.CASE in hold.reason
    known = v.changed(v.CASE, state=CaseState.EFFECTIVE)
    v.changed(v.CASE, effective(known))
    platform.settle()
    assert {product_state(pot), product_state(pan)} == {ProductState.WITHDRAWN}
    assert states() == [("m1", "done", 2)]
    assert {step.state for step in StepRepository().of_measure(v.CASE, "m1").values()} == {
        StepState.WITHDRAWN
    }


def test_goods_of_a_case_that_fell_are_let_go(platform: Any) -> None:
    pot, pan = cases.goods(2)
    ordered(goods_measure(MeasureKind.PRODUCT_TAKEDOWN, pot, pan))
    platform.settle()
    annulled()
    platform.settle()
    assert states() == [("m1", "undone", 2)]
    assert not reviews.product_of(pot).on_hold


def test_what_another_measure_holds_still_stays_off_sale(platform: Any) -> None:
    (pot,) = cases.goods(1)
    other = "vio_01KASY2D7V3M7T1QZ9N3D6W8XS"
    ordered(goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot))
    ordered(goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot), id=other)
    platform.settle()
    annulled()
    platform.settle()
    assert states() == [("m1", "undone", 1)]
    assert [one.subject for one in reviews.product_of(pot).case_holds] == [other]
    annulled(other)
    platform.settle()
    assert not reviews.product_of(pot).on_hold


def test_a_hold_by_people_is_not_lifted_with_the_case(platform: Any) -> None:
    (pot,) = cases.goods(1)
    by_people = reviews.call(v.COMPLIANCE)
    catalog().standing.hold_product(by_people, pot, "质检")
    ordered(goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot))
    platform.settle()
    annulled()
    platform.settle()
    hold = reviews.product_of(pot).hold
    assert hold is not None
    assert hold.reason == "质检"


def test_goods_that_were_withdrawn_already_need_nothing(platform: Any) -> None:
    (pot,) = cases.goods(1)
    catalog().standing.take_down(reviews.call(v.COMPLIANCE), pot, "召回")
    ordered(goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot))
    platform.settle()
    assert states() == [("m1", "done", 1)]
    step = StepRepository().of_measure(v.CASE, "m1")[pot]
    assert step.state is StepState.GONE


def test_many_goods_are_dealt_with_a_page_at_a_time(platform: Any) -> None:
    goods = cases.goods(23)
    ordered(goods_measure(MeasureKind.PRODUCT_SUSPENSION, *goods))
    platform.settle()
    assert [event["data"]["begin"] for event in platform.events_of_type("MeasureDue")] == [
        0,
        10,
        20,
    ]
    assert states() == [("m1", "done", 23)]


def test_a_product_that_fails_holds_up_no_other_and_is_shown(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pot, pan = cases.goods(2)
    shelves = execution()._means.shelves
    hold: Callable[..., StepState] = shelves.hold

    def spoiled(tx: Any, product_id: str, *rest: str) -> StepState:
        if product_id == pot:
            raise ValueError("spoiled")
        return hold(tx, product_id, *rest)

    monkeypatch.setattr(shelves, "hold", spoiled)
    ordered(goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot, pan))
    platform.settle(allow_dead_letters=True)
    assert platform.dead_letters
    assert states() == [("m1", "failed", 1)]
    assert product_state(pan) is ProductState.SUSPENDED
    failed = StepRepository().of_measure(v.CASE, "m1")[pot]
    assert (failed.state, failed.error) == (StepState.FAILED, "ValueError")
    monkeypatch.undo()
    execution().carry_out(v.call(), v.CASE, "m1", product=pot)
    platform.settle()
    assert states() == [("m1", "done", 2)]


def test_a_fine_is_taken_from_the_deposit_and_named_on_the_case(platform: Any) -> None:
    cases.goods(0)
    fine = Measure(id="m1", kind=MeasureKind.FINE, amount=5_000_00, state=ORDERED)
    case = ordered(fine, state=CaseState.EFFECTIVE)
    platform.settle()
    (known,) = v.found().measures
    assert known.state is MeasureState.DONE
    assert known.reference is not None
    assert deposits().deposits.balance(SUPPLIER).owed == 5_000_00
    v.changed(case.id, effective(case))
    platform.settle()
    assert deposits().deposits.balance(SUPPLIER).owed == 5_000_00


def test_a_suspension_is_lifted_with_the_case(platform: Any) -> None:
    cases.goods(0)
    ordered(Measure(id="m1", kind=MeasureKind.SUPPLIER_SUSPENSION, state=ORDERED))
    platform.settle()
    assert (state_of_supplier(), states()) == ("suspended", [("m1", "done", 0)])
    annulled()
    platform.settle()
    assert (state_of_supplier(), states()) == ("active", [("m1", "undone", 0)])


@pytest.mark.parametrize(
    ("type", "listed"),
    [(ViolationType.COUNTERFEIT_GOODS, 1), (ViolationType.AGREEMENT_BREACH, 0)],
)
def test_a_termination_lists_the_enterprise_where_the_violation_calls_for_it(
    platform: Any, type: ViolationType, listed: int
) -> None:
    cases.goods(0)
    measures = (
        Measure(id="m1", kind=MeasureKind.WARNING, state=ORDERED),
        Measure(id="m2", kind=MeasureKind.TERMINATION, state=ORDERED),
        Measure(id="m3", kind=MeasureKind.HANDOVER, state=ORDERED),
    )
    ordered(*measures, state=CaseState.EFFECTIVE, type=type)
    platform.settle()
    assert state_of_supplier() == "terminated"
    assert states() == [("m1", "done", 0), ("m2", "done", 0), ("m3", "done", 0)]
    assert v.found().measures[2].reference == f"HO-{v.CASE}"
    assert len(platform.events_of_type("BlacklistEntryAdded")) == listed


@pytest.mark.parametrize(
    ("kind", "state", "noted"),
    [
        (MeasureKind.SUPPLIER_SUSPENSION, "in_agreement", "failed"),
        (MeasureKind.SUPPLIER_SUSPENSION, "rejected", "done"),
        (MeasureKind.SUPPLIER_SUSPENSION, "terminated", "done"),
        (MeasureKind.TERMINATION, "in_agreement", "failed"),
        (MeasureKind.TERMINATION, "terminated", "done"),
    ],
)
def test_what_cannot_be_done_to_an_applicant_is_not_noted_as_done(
    platform: Any, kind: MeasureKind, state: str, noted: str
) -> None:
    deposits_of.supplier(SUPPLIER, state=state)
    ordered(Measure(id="m1", kind=kind, state=ORDERED), type=ViolationType.FALSE_DOCUMENTS)
    platform.settle()
    assert (state_of_supplier(), states()) == (state, [("m1", noted, 0)])


@pytest.mark.parametrize("deliver", ["twice", "reversed"])
def test_repeated_and_unordered_events_act_once(platform: Any, deliver: Any) -> None:
    platform.deliver = deliver
    pot, pan = cases.goods(2)
    fine = Measure(id="m2", kind=MeasureKind.FINE, amount=5_000_00, state=ORDERED)
    ordered(goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot, pan), fine)
    platform.settle()
    assert states() == [("m1", "done", 2), ("m2", "done", 0)]
    assert deposits().deposits.balance(SUPPLIER).owed == 5_000_00


def published(aws: Any) -> str:
    """A product of the supplier that is on sale, and a case that holds it."""
    made = reviews.published()
    v.stored(
        v.case(
            goods_measure(MeasureKind.PRODUCT_SUSPENSION, made.id),
            supplier_id=made.ground.supplier_id,
            products=(made.id,),
        )
    )
    return made.id


def person(hours: int) -> Any:
    """A call by compliance some hours later."""
    return reviews.call(v.COMPLIANCE, hours * reviews.HOUR)


def test_people_cannot_release_what_a_case_holds(aws: Any) -> None:
    product_id = published(aws)
    execution().carry_out(v.call(), v.CASE, "m1")
    with pytest.raises(ProductHeldForCaseError) as refused:
        catalog().standing.release_product(person(200), product_id, "复检合格")
    assert refused.value.params["case_id"] == v.CASE
    assert product_state(product_id) is ProductState.SUSPENDED


def test_a_hold_by_people_does_not_hide_that_of_a_case(aws: Any) -> None:
    product_id = published(aws)
    catalog().standing.hold_product(person(10), product_id, "质检")
    execution().carry_out(v.call(), v.CASE, "m1")
    after = catalog().standing.release_product(person(200), product_id, "质检合格")
    assert after.hold is None
    assert (after.state, states()) == (ProductState.SUSPENDED, [("m1", "done", 1)])
    annulled()
    execution().carry_out(v.call(9 * v.DAY), v.CASE, "m1")
    assert product_state(product_id) is ProductState.PUBLISHED


def test_a_take_down_that_fails_is_shown_and_the_case_is_not_settled(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pot,) = cases.goods(1)
    ordered(goods_measure(MeasureKind.PRODUCT_TAKEDOWN, pot))
    platform.settle()
    shelves = execution()._means.shelves

    def spoiled(*_: Any) -> StepState:
        raise ValueError("spoiled")

    monkeypatch.setattr(shelves, "withdraw", spoiled)
    after = effective_rules(v.found(), v.NOW + 20 * v.DAY)
    v.changed(
        v.CASE,
        effective(after),
        state=after.state,
        measures=after.measures,
        settled=after.settled,
    )
    assert not v.found().settled
    platform.settle(allow_dead_letters=True)
    assert (states(), v.found().settled) == ([("m1", "failed", 0)], False)
    assert len(platform.events_of_type("ViolationMeasureFailed")) == 1
    monkeypatch.undo()
    execution().carry_out(v.call(), v.CASE, "m1")
    platform.settle()
    assert (states(), v.found().settled) == ([("m1", "done", 1)], True)
    assert product_state(pot) is ProductState.WITHDRAWN


def test_what_another_case_holds_while_one_lets_go_stays_off_sale(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pot,) = cases.goods(1)
    other = "vio_01KASY2D7V3M7T1QZ9N3D6W8XS"
    ordered(goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot))
    platform.settle()
    v.stored(
        v.case(
            goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot),
            supplier_id=SUPPLIER,
            products=(pot,),
            id=other,
        )
    )
    shelves = execution()._means.shelves
    release: Callable[..., StepState] = shelves.release
    met: list[str] = []

    def meanwhile(tx: Any, product_id: str, *rest: str) -> StepState:
        state = release(tx, product_id, *rest)
        if not met:
            met.append(product_id)
            execution().carry_out(v.call(), other, "m1")
        return state

    monkeypatch.setattr(shelves, "release", meanwhile)
    annulled()
    platform.settle()
    assert (states(), states(other)) == ([("m1", "undone", 1)], [("m1", "done", 1)])
    assert [one.subject for one in reviews.product_of(pot).case_holds] == [other]


def test_a_case_that_falls_while_it_takes_goods_off_sale_holds_nothing(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pot,) = cases.goods(1)
    shelves = execution()._means.shelves
    hold: Callable[..., StepState] = shelves.hold
    met: list[str] = []

    def meanwhile(tx: Any, product_id: str, *rest: str) -> StepState:
        state = hold(tx, product_id, *rest)
        if not met:
            met.append(product_id)
            annulled()
            execution().carry_out(v.call(), v.CASE, "m1")
        return state

    monkeypatch.setattr(shelves, "hold", meanwhile)
    ordered(goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot))
    platform.settle()
    assert met
    assert not reviews.product_of(pot).on_hold
    assert [state for _, state, _ in states()] == ["undone"]


def test_a_hold_that_comes_after_nobody_reported_in_time_holds_nothing(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pot,) = cases.goods(1)
    steps: Callable[..., Any] = StepRepository.of_measure
    met: list[str] = []

    def let_go(repository: StepRepository, case_id: str, measure_id: str) -> Any:
        if not met:
            met.append(measure_id)
            held = v.found(v.CASE).measures
            v.changed(v.CASE, measures=fallen(held), hold_fell_at=v.NOW)
            execution().carry_out(v.call(), v.CASE, "m1")
        return steps(repository, case_id, measure_id)

    monkeypatch.setattr(StepRepository, "of_measure", let_go)
    hold = goods_measure(MeasureKind.PRODUCT_SUSPENSION, pot, interim=True)
    ordered(hold, state=CaseState.INVESTIGATING)
    platform.settle()
    assert met
    assert not reviews.product_of(pot).on_hold
    assert [state for _, state, _ in states()] == ["undone"]


def clock() -> datetime:
    """When what failed is asked for again."""
    found = deadlines().of_owner(Owner("violations", "case", v.CASE), PageRequest()).items
    (due,) = [one.due_at for one in found if one.state == "open"]
    return due


def test_a_measure_that_was_refused_is_asked_for_again_by_itself(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.goods(0)

    def refused(*_: Any) -> str:
        raise ProductHeldForCaseError(cases="-", case_id="-")

    monkeypatch.setattr(execution()._means.fines, "book", refused)
    fine = Measure(id="m1", kind=MeasureKind.FINE, amount=5_000_00, state=ORDERED)
    ordered(fine, state=CaseState.EFFECTIVE)
    platform.settle()
    assert states() == [("m1", "failed", 0)]
    platform.run_schedules(at=clock())
    platform.settle()
    assert states() == [("m1", "failed", 0)]
    monkeypatch.undo()
    platform.run_schedules(at=clock())
    platform.settle()
    assert states() == [("m1", "done", 0)]
    assert deposits().deposits.balance(SUPPLIER).owed == 5_000_00


def suspended(platform: Any, **changes: Any) -> None:
    """The supplier, suspended by a case that took effect."""
    cases.goods(0)
    measure = Measure(id="m1", kind=MeasureKind.SUPPLIER_SUSPENSION, state=ORDERED)
    ordered(measure, state=CaseState.EFFECTIVE, **changes)
    platform.settle()
    assert (state_of_supplier(), states()) == ("suspended", [("m1", "done", 0)])


MANAGER = Actor("mona", frozenset({Role.MANAGER}))


def test_a_manager_without_a_part_in_the_case_ends_the_suspension_it_decided(
    platform: Any,
) -> None:
    suspended(platform, judges=("mia",))
    manager = v.call(9 * v.DAY, MANAGER)
    with pytest.raises(SuspendedForViolationError) as way:
        suppliers().standing.restore_supplier(manager, SUPPLIER, ReasonBody(reason="整改完成"))
    assert way.value.params["case_id"] == v.CASE
    judge = v.call(9 * v.DAY, replace(MANAGER, subject="mia"))
    with pytest.raises(HadAPartError):
        execution().end_suspension(judge, v.CASE, "整改完成")
    execution().end_suspension(manager, v.CASE, "整改完成")
    platform.settle()
    assert (state_of_supplier(), states()) == ("active", [("m1", "undone", 0)])
    assert v.found().settled
    with pytest.raises(NothingSuspendedError):
        execution().end_suspension(manager, v.CASE, "整改完成")
    with pytest.raises(CaseNotFoundError):
        execution().end_suspension(manager, "vio_none", "整改完成")


@pytest.mark.usefixtures("aws")
def test_a_suspension_that_may_be_appealed_still_is_not_ended() -> None:
    measure = Measure(id="m1", kind=MeasureKind.SUPPLIER_SUSPENSION, state=MeasureState.DONE)
    v.stored(v.case(measure))
    with pytest.raises(NothingSuspendedError):
        execution().end_suspension(v.call(9 * v.DAY, MANAGER), v.CASE, "整改完成")


@pytest.mark.usefixtures("aws")
def test_nothing_is_done_where_nothing_is_due() -> None:
    v.stored(v.case(Measure(id="m1", kind=MeasureKind.FINE, amount=1)))
    assert execution().order_all(v.call(), v.CASE) == ()
    assert execution().order_all(v.call(), "vio_none") == ()
    assert execution().carry_out(v.call(), v.CASE, "m1") is None
    assert execution().carry_out(v.call(), v.CASE, "m9") is None
