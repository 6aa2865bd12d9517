"""Points, least measures and fines: repetition raises them, time takes them away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.violations.domain import points as records
from teleshop.violations.domain.case import Gravity, ViolationType
from teleshop.violations.domain.measures import RANK, Measure, MeasureKind
from teleshop.violations.domain.points import Entry, Record, counting, in_force, total
from teleshop.violations.domain.policy import (
    POLICIES,
    ViolationPolicy,
    end_of_working_days,
    once_left,
    policy_on,
    reaches,
)
from teleshop.violations.domain.proposal import falls_short, faults_of

pytestmark = pytest.mark.clause("3.4.2")
POLICY = POLICIES[0]
DAY = date(2026, 11, 23)
TYPES = st.sampled_from(list(ViolationType))
GRAVITIES = st.sampled_from(list(Gravity))
GOODS = ("prd_1", "prd_2")


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 11, 22), 0),
        (date(2026, 11, 23), 13),
        (date(2027, 5, 22), 13),
        (date(2027, 5, 23), 7),
        (date(2027, 11, 22), 7),
        (date(2027, 11, 23), 0),
    ],
)
def test_points_count_whole_for_half_a_year_then_half_and_end_after_a_year(
    today: date, left: int
) -> None:
    assert in_force(13, DAY, today) == left


@given(st.integers(1, 48), st.dates(DAY, date(2029, 1, 1)), st.integers(0, 800))
def test_points_never_grow_with_time_and_are_gone_after_a_year(
    points: int, since: date, days: int
) -> None:
    today = since + timedelta(days=days)
    assert 0 <= in_force(points, since, today + timedelta(days=1)) <= in_force(points, since, today)
    assert in_force(points, since, since + timedelta(days=366)) == 0


def test_points_of_the_last_day_of_a_month_end_on_the_last_day_of_a_shorter_one() -> None:
    since = date(2026, 8, 31)
    assert in_force(4, since, date(2027, 2, 27)) == 4
    assert in_force(4, since, date(2027, 2, 28)) == 2


def test_a_record_adds_what_counts_and_forgets_what_does_not() -> None:
    record = Record(supplier_id="sup_1")
    for number, day in enumerate((date(2025, 1, 1), date(2026, 3, 1), DAY), 1):
        case_id = f"vio_{number}"
        record = records.penalised(records.opened(record, case_id), _entry(case_id, 12, day))
    assert [entry.case_id for entry in record.entries] == ["vio_2", "vio_3"]
    assert total(record.entries, DAY) == 6 + 12
    assert counting(record.entries, DAY) == ("vio_2", "vio_3")
    assert records.closed(record, "vio_2").open == ("vio_1", "vio_3")


def _entry(case_id: str, points: int, day: date) -> Entry:
    return Entry(case_id=case_id, points=points, day=day)


@given(TYPES, GRAVITIES, st.integers(0, 60), st.integers(0, 60), st.integers(0, 6))
def test_a_repeated_offence_never_asks_for_less(
    type: ViolationType, gravity: Gravity, standing: int, more: int, earlier: int
) -> None:
    first = POLICY.demand(type, gravity, standing, earlier)
    again = POLICY.demand(type, gravity, standing + more, earlier + 1)
    assert RANK[again.least] >= RANK[first.least]
    assert again.fine.least >= first.fine.least
    assert again.fine.most >= first.fine.most
    assert again.points == first.points


@given(TYPES, st.integers(0, 60), st.integers(0, 6))
def test_a_graver_offence_never_asks_for_less(
    type: ViolationType, standing: int, earlier: int
) -> None:
    asked = [POLICY.demand(type, gravity, standing, earlier) for gravity in Gravity]
    assert [RANK[one.least] for one in asked] == sorted(RANK[one.least] for one in asked)
    assert [one.points for one in asked] == sorted(one.points for one in asked)


def test_the_third_breach_of_an_agreement_asks_for_more_than_the_first() -> None:
    def demand(standing: int, earlier: int) -> MeasureKind:
        asked = POLICY.demand(ViolationType.AGREEMENT_BREACH, Gravity.SERIOUS, standing, earlier)
        return asked.least

    assert demand(0, 0) is MeasureKind.WARNING
    assert demand(6, 1) is MeasureKind.FINE
    assert demand(18, 3) is MeasureKind.SUPPLIER_SUSPENSION
    assert demand(42, 7) is MeasureKind.TERMINATION


def test_the_bounds_of_the_fine_double_and_triple_and_stay() -> None:
    def least(earlier: int) -> int:
        asked = POLICY.demand(ViolationType.AGREEMENT_BREACH, Gravity.MINOR, 0, earlier)
        return asked.fine.least

    assert [least(earlier) for earlier in (0, 1, 2, 3)] == [500_00, 1000_00, 1500_00, 1500_00]


def test_grave_counterfeits_are_taken_down_and_handed_over_and_the_cooperation_ends() -> None:
    asked = POLICY.demand(ViolationType.COUNTERFEIT_GOODS, Gravity.GRAVE, 0, 0)
    assert asked.least is MeasureKind.TERMINATION
    assert asked.required == {MeasureKind.PRODUCT_TAKEDOWN, MeasureKind.HANDOVER}


def codes(*measures: Measure, gravity: Gravity = Gravity.SERIOUS) -> list[tuple[str, str]]:
    asked = POLICY.demand(ViolationType.COUNTERFEIT_GOODS, gravity, 0, 0)
    return [(fault.pointer, fault.code) for fault in faults_of(measures, asked, GOODS)]


DOWN = Measure(id="m1", kind=MeasureKind.PRODUCT_TAKEDOWN, products=GOODS)
SUSPENDED = Measure(id="m2", kind=MeasureKind.SUPPLIER_SUSPENSION)
FINED = Measure(id="m3", kind=MeasureKind.FINE, amount=5_000_00)


def test_what_the_policy_asks_for_is_taken() -> None:
    assert codes(DOWN, SUSPENDED, FINED) == []
    assert codes(DOWN, FINED, gravity=Gravity.MINOR) == []


def test_every_fault_of_a_proposal_is_told_at_once() -> None:
    found = codes(
        Measure(id="m1", kind=MeasureKind.FINE, amount=4_999_99),
        Measure(id="m2", kind=MeasureKind.WARNING, amount=1, products=("prd_1",)),
        Measure(id="m3", kind=MeasureKind.PRODUCT_SUSPENSION, products=("prd_9",)),
        Measure(id="m4", kind=MeasureKind.WARNING),
    )
    assert found == [
        ("/measures/0/amount", "fine_out_of_bounds"),
        ("/measures/1/amount", "amount_not_of_fine"),
        ("/measures/1/products", "products_not_of_measure"),
        ("/measures/2/products", "measure_products"),
        ("/measures/3/kind", "measure_twice"),
        ("/measures", "measures_too_mild"),
        ("/measures", "measure_missing"),
    ]


def test_a_supplier_is_suspended_or_terminated_and_not_both() -> None:
    end = Measure(id="m4", kind=MeasureKind.TERMINATION)
    assert ("/measures", "measures_exclude_each_other") in codes(DOWN, SUSPENDED, end)


def test_handing_over_never_stands_for_a_measure_of_the_platform() -> None:
    handed = Measure(id="m4", kind=MeasureKind.HANDOVER)
    assert codes(DOWN, handed) == [("/measures", "measures_too_mild")]


@given(st.sampled_from(list(MeasureKind)))
def test_every_measure_reaches_itself_and_a_warning(kind: MeasureKind) -> None:
    assert reaches(kind, kind)
    assert reaches(kind, MeasureKind.WARNING)


@pytest.mark.parametrize(
    ("least", "most"), [(500_00, True), (10_000_00, True), (499_99, False), (10_000_01, False)]
)
def test_both_bounds_of_a_fine_are_allowed(least: int, most: bool) -> None:
    asked = POLICY.demand(ViolationType.AGREEMENT_BREACH, Gravity.GRAVE, 0, 0)
    fine = Measure(id="m1", kind=MeasureKind.FINE, amount=least)
    assert (faults_of([fine], asked, ()) == []) is most


def test_ten_working_days_leave_weekends_out_and_end_with_the_day_in_china() -> None:
    # Monday 23 November 2026, noon in China: the tenth working day is Monday 7 December.
    now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    assert end_of_working_days(now, 10) == datetime(2026, 12, 7, 16, 0, tzinfo=UTC)


def test_where_holidays_are_not_published_the_latest_reading_counts() -> None:
    now = datetime(2030, 1, 7, 4, 0, tzinfo=UTC)
    # Ten weekdays, and nine more that could all be holidays of the longest break.
    assert end_of_working_days(now, 10) == datetime(2030, 2, 1, 16, 0, tzinfo=UTC)


def test_a_case_is_handled_by_the_policy_of_its_day() -> None:
    later = ViolationPolicy(effective_from=date(2027, 1, 1), appeal_days=15)
    policies = (POLICY, later)
    assert policy_on(date(2026, 12, 31), policies).appeal_days == 10
    assert policy_on(date(2027, 1, 1), policies).appeal_days == 15
    assert policy_on(date(2020, 1, 1), policies) is POLICY


def test_a_policy_whose_points_fall_with_gravity_is_refused() -> None:
    upside_down = {Gravity.MINOR: 3, Gravity.SERIOUS: 2, Gravity.GRAVE: 1}
    with pytest.raises(ValueError, match="ascend"):
        ViolationPolicy(effective_from=DAY, points={ViolationType.AGREEMENT_BREACH: upside_down})
    with pytest.raises(ValueError, match="one working day"):
        ViolationPolicy(effective_from=DAY, statement_days=0)


@given(TYPES, GRAVITIES, st.integers(0, 100), st.integers(0, 5))
def test_of_a_former_supplier_nothing_is_asked_that_needs_the_cooperation(
    type: ViolationType, gravity: Gravity, standing: int, earlier: int
) -> None:
    demand = POLICY.demand(type, gravity, standing, earlier)
    left = once_left(demand)
    assert RANK[left.least] == min(RANK[demand.least], RANK[MeasureKind.FINE])
    assert (left.required, left.fine, left.total) == (demand.required, demand.fine, demand.total)
    assert left.left


ENDING = [MeasureKind.SUPPLIER_SUSPENSION, MeasureKind.TERMINATION]


@pytest.mark.parametrize("kind", ENDING)
def test_a_former_supplier_is_neither_suspended_nor_terminated(kind: MeasureKind) -> None:
    asked = once_left(POLICY.demand(ViolationType.AGREEMENT_BREACH, Gravity.GRAVE, 36, 1))
    found = faults_of([Measure(id="m1", kind=kind)], asked, ())
    assert [(one.pointer, one.code) for one in found] == [
        ("/measures/0/kind", "cooperation_ended"),
        ("/measures", "measures_too_mild"),
    ]
    assert "/blacklist-entries" in found[0].message("en")


@pytest.mark.parametrize("kind", ENDING)
@pytest.mark.parametrize(("fines", "short"), [((), True), ((999_99,), True), ((1_000_00,), False)])
def test_what_was_proposed_before_a_supplier_left_stands_with_the_least_fine_alone(
    kind: MeasureKind, fines: tuple[int, ...], short: bool
) -> None:
    asked = once_left(POLICY.demand(ViolationType.AGREEMENT_BREACH, Gravity.GRAVE, 36, 1))
    fined = [Measure(id="m2", kind=MeasureKind.FINE, amount=amount) for amount in fines]
    assert falls_short([Measure(id="m1", kind=kind), *fined], asked) is short


def test_an_end_stands_for_a_warning_only_while_the_cooperation_goes_on() -> None:
    asked = POLICY.demand(ViolationType.AGREEMENT_BREACH, Gravity.MINOR, 0, 0)
    end = [Measure(id="m1", kind=MeasureKind.TERMINATION)]
    assert not falls_short(end, asked)
    assert falls_short(end, once_left(asked))
