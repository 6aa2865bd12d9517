"""What is to be done about a measure as its case stands, and what its steps come to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from teleshop.violations.domain import measures_done as rules
from teleshop.violations.domain.case import Case, CaseState, Gravity, Source, ViolationType
from teleshop.violations.domain.measures import Measure, MeasureKind, MeasureState
from teleshop.violations.domain.measures_done import Action, Step, StepState
from teleshop.violations.errors import HadAPartError

pytestmark = pytest.mark.clause("3.4.2")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
GOODS = ("prd_1", "prd_2")
CASE = Case(
    id="vio_1",
    supplier_id="sup_1",
    type=ViolationType.COUNTERFEIT_GOODS,
    gravity=Gravity.SERIOUS,
    source=Source.STAFF,
    happened_on=date(2026, 11, 20),
    facts="抽检",
    opened_by="olaf",
    opened_at=NOW,
    investigation_due=NOW,
    state=CaseState.DECIDED,
)
STEP = Step(case_id="vio_1", measure_id="m1", product_id="prd_1", state=StepState.HELD, at=NOW)
HOLD, DOWN, FINE = (
    MeasureKind.PRODUCT_SUSPENSION,
    MeasureKind.PRODUCT_TAKEDOWN,
    MeasureKind.FINE,
)


@pytest.mark.parametrize(
    ("waited", "after"),
    [(timedelta(), 1), (timedelta(hours=5), 5), (timedelta(days=40), 24)],
)
def test_what_failed_is_asked_for_again_ever_less_often_and_once_a_day_at_least(
    waited: timedelta, after: int
) -> None:
    assert rules.asked_again_at(NOW - waited, NOW) == NOW + timedelta(hours=after)


@pytest.mark.parametrize(
    "changes",
    [
        {"opened_by": "mona"},
        {"investigated_by": "mona"},
        {"past_investigators": ("mona",)},
        {"judges": ("mona",)},
        {"past_judges": ("mona",)},
        {"appeal_judge": "mona"},
    ],
)
def test_who_had_a_part_in_a_case_does_not_end_its_suspension(changes: dict[str, Any]) -> None:
    kind = MeasureKind.SUPPLIER_SUSPENSION
    measure = Measure(id="m1", kind=kind, state=MeasureState.DONE)
    case = replace(CASE, state=CaseState.EFFECTIVE, measures=(measure,), settled=True)
    with pytest.raises(HadAPartError):
        rules.suspension_ended(replace(case, **changes), "mona")
    after = rules.suspension_ended(case, "mona")
    assert rules.to_do(after) == ("m1",)
    assert not after.settled


@pytest.mark.parametrize(
    ("kind", "state", "of_case", "action"),
    [
        (HOLD, MeasureState.ORDERED, CaseState.DECIDED, Action.HOLD),
        (HOLD, MeasureState.FAILED, CaseState.EFFECTIVE, Action.HOLD),
        (HOLD, MeasureState.DONE, CaseState.EFFECTIVE, None),
        (HOLD, MeasureState.LIFTED, CaseState.ANNULLED, Action.RELEASE),
        (HOLD, MeasureState.DECIDED, CaseState.DECIDED, None),
        (DOWN, MeasureState.ORDERED, CaseState.DECIDED, Action.HOLD),
        (DOWN, MeasureState.DONE, CaseState.DECIDED, None),
        (DOWN, MeasureState.DONE, CaseState.APPEALED, None),
        (DOWN, MeasureState.DONE, CaseState.EFFECTIVE, Action.WITHDRAW),
        (DOWN, MeasureState.ORDERED, CaseState.EFFECTIVE, Action.WITHDRAW),
        (DOWN, MeasureState.LIFTED, CaseState.EFFECTIVE, Action.RELEASE),
        (DOWN, MeasureState.UNDONE, CaseState.ANNULLED, None),
        (FINE, MeasureState.DECIDED, CaseState.DECIDED, None),
        (FINE, MeasureState.ORDERED, CaseState.EFFECTIVE, Action.CARRY_OUT),
        (FINE, MeasureState.DONE, CaseState.EFFECTIVE, None),
        (FINE, MeasureState.DROPPED, CaseState.ANNULLED, None),
        (FINE, MeasureState.LIFTED, CaseState.ANNULLED, Action.TAKE_BACK),
    ],
)
def test_a_take_down_is_a_hold_until_nobody_can_appeal(
    kind: MeasureKind, state: MeasureState, of_case: CaseState, action: Action | None
) -> None:
    measure = Measure(id="m1", kind=kind, products=GOODS, state=state)
    case = replace(CASE, state=of_case, measures=(measure,))
    assert rules.action_of(case, measure) is action
    assert rules.to_do(case) == (("m1",) if action else ())
    assert rules.measure_of(case, "m1") == measure
    assert rules.measure_of(case, "m2") is None


def test_a_measure_is_done_when_every_product_is() -> None:
    one = rules.outcome_of(Action.HOLD, GOODS, [STEP])
    assert (one.state, one.count) == (MeasureState.FAILED, 1)
    both = rules.outcome_of(Action.HOLD, GOODS, [STEP, replace(STEP, product_id="prd_2")])
    assert (both.state, both.count) == (MeasureState.DONE, 2)


def test_goods_that_ended_by_themselves_need_nothing() -> None:
    gone = replace(STEP, product_id="prd_2", state=StepState.GONE)
    for action in (Action.HOLD, Action.WITHDRAW, Action.RELEASE):
        assert rules.outcome_of(action, ("prd_2",), [gone]).count == 1
    assert rules.outcome_of(Action.WITHDRAW, GOODS, [STEP, gone]).count == 1


def test_a_release_is_over_when_every_product_is_let_go() -> None:
    failed = replace(STEP, product_id="prd_2", state=StepState.FAILED, error="busy")
    free = rules.stepped(STEP, StepState.RELEASED, None, NOW)
    assert rules.outcome_of(Action.RELEASE, GOODS, [free, failed]).state is MeasureState.FAILED
    done = rules.stepped(failed, StepState.RELEASED, None, NOW)
    assert done.error is None
    assert rules.outcome_of(Action.RELEASE, GOODS, [free, done]).state is MeasureState.UNDONE
