"""Quarters, programmes, invitations, the draw: by rule, edges included."""

import dataclasses
import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.kernel.quarters import (
    before,
    day_after,
    first_day,
    is_over,
    is_quarter,
    quarter_of,
)
from teleshop.surveys.domain import sample as sampling
from teleshop.surveys.domain.invitation import (
    Cause,
    Contact,
    InvitationState,
    answered,
    may_invite,
    new_invitation,
)
from teleshop.surveys.domain.programme import (
    ActiveProgramme,
    Mode,
    ProgrammeKind,
    Terms,
    faults_of_terms,
)
from teleshop.surveys.domain.sample import Sample, SampleState

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TERMS = Terms(
    name_zh="调查", name_en="Survey", modes=(Mode.ONLINE,), active_from=date(2026, 11, 23)
)
ACTIVE = ActiveProgramme(programme_id="svp_1", kind=ProgrammeKind.AFTER_CASE, number=2, terms=TERMS)
FATIGUE = timedelta(days=30)


# -- quarters --


@pytest.mark.clause("6.2.1")
@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), "2026Q4"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "2027Q1"),
        (datetime(2026, 3, 31, 15, 59, tzinfo=UTC), "2026Q1"),
        (datetime(2026, 6, 30, 16, 0, tzinfo=UTC), "2026Q3"),
    ],
)
def test_a_quarter_begins_at_midnight_in_china(moment: datetime, quarter: str) -> None:
    assert quarter_of(moment) == quarter
    assert is_over(before(quarter), moment)
    assert not is_over(quarter, moment)


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_quarters_follow_each_other_without_gap(day: date) -> None:
    quarter = quarter_of(datetime(day.year, day.month, day.day, tzinfo=UTC))
    assert is_quarter(quarter)
    assert first_day(quarter) <= day < day_after(quarter)
    assert day_after(before(quarter)) == first_day(quarter)


@pytest.mark.parametrize("text", ["2026Q5", "2026Q0", "26Q1", "2026q1", "1999Q1", "", "2026Q1\n"])
def test_what_names_no_quarter_is_refused(text: str) -> None:
    assert not is_quarter(text)
    with pytest.raises(ValueError, match="no quarter"):
        first_day(text)


# -- programmes --


@pytest.mark.clause("6.2.1")
def test_the_first_and_last_day_belong_to_the_window() -> None:
    terms = dataclasses.replace(TERMS, active_to=date(2026, 11, 24))
    start = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    end = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    moments = (start - second, start, end - second, end)
    assert [terms.is_active(at) for at in moments] == [False, True, True, False]
    assert TERMS.is_active(end + timedelta(days=3650))


@pytest.mark.clause("2.4.4")
def test_follow_ups_are_asked_about_only_where_a_programme_names_them() -> None:
    assert TERMS.asks_about("complaint")
    assert not TERMS.asks_about("follow_up")
    own = dataclasses.replace(TERMS, case_kinds=("follow_up",))
    assert own.asks_about("follow_up")
    assert not own.asks_about("complaint")


@pytest.mark.clause("6.2.1")
@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("after_case", {"active_to": date(2026, 11, 22)}, "window_reversed"),
        ("after_case", {"modes": (Mode.ONLINE, Mode.ONLINE)}, "mode_twice"),
        ("after_delivery", {"case_kinds": ("return",)}, "case_kinds_unexpected"),
        ("after_case", {"sample_size": 3}, "sample_size_unexpected"),
        ("quarterly_sample", {"delay_days": 1}, "delay_unexpected"),
        ("after_case", {"active_to": date(2026, 11, 23)}, None),
    ],
)
def test_terms_that_contradict_themselves_are_refused(
    kind: str, changes: dict[str, Any], code: str | None
) -> None:
    found = faults_of_terms(ProgrammeKind(kind), dataclasses.replace(TERMS, **changes))
    assert [fault.code for fault in found] == ([code] if code else [])


# -- invitations --


