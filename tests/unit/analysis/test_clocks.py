"""Clocks are counted once, whatever tells of them first."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.analysis.domain import (
    CLOCKS_BY_CAUSE,
    ClockFact,
    ClockMetrics,
    ClocksRecord,
    ClockTeller,
    Telling,
    clock_sums,
    metrics_of,
    with_fact,
    with_facts,
)
from teleshop.analysis.domain.clocks import BOUNDS, GROUPS, MOST_FIGURES, group_of
from tests.factories.analysis import DEFECT, HOUR, LATE, NOW, SUPPLIER_ID

EMPTY = ClocksRecord(case_id="cmp_1")


def fact(
    telling: Telling = Telling.ENDED,
    left: int | None = 30,
    *,
    missed: bool = False,
    cause: str | None = DEFECT,
    id: str = "respond-1",
) -> ClockFact:
    teller = ClockTeller(telling, NOW + telling * HOUR, f"evt_{telling}", cause, SUPPLIER_ID)
    return teller.fact(
        id, "respond", owed_by="platform", due_at=NOW, missed=missed, minutes_left=left
    )


STORY = (
    fact(Telling.BREACHED, None, missed=True),
    fact(Telling.ENDED, -90, missed=True),
    fact(Telling.CLOSED, -90, missed=True, cause=LATE),
)


def metrics(record: ClocksRecord) -> ClockMetrics:
    found = [
        metrics_of(sums)
        for figure, sums in clock_sums(record).items()
        if figure.dimension == CLOCKS_BY_CAUSE
    ]
    return sum(found, ClockMetrics())


@pytest.mark.clause("6.1.3")
@given(st.lists(st.sampled_from(STORY), max_size=4), st.permutations(STORY))
def test_any_order_and_repetition_gives_one_missed_clock(
    more: Sequence[ClockFact], told: Sequence[ClockFact]
) -> None:
    record = EMPTY
    for one in (*more, *told):
        record = with_fact(record, one)
    assert metrics(record) == ClockMetrics(missed=1, over=90, groups=(0, 0, 1, 0, 0, 0, 0, 0))
    assert {figure.parts[0] for figure in clock_sums(record)} == {LATE, SUPPLIER_ID}


@pytest.mark.clause("6.1.3")
def test_a_breach_stays_even_if_the_end_turns_out_to_have_been_in_time() -> None:
    record = with_facts(EMPTY, [fact(), STORY[0]])
    assert (metrics(record).met, metrics(record).missed) == (0, 1)


@pytest.mark.clause("6.1.3")
def test_a_cancelled_clock_is_neither_met_nor_missed() -> None:
    record = with_fact(EMPTY, fact(Telling.CLOSED, None))
    assert metrics(record) == ClockMetrics()
    assert metrics(record).rate is None


@pytest.mark.parametrize(
    ("left", "group"),
    [(-1441, 0), (-1440, 1), (-60, 3), (-1, 3), (0, 4), (29, 4), (30, 5), (1440, 7), (10**6, 7)],
)
def test_a_group_of_the_histogram_begins_at_its_bound(left: int, group: int) -> None:
    assert group_of(left) == group


@given(st.integers(-(10**6), 10**6))
def test_every_number_of_minutes_has_its_group(left: int) -> None:
    group = group_of(left)
    assert 0 <= group < GROUPS
    assert group == 0 or left >= BOUNDS[group - 1]
    assert group == GROUPS - 1 or left < BOUNDS[group]


def test_one_transaction_never_moves_more_than_it_can() -> None:
    many = [
        ClockTeller(Telling.CLOSED, NOW, "evt_1", DEFECT, SUPPLIER_ID).fact(
            f"clock-{number}",
            f"kind-{number}",
            owed_by="platform",
            due_at=NOW + timedelta(days=number),
            missed=False,
            minutes_left=1,
        )
        for number in range(200)
    ]
    record = with_facts(EMPTY, many)
    assert len(clock_sums(record)) <= MOST_FIGURES
    assert len(record.clocks) == MOST_FIGURES // 2
