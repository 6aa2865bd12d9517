"""What follows from an unqualified scorecard: its states as a table, its windows to the instant,
and that nothing takes effect before its time.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.assessment.domain import consequences as rules
from teleshop.assessment.domain.matters import (
    Consequence,
    ConsequenceState,
    Ended,
    Measure,
    PlannedMeasure,
    Stage,
)
from teleshop.assessment.domain.windows import ConsequencePolicy, benefit_until, window
from teleshop.assessment.errors.consequences import (
    AlreadyAppealedError,
    AppealWindowOverError,
    ConsequenceStateError,
    NotDecidedYetError,
    PlanNotDueError,
    PlanTooLateError,
)
from teleshop.kernel.errors import CalendarUnconfirmedError, Refusal

pytestmark = pytest.mark.clause("3.3.3")
POLICY = ConsequencePolicy()
NOW = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)
"""A Monday noon in China, after the holidays; ten working days end with Monday the 26th."""
LAST = date(2026, 10, 26)
OVER = datetime(2026, 10, 26, 16, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
PLAN = (PlannedMeasure(what="复检每批商品", by=date(2026, 12, 1), responsible="李工"),)
S = ConsequenceState


def matter(state: ConsequenceState = S.DECIDING, **changes: Any) -> Consequence:
    made = Consequence(
        id="sup_1-2026Q3",
        supplier_id="sup_1",
        quarter="2026Q3",
        run=1,
        score="41.00",
        opened_at=NOW,
        state=state,
    )
    if state is not S.DECIDING:
        made = replace(
            made,
            measure=Measure.IMPROVEMENT_PLAN,
            appeal_last_day=LAST,
            appeal_until=OVER,
            plan_last_day=LAST,
            plan_until=OVER,
        )
    return replace(made, **changes)


def decided(known: Consequence, measure: Measure | None = Measure.TERMINATION) -> Consequence:
    return rules.decided(known, measure, by="mona", reason="屡次延迟", now=NOW, policy=POLICY)


def heard(known: Consequence, *, upheld: bool, now: datetime = NOW) -> Consequence:
    return rules.appeal_decided(known, upheld=upheld, by="cora", reason="-", now=now, policy=POLICY)


STEPS: dict[str, Callable[[Consequence], Consequence]] = {
    "terminate": decided,
    "ask for a plan": lambda known: decided(known, Measure.IMPROVEMENT_PLAN),
    "go on without": lambda known: decided(known, None),
    "appeal": lambda known: rules.appealed(known, "sam", "数据有误", (), NOW),
    "uphold": lambda known: heard(known, upheld=True),
    "refuse the appeal": lambda known: heard(known, upheld=False),
    "take the appeal back": lambda known: rules.appeal_taken_back(known, NOW, POLICY),
    "take effect": lambda known: rules.took_effect(known, OVER, POLICY),
    "hand in": lambda known: rules.plan_handed_in(known, PLAN, "sam", NOW),
    "accept": lambda known: rules.plan_accepted(known, NOW),
    "take the plan back": rules.plan_taken_back,
    "return": lambda known: rules.plan_returned(known, "太笼统", NOW, POLICY),
    "refuse the plan": lambda known: rules.plan_refused(known, "无效", NOW),
    "miss": lambda known: rules.plan_missed(known, OVER),
}
TABLE = {
    (S.DECIDING, "terminate"): S.ANNOUNCED,
    (S.DECIDING, "ask for a plan"): S.ANNOUNCED,
    (S.DECIDING, "go on without"): S.DISMISSED,
    (S.ANNOUNCED, "appeal"): S.APPEALED,
    (S.ANNOUNCED, "take effect"): S.PLAN_DUE,
    (S.APPEALED, "uphold"): S.VOID,
    (S.APPEALED, "refuse the appeal"): S.PLAN_DUE,
    (S.APPEALED, "take the appeal back"): S.ANNOUNCED,
    (S.PLAN_DUE, "hand in"): S.PLAN_REVIEW,
    (S.PLAN_DUE, "miss"): S.DECIDING,
    (S.PLAN_REVIEW, "accept"): S.PLAN_RUNNING,
    (S.PLAN_REVIEW, "return"): S.PLAN_DUE,
    (S.PLAN_REVIEW, "take the plan back"): S.PLAN_DUE,
    (S.PLAN_REVIEW, "refuse the plan"): S.DECIDING,
}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("step", STEPS)
def test_each_step_leads_where_the_table_says_or_is_refused(
    state: ConsequenceState, step: str
) -> None:
    wanted = TABLE.get((state, step))
    if wanted is None:
        with pytest.raises(Refusal):
            STEPS[step](matter(state))
    else:
        assert STEPS[step](matter(state)).state is wanted


def test_people_are_asked_in_three_states_alone() -> None:
    asked = {state: matter(state).stage for state in S}
    assert {state: stage for state, stage in asked.items() if stage is not None} == {
        S.DECIDING: Stage.DECISION,
        S.APPEALED: Stage.APPEAL,
        S.PLAN_REVIEW: Stage.PLAN,
    }


def test_the_window_ends_with_the_last_instant_of_the_tenth_working_day() -> None:
    announced = decided(matter())
    assert (announced.appeal_last_day, announced.appeal_until) == (LAST, OVER)
    assert announced.calendar_confirmed
    in_time = rules.appealed(announced, "sam", "数据有误", (), OVER - INSTANT)
    assert in_time.state is S.APPEALED
    with pytest.raises(AppealWindowOverError) as late:
        rules.appealed(announced, "sam", "数据有误", (), OVER)
    assert "2026-10-26" in late.value.detail("zh")
    with pytest.raises(ConsequenceStateError):
        rules.took_effect(announced, OVER - INSTANT, POLICY)
    assert rules.took_effect(announced, OVER, POLICY).state is S.TERMINATED


@pytest.mark.parametrize(
    ("decided_at", "last_day"),
    [
        # Friday 23:59:59 in China and the first instant of Saturday: the weekend does not count.
        (datetime(2026, 10, 16, 15, 59, 59, tzinfo=UTC), date(2026, 10, 30)),
        (datetime(2026, 10, 16, 16, tzinfo=UTC), date(2026, 10, 30)),
        # The Sunday of the 20th of September is a make-up day; the 25th and October 1-7 are off.
        (datetime(2026, 9, 18, 4, tzinfo=UTC), date(2026, 10, 9)),
    ],
)
def test_weekends_and_holidays_do_not_count_and_make_up_days_do(
    decided_at: datetime, last_day: date
) -> None:
    found = window(decided_at, 10)
    assert (found.last_day, found.confirmed) == (last_day, True)


def test_where_the_holidays_are_not_published_the_latest_possible_day_holds() -> None:
    def published_to_december(day: date) -> bool:
        if day.year > 2026:
            raise CalendarUnconfirmedError(year=day.year)
        return day.weekday() < 5

    found = window(datetime(2026, 12, 24, 4, tzinfo=UTC), 10, works=published_to_december)
    # Five days to the 31st; then nine weekdays that could all be holidays, and five more.
    assert found.last_day == date(2027, 1, 20)
    assert not found.confirmed


@given(st.integers(0, 400), st.sets(st.integers(0, 60), max_size=9), st.integers(1, 10))
def test_no_notice_can_make_the_true_window_longer_than_what_was_told(
    start: int, holidays: set[int], days: int
) -> None:
    begins = datetime(2027, 1, 1, 4, tzinfo=UTC) + timedelta(days=start)

    def unknown(day: date) -> bool:
        raise CalendarUnconfirmedError(year=day.year)

    off = {begins.date() + timedelta(days=one) for one in holidays}
    true = window(begins, days, works=lambda day: day.weekday() < 5 and day not in off)
    assert window(begins, days, works=unknown).ends_at >= true.ends_at


@given(st.timedeltas(timedelta(0), timedelta(days=14, hours=11)), st.booleans())
def test_an_appeal_in_time_always_freezes(after: timedelta, terminate: bool) -> None:
    announced = decided(matter(), Measure.TERMINATION if terminate else Measure.IMPROVEMENT_PLAN)
    frozen = rules.appealed(announced, "sam", "数据有误", (), NOW + after)
    for moment in (OVER, OVER + timedelta(days=300)):
        with pytest.raises(ConsequenceStateError):
            rules.took_effect(frozen, moment, POLICY)
    assert frozen.effective_at is None


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 40)), max_size=12))
def test_nothing_terminates_before_the_window_is_over_or_another_person_refused_the_appeal(
    steps: list[tuple[str, int]],
) -> None:
    known, now = matter(), NOW
    moving: dict[str, Callable[[Consequence, datetime], Consequence]] = {
        "terminate": lambda one, at: rules.decided(
            one, Measure.TERMINATION, by="mona", reason=None, now=at, policy=POLICY
        ),
        "ask for a plan": lambda one, at: rules.decided(
            one, Measure.IMPROVEMENT_PLAN, by="mona", reason=None, now=at, policy=POLICY
        ),
        "appeal": lambda one, at: rules.appealed(one, "sam", "-", (), at),
        "uphold": lambda one, at: heard(one, upheld=True, now=at),
        "refuse the appeal": lambda one, at: heard(one, upheld=False, now=at),
        "take the appeal back": lambda one, at: rules.appeal_taken_back(one, at, POLICY),
        "take effect": lambda one, at: rules.took_effect(one, at, POLICY),
        "hand in": lambda one, at: rules.plan_handed_in(one, PLAN, "sam", at),
        "accept": rules.plan_accepted,
        "refuse the plan": lambda one, at: rules.plan_refused(one, "-", at),
        "miss": rules.plan_missed,
    }
    for step, days in steps:
        now += timedelta(days=days)
        before = known
        try:
            known = moving[step](known, now) if step in moving else known
        except Refusal:
            continue
        if known.state is S.TERMINATED and before.state is not S.TERMINATED:
            assert before.measure is Measure.TERMINATION
            assert before.appeal_until is not None
            assert now >= before.appeal_until or known.appeal_upheld is False
        if known.effective_at is not None and known.appealed_at is not None:
            assert known.appeal_upheld is not True


def test_there_is_one_appeal_and_none_before_a_decision() -> None:
    with pytest.raises(NotDecidedYetError):
        rules.appealed(matter(), "sam", "-", (), NOW)
    once = rules.appealed(decided(matter()), "sam", "-", (), NOW)
    back = rules.appeal_taken_back(once, NOW + timedelta(days=1), POLICY)
    assert (back.state, back.appeal_until) == (S.ANNOUNCED, OVER)
    for again in (once, back):
        with pytest.raises(AlreadyAppealedError):
            rules.appealed(again, "sam", "-", (), NOW + timedelta(days=1))
    late = rules.appeal_taken_back(once, OVER, POLICY)
    assert late.state is S.TERMINATED


def test_a_refused_appeal_takes_effect_at_once_and_an_upheld_one_voids() -> None:
    once = rules.appealed(decided(matter()), "sam", "-", (), NOW)
    soon = NOW + timedelta(days=1)
    assert heard(once, upheld=False, now=soon).state is S.TERMINATED
    void = heard(once, upheld=True, now=soon)
    assert (void.state, void.ended_why, void.ended_at) == (S.VOID, Ended.APPEAL_UPHELD, soon)


def test_a_plan_is_handed_in_while_it_is_due_to_the_last_instant() -> None:
    due = rules.took_effect(decided(matter(), Measure.IMPROVEMENT_PLAN), OVER, POLICY)
    assert due.plan_last_day == date(2026, 11, 10)
    assert due.plan_until is not None
    given_in = rules.plan_handed_in(due, PLAN, "sam", due.plan_until - INSTANT)
    assert (given_in.state, given_in.submission) == (S.PLAN_REVIEW, 1)
    with pytest.raises(PlanTooLateError):
        rules.plan_handed_in(due, PLAN, "sam", due.plan_until)
    with pytest.raises(ConsequenceStateError):
        rules.plan_missed(due, due.plan_until - INSTANT)
    with pytest.raises(PlanNotDueError):
        rules.plan_handed_in(given_in, PLAN, "sam", OVER)


def test_a_new_decision_has_its_own_window_and_knows_what_happened() -> None:
    due = rules.took_effect(decided(matter(), Measure.IMPROVEMENT_PLAN), OVER, POLICY)
    assert due.plan_until is not None
    again = rules.plan_missed(due, due.plan_until)
    assert (again.state, again.round, again.appealed_at) == (S.DECIDING, 2, None)
    assert [one.what for one in again.earlier] == ["plan_missed"]
    announced = rules.decided(
        again, Measure.TERMINATION, by="mona", reason=None, now=due.plan_until, policy=POLICY
    )
    assert announced.appeal_until is not None
    assert announced.appeal_until > due.plan_until


def test_all_faults_of_a_plan_are_told_at_once() -> None:
    days = (date(2026, 10, 11), date(2026, 10, 12), date(2027, 6, 1))
    plan = tuple(PlannedMeasure(what="x", by=day, responsible="y") for day in days)
    faults = rules.plan_faults(plan, NOW)
    assert [fault.pointer for fault in faults] == ["/measures/0/by", "/measures/2/by"]
    assert "2026-10-12" in faults[0].message("en")


def test_benefits_last_until_the_next_scorecard_is_made_and_end_by_themselves() -> None:
    # For the third quarter: enjoyed in the fourth, whose scorecard comes in January.
    assert benefit_until("2026Q3", POLICY) == datetime(2027, 1, 15, 16, tzinfo=UTC)
    assert benefit_until("2026Q4", POLICY) == datetime(2027, 4, 15, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("accepted", "days", "quarter"),
    [
        # The last day of the quarter, and the first instant of the next one, in China.
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), (), "2027Q1"),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), (), "2027Q2"),
        (NOW, (date(2026, 12, 1),), "2027Q1"),
        (NOW, (date(2027, 3, 31), date(2026, 11, 1)), "2027Q2"),
        (NOW, (date(2027, 4, 1),), "2027Q3"),
    ],
)
def test_a_plan_is_judged_by_the_first_quarter_after_acceptance_and_its_last_day(
    accepted: datetime, days: tuple[date, ...], quarter: str
) -> None:
    plan = tuple(PlannedMeasure(what="x", by=day, responsible="y") for day in days)
    running = rules.plan_accepted(matter(S.PLAN_REVIEW, plan=plan), accepted)
    assert running.plan_judged_by == quarter


def test_a_new_round_keeps_what_was_decided_and_written_in_the_one_before() -> None:
    appealed = rules.appealed(decided(matter()), "sam", "数据有误", ("doc_1",), NOW)
    again = rules.decided_anew(appealed, "rerun_unqualified", "2026Q3", NOW)
    assert (again.grounds, again.documents, again.reason) == (None, (), None)
    (former,) = again.former or ()
    assert (former.round, former.measure, former.decided_by) == (1, Measure.TERMINATION, "mona")
    assert (former.grounds, former.documents, former.reason) == (
        "数据有误",
        ("doc_1",),
        "屡次延迟",
    )
    # Nothing was decided in the second round: nothing is added.
    third = rules.decided_anew(again, "withdrawn", "2026Q3", NOW)
    assert third.former == again.former


def test_nobody_who_took_part_in_any_round_may_hear_an_appeal() -> None:
    known = rules.took_part(rules.took_part(matter(), ("mona", "lena")), ("rita", "mona"))
    again = rules.decided_anew(known, "plan_refused", "2026Q3", NOW)
    assert again.people == ("mona", "lena", "rita")
    assert not rules.may_hear(again, ("cora", "lena"))
    assert rules.may_hear(again, ("cora",))
