"""After-sales with everything connected: who gets it, what is told, and clocks that run out."""

from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.care.domain.after_sales.decision import Remedy
from teleshop.care.domain.after_sales.records import Stage
from teleshop.care.schemas.after_sales import InspectedForm
from teleshop.care.wiring import after_sales
from tests.factories import roster
from tests.factories.after_sales import (
    CUSTOMER,
    DAY,
    LEAD,
    NOW,
    PARCEL,
    calling,
    faulty,
    inspected,
    not_intact,
    received,
    refunded,
    repair,
    replaced,
    requested,
    sold,
    sold_durable,
    with_place,
)


def told(platform: Any, kind: str) -> list[dict[str, Any]]:
    """What was told of a kind, oldest first."""
    return [event["data"] for event in platform.events_of_type(kind)]


def sweep(platform: Any, at: datetime) -> set[tuple[str, str]]:
    """One minute of the platform; answers which clocks have run out, and who is late."""
    platform.run_schedules(at=at, function="DeadlinesSweep")
    platform.settle()
    return {(data["clock"], data["late_party"]) for data in told(platform, "ClockBreached")}


@pytest.mark.clause("2.4.3", "6.3.1")
def test_a_refund_that_is_not_paid_runs_out_after_seven_days_and_is_deliberate_after_fifteen(
    platform: Any,
) -> None:
    roster.on_shift("agnes")
    sold()
    with_place()
    id = requested(2).request.case_id
    platform.settle()
    (assigned,) = told(platform, "CaseAssigned")
    assert (assigned["case_id"], assigned["assignee"]) == (id, "agnes")
    received(id, now=NOW + 2 * DAY)
    inspected(id, InspectedForm(line=2, received=1))
    platform.settle()
    (inspection,) = told(platform, "GoodsInspected")
    assert (inspection["refund_due"], inspection["refused"]) == (4_000, [])

    # Received on 2026-11-25 in China: the refund's last day is 12-02.
    due = datetime(2026, 12, 2, 16, tzinfo=UTC)
    (came,) = told(platform, "GoodsReceived")
    assert came["refund_due_at"] == "2026-12-02T16:00:00Z"
    assert sweep(platform, datetime(2026, 12, 2, 15, 59, tzinfo=UTC)) == set()
    assert sweep(platform, due) == {("refund", "platform")}
    line = datetime(2026, 12, 10, 16, tzinfo=UTC)
    assert ("refund_line", "platform") in sweep(platform, line)
    staff = after_sales().requests.show_after_sales(calling(LEAD, line), id)
    assert staff.delays == {"not_refunded": line}

    done = refunded(id, 4_000, now=line)
    platform.settle()
    assert done.request.stage is Stage.SETTLED
    (closed,) = told(platform, "CaseClosed")
    ends = {clock["clock"]: clock for clock in closed["clocks"]}
    assert ends["refund"]["breached"]
    assert ends["refund"]["minutes_left"] == -8 * 24 * 60
    assert not ends["inspection"]["breached"]
    (paid,) = told(platform, "RefundPaid")
    assert (paid["amount"], paid["customer_id"]) == (4_000, CUSTOMER.subject)


@pytest.mark.clause("2.4.2", "6.3.3")
def test_every_end_of_a_request_is_told_without_anything_personal(platform: Any) -> None:
    roster.on_shift("agnes")
    sold()
    with_place()
    id = not_intact().request.case_id
    after_sales().goods.send_goods_back(calling(now=NOW + 3 * DAY), id, PARCEL)
    refunded(id, 14_000, now=NOW + 3 * DAY)
    platform.settle()
    (back,) = told(platform, "GoodsSentBack")
    assert [piece["line"] for piece in back["lines"]] == [2]

    sold_durable(id="TS20261120-0002")
    exchange = faulty(Remedy.EXCHANGE, order_id="TS20261120-0002").request.case_id
    received(exchange)
    inspected(exchange, InspectedForm(line=1, received=1, fault=True))
    replaced(exchange, now=NOW + 3 * DAY)
    platform.settle()
    (sent,) = told(platform, "ReplacementSent")
    assert (sent["case_kind"], sent["after_repairs"]) == ("exchange", 0)

    mended = faulty(Remedy.REPAIR, order_id="TS20261120-0002", now=NOW + 4 * DAY)
    repair(mended.request.case_id, now=NOW + 5 * DAY, repaired=True)
    platform.settle()
    (repaired,) = told(platform, "RepairFinished")
    assert (repaired["repaired"], repaired["number"]) == (True, 1)

    requested(1, now=NOW + 30 * DAY, order_id="TS20261120-0002")
    platform.settle()
    decisions = [data["outcome"] for data in told(platform, "AfterSalesDecided")]
    assert decisions == ["approved", "approved", "approved", "refused"]
    late = told(platform, "AfterSalesDecided")[-1]
    assert late["by_rules"]
    assert late["reasons"] == ["window_over"]
    # A request that is refused at once needs nobody.
    assert late["case_id"] not in {data["case_id"] for data in told(platform, "CaseAssigned")}
    for kind in ("AfterSalesRequested", "GoodsReceived", "GoodsInspected", "RefundPaid"):
        for data in told(platform, kind):
            assert "不想要了" not in str(data)
            assert "王仓管" not in str(data)


@pytest.mark.clause("2.4.3")
def test_goods_that_are_not_sent_are_asked_for_and_the_customer_is_the_late_party(
    platform: Any,
) -> None:
    sold()
    with_place()
    requested(2)
    late = sweep(platform, NOW + 7 * DAY) - {("assign", "platform")}
    assert late == {("return_parcel", "customer")}
