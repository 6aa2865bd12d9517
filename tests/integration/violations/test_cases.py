"""Cases on their tables: opened once for the same facts, heard, decided by others, appealed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.approvals.service import Decided
from teleshop.care.schemas.bodies import AskBody
from teleshop.care.wiring import service as care
from teleshop.deposits.tables import DepositRepository
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import InvalidInputError, TeleshopError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from teleshop.pricewatch.wiring import service as watch
from teleshop.suppliers.wiring import service as suppliers
from teleshop.violations.domain import proposal
from teleshop.violations.domain.case import CaseState
from teleshop.violations.domain.measures import MeasureState
from teleshop.violations.errors import (
    AppealTooLateError,
    CaseNotFoundError,
    FactsTriedError,
    NewEvidenceNeededError,
    ReferenceUnknownError,
    UnknownSupplierError,
)
from teleshop.violations.schemas import AppealBody, CaseBody, CasesQuery, StatementBody
from teleshop.violations.schemas.views import RoundView
from teleshop.violations.wiring import service
from tests.factories import pricewatch, pricing, service_cases
from tests.factories import violations as f

pytestmark = [pytest.mark.clause("3.4.1"), pytest.mark.clause("3.4.2")]


def events(aws: Any, name: str) -> list[dict[str, Any]]:
    """What was told by events of one type."""
    found = [row for row in aws.items("OutboxTable") if row["type"] == name]
    return [msgspec.json.decode(row["envelope"])["data"] for row in found]


def faults(error: InvalidInputError) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in error.errors]


def conduct(after: timedelta = timedelta()) -> Any:
    return service().records.of_supplier(f.SUPPLIER_ID, f.NOW + after)


# -- opening ---------------------------------------------------------------------------------------


def test_a_case_is_opened_with_its_goods_held_and_the_deposit_blocked(aws: Any) -> None:
    case = f.under_investigation(hold="product_suspension")
    assert (case.state, case.opened_by) == (CaseState.INVESTIGATING, "olaf")
    (told,) = events(aws, "InterimMeasureOrdered")
    assert (told["cause"], told["measures"][0]["kind"]) == ("opened", "product_suspension")
    assert told["measures"][0]["products"] == list(case.products)
    assert DepositRepository().find_block(f.SUPPLIER_ID, case.id) is not None
    assert conduct().open == (case.id,)
    assert not conduct().is_clean


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize("end", ["dismissed", "effective", "annulled"])
def test_nothing_new_of_a_supplier_is_taken_while_a_case_is_open(aws: Any, end: str) -> None:
    def standing() -> Any:
        return suppliers().standing.for_listing(f.SUPPLIER_ID, f.NOW)

    case = f.under_investigation()
    assert (standing().held, standing().active) == (True, True)
    case = f.stated(f.reported(case))
    if end == "dismissed":
        f.decided(case, "rejected")
    elif end == "effective":
        f.effective(f.decided(case))
    else:
        frozen = f.appealed(f.decided(case))
        assert standing().held
        f.judged(frozen)
    assert not standing().held


def test_nothing_that_people_wrote_is_in_an_event_or_readable_in_the_table(aws: Any) -> None:
    case = f.judged(f.appealed(f.decided(f.deciding())), "rejected")
    assert case.facts == f.NOTES
    for table in ("OutboxTable", "ViolationsTable", "AuditTable"):
        text = str(aws.items(table))
        for word in ("王某", "样品", "处罚过重", "经审议"):
            assert word not in text, (table, word)


def test_a_case_is_in_the_timeline_of_its_supplier_without_what_people_wrote(aws: Any) -> None:
    f.decided(f.deciding())
    page = PageRequest(limit=50, cursor=None)
    shown = suppliers().applications.timeline(f.call(f.SELLER), f.SUPPLIER_ID, page).items
    types = {entry.type for entry in shown}
    assert types >= {
        "ViolationCaseOpened",
        "ViolationStatementRequested",
        "ViolationStatementGiven",
        "ViolationDecided",
    }
    assert f.NOTES not in str([entry.facts for entry in shown])
    # Whence the facts came may point at who told them.
    assert all("source" not in entry.facts for entry in shown)


def test_every_fault_of_first_facts_is_told_at_once(aws: Any) -> None:
    f.goods()
    with pytest.raises(InvalidInputError) as refused:
        f.opened(
            type="counterfeit_goods",
            source="authority",
            happened_on="2026-11-24",
            hold="product_takedown",
            products=[],
            evidence=["doc_none", f.attachment()],
        )
    assert {fault.clause for fault in refused.value.errors} == {"3.4.1"}
    assert faults(refused.value) == [
        ("/reference", "violation_reference_missing"),
        ("/happened_on", "violation_in_the_future"),
        ("/hold", "violation_nothing_to_hold"),
        ("/products", "violation_goods_missing"),
        ("/evidence/0", "violation_evidence_unusable"),
        ("/evidence/1", "violation_evidence_unusable"),
    ]


def test_the_day_itself_may_be_the_day_of_the_facts_in_china(aws: Any) -> None:
    f.goods()
    # 23:30 in China on the 23rd.
    late = timedelta(hours=11, minutes=30)
    assert f.opened(after=late, happened_on="2026-11-23").happened_on.day == 23
    with pytest.raises(InvalidInputError):
        f.opened(after=late, happened_on="2026-11-24")


def test_goods_of_others_and_suppliers_that_never_were_are_refused(aws: Any) -> None:
    f.goods()
    with pytest.raises(InvalidInputError) as refused:
        f.opened(products=[f.products()[0], "prd_none"])
    assert faults(refused.value) == [("/products/1", "violation_product_unknown")]
    with pytest.raises(UnknownSupplierError):
        f.opened(supplier_id="sup_none")


def test_what_a_case_refers_to_must_exist_and_be_about_the_supplier(aws: Any) -> None:
    f.goods()
    for source in ("sweep", "complaint"):
        with pytest.raises(ReferenceUnknownError):
            f.opened(source=source, reference="cas_none")
    assert f.opened(source="authority", reference="杭市监 2026-17 号").reference is not None


def test_a_finding_of_the_sweep_is_a_source_if_it_is_about_the_supplier(aws: Any) -> None:
    f.goods()
    pricewatch.priced()
    known = []
    for number, supplier_id in enumerate((f.SUPPLIER_ID, "sup_01KASY2D7V3M7T1QZ9N3D6W8XS")):
        article = replace(pricewatch.ARTICLE, supplier_id=supplier_id)
        found = pricewatch.found(facts=(f"A{number}", "1"))
        made = watch().violations.open_violation(pricing.call(), found, article)
        known.append(made.id if made else "")
    assert f.opened(source="sweep", reference=known[0]).reference == known[0]
    with pytest.raises(ReferenceUnknownError):
        f.opened(source="sweep", reference=known[1], happened_on="2026-11-19")


def test_a_complaint_is_a_source_of_one_case(aws: Any) -> None:
    f.goods()
    complaint = service_cases.complaint().case
    with pytest.raises(ReferenceUnknownError):
        f.opened(source="complaint", reference=complaint.id)
    service_cases.answered(complaint.id)
    asked = AskBody(party_id=f.SUPPLIER_ID, text="请说明")
    care().parties.ask_supplier(service_cases.at(service_cases.LEAD), complaint.id, asked)
    first = f.opened(source="complaint", reference=complaint.id)
    with pytest.raises(FactsTriedError) as refused:
        f.opened(source="complaint", reference=complaint.id, happened_on="2026-11-19")
    assert refused.value.params["case_id"] == first.id


def test_the_same_facts_are_one_case_while_it_runs_and_once_it_took_effect(aws: Any) -> None:
    case = f.under_investigation()
    for type in ("agreement_breach", "serious_offence"):
        with pytest.raises(FactsTriedError) as refused:
            f.opened(type=type, products=f.products()[1:])
        assert refused.value.params["case_id"] == case.id
    f.effective(f.decided(f.stated(f.reported(case))))
    with pytest.raises(FactsTriedError):
        f.opened()
    assert f.opened(happened_on="2026-11-19").id != case.id


def test_leaving_goods_out_or_naming_a_letter_otherwise_makes_no_second_case(aws: Any) -> None:
    f.goods()
    letter: dict[str, Any] = {"source": "authority", "reference": "渝市监〔2026〕12号"}
    case = f.opened(**letter)
    disguised: list[dict[str, Any]] = [
        {"products": []},
        {"happened_on": "2026-11-18", **letter, "reference": "渝市监［2026］12号"},
        {"happened_on": "2026-11-18", "reference": "渝市监[2026] 12号"},
    ]
    for changes in disguised:
        with pytest.raises(FactsTriedError) as refused:
            f.opened(**changes)
        assert refused.value.params["case_id"] == case.id
    without = f.opened(happened_on="2026-11-19", products=[])
    with pytest.raises(FactsTriedError) as refused:
        f.opened(happened_on="2026-11-19")
    assert refused.value.params["case_id"] == without.id


def test_other_goods_of_the_same_day_are_a_case_of_their_own(aws: Any) -> None:
    f.goods()
    first, second = f.products()
    cases = {f.opened(products=[first]).id, f.opened(products=[second]).id}
    assert len(cases) == 2
    with pytest.raises(FactsTriedError):
        f.opened(products=[])


def test_twins_that_open_the_same_facts_at_once_make_one_case(aws: Any) -> None:
    f.goods()
    proof = f.evidence()
    body = msgspec.convert(f.form(evidence=[proof]), CaseBody)

    def open_one(number: int) -> str:
        frame = Call(f.OPENER, f.NOW, f"request-{number}", "correlation")
        try:
            return run(frame, lambda: service().cases.open_case(frame, body)).case.id
        except TeleshopError as refused:
            return refused.code

    with ThreadPoolExecutor(max_workers=6) as pool:
        said = list(pool.map(open_one, range(6)))
    ids = {one for one in said if one.startswith("vio_")}
    assert len(ids) == 1
    assert set(said) - ids <= {"facts_already_tried", "raced", "try_again"}
    assert len(conduct().open) == 1
    assert len(events(aws, "ViolationCaseOpened")) == 1


def test_dismissed_facts_are_opened_again_only_with_evidence_that_is_new(aws: Any) -> None:
    f.goods()
    proof = f.evidence()
    case = f.opened(evidence=[proof])
    f.reported(case, measures=[])
    assert conduct().open == ()
    with pytest.raises(NewEvidenceNeededError):
        f.opened(evidence=[proof])
    again = f.opened(evidence=[proof, f.evidence("新的检验报告")])
    with pytest.raises(FactsTriedError) as refused:
        f.opened(evidence=[f.evidence("更新的检验报告")])
    assert refused.value.params["case_id"] == again.id


def test_evidence_of_any_earlier_case_about_the_facts_is_not_new(aws: Any) -> None:
    f.goods()
    first, second = f.evidence("第一份"), f.evidence("第二份")
    for number, proof in enumerate((first, second)):
        last = f.reported(f.opened(evidence=[proof], after=number * f.HOUR), measures=[])
    for old in ([first], [second], [first, second], []):
        with pytest.raises(NewEvidenceNeededError) as refused:
            f.opened(evidence=old)
        assert refused.value.params["case_id"] == last.id
    # Other goods beside them, or none at all, are the same facts.
    with pytest.raises(NewEvidenceNeededError):
        f.opened(evidence=[first], products=[])
    without = f.opened(evidence=[f.evidence("第三份")], products=[], after=3 * f.HOUR)
    third = f.reported(without, measures=[])
    with pytest.raises(NewEvidenceNeededError) as refused:
        f.opened(evidence=[*third.evidence, first])
    assert refused.value.params["case_id"] == third.id


def test_the_same_file_uploaded_once_more_is_no_new_evidence(aws: Any) -> None:
    f.goods()
    f.reported(f.opened(evidence=[f.evidence("同一份")]), measures=[])
    with pytest.raises(NewEvidenceNeededError):
        f.opened(evidence=[f.evidence("同一份")])
    assert f.opened(evidence=[f.evidence("另一份")]).round == 1


# -- findings and statement ------------------------------------------------------------------------


def test_findings_let_the_supplier_be_heard_within_five_working_days(aws: Any) -> None:
    case = f.before_statement()
    assert case.state is CaseState.STATEMENT
    # Monday: the fifth working day is the next Monday.
    assert case.statement_due == f.NOW + timedelta(days=7, hours=12)
    assert (case.points, case.gravity, case.measures[0].id) == (6, "serious", "m1")


def test_measures_that_the_policy_does_not_allow_and_no_evidence_are_refused_together(
    aws: Any,
) -> None:
    f.goods()
    case = f.opened(evidence=[])
    with pytest.raises(InvalidInputError) as refused:
        f.reported(case, measures=[{"kind": "fine", "amount": 1}], evidence=["doc_none"])
    assert faults(refused.value) == [
        ("/measures/0/amount", "fine_out_of_bounds"),
        ("/evidence/0", "violation_evidence_unusable"),
    ]
    with pytest.raises(InvalidInputError) as refused:
        f.reported(case)
    assert faults(refused.value) == [("/evidence", "violation_evidence_missing")]


def test_evidence_of_findings_is_added_and_what_is_too_much_is_refused(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.goods()
    many = [f.evidence() for _ in range(20)]
    more = f.evidence()
    case = f.opened(evidence=many)
    with monkeypatch.context() as patch:
        patch.setattr(proposal, "MAX_CASE_EVIDENCE", 20)
        for measures in ([{"kind": "fine", "amount": 1_000_00}], []):
            with pytest.raises(InvalidInputError) as refused:
                f.reported(case, evidence=[more], measures=measures)
            assert faults(refused.value) == [("/evidence", "violation_evidence_too_much")]
    assert f.reported(case, evidence=[more]).evidence == (*many, more)


def test_evidence_of_a_case_without_a_violation_is_kept_and_must_be_usable(aws: Any) -> None:
    case = f.under_investigation()
    with pytest.raises(InvalidInputError) as refused:
        f.reported(case, evidence=["doc_none"], measures=[])
    assert faults(refused.value) == [("/evidence/0", "violation_evidence_unusable")]
    more = f.evidence()
    assert f.reported(case, evidence=[more], measures=[]).evidence == (*case.evidence, more)


def test_an_investigation_that_is_late_is_told_and_one_that_was_reported_is_not(aws: Any) -> None:
    case = f.under_investigation()
    late = service().investigations.investigation_overdue
    due = case.investigation_due
    assert late(f.call(after=30 * f.DAY), case.id, due) is not None
    for told in (due, due - f.DAY):
        assert late(f.call(after=30 * f.DAY), case.id, told) is None
    f.reported(f.stored(case.id))
    assert late(f.call(after=30 * f.DAY), case.id, due) is None
    assert late(f.call(), "vio_none", due) is None
    assert len(events(aws, "ViolationCaseOverdue")) == 1


def test_without_a_statement_the_case_goes_on_after_its_time(aws: Any) -> None:
    case = f.before_statement()
    assert case.statement_due is not None
    over = service().statements.statement_time_over
    assert over(f.call(after=8 * f.DAY), case.id, case.statement_due - f.DAY) is None
    assert over(f.call(after=8 * f.DAY), case.id, case.statement_due) is not None
    assert over(f.call(after=8 * f.DAY), case.id, case.statement_due) is None
    (asked,) = events(aws, "ViolationDecisionRequested")
    assert (asked["stage"], asked["round"], asked["attempt"]) == ("decision", 1, 1)
    assert f.stored(case.id).statement is None


def test_evidence_of_a_statement_is_the_suppliers_own(aws: Any) -> None:
    case = f.before_statement()
    for foreign in (f.attachment(f.STRANGER), f.evidence()):
        with pytest.raises(InvalidInputError) as refused:
            service().statements.give_statement(
                f.call(f.SELLER), case.id, StatementBody(statement="不属实", evidence=[foreign])
            )
        assert faults(refused.value) == [("/evidence/0", "violation_evidence_unusable")]
    own = f.attachment()
    heard = service().statements.give_statement(
        f.call(f.SELLER), case.id, StatementBody(statement="不属实", evidence=[own])
    )
    assert heard.case.statement_evidence == (own,)


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


# -- seeing ----------------------------------------------------------------------------------------


def test_a_case_of_another_supplier_does_not_exist(aws: Any) -> None:
    case = f.decided(f.deciding())
    own = service()
    for act in (
        lambda: own.cases.show(f.call(f.STRANGER), case.id),
        lambda: own.statements.give_statement(
            f.call(f.STRANGER), case.id, StatementBody(statement="不属实")
        ),
        lambda: own.appeals.appeal(f.call(f.STRANGER), case.id, AppealBody(reason="不服")),
        lambda: own.appeals.appeal(f.call(f.LEGAL), case.id, AppealBody(reason="不服")),
    ):
        with pytest.raises(CaseNotFoundError):
            act()
    listed = own.cases.list_cases(f.call(f.STRANGER), CasesQuery())
    assert listed.items == []


def test_lists_have_the_cases_of_a_supplier_or_of_a_state(aws: Any) -> None:
    first = f.under_investigation()
    second = f.reported(f.opened(happened_on="2026-11-19", after=f.HOUR))

    def listed(actor: Any, **query: Any) -> list[str]:
        asked = msgspec.convert(query, CasesQuery)
        return [one.case.id for one in service().cases.list_cases(f.call(actor), asked).items]

    assert listed(f.SELLER) == [second.id, first.id]
    assert listed(f.AUDITOR) == [first.id]
    assert listed(f.AUDITOR, state="statement") == [second.id]
    assert listed(f.AUDITOR, supplier=f.SUPPLIER_ID) == [second.id, first.id]
    assert listed(f.AUDITOR, supplier="sup_none") == []


def test_staff_sees_points_in_force_beside_a_case(aws: Any) -> None:
    case = f.effective(f.decided(f.deciding()))
    shown = service().cases.show(f.call(f.AUDITOR, 20 * f.DAY), case.id)
    assert (shown.points_in_force, shown.links) == (6, ())
