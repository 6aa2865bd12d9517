"""What one case adds to counters depends on its events, not on their order."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.analysis.domain import (
    AGREEMENT,
    BY_CAUSE,
    CaseRecord,
    CaseSeen,
    Figure,
    difference,
    sums_of,
    with_seen,
)
from teleshop.analysis.domain.figures import SHARDS, shard_of
from tests.factories.analysis import DEFECT, HOUR, LATE, NOW, judged, seen

CAUSES = (DEFECT, LATE, "price.coupon")


def events() -> st.SearchStrategy[list[CaseSeen]]:
    """The opening and up to five later events of one case, in order of time."""
    later = st.lists(
        st.one_of(
            st.builds(
                lambda cause, suggested, hours: judged(1, NOW + hours * HOUR, cause, suggested),
                st.sampled_from(CAUSES),
                st.sampled_from(CAUSES),
                st.integers(1, 400),
            ),
            st.builds(
                lambda cause, hours: seen(
                    1, NOW + hours * HOUR, cause=cause, arrived_at=None, merged=hours > 300
                ),
                st.sampled_from(CAUSES),
                st.integers(1, 400),
            ),
        ),
        max_size=5,
        unique_by=lambda one: one.mark,
    )
    return later.map(lambda found: [seen(1, NOW), *sorted(found, key=lambda one: one.mark)])


def counted(told: Iterable[CaseSeen]) -> dict[Figure, dict[str, int]]:
    """The counters after events, moved step by step."""
    record = CaseRecord(id=seen(1).case_id)
    counters: dict[Figure, dict[str, int]] = {}
    for one in told:
        after = with_seen(record, one)
        for figure, amounts in difference(sums_of(record), sums_of(after)).items():
            sums = counters.setdefault(figure, {})
            for name, amount in amounts.items():
                sums[name] = sums.get(name, 0) + amount
        record = after
    kept = {
        figure: {name: amount for name, amount in sums.items() if amount}
        for figure, sums in counters.items()
    }
    assert all(amount > 0 for sums in kept.values() for amount in sums.values())
    return {figure: sums for figure, sums in kept.items() if sums}


@pytest.mark.clause("6.1.4")
@settings(max_examples=100)
@given(st.data())
def test_any_order_and_any_repetition_of_events_gives_the_same_counters(
    data: st.DataObject,
) -> None:
    told = data.draw(events())
    mixed = data.draw(st.permutations(told + data.draw(st.lists(st.sampled_from(told)))))
    assert counted(mixed) == counted(told)


@pytest.mark.clause("6.1.4")
@given(events())
def test_a_case_is_in_at_most_one_cause_and_counted_once(told: list[CaseSeen]) -> None:
    found = counted(told)
    causes = [figure for figure in found if figure.dimension == BY_CAUSE]
    assert len({figure.parts[0] for figure in causes}) == len(causes) // 2 <= 1
    assert sum(found[figure]["n"] for figure in found if figure.dimension == AGREEMENT) <= 1


def test_a_classification_that_comes_first_waits_for_the_arrival() -> None:
    early = judged(1, NOW + HOUR, DEFECT, DEFECT)
    assert [figure.dimension for figure in counted([early])] == [AGREEMENT]
    assert any(figure.dimension == BY_CAUSE for figure in counted([early, seen(1)]))


def test_the_same_instant_is_ordered_by_the_id_of_the_event() -> None:
    one, other = seen(1, cause=DEFECT, mark="t#evt_1"), seen(1, cause=LATE, mark="t#evt_2")
    assert counted([one, other]) == counted([other, one])


def test_shards_are_used_evenly_and_always_the_same() -> None:
    used = [shard_of(f"cmp_{number}") for number in range(4000)]
    assert all(used.count(str(shard)) > 800 for shard in range(SHARDS))
    assert shard_of("cmp_1") == shard_of("cmp_1")


def test_nothing_moves_where_nothing_changed() -> None:
    record = with_seen(CaseRecord(id="cmp_1"), seen(1))
    assert difference(sums_of(record), sums_of(record)) == {}
    assert with_seen(record, seen(1, NOW - timedelta(days=9), cause=LATE)).cause is None
