"""A violation and its life."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from teleshop.kernel.ids import is_id
from teleshop.pricewatch.domain.policy import DEFAULT_POLICY, Kind, Severity
from teleshop.pricewatch.domain.record import COLUMNS, lines, refuse_before_it_begins
from teleshop.pricewatch.domain.violation import (
    Evidence,
    Found,
    Violation,
    ViolationState,
    closed,
    corrected,
    dismissed,
    late,
    opened,
    rejected,
)
from teleshop.pricewatch.errors import (
    CorrectionMissingError,
    OwnCorrectionError,
    RecordMonthError,
    ViolationEndedError,
)

NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def found(severity: Severity = Severity.SEVERE) -> Found:
    return Found(
        kind=Kind.CHARGED_NOT_PUBLISHED,
        severity=severity,
        facts=("o1", "1"),
        sku="sku_1",
        channel="tv",
        evidence=(Evidence(what="charged", source="o1", amount=9901, at=NOW),),
        order_id="o1",
    )


def violation(severity: Severity = Severity.SEVERE) -> Violation:
    return opened(found(severity), "prd_1", "sup_1", DEFAULT_POLICY, NOW)


def done() -> Violation:
    return corrected(violation(), "差价已退还", "mia", NOW + HOUR)


@pytest.mark.clause("4.4.2")
@pytest.mark.parametrize(
    ("severity", "holds", "time"),
    [
        (Severity.SEVERE, True, timedelta(hours=24)),
        (Severity.SERIOUS, False, timedelta(days=3)),
        (Severity.MINOR, False, timedelta(days=7)),
    ],
)
def test_severity_decides_suspension_and_clock(
    severity: Severity, holds: bool, time: timedelta
) -> None:
    made = violation(severity)
    assert (made.holds_price, made.due_at - NOW) == (holds, time)


def test_the_same_facts_have_the_same_id() -> None:
    assert is_id(found().violation_id, "pvi")
    assert found().violation_id == found(Severity.MINOR).violation_id
    assert replace(found(), facts=("o1", "2")).violation_id != found().violation_id


@pytest.mark.clause("4.4.3")
def test_somebody_else_verifies_the_correction_and_the_price_holds_again() -> None:
    with pytest.raises(OwnCorrectionError):
        closed(done(), "已核对", "mia", NOW + 2 * HOUR)
    ended = closed(done(), "已核对", "co", NOW + 2 * HOUR)
    assert (ended.state, ended.holds_price) == (ViolationState.CLOSED, False)
    assert "差价" not in repr(ended)


@pytest.mark.clause("4.4.3")
def test_nothing_is_verified_before_it_is_corrected() -> None:
    with pytest.raises(CorrectionMissingError):
        closed(violation(), "x", "co", NOW)
    with pytest.raises(CorrectionMissingError):
        rejected(violation(), DEFAULT_POLICY, NOW)


@pytest.mark.clause("4.4.3")
def test_a_rejected_correction_opens_it_again_with_a_day_at_least() -> None:
    again = rejected(done(), DEFAULT_POLICY, NOW + 23 * HOUR)
    assert (again.state, again.attempt) == (ViolationState.OPEN, 2)
    assert again.due_at == NOW + 47 * HOUR
    early = rejected(corrected(violation(Severity.MINOR), "x", "mia", NOW), DEFAULT_POLICY, NOW)
    assert early.due_at == NOW + timedelta(days=7)


@pytest.mark.clause("4.4.4")
def test_what_has_ended_stays_as_it_is() -> None:
    for ended in (closed(done(), "x", "co", NOW), dismissed(done(), "取整", "co", NOW)):
        with pytest.raises(ViolationEndedError):
            corrected(ended, "x", "mia", NOW)
        with pytest.raises(ViolationEndedError):
            closed(ended, "x", "co", NOW)
        with pytest.raises(ViolationEndedError):
            rejected(ended, DEFAULT_POLICY, NOW)
        with pytest.raises(ViolationEndedError):
            dismissed(ended, "x", "co", NOW)


@pytest.mark.clause("4.4.2")
def test_nobody_lifts_a_suspension_alone() -> None:
    with pytest.raises(CorrectionMissingError):
        dismissed(violation(), "系统误报", "co", NOW)
    with pytest.raises(OwnCorrectionError):
        dismissed(done(), "系统误报", "mia", NOW)
    assert not dismissed(done(), "系统误报", "co", NOW).holds_price
    harmless = violation(Severity.MINOR)
    assert dismissed(harmless, "取整", "co", NOW).state is ViolationState.DISMISSED


@pytest.mark.clause("4.4.4")
def test_being_late_stays_on_record() -> None:
    assert closed(corrected(late(violation()), "x", "mia", NOW), "x", "co", NOW).overdue


@pytest.mark.clause("4.4.4")
def test_the_record_has_a_line_for_each_violation_without_what_staff_wrote() -> None:
    (line,) = lines([done()])
    assert len(line) == len(COLUMNS)
    assert line[3] == "明码标价和禁止价格欺诈规定 19, 20"
    assert line[-1] == "charged 99.01 (o1) 2026-11-27 12:00:00"
    assert not any("差价" in cell for cell in line)
    assert list(lines([])) == []


@pytest.mark.clause("4.4.4")
def test_a_month_has_a_record_from_its_first_instant_in_china() -> None:
    begins = datetime(2026, 11, 30, 16, tzinfo=UTC)
    refuse_before_it_begins("2026-12", begins)
    with pytest.raises(RecordMonthError):
        refuse_before_it_begins("2026-12", begins - timedelta(microseconds=1))
