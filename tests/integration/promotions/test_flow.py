"""Promotions on the platform in one process: the state machine runs, clocks tell, people hear."""

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
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import sortable
from teleshop.kernel.errors import Refusal
from teleshop.pricing.wiring import service as pricing_service
from teleshop.promotions.domain.promotion import Promotion, State
from teleshop.promotions.service import Reviews
from teleshop.promotions.wiring import service
from tests.factories import pricing
from tests.factories import promotions as f
from tests.factories.pricing import DAY, SKU
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

TAKING_PART = (
    "Promotions",
    "PricingOnDeadlineReached",
    "Approvals",
    "Deadlines",
    "Outbox",
    "Notifications",
)


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in a promotion, connected."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    machines = [machine for machine in whole.machines if machine.logical_id == "PromotionReview"]
    with connected(aws, replace(whole.only(*names), machines=machines)) as made:
        yield made


def asked(platform: Platform, **changes: Any) -> Promotion:
    """A promotion from tomorrow on, submitted now; decisions are taken at the time of the clock."""
    now = datetime.now(UTC).replace(microsecond=0)
    pricing.stored(pricing.sheet())
    wanted = {"starts_at": sortable(now + DAY), "ends_at": sortable(now + 3 * DAY), **changes}
    made = f.submitted(now, **wanted)
    platform.settle()
    return made


def waiting(promotion: Promotion, step: str) -> Approval | None:
    return approvals().of_step(Process("promotion", promotion.id, promotion.round), step)


def decide(
    platform: Platform, promotion: Promotion, step: str, by: Actor, decision: str = "approve"
) -> None:
    approval = waiting(promotion, step)
    assert approval is not None
    frame = Call(by, datetime.now(UTC), "request", "correlation")
    reasons = {} if decision == "approve" else {"reason": "请补充", "reason_code": "thin"}
    body = msgspec.convert({"decision": decision, **reasons}, DecisionBody)
    approvals().decide(frame, approval.id, body)
    platform.settle()


def state_of(promotion: Promotion) -> State:
    return f.stored(promotion.id).state


@pytest.mark.clause("4.3.4")
def test_a_promotion_is_approved_by_another_person_begins_and_ends_by_itself(
    platform: Platform,
) -> None:
    made = asked(platform)
    both = Actor(f.MERCHANDISER.subject, frozenset({Role.MERCHANDISER, Role.MANAGER}))
    with pytest.raises(Refusal):
        decide(platform, made, "pricing", both)
    decide(platform, made, "pricing", f.MANAGER)
    assert waiting(made, "finance") is None
    assert state_of(made) is State.APPROVED
    starts, ends = made.content.starts_at, made.content.ends_at
    platform.run_schedules(at=starts - timedelta(minutes=1), function="DeadlinesSweep")
    assert platform.events_of_type("PromotionStarted") == []
    platform.run_schedules(at=starts, function="DeadlinesSweep")
    assert state_of(made) is State.RUNNING
    platform.run_schedules(at=ends, function="DeadlinesSweep")
    (ended,) = platform.events_of_type("PromotionEnded")
    assert ended["data"]["reverted"] is True
    assert state_of(made) is State.ENDED
    platform.run_schedules(at=ends + timedelta(minutes=1), function="DeadlinesSweep")
    assert len(platform.events_of_type("PromotionEnded")) == 1
    assert pricing_service().prices.sheets([SKU])[SKU].terms == ()


@pytest.mark.clause("4.2.3")
@pytest.mark.parametrize("deliver", ["twice", "reversed"])
def test_below_cost_three_departments_approve(platform: Platform, deliver: Any) -> None:
    platform.deliver = deliver
    made = asked(platform, items=[f.item(100_00)])
    decide(platform, made, "pricing", f.MANAGER)
    decide(platform, made, "finance", pricing.FINANCE)
    assert state_of(made) is State.IN_REVIEW
    decide(platform, made, "legal", pricing.LEGAL)
    assert state_of(made) is State.APPROVED
    told = platform.events_of_type("PromotionDecided")
    assert len({event["id"] for event in told}) == 1


def test_a_return_ends_the_run_and_the_next_round_runs_anew(platform: Platform) -> None:
    made = asked(platform)
    decide(platform, made, "pricing", f.MANAGER, "return_for_change")
    assert (state_of(made), f.stored(made.id).reason_code) == (State.RETURNED, "thin")
    frame = Call(f.MERCHANDISER, datetime.now(UTC), "request", "correlation")
    again = service().plans.submit(frame, made.id)
    platform.settle()
    decide(platform, again, "pricing", f.MANAGER, "reject")
    assert state_of(made) is State.REFUSED


