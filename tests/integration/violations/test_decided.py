"""Cases decided by others, appealed, and in effect."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from teleshop.approvals.service import Decided
from teleshop.deposits.tables import DepositRepository
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.use_case import run
from teleshop.violations.domain.case import CaseState
from teleshop.violations.domain.measures import MeasureState
from teleshop.violations.errors import (
    AppealTooLateError,
)
from teleshop.violations.schemas.views import RoundView
from teleshop.violations.wiring import service
from tests.factories import violations as f
from tests.factories.violations import conduct, events, faults

pytestmark = [pytest.mark.clause("3.4.1"), pytest.mark.clause("3.4.2")]


# -- deciding --------------------------------------------------------------------------------------


def test_a_decision_is_open_to_appeal_for_ten_working_days(aws: Any) -> None:
    case = f.decided(f.deciding())
    # Decided on Tuesday the 24th: the tenth working day is Tuesday 8 December.
    assert case.appeal_due == f.NOW + timedelta(days=15, hours=12)
    (told,) = events(aws, "ViolationDecided")
    assert (told["points"], told["type"]) == (6, "agreement_breach")
    assert told["measures"][0]["state"] == "decided"
    assert (case.judges, case.reason) == (("mona",), "经审议")
    assert events(aws, "InterimMeasureOrdered") == []
    assert conduct().points == 0


def test_a_decision_that_was_taken_back_is_asked_for_anew_and_nobody_is_named_as_its_reason(
    aws: Any,
) -> None:
    case = f.grave()
    for step, person in f.PANEL[:2]:
        f.answered(case, step, person)
    service().decisions.apply_outcome(
        f.call(after=f.DAY), case.id, "decision", 1, Decided("withdrawn")
    )
    after = f.stored(case.id)
    assert (after.state, after.round, after.return_reason) == (CaseState.DECIDING, 2, None)
    assert after.past_judges == ("lena", "cleo")
    (stalled,) = events(aws, "ViolationCaseStalled")
    assert stalled["error"] == "withdrawn"


SUSPENDED = {
    "gravity": "serious",
    "measures": [
        {"kind": "product_takedown", "products": f.products()},
        {"kind": "supplier_suspension"},
    ],
}


def side_by_side() -> list[Any]:
    """Two cases of 24 points each, both proposed before one is decided."""
    f.goods()
    cases = [
        f.opened(type="counterfeit_goods", happened_on=day, after=number * f.HOUR)
        for number, day in enumerate(("2026-11-10", "2026-11-11"))
    ]
    return [f.stated(f.reported(case, 3 * f.HOUR, **SUSPENDED), 4 * f.HOUR) for case in cases]


def test_a_decision_goes_back_when_another_case_took_effect_and_asks_for_more(aws: Any) -> None:
    first, second = side_by_side()
    f.effective(f.decided(first))
    back = f.decided(second, actor=f.OTHER_MANAGER)
    assert (back.state, back.round) == (CaseState.INVESTIGATING, 2)
    assert back.return_reason is not None
    assert "48" in back.return_reason
    assert "终止合作" in back.return_reason
    assert "10000.00 元" in back.return_reason
    assert back.past_judges == ("mike",)
    # Proposed anew it names what is asked for.
    with pytest.raises(InvalidInputError) as refused:
        f.reported(back, 21 * f.DAY, **SUSPENDED)
    assert ("/measures", "measures_too_mild") in faults(refused.value)


def test_a_decision_waits_for_another_one_that_may_be_annulled_and_stands_if_it_is(
    aws: Any,
) -> None:
    first, second = side_by_side()
    first = f.decided(first)
    waiting = f.decided(second, actor=f.OTHER_MANAGER)
    assert waiting.state is CaseState.DECIDING
    (stalled,) = events(aws, "ViolationCaseStalled")
    assert stalled["error"] == "other_case_open"
    clock = f"violations:{waiting.id}:retry:1:1"
    (row,) = [one for one in aws.items("DeadlinesTable") if one.get("id") == clock]
    assert datetime.fromisoformat(row["due_at"]) == first.appeal_due
    f.judged(f.appealed(first))
    again = service().decisions.retry(f.call(after=20 * f.DAY), waiting.id, clock)
    assert again is not None
    frame = f.call(after=20 * f.DAY)
    service().decisions.apply_outcome(frame, waiting.id, "decision", 1, Decided("approved"))
    after = f.stored(waiting.id)
    assert (after.state, after.judges) == (CaseState.DECIDED, ("mike",))


def test_of_two_decisions_at_once_one_sees_the_other(aws: Any) -> None:
    cases = side_by_side()
    for case in cases:
        f.answered(case, "violation_decision", f.MANAGER)

    def apply(case: Any) -> None:
        frame = f.call(after=f.DAY)
        own = service().decisions
        run(
            frame,
            lambda: own.apply_outcome(frame, case.id, "decision", 1, Decided("approved")),
        )

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(apply, cases))
    states = sorted(f.stored(case.id).state for case in cases)
    assert states == [CaseState.DECIDED, CaseState.DECIDING]


def test_a_round_that_goes_back_keeps_what_was_said_and_noted(aws: Any) -> None:
    case = f.decided(f.deciding(), "returned")
    assert (case.notes, case.return_reason) == (f.NOTES, "经审议")
    f.reported(case, 2 * f.DAY, notes="复核意见")
    for actor, reader in ((f.AUDITOR, "staff"), (f.SELLER, "supplier")):
        dossier = service().cases.show(f.call(actor), case.id)
        (kept,) = [RoundView.of(one, dossier.shown.reader) for one in dossier.rounds]
        assert (kept.number, kept.statement) == (1, "样品经贵方确认")
        assert kept.measures[0].kind == "fine"
        shown = (kept.notes, kept.return_reason, kept.investigated_by, kept.judges)
        staff = (f.NOTES, "经审议", "cara", ["mona"])
        assert shown == (staff if reader == "staff" else (None, None, None, None))
    assert f.NOTES not in str(aws.items("ViolationsTable"))


def test_what_protects_customers_is_ordered_with_the_decision_of_the_panel(aws: Any) -> None:
    case = f.decided(f.grave())
    assert case.judges == ("lena", "cleo", "mona")
    decided = [told for told in events(aws, "InterimMeasureOrdered") if told["cause"] == "decided"]
    assert {one["kind"] for one in decided[0]["measures"]} == {"product_takedown", "handover"}
    waiting = {one.kind for one in case.measures if one.state is MeasureState.DECIDED}
    assert waiting == {"fine", "termination"}


def test_a_decision_by_who_opened_the_case_does_not_count_and_is_asked_for_again(aws: Any) -> None:
    f.goods()
    case = f.stated(f.reported(f.opened(actor=f.MANAGER)))
    after = f.decided(case, actor=f.MANAGER)
    assert (after.state, after.round) == (CaseState.DECIDING, 2)
    (stalled,) = events(aws, "ViolationCaseStalled")
    assert stalled["error"] == "not_independent"
    assert f.decided(after, actor=f.OTHER_MANAGER).state is CaseState.DECIDED


def test_nobody_decided_in_time_it_is_asked_for_again(aws: Any) -> None:
    after = f.decided(f.deciding(), "timed_out")
    assert (after.state, after.round, after.attempt) == (CaseState.DECIDING, 2, 2)
    assert events(aws, "ViolationCaseStalled")[0]["error"] == "timed_out"
    assert len(events(aws, "ViolationDecisionRequested")) == 2


def test_what_is_sent_back_is_investigated_anew(aws: Any) -> None:
    case = f.decided(f.deciding(), "returned")
    assert (case.state, case.round) == (CaseState.INVESTIGATING, 2)
    again = f.reported(case, after=2 * f.DAY, measures=[{"kind": "warning"}])
    assert [one.kind for one in again.measures] == ["warning"]
    assert f.decided(f.stated(again, 3 * f.DAY)).state is CaseState.DECIDED


def test_a_dismissed_case_lifts_what_was_ordered_and_lets_the_deposit_go_when_that_is_done(
    aws: Any,
) -> None:
    case = f.under_investigation(hold="product_suspension")
    case = f.decided(f.stated(f.reported(case)), "rejected")
    assert case.state is CaseState.DISMISSED
    (told,) = events(aws, "ViolationDismissed")
    assert [one["state"] for one in told["measures"]] == ["lifted"]
    assert DepositRepository().find_block(f.SUPPLIER_ID, case.id) is not None
    f.noted(case, "m1", MeasureState.UNDONE)
    assert DepositRepository().find_block(f.SUPPLIER_ID, case.id) is None
    assert conduct().is_clean


def test_a_step_of_another_run_changes_nothing(aws: Any) -> None:
    case = f.decided(f.deciding())
    assert f.decided(case).version == case.version
    own = service().decisions
    assert own.report_failure(f.call(), case.id, "decision", 1, "States.Timeout") == "end"
    assert own.retry(f.call(), case.id, "violations:other") is None
    assert f.stored(case.id) == case


def test_a_decision_that_failed_is_asked_for_again_in_the_same_round(aws: Any) -> None:
    case = f.deciding()
    own = service().decisions
    for _ in range(2):
        own.report_failure(f.call(after=f.DAY), case.id, "decision", 1, "States.Timeout")
    assert len(events(aws, "ViolationCaseStalled")) == 1
    later = f.call(after=f.DAY + f.HOUR)
    again = own.retry(later, case.id, f"violations:{case.id}:retry:1:1")
    assert again is not None
    assert (again.round, again.attempt) == (1, 2)
    assert own.retry(later, case.id, f"violations:{case.id}:retry:1:1") is None
    assert f.decided(again).state is CaseState.DECIDED


# -- appeal and effect -----------------------------------------------------------------------------


def test_an_appeal_at_the_last_instant_counts_and_one_at_the_end_does_not(aws: Any) -> None:
    case = f.decided(f.deciding())
    assert case.appeal_due is not None
    wait = case.appeal_due - f.NOW
    with pytest.raises(AppealTooLateError):
        f.appealed(case, wait)
    assert f.appealed(case, wait - timedelta(microseconds=1)).state is CaseState.APPEALED
    over = service().decisions.appeal_time_over
    assert over(f.call(after=wait), case.id, case.appeal_due) is None


def test_an_upheld_appeal_annuls_the_case_and_its_points_never_count(aws: Any) -> None:
    case = f.judged(f.appealed(f.decided(f.grave())), actor=f.OTHER_LEGAL)
    assert (case.state, case.appeal_judge) == (CaseState.ANNULLED, "luke")
    (told,) = events(aws, "ViolationAnnulled")
    lifted = {one["kind"] for one in told["measures"]}
    assert lifted == {"product_suspension", "product_takedown", "handover"}
    assert (told["points"], conduct(20 * f.DAY).points) == (48, 0)
    for measure in case.measures:
        if measure.state is MeasureState.LIFTED:
            f.noted(case, measure.id, MeasureState.UNDONE)
    assert f.stored(case.id).is_over
    assert conduct().open == ()


def test_an_appeal_decided_by_one_of_the_panel_in_a_new_round_does_not_count(aws: Any) -> None:
    case = f.appealed(f.decided(f.grave()))
    service().decisions.apply_outcome(
        f.call(after=2 * f.DAY), case.id, "appeal", 1, Decided("timed_out")
    )
    again = f.stored(case.id)
    after = f.judged(again, "rejected", f.LEGAL)
    assert (after.state, after.round) == (CaseState.APPEALED, 3)
    assert f.judged(after, "rejected", f.OTHER_LEGAL).state is CaseState.EFFECTIVE


def test_an_appeal_whose_decision_was_taken_back_is_asked_for_again(aws: Any) -> None:
    case = f.appealed(f.decided(f.deciding()))
    service().decisions.apply_outcome(
        f.call(after=2 * f.DAY), case.id, "appeal", 1, Decided("withdrawn")
    )
    assert f.stored(case.id).state is CaseState.APPEALED
    assert f.stored(case.id).round == 2


@pytest.mark.parametrize("cause", ["not_appealed", "appeal_refused"])
def test_a_decision_takes_effect_once_with_its_points_from_the_day_it_was_made(
    aws: Any, cause: str
) -> None:
    case = f.decided(f.deciding())
    if cause == "not_appealed":
        case = f.effective(case)
        assert f.effective(case).version == case.version
    else:
        case = f.judged(f.appealed(case), "rejected")
    (told,) = events(aws, "ViolationEffective")
    assert (told["cause"], told["points_in_force"]) == (cause, 6)
    assert [one["state"] for one in told["measures"]] == ["ordered"]
    known = conduct(15 * f.DAY)
    assert (known.points, known.cases, known.open) == (6, (case.id,), (case.id,))
    assert [entry.day.day for entry in known.entries] == [24]
    f.noted(case, "m1")
    assert conduct().open == ()
    assert DepositRepository().find_block(f.SUPPLIER_ID, case.id) is None
    assert conduct(400 * f.DAY).is_clean


def test_a_repeated_offence_raises_what_is_asked_for(aws: Any) -> None:
    first = f.effective(f.decided(f.deciding()))
    again = f.opened(happened_on="2026-11-22", after=16 * f.DAY)
    with pytest.raises(InvalidInputError) as refused:
        f.reported(again, after=16 * f.DAY, measures=[{"kind": "warning"}])
    assert faults(refused.value) == [("/measures", "measures_too_mild")]
    with pytest.raises(InvalidInputError) as refused:
        f.reported(again, after=16 * f.DAY, measures=[{"kind": "fine", "amount": 999_99}])
    assert faults(refused.value) == [("/measures/0/amount", "fine_out_of_bounds")]
    assert f.reported(again, after=16 * f.DAY).earlier == (first.id,)


def test_an_outcome_that_comes_twice_is_noted_once(aws: Any) -> None:
    case = f.effective(f.decided(f.deciding()))
    once = f.noted(case, "m1")
    assert f.noted(case, "m1") == once
    (told,) = events(aws, "ViolationMeasureNoted")
    assert (told["outcome"], told["reference"]) == ("done", "ref-1")


def test_outcomes_that_come_at_once_are_all_noted(aws: Any) -> None:
    case = f.judged(f.appealed(f.decided(f.grave())), actor=f.OTHER_LEGAL)
    lifted = [one.id for one in case.measures if one.state is MeasureState.LIFTED]
    with ThreadPoolExecutor(max_workers=len(lifted)) as pool:
        list(pool.map(lambda measure_id: f.noted(case, measure_id, MeasureState.UNDONE), lifted))
    assert len(lifted) == 3
    assert f.stored(case.id).is_over
    assert len(events(aws, "ViolationMeasureNoted")) == 3
    assert conduct().is_clean
