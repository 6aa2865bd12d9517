"""When a quarter is assessed, once, again, and after a failure; from figures to facts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.assessment.domain import runs as rules
from teleshop.assessment.domain.facts import NO_CATEGORY, category_of, facts_of
from teleshop.assessment.domain.indicators import SPECS, Indicator
from teleshop.assessment.domain.policy import DEFAULT_POLICY
from teleshop.assessment.domain.records import LatestScorecard, has_moved, supersedes
from teleshop.assessment.domain.runs import BatchMark, Counts, Run, RunState
from teleshop.assessment.domain.scoring import assess
from teleshop.assessment.errors.runs import (
    AssessmentReasonNeededError,
    AssessmentRunningError,
    QuarterNotOverError,
)

pytestmark = pytest.mark.clause("3.3.1")
ENDED = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
QUARTER = "2026Q3"


def opened(last: Run | None = None, now: datetime = ENDED, **changes: object) -> Run:
    given: dict[str, object] = {"reason": None, "under_way": False, **changes}
    return rules.opened(last, QUARTER, "manager-1", now=now, **given)  # type: ignore[arg-type]  # named by tests


@pytest.mark.parametrize(
    ("instant", "due"),
    [
        ("2026-09-30T15:59:59.999999+00:00", "2026Q2"),
        ("2026-09-30T16:00:00+00:00", "2026Q3"),
        ("2026-12-31T15:59:59+00:00", "2026Q3"),
        ("2026-12-31T16:00:00+00:00", "2026Q4"),
        ("2027-01-01T00:00:00+00:00", "2026Q4"),
        ("2027-03-31T16:00:00+00:00", "2027Q1"),
    ],
)
def test_what_is_due_turns_at_the_first_instant_of_a_quarter_in_china(
    instant: str, due: str
) -> None:
    assert rules.due_quarter(datetime.fromisoformat(instant)) == due


def test_a_quarter_is_assessed_from_the_instant_on_at_which_it_is_over() -> None:
    with pytest.raises(QuarterNotOverError):
        opened(now=ENDED - timedelta(microseconds=1))
    assert opened(now=ENDED).run == 1


def test_a_run_under_way_is_refused_and_one_that_was_lost_goes_on() -> None:
    run = opened()
    with pytest.raises(AssessmentRunningError):
        opened(run, under_way=True)
    again = opened(run, now=ENDED + timedelta(days=1))
    assert (again.run, again.attempt, again.opened_at) == (1, 2, ENDED)
    assert again.execution != run.execution
    assert rules.attempt_of(again.execution) == (QUARTER, 1, 2)


def test_a_failed_run_goes_on_with_what_it_has() -> None:
    run = rules.collected(opened(), rules.Collected("folder", 0, 7, 1, True), ENDED)
    failed = rules.failed(run, Counts(excellent=1), "States.Timeout", ENDED)
    again = opened(failed, now=ENDED + timedelta(hours=1))
    assert (again.state, again.error, again.ended_at) == (RunState.RUNNING, None, None)
    assert (again.folder, again.suppliers, again.run, again.attempt) == ("folder", 7, 1, 2)


def test_a_completed_run_is_made_anew_with_a_reason_only() -> None:
    done = rules.completed(opened(), Counts(), ENDED)
    with pytest.raises(AssessmentReasonNeededError):
        opened(done)
    anew = opened(done, reason="数据更正")
    assert (anew.run, anew.attempt, anew.folder, anew.reason) == (2, 1, None, "数据更正")


def test_an_execution_has_a_quarter_of_an_hour_to_come_to_life() -> None:
    run = opened()
    assert rules.may_still_start(run, ENDED + timedelta(minutes=15) - timedelta(microseconds=1))
    assert not rules.may_still_start(run, ENDED + timedelta(minutes=15))


def test_a_run_is_done_to_a_hundred_per_cent_only_when_it_is_completed() -> None:
    run = replace(opened(), suppliers=200)
    assert [rules.percent(run, count) for count in (0, 1, 100, 199, 200)] == [0, 0, 50, 99, 99]
    assert rules.percent(opened(), 0) == 0
    assert rules.percent(rules.completed(opened(), Counts(), ENDED), 0) == 100


@given(st.lists(st.sampled_from(rules.BANDS)), st.integers(1, 60))
def test_batches_hold_everybody_once_and_their_counts_add_up(bands: list[str], size: int) -> None:
    batches = rules.cut(bands, size)
    assert [one for batch in batches for one in batch] == bands
    assert all(0 < len(batch) <= size for batch in batches)
    marks = []
    for number, batch in enumerate(batches, 1):
        counts = rules.counted(batch)
        marks.append(
            BatchMark(
                quarter=QUARTER,
                run=1,
                number=number,
                excellent=counts.excellent,
                qualified=counts.qualified,
                unqualified=counts.unqualified,
                not_rated=counts.not_rated,
            )
        )
    assert rules.summed(marks) == rules.counted(bands)
    assert rules.summed(marks).sum == len(bands)


def test_only_a_later_quarter_or_a_later_run_takes_the_place_of_the_latest() -> None:
    latest = LatestScorecard(
        supplier_id="sup_1", quarter=QUARTER, run=2, band="qualified", score="70.00"
    )
    assert supersedes(None, "2025Q1", 1)
    assert supersedes(latest, QUARTER, 3)
    assert supersedes(latest, "2026Q4", 1)
    assert not supersedes(latest, QUARTER, 2)
    assert not supersedes(latest, QUARTER, 1)
    assert not supersedes(latest, "2026Q2", 9)


def test_figures_become_facts_with_the_events_behind_them() -> None:
    figures = {
        "orders": 40,
        "gross": 10_000,
        "cancelled": 1_000,
        "refused": 500,
        "returned": 2_500,
        "answers": 8,
        "answer_points": 640,
        "shipments": 30,
        "late_shipments": 3,
        "violation_points": 4,
    }
    facts = facts_of("sup_1", QUARTER, "pots", figures)
    value = {code: one.value(SPECS[code]) for code, one in facts.values.items()}
    assert facts.orders == 40
    assert value[Indicator.SALES_NET] == 6_000
    assert value[Indicator.SATISFACTION] == 80
    assert value[Indicator.LATE_RATE] == 10
    assert facts.values[Indicator.SATISFACTION].count == 8
    assert value[Indicator.RESPONSE_RATE] is None
    assert facts.violation_points == 4
    assert set(facts.values) == set(Indicator)


def test_who_sold_nothing_has_facts_and_is_not_rated() -> None:
    (card,) = assess([facts_of("sup_1", QUARTER, NO_CATEGORY, {})], DEFAULT_POLICY).cards
    assert (card.band, card.score, card.orders) == ("not_rated", None, 0)
    assert card.zh


def test_a_supplier_is_compared_in_the_first_of_its_categories() -> None:
    assert category_of(("tea", "pots")) == "pots"
    assert category_of(()) == NO_CATEGORY


def test_scores_have_two_decimals_however_they_come_about() -> None:
    figures = {"orders": 77, "gross": 123_457, "answers": 7, "answer_points": 555}
    (card,) = assess([facts_of("sup_1", QUARTER, "pots", figures)], DEFAULT_POLICY).cards
    assert card.score is not None
    assert card.score.as_tuple().exponent == Decimal("0.01").as_tuple().exponent


def test_the_reason_for_taking_a_failed_run_up_again_stands_with_it() -> None:
    run = replace(opened(reason="季末"), state=RunState.FAILED)
    assert opened(run, reason="重启").reason == "重启"
    assert opened(run).reason == "季末"


def test_what_is_taken_back_before_it_is_counted_is_no_negative_number() -> None:
    facts = facts_of("sup_1", QUARTER, "tea", {"violation_points": -3, "price_points": -1})
    assert facts.violation_points == 0
    assert facts.values[Indicator.PRICE_POINTS].numerator == 0


@pytest.mark.parametrize(
    ("measure", "moved"),
    [("late_shipments", True), ("orders", True), ("violation_points", True), ("cases", False)],
)
def test_a_scorecard_is_outdated_once_what_it_was_scored_by_is_counted_otherwise(
    measure: str, moved: bool
) -> None:
    figures = {"orders": 40, "gross": 100, "shipments": 40, "late_shipments": 2}
    (card,) = assess([facts_of("sup_1", QUARTER, "tea", figures)], DEFAULT_POLICY).cards
    assert not has_moved(card, facts_of("sup_1", QUARTER, "tea", figures))
    later = {**figures, measure: figures.get(measure, 0) + 1}
    assert has_moved(card, facts_of("sup_1", QUARTER, "tea", later)) is moved