def test_a_withdrawal_ends_what_waits_for_a_decision(platform: Platform) -> None:
    made = asked(platform)
    frame = Call(f.MERCHANDISER, datetime.now(UTC), "request", "correlation")
    service().plans.withdraw(frame, made.id)
    platform.settle()
    approval = waiting(made, "pricing")
    assert approval is not None
    assert approval.state == "withdrawn"
    assert state_of(made) is State.WITHDRAWN


def test_a_review_that_nobody_decides_stops_and_runs_again(platform: Platform) -> None:
    made = asked(platform)
    now = datetime.now(UTC)
    platform.run_schedules(at=now + 3 * DAY, function="DeadlinesSweep")
    assert f.stored(made.id).stalled
    assert platform.events_of_type("PromotionReviewStalled")[0]["data"]["error"] == "timed_out"
    again = service().reviews.restart_review(Call(f.MANAGER, now, "request", "c"), made.id)
    platform.settle()
    decide(platform, again, "pricing", f.MANAGER)
    assert state_of(made) is State.APPROVED


def test_a_failing_step_shows_that_the_review_stopped(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asked(platform)

    def fail(*_: Any) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(Reviews, "apply_outcome", fail)
    decide(platform, made, "pricing", f.MANAGER)
    assert f.stored(made.id).stalled
    (told,) = platform.events_of_type("PromotionReviewStalled")
    assert told["data"]["error"] == "ValueError"


@pytest.mark.clause("4.3.3")
def test_a_comparison_that_fell_until_the_start_is_lowered_and_told(platform: Platform) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    pricing.sold("TS-1", 189_00, now - DAY)
    made = asked(platform, items=[f.item(shown=189_00)])
    decide(platform, made, "pricing", f.MANAGER)
    pricing.sold("TS-2", 169_00, now)
    platform.run_schedules(at=made.content.starts_at, function="DeadlinesSweep")
    assert [each.amount for each in f.stored(made.id).comparisons] == [169_00]
    (fell,) = platform.events_of_type("PromotionComparisonFell")
    assert fell["data"]["requester"] == f.MERCHANDISER.subject


@pytest.mark.clause("4.4.2")
def test_a_stop_is_told_to_those_who_work_with_prices(platform: Platform) -> None:
    made = asked(platform)
    decide(platform, made, "pricing", f.MANAGER)
    f.stopped(f.stored(made.id), datetime.now(UTC))
    platform.settle()
    (stopped,) = platform.events_of_type("PromotionStopped")
    assert stopped["data"]["begun"] is False


@pytest.mark.clause("4.3.2")
def test_a_marked_price_that_falls_while_it_runs_stops_it(platform: Platform) -> None:
    made = asked(platform)
    decide(platform, made, "pricing", f.MANAGER)
    now = datetime.now(UTC).replace(microsecond=0)
    falls = made.content.starts_at + timedelta(hours=1)
    # Asked for and approved after the promotion: its checks could not know of it.
    platform.run_schedules(at=made.content.starts_at, function="DeadlinesSweep")
    frame = Call(f.MERCHANDISER, now, "request", "correlation")
    wanted = {
        "amount": 149_00,
        "effective_from": sortable(falls),
        "evaluation": {"direction": "cut", "size": 2513, "reason": "与促销一致"},
    }
    seen = [dict(entry) for entry in RESEARCH]
    for entry in seen:
        entry["observed_on"] = (now - DAY).date().isoformat()
    change = pricing_service().changes.request_change(frame, pricing.body(**wanted, research=seen))
    pricing.decided(change.id, after=now - pricing.NOW)
    platform.run_schedules(at=falls, function="DeadlinesSweep")
    after = f.stored(made.id)
    assert (after.state, after.end_reason) == (State.STOPPED, "not_below_price")
    (stopped,) = platform.events_of_type("PromotionStopped")
    assert stopped["data"]["fallen"] == [SKU]


RESEARCH = (
    {"competitor": "快乐购", "price": 150_00, "link": "https://shop.example/pan"},
    {"competitor": "东方购物", "price": 151_00, "link": "https://tv.example/pan"},
)
