"""The functions of measures and affected orders, each with the sample of what triggers it."""

import copy
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.violations import (
    affected_begin,
    affected_find,
    affected_follow,
    affected_help,
    execute_measure,
    execute_ordered,
)
from teleshop.fund.wiring import service as fund_service
from teleshop.violations.domain.affected import Standing
from teleshop.violations.tables.affected import AffectedRepository
from teleshop.violations.wiring import affected
from tests.factories import after_sales as a
from tests.factories import fund
from tests.factories import placed_orders as p
from tests.factories import violation_help as v
from tests.harness.lambdas import context_of

pytestmark = pytest.mark.clause("3.4.2")
EVENTS = Path(__file__).parents[3] / "events" / "violations"
FUNCTIONS = (
    ("ViolationsAffectedBegin", affected_begin),
    ("ViolationsAffectedFind", affected_find),
    ("ViolationsAffectedFollow", affected_follow),
    ("ViolationsAffectedHelp", affected_help),
    ("ViolationsExecuteMeasure", execute_measure),
    ("ViolationsExecuteOrdered", execute_ordered),
)


def sample(function: ModuleType, **data: Any) -> dict[str, Any]:
    """A recorded trigger; with other ``data``."""
    name = function.__name__.rpartition(".")[2]
    event = copy.deepcopy(json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8")))
    event["detail"]["data"] |= data
    return dict(event)


@pytest.mark.parametrize(("name", "function"), FUNCTIONS)
def test_what_is_not_there_changes_nothing(aws: Any, name: str, function: ModuleType) -> None:
    for _ in range(2):
        function.handler(sample(function), context_of(name))
    assert aws.items("AuditTable") == []
    assert aws.items("OutboxTable") == []


def follow(context: str, type: str, **data: Any) -> None:
    """An event of another context."""
    event = sample(affected_follow)
    event["detail"] |= {"context": context, "type": type, "data": data}
    affected_follow.handler(event, context_of("ViolationsAffectedFollow"))


def claimed() -> str:
    """The seller of an order cannot be named: a claim on the fund is open for the customer."""
    v.ground()
    fund.contributed()
    v.bought(1, seller_disclosed=False)
    v.stored()
    affected().begin(v.call(), v.CASE)
    event = sample(affected_find, case_id=v.CASE)
    for shard in range(4):
        event["detail"]["id"] = f"evt_{shard}"
        event["detail"]["data"] |= {"product": 0, "shard": shard, "after": None}
        affected_find.handler(event, context_of("ViolationsAffectedFind"))
    wanted = sample(affected_help, case_id=v.CASE, order_id=v.order_id(1))
    for _ in range(2):
        affected_help.handler(wanted, context_of("ViolationsAffectedHelp"))
    order = known()
    assert (order.standing, order.why) == (Standing.CLAIMED, "seller_unknown")
    return str(order.help_id)


def known() -> Any:
    """The order as it stands."""
    return AffectedRepository().find(v.CASE, v.order_id(1))


@pytest.mark.clause("6.3.4")
@pytest.mark.usefixtures("aws")
def test_a_claim_is_opened_once_and_its_payment_is_counted() -> None:
    claim_id = claimed()
    shown = fund_service().claims.show(fund.call(fund.FINANCE), claim_id).claim
    assert (shown.customer_id, shown.claimed, shown.by_staff) == ("customer-1", 300_00, True)
    follow("fund", "ClaimDecided", claim_id=claim_id, outcome="approved")
    assert known().standing is Standing.CLAIMED
    follow("fund", "ClaimPaid", claim_id=claim_id)
    follow("fund", "ClaimPaid", claim_id="clm_other")
    assert known().standing is Standing.REFUNDED


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("outcome", sorted(affected_follow.ENDED_CLAIMS))
def test_a_claim_that_ends_without_money_is_counted_as_declined(outcome: str) -> None:
    follow("fund", "ClaimDecided", claim_id=claimed(), outcome=outcome)
    assert (known().standing, known().why) == (Standing.DECLINED, outcome)


@pytest.mark.usefixtures("aws")
def test_where_the_fund_may_not_pay_a_return_is_opened() -> None:
    """The supplier is gone, and known: the fund refuses (R1.20), so the goods go back."""
    a.with_place(v.NOW)
    v.bought(1)
    v.stored()
    affected().begin(v.call(), v.CASE)
    for shard in range(4):
        event = sample(affected_find, case_id=v.CASE, product=0, shard=shard, after=None)
        event["detail"]["id"] = f"evt_{shard}"
        affected_find.handler(event, context_of("ViolationsAffectedFind"))
    order = affected().help_customer(v.call(), v.CASE, v.order_id(1))
    assert order is not None
    assert (order.standing, order.why) == (Standing.OFFERED, "supplier_gone")
    follow("care", "CaseClosed", case_id=order.help_id, resolution="withdrawn")
    assert known().standing is Standing.DECLINED
    follow("orders", "OrderDelivered", order_id=p.ORDER_ID)
    assert known().standing is Standing.DECLINED
