"""What may be done with a case, and what is refused (6.1.2, 6.1.3, 6.1.4)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from teleshop.care import errors
from teleshop.care.domain import actions
from teleshop.care.domain.case import CaseFile, CaseKind, CaseState, Severity, opened
from teleshop.care.domain.clocks import Party
from teleshop.care.domain.duties import attempts, owed_before_closing
from teleshop.care.domain.severity import Found
from teleshop.kernel.errors import Refusal
from tests.factories.care import (
    CUSTOMER_ID,
    DAY,
    HOUR,
    INSTANT,
    MINUTE,
    NOW,
    POLICIES,
    case,
    case_file,
    due_of,
    kept,
    policy,
)

pytestmark = pytest.mark.clause("6.1.3")


def answered(file: CaseFile) -> CaseFile:
    return actions.answer(file, message="m", now=NOW + HOUR, by="agnes")


def closed(file: CaseFile | None = None, after: timedelta = 2 * HOUR) -> CaseFile:
    return actions.close(
        answered(file or case_file()), resolution="answered", now=NOW + after, by="agnes"
    )


def merged_away() -> CaseFile:
    _, away = actions.merge(
        case_file("cmp_2"), case_file("cmp_1"), now=NOW, by="lead", policies=POLICIES
    )
    return away


def ticket(file: CaseFile, number: str = "T1", **changes: Any) -> CaseFile:
    facts = {"received_on": date(2026, 11, 23), "now": NOW, **changes}
    return actions.receive_ticket(
        file, ticket=number, authority="SAMR", by="agnes", policies=POLICIES, **facts
    )


WORK: list[Callable[..., CaseFile]] = [
    lambda file: actions.assign(file, assignee="agnes", team="a", now=NOW, by="lead"),
    lambda file: actions.give_back(file, reason="r", now=NOW, by="lead"),
    lambda file: actions.transfer(file, team="b", skill="general", now=NOW, by="lead"),
    lambda file: actions.respond(file, message="m", now=NOW, by="agnes"),
    lambda file: actions.answer(file, message="m", now=NOW, by="agnes"),
    lambda file: actions.raise_to_major(file, reasons=["press"], now=NOW, by="agnes"),
    lambda file: actions.handle(file, message="m", now=NOW, by="agnes"),
    lambda file: actions.promise(file, due_at=NOW + DAY, what="visit", now=NOW, by="agnes"),
    lambda file: actions.keep_promise(file, promise="1", now=NOW, by="agnes"),
    lambda file: actions.ask_party(file, party=Party.SUPPLIER, party_id="s", now=NOW, by="agnes"),
    lambda file: actions.party_answered(file, request="1", now=NOW, by="agnes"),
    lambda file: actions.split(file, case_id="cmp_9", now=NOW, by="agnes"),
    lambda file: actions.classify(file, cause="quality", agreed=None, now=NOW, by="agnes"),
    lambda file: actions.close(file, resolution="answered", now=NOW, by="agnes"),
    lambda file: actions.change_policy(file, version=1, now=NOW, by="system", policies=POLICIES),
    lambda file: actions.merge(case_file("cmp_8"), file, now=NOW, by="lead", policies=POLICIES)[0],
    lambda file: actions.merge(file, case_file("cmp_8"), now=NOW, by="lead", policies=POLICIES)[0],
]


@pytest.mark.parametrize("act", WORK)
def test_nothing_is_done_with_a_closed_or_merged_case(act: Callable[..., CaseFile]) -> None:
    with pytest.raises(errors.CaseClosedError):
        act(closed())
    with pytest.raises(errors.CaseMergedError) as refused:
        act(merged_away())
    assert "cmp_2" in refused.value.detail("zh")


def test_what_remains_possible_with_a_closed_case() -> None:
    file = actions.set_hold(closed(), reason="court", now=NOW, by="carl")
    assert file.case.legal_hold
    with pytest.raises(errors.AlreadyHeldError):
        actions.set_hold(file, reason="court", now=NOW, by="carl")
    file = actions.lift_hold(file, reason="court", now=NOW, by="carl")
    with pytest.raises(errors.NotHeldError):
        actions.lift_hold(file, reason="court", now=NOW, by="carl")
    file = ticket(file)
    assert due_of(file) == {"ticket.T1": timedelta(days=3, hours=12)}
    later = NOW + 2 * DAY
    done = actions.answer_ticket(file, ticket="T1", message="m", now=later, by="agnes")
    assert not due_of(done)
    # Its archive period begins with the last thing that happened.
    assert closed().case.retain_until == date(2029, 11, 23)
    assert done.case.retain_until == date(2029, 11, 25)


# -- content and time -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["respond", "answer", "handle"])
def test_an_answer_needs_content_and_a_person(name: str) -> None:
    file, act = case_file(severity=Severity.MAJOR), getattr(actions, name)
    with pytest.raises(errors.ContentRequiredError):
        act(file, message="", now=NOW, by="agnes")
    with pytest.raises(errors.AutomaticAnswerError):
        act(file, message="m", now=NOW, by="system")


def test_an_earlier_time_is_possible_only_while_the_call_is_entered() -> None:
    at = NOW - HOUR
    fresh = opened(case(arrived_at=at, recorded_at=NOW), now=NOW, by="agnes")
    told = actions.respond(fresh, message="m", now=NOW, by="agnes", at=at)
    assert told.case.responded_at == at
    for file, earlier in (
        (kept(fresh), at),
        (fresh, at - INSTANT),
        (fresh, NOW + INSTANT),
    ):
        with pytest.raises(errors.BackdatedError):
            actions.answer(file, message="m", now=NOW, by="agnes", at=earlier)


def test_raising_goes_one_way_and_tells_why() -> None:
    reasons: list[str | Found] = [Found("injury", ("烫伤",)), "press"]
    file = actions.raise_to_major(case_file(), reasons=reasons, now=NOW, by="agnes")
    assert file.case.severity_reasons == ("injury", "press")
    assert file.events[-1].facts == {"reasons": ["injury", "press"], "words": ["烫伤"]}
    assert actions.raise_to_major(file, reasons=["press"], now=NOW, by="agnes") == file
    more = actions.raise_to_major(file, reasons=["fraud"], now=NOW, by="agnes")
    assert more.case.severity_reasons == ("injury", "press", "fraud")
    with pytest.raises(errors.MajorReasonRequiredError):
        actions.raise_to_major(case_file(), reasons=[], now=NOW, by="agnes")
    with pytest.raises(errors.NotMajorError):
        actions.handle(case_file(), message="m", now=NOW, by="agnes")


@pytest.mark.parametrize(
    ("ahead", "possible"),
    [
        (timedelta(), False),
        (INSTANT, True),
        (90 * DAY, True),
        (90 * DAY + INSTANT, False),
        (-DAY, False),
    ],
)
def test_a_promise_is_due_after_now_and_within_ninety_days(
    ahead: timedelta, possible: bool
) -> None:
    if possible:
        actions.promise(case_file(), due_at=NOW + ahead, what="visit", now=NOW, by="agnes")
        return
    with pytest.raises(errors.PromiseDueError):
        actions.promise(case_file(), due_at=NOW + ahead, what="visit", now=NOW, by="agnes")


def test_a_promise_is_kept_once() -> None:
    file = actions.promise(case_file(), due_at=NOW + DAY, what="visit", now=NOW, by="agnes")
    with pytest.raises(errors.PromiseNotFoundError):
        actions.keep_promise(file, promise="2", now=NOW, by="agnes")
    file = actions.keep_promise(file, promise="1", now=NOW, by="agnes")
    with pytest.raises(errors.PromiseKeptError):
        actions.keep_promise(file, promise="1", now=NOW, by="agnes")


# -- who has it -----------------------------------------------------------------------------------


@pytest.mark.clause("6.1.2")
def test_a_case_is_given_taken_back_and_passed_on() -> None:
    with pytest.raises(errors.NotAssignedError):
        actions.give_back(case_file(), reason="r", now=NOW, by="agnes")
    file = actions.assign(case_file(), assignee="agnes", team="a", now=NOW, by="lead")
    with pytest.raises(errors.AlreadyAssignedError):
        actions.assign(file, assignee="agnes", team="a", now=NOW, by="lead")
    assert actions.assign(file, assignee="bo", team="a", now=NOW, by="lead").case.assignee == "bo"
    waiting = actions.give_back(file, reason="shift_ended", now=NOW, by="system")
    assert (waiting.case.assignee, waiting.case.team) == (None, "a")
    assert waiting.events[-1].facts == {"from": "agnes", "reason": "shift_ended"}
    with pytest.raises(errors.AlreadyThereError):
        actions.transfer(waiting, team="a", skill="general", now=NOW, by="lead")
    moved = actions.transfer(waiting, team="a", skill="delivery", now=NOW, by="lead")
    assert moved.case.skill == "delivery"


# -- others ---------------------------------------------------------------------------------------


def test_a_party_is_asked_once_at_a_time_and_answers_once() -> None:
    file = actions.ask_party(case_file(), party=Party.SUPPLIER, party_id="s", now=NOW, by="agnes")
    with pytest.raises(errors.AlreadyAskedError):
        actions.ask_party(file, party=Party.SUPPLIER, party_id="s", now=NOW, by="agnes")
    other = actions.ask_party(file, party=Party.CARRIER, party_id="s", now=NOW, by="agnes")
    assert other.case.requests == 2
    with pytest.raises(ValueError, match="itself"):
        actions.ask_party(file, party=Party.PLATFORM, party_id="s", now=NOW, by="agnes")
    done = actions.party_answered(file, request="1", now=NOW, by="sam")
    with pytest.raises(errors.RequestAnsweredError):
        actions.party_answered(done, request="1", now=NOW, by="sam")
    with pytest.raises(errors.RequestNotFoundError):
        actions.party_answered(done, request="2", now=NOW, by="sam")
    again = actions.ask_party(done, party=Party.SUPPLIER, party_id="s", now=NOW, by="agnes")
    assert "supplier_answer.2" in due_of(again)


def test_a_ticket_is_recorded_once_with_its_own_due_time_and_answered_once() -> None:
    file = ticket(case_file())
    assert file.events[-1].facts["due_at"] == "2026-11-26T16:00:00+00:00"
    assert file.events[-1].facts["confirmed"] is True
    # Seven working days for the authority to accept it, sixty days to mediate.
    assert file.events[-1].facts["accepted_by"] == "2026-12-02"
    assert file.events[-1].facts["mediated_by"] == "2027-01-31"
    with pytest.raises(errors.TicketKnownError):
        ticket(file)
    with pytest.raises(errors.TicketNotFoundError):
        actions.answer_ticket(file, ticket="T2", message="m", now=NOW, by="agnes")
    with pytest.raises(errors.ContentRequiredError):
        actions.answer_ticket(file, ticket="T1", message="", now=NOW, by="agnes")
    done = actions.answer_ticket(file, ticket="T1", message="m", now=NOW, by="agnes")
    with pytest.raises(errors.TicketAnsweredError):
        actions.answer_ticket(done, ticket="T1", message="m", now=NOW, by="agnes")


@pytest.mark.parametrize(
    ("day", "possible"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 10, 24), True),
        (date(2026, 10, 23), False),
        (date(2026, 11, 24), False),
    ],
)
def test_a_ticket_came_today_or_within_the_last_thirty_days(day: date, possible: bool) -> None:
    if possible:
        ticket(case_file(), received_on=day)
        return
    with pytest.raises(errors.TicketDayError):
        ticket(case_file(), received_on=day)


def test_the_day_of_a_ticket_is_that_of_china() -> None:
    # 16:00 in UTC is midnight in China: the next day has begun there.
    ticket(case_file(), received_on=date(2026, 11, 24), now=NOW.replace(hour=16))


def test_a_ticket_without_published_working_days_is_flagged_and_due_sooner() -> None:
    now = NOW.replace(month=12, day=30)
    file = ticket(case_file(), received_on=date(2026, 12, 30), now=now)
    assert file.events[-1].facts["confirmed"] is False
    assert file.events[-1].facts["due_at"] == "2027-01-02T16:00:00+00:00"
    assert file.events[-1].facts["accepted_by_confirmed"] is False


# -- merging --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "other", "refusal"),
    [
        ({}, {"id": "cmp_1"}, errors.MergeItselfError),
        ({}, {"id": "enq_1", "kind": CaseKind.ENQUIRY}, errors.MergeKindError),
        (
            {"kind": CaseKind.RETURN},
            {"id": "asc_2", "kind": CaseKind.RETURN},
            errors.MergeKindError,
        ),
        ({}, {"id": "cmp_2", "customer_id": "customer-bob"}, errors.MergeCustomerError),
        ({}, {"id": "cmp_2", "customer_id": None}, errors.MergeCustomerError),
    ],
)
def test_only_cases_of_one_customer_and_kind_are_merged(
    target: dict[str, Any], other: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        actions.merge(
            case_file("cmp_1", **target), case_file(**other), now=NOW, by="l", policies=POLICIES
        )


def test_cases_of_callers_without_account_can_be_merged() -> None:
    files = [case_file(id, customer_id=None) for id in ("cmp_1", "cmp_2")]
    target, away = actions.merge(*files, now=NOW, by="lead", policies=POLICIES)
    assert target.case.related == ("cmp_2",)
    assert away.case.state is CaseState.MERGED


def test_a_case_that_waits_for_a_supplier_is_not_merged_away() -> None:
    asked = actions.ask_party(
        case_file("cmp_2"), party=Party.SUPPLIER, party_id="s", now=NOW, by="agnes"
    )
    with pytest.raises(errors.MergeRequestsError):
        actions.merge(case_file("cmp_1"), asked, now=NOW, by="lead", policies=POLICIES)
    target, _ = actions.merge(asked, case_file("cmp_1"), now=NOW, by="lead", policies=POLICIES)
    assert "supplier_answer.1" in due_of(target)


def test_reasons_and_tickets_of_a_merged_case_go_along_a_shared_ticket_once() -> None:
    other = ticket(ticket(case_file("cmp_2")), "T2")
    other = actions.raise_to_major(other, reasons=["injury"], now=NOW, by="agnes")
    target, _ = actions.merge(
        ticket(case_file("cmp_1")), other, now=NOW, by="lead", policies=POLICIES
    )
    assert target.case.tickets == ("T1", "T2")
    assert target.case.severity_reasons == ("injury",)
    assert {"ticket.T1", "ticket.T2"} <= due_of(target).keys()


# -- the end --------------------------------------------------------------------------------------


def codes(file: CaseFile, resolution: str = "answered") -> list[str]:
    return [fault.code for fault in owed_before_closing(file, resolution)]


def test_a_case_is_closed_when_nothing_is_owed() -> None:
    assert codes(case_file()) == ["answer_missing"]
    file = actions.raise_to_major(case_file(), reasons=["injury"], now=NOW, by="agnes")
    file = actions.promise(file, due_at=NOW + DAY, what="visit", now=NOW, by="agnes")
    file = ticket(file)
    owed = ["answer_missing", "handling_missing", "promise_open", "ticket_open"]
    assert codes(file) == owed
    with pytest.raises(errors.ClosureNotAllowedError) as refused:
        actions.close(file, resolution="answered", now=NOW, by="agnes")
    assert [fault.code for fault in refused.value.errors] == owed
    facts: dict[str, Any] = {"now": NOW, "by": "agnes"}
    file = actions.answer(file, message="m", **facts)
    file = actions.handle(file, message="m", **facts)
    file = actions.keep_promise(file, promise="1", **facts)
    file = actions.answer_ticket(file, ticket="T1", message="m", **facts)
    assert actions.close(file, resolution="answered", now=NOW, by="agnes").case.closed_at == NOW


def test_what_a_customer_withdraws_is_owed_to_nobody_but_the_authorities() -> None:
    file = actions.raise_to_major(ticket(case_file()), reasons=["injury"], now=NOW, by="agnes")
    assert codes(file, "withdrawn") == ["ticket_open"]
    done = actions.close(case_file(), resolution="withdrawn", now=NOW, by=CUSTOMER_ID)
    assert done.case.state is CaseState.CLOSED
    # Staff who record it say what the customer said.
    with pytest.raises(errors.ContentRequiredError):
        actions.close(case_file(), resolution="withdrawn", now=NOW, by="agnes")
    told = actions.close(case_file(), resolution="withdrawn", message="m", now=NOW, by="agnes")
    assert told.case.resolution == "withdrawn"


def test_a_customer_is_unreachable_after_three_attempts_an_hour_apart() -> None:
    file = case_file()
    for minutes, counted in ((0, 1), (59, 1), (60, 2), (61, 2), (120, 3)):
        file = actions.respond(file, message="m", now=NOW + minutes * MINUTE, by="agnes")
        assert attempts(file) == counted
        assert codes(file, "no_contact") == ([] if counted == 3 else ["attempts_missing"])
    major = actions.raise_to_major(file, reasons=["injury"], now=NOW + 3 * HOUR, by="agnes")
    assert codes(major, "no_contact") == ["handling_missing"]
    gone = actions.close(file, resolution="no_contact", now=NOW + 3 * HOUR, by="agnes")
    again = actions.reopen(gone, reason="m", now=NOW + DAY, by="lead", policies=POLICIES)
    assert attempts(again) == 0


@pytest.mark.parametrize(
    ("age", "by", "possible"),
    [
        (30 * DAY, CUSTOMER_ID, True),
        (30 * DAY + INSTANT, CUSTOMER_ID, False),
        (400 * DAY, "lead", True),
    ],
)
def test_a_customer_reopens_within_thirty_days_and_staff_at_any_time(
    age: timedelta, by: str, possible: bool
) -> None:
    facts: dict[str, Any] = {"now": NOW + 2 * HOUR + age, "by": by, "policies": POLICIES}
    if possible:
        again = actions.reopen(closed(), reason="m", **facts)
        assert (again.case.round, again.case.answered_at, again.case.retain_until) == (
            2,
            None,
            None,
        )
        return
    with pytest.raises(errors.ReopenTooLateError):
        actions.reopen(closed(), reason="m", **facts)


def test_how_long_a_customer_may_reopen_is_the_policys() -> None:
    rules = {**POLICIES, 2: policy(reopen_within=DAY)}
    with pytest.raises(errors.ReopenTooLateError):
        actions.reopen(
            closed(), reason="m", now=NOW + 2 * DAY, by=CUSTOMER_ID, policies=rules, policy=2
        )


def test_only_a_closed_case_is_reopened_and_never_a_return() -> None:
    with pytest.raises(errors.CaseNotClosedError):
        actions.reopen(case_file(), reason="m", now=NOW, by="lead", policies=POLICIES)
    with pytest.raises(errors.CaseMergedError):
        actions.reopen(merged_away(), reason="m", now=NOW, by="lead", policies=POLICIES)
    gone = actions.close(
        case_file("asc_1", kind=CaseKind.RETURN),
        resolution="withdrawn",
        now=NOW,
        by=CUSTOMER_ID,
    )
    with pytest.raises(errors.NotReopenableError):
        actions.reopen(gone, reason="m", now=NOW, by="lead", policies=POLICIES)


def test_a_breach_is_explained_and_stays() -> None:
    file = actions.breach(case_file(), clock="respond.1", now=NOW + HOUR, policies=POLICIES)
    assert file is not None
    facts: dict[str, Any] = {"now": NOW + HOUR, "by": "agnes", "policies": POLICIES}
    done = actions.explain(file, clock="respond.1", message="m", **facts)
    assert done.settled(POLICIES).case.breaches == 1
    assert done.clocks(POLICIES) == file.clocks(POLICIES)
    with pytest.raises(errors.ClockNotLateError):
        actions.explain(file, clock="answer.1", message="m", **facts)
    for unknown in ("nothing", "escalation.respond.1.2"):
        with pytest.raises(errors.ClockNotFoundError):
            actions.explain(file, clock=unknown, message="m", **facts)
    # Also for one that no sweep saw: it ended late, and the case is closed.
    late = actions.answer(case_file(), message="m", now=NOW + 2 * HOUR, by="agnes")
    gone = actions.close(late, resolution="answered", now=NOW + 2 * HOUR, by="agnes")
    told = actions.explain(gone, clock="respond.1", message="m", **facts)
    assert told.case.state is CaseState.CLOSED


def test_a_policy_that_nobody_published_is_refused_and_the_own_one_changes_nothing() -> None:
    facts: dict[str, Any] = {"now": NOW, "by": "system", "policies": POLICIES}
    with pytest.raises(errors.PolicyNotFoundError):
        actions.change_policy(case_file(), version=7, **facts)
    file = case_file()
    assert actions.change_policy(file, version=1, **facts) == file


@pytest.mark.clause("6.1.4")
def test_a_cause_is_recorded_with_whether_it_was_suggested() -> None:
    file = actions.classify(case_file(), cause="quality.broken", agreed=True, now=NOW, by="agnes")
    assert file.case.cause == "quality.broken"
    assert file.events[-1].facts == {"cause": "quality.broken", "agreed": True}


@pytest.mark.clause("6.1.4")
def test_a_case_is_kept_for_three_years_after_its_end() -> None:
    assert closed().case.retain_until == date(2029, 11, 23)
    leap = actions.close(
        case_file(),
        resolution="withdrawn",
        now=NOW.replace(year=2028, month=2, day=29),
        by=CUSTOMER_ID,
    )
    assert leap.case.retain_until == date(2031, 2, 28)
