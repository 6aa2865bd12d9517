"""The review on the platform in one process: the state machine runs, approvals answer it, and what
is decided takes effect (standard 2.2).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.approvals.domain.approval import Approval
from teleshop.approvals.schemas import DecisionBody
from teleshop.approvals.service import Process
from teleshop.approvals.wiring import service as approvals
from teleshop.catalog.domain.product import ProductState
from teleshop.catalog.domain.review import ItemFinding
from teleshop.catalog.domain.revision import ItemState, RevisionState
from teleshop.catalog.errors import ReviewRunningError
from teleshop.catalog.schemas.bodies import ContentChange
from teleshop.catalog.wiring import service
from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import Actor
from teleshop.kernel.clock import end_of_china_day
from tests.factories import reviews as f
from tests.harness import state_machines
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("2.2.5")
MINUTE = timedelta(minutes=1)
TAKING_PART = ("Catalog", "Approvals", "Deadlines", "Outbox")


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in a review, connected."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    machines = [machine for machine in whole.machines if machine.logical_id == "ProductReview"]
    with connected(aws, replace(whole.only(*names), machines=machines)) as made:
        yield made


@pytest.fixture
def where(platform: Platform) -> f.Ground:
    """A supplier and a category, and a reviewer with the qualification."""
    f.qualified(f.REVIEWER, f.OTHER_REVIEWER, f.MANAGER)
    return f.ground()


def now() -> datetime:
    return datetime.now(UTC)


def at(actor: Actor) -> Any:
    """The frame of a call at the clock of the state machine."""
    return replace(f.call(actor), now=now())


def sent(platform: Platform, where: f.Ground, **changes: Any) -> f.Submitted:
    """A product that was sent in, and what follows by itself."""
    product_id = f.drafted(where, **changes)
    service().submissions.submit_product(at(where.seller), product_id)
    platform.settle()
    return f.Submitted(where, product_id)


def sent_again(platform: Platform, product: f.Submitted, round: int) -> f.Submitted:
    service().submissions.submit_product(at(product.ground.seller), product.id)
    platform.settle()
    return replace(product, round=round)


def asked(product: f.Submitted) -> Approval | None:
    process = Process("product_review", f"{product.id}.{product.revision}", product.round)
    return approvals().of_step(process, "product_review")


def check(product: f.Submitted, *failed: str) -> None:
    revision = f.revision_of(product.id, product.revision)
    findings = [
        ItemFinding(
            field=item.field,
            passed=item.field not in failed,
            reason="与包装不符" if item.field in failed else "",
        )
        for item in revision.items
        if item.state is ItemState.OPEN
    ]
    service().check_lists.record(at(f.REVIEWER), product.id, findings)


def decide(
    platform: Platform, product: f.Submitted, choice: str, actor: Actor = f.REVIEWER
) -> None:
    approval = asked(product)
    assert approval is not None
    reasons = {} if choice == "approve" else {"reason": "见清单"}
    body = msgspec.convert({"decision": choice, **reasons}, DecisionBody)
    approvals().decide(at(actor), approval.id, body)
    platform.settle()


def amend(product: f.Submitted, **changes: Any) -> None:
    body = msgspec.convert(changes, ContentChange)
    service().products.amend_content(at(product.ground.seller), product.id, body)


def on_sale(platform: Platform, where: f.Ground) -> f.Submitted:
    """A product that was approved, has a price and is on sale."""
    product = sent(platform, where)
    check(product)
    decide(platform, product, "approve")
    f.priced(product)
    service().standing.judge_product(at(f.REVIEWER), product.id)
    platform.settle()
    assert f.product_of(product.id).state is ProductState.PUBLISHED
    return product


def told(platform: Platform, name: str) -> list[dict[str, Any]]:
    """What events said, each once however often it was delivered."""
    return list({event["id"]: event["data"] for event in platform.events_of_type(name)}.values())


@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_a_product_is_checked_approved_and_on_sale_as_soon_as_it_has_a_price(
    platform: Platform, where: f.Ground, deliver: Any
) -> None:
    platform.deliver = deliver
    product = sent(platform, where)
    approval = asked(product)
    assert approval is not None
    assert (approval.role, approval.qualification) == ("reviewer", "product_review")
    assert approval.allowed == ("reject",)
    check(product)
    decide(platform, product, "approve")
    known, revision = f.product_of(product.id), f.revision_of(product.id)
    assert (known.state, known.live, known.open_revision) == (ProductState.APPROVED, 1, None)
    assert [one.kind for one in known.obstacles] == ["no_price"]
    assert (revision.state, revision.approved_by) == (RevisionState.APPROVED, "rita")
    (approved,) = told(platform, "ProductApproved")
    assert approved["skus"][0]["supply_price"] == 90_00
    assert told(platform, "ProductPublished") == []
    f.priced(product)
    service().standing.judge_product(at(f.REVIEWER), product.id)
    platform.settle()
    assert f.product_of(product.id).state is ProductState.PUBLISHED
    (published,) = told(platform, "ProductPublished")
    assert published["restored"] is False


@pytest.mark.clause("2.1.3")
def test_approval_watches_the_last_days_of_documents_and_their_end_suspends(
    platform: Platform, where: f.Ground
) -> None:
    product = sent(platform, where)
    check(product)
    decide(platform, product, "approve")
    f.priced(product)
    service().standing.judge_product(at(f.REVIEWER), product.id)
    end = end_of_china_day(f.REPORT_ENDS)
    report = f.revision_of(product.id).content.documents[0].document_id
    deadline = deadlines().find(f"catalog:{product.id}:1:{report}")
    assert deadline is not None
    assert deadline.due_at == end
    platform.run_schedules(at=end - timedelta(days=31), function="DeadlinesSweep")
    (warned,) = told(platform, "ProductDocumentExpiring")
    assert (warned["days_left"], warned["type"]) == (30, "test_report")
    platform.run_schedules(at=end - timedelta(minutes=1), function="DeadlinesSweep")
    assert f.product_of(product.id).state is ProductState.PUBLISHED
    platform.run_schedules(at=end, function="DeadlinesSweep")
    assert f.product_of(product.id).state is ProductState.SUSPENDED
    (suspended,) = told(platform, "ProductSuspended")
    assert suspended["reasons"] == ["document_expired"]


@pytest.mark.clause("2.2.4")
def test_a_returned_product_comes_back_and_only_what_failed_or_changed_is_open(
    platform: Platform, where: f.Ground
) -> None:
    product = sent(platform, where)
    check(product, "brand", "origin")
    decide(platform, product, "return_for_change")
    returned = f.revision_of(product.id)
    assert returned.state is RevisionState.RETURNED
    assert returned.returned_reason == "见清单"
    assert f.product_of(product.id).rank is None
    (event,) = told(platform, "ProductReturned")
    assert event["codes"] == ["brand", "origin"]
    amend(product, brand="山海牌", origin="浙江武义", model="SH-30B")
    again = sent_again(platform, product, 2)
    opened = {
        item.field for item in f.revision_of(product.id).items if item.state is ItemState.OPEN
    }
    assert opened == {"brand", "origin", "model"}
    check(again)
    decide(platform, again, "approve")
    assert f.product_of(product.id).state is ProductState.APPROVED
    assert told(platform, "ProductRefused") == []


@pytest.mark.clause("2.2.4")
def test_a_refused_introduction_ends_the_product(platform: Platform, where: f.Ground) -> None:
    product = sent(platform, where)
    decide(platform, product, "reject")
    known = f.product_of(product.id)
    assert (known.state, known.ended_reason) == (ProductState.REFUSED, "见清单")
    assert f.revision_of(product.id).state is RevisionState.REFUSED
    assert len(told(platform, "ProductRefused")) == 1
    assert service().inbox.waiting(at(f.REVIEWER), f_page()).total == 0


@pytest.mark.clause("2.2.4")
def test_a_refused_change_leaves_what_is_on_sale_as_it_is(
    platform: Platform, where: f.Ground
) -> None:
    product = on_sale(platform, where)
    amend(product, origin="广东阳江")
    change = replace(sent_again(platform, product, 1), revision=2)
    assert [item.field for item in f.revision_of(product.id, 2).items] == ["origin"]
    decide(platform, change, "reject")
    known = f.product_of(product.id)
    assert (known.state, known.live, known.open_revision) == (ProductState.PUBLISHED, 1, None)
    assert f.revision_of(product.id, 2).state is RevisionState.REFUSED


def test_a_change_that_was_approved_is_live_while_the_product_stays_on_sale(
    platform: Platform, where: f.Ground
) -> None:
    product = on_sale(platform, where)
    amend(product, origin="广东阳江")
    change = replace(sent_again(platform, product, 1), revision=2)
    assert f.product_of(product.id).state is ProductState.PUBLISHED
    check(change)
    decide(platform, change, "approve")
    known = f.product_of(product.id)
    assert (known.state, known.live) == (ProductState.PUBLISHED, 2)
    assert len(told(platform, "ProductChanged")) == 1
    assert told(platform, "ProductSuspended") == []


@pytest.mark.clause("2.1.1")
def test_the_automatic_check_runs_again_and_returns_what_is_not_admissible_any_more(
    platform: Platform, where: f.Ground
) -> None:
    from tests.factories import categories

    product_id = f.drafted(where)
    service().submissions.submit_product(at(where.seller), product_id)
    categories.changed(where.category_id, "woks", forbidden=True)
    platform.settle()
    product = f.Submitted(where, product_id)
    assert asked(product) is None
    revision = f.revision_of(product_id)
    assert revision.state is RevisionState.RETURNED
    assert "Woks" in revision.returned_reason
    (event,) = told(platform, "ProductReturned")
    assert event["codes"] == ["category_forbidden"]


@pytest.mark.clause("2.1.1")
def test_what_becomes_inadmissible_while_people_look_is_returned_and_not_approved(
    platform: Platform, where: f.Ground
) -> None:
    from tests.factories import categories

    product = sent(platform, where)
    check(product)
    wanted = {"any_of": ["test_report"], "source": "产品质量法"}
    categories.changed(
        where.category_id, "woks", required_documents=[wanted], forbidden_substances=["瓦楞纸"]
    )
    decide(platform, product, "approve")
    revision, known = f.revision_of(product.id), f.product_of(product.id)
    assert (revision.state, known.state, known.live) == (
        RevisionState.RETURNED,
        ProductState.DRAFT,
        None,
    )
    assert "瓦楞纸" in revision.returned_reason
    (event,) = told(platform, "ProductReturned")
    assert event["codes"] == ["forbidden_substance"]


@pytest.mark.clause("2.2.2")
def test_the_end_of_the_shelf_life_takes_the_goods_off_sale(
    platform: Platform, where: f.Ground
) -> None:
    made = now().date() - timedelta(days=1)
    product = sent(platform, where, production_date=made.isoformat(), shelf_life_days=40)
    check(product)
    decide(platform, product, "approve")
    f.priced(product)
    service().standing.judge_product(at(f.REVIEWER), product.id)
    end = end_of_china_day(made + timedelta(days=40))
    deadline = deadlines().find(f"catalog:{product.id}:1:shelf_life")
    assert deadline is not None
    assert deadline.due_at == end
    platform.run_schedules(at=end - MINUTE, function="DeadlinesSweep")
    assert f.product_of(product.id).state is ProductState.PUBLISHED
    platform.run_schedules(at=end, function="DeadlinesSweep")
    assert f.product_of(product.id).state is ProductState.SUSPENDED
    (suspended,) = told(platform, "ProductSuspended")
    assert suspended["reasons"] == ["shelf_life_over"]


@pytest.mark.clause("2.2.1")
def test_a_day_on_air_that_passes_during_the_review_holds_nothing_up(
    platform: Platform, where: f.Ground
) -> None:
    product_id = f.drafted(where, air_on="2026-11-24")
    service().submissions.submit_product(f.call(where.seller), product_id)
    platform.settle()
    assert f.revision_of(product_id).state is RevisionState.IN_REVIEW


def test_a_review_that_nobody_decides_escalates_stalls_and_runs_again_with_what_was_found(
    platform: Platform, where: f.Ground
) -> None:
    product = sent(platform, where)
    check(product)
    first = asked(product)
    assert first is not None
    with pytest.raises(ReviewRunningError):
        service().reviews.restart_review(at(f.MANAGER), product.id)
    platform.run_schedules(at=first.due_at + MINUTE, function="DeadlinesSweep")
    escalated = asked(product)
    assert escalated is not None
    assert escalated.role == "manager"
    platform.run_schedules(at=escalated.due_at + MINUTE, function="DeadlinesSweep")
    stalled = f.revision_of(product.id)
    assert (stalled.state, stalled.stalled) == (RevisionState.IN_REVIEW, True)
    (event,) = told(platform, "ProductReviewStalled")
    assert event["error"] == "timed_out"
    service().reviews.restart_review(at(f.MANAGER), product.id)
    platform.settle()
    again = replace(product, round=2)
    approval = asked(again)
    assert approval is not None
    assert approval.missing == ()
    assert approval.allowed == ("approve", "reject")
    decide(platform, again, "approve")
    assert f.product_of(product.id).live == 1


def test_a_supplier_that_withdraws_the_decision_has_its_draft_back(
    platform: Platform, where: f.Ground
) -> None:
    product = sent(platform, where)
    approval = asked(product)
    assert approval is not None
    approvals().withdraw(at(where.seller), approval.id)
    platform.settle()
    assert f.revision_of(product.id).state is RevisionState.DRAFT
    assert f.product_of(product.id).rank is None


def test_an_answer_that_found_no_task_starts_the_machine_again(
    platform: Platform, where: f.Ground
) -> None:
    product = sent(platform, where)
    check(product)
    assert state_machines.time_out_waiting_tasks() == 1
    platform.settle()
    (stalled,) = told(platform, "ProductReviewStalled")
    assert stalled["error"] == "States.Timeout"
    decide(platform, product, "approve")
    assert len(told(platform, "ApprovalCallbackLost")) == 1
    assert f.product_of(product.id).live == 1


@pytest.mark.clause("2.2.1")
def test_what_is_soon_on_air_is_asked_for_sooner(platform: Platform, where: f.Ground) -> None:
    day = (now() + timedelta(days=2)).date()
    product = sent(platform, where, air_on=day.isoformat())
    approval = asked(product)
    assert approval is not None
    assert approval.limit < timedelta(days=1).total_seconds()
    later = sent(
        platform, where, variants=[{"own_code": "P31", "supply_price": 1, "suggested_price": 2}]
    )
    usual = asked(later)
    assert usual is not None
    assert usual.limit == timedelta(days=3).total_seconds()
    page = service().inbox.waiting(at(f.REVIEWER), f_page())
    assert [one.product.id for one in page.page.items] == [product.id, later.id]
    assert page.total == 2


def f_page() -> Any:
    from teleshop.kernel.paging import PageRequest

    return PageRequest()
