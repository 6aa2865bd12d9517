"""What a scorecard policy may say, from when it holds, and what another one would change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.canonical import canonical, plain
from teleshop.assessment.domain.comparing import compare
from teleshop.assessment.domain.faults import policy_faults, quarter_faults
from teleshop.assessment.domain.indicators import SPECS, Group, Indicator
from teleshop.assessment.domain.policy import (
    DEFAULT_POLICY,
    Deductions,
    ScorecardPolicy,
    groups_of,
    policy_of,
)
from teleshop.assessment.domain.versions import (
    PolicyHead,
    PolicyVersion,
    earliest_quarter,
    following,
    is_in_time,
    stale_reason,
)
from teleshop.kernel import quarters
from tests.factories import scorecards as f

pytestmark = pytest.mark.clause("3.3.1")
D = Decimal
LATE = Indicator.LATE_RATE
INDEX = next(i for i, one in enumerate(DEFAULT_POLICY.criteria) if one.indicator is LATE)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year, month, day and so on


def codes(policy: ScorecardPolicy) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in policy_faults(policy)}


def test_the_default_has_no_fault_and_weighs_all_four_groups() -> None:
    assert policy_faults(DEFAULT_POLICY) == []
    assert groups_of(DEFAULT_POLICY) == set(Group)


LATE_AT = f"/criteria/{INDEX}"
FAULTY: list[tuple[ScorecardPolicy, str, str]] = [
    (f.changed(LATE, weight=9), "/criteria", "weights_not_100"),
    (f.changed(LATE, weight=0), f"{LATE_AT}/weight", "weight_not_positive"),
    (f.changed(LATE, floor=D(4)), f"{LATE_AT}/floor", "floor_not_worse"),
    (f.changed(LATE, floor=D(1)), f"{LATE_AT}/floor", "floor_not_worse"),
    (f.changed(LATE, floor=D(101)), f"{LATE_AT}/floor", "beyond_scale"),
    (f.changed(LATE, shrink_to=None), f"{LATE_AT}/shrink_to", "prior_missing"),
    (f.changed(LATE, shrink_to=D(101)), f"{LATE_AT}/shrink_to", "beyond_scale"),
    (
        f.changed(Indicator.SALES_NET, shrink_to=D(1), shrink_weight=1),
        "/criteria/0/shrink_weight",
        "not_sampled",
    ),
    (f.changed(Indicator.SALES_NET, minimum_count=1), "/criteria/0/minimum_count", "not_sampled"),
    (f.policy(qualified_from=D(0)), "/qualified_from", "bands_out_of_order"),
    (f.policy(qualified_from=D(85)), "/qualified_from", "bands_out_of_order"),
    (f.policy(excellent_from=D("100.01")), "/excellent_from", "bands_out_of_order"),
    (f.policy(peer_minimum=4), "/peer_minimum", "too_few_peers"),
    (
        f.policy(deductions=Deductions(free_points=0, per_point=D(1), at_most=D("100.01"))),
        "/deductions/at_most",
        "too_much_off",
    ),
    (
        f.policy(criteria=(*DEFAULT_POLICY.criteria, DEFAULT_POLICY.criteria[0])),
        f"/criteria/{len(DEFAULT_POLICY.criteria)}/indicator",
        "indicator_twice",
    ),
    (f.policy(criteria=()), "/criteria", "group_missing"),
]


@pytest.mark.parametrize(("policy", "pointer", "code"), FAULTY)
def test_a_fault_is_told_at_its_field(policy: ScorecardPolicy, pointer: str, code: str) -> None:
    assert (pointer, code) in codes(policy)
    for fault in policy_faults(policy):
        assert fault.message("zh")
        assert fault.message("en")


@pytest.mark.parametrize("group", list(Group))
def test_each_group_must_have_some_weight(group: Group) -> None:
    left = tuple(one for one in DEFAULT_POLICY.criteria if SPECS[one.indicator].group is not group)
    (fault,) = [
        one for one in policy_faults(f.policy(criteria=left)) if one.code == "group_missing"
    ]
    assert group.value in fault.message("en")


def test_all_faults_are_told_at_once() -> None:
    faulty = replace(f.changed(LATE, weight=9, floor=D(1)), peer_minimum=1)
    assert len(codes(faulty)) == 3


# -- from when it holds --


@pytest.mark.parametrize(
    ("now", "earliest"),
    [
        (at(2026, 11, 27), "2027Q1"),
        # 24 December 23:59 in China is seven days before the first instant of January.
        (at(2026, 12, 25, 15, 59), "2027Q1"),
        (at(2026, 12, 25, 16, 0), "2027Q2"),
        (at(2026, 12, 31, 15, 59), "2027Q2"),
        (at(2026, 12, 31, 16, 0), "2027Q2"),
    ],
)
def test_suppliers_can_read_a_policy_seven_days_before_it_holds(
    now: datetime, earliest: str
) -> None:
    assert earliest_quarter(now) == earliest
    assert quarter_faults(earliest, now, quarters.FIRST) == []
    (fault,) = quarter_faults(quarters.before(earliest), now, quarters.FIRST)
    assert (fault.pointer, fault.code) == ("/effective_quarter", "quarter_too_early")
    assert fault.params["earliest"] == earliest


def test_a_policy_begins_no_sooner_than_the_one_approved_last_and_not_in_some_years() -> None:
    now = at(2026, 11, 27)

    def code(quarter: str, last: str) -> list[str]:
        return [fault.code for fault in quarter_faults(quarter, now, last)]

    assert code("2027Q1", "2027Q2") == ["quarter_before_last"]
    assert code("2027Q2", "2027Q2") == []
    assert code("2028Q1", "2027Q1") == []
    assert code("2028Q2", "2027Q1") == ["quarter_too_late"]
    assert code("2027", "2027Q1") == ["not_a_quarter"]


@given(st.integers(0, 70 * 365 * 24).map(lambda hours: at(2020, 1, 1) + timedelta(hours=hours)))
def test_the_earliest_quarter_is_in_time_and_the_one_before_is_not(now: datetime) -> None:
    earliest = earliest_quarter(now)
    assert is_in_time(earliest, now)
    assert not is_in_time(quarters.before(earliest), now)
    assert quarters.before(following(earliest)) == earliest


def test_a_policy_holds_from_its_quarter_until_the_next_ones() -> None:
    first = replace(DEFAULT_POLICY, number=1, effective_quarter="2027Q1")
    second = replace(DEFAULT_POLICY, number=4, effective_quarter="2027Q3")
    mended = replace(DEFAULT_POLICY, number=5, effective_quarter="2027Q3")
    known = [mended, first, second]
    found = [
        policy_of(quarter, known).number for quarter in ("2026Q4", "2027Q1", "2027Q2", "2027Q3")
    ]
    assert found == [0, 1, 1, 5]
    assert policy_of("2028Q1", []).number == 0


def version(**changes: Any) -> PolicyVersion:
    policy = replace(DEFAULT_POLICY, number=2, effective_quarter="2027Q1")
    return PolicyVersion(number=2, policy=policy, based_on=1, **changes)


def test_what_was_proposed_before_another_approval_or_is_too_late_is_not_approved() -> None:
    head = PolicyHead(latest=2, approved=1)
    now = at(2026, 11, 27)
    assert stale_reason(version(), head, now) is None
    assert stale_reason(version(), replace(head, approved=3), now) == "policy_outdated"
    assert stale_reason(version(), head, at(2026, 12, 26)) == "policy_too_late"


# -- back-test --


def test_the_same_policy_moves_nobody() -> None:
    found = compare(f.many(80), DEFAULT_POLICY, DEFAULT_POLICY, quarter=f.QUARTER, run=1)
    assert found.moved == ()
    assert all(one.before is one.after for one in found.counts)
    assert sum(one.suppliers for one in found.counts) == found.suppliers == 80


def test_who_moves_is_told_with_band_and_score_before_and_after() -> None:
    easy = f.policy(number=7, qualified_from=D("1.00"), excellent_from=D("50.00"))
    found = compare(f.many(80), DEFAULT_POLICY, easy, quarter=f.QUARTER, run=1)
    assert (found.policy_before, found.policy_after) == (0, 7)
    assert found.moved
    counted = {(one.before, one.after): one.suppliers for one in found.counts}
    for one in found.moved:
        assert one.before is not one.after
        assert one.score_before == one.score_after
    moved = sum(count for (before, after), count in counted.items() if before is not after)
    assert moved == len(found.moved)
    assert [one.supplier_id for one in found.moved] == sorted(
        one.supplier_id for one in found.moved
    )


def test_a_higher_minimum_of_orders_leaves_more_suppliers_without_a_rating() -> None:
    strict = f.policy(minimum_orders=200)
    found = compare(f.many(80), DEFAULT_POLICY, strict, quarter=f.QUARTER, run=1)
    unrated = [one for one in found.moved if one.after is Band.NOT_RATED]
    assert unrated
    assert {one.score_after for one in unrated} == {None}


def test_nobody_was_there() -> None:
    found = compare([], DEFAULT_POLICY, f.policy(), quarter=f.QUARTER, run=1)
    assert (found.suppliers, found.counts, found.moved) == (0, (), ())


# -- bytes --


def test_decimals_keep_their_places_and_floats_are_refused() -> None:
    assert canonical({"b": D("1.50"), "a": (1, None, True)}) == b'{"a":[1,null,true],"b":"1.50"}'
    with pytest.raises(TypeError, match="float"):
        plain({"a": 1.5})