@pytest.mark.clause("6.2.2")
def test_a_customer_is_asked_again_after_thirty_days_and_never_after_opting_out() -> None:
    asked = Contact(customer_id="c", invited_at=NOW)
    assert may_invite(None, NOW, FATIGUE)
    assert not may_invite(asked, NOW + FATIGUE - timedelta(microseconds=1), FATIGUE)
    assert may_invite(asked, NOW + FATIGUE, FATIGUE)
    assert may_invite(Contact(customer_id="c"), NOW, FATIGUE)
    assert not may_invite(Contact(customer_id="c", opted_out_at=NOW), NOW + 99 * FATIGUE, FATIGUE)


@pytest.mark.clause("6.2.2")
def test_an_invitation_takes_an_answer_until_its_end_and_only_one() -> None:
    made = new_invitation("svi_1", ACTIVE, Cause(customer_id="c"), NOW)
    assert (made.state, made.quarter, made.number) == (InvitationState.OPEN, "2026Q4", 2)
    assert made.takes(made.expires_at - timedelta(microseconds=1))
    assert not made.takes(made.expires_at)
    assert not answered(made).takes(NOW)


def test_an_invitation_with_delay_counts_its_time_from_when_it_opens() -> None:
    terms = dataclasses.replace(TERMS, delay_days=3, answer_days=7)
    active = dataclasses.replace(ACTIVE, terms=terms)
    made = new_invitation("svi_1", active, Cause(customer_id="c"), NOW)
    assert made.state is InvitationState.SCHEDULED
    assert not made.takes(NOW)
    assert made.opens_at - NOW == timedelta(days=3)
    assert made.expires_at - NOW == timedelta(days=10)


# -- the draw --

members = st.sets(st.text("abcdefgh0123456789-", min_size=1, max_size=8), max_size=40)


@pytest.mark.clause("6.2.1")
@settings(max_examples=60)
@given(members, st.integers(1, 50), st.randoms(use_true_random=False))
def test_the_same_seed_and_frame_give_the_same_sample_in_any_order(
    frame: set[str], size: int, chance: Any
) -> None:
    shuffled = sorted(frame)
    chance.shuffle(shuffled)
    drawn = sampling.draw(shuffled, size, "seed-1")
    assert drawn == sampling.draw(sorted(frame), size, "seed-1")
    assert len(drawn) == len(set(drawn)) == min(size, len(frame))
    assert set(drawn) <= frame
    # A larger sample of the same seed holds the smaller one.
    assert sampling.draw(frame, size + 1, "seed-1")[:size] == drawn


@pytest.mark.clause("6.2.1")
def test_the_draw_can_be_repeated_with_any_tool() -> None:
    frame = [f"customer-{number}" for number in range(1000)]
    by_hand = sorted(frame, key=lambda one: hashlib.sha256(f"s|{one}".encode()).hexdigest())
    assert sampling.draw(frame, 25, "s") == by_hand[:25]
    assert sampling.draw(frame, 25, "t") != by_hand[:25]


def test_every_member_is_drawn_about_as_often() -> None:
    frame = [f"customer-{number}" for number in range(10)]
    often = dict.fromkeys(frame, 0)
    for seed in range(2000):
        for member in sampling.draw(frame, 3, str(seed)):
            often[member] += 1
    # 600 expected each; five standard deviations are about 102.
    assert all(498 < times < 702 for times in often.values())


@given(st.lists(st.text(max_size=5), max_size=20), st.integers(1, 7))
def test_the_hash_of_a_frame_does_not_depend_on_its_chunks(frame: list[str], size: int) -> None:
    whole = sampling.chained("", frame)
    found = ""
    for start in range(0, len(frame), size):
        found = sampling.chained(found, frame[start : start + size])
    assert found == whole
    assert (whole == "") is (not frame)


def test_a_sample_is_done_with_its_last_member() -> None:
    made = Sample(
        id="svp_1.2026Q4",
        programme_id="svp_1",
        quarter="2026Q4",
        size=3,
        seed="s",
        requested_at=NOW,
        requested_by="maria",
    )
    assert sampling.drawn(made, 0).state is SampleState.DONE
    drawn = sampling.drawn(made, 3)
    assert drawn.state is SampleState.INVITING
    part = sampling.invited(drawn, 2, 1)
    assert (part.state, part.handled, part.invited) == (SampleState.INVITING, 2, 1)
    assert sampling.invited(part, 1, 1).state is SampleState.DONE
