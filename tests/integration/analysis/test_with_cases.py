"""What real cases tell is what analysis counts: from a customer's words to the figures."""

from collections.abc import Iterator
from typing import Any

import pytest

from teleshop.analysis.domain import By, ClocksBy
from teleshop.analysis.wiring import figures
from teleshop.care.schemas.bodies import ClassificationBody, ClosureBody
from teleshop.care.wiring import service
from tests.factories.analysis import HOUR, NOW, WEEK
from tests.factories.orders import order, report
from tests.factories.service_cases import LEAD, MANAGER, answered, at, complaint
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

TAKING_PART = (
    "OutboxPublish",
    "DeadlinesSweep",
    "CareOnDeadlineReached",
    "AnalysisCountCases",
    "AnalysisMeasureClocks",
    "AnalysisFindBursts",
)
TEXT = "锅底有划痕，还掉漆，一看就是次品"


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in it, connected."""
    with connected(aws, wiring().only(*TAKING_PART)) as made:
        yield made


@pytest.mark.clause("6.1.4", "2.4.5", "6.1.3")
def test_a_complaint_is_in_the_figures_with_its_cause_and_its_clocks(platform: Platform) -> None:
    report()
    line = order().lines[0]
    about: dict[str, Any] = {"order_id": order().id, "product_id": line.product_id}
    found = [complaint(text=TEXT, **about).case.id for _ in range(5)]
    platform.settle()
    (burst,) = platform.events_of_type("ComplaintBurst")[:1]
    assert burst["data"]["case_ids"] == found
    platform.run_schedules(at=NOW + 2 * HOUR, function="DeadlinesSweep")
    platform.settle()
    late = NOW + 3 * HOUR
    for id in found[:2]:
        answered(id, LEAD, late)
        body = ClassificationBody(cause="quality.defect_on_arrival")
        service().handling.classify_case(at(LEAD, late), id, body)
        service().handling.close_case(at(LEAD, late), id, ClosureBody(resolution="refunded"))
    platform.settle()
    causes = figures().statistics(MANAGER, WEEK, By.CAUSE, trend=0, limit=9)
    assert {one.value: one.count for one in causes.lines} == {
        "quality.defect_on_arrival": 2,
        "unclassified": 3,
    }
    categories = figures().statistics(MANAGER, WEEK, By.CATEGORY, trend=0, limit=9)
    assert [(one.value, one.count) for one in categories.lines] == [(line.goods_kind.value, 5)]
    assert figures().agreement(WEEK, WEEK).overall.rate == 1.0
    clocks = {
        (one.value, one.clock): (one.metrics.met, one.metrics.missed)
        for one in figures().clock_metrics(MANAGER, WEEK, WEEK, ClocksBy.CAUSE)
    }
    assert clocks["quality.defect_on_arrival", "respond"] == (0, 2)
    assert clocks["quality.defect_on_arrival", "answer"] == (2, 0)
    assert clocks["unclassified", "respond"] == (0, 3)
