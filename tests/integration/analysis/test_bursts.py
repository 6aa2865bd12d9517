"""Bursts of complaints on the table, and the whole flow as the template connects it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.analysis.domain import ClocksBy
from teleshop.analysis.errors import BurstNotFoundError
from teleshop.analysis.service import Scope
from teleshop.analysis.wiring import bursts, counting, figures
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.events import EventData
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from tests.factories.analysis import (
    DAY,
    DEFECT,
    HOUR,
    MINUTE,
    NOW,
    SUPPLIER_ID,
    WEEK,
    breached,
    classified,
    closed,
    complaint,
    deliver,
    ended,
    event,
    facts,
    opened,
    seen,
    system,
)
from tests.harness.aws import Cloud
from tests.harness.platform import Deliver, Platform, connected
from tests.harness.wiring import wiring

PAGE = PageRequest()
MANAGER = Actor("mia", frozenset({Role.MANAGER}))
MONDAY = datetime(2026, 11, 29, 16, 30, tzinfo=UTC)
TAKING_PART = (
    "OutboxPublish",
    "AnalysisCountCases",
    "AnalysisMeasureClocks",
    "AnalysisFindBursts",
    "AnalysisCountOrders",
    "AnalysisJudgeCauses",
    "NotificationsOnEvent",
)


def note(number: int, minutes: int = 0, **about: str) -> None:
    at = NOW + minutes * MINUTE
    call = system(at)
    run(call, lambda: bursts().note_complaint(call, complaint(number, at, **about)))


@pytest.mark.clause("6.1.4")
def test_five_complaints_about_a_product_are_told_once_and_more_are_attached(aws: Any) -> None:
    for number in range(5):
        note(number, 7 * number)
    (burst,) = bursts().list_bursts(PAGE).items
    assert (burst.scope, burst.scope_id, burst.count) == (Scope.PRODUCT, "P-100", 5)
    assert (burst.started_at, burst.ended_at(NOW + 58 * MINUTE)) == (
        NOW,
        NOW + 58 * MINUTE,
    )
    assert burst.ended_at(NOW + 57 * MINUTE) is None
    assert len(aws.items("OutboxTable")) == 1
    note(6, 50)
    assert bursts().get_burst(burst.id).count == 6
    assert len(aws.items("OutboxTable")) == 1
    with pytest.raises(BurstNotFoundError):
        bursts().get_burst("bst_0")


@pytest.mark.clause("6.1.4")
def test_complaints_at_the_same_moment_are_all_counted(aws: Any) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(note, range(8)))
    (burst,) = bursts().list_bursts(PAGE).items
    assert burst.count == len(burst.case_ids) == 8


@pytest.mark.clause("6.1.4")
def test_a_burst_of_more_than_a_hundred_names_the_first_and_counts_all(aws: Any) -> None:
    for number in range(103):
        note(number, number // 10, supplier=SUPPLIER_ID)
    (state,) = scope_states(aws)
    assert len(str(state)) < 10_000
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: note(number, 10, supplier=SUPPLIER_ID), range(103, 111)))
    assert scope_states(aws) == [state]
    note(111, 12, supplier=SUPPLIER_ID)
    (burst,) = bursts().list_bursts(PAGE).items
    assert (burst.count, len(burst.case_ids)) == (112, 100)
    assert burst.last_at == NOW + 12 * MINUTE


def scope_states(aws: Cloud) -> list[dict[str, Any]]:
    return [item for item in aws.items("AnalysisTable") if item["sk"] == "state"]


@pytest.mark.clause("6.1.4")
def test_what_is_about_nothing_is_no_part_of_any(aws: Any) -> None:
    told = opened(product_id=None, supplier_id=None)
    deliver("find_bursts", event(told))
    assert aws.items("AnalysisTable") == []


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in it, connected."""
    with connected(aws, wiring().only(*TAKING_PART)) as made:
        yield made


def publish(*told: EventData, at: datetime = NOW) -> None:
    """What the care context tells."""
    tx = Transaction(system(at), "tell", Subject("case", "1"))
    for data in told:
        tx.publish(data)
    tx.commit(None)


def told_once(platform: Platform, name: str) -> list[dict[str, Any]]:
    """The different events of a type, however often they were delivered."""
    return list({told["id"]: told for told in platform.events_of_type(name)}.values())


@pytest.mark.clause("6.1.4", "6.1.3")
@pytest.mark.parametrize("deliver_as", ["twice", "reversed"])
def test_from_complaints_to_figures_a_burst_and_a_cause_out_of_control(
    aws: Cloud, platform: Platform, deliver_as: Deliver
) -> None:
    platform.deliver = deliver_as
    for week in range(1, 11):
        at = NOW - week * 7 * DAY
        counting().count_case(system(at), seen(900 + week, at, cause="price.coupon"))
    for number in range(5):
        at = NOW + number * MINUTE
        publish(opened(number, at), at=at)
        publish(classified(number, suggested=DEFECT), at=at + HOUR)
        publish(breached(number), ended(number, left=-5), at=at + 2 * HOUR)
        publish(closed(number, left=-5, cause=DEFECT), at=at + 3 * HOUR)
    platform.settle()
    platform.run_schedules(at=MONDAY, function="AnalysisJudgeCauses")
    platform.settle()
    found = figures().pareto(WEEK, "complaint", 0)
    assert [(line.value, line.count) for line in found.lines] == [(DEFECT, 5)]
    assert figures().agreement(WEEK, WEEK).overall.rate == 1.0
    (line,) = figures().clock_metrics(MANAGER, WEEK, WEEK, ClocksBy.CAUSE)
    assert (line.value, line.metrics.missed, line.metrics.over) == (DEFECT, 5, 25)
    (burst,) = told_once(platform, "ComplaintBurst")
    assert burst["data"]["count"] == 5
    assert sorted(burst["data"]["case_ids"]) == [facts(number)["case_id"] for number in range(5)]
    (signal,) = told_once(platform, "CauseOutOfControl")
    assert signal["data"] == {
        "cause": DEFECT,
        "cause_zh": "到货即有瑕疵",
        "cause_en": "defect on arrival",
        "week": WEEK,
        "count": 5,
        "centre": 0.0,
        "limit": 2,
        "rule": "above_limit",
        "chart": "c",
        "orders": 0,
        "run": 1,
    }
    told = [
        (item["event_type"], item["recipient_id"])
        for item in aws.items("NotificationsTable")
        if item["sk"] == "notification"
    ]
    for name in ("CauseOutOfControl", "ComplaintBurst"):
        assert sorted(told).count((name, "lead")) == told.count((name, "manager")) == 1
