"""Invented trade: the same by the same seed, skewed, valid event by event, right to the fen."""

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # publishes no types
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.sample.trade import (
    DEMO,
    SMALL,
    Trade,
    entries,
    generate,
    invented_ids,
    past_quarters,
    put,
    send,
)
from infra.sample.trade_market import ENOUGH, LARGE, market, orders_of
from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.facts import facts_of
from teleshop.assessment.domain.policy import DEFAULT_POLICY
from teleshop.assessment.domain.scoring import assess
from teleshop.indicators.domain import FACTS, Figures, contributions
from teleshop.indicators.domain.facts import LinesFact
from teleshop.indicators.schemas import told_of
from teleshop.kernel.clock import start_of_china_day
from teleshop.kernel.events import Envelope
from teleshop.kernel.quarters import day_after, first_day, quarter_of
from tools.event_schemas import event_classes, schema_of
from tools.project import ROOT

pytestmark = pytest.mark.clause("3.3.1")
QUARTERS = ("2026Q2", "2026Q3")
IDS = invented_ids()
KINDS = {(kind.context, kind.__name__): kind for kind in event_classes()}
SIZES = (SMALL, DEMO)


@cache
def made(events: int = DEMO, seed: str = "teleshop") -> Trade:
    return generate(IDS, QUARTERS, events=events, seed=seed)


def written(trade: Trade) -> bytes:
    return msgspec.json.encode(trade.events)


def of_type(trade: Trade, *names: str) -> list[Envelope]:
    return [one for one in trade.events if one.type in names]


def orders_by_supplier(trade: Trade, quarter: str) -> Counter[str]:
    placed = of_type(trade, "OrderPlaced", "OrderReported")
    return Counter(
        one.data["supplier_ids"][0] for one in placed if quarter_of(one.occurred_at) == quarter
    )


def figures(trade: Trade) -> dict[tuple[str, str], Figures]:
    """What the indicators make of it, each mark counted once."""
    found: dict[tuple[str, str], Figures] = defaultdict(Figures)
    seen: set[tuple[str, str]] = set()
    for told in filter(None, map(told_of, trade.events)):
        for one in contributions(told):
            if (one.supplier_id, one.mark) not in seen:
                seen.add((one.supplier_id, one.mark))
                found[one.supplier_id, quarter_of(one.at)] += one.amounts
    return found


def test_the_same_seed_makes_the_same_bytes() -> None:
    again = generate(IDS, QUARTERS, events=DEMO, seed="teleshop")
    assert written(again) == written(made())
    assert written(made(seed="other")) != written(made())


def test_one_supplier_more_changes_no_chance_of_another_one() -> None:
    fewer = generate(IDS[:40], QUARTERS, events=DEMO)
    star = fewer.of_supplier(fewer.excellent)
    assert star == made().of_supplier(made().excellent)


@pytest.mark.parametrize("events", [*SIZES, 10_000])
def test_it_has_about_the_size_that_was_asked_for(events: int) -> None:
    assert abs(len(made(events).events) - events) <= events // 10


def test_no_event_is_told_twice() -> None:
    ids = [one.id for one in made().events]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("events", SIZES)
def test_events_stand_in_the_order_in_which_they_happened(events: int) -> None:
    instants = [one.occurred_at for one in made(events).events]
    assert instants == sorted(instants)
    steps = ("OrderPlaced", "OrderPaid", "OrderShipped", "OrderDelivered")
    by_order: dict[str, list[str]] = defaultdict(list)
    for one in of_type(made(events), *steps):
        by_order[one.data["order_id"]].append(one.type)
    for told in by_order.values():
        assert told == sorted(told, key=steps.index)


def test_nothing_comes_of_an_order_before_it_arrived() -> None:
    delivered: dict[str, datetime] = {}
    for one in made().events:
        if one.type == "OrderDelivered":
            delivered[one.data["order_id"]] = one.occurred_at
        elif one.context in {"care", "surveys"}:
            assert one.occurred_at > delivered[one.data["order_id"]]


def test_what_was_called_off_or_refused_is_never_delivered() -> None:
    off = {one.data["order_id"] for one in of_type(made(), "OrderCancelled", "OrderRefused")}
    assert off
    assert not off & {one.data["order_id"] for one in of_type(made(), "OrderDelivered")}


@pytest.mark.parametrize("events", SIZES)
def test_every_event_is_valid_and_looks_like_the_real_one(events: int) -> None:
    fields: dict[str, set[str]] = {}
    for one in made(events).events:
        kind = KINDS[one.context, one.type]
        detail = json.loads(msgspec.json.encode(one))
        jsonschema.Draft202012Validator(schema_of(kind)).validate(detail)
        assert msgspec.to_builtins(one.read(kind)) == one.data
        assert (one.version, one.occurred_at.tzinfo) == (kind.event_version, UTC)
        fields[f"{one.context}/{one.type}"] = set(one.data)
    for name, known in fields.items():
        sample = json.loads((ROOT / "events" / f"{name}.json").read_text(encoding="utf-8"))
        assert known == set(sample["detail"]["data"]), name
        assert set(sample["detail"]) == set(msgspec.to_builtins(made(events).events[0]))


