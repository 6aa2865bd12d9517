"""The functions of this context, each with the sample of what triggers it."""

import copy
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.fund import (
    apply_outcome,
    on_deadline_reached,
    on_money_freed,
    report_failure,
    start_review,
    statement,
)
from teleshop.fund.errors import ClaimNotFoundError
from teleshop.fund.wiring import service
from tests.factories import fund as f
from tests.harness.lambdas import context_of

pytestmark = pytest.mark.clause("6.3.4")
EVENTS = Path(__file__).parents[3] / "events" / "fund"
STEPS = (("FundApplyOutcome", apply_outcome), ("FundReportFailure", report_failure))


def sample(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


@pytest.mark.parametrize(("name", "function"), STEPS)
def test_a_step_of_a_claim_that_is_not_there_fails_and_is_tried_again(
    aws: Any, name: str, function: ModuleType
) -> None:
    with pytest.raises(ClaimNotFoundError):
        function.handler(sample(function.__name__.rpartition(".")[2]), context_of(name))


def test_a_run_of_a_claim_that_has_moved_on_is_not_started(aws: Any) -> None:
    claim_id = f.decided(f.in_review())
    event = sample("start_review")
    event["detail"]["data"] = {"claim_id": claim_id, "round": 1, "waited": False}
    start_review.handler(event, context_of("FundStartReview"))


def test_money_serves_the_claim_that_waits_and_once_per_event(aws: Any) -> None:
    f.ordered()
    first = f.opened().claim.id
    f.opened(lines=[3], after=f.DAY)
    f.contributed(2 * f.FRAUD)
    for _ in range(2):
        on_money_freed.handler(sample("on_money_freed"), context_of("FundOnMoneyFreed"))
    assert service().claims.show(f.call(f.AGENT), first).claim.state == "in_review"
    assert service().payments.figure(f.call()).waiting_claims == 1


def test_money_that_nobody_waits_for_changes_nothing(aws: Any) -> None:
    on_money_freed.handler(sample("on_money_freed"), context_of("FundOnMoneyFreed"))
    assert aws.items("AuditTable") == []


def test_a_clock_of_a_claim_that_is_gone_or_moved_on_tells_nothing(aws: Any) -> None:
    event = sample("on_deadline_reached")
    on_deadline_reached.handler(event, context_of("FundOnDeadlineReached"))
    assert aws.items("OutboxTable") == []
    claim_id = f.approved()
    told = len(aws.items("OutboxTable"))
    event = copy.deepcopy(event)
    event["detail"]["id"] = "another"
    event["detail"]["data"] |= {"owner_id": claim_id, "kind": "decision"}
    on_deadline_reached.handler(event, context_of("FundOnDeadlineReached"))
    assert len(aws.items("OutboxTable")) == told


def test_the_statement_of_an_empty_fund_is_made_for_the_month_before(aws: Any) -> None:
    event = sample("statement") | {"time": "2026-11-30T16:00:00Z"}
    statement.handler(event, context_of("FundStatement"))
    statement.handler(event, context_of("FundStatement"))
    shown = service().statements.show(f.call(f.FINANCE), "2026-11")
    assert (shown.state, shown.movements, shown.balanced) == ("ready", 0, True)
    (told,) = aws.items("OutboxTable")
    assert told["type"] == "FundStatementMade"
