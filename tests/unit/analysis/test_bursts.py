"""Many complaints about one thing within a short time."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.analysis.domain import Arrived, BurstSetting, Scope, ScopeState, arrive
from teleshop.analysis.domain.policy import MOST_ARRIVALS
from tests.factories.analysis import MINUTE, NOW

SETTING = BurstSetting(3, timedelta(minutes=30))


class Told:
    """Arrivals taken over one after the other."""

    def __init__(self) -> None:
        self.state = ScopeState(scope=Scope.PRODUCT, scope_id="P-100")
        self.raised: list[str] = []
        self.members: dict[str, set[str]] = {}

    def add(self, minute: float, name: str | None = None) -> Arrived:
        at = NOW + minute * MINUTE
        burst_id = f"bst_{len(self.raised)}"
        done = arrive(self.state, name or f"cmp_{minute}", at, SETTING, burst_id)
        if done.span is not None:
            assert done.new == (done.span.burst not in self.members)
            if done.new:
                self.raised.append(done.span.burst)
            known = self.members.setdefault(done.span.burst, set())
            assert not known & set(done.case_ids)
            known |= set(done.case_ids)
        self.state = done.state
        return done


def told(*minutes: float) -> Told:
    found = Told()
    for minute in minutes:
        found.add(minute)
    return found


@pytest.mark.clause("6.1.4")
def test_the_threshold_within_the_window_is_a_burst_at_its_last_instant() -> None:
    assert told(0, 10, 30).raised == ["bst_0"]
    assert told(0, 10, 30.01).raised == []
    assert told(0, 10).raised == []


@pytest.mark.clause("6.1.4")
def test_more_of_a_burst_joins_it_until_it_was_quiet_for_the_window() -> None:
    found = told(0, 10, 20, 49.9, 79)
    assert found.members == {"bst_0": {"cmp_0", "cmp_10", "cmp_20", "cmp_49.9", "cmp_79"}}
    found = told(0, 10, 20, 50)
    assert len(found.members["bst_0"]) == 3
    assert told(0, 10, 20, 50, 60, 70).raised == ["bst_0", "bst_1"]


@pytest.mark.clause("6.1.4")
def test_the_same_complaint_again_changes_nothing() -> None:
    found = told(0, 10)
    again = found.add(10)
    assert (again.state, again.span) == (found.state, None)
    assert found.raised == []


@pytest.mark.clause("6.1.4")
def test_calls_entered_after_an_outage_raise_their_burst_too() -> None:
    found = told(500, 0, 600, 20, 10)
    assert found.members == {"bst_0": {"cmp_0", "cmp_10", "cmp_20"}}
    found.add(15)
    assert len(found.members["bst_0"]) == 4


@pytest.mark.clause("6.1.4")
def test_an_arrival_that_bridges_takes_the_waiting_ones_along() -> None:
    found = told(60, 0, 5, 10)
    assert found.raised == ["bst_0"]
    found.add(35)
    assert found.members["bst_0"] == {"cmp_0", "cmp_5", "cmp_10", "cmp_35", "cmp_60"}


minutes = st.lists(st.integers(0, 300), max_size=25, unique=True)


@pytest.mark.clause("6.1.4")
@settings(max_examples=100)
@given(minutes, st.randoms(use_true_random=False))
def test_a_crowd_is_in_a_burst_in_whatever_order_it_is_told(
    at: list[int], chance: st.DataObject
) -> None:
    mixed = list(at)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    found = told(*mixed, *mixed)
    members = {name for names in found.members.values() for name in names}
    ordered = sorted(at)
    for first, last in zip(ordered, ordered[SETTING.threshold - 1 :], strict=False):
        if last - first <= 30 and found.state.spans[0].burst == "bst_0":
            assert members & {f"cmp_{minute}" for minute in range(first, last + 1)}
    assert len(found.raised) == len(set(found.raised)) == len(found.members)
    assert bool(found.raised) == any(
        last - first <= 30
        for first, last in zip(ordered, ordered[SETTING.threshold - 1 :], strict=False)
    )


def test_what_is_remembered_is_bounded() -> None:
    found = told(*range(0, 31 * 200, 31))
    assert len(found.state.arrivals) == MOST_ARRIVALS
    assert found.raised == []


@pytest.mark.parametrize(("threshold", "minutes"), [(1, 30), (31, 30), (5, 0), (5, -1)])
def test_a_setting_that_cannot_be_kept_is_refused(threshold: int, minutes: int) -> None:
    with pytest.raises(ValueError, match="no setting"):
        BurstSetting(threshold, timedelta(minutes=minutes))
