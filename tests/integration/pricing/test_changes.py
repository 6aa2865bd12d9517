"""Price changes: what a request must bring, who approves, when a price holds."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.clock import sortable
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.change import ChangeState, PriceChange
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.errors import (
    ChangeNotFoundError,
    ChangeNotStalledError,
    ChangeNotWithdrawableError,
    ChangeRestedOnError,
    NotRequesterError,
    PriceInForceError,
    SkuNotFoundError,
)
from teleshop.pricing.tables import SheetRow
from teleshop.pricing.wiring import service
from tests.factories import pricing as f

pytestmark = pytest.mark.clause("4.2.3")
MINUTE = timedelta(minutes=1)
TV = Channel.TV


def now_stored(change_id: str) -> PriceChange:
    return service().changes.show(change_id)


def price(at: timedelta, channel: Channel = TV) -> int | None:
    return service().prices.sheets([f.SKU])[f.SKU].price_at(f.NOW + at, channel)


def events(aws: Any) -> list[str]:
    return sorted(item["type"] for item in aws.items("OutboxTable"))


def due(change_id: str, after: timedelta) -> PriceChange | None:
    clock = f"pricing:{change_id}:effect"
    return service().reviews.price_due(f.call(after=after), change_id, clock)


def history(since: timedelta = -90 * f.DAY, until: timedelta = 90 * f.DAY) -> list[Any]:
    return service().prices.history(f.SKU, TV, f.NOW + since, f.NOW + until)


@pytest.mark.clause("4.2.1", "4.2.2")
def test_a_request_keeps_the_facts_that_were_computed(aws: Any) -> None:
    f.stored(f.sheet(), f.sheet("sku_peer", entries=f.everywhere(150_00)))
    f.sold("A1", 180_00, f.NOW - 2 * f.DAY)
    made = f.requested()
    facts = now_stored(made.id).facts
    (known,) = facts.channels
    assert (known.current, known.change, known.size) == (199_00, -9_95, 500)
    assert (known.low_30, known.high_90, known.lowest_deal_7) == (199_00, 199_00, 180_00)
    assert (facts.margin, facts.margin_rate) == (69_05, 3652)
    assert (facts.peers.count, facts.peers.middle) == (1, 150_00)
    assert made.steps == ("pricing",)


@pytest.mark.clause("4.2.1", "4.2.2", "4.2.4")
def test_every_fault_of_a_request_comes_at_once(aws: Any) -> None:
    f.stored(f.sheet())
    research = [
        {"competitor": "快乐购", "price": 1, "observed_on": "2026-11-24"},
        {"competitor": " 快 乐购", "price": 1, "observed_on": "2026-10-23", "link": "http://a.cn"},
    ]
    with pytest.raises(InvalidInputError) as refused:
        f.requested(
            research=research,
            evaluation={"direction": "raise", "size": 600, "reason": "涨"},
            effective_from="2026-11-23T03:59:59Z",
        )
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [
        ("/research", "research_too_little"),
        ("/research/0", "research_proof_missing"),
        ("/research/0/observed_on", "observed_in_future"),
        ("/research/1/observed_on", "observed_too_old"),
        ("/evaluation/direction", "direction_differs"),
        ("/evaluation/size", "size_differs"),
        ("/effective_from", "effective_in_past"),
    ]


@pytest.mark.clause("4.2.2")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": 199_00}, "price_is_the_same"),
        ({"effective_from": "2027-06-01T00:00:00Z"}, "effective_too_far"),
    ],
)
def test_a_request_that_changes_nothing_or_is_for_a_far_day_is_refused(
    aws: Any, changes: dict[str, Any], code: str
) -> None:
    f.stored(f.sheet())
    with pytest.raises(InvalidInputError) as refused:
        f.requested(**changes)
    assert [fault.code for fault in refused.value.errors] == [code]


def test_an_article_without_approved_product_has_no_price(aws: Any) -> None:
    with pytest.raises(SkuNotFoundError):
        f.requested()
    f.stored(f.sheet(left=True))
    with pytest.raises(SkuNotFoundError):
        f.requested()


@pytest.mark.clause("4.2.4")
def test_an_approved_price_holds_from_its_instant_however_late_the_sweep_is(aws: Any) -> None:
    change_id = f.scheduled()
    moment = f.WEEK
    assert now_stored(change_id).state is ChangeState.SCHEDULED
    assert price(moment - MINUTE / 60) == 199_00
    assert price(moment) == 189_05
    assert price(moment, Channel.WEB) == 199_00
    # The history of an instant is the same before and after the row is written.
    before = [(row.amount, row.effective_from) for row in history()]
    assert due(change_id, moment + 5 * MINUTE) is not None
    assert [(row.amount, row.effective_from) for row in history()] == before
    assert before == [(199_00, f.NOW - 100 * f.DAY), (189_05, f.NOW + f.WEEK)]
    last = history()[-1]
    assert last.recorded_at == f.NOW + moment + 5 * MINUTE
    assert last.effective_from == f.NOW + f.WEEK
    assert last.previous == 199_00
    assert now_stored(change_id).state is ChangeState.IN_FORCE
    assert due(change_id, moment + 6 * MINUTE) is None
    assert events(aws) == [
        "PriceChangeDecided",
        "PriceChangeRequested",
        "PriceScheduled",
        "PriceTookEffect",
    ]


@pytest.mark.clause("4.2.4")
def test_a_price_approved_late_holds_from_its_approval(aws: Any) -> None:
    f.stored(f.sheet())
    change_id = f.decided(f.requested().id, after=f.WEEK + MINUTE)
    made = now_stored(change_id)
    assert (made.state, made.late) == (ChangeState.IN_FORCE, True)
    assert made.applied_from == f.NOW + f.WEEK + MINUTE
    assert price(f.WEEK + MINUTE) == 189_05
    assert [(row.amount, row.effective_from - f.NOW) for row in history()] == [
        (199_00, -100 * f.DAY),
        (189_05, f.WEEK + MINUTE),
    ]
    assert "PriceTookEffect" in events(aws)
    assert aws.items("DeadlinesTable") == []


@pytest.mark.clause("4.2.1")
def test_research_may_not_grow_old_before_a_late_approval(aws: Any) -> None:
    f.stored(f.sheet())
    change_id = f.requested().id
    f.decided(change_id, after=30 * f.DAY)
    made = now_stored(change_id)
    assert (made.state, made.reason_code) == (ChangeState.RETURNED, "research_outdated")
    assert price(31 * f.DAY) == 199_00


def test_of_two_requests_the_later_decided_is_returned_when_the_price_has_moved(aws: Any) -> None:
    f.stored(f.sheet())
    first = f.requested().id
    second = f.requested(
        amount=179_10, evaluation={"direction": "cut", "size": 1000, "reason": "再降"}
    ).id
    f.decided(first)
    f.decided(second)
    made = now_stored(second)
    assert (made.state, made.reason_code) == (ChangeState.RETURNED, "price_changed")
    assert price(f.WEEK) == 189_05


@pytest.mark.parametrize(
    ("change", "code"),
    [({"cost": 130_00}, "cost_changed"), ({"left": True}, "sku_left")],
)
def test_what_was_approved_on_other_facts_is_returned(
    aws: Any, change: dict[str, Any], code: str
) -> None:
    f.stored(f.sheet())
    change_id = f.requested().id
    known = service().prices.sheets([f.SKU])[f.SKU]
    tx = Transaction(f.call(), "test", Subject("price_sheet", f.SKU))
    tx.save(SheetRow, known, replace(known, **change), conflict=RacedError())
    tx.commit(None)
    f.decided(change_id)
    made = now_stored(change_id)
    assert (made.state, made.reason_code) == (ChangeState.RETURNED, code)


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({}, ("pricing",)),
        # Exactly 10 % is not above it.
        ({"amount": 179_10}, ("pricing",)),
        ({"amount": 179_09}, ("pricing", "finance")),
        ({"amount": 218_90}, ("pricing",)),
        ({"amount": 218_91}, ("pricing", "finance")),
        ({"amount": 120_00}, ("pricing", "finance")),
        ({"amount": 119_99}, ("pricing", "finance", "legal")),
    ],
)
def test_size_and_cost_say_who_approves(
    aws: Any, changes: dict[str, Any], steps: tuple[str, ...]
) -> None:
    f.stored(f.sheet())
    amount = changes.get("amount", 189_05)
    size = round(abs(amount - 199_00) * 10_000 / 199_00)
    direction = "raise" if amount > 199_00 else "cut"
    evaluation = {"direction": direction, "size": size, "reason": "市场"}
    assert f.requested(**changes, evaluation=evaluation).steps == steps


def test_a_first_price_below_cost_goes_to_legal_and_an_unknown_cost_to_finance(aws: Any) -> None:
    f.stored(f.sheet(entries=()), f.sheet(f.SECOND_SKU, entries=(), cost=None))
    first = {"direction": "first", "reason": "新品"}
    assert f.requested(evaluation=first).steps == ("pricing",)
    assert f.requested(evaluation=first, amount=100_00).steps == ("pricing", "legal")
    unknown = f.requested(sku=f.SECOND_SKU, evaluation=first)
    assert unknown.steps == ("pricing", "finance")
    with pytest.raises(InvalidInputError) as refused:
        f.requested(evaluation={**first, "size": 5})
    assert [fault.code for fault in refused.value.errors] == ["size_of_first_price"]


@pytest.mark.parametrize(
    ("outcome", "state", "code"),
    [
        (f.REJECTED, ChangeState.REFUSED, "too_low"),
        (f.RETURNED, ChangeState.RETURNED, "research_thin"),
    ],
)
def test_what_is_not_approved_ends_the_request_and_changes_no_price(
    aws: Any, outcome: Any, state: ChangeState, code: str
) -> None:
    f.stored(f.sheet())
    change_id = f.decided(f.requested().id, outcome)
    made = now_stored(change_id)
    assert (made.state, made.reason_code, made.decided_by) == (state, code, "mona")
    assert price(f.WEEK) == 199_00
    # A step that comes again changes nothing.
    f.decided(change_id)
    assert now_stored(change_id) == made


@pytest.mark.clause("4.2.4")
def test_a_scheduled_price_is_withdrawn_before_it_holds_and_not_after(aws: Any) -> None:
    change_id = f.scheduled()
    last = f.WEEK - MINUTE / 60
    withdraw = service().changes.withdraw_change
    with pytest.raises(PriceInForceError):
        withdraw(f.call(f.MERCHANDISER, f.WEEK), change_id)
    made = withdraw(f.call(f.MANAGER, last), change_id)
    assert made.state is ChangeState.WITHDRAWN
    assert price(f.WEEK) == 199_00
    (deadline,) = aws.items("DeadlinesTable")
    assert deadline["state"] == "cancelled"
    assert due(change_id, f.WEEK) is None
    with pytest.raises(ChangeNotWithdrawableError):
        withdraw(f.call(f.MERCHANDISER, last), change_id)


def raised(amount: int, at: timedelta, after: timedelta, **changes: Any) -> str:
    """A rise of 10 % that was asked for and approved at once."""
    up = {"direction": "raise", "size": 1_000, "reason": "成本上涨"}
    starts = sortable(f.NOW + at)
    made = f.requested(after=after, amount=amount, effective_from=starts, evaluation=up, **changes)
    assert made.steps == ("pricing",)
    return f.decided(made.id, after=after)


def test_a_price_upon_which_a_later_one_was_approved_is_not_withdrawn_before_that(
    aws: Any,
) -> None:
    f.stored(f.sheet())
    first = raised(218_90, f.DAY, timedelta())
    second = raised(240_79, 2 * f.DAY, MINUTE, channels=["tv"])
    withdraw = service().changes.withdraw_change
    frame = f.call(f.MERCHANDISER, 2 * MINUTE)
    with pytest.raises(ChangeRestedOnError) as refused:
        withdraw(frame, first)
    assert refused.value.params["later"] == second
    assert [price(f.DAY), price(2 * f.DAY)] == [218_90, 240_79]
    withdraw(frame, second)
    withdraw(frame, first)
    assert price(2 * f.DAY) == 199_00


def test_one_that_was_put_before_a_price_approved_earlier_is_withdrawn(aws: Any) -> None:
    f.stored(f.sheet())
    raised(218_90, 2 * f.DAY, timedelta())
    before = raised(218_90, f.DAY, MINUTE)
    made = service().changes.withdraw_change(f.call(f.MERCHANDISER, 2 * MINUTE), before)
    assert made.state is ChangeState.WITHDRAWN
    assert [price(f.DAY), price(2 * f.DAY)] == [199_00, 218_90]


@pytest.mark.clause("4.2.1")
@pytest.mark.parametrize("twin", ["ＡＢＣ", "A\u200bB C", "abc\u3000", "A\u00adBC"])
def test_one_competitor_spelt_twice_is_one(aws: Any, twin: str) -> None:
    f.stored(f.sheet())
    entries = [
        {**entry, "competitor": name} for entry, name in zip(research(), ("ABC", twin), strict=True)
    ]
    with pytest.raises(InvalidInputError) as refused:
        f.requested(research=entries)
    assert [fault.code for fault in refused.value.errors] == ["research_too_little"]


def test_a_channel_is_named_once(aws: Any) -> None:
    f.stored(f.sheet())
    with pytest.raises(InvalidInputError) as refused:
        f.requested(channels=["tv", "tv"])
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [
        ("/channels", "channel_twice")
    ]


def research() -> list[dict[str, Any]]:
    """That of the factory, as it is sent."""
    found: list[dict[str, Any]] = msgspec.to_builtins(f.body().research)
    return found


def test_only_whoever_asked_or_a_manager_withdraws(aws: Any) -> None:
    f.stored(f.sheet())
    change_id = f.requested().id
    other = Actor("max", frozenset({Role.MERCHANDISER}))
    with pytest.raises(NotRequesterError):
        service().changes.withdraw_change(f.call(other), change_id)
    made = service().changes.withdraw_change(f.call(f.MERCHANDISER), change_id)
    assert (made.state, made.decided_by) == (ChangeState.WITHDRAWN, "mei")


def test_a_review_that_stopped_is_let_run_again(aws: Any) -> None:
    f.stored(f.sheet())
    change_id = f.requested().id
    restart = service().changes.restart_review
    with pytest.raises(ChangeNotStalledError):
        restart(f.call(f.MANAGER), change_id)
    f.decided(change_id, f.TIMED_OUT)
    f.decided(change_id, f.TIMED_OUT)
    assert now_stored(change_id).stalled
    made = restart(f.call(f.MANAGER), change_id)
    assert (made.round, made.stalled) == (2, False)
    # The old run has nothing to say any more.
    f.decided(change_id, f.REJECTED, round=1)
    service().reviews.report_failure(f.call(), change_id, 1, "States.Timeout")
    assert not now_stored(change_id).stalled
    service().reviews.report_failure(f.call(), change_id, 2, "States.Timeout")
    assert now_stored(change_id).stalled
    assert events(aws).count("PriceChangeStalled") == 2


def test_one_request_sets_the_price_of_several_channels(aws: Any) -> None:
    f.stored(f.sheet(entries=(f.entry(199_00), f.entry(180_00, Channel.WEB))))
    mixed = {"direction": "mixed", "size": 503, "reason": "统一价格"}
    change_id = f.decided(f.requested(channels=["web", "tv"], evaluation=mixed).id)
    assert now_stored(change_id).channels == (Channel.TV, Channel.WEB)
    assert price(f.WEEK) == price(f.WEEK, Channel.WEB) == 189_05
    assert due(change_id, f.WEEK) is not None
    rows = service().prices.history(f.SKU, Channel.WEB, f.NOW, f.NOW + 8 * f.DAY)
    assert [(row.amount, row.previous) for row in rows] == [(180_00, None), (189_05, 180_00)]


@pytest.mark.clause("4.2.4")
def test_a_price_that_leaves_the_sheet_before_the_sweep_has_its_row(aws: Any) -> None:
    first = f.scheduled()
    later = f.requested(
        effective_from="2026-11-30T04:00:30Z",
        amount=180_00,
        evaluation={"direction": "cut", "size": 479, "reason": "再降"},
    )
    # The second one is decided late, when the first one holds and no sweep has come by.
    f.decided(later.id, after=f.WEEK + MINUTE)
    assert [row.amount for row in history()] == [199_00, 189_05, 180_00]
    assert due(first, f.WEEK + 2 * MINUTE) is not None
    rows = service().prices.history_of_product(f.PRODUCT, PageRequest(10)).items
    tv = [(row.amount, row.previous) for row in rows if row.channels == (TV,)]
    assert tv == [(180_00, 189_05), (189_05, 199_00), (199_00, None)]
    assert price(f.WEEK + MINUTE) == 180_00


def test_a_request_that_is_not_there_is_told_so(aws: Any) -> None:
    with pytest.raises(ChangeNotFoundError):
        now_stored("pch_x")
    assert due("pch_x", f.DAY) is None


def test_a_request_names_others_that_wait_for_a_decision_on_the_same_price(aws: Any) -> None:
    f.stored(f.sheet())
    first = f.requested()
    assert first.facts.in_review == ()
    elsewhere = f.requested(channels=["web"], after=timedelta(minutes=1))
    assert elsewhere.facts.in_review == ()
    second = f.requested(channels=["tv", "app"], after=timedelta(minutes=2))
    assert second.facts.in_review == (first.id,)
    f.decided(first.id, f.REJECTED)
    third = f.requested(after=timedelta(minutes=3))
    assert third.facts.in_review == (second.id,)
