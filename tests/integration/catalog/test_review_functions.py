"""The functions of review and standing, connected as infra/ says: what happens to suppliers,
categories and prices reaches products by itself.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.catalog import (
    apply_outcome,
    check_submission,
    on_deadline_approaching,
    on_deadline_reached,
    on_price_changed,
    on_product_approved,
    on_standing_changed,
    report_failure,
    start_review,
)
from teleshop.catalog.domain.product import ProductState
from teleshop.catalog.errors import ProductNotFoundError, ReviewRunningError
from teleshop.catalog.service.standing import PAGE
from teleshop.catalog.wiring import service, workflow
from teleshop.categories.wiring import service as category_tree
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.wiring import service as pricing
from teleshop.suppliers.schemas import ReasonBody
from teleshop.suppliers.wiring import service as suppliers
from tests.factories import categories
from tests.factories import reviews as f
from tests.harness.aws import Cloud
from tests.harness.lambdas import context_of
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("2.1.5")
EVENTS = Path(__file__).parents[3] / "events" / "catalog"
OTHER = {"variants": [{"own_code": "P31", "supply_price": 1, "suggested_price": 2}]}
REASON = ReasonBody(reason="抽检")
STEPS = (
    ("CatalogCheckSubmission", check_submission),
    ("CatalogApplyOutcome", apply_outcome),
    ("CatalogReportFailure", report_failure),
)
CONSUMERS = (
    ("CatalogOnProductApproved", on_product_approved),
    ("CatalogOnPriceChanged", on_price_changed),
    ("CatalogOnStandingChanged", on_standing_changed),
    ("CatalogOnDeadlineReached", on_deadline_reached),
    ("CatalogOnDeadlineApproaching", on_deadline_approaching),
)


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in the standing of products, connected."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(("CatalogOn", "Outbox"))]
    with connected(aws, replace(whole.only(*names), machines=[])) as made:
        yield made


def sample(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


def name_of(function: ModuleType) -> str:
    return function.__name__.rpartition(".")[2]


def states(ids: list[str]) -> set[ProductState]:
    return {f.product_of(id).state for id in ids}


@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_what_a_supplier_sells_follows_its_standing_page_by_page(
    platform: Platform, deliver: Any
) -> None:
    platform.deliver = deliver
    where = f.ground()
    ids = f.many(where, PAGE + 5, ProductState.PUBLISHED)
    standing = suppliers().standing
    standing.suspend_supplier(f.call(f.MANAGER, f.HOUR), where.supplier_id, REASON)
    platform.settle()
    assert states(ids) == {ProductState.SUSPENDED}
    assert platform.events_of_type("ProductsToJudge")
    standing.restore_supplier(f.call(f.MANAGER, 2 * f.HOUR), where.supplier_id, REASON)
    platform.settle()
    assert states(ids) == {ProductState.PUBLISHED}
    restored = {one["data"]["product_id"] for one in platform.events_of_type("ProductPublished")}
    assert restored == set(ids)
    standing.terminate_supplier(f.call(f.MANAGER, 3 * f.HOUR), where.supplier_id, REASON)
    platform.settle()
    assert states(ids) == {ProductState.SUSPENDED}


@pytest.mark.clause("2.3.1")
def test_the_products_of_a_category_follow_its_retirement(platform: Platform) -> None:
    where = f.ground()
    ids = f.many(where, 3, ProductState.PUBLISHED)
    category_tree().retire(categories.call(), where.category_id)
    platform.settle()
    assert states(ids) == {ProductState.SUSPENDED}


@pytest.mark.clause("4.4.2")
def test_a_product_follows_its_price(platform: Platform) -> None:
    where = f.ground()
    (product_id,) = f.many(where, 1, ProductState.PUBLISHED)
    (sku,) = f.product_of(product_id).skus
    for change, expected in (
        (pricing().prices.suspend, ProductState.SUSPENDED),
        (pricing().prices.reinstate, ProductState.PUBLISHED),
    ):
        tx = Transaction(f.call(after=f.HOUR), "prepare", Subject("price_sheet", sku))
        change(tx, sku, "pvi_1")
        tx.commit(None)
        platform.settle()
        assert states([product_id]) == {expected}


# -- on what is not there --------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "function"), STEPS)
def test_a_step_of_a_product_that_is_not_there_fails_and_is_tried_again(
    aws: Cloud, name: str, function: ModuleType
) -> None:
    with pytest.raises(ProductNotFoundError):
        function.handler(sample(name_of(function)), context_of(name))


@pytest.mark.parametrize(("name", "function"), CONSUMERS)
def test_an_event_of_what_is_not_there_any_more_changes_nothing(
    aws: Cloud, name: str, function: ModuleType
) -> None:
    function.handler(sample(name_of(function)), context_of(name))
    assert aws.items("CatalogTable") == []


def test_a_run_for_a_round_that_is_over_is_not_started(aws: Cloud) -> None:
    made = f.waiting()
    f.check(made)
    f.decided(made)
    event = sample("start_review")
    event["detail"]["type"] = "ProductSubmitted"
    event["detail"]["data"] = {"product_id": made.id, "revision": 1, "round": 1}
    start_review.handler(event, context_of("CatalogStartReview"))
    event["detail"]["type"] = "ApprovalCallbackLost"
    event["detail"]["data"] = {"process_id": f"{made.id}.1", "round": 1}
    start_review.handler(event, context_of("CatalogStartReview"))


def test_a_review_that_cannot_be_started_is_stalled_and_runs_when_it_can(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = f.submitted()
    event = sample("start_review")
    event["detail"]["type"] = "ProductSubmitted"
    event["detail"]["data"] = {"product_id": made.id, "revision": 1, "round": 1}
    told: list[str] = []

    def broken(name: str, run: object) -> None:
        raise ClientError({"Error": {"Code": "StateMachineDoesNotExist"}}, "StartExecution")

    with monkeypatch.context() as down:
        down.setattr(workflow(), "start", broken, raising=False)
        with pytest.raises(ClientError):
            start_review.handler(event, context_of("CatalogStartReview"))
    assert f.revision_of(made.id).stalled
    rows = [json.loads(row["envelope"]) for row in aws.items("OutboxTable")]
    stalled = [row["data"]["error"] for row in rows if row["type"] == "ProductReviewStalled"]
    assert stalled == ["not_started"]
    with monkeypatch.context() as up:
        up.setattr(workflow(), "start", lambda name, run: told.append(name), raising=False)
        start_review.handler(event, context_of("CatalogStartReview"))
    assert told == [f"{made.id}-1-1"]
    assert not f.revision_of(made.id).stalled


def test_a_review_that_never_began_can_be_restarted_after_an_hour(aws: Cloud) -> None:
    made = f.submitted()
    reviews = service().reviews
    with pytest.raises(ReviewRunningError):
        reviews.restart_review(f.call(f.MANAGER, 2 * f.HOUR - f.HOUR / 60), made.id)
    again = reviews.restart_review(f.call(f.MANAGER, 2 * f.HOUR), made.id)
    assert (again.round, again.stalled) == (2, False)
    begun = f.waiting(f.Ground(made.ground.supplier_id, made.ground.category_id), **OTHER)
    with pytest.raises(ReviewRunningError):
        reviews.restart_review(f.call(f.MANAGER, 30 * f.HOUR), begun.id)


def test_a_step_that_is_repeated_answers_the_same(aws: Cloud) -> None:
    f.qualified()
    made = f.submitted()
    event = sample("check_submission") | {"product_id": made.id, "revision": 1, "round": 1}
    context = context_of("CatalogCheckSubmission")
    first = check_submission.handler(event, context)
    assert first == check_submission.handler(event, context)
    assert first == {"next": "continue", "allowed": ["reject"], "fulfilled": []}
    assert service().standing.judge_product(f.call(), made.id) is None


@pytest.mark.clause("2.2.4")
def test_a_take_down_is_told_to_everybody_concerned(platform: Platform) -> None:
    where = f.ground()
    (product_id,) = f.many(where, 1, ProductState.PUBLISHED)
    service().standing.take_down(f.call(f.COMPLIANCE, f.HOUR), product_id, "假冒商品")
    platform.settle()
    (told,) = platform.events_of_type("ProductWithdrawn")
    assert told["data"] == {
        "product_id": product_id,
        "supplier_id": where.supplier_id,
        "by_platform": True,
    }
