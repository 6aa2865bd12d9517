"""Trying a version of the scorecard policy on quarters that were assessed."""

from dataclasses import replace
from typing import Any

import pytest

from teleshop.assessment.domain.runs import Run, RunState
from teleshop.assessment.errors.policies import (
    BackTestTooLargeError,
    ScorecardPolicyNotFoundError,
)
from teleshop.assessment.service.back_tests import SUPPLIERS_AT_MOST
from teleshop.assessment.tables.runs import RunRepository, RunRow
from teleshop.assessment.wiring import back_tests, runs
from teleshop.kernel.actor import SYSTEM_ACTOR
from teleshop.kernel.errors import InvalidInputError
from tests.factories import assessment as market
from tests.factories import scorecard_policies as f

pytestmark = pytest.mark.clause("3.3.1")


def assessed(count: int = 40, **changes: Any) -> Run:
    """A quarter of which the figures were frozen and everything is issued."""
    market.market(count)
    runs().open(market.call(market.MANAGER), market.QUARTER, None)
    run = runs().collect(market.call(), market.QUARTER, 1)
    done = replace(run, state=RunState.COMPLETED, **changes)
    RunRow.from_entity(done).save()
    return done


def test_who_would_move_is_told_with_band_and_score(aws: Any) -> None:
    run = assessed()
    strict = f.proposed(qualified_from="80.00", excellent_from="99.00")
    (found,) = back_tests().try_policy(strict.number, [market.QUARTER])
    assert (found.suppliers, found.policy_before, found.policy_after) == (40, 0, strict.number)
    assert found.run == run.run
    assert found.moved
    assert {(one.before, one.after) for one in found.moved} <= {
        ("excellent", "qualified"),
        ("excellent", "unqualified"),
        ("qualified", "unqualified"),
    }
    assert sum(one.suppliers for one in found.counts) == 40


def test_the_policy_that_held_moves_nobody(aws: Any) -> None:
    assessed()
    (found,) = back_tests().try_policy(0, [market.QUARTER])
    assert found.moved == ()


def test_a_back_test_changes_nothing(aws: Any) -> None:
    assessed()
    number = f.proposed().number
    before = [aws.items(table) for table in ("AssessmentTable", "OutboxTable", "AuditTable")]
    back_tests().try_policy(number, [market.QUARTER])
    after = [aws.items(table) for table in ("AssessmentTable", "OutboxTable", "AuditTable")]
    assert after == before


def test_it_uses_the_frozen_figures_and_not_those_of_today(aws: Any) -> None:
    assessed()
    number = f.proposed(qualified_from="80.00").number
    first = back_tests().try_policy(number, [market.QUARTER])
    market.traded(1, orders=5_000, answers=5_000, answer_points=500_000)
    assert back_tests().try_policy(number, [market.QUARTER]) == first


def test_quarters_that_were_not_assessed_or_come_twice_are_told_each(aws: Any) -> None:
    assessed(2)
    number = f.proposed().number
    wanted = [market.QUARTER, "2026Q1", market.QUARTER]
    with pytest.raises(InvalidInputError) as refused:
        back_tests().try_policy(number, wanted)
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [
        ("/quarters/1", "quarter_not_assessed"),
        ("/quarters/2", "quarter_twice"),
    ]


def test_a_run_that_is_under_way_is_no_assessment(aws: Any) -> None:
    market.market(2)
    runs().open(market.call(market.MANAGER), market.QUARTER, None)
    runs().collect(market.call(SYSTEM_ACTOR), market.QUARTER, 1)
    with pytest.raises(InvalidInputError):
        back_tests().try_policy(0, [market.QUARTER])


def test_a_quarter_that_is_assessed_again_is_tried_on_its_last_completed_run(aws: Any) -> None:
    assessed(2)
    runs().open(market.call(market.MANAGER), market.QUARTER, "数据更正")
    (found,) = back_tests().try_policy(0, [market.QUARTER])
    assert (found.run, found.suppliers) == (1, 2)


def test_more_suppliers_than_one_request_can_score_are_refused_before_any_file_is_read(
    aws: Any,
) -> None:
    assessed(2, suppliers=SUPPLIERS_AT_MOST + 1, folder="assessment/none")
    with pytest.raises(BackTestTooLargeError) as refused:
        back_tests().try_policy(0, [market.QUARTER])
    assert str(SUPPLIERS_AT_MOST) in refused.value.detail("en")
    assert RunRepository().last(market.QUARTER) is not None


def test_there_must_be_such_a_version(aws: Any) -> None:
    with pytest.raises(ScorecardPolicyNotFoundError):
        back_tests().try_policy(7, [market.QUARTER])
