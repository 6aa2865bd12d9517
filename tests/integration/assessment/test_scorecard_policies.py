"""Versions of the scorecard policy: proposed, decided, in force from a quarter on."""

from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.approvals.service import Decided
from teleshop.assessment.domain.policy import DEFAULT_POLICY
from teleshop.assessment.domain.versions import DEFAULT_VERSION, PolicyState
from teleshop.assessment.errors.policies import ScorecardPolicyNotFoundError
from teleshop.assessment.wiring import policies, runs
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.paging import PageRequest
from tests.factories import assessment as market
from tests.factories import scorecard_policies as f

pytestmark = pytest.mark.clause("3.3.1")
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), "sup_1")


def told(aws: Any, kind: str) -> list[Any]:
    return [item for item in aws.items("OutboxTable") if item["type"] == kind]


def test_the_default_holds_before_anybody_proposed_another(aws: Any) -> None:
    assert policies().in_force("2026Q4") == DEFAULT_POLICY
    assert policies().show_policy(f.call(f.PROPOSER), 0) == DEFAULT_VERSION
    assert policies().list_policies(f.call(f.PROPOSER), PageRequest(5)).items == [DEFAULT_VERSION]


def test_an_approved_version_holds_from_its_quarter_on_and_not_before(aws: Any) -> None:
    made = f.proposed()
    assert policies().in_force(f.NEXT) == DEFAULT_POLICY
    after = f.decided(made)
    assert (after.state, after.decided_by) == (PolicyState.APPROVED, "max")
    assert policies().in_force("2026Q4") == DEFAULT_POLICY
    assert policies().in_force(f.NEXT) == policies().in_force("2029Q3") == after.policy
    assert str(after.policy.qualified_from) == "55.00"
    assert after.policy.criteria == DEFAULT_POLICY.criteria
    assert len(told(aws, "ScorecardPolicyDecided")) == 1


def test_a_run_of_a_quarter_is_scored_by_what_holds_in_it(aws: Any) -> None:
    spring = datetime(2026, 5, 4, tzinfo=UTC)
    f.decided(f.proposed(spring, effective_quarter="2026Q3"), now=spring)
    f.approved()
    market.market(3)
    runs().open(market.call(market.MANAGER), market.QUARTER, None)
    run = runs().collect(market.call(), market.QUARTER, 1)
    assert run.policy == 1


def test_what_is_left_out_stays_as_in_the_version_approved_last(aws: Any) -> None:
    first = f.approved(minimum_orders=77)
    second = f.approved(qualified_from="50.00")
    assert (first.number, second.number, second.based_on) == (1, 2, 1)
    assert second.policy.minimum_orders == 77
    assert policies().in_force(f.NEXT).number == 2


@pytest.mark.parametrize(
    ("decision", "state", "code"),
    [
        (Decided("rejected", "max", None, "too_strict"), PolicyState.REFUSED, "too_strict"),
        (Decided("returned", "max", None, "explain"), PolicyState.RETURNED, "explain"),
        (Decided("timed_out"), PolicyState.LAPSED, "timed_out"),
        (Decided("withdrawn"), PolicyState.LAPSED, "withdrawn"),
    ],
)
def test_what_was_not_approved_never_holds(
    aws: Any, decision: Decided, state: PolicyState, code: str
) -> None:
    after = f.decided(f.proposed(), decision)
    assert (after.state, after.reason_code) == (state, code)
    assert policies().in_force(f.NEXT) == DEFAULT_POLICY
    again = f.decided(after, f.APPROVED)
    assert again == after
    assert len(told(aws, "ScorecardPolicyDecided")) == 1


def test_of_two_proposals_the_second_is_returned_once_the_first_holds(aws: Any) -> None:
    first, second = f.proposed(), f.proposed(qualified_from="50.00")
    f.decided(first)
    after = f.decided(second)
    assert (after.state, after.reason_code) == (PolicyState.RETURNED, "policy_outdated")
    assert policies().in_force(f.NEXT).number == first.number


def test_an_approval_less_than_seven_days_before_the_quarter_comes_too_late(aws: Any) -> None:
    late = f.NOW + 33 * f.DAY
    after = f.decided(f.proposed(), now=late)
    assert (after.state, after.reason_code) == (PolicyState.RETURNED, "policy_too_late")
    assert policies().in_force(f.NEXT) == DEFAULT_POLICY


def test_a_technical_failure_lets_the_version_lapse_and_the_next_one_can_be_proposed(
    aws: Any,
) -> None:
    made = f.proposed()
    for _ in range(2):
        assert policies().report_failure(f.call(), made.number) == "end"
    found = policies().show_policy(f.call(f.PROPOSER), made.number)
    assert (found.state, found.reason_code) == (PolicyState.LAPSED, "review_failed")
    assert len(told(aws, "ScorecardPolicyDecided")) == 1
    assert f.approved().state is PolicyState.APPROVED


def test_every_fault_is_told_at_once_and_nothing_is_stored(aws: Any) -> None:
    deductions = {"free_points": 0, "per_point": "1", "at_most": "101"}
    with pytest.raises(InvalidInputError) as refused:
        f.proposed(
            effective_quarter="2026Q4",
            qualified_from="90",
            peer_minimum=1,
            deductions=deductions,
            criteria=[
                {"indicator": "late_rate", "weight": 60, "target": "20", "floor": "4"},
                {"indicator": "late_rate", "weight": 30, "target": "4", "floor": "20"},
            ],
        )
    found = {(fault.pointer, fault.code) for fault in refused.value.errors}
    assert found == {
        ("/effective_quarter", "quarter_too_early"),
        ("/criteria", "weights_not_100"),
        ("/criteria", "group_missing"),
        ("/criteria/0/floor", "floor_not_worse"),
        ("/criteria/1/indicator", "indicator_twice"),
        ("/qualified_from", "bands_out_of_order"),
        ("/peer_minimum", "too_few_peers"),
        ("/deductions/at_most", "too_much_off"),
    }
    assert aws.items("AssessmentTable") == []


def test_suppliers_see_what_was_approved_and_not_by_whom_and_why(aws: Any) -> None:
    f.approved()
    waiting = f.proposed()
    known = policies().list_policies(f.call(SUPPLIER), PageRequest(10)).items
    assert [one.number for one in known] == [1, 0]
    shown = policies().show_policy(f.call(SUPPLIER), 1)
    assert (shown.reason, shown.proposed_by, shown.decided_by) == ("", None, None)
    with pytest.raises(ScorecardPolicyNotFoundError):
        policies().show_policy(f.call(SUPPLIER), waiting.number)


def test_there_is_no_version_of_a_number_that_was_not_given(aws: Any) -> None:
    for number in (-1, 1, 999_999):
        with pytest.raises(ScorecardPolicyNotFoundError):
            policies().show_policy(f.call(f.PROPOSER), number)


def test_versions_come_newest_first_page_by_page(aws: Any) -> None:
    for _ in range(3):
        f.proposed()
    seen, cursor = [], None
    while True:
        page = policies().list_policies(f.call(f.PROPOSER), PageRequest(2, cursor))
        seen += [one.number for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [3, 2, 1, 0]
