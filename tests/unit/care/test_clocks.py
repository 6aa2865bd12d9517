"""The clocks of a case: what starts, ends and moves each of them (6.1.3)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.care.domain import actions
from teleshop.care.domain.case import CaseFile, CaseKind, Severity
from teleshop.care.domain.clocks import Party, difference, next_clock
from teleshop.care.domain.impact import impact
from teleshop.care.domain.policy import CEILINGS, FIRST_POLICY
from teleshop.care.domain.specs import ALL_SPECS
from tests.factories.care import (
    DAY,
    HOUR,
    INSTANT,
    MINUTE,
    NOW,
    POLICIES,
    case_file,
    clocks_of,
    due_of,
    policy,
)

pytestmark = pytest.mark.clause("6.1.3")


def answered(file: CaseFile, after: timedelta = HOUR) -> CaseFile:
    return actions.answer(file, message="m", now=NOW + after, by="agnes")


def test_a_complaint_waits_for_a_response_an_answer_and_somebody_who_takes_it() -> None:
    assert due_of(case_file()) == {
        "respond.1": HOUR,
        "answer.1": 24 * HOUR,
        "assign.1": 5 * MINUTE,
    }
    assert case_file().settled(POLICIES).case.next_clock == "assign.1"


@pytest.mark.parametrize(
    ("kind", "clock"), [(CaseKind.ENQUIRY, "enquiry_answer"), (CaseKind.FOLLOW_UP, "follow_up")]
)
def test_an_enquiry_and_a_follow_up_wait_for_an_answer(kind: CaseKind, clock: str) -> None:
    file = case_file(kind=kind)
    assert due_of(file) == {f"{clock}.1": 24 * HOUR, "assign.1": 5 * MINUTE}
    assert clocks_of(answered(file))[f"{clock}.1"].met


@pytest.mark.clause("2.4.3")
@pytest.mark.parametrize("kind", CaseKind)
def test_a_case_of_any_kind_waits_for_its_next_step_from_the_first_instant(kind: CaseKind) -> None:
    file = case_file(f"{kind.prefix}_1", kind=kind)
    due = due_of(file)
    assert len(due) > 1
    assert due["assign.1"] == 5 * MINUTE
    assert file.settled(POLICIES, ALL_SPECS).case.next_due_at == NOW + min(due.values())


def test_a_call_entered_later_counts_from_the_call() -> None:
    file = case_file(arrived_at=NOW - 2 * HOUR, recorded_at=NOW)
    assert due_of(file)["respond.1"] == -HOUR
    assert due_of(file)["answer.1"] == 22 * HOUR
    # What waits for a person starts with the call too, and so is told at the next sweep.
    assert due_of(file)["assign.1"] == 5 * MINUTE - 2 * HOUR


def test_an_answer_is_a_response_too_and_the_case_must_then_be_closed() -> None:
    clocks = clocks_of(answered(case_file(), 30 * MINUTE))
    assert clocks["respond.1"].met
    assert clocks["answer.1"].met
    assert clocks["answer.1"].minutes_left() == 23 * 60 + 30
    assert clocks["close.1"].due_at == NOW + 30 * MINUTE + 7 * DAY


def test_the_instant_itself_is_too_late_and_the_one_before_is_in_time() -> None:
    in_time = actions.respond(case_file(), message="m", now=NOW + HOUR - INSTANT, by="agnes")
    late = actions.respond(case_file(), message="m", now=NOW + HOUR, by="agnes")
    assert clocks_of(in_time)["respond.1"].met
    assert clocks_of(late)["respond.1"].breached
    assert clocks_of(late)["respond.1"].minutes_left() == 0


def test_raised_later_the_forty_eight_hours_count_from_arrival() -> None:
    file = actions.raise_to_major(case_file(), reasons=["injury"], now=NOW + 30 * HOUR, by="agnes")
    assert clocks_of(file)["handle.1"].starts_at == NOW
    assert due_of(file)["handle.1"] == 48 * HOUR
    # Raised after they are over, it is overdue at once.
    late = actions.raise_to_major(case_file(), reasons=["injury"], now=NOW + 49 * HOUR, by="agnes")
    assert actions.breach(late, clock="handle.1", now=NOW + 49 * HOUR, policies=POLICIES)


def test_a_case_that_opens_as_a_major_one_has_the_third_clock_at_once() -> None:
    assert due_of(case_file(severity=Severity.MAJOR))["handle.1"] == 48 * HOUR


def test_a_reopened_case_has_new_clocks_and_the_old_record_stays() -> None:
    file = actions.close(answered(case_file()), resolution="answered", now=NOW + 2 * HOUR, by="a")
    again = actions.reopen(file, reason="m", now=NOW + DAY, by="lead", policies=POLICIES)
    clocks = clocks_of(again)
    assert clocks["answer.1"] == clocks_of(file)["answer.1"]
    assert due_of(again) == {
        "respond.2": DAY + HOUR,
        "answer.2": DAY + 24 * HOUR,
        "assign.2": DAY + 5 * MINUTE,
    }


def test_a_major_case_that_is_reopened_must_be_handled_anew() -> None:
    file = answered(case_file(severity=Severity.MAJOR))
    file = actions.handle(file, message="m", now=NOW + 2 * HOUR, by="a")
    file = actions.close(file, resolution="compensated", now=NOW + 3 * HOUR, by="a")
    again = actions.reopen(file, reason="m", now=NOW + DAY, by="lead", policies=POLICIES)
    assert due_of(again)["handle.2"] == DAY + 48 * HOUR


def test_a_reopened_case_may_follow_a_newer_policy() -> None:
    rules = {**POLICIES, 2: policy(answer=12 * HOUR)}
    file = actions.close(answered(case_file()), resolution="answered", now=NOW + 2 * HOUR, by="a")
    again = actions.reopen(file, reason="m", now=NOW + DAY, by="lead", policies=rules, policy=2)
    assert again.case.policy == 2
    assert due_of(again, rules)["answer.2"] == DAY + 12 * HOUR


def test_a_clock_that_ran_out_goes_on_level_by_level_until_what_it_waits_for_happens() -> None:
    file = actions.breach(case_file(), clock="respond.1", now=NOW + HOUR, policies=POLICIES)
    assert file is not None
    assert file.events[-1].facts["role"] == "lead"
    assert due_of(file)["escalation.respond.1.2"] == 2 * HOUR
    told = []
    for hour, level in ((2, 2), (26, 3), (50, 4)):
        assert file is not None
        now = NOW + hour * HOUR
        early = actions.escalate(
            file, clock="respond.1", level=level, now=now - INSTANT, policies=POLICIES
        )
        assert early is None
        file = actions.escalate(file, clock="respond.1", level=level, now=now, policies=POLICIES)
        assert file is not None
        told.append(file.events[-1].facts["role"])
    # The last level keeps it, again and again.
    assert told == ["manager", "manager", "manager"]
    assert file is not None
    done = actions.respond(file, message="m", now=NOW + 51 * HOUR, by="a")
    assert not any(id.startswith("escalation.respond") for id in due_of(done))
    assert clocks_of(done)["respond.1"].breached
    assert not clocks_of(done)["respond.1"].met
    later = actions.escalate(
        done, clock="respond.1", level=5, now=NOW + 99 * HOUR, policies=POLICIES
    )
    assert later is None


def test_a_breach_is_recorded_once_at_its_instant_and_not_before() -> None:
    file = case_file()
    early = NOW + HOUR - INSTANT
    assert actions.breach(file, clock="respond.1", now=early, policies=POLICIES) is None
    once = actions.breach(file, clock="respond.1", now=NOW + HOUR, policies=POLICIES)
    assert once is not None
    assert actions.breach(once, clock="respond.1", now=NOW + 2 * HOUR, policies=POLICIES) is None
    assert actions.breach(file, clock="nothing.1", now=NOW + HOUR, policies=POLICIES) is None
    assert once.settled(POLICIES).case.breaches == 1


def test_withdrawing_after_a_clock_ran_out_does_not_hide_that_it_did() -> None:
    closed = actions.close(case_file(), resolution="withdrawn", now=NOW + HOUR, by="customer-ann")
    clocks = clocks_of(closed)
    assert clocks["respond.1"].cancelled
    assert clocks["respond.1"].breached
    assert not clocks["answer.1"].breached
    assert closed.settled(POLICIES).case.breaches == 2  # the response, and nobody took it


def test_nothing_is_ever_paused_by_who_has_the_case() -> None:
    file = case_file()
    for minute, team in enumerate("abab", start=1):
        now = NOW + minute * MINUTE
        file = actions.assign(file, assignee="agnes", team=team, now=now, by="lead")
        file = actions.transfer(file, team=f"{team}x", skill="general", now=now, by="agnes")
    assert due_of(file)["respond.1"] == HOUR
    assert due_of(file)["answer.1"] == 24 * HOUR
    waiting = [id for id in due_of(file) if id.startswith("assign")]
    assert due_of(file)[waiting[0]] == 9 * MINUTE
    assert len(waiting) == 1


def test_a_promise_is_a_clock_of_its_own_and_asks_for_its_own_end() -> None:
    file = actions.promise(case_file(), due_at=NOW + 3 * DAY, what="refund", now=NOW, by="agnes")
    file = actions.promise(file, due_at=NOW + DAY, what="call_back", now=NOW, by="agnes")
    assert (due_of(file)["promise.1"], due_of(file)["promise.2"]) == (3 * DAY, DAY)
    kept = actions.keep_promise(file, promise="2", now=NOW + HOUR, by="agnes")
    assert "promise.2" not in due_of(kept)
    assert "promise.1" in due_of(kept)


# -- suppliers and carriers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked_after", "due"),
    [
        (HOUR, 13 * HOUR),  # twelve hours, as nothing else is due before
        (20 * HOUR, 23 * HOUR),  # an hour before the customer must know
        (22 * HOUR + 30 * MINUTE, 23 * HOUR + 30 * MINUTE),  # never less than an hour
    ],
)
def test_what_a_supplier_owes_runs_inside_the_customers_clock(
    asked_after: timedelta, due: timedelta
) -> None:
    now = NOW + asked_after
    file = actions.ask_party(case_file(), party=Party.SUPPLIER, party_id="s", now=now, by="agnes")
    assert due_of(file)["supplier_answer.1"] == due


def test_without_a_customer_who_waits_a_carrier_has_its_full_time() -> None:
    file = actions.ask_party(
        answered(case_file()), party=Party.CARRIER, party_id="c", now=NOW + 2 * HOUR, by="agnes"
    )
    assert due_of(file)["carrier_answer.1"] == 14 * HOUR
    done = actions.party_answered(file, request="1", now=NOW + 3 * HOUR, by="agnes")
    assert clocks_of(done)["carrier_answer.1"].met


def test_the_late_party_is_whoever_let_the_clock_run_out() -> None:
    asked = actions.ask_party(
        case_file(), party=Party.SUPPLIER, party_id="s", now=NOW + HOUR, by="agnes"
    )
    now = NOW + 24 * HOUR
    late = actions.breach(asked, clock="answer.1", now=now, policies=POLICIES)
    assert late is not None
    assert late.events[-1].facts["late_party"] == "supplier"
    # Responding is never the supplier's; nor is the answer once the supplier has given its own.
    respond = actions.breach(asked, clock="respond.1", now=now, policies=POLICIES)
    assert respond is not None
    assert respond.events[-1].facts["late_party"] == "platform"
    told = actions.party_answered(asked, request="1", now=NOW + 20 * HOUR, by="sam")
    mine = actions.breach(told, clock="answer.1", now=now, policies=POLICIES)
    assert mine is not None
    assert mine.events[-1].facts["late_party"] == "platform"
    # Its own clock is its own fault.
    theirs = actions.breach(asked, clock="supplier_answer.1", now=now, policies=POLICIES)
    assert theirs is not None
    assert theirs.events[-1].facts["late_party"] == "supplier"


def test_a_supplier_that_was_asked_too_late_is_not_the_late_party() -> None:
    asked = actions.ask_party(
        case_file(), party=Party.SUPPLIER, party_id="s", now=NOW + 23 * HOUR, by="agnes"
    )
    late = actions.breach(asked, clock="answer.1", now=NOW + 24 * HOUR - INSTANT, policies=POLICIES)
    assert late is None
    for swept_after in (24 * HOUR, 40 * HOUR):
        for clock in ("answer.1", "supplier_answer.1"):
            now = NOW + swept_after
            found = actions.breach(asked, clock=clock, now=now, policies=POLICIES)
            assert found is not None
            assert found.events[-1].facts["late_party"] == "platform"


@pytest.mark.parametrize(
    ("asked_after", "short"),
    [(HOUR, False), (11 * HOUR, False), (11 * HOUR + MINUTE, True), (22 * HOUR, True)],
)
def test_a_question_that_leaves_less_than_its_own_time_is_short_and_so_nobody_elses_delay(
    asked_after: timedelta, short: bool
) -> None:
    file = actions.ask_party(
        case_file(), party=Party.SUPPLIER, party_id="s", now=NOW + asked_after, by="agnes"
    )
    clock = clocks_of(file)["supplier_answer.1"]
    assert clock.short is short
    assert clock.late_party is (Party.PLATFORM if short else Party.SUPPLIER)
    # What it had to be told by is not moved: the platform still waits for it.
    assert clock.owed_by is Party.SUPPLIER


def test_who_is_late_depends_on_what_was_due_and_not_on_when_somebody_looks() -> None:
    def late_party(file: CaseFile, looked_after: timedelta) -> str:
        now = NOW + looked_after
        found = actions.breach(file, clock="answer.1", now=now, policies=POLICIES)
        assert found is not None
        return str(found.events[-1].facts["late_party"])

    def asked(after: timedelta) -> CaseFile:
        return actions.ask_party(
            case_file(), party=Party.SUPPLIER, party_id="s", now=NOW + after, by="agnes"
        )

    # Asked once the customer's time was over: nobody looks at it for two days, and it is late too.
    behind = asked(25 * HOUR)
    assert late_party(behind, 72 * HOUR) == "platform"
    # Asked in time and answered late: it had been waited for, whether somebody looks before or not.
    early = asked(HOUR)
    answered_late = actions.party_answered(early, request="1", now=NOW + 30 * HOUR, by="sam")
    assert late_party(early, 24 * HOUR) == "supplier"
    assert late_party(answered_late, 72 * HOUR) == "supplier"
    # Answered late, and still before the customer had to know: the platform had what it needed.
    helped = actions.party_answered(early, request="1", now=NOW + 20 * HOUR, by="sam")
    assert late_party(helped, 72 * HOUR) == "platform"


# -- merging ------------------------------------------------------------------------------------


def merged(target: CaseFile, other: CaseFile, after: timedelta) -> tuple[CaseFile, CaseFile]:
    return actions.merge(target, other, now=NOW + after, by="lead", policies=POLICIES)


def test_the_clocks_of_the_earliest_win_in_both_directions() -> None:
    early, later = case_file("cmp_1"), case_file("cmp_2", arrived_at=NOW + 20 * MINUTE)
    target, away = merged(early, later, 30 * MINUTE)
    assert due_of(target)["answer.1"] == 24 * HOUR
    assert due_of(away) == {}
    target, away = merged(later, early, 30 * MINUTE)
    assert (due_of(target)["respond.1"], due_of(target)["answer.1"]) == (HOUR, 24 * HOUR)
    assert due_of(target)["assign.1"] == 25 * MINUTE
    assert due_of(away) == {}
    assert away.case.merged_into == "cmp_2"


def test_an_answer_to_one_case_does_not_answer_a_duplicate_that_came_later() -> None:
    done = answered(case_file("cmp_1"))
    again = case_file("cmp_2", arrived_at=NOW + 2 * HOUR)
    target, _ = merged(done, again, 3 * HOUR)
    assert target.case.answered_at is None
    assert due_of(target)["answer.1.3"] == 26 * HOUR
    assert due_of(target)["respond.1.3"] == 3 * HOUR
    told = answered(target, 4 * HOUR)
    assert clocks_of(told)["answer.1.3"].met


def test_what_the_duplicate_was_told_already_need_not_be_told_by_its_clock() -> None:
    told = answered(case_file("cmp_1", arrived_at=NOW - 20 * HOUR), -HOUR)
    target, _ = merged(case_file("cmp_2"), told, HOUR)
    assert due_of(target)["answer.1"] == 24 * HOUR


def test_a_major_duplicate_makes_the_case_a_major_one_from_its_arrival() -> None:
    major = case_file("cmp_2", arrived_at=NOW - HOUR, severity=Severity.MAJOR)
    target, _ = merged(case_file("cmp_1"), major, HOUR)
    assert target.case.severity is Severity.MAJOR
    assert due_of(target)["handle.1"] == 47 * HOUR


def test_a_major_duplicate_that_was_handled_needs_no_second_handling() -> None:
    major = case_file("cmp_2", severity=Severity.MAJOR)
    major = actions.handle(major, message="m", now=NOW + HOUR, by="agnes")
    target, _ = merged(case_file("cmp_1"), major, 2 * HOUR)
    assert target.case.severity is Severity.MAJOR
    assert target.case.handled_at == NOW + HOUR
    assert not any(id.startswith("handle") for id in due_of(target))


def test_a_breach_of_a_duplicate_stays_with_it_and_its_clock_goes_on_in_the_other() -> None:
    late = actions.breach(
        case_file("cmp_2", arrived_at=NOW - HOUR), clock="respond.1", now=NOW, policies=POLICIES
    )
    assert late is not None
    target, away = merged(case_file("cmp_1"), late, MINUTE)
    assert clocks_of(away)["respond.1"].breached
    assert due_of(target)["respond.1"] == timedelta()


def test_open_promises_and_tickets_go_along_with_a_merged_case() -> None:
    other = actions.promise(
        case_file("cmp_2"), due_at=NOW + DAY, what="refund", now=NOW, by="agnes"
    )
    other = actions.promise(other, due_at=NOW + DAY, what="visit", now=NOW, by="agnes")
    other = actions.keep_promise(other, promise="1", now=NOW, by="agnes")
    target = actions.promise(
        case_file("cmp_1"), due_at=NOW + HOUR, what="call_back", now=NOW, by="agnes"
    )
    target, _ = merged(target, other, MINUTE)
    assert target.case.promises == 2
    assert due_of(target)["promise.2"] == DAY


# -- policies -----------------------------------------------------------------------------------

RULES = {**POLICIES, 2: policy(answer=12 * HOUR), 3: policy(3)}


def under(file: CaseFile, version: int, after: timedelta) -> CaseFile:
    return actions.change_policy(
        file, version=version, now=NOW + after, by="system", policies=RULES
    )


def test_another_policy_counts_running_clocks_anew_and_leaves_ended_ones() -> None:
    file = under(case_file(), 2, HOUR)
    assert due_of(file, RULES)["answer.1"] == 12 * HOUR
    ended = under(answered(case_file(), 13 * HOUR), 2, 14 * HOUR)
    assert clocks_of(ended, RULES)["answer.1"].met


def test_a_wider_policy_takes_back_no_breach_not_even_one_that_no_sweep_has_seen() -> None:
    file = under(case_file(), 2, HOUR)
    wider = under(file, 3, 12 * HOUR)
    assert clocks_of(wider, RULES)["answer.1"].breached
    assert clocks_of(wider, RULES)["answer.1"].due_at == NOW + 12 * HOUR
    in_time = under(file, 3, 12 * HOUR - INSTANT)
    assert due_of(in_time, RULES)["answer.1"] == 24 * HOUR


def test_the_preview_tells_what_would_move_and_what_only_then_is_overdue() -> None:
    found = impact(case_file(), version=2, now=NOW + 12 * HOUR, policies=RULES)
    (moved,) = found.moved
    assert (moved.clock_id, moved.overdue) == ("answer.1", True)
    assert not impact(case_file(), version=3, now=NOW, policies=RULES).moved
    closed = actions.close(answered(case_file()), resolution="answered", now=NOW + HOUR, by="a")
    assert not impact(closed, version=2, now=NOW + HOUR, policies=RULES).moved


def test_the_standards_limits_are_the_first_policys() -> None:
    for name, limit in CEILINGS.items():
        assert getattr(FIRST_POLICY, name) == limit


# -- the functions themselves --------------------------------------------------------------------


def test_the_next_clock_is_the_first_that_has_not_run_out() -> None:
    file = actions.breach(case_file(), clock="assign.1", now=NOW + 5 * MINUTE, policies=POLICIES)
    assert file is not None
    following = next_clock(file.clocks(POLICIES, ALL_SPECS))
    assert following is not None
    assert following.id == "respond.1"
    assert next_clock([]) is None


@given(st.lists(st.sampled_from(["respond", "answer", "assign", "give_back"]), max_size=12))
def test_the_difference_of_a_state_to_itself_is_nothing(steps: list[str]) -> None:
    file = case_file()
    for number, step in enumerate(steps):
        now = NOW + number * MINUTE
        if step in ("respond", "answer"):
            file = getattr(actions, step)(file, message="m", now=now, by="agnes")
        elif step == "assign" and file.case.assignee is None:
            file = actions.assign(file, assignee="agnes", team="a", now=now, by="lead")
        elif step == "give_back" and file.case.assignee is not None:
            file = actions.give_back(file, reason="shift_ended", now=now, by="system")
    state = file.clocks(POLICIES, ALL_SPECS)
    changes = difference(state, state)
    assert not any(
        (changes.started, changes.moved, changes.ended, changes.cancelled, changes.instant)
    )


def test_one_more_reason_does_not_ask_again_for_what_a_duplicate_was_handled_for() -> None:
    handled = actions.raise_to_major(case_file("case-1"), reasons=["press"], now=NOW, by="agnes")
    handled = actions.handle(handled, message="m", now=NOW, by="agnes")
    merged, _ = actions.merge(case_file("case-2"), handled, now=NOW, by="lead", policies=POLICIES)
    raised = actions.raise_to_major(merged, reasons=["injury"], now=NOW, by="agnes")
    assert raised.case.severity_reasons[-1] == "injury"
    assert [clock.id for clock in raised.clocks(POLICIES) if clock.kind == "handle"] == []
