"""Consequences on the tables: benefits, decision, appeal, effect, plan; each step once."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from teleshop.approvals.service import Approvals, Decided
from teleshop.assessment.consequence_adapters import ConsequenceDecisions
from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.matters import ConsequenceState, Ended
from teleshop.assessment.domain.windows import DEFAULT_CONSEQUENCE_POLICY, benefit_until
from teleshop.assessment.errors.consequences import (
    AlreadyAppealedError,
    AppealFaultyError,
    AppealWindowOverError,
    ConsequenceNotFoundError,
    PlanFaultyError,
)
from teleshop.assessment.schemas.consequences import (
    AppealBody,
    ConsequenceView,
    PlanBody,
    PlannedMeasureBody,
)
from teleshop.assessment.wiring import appeals, consequence_reviews, consequences, plans
from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.suppliers.service import TerminationReason
from teleshop.suppliers.tables import SupplierRepository
from teleshop.suppliers.wiring import service as suppliers
from tests.factories import consequences as f
from tests.factories.approvals import approval
from tests.factories.reviews import on_board

pytestmark = [pytest.mark.clause("3.3.3"), pytest.mark.usefixtures("aws")]
S = ConsequenceState
INSTANT = timedelta(microseconds=1)


def supplier() -> Any:
    record = SupplierRepository().find(f.SUPPLIER)
    assert record is not None
    return record.supplier()


def told(aws: Any) -> list[str]:
    return [item["type"] for item in aws.items("OutboxTable")]


def test_an_excellent_scorecard_gives_benefits_and_the_next_one_ends_them(aws: Any) -> None:
    on_board(f.SUPPLIER)
    f.issued(Band.EXCELLENT)
    assert supplier().featured_until == benefit_until(f.QUARTER, DEFAULT_CONSEQUENCE_POLICY)
    f.issued(Band.QUALIFIED, f.NEXT, at=f.NOW + 90 * f.DAY)
    assert supplier().featured_until is None
    assert consequences().show(f.call(f.MANAGER), f.SUPPLIER, f.QUARTER) is None


def test_the_same_scorecard_again_changes_nothing(aws: Any) -> None:
    f.opened()
    before = aws.items("AssessmentTable"), told(aws)
    frame = f.call()
    assert consequences().follow_scorecard(frame, f.SUPPLIER, f.QUARTER, 1) is None
    assert consequences().follow_scorecard(frame, f.SUPPLIER, f.QUARTER, 9) is None
    assert (aws.items("AssessmentTable"), told(aws)) == before


def test_a_termination_takes_effect_after_the_window_and_ends_the_cooperation(aws: Any) -> None:
    waiting = f.announced(f.TERMINATE)
    assert (waiting.state, supplier().state) == (S.ANNOUNCED, "active")
    clock = deadlines().find(waiting.clock or "")
    assert clock is not None
    assert clock.due_at == f.OVER
    f.rang()
    assert (f.known().state, supplier().state) == (S.TERMINATED, "terminated")
    assert told(aws).count("SupplierTerminated") == 1
    assert told(aws).count("ConsequenceTookEffect") == 1


def test_an_appeal_at_the_last_instant_freezes_and_its_clock_ends(aws: Any) -> None:
    clock = f.announced(f.TERMINATE).clock or ""
    last = f.OVER - DEFAULT_CONSEQUENCE_POLICY.settle - INSTANT
    with pytest.raises(AppealWindowOverError):
        appeals().file_appeal(f.call(f.OWN, last + INSTANT), f.SUPPLIER, f.QUARTER, f.APPEAL)
    appeals().file_appeal(f.call(f.OWN, last), f.SUPPLIER, f.QUARTER, f.APPEAL)
    ended = deadlines().find(clock)
    assert ended is not None
    assert ended.state == "cancelled"
    late = f.call(at=f.OVER)
    assert consequences().clock_rang(late, f.SUPPLIER, f.QUARTER, "appeal", clock) is None
    assert (f.known().state, supplier().state) == (S.APPEALED, "active")


def test_the_second_of_twin_appeals_is_refused(aws: Any) -> None:
    f.appealed()
    with pytest.raises(AlreadyAppealedError):
        appeals().file_appeal(f.call(f.OWN, f.NOW + f.DAY), f.SUPPLIER, f.QUARTER, f.APPEAL)
    assert told(aws).count("ConsequenceAppealed") == 1


def test_of_two_appeals_at_the_same_moment_one_is_filed(aws: Any) -> None:
    f.announced()

    def file(grounds: str) -> str:
        frame = f.call(f.OWN, f.NOW + f.DAY)
        body = AppealBody(grounds=grounds)
        try:
            run(frame, lambda: appeals().file_appeal(frame, f.SUPPLIER, f.QUARTER, body))
        except AlreadyAppealedError:
            return "refused"
        return "filed"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(file, ("甲", "乙"))) == ["filed", "refused"]
    assert told(aws).count("ConsequenceAppealed") == 1


def test_an_upheld_appeal_voids_the_measure_and_frees_the_place_of_the_matter(aws: Any) -> None:
    f.appealed()
    void = f.applied(f.UPHELD, f.NOW + 2 * f.DAY)
    assert (void.state, void.ended_why) == (S.VOID, Ended.APPEAL_UPHELD)
    assert supplier().state == "active"
    # Its place is free: the next unqualified quarter opens another one.
    f.issued(Band.UNQUALIFIED, f.NEXT, at=f.NOW + 90 * f.DAY)
    assert f.known(quarter=f.NEXT).state is S.DECIDING


def test_a_refused_appeal_takes_effect_at_once(aws: Any) -> None:
    f.appealed()
    assert f.applied(f.REFUSED, f.NOW + 2 * f.DAY).state is S.TERMINATED
    assert supplier().state == "terminated"


def test_an_appeal_that_is_taken_back_waits_for_the_end_of_its_window(aws: Any) -> None:
    first = f.announced().clock
    appeals().file_appeal(f.call(f.OWN, f.NOW + f.DAY), f.SUPPLIER, f.QUARTER, f.APPEAL)
    back = f.applied(f.TAKEN_BACK, f.NOW + 2 * f.DAY)
    assert back.state is S.ANNOUNCED
    assert back.clock not in {None, first}
    f.rang()
    assert supplier().state == "terminated"


def test_nobody_appeals_or_plans_for_another_supplier(aws: Any) -> None:
    f.announced()
    with pytest.raises(ConsequenceNotFoundError):
        appeals().file_appeal(f.call(f.STRANGER), f.SUPPLIER, f.QUARTER, f.APPEAL)
    with pytest.raises(ConsequenceNotFoundError):
        plans().hand_in_plan(f.call(f.STRANGER), f.SUPPLIER, f.QUARTER, f.MEASURES)
    assert consequences().show(f.call(f.STRANGER), f.SUPPLIER, f.QUARTER) is None


def test_documents_of_an_appeal_must_be_the_suppliers_own(aws: Any) -> None:
    f.announced()
    body = AppealBody(grounds="见附件", documents=["doc_01M85DHGV7QFY5FSZEG4Y45BFB"] * 2)
    with pytest.raises(AppealFaultyError) as refused:
        appeals().file_appeal(f.call(f.OWN), f.SUPPLIER, f.QUARTER, body)
    assert [(one.pointer, one.clause) for one in refused.value.errors] == [
        ("/documents/0", "3.3.3"),
        ("/documents/1", "3.3.3"),
    ]
    assert f.known().state is S.ANNOUNCED


def test_going_on_without_a_measure_ends_the_matter(aws: Any) -> None:
    ended = f.announced(f.DISMISS)
    assert (ended.state, ended.ended_why, ended.clock) == (S.DISMISSED, Ended.DISMISSED, None)
    assert "ConsequenceDecided" not in told(aws)
    assert "ConsequenceEnded" in told(aws)


def test_nothing_is_decided_by_letting_time_pass(aws: Any) -> None:
    f.opened()
    again = f.applied(f.TIMED_OUT, f.NOW + 10 * f.DAY)
    assert (again.state, again.asked, again.started) == (S.DECIDING, 2, 2)
    assert told(aws).count("ConsequenceStalled") == 1
    assert told(aws).count("ConsequenceReviewRequested") == 2
    # An answer to what was asked first comes too late.
    late = consequence_reviews().apply_outcome(
        f.call(), f.SUPPLIER, f.QUARTER, ("decision", 1, 1), f.TERMINATE
    )
    assert (late, f.known().state) == ("end", S.DECIDING)


def test_a_review_that_failed_is_told_once_and_tried_again_by_itself(aws: Any) -> None:
    f.opened()
    asked = ("decision", 1, 1)
    for _ in range(2):
        answer = consequence_reviews().report_failure(
            f.call(), f.SUPPLIER, f.QUARTER, asked, "States.Timeout"
        )
        assert answer == "end"
    assert f.known().stalled
    assert told(aws).count("ConsequenceStalled") == 1
    f.rang(f.NOW + f.DAY)
    after = f.known()
    assert (after.stalled, after.asked, after.started, after.clock) == (False, 1, 2, None)


def test_a_plan_that_is_returned_is_due_anew_and_one_refused_is_decided_again(aws: Any) -> None:
    f.in_review()
    due = f.applied(f.RETURNED, f.OVER + 2 * f.DAY)
    assert (due.state, due.plan_reason) == (S.PLAN_DUE, "-")
    frame = f.call(f.OWN, f.OVER + 3 * f.DAY)
    plans().hand_in_plan(frame, f.SUPPLIER, f.QUARTER, f.MEASURES)
    assert f.known().submission == 2
    refused = f.applied(f.REFUSED, f.OVER + 4 * f.DAY)
    assert (refused.state, refused.round) == (S.DECIDING, 2)
    assert [one.what for one in refused.earlier] == ["plan_refused"]


def test_a_plan_that_is_taken_back_is_due_within_the_window_that_it_had(aws: Any) -> None:
    until = f.plan_due().plan_until
    plans().hand_in_plan(f.call(f.OWN, f.OVER + f.DAY), f.SUPPLIER, f.QUARTER, f.MEASURES)
    back = f.applied(f.TAKEN_BACK, f.OVER + 2 * f.DAY)
    assert (back.state, back.plan_until) == (S.PLAN_DUE, until)
    plans().hand_in_plan(f.call(f.OWN, f.OVER + 3 * f.DAY), f.SUPPLIER, f.QUARTER, f.MEASURES)
    assert f.known().submission == 2


def test_a_decision_whose_round_is_closed_is_asked_in_another_one(aws: Any) -> None:
    f.opened()
    again = f.applied(f.TAKEN_BACK)
    assert (again.state, again.round, again.started) == (S.DECIDING, 2, 2)


def test_a_plan_that_does_not_come_leads_to_another_decision(aws: Any) -> None:
    due = f.plan_due()
    assert due.plan_until is not None
    f.rang(due.plan_until + DEFAULT_CONSEQUENCE_POLICY.settle)
    again = f.known()
    assert (again.state, again.round) == (S.DECIDING, 2)
    assert again.earlier[-1].what == "plan_missed"


def test_all_faults_of_a_plan_name_their_fields(aws: Any) -> None:
    f.plan_due()
    late = [
        PlannedMeasureBody(what="x", by=day.date(), responsible="y")
        for day in (f.NOW, f.OVER + 400 * f.DAY)
    ]
    with pytest.raises(PlanFaultyError) as refused:
        plans().hand_in_plan(
            f.call(f.OWN, f.OVER + f.DAY), f.SUPPLIER, f.QUARTER, PlanBody(measures=late)
        )
    assert [one.pointer for one in refused.value.errors] == ["/measures/0/by", "/measures/1/by"]


@pytest.mark.parametrize(
    ("band", "state"), [(Band.QUALIFIED, S.FULFILLED), (Band.UNQUALIFIED, S.DECIDING)]
)
def test_a_plan_is_judged_by_the_first_quarter_that_begins_after_it(
    aws: Any, band: Band, state: ConsequenceState
) -> None:
    assert f.running().plan_judged_by == f.AFTER_PLAN
    # Most of this quarter was over before the plan was accepted.
    f.issued(band, f.NEXT, at=f.NOW + 90 * f.DAY)
    assert f.known().state is S.PLAN_RUNNING
    f.issued(band, f.AFTER_PLAN, at=f.NOW + 180 * f.DAY)
    assert f.known().state is state


@pytest.mark.parametrize("number", [1, 2])
def test_a_quarter_that_was_noted_has_a_matter_once_the_earlier_one_ends(
    aws: Any, number: int
) -> None:
    f.appealed()
    f.issued(Band.UNQUALIFIED, f.NEXT, at=f.NOW + 80 * f.DAY)
    assert [one.what for one in f.known().earlier] == ["unqualified_again"]
    assert consequences().show(f.call(f.MANAGER), f.SUPPLIER, f.NEXT) is None
    if number == 1:
        f.applied(f.UPHELD, f.NOW + 81 * f.DAY)
    else:
        f.issued(Band.QUALIFIED, number=2, at=f.NOW + 81 * f.DAY)
    assert f.known().state is S.VOID
    opened = f.known(quarter=f.NEXT)
    assert (opened.state, opened.quarter, opened.score) == (S.DECIDING, f.NEXT, "41.25")
    # It has the place of the open matter: the quarter after it is noted in it.
    f.issued(Band.UNQUALIFIED, f.AFTER_PLAN, at=f.NOW + 180 * f.DAY)
    assert [one.quarter for one in f.known(quarter=f.NEXT).earlier] == [f.AFTER_PLAN]


def test_dismissing_the_earlier_quarter_does_not_decide_on_the_later_one(aws: Any) -> None:
    f.opened()
    f.issued(Band.UNQUALIFIED, f.NEXT, at=f.NOW + 80 * f.DAY)
    f.applied(f.DISMISS, f.NOW + 81 * f.DAY)
    assert f.known().state is S.DISMISSED
    assert f.known(quarter=f.NEXT).state is S.DECIDING


def test_what_a_later_quarter_led_to_is_decided_once(aws: Any) -> None:
    f.running()
    f.issued(Band.UNQUALIFIED, f.AFTER_PLAN, at=f.NOW + 180 * f.DAY)
    assert f.known().earlier[-1].what == "plan_not_fulfilled"
    f.applied(f.DISMISS, f.NOW + 181 * f.DAY)
    assert consequences().show(f.call(f.MANAGER), f.SUPPLIER, f.AFTER_PLAN) is None


def left() -> None:
    """The cooperation ended because of a violation."""
    tx = Transaction(f.call(), "terminate", Subject("supplier", f.SUPPLIER))
    reason = TerminationReason("violation", "vio_1", "售假")
    assert suppliers().standing.terminate_for(tx, f.SUPPLIER, reason)
    tx.commit(None)


def test_nothing_opens_for_a_supplier_that_has_left(aws: Any) -> None:
    on_board(f.SUPPLIER)
    left()
    f.issued(Band.UNQUALIFIED)
    assert consequences().show(f.call(f.MANAGER), f.SUPPLIER, f.QUARTER) is None
    f.issued(Band.EXCELLENT, number=2)
    assert supplier().featured_until is None


def test_what_is_open_ends_when_the_supplier_leaves(aws: Any) -> None:
    clock = f.announced().clock or ""
    left()
    ended = consequences().supplier_left(f.call(), f.SUPPLIER)
    assert ended is not None
    assert (ended.state, ended.ended_why) == (S.DISMISSED, Ended.SUPPLIER_LEFT)
    known = deadlines().find(clock)
    assert known is not None
    assert known.state == "cancelled"
    assert told(aws).count("ConsequenceEnded") == 1
    assert consequences().supplier_left(f.call(), f.SUPPLIER) is None


def test_a_supplier_that_left_is_not_asked_for_its_plan_again(aws: Any) -> None:
    due = f.plan_due()
    left()
    assert due.plan_until is not None
    f.rang(due.plan_until + DEFAULT_CONSEQUENCE_POLICY.settle)
    assert (f.known().state, f.known().ended_why) == (S.DISMISSED, Ended.SUPPLIER_LEFT)


def test_a_new_run_ends_what_is_open_for_a_supplier_that_left(aws: Any) -> None:
    f.announced()
    left()
    f.issued(Band.UNQUALIFIED, number=2)
    assert (f.known().state, f.known().ended_why) == (S.DISMISSED, Ended.SUPPLIER_LEFT)


def test_nobody_who_decided_in_an_earlier_round_hears_the_appeal(aws: Any) -> None:
    due = f.plan_due()
    assert due.plan_until is not None
    rung = due.plan_until + DEFAULT_CONSEQUENCE_POLICY.settle
    f.rang(rung)
    again = Decided("approved", "max")
    announced = f.applied(again, rung + f.DAY)
    assert (announced.round, announced.people) == (2, ("mona", "max"))
    frame = f.call(f.OWN, rung + 2 * f.DAY)
    appeals().file_appeal(frame, f.SUPPLIER, f.QUARTER, f.APPEAL)
    # The manager of the first round is in the legal department now.
    asked = f.applied(Decided("rejected", "mona"), rung + 3 * f.DAY)
    assert (asked.state, asked.asked, supplier().state) == (S.APPEALED, 2, "active")
    (stalled,) = [one for one in aws.items("OutboxTable") if one["type"] == "ConsequenceStalled"]
    assert json.loads(stalled["envelope"])["data"]["error"] == "not_independent"
    assert f.applied(f.REFUSED, rung + 4 * f.DAY).state is S.TERMINATED


def test_who_was_acted_for_took_part_in_a_decision_too() -> None:
    class Kept:
        def find(self, _: str) -> Any:
            return replace(approval(), decided_by="dora", on_behalf_of="mona", reason="屡次延迟")

    judged = ConsequenceDecisions(cast("Approvals", Kept())).judged("apr_1")
    assert (judged.people, judged.reason) == (("dora", "mona"), "屡次延迟")


def test_what_was_written_in_an_appeal_outlives_a_run_that_comes_and_goes(aws: Any) -> None:
    first = f.appealed()
    f.issued(Band.QUALIFIED, number=2, at=f.NOW + 2 * f.DAY)
    f.issued(Band.UNQUALIFIED, number=3, at=f.NOW + 3 * f.DAY)
    back = f.known()
    assert (back.state, back.round, back.grounds) == (S.DECIDING, 2, None)
    (former,) = back.former or ()
    assert (former.round, former.grounds, former.appealed_by) == (1, first.grounds, "li")
    shown = ConsequenceView.of(back, staff=False)
    assert (shown.former[0].grounds, shown.former[0].decided_by) == (first.grounds, None)
    assert ConsequenceView.of(back, staff=True).former[0].decided_by == "mona"


def test_a_new_run_with_a_better_band_voids_what_waits_for_a_decision(aws: Any) -> None:
    f.opened()
    known = f.known()
    f.issued(Band.QUALIFIED, number=2)
    after = f.known()
    assert (after.state, after.ended_why, after.run) == (S.VOID, Ended.RERUN, 2)
    # Nothing is asked in that round any more, even by a run that is on its way.
    (held,) = aws.items("ApprovalsTable")
    assert (held["case_id"], held["number"]) == (known.id, 1)
    assert held["withdrawn_at"]
    assert (
        consequence_reviews().apply_outcome(
            f.call(), f.SUPPLIER, f.QUARTER, ("decision", 1, 1), f.TERMINATE
        )
        == "end"
    )
    assert supplier().state == "active"


def test_a_new_run_with_a_better_band_voids_what_was_announced_and_its_clock(aws: Any) -> None:
    clock = f.announced().clock or ""
    f.issued(Band.NOT_RATED, number=2)
    assert f.known().state is S.VOID
    ended = deadlines().find(clock)
    assert ended is not None
    assert ended.state == "cancelled"


def test_a_termination_in_effect_is_questioned_by_a_better_run_and_stays(aws: Any) -> None:
    f.announced()
    f.rang()
    f.issued(Band.QUALIFIED, number=2, at=f.OVER + f.DAY)
    assert (f.known().state, supplier().state) == (S.TERMINATED, "terminated")
    assert told(aws).count("ConsequenceQuestioned") == 1


def test_where_the_holidays_are_not_published_the_announcement_says_so(aws: Any) -> None:
    f.opened()
    # A Monday of a year whose notice comes in many years.
    known = f.applied(f.TERMINATE, datetime(2045, 3, 6, 4, tzinfo=UTC))
    assert not known.calendar_confirmed
    # Nineteen weekdays: ten, and nine that a notice could take away.
    assert known.appeal_last_day == date(2045, 3, 31)
    (event,) = [one for one in aws.items("OutboxTable") if one["type"] == "ConsequenceDecided"]
    data = json.loads(event["envelope"])["data"]
    assert (data["appeal_last_day"], data["calendar"]) == ("2045-03-31", "latest")


def test_a_reminder_is_given_while_the_window_is_open(aws: Any) -> None:
    clock = f.announced().clock or ""
    frame = f.call(at=f.OVER - 3 * f.DAY)
    own = consequences()
    assert own.clock_is_near(frame, f.SUPPLIER, f.QUARTER, "appeal", clock) is not None
    assert own.clock_is_near(frame, f.SUPPLIER, f.QUARTER, "appeal", "another") is None
    assert told(aws).count("ConsequenceDeadlineNear") == 1


def test_the_suppliers_timeline_tells_the_whole_course(aws: Any) -> None:
    f.appealed()
    f.applied(f.REFUSED, f.NOW + 2 * f.DAY)
    rows = [one for one in aws.items("SuppliersTable") if one["sk"].startswith("event#")]
    kinds = {one["type"] for one in rows}
    assert kinds >= {
        "ConsequenceOpened",
        "ConsequenceDecided",
        "ConsequenceAppealed",
        "ConsequenceAppealDecided",
        "ConsequenceTookEffect",
        "SupplierTerminated",
    }
    assert "承运商" not in str(rows)