def test_every_customer_is_an_invented_one() -> None:
    named = {one.data["customer_id"] for one in made().events}
    assert len(named) > 100
    assert all(name.startswith("trade-customer-") for name in named)


@pytest.mark.parametrize("events", SIZES)
def test_the_money_of_every_order_adds_up(events: int) -> None:
    charged: dict[str, dict[int, int]] = {}
    totals: dict[str, int] = {}
    back: Counter[str] = Counter()
    for one in made(events).events:
        data: dict[str, Any] = one.data
        order = data.get("order_id", "")
        if one.type in {"OrderPlaced", "OrderReported"}:
            charged[order] = {line["number"]: line["amount"] for line in data["lines"]}
            goods = sum(charged[order].values())
            for line in data["lines"]:
                assert 0 < line["amount"] <= line["price"] * line["quantity"]
            if one.type == "OrderPlaced":
                assert data["goods_total"] == goods
                assert data["total"] == goods + data["freight"]
                totals[order] = data["total"]
        elif one.type == "OrderPaid":
            assert data["amount"] == totals[order]
            assert {line["number"]: line["amount"] for line in data["lines"]} == charged[order]
        elif one.type in {"OrderCancelled", "OrderRefused", "OrderShipped", "OrderDelivered"}:
            assert {line["line"]: line["amount"] for line in data["lines"]} == charged[order]
            back[order] += data.get("refund", 0)
        elif one.type == "GoodsInspected":
            assert data["refund_due"] == sum(charged[order].values())
    paid = {one.data["order_id"] for one in of_type(made(events), "OrderPaid")}
    for order, refund in back.items():
        assert refund <= (totals[order] if order in paid else 0)


def test_every_order_is_a_sale_once_when_it_is_paid_or_placed_for_the_door() -> None:
    sales: Counter[str] = Counter()
    for told in filter(None, map(told_of, made().events)):
        if isinstance(told.fact, LinesFact):
            moved = sum(one.amounts["orders"] for one in contributions(told))
            sales[told.fact.order_id] += moved
    assert set(sales.values()) == {1}


def test_only_who_sends_itself_has_parcels_of_its_own() -> None:
    known = figures(made())
    for vendor in made().vendors:
        own = [known[vendor.supplier_id, quarter] for quarter in QUARTERS]
        parcels = sum(one["shipments"] + one["deliveries"] for one in own)
        assert bool(parcels) is (vendor.sends_itself and any(one["orders"] for one in own))
    senders = [one for one in made().vendors if one.sends_itself]
    assert 2 < len(senders) < len(IDS) // 2


def test_no_supplier_loses_more_than_it_sold() -> None:
    lost = ("cancelled", "refused", "returned")
    whole: dict[str, Figures] = defaultdict(Figures)
    for (supplier_id, _), one in figures(made()).items():
        whole[supplier_id] += one
    for one in whole.values():
        assert one["gross"] >= sum(one[name] for name in lost)
        assert one["pieces_sold"] >= one["pieces_delivered"]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_few_have_most_of_the_orders_and_most_have_next_to_none(quarter: str) -> None:
    counts = orders_by_supplier(made(), quarter)
    biggest = sum(count for _, count in counts.most_common(LARGE + 2))
    assert biggest * 10 >= 7 * sum(counts.values())
    small = [id for id in IDS if counts[id] < DEFAULT_POLICY.minimum_orders]
    assert len(small) * 2 > len(IDS)
    assert sum(1 for id in IDS if 0 < counts[id] <= 5) >= 20


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("seed", ["teleshop", "two", "three"])
@pytest.mark.parametrize("events", SIZES)
def test_one_is_clearly_excellent_and_one_clearly_unqualified(
    events: int, seed: str, quarter: str
) -> None:
    trade = made(events, seed)
    known = figures(trade)
    facts = [facts_of(id, quarter, "general_goods", known[id, quarter]) for id in IDS]
    bands = {card.supplier_id: card.band for card in assess(facts, DEFAULT_POLICY).cards}
    assert bands[trade.excellent] is Band.EXCELLENT
    assert bands[trade.unqualified] is Band.UNQUALIFIED
    assert Band.NOT_RATED in bands.values()
    own = known[trade.unqualified, quarter]
    star = known[trade.excellent, quarter]
    for measure in ("late_deliveries", "pieces_returned_fault", "complaints"):
        assert own[measure] > 3 + star[measure]


