"""A case moves only as its table says; what protects acts at once, what punishes waits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.violations.domain import case as rules
from teleshop.violations.domain.case import Case, CaseState, Gravity, Proposal, Source
from teleshop.violations.domain.case import ViolationType as Type
from teleshop.violations.domain.measures import (
    AT_ONCE,
    Measure,
    MeasureKind,
    MeasureOutcome,
    MeasureState,
    is_settled,
    noted,
)
from teleshop.violations.domain.rounds import round_of
from teleshop.violations.errors import (
    AppealTooLateError,
    CaseStateError,
    MeasureNotFoundError,
    StatementTooLateError,
)

pytestmark = pytest.mark.clause("3.4.2")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = NOW + 14 * DAY
HELD = Measure(
    id="m1",
    kind=MeasureKind.PRODUCT_SUSPENSION,
    products=("prd_1", "prd_2"),
    interim=True,
    state=MeasureState.ORDERED,
    ordered_at=NOW,
)
MEASURES = (
    Measure(id="m2", kind=MeasureKind.PRODUCT_TAKEDOWN, products=("prd_1", "prd_2")),
    Measure(id="m3", kind=MeasureKind.FINE, amount=5_000_00),
)
PROPOSAL = Proposal(
    gravity=Gravity.SERIOUS, findings="检验不合格", measures=MEASURES, points=24, notes="内部意见"
)
OPEN = Case(
    id="vio_1",
    supplier_id="sup_1",
    type=Type.COUNTERFEIT_GOODS,
    gravity=Gravity.MINOR,
    source=Source.STAFF,
    happened_on=date(2026, 11, 20),
    facts="抽检",
    products=("prd_1", "prd_2"),
    evidence=("doc_1",),
    opened_by="olaf",
    opened_at=NOW,
    investigation_due=DUE,
    measures=(HELD,),
)
STEPS: dict[str, Callable[[Case], Case]] = {
    "investigated": lambda case: rules.investigated(case, PROPOSAL, "cara", DUE, NOW),
    "nothing_found": lambda case: rules.nothing_found(case, PROPOSAL, "cara", NOW),
    "heard": lambda case: rules.heard(case, "不属实", (), NOW),
    "unheard": rules.unheard,
    "decided": lambda case: rules.decided(case, ("mona",), "属实", DUE, NOW),
    "sent_back": lambda case: rules.sent_back(case, ("mike",), "补充检验", DUE),
    "dismissed": lambda case: rules.dismissed(case, ("mona",), "证据不足", NOW),
    "appealed": lambda case: rules.appealed(case, "处罚过重", (), NOW),
    "effective": lambda case: rules.effective(case, NOW),
    "appeal_refused": lambda case: rules.appeal_refused(case, "lena", "维持", NOW),
    "annulled": lambda case: rules.annulled(case, "lena", "撤销", NOW),
    "asked_anew": lambda case: rules.asked_anew(case, again=True),
}
TABLE = {
    (CaseState.INVESTIGATING, "investigated"): CaseState.STATEMENT,
    (CaseState.INVESTIGATING, "nothing_found"): CaseState.DISMISSED,
    (CaseState.STATEMENT, "heard"): CaseState.DECIDING,
    (CaseState.STATEMENT, "unheard"): CaseState.DECIDING,
    (CaseState.DECIDING, "decided"): CaseState.DECIDED,
    (CaseState.DECIDING, "sent_back"): CaseState.INVESTIGATING,
    (CaseState.DECIDING, "dismissed"): CaseState.DISMISSED,
    (CaseState.DECIDING, "asked_anew"): CaseState.DECIDING,
    (CaseState.DECIDED, "appealed"): CaseState.APPEALED,
    (CaseState.DECIDED, "effective"): CaseState.EFFECTIVE,
    (CaseState.APPEALED, "appeal_refused"): CaseState.EFFECTIVE,
    (CaseState.APPEALED, "annulled"): CaseState.ANNULLED,
    (CaseState.APPEALED, "asked_anew"): CaseState.APPEALED,
}


def at(*steps: str) -> Case:
    """A case after these steps."""
    case = OPEN
    for step in steps:
        case = STEPS[step](case)
    return case


def states(case: Case) -> dict[str, str]:
    return {measure.id: measure.state.value for measure in case.measures}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_a_case_moves_only_as_the_table_says_and_what_has_ended_stays(steps: list[str]) -> None:
    case = OPEN
    for step in steps:
        target = TABLE.get((case.state, step))
        if target is None:
            with pytest.raises(CaseStateError):
                STEPS[step](case)
            continue
        case = STEPS[step](case)
        assert case.state is target
        punished = [one for one in case.measures if one.kind not in AT_ONCE]
        if case.state is not CaseState.EFFECTIVE:
            assert all(
                one.state in {MeasureState.DECIDED, MeasureState.DROPPED} for one in punished
            )


def test_a_decision_orders_what_protects_customers_and_lets_the_fine_wait() -> None:
    case = at("investigated", "heard", "decided")
    assert states(case) == {"m1": "ordered", "m2": "ordered", "m3": "decided"}
    assert not case.settled


def test_the_fine_is_ordered_when_nobody_appealed_and_a_take_down_goes_on_with_a_hold() -> None:
    case = at("investigated", "unheard", "decided", "effective")
    assert states(case) == {"m1": "ordered", "m2": "ordered", "m3": "ordered"}
    assert case.effective_at == case.closed_at == NOW


def test_goods_that_the_decision_does_not_go_on_with_are_free_again() -> None:
    measures = (replace(MEASURES[0], products=("prd_1",)), MEASURES[1])
    proposal = replace(PROPOSAL, measures=measures)
    case = rules.investigated(OPEN, proposal, "cara", DUE, NOW)
    for step in ("unheard", "decided", "effective"):
        case = STEPS[step](case)
    assert states(case)["m1"] == "lifted"


def test_a_suspension_does_not_go_on_with_an_interim_take_down() -> None:
    interim = replace(HELD, kind=MeasureKind.PRODUCT_TAKEDOWN)
    softer = replace(MEASURES[0], kind=MeasureKind.PRODUCT_SUSPENSION)
    assert rules.unconfirmed((interim, softer))[0].state is MeasureState.LIFTED


@pytest.mark.parametrize("end", ["dismissed", "annulled"])
def test_a_case_that_falls_lifts_what_was_begun_and_drops_the_rest(end: str) -> None:
    steps = ["investigated", "heard"]
    steps += ["dismissed"] if end == "dismissed" else ["decided", "appealed", "annulled"]
    case = at(*steps)
    wanted = {"dismissed": "dropped", "annulled": "lifted"}[end]
    assert states(case) == {"m1": "lifted", "m2": wanted, "m3": "dropped"}
    assert not case.settled


def test_an_appeal_lets_all_stand_still_and_its_refusal_takes_effect_at_once() -> None:
    frozen = at("investigated", "heard", "decided", "appealed")
    assert states(frozen)["m3"] == "decided"
    after = STEPS["appeal_refused"](frozen)
    assert (after.state, states(after)["m3"]) == (CaseState.EFFECTIVE, "ordered")
    assert (after.appeal_judge, after.judges) == ("lena", ("mona",))


def test_the_last_instant_for_an_appeal_is_the_one_before_the_end_of_the_day() -> None:
    case = at("investigated", "heard", "decided")
    last = DUE - timedelta(microseconds=1)
    assert rules.appealed(case, "处罚过重", (), last).state is CaseState.APPEALED
    with pytest.raises(AppealTooLateError):
        rules.appealed(case, "处罚过重", (), DUE)


def test_a_statement_after_its_time_is_refused_with_the_time() -> None:
    case = at("investigated")
    heard = rules.heard(case, "不属实", (), DUE - timedelta(microseconds=1))
    for late in (case, rules.unheard(case)):
        with pytest.raises(StatementTooLateError) as refused:
            rules.heard(late, "不属实", (), DUE)
        assert refused.value.params["due"] == DUE.isoformat()
    with pytest.raises(CaseStateError):
        rules.heard(heard, "不属实", (), DUE)


def test_what_is_sent_back_is_a_new_round_with_nothing_proposed_but_goods_held_still() -> None:
    case = at("investigated", "heard", "sent_back")
    assert (case.round, case.points, states(case)) == (2, 0, {"m1": "ordered"})
    assert (case.return_reason, case.notes) == ("补充检验", "内部意见")


def test_who_opened_or_investigated_had_a_part_and_who_decided_has_one_in_the_appeal() -> None:
    assert at("investigated", "heard").parties == {"olaf", "cara"}
    appealed = at("investigated", "heard", "decided", "appealed")
    assert appealed.parties == {"olaf", "cara", "mona"}


def test_parts_of_earlier_rounds_are_remembered() -> None:
    again = rules.investigated(at("investigated", "heard", "sent_back"), PROPOSAL, "cleo", DUE, NOW)
    deciding = rules.unheard(again)
    # Who sent it back may decide what is proposed next, but not the appeal.
    assert deciding.parties == {"olaf", "cara", "cleo"}
    asked = rules.asked_anew(deciding, ("lena",), again=True)
    appealed = rules.appealed(
        rules.decided(asked, ("mona",), "属实", DUE, NOW), "处罚过重", (), NOW
    )
    assert appealed.parties == {"olaf", "cara", "cleo", "mike", "lena", "mona"}


def test_who_answered_on_an_appeal_that_is_asked_anew_may_answer_again() -> None:
    appealed = at("investigated", "heard", "decided", "appealed")
    assert rules.asked_anew(appealed, ("lena",), again=True).parties == appealed.parties


def test_what_the_supplier_said_is_kept_with_the_round_that_went_back() -> None:
    kept = round_of(at("investigated", "heard"), ("mike",), "补充检验", NOW)
    assert (kept.number, kept.statement, kept.notes) == (1, "不属实", "内部意见")
    assert (kept.judges, kept.return_reason) == (("mike",), "补充检验")
    assert [one.id for one in kept.measures] == ["m2", "m3"]


def test_no_evidence_is_dropped() -> None:
    full = replace(OPEN, evidence=tuple(f"doc_{number}" for number in range(20)))
    proposal = replace(PROPOSAL, evidence=("doc_new", "doc_0"))
    for after in (
        rules.investigated(full, proposal, "cara", DUE, NOW),
        rules.nothing_found(full, proposal, "cara", NOW),
    ):
        assert after.evidence == (*full.evidence, "doc_new")


@pytest.mark.parametrize(
    ("kind", "panel"),
    [(kind, kind in {MeasureKind.TERMINATION, MeasureKind.HANDOVER}) for kind in MeasureKind],
)
def test_termination_and_handing_over_are_for_three_persons(kind: MeasureKind, panel: bool) -> None:
    proposal = replace(PROPOSAL, measures=(Measure(id="m2", kind=kind),))
    assert rules.investigated(OPEN, proposal, "cara", DUE, NOW).for_panel is panel


DONE = MeasureOutcome(state=MeasureState.DONE, reference="ent_1", count=2)


def test_an_outcome_is_noted_once_and_the_last_one_settles_the_case() -> None:
    case = at("investigated", "unheard", "decided", "effective")
    for measure in ("m1", "m2"):
        case = rules.with_outcome(case, measure, DONE, NOW + DAY)
    assert not case.settled
    case = rules.with_outcome(case, "m3", DONE, NOW + DAY)
    assert case.settled
    assert case.is_over
    assert rules.with_outcome(case, "m3", DONE, NOW + 2 * DAY) is case
    assert case.measures[2].reference == "ent_1"


def test_what_failed_may_still_be_done_and_is_not_settled() -> None:
    case = at("investigated", "unheard", "decided", "effective")
    failed = rules.with_outcome(case, "m3", MeasureOutcome(state=MeasureState.FAILED), NOW)
    assert states(failed)["m3"] == "failed"
    assert not is_settled(failed.measures)
    assert states(rules.with_outcome(failed, "m3", DONE, NOW))["m3"] == "done"


def test_what_is_to_be_taken_back_is_not_done_any_more() -> None:
    case = at("investigated", "heard", "decided", "appealed", "annulled")
    assert rules.with_outcome(case, "m2", DONE, NOW) is case
    undone = MeasureOutcome(state=MeasureState.UNDONE)
    for measure in ("m1", "m2"):
        case = rules.with_outcome(case, measure, undone, NOW)
    assert case.is_over


def test_there_is_no_outcome_of_a_measure_that_the_case_does_not_have() -> None:
    with pytest.raises(MeasureNotFoundError):
        noted(MEASURES, "m9", DONE, NOW)


def test_a_hold_on_first_facts_falls_once_and_only_while_nobody_reported() -> None:
    held = replace(OPEN, measures=(replace(HELD, state=MeasureState.DONE),))
    after = rules.hold_fallen(held, DUE)
    assert (after.state, after.hold_fell_at) == (CaseState.INVESTIGATING, DUE)
    assert [one.state for one in after.measures] == [MeasureState.LIFTED]
    assert rules.hold_fallen(after, DUE + DAY) == after
    nothing = replace(OPEN, measures=())
    assert rules.hold_fallen(nothing, DUE) == nothing
    with pytest.raises(CaseStateError):
        rules.hold_fallen(rules.investigated(held, PROPOSAL, "cara", DUE, NOW), DUE)


def test_a_case_that_runs_is_not_settled_by_its_interim_hold() -> None:
    done = MeasureOutcome(state=MeasureState.DONE)
    held = rules.with_outcome(replace(OPEN, measures=(HELD,)), "m1", done, NOW)
    assert is_settled(held.measures)
    assert not held.settled
    ended = rules.nothing_found(held, replace(PROPOSAL, measures=()), "cara", NOW)
    undone = MeasureOutcome(state=MeasureState.UNDONE)
    assert rules.with_outcome(ended, "m1", undone, NOW).settled
