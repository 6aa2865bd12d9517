"""What a scorecard leads to: benefits, one open matter, and new runs of a quarter."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.assessment.domain.following import (
    Course,
    Following,
    Scored,
    follow,
    for_who_left,
    waiting,
)
from teleshop.assessment.domain.matters import Consequence, ConsequenceState, Ended, Measure
from teleshop.assessment.domain.windows import ConsequencePolicy, benefit_until

pytestmark = pytest.mark.clause("3.3.3")
POLICY = ConsequencePolicy()
NOW = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)
S = ConsequenceState
NEW = Course(supplier_id="sup_1")
BANDS = ("excellent", "qualified", "unqualified", "not_rated")
OPEN = [state for state in S if state not in {S.TERMINATED, S.DISMISSED, S.VOID, S.FULFILLED}]


def scored(band: str, quarter: str = "2026Q3", run: int = 1) -> Scored:
    return Scored(
        supplier_id="sup_1",
        quarter=quarter,
        run=run,
        band=band,
        score="41.00",
        reasons=("late_rate",),
    )


def step(
    card: Scored,
    course: Course = NEW,
    own: Consequence | None = None,
    running: Consequence | None = None,
) -> Following:
    return follow(course, own, running, card, now=NOW, policy=POLICY)


def opened() -> tuple[Course, Consequence]:
    first = step(scored("unqualified"))
    return first.course, first.changes[0].after


@pytest.mark.parametrize(
    ("band", "featured", "matters"),
    [("excellent", True, 0), ("qualified", False, 0), ("not_rated", False, 0)],
)
def test_only_an_excellent_band_gives_benefits_and_only_an_unqualified_one_a_matter(
    band: str, featured: bool, matters: int
) -> None:
    after = step(scored(band))
    assert (after.course.featured_until is not None) is featured
    assert len(after.changes) == matters


def test_an_unqualified_scorecard_opens_a_matter_with_its_reasons() -> None:
    course, known = opened()
    assert (course.open_quarter, known.state, known.reasons) == (
        "2026Q3",
        S.DECIDING,
        ("late_rate",),
    )


def test_a_benefit_ends_with_the_next_scorecard_that_is_not_excellent() -> None:
    had = step(scored("excellent", "2026Q2")).course
    assert had.featured_until == benefit_until("2026Q2", POLICY)
    for band in ("qualified", "unqualified", "not_rated"):
        assert step(scored(band), had).course.featured_until is None
    assert step(scored("excellent"), had).course.featured_until == benefit_until("2026Q3", POLICY)


def test_what_came_before_or_twice_says_nothing_new() -> None:
    course = step(scored("excellent", run=2)).course
    for stale in (scored("unqualified"), scored("unqualified", run=2)):
        after = step(stale, course)
        assert (after.course, after.changes) == (course, ())
    assert step(scored("unqualified", "2026Q2", 9), course).changes == ()


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("band", ["excellent", "qualified", "not_rated"])
def test_a_new_run_of_the_quarter_with_a_better_band_voids_an_open_matter_in_any_state(
    state: ConsequenceState, band: str
) -> None:
    course, known = opened()
    after = step(scored(band, run=2), course, replace(known, state=state))
    (change,) = after.changes
    assert (change.after.state, change.after.ended_why) == (S.VOID, Ended.RERUN)
    assert after.course.open_quarter is None
    assert (after.course.featured_until is not None) is (band == "excellent")


@pytest.mark.parametrize("state", OPEN)
def test_a_new_run_that_is_unqualified_again_goes_on_with_its_figures(
    state: ConsequenceState,
) -> None:
    course, known = opened()
    fresh = replace(scored("unqualified", run=2), score="39.00", reasons=("price_points",))
    after = step(fresh, course, replace(known, state=state))
    (change,) = after.changes
    assert (change.after.state, change.after.run) == (state, 2)
    assert (change.after.score, change.after.reasons) == ("39.00", ("price_points",))
    assert after.course.open_quarter == "2026Q3"


def test_what_a_rerun_voided_a_later_rerun_brings_back_and_what_people_ended_stays() -> None:
    course, known = opened()
    voided = step(scored("qualified", run=2), course, known)
    back = step(scored("unqualified", run=3), voided.course, voided.changes[0].after)
    (change,) = back.changes
    assert (change.after.state, change.after.round) == (S.DECIDING, 2)
    assert back.course.open_quarter == "2026Q3"
    for why in (Ended.APPEAL_UPHELD, Ended.DISMISSED):
        ended = replace(known, state=S.VOID, ended_why=why)
        still = step(scored("unqualified", run=2), replace(course, open_quarter=None), ended)
        assert still.changes[0].after.state is S.VOID
        assert still.course.open_quarter is None


def test_a_termination_in_effect_is_not_undone_by_machine_but_people_are_told() -> None:
    course, known = opened()
    gone = replace(known, state=S.TERMINATED)
    after = step(scored("qualified", run=2), replace(course, open_quarter=None), gone)
    (change,) = after.changes
    assert (change.after.state, change.questioned) == (S.TERMINATED, True)
    again = step(scored("unqualified", run=2), replace(course, open_quarter=None), gone)
    assert not again.changes[0].questioned


@pytest.mark.parametrize(
    ("state", "band", "wanted"),
    [
        (S.PLAN_RUNNING, "excellent", S.FULFILLED),
        (S.PLAN_RUNNING, "qualified", S.FULFILLED),
        (S.PLAN_RUNNING, "not_rated", S.PLAN_RUNNING),
        (S.PLAN_RUNNING, "unqualified", S.DECIDING),
        (S.DECIDING, "qualified", S.VOID),
        (S.PLAN_DUE, "qualified", S.VOID),
        (S.PLAN_REVIEW, "qualified", S.VOID),
        (S.ANNOUNCED, "qualified", S.ANNOUNCED),
        (S.APPEALED, "excellent", S.APPEALED),
        (S.DECIDING, "unqualified", S.DECIDING),
        (S.APPEALED, "unqualified", S.APPEALED),
    ],
)
def test_the_next_quarter_judges_a_plan_and_leaves_what_people_decided(
    state: ConsequenceState, band: str, wanted: ConsequenceState
) -> None:
    course, known = opened()
    running = replace(known, state=state)
    after = step(scored(band, "2026Q4"), course, running=running)
    found = after.changes[0].after if after.changes else running
    assert found.state is wanted
    assert (after.course.open_quarter == "2026Q3") is found.is_open
    assert len(after.changes) <= 1


def test_whoever_decides_again_knows_of_the_plan_that_was_not_fulfilled() -> None:
    course, known = opened()
    running = replace(known, state=S.PLAN_RUNNING, measure=Measure.IMPROVEMENT_PLAN)
    after = step(scored("unqualified", "2026Q4"), course, running=running)
    again = after.changes[0].after
    assert (again.round, again.earlier[-1].what, again.earlier[-1].quarter) == (
        2,
        "plan_not_fulfilled",
        "2026Q4",
    )
    better = step(scored("qualified", "2026Q4", 2), after.course, running=again)
    assert better.changes[0].after.state is S.FULFILLED


def test_a_bad_quarter_is_noted_once_however_often_it_is_run() -> None:
    course, known = opened()
    first = step(scored("unqualified", "2026Q4"), course, running=known)
    noted = first.changes[0].after
    assert [one.what for one in noted.earlier] == ["unqualified_again"]
    assert step(scored("unqualified", "2026Q4", 2), first.course, running=noted).changes == ()


def test_an_earlier_quarter_that_is_run_again_reaches_its_own_matter_alone() -> None:
    course, known = opened()
    moved = replace(course, quarter="2026Q4", band="excellent", featured_until=NOW)
    after = step(scored("qualified", run=2), moved, known)
    assert after.changes[0].after.state is S.VOID
    assert (after.course.band, after.course.featured_until) == ("excellent", NOW)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("2026Q2", "2026Q3", "2026Q4")),
            st.integers(1, 3),
            st.sampled_from(BANDS),
            st.sampled_from(list(S)),
        ),
        max_size=12,
    )
)
def test_at_most_one_matter_is_open_whatever_comes_in_whatever_order(
    told: list[tuple[str, int, str, ConsequenceState]],
) -> None:
    course, matters = NEW, dict[str, Consequence]()
    for quarter, run, band, state in told:
        card = scored(band, quarter, run)
        elsewhere = course.open_quarter if course.open_quarter != quarter else None
        running = matters.get(elsewhere) if elsewhere else None
        after = step(card, course, matters.get(quarter), running)
        course = after.course
        for change in after.changes:
            matters[change.after.quarter] = change.after
        unfinished = [one for one in matters.values() if one.is_open]
        assert [one.quarter for one in unfinished] == (
            [course.open_quarter] if course.open_quarter else []
        )
        # Meanwhile people and time move it on, to a state that is open.
        if unfinished and state in OPEN:
            (one,) = unfinished
            matters[one.quarter] = replace(one, state=state)


def test_of_equal_runs_the_order_of_arrival_does_not_matter_for_benefits() -> None:
    cards = [scored("excellent"), scored("qualified", run=2), scored("excellent", "2026Q2")]
    ends = set()
    for order in itertools.permutations(cards):
        course = NEW
        for card in order:
            course = step(card, course).course
        ends.add((course.quarter, course.run, course.band, course.featured_until))
    assert ends == {("2026Q3", 2, "qualified", None)}


def test_a_quarter_that_began_before_the_plan_does_not_judge_it() -> None:
    course, known = opened()
    running = replace(known, state=S.PLAN_RUNNING, plan_judged_by="2027Q1")
    assert step(scored("qualified", "2026Q4"), course, running=running).changes == ()
    bad = step(scored("unqualified", "2026Q4"), course, running=running)
    noted = bad.changes[0].after
    assert (noted.state, noted.earlier[-1].what) == (S.PLAN_RUNNING, "unqualified_again")
    for band, state in (("qualified", S.FULFILLED), ("unqualified", S.DECIDING)):
        judged = step(scored(band, "2027Q1"), bad.course, running=noted)
        assert judged.changes[0].after.state is state
        # Nobody could rate the quarter that should have judged: the next one does.
        later = step(scored(band, "2027Q2"), bad.course, running=noted)
        assert later.changes[0].after.state is state


@pytest.mark.parametrize("why", list(Ended))
def test_a_later_quarter_waits_for_the_end_of_a_matter_unless_the_supplier_is_gone(
    why: Ended,
) -> None:
    _, known = opened()
    ended = replace(known, state=S.VOID, ended_why=why)
    later = scored("unqualified", "2026Q4")
    change = waiting(ended, None, later, NOW)
    assert (change is not None) is (why is not Ended.SUPPLIER_LEFT)
    assert waiting(ended, None, scored("qualified", "2026Q4"), NOW) is None
    assert waiting(ended, None, scored("unqualified", "2026Q3", 2), NOW) is None
    assert waiting(replace(ended, state=S.TERMINATED, ended_why=None), None, later, NOW) is None


def test_a_quarter_with_a_matter_of_its_own_comes_back_only_where_a_run_had_voided_it() -> None:
    _, known = opened()
    ended = replace(known, state=S.VOID, ended_why=Ended.APPEAL_UPHELD)
    later = scored("unqualified", "2026Q4", 3)
    own = replace(known, quarter="2026Q4", state=S.VOID, ended_why=Ended.RERUN)
    change = waiting(ended, own, later, NOW)
    assert change is not None
    assert (change.after.state, change.after.round) == (S.DECIDING, 2)
    decided = replace(own, state=S.DISMISSED, ended_why=Ended.DISMISSED)
    assert waiting(ended, decided, later, NOW) is None


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("band", BANDS)
def test_nothing_is_open_for_a_supplier_that_left(state: ConsequenceState, band: str) -> None:
    course, known = opened()
    own = replace(known, state=state)
    found = step(scored(band, run=2), course, own)
    after = for_who_left(found, NOW)
    assert not any(change.after.is_open for change in after.changes)
    assert (after.course.open_quarter, after.course.featured_until) == (None, None)
    questioned = [change for change in after.changes if change.questioned]
    assert bool(questioned) is (state is S.TERMINATED and band != "unqualified")
