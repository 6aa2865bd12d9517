"""What is found, and the supplier heard, before anybody decides."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.errors import InvalidInputError
from teleshop.violations.domain import proposal
from teleshop.violations.domain.case import CaseState
from teleshop.violations.schemas import StatementBody
from teleshop.violations.wiring import service
from tests.factories import violations as f
from tests.factories.violations import events, faults

pytestmark = [pytest.mark.clause("3.4.1"), pytest.mark.clause("3.4.2")]


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
