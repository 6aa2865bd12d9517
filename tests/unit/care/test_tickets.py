"""Tickets of the authorities' hotline: whose period ends when (rules R8.1, R8.3, R10.1)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.care.domain import tickets
from teleshop.kernel.rules import get_rule

DAYS_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 1))


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 18), date(2026, 9, 29)),
        (date(2026, 9, 30), date(2026, 10, 15)),
        (date(2026, 2, 12), date(2026, 2, 28)),
    ],
)
def test_the_authority_decides_within_seven_working_days_make_up_days_counted(
    received: date, due: date
) -> None:
    assert tickets.acceptance_due(received) == tickets.LastDay(due)


@pytest.mark.clause("6.1.3")
def test_mediation_ends_after_sixty_calendar_days_also_on_a_sunday() -> None:
    ends = tickets.mediation_ends(date(2026, 9, 30))
    assert ends == tickets.LastDay(date(2026, 11, 29))
    assert ends.day.isoweekday() == 7


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),
        (date(2026, 11, 27), date(2026, 12, 2)),
        (date(2026, 9, 30), date(2026, 10, 10)),
        (date(2026, 2, 12), date(2026, 2, 24)),
    ],
)
def test_the_platform_answers_within_three_working_days(received: date, due: date) -> None:
    assert tickets.own_answer_due(received, 3).day == due


@pytest.mark.clause("6.1.3")
def test_the_last_day_ends_at_midnight_in_china() -> None:
    due = tickets.own_answer_due(date(2026, 11, 23), 3)
    assert due.due_at == datetime(2026, 11, 26, 16, tzinfo=UTC)


@pytest.mark.clause("6.1.3")
def test_days_of_a_year_without_published_holidays_are_flagged_and_counted_strictly() -> None:
    due = tickets.own_answer_due(date(2026, 12, 30), 3)
    assert due == tickets.LastDay(date(2027, 1, 2), confirmed=False)
    assert not tickets.acceptance_due(date(2026, 12, 28)).confirmed


@given(DAYS_2026, st.integers(0, 10))
def test_no_working_day_count_ends_before_the_same_count_of_calendar_days(
    received: date, count: int
) -> None:
    found = tickets.own_answer_due(received, count)
    assert (found.day - received).days >= count


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("要求退款，并且我要举报商家虚假标价", True),
        ("I want my money back, refund it; and I will report them to the market authority", True),
        ("我要举报这家店卖过期药", False),
        ("炒锅掉漆，要求换货", False),
        ("请问投诉举报电话是多少", False),
        ("请转投诉举报部门，我的锅漏水要维修", False),
        ("", False),
    ],
)
def test_a_claim_and_a_report_in_one_message_are_to_be_split(text: str, both: bool) -> None:
    assert tickets.holds_both(text) is both


@pytest.mark.clause("6.1.3")
def test_the_rules_name_the_law_they_rest_on_and_the_own_choice_as_such() -> None:
    assert get_rule("R8-acceptance").effective_from == date(2026, 4, 15)
    assert get_rule("R8-mediation").source == get_rule("R8.1").source
    assert get_rule("R8.3").source == "own choice"
