"""What a run costs for each supplier, in calls: measured, not estimated."""

from typing import Any

import pytest

from teleshop.assessment.domain.runs import BATCH
from teleshop.assessment.wiring import runs, scorecards
from tests.factories.assessment import CATEGORIES, ENDED, QUARTER, call, large_market, market
from tests.harness.budget import Cost, measured

pytestmark = pytest.mark.clause("3.3.1")
SUPPLIERS = 2_000
CALLS_PER_SUPPLIER = 3


def cost_of(aws: Any, act: Any) -> Cost:
    with measured(aws) as found:
        act()
    return found[0]


def of_database(cost: Cost) -> int:
    return sum(count for name, count in cost.calls.items() if name.startswith("dynamodb."))


def test_two_thousand_suppliers_cost_at_most_three_calls_of_the_database_each(aws: Any) -> None:
    large_market(aws, SUPPLIERS)
    runs().open_due(call(now=ENDED))
    collecting = cost_of(aws, lambda: runs().collect(call(), QUARTER, 1))
    run = runs().show(QUARTER).run
    assert (run.suppliers, run.batches) == (SUPPLIERS, SUPPLIERS // BATCH)
    # The run, the policy, the change; eight pages of suppliers; sixteen lists of figures.
    assert of_database(collecting) <= 40
    # The batches and their list, the figures, whom to compare with by category and in all.
    assert collecting.calls["s3.PutObject"] == run.batches + 3 + len(CATEGORIES)

    recording = cost_of(aws, lambda: scorecards().record_batch(call(), QUARTER, 1, 1))
    assert recording.calls == {
        "dynamodb.GetItem": 2,
        "dynamodb.BatchGetItem": 2,
        "s3.GetObject": 1,
        "dynamodb.TransactWriteItems": BATCH + 1,
    }
    in_all = of_database(collecting) + run.batches * of_database(recording)
    assert in_all / SUPPLIERS < 1.2 < CALLS_PER_SUPPLIER

    # A step that is repeated after its end costs two reads.
    again = cost_of(aws, lambda: scorecards().record_batch(call(), QUARTER, 1, 1))
    assert again.calls == {"dynamodb.GetItem": 2}


def test_progress_costs_two_queries_however_many_suppliers_there_are(aws: Any) -> None:
    market(120)
    runs().open_due(call(now=ENDED))
    runs().collect(call(), QUARTER, 1)
    for number in (1, 2, 3):
        scorecards().record_batch(call(), QUARTER, 1, number)
    looking = cost_of(aws, lambda: runs().show(QUARTER))
    assert looking.calls == {"dynamodb.Query": 2}
