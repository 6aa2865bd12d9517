"""Cases on their tables: opened once for the same facts, shown to whom they concern."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from teleshop.care.schemas.bodies import AskBody
from teleshop.care.wiring import service as care
from teleshop.deposits.tables import DepositRepository
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import InvalidInputError, TeleshopError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from teleshop.pricewatch.wiring import service as watch
from teleshop.suppliers.wiring import service as suppliers
from teleshop.violations.domain.case import CaseState
from teleshop.violations.errors import (
    CaseNotFoundError,
    FactsTriedError,
    NewEvidenceNeededError,
    ReferenceUnknownError,
    UnknownSupplierError,
)
from teleshop.violations.schemas import AppealBody, CaseBody, CasesQuery, StatementBody
from teleshop.violations.wiring import service
from tests.factories import pricewatch, pricing, service_cases
from tests.factories import violations as f
from tests.factories.violations import conduct, events, faults

pytestmark = [pytest.mark.clause("3.4.1"), pytest.mark.clause("3.4.2")]


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