@pytest.mark.parametrize("events", SIZES)
def test_the_last_quarter_holds_all_that_comes_of_its_orders(events: int) -> None:
    first, after = (
        start_of_china_day(first_day(QUARTERS[0])),
        start_of_china_day(day_after(QUARTERS[1])),
    )
    assert all(first <= one.occurred_at < after for one in made(events).events)
    late = [one for one in made(events).events if quarter_of(one.occurred_at) == QUARTERS[1]]
    opened = {one.data["order_id"] for one in late if one.type in {"OrderPlaced", "OrderReported"}}
    assert any(one.data.get("order_id") not in opened for one in late)


@given(count=st.integers(2, 80), total=st.integers(0, 5000))
def test_all_orders_are_shared_out_and_the_two_outstanding_have_enough(
    count: int, total: int
) -> None:
    vendors = market(invented_ids(count))
    shares = orders_of(vendors, total)
    outstanding = sum(shares[one.supplier_id] for one in vendors if one.is_outstanding)
    assert outstanding >= 2 * ENOUGH
    assert min(shares.values()) >= 0
    if count > 2 and total >= outstanding:
        assert sum(shares.values()) == total


@pytest.mark.parametrize("ids", [(), ("sup_1",), ("sup_1", "sup_1")])
def test_a_trade_needs_two_different_suppliers(ids: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="two different suppliers"):
        generate(ids, QUARTERS)


@pytest.mark.parametrize("quarters", [(), ("2026Q3", "2026Q2"), ("2026Q2", "2026Q2")])
def test_quarters_are_named_in_their_order(quarters: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="quarters"):
        generate(IDS, quarters)


def test_past_quarters_are_those_that_are_over() -> None:
    assert past_quarters(datetime(2026, 11, 27, tzinfo=UTC)) == QUARTERS
    assert past_quarters(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == QUARTERS
    assert past_quarters(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == ("2026Q3", "2026Q4")


class Bus:
    """Takes what PutEvents is called with; refuses from some call on."""

    def __init__(self, calls: int = 10**6) -> None:
        self.batches: list[list[dict[str, Any]]] = []
        self._calls = calls

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        if len(self.batches) == self._calls:
            codes = [{"ErrorCode": "ThrottlingException"}, {"EventId": "1"}]
            return {"FailedEntryCount": 1, "Entries": codes}
        self.batches.append(Entries)
        return {"FailedEntryCount": 0, "Entries": []}


def test_events_are_put_ten_at_a_time_as_the_outbox_puts_them() -> None:
    bus, seen = Bus(), list[int]()
    events = made().events[:25]
    assert put(bus, "the-bus", events, after_batch=seen.append) == 25
    assert [len(batch) for batch in bus.batches] == [10, 10, 5]
    assert seen == [10, 20, 25]
    first = bus.batches[0][0]
    assert (first["EventBusName"], first["Source"]) == ("the-bus", f"teleshop.{events[0].context}")
    assert first["DetailType"] == events[0].type
    assert first["Detail"].encode() == msgspec.json.encode(events[0])
    assert list(entries("the-bus", ())) == []


def test_a_refused_event_is_not_passed_over() -> None:
    with pytest.raises(RuntimeError, match="ThrottlingException"):
        put(Bus(calls=1), "the-bus", made().events[:25])


class Queue:
    """Takes what SendMessageBatch is called with."""

    def __init__(self, refused: str = "") -> None:
        self.batches: list[list[dict[str, Any]]] = []
        self._refused = refused

    def send_message_batch(self, **asked: Any) -> dict[str, Any]:
        assert asked["QueueUrl"] == "the-queue"
        self.batches.append(asked["Entries"])
        refused = {"Id": asked["Entries"][0]["Id"], "Code": self._refused}
        return {"Successful": [], "Failed": [refused] if self._refused else []}


def test_into_the_queue_go_those_that_count_as_a_rule_delivers_them() -> None:
    events = list(made(SMALL).events)
    events.insert(
        3, msgspec.structs.replace(events[3], id="evt_of_no_figure", type="OrderReleased")
    )
    queue = Queue()
    counting = [one for one in events if one.type in FACTS]
    assert send(queue, "the-queue", events) == len(counting) < len(events)
    assert {len(batch) for batch in queue.batches[:-1]} == {10}
    bodies = [json.loads(one["MessageBody"]) for batch in queue.batches for one in batch]
    assert [body["detail"]["id"] for body in bodies] == [one.id for one in counting]
    assert {"detail-type", "source", "detail"} <= set(bodies[0])


def test_a_refused_message_is_not_passed_over() -> None:
    with pytest.raises(RuntimeError, match="InternalError"):
        send(Queue(refused="InternalError"), "the-queue", made(SMALL).events)
