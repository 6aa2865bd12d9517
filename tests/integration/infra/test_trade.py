"""Invented trade on the bus of the connected platform: it is counted, nobody stumbles over it."""

from collections import defaultdict

import pytest

from infra.sample.trade import Trade, generate, invented_ids, put
from teleshop.indicators.domain import Figures, contributions
from teleshop.indicators.schemas import told_of
from teleshop.indicators.wiring import indicators
from teleshop.kernel.clients import aws_client
from teleshop.kernel.events import Envelope
from teleshop.kernel.settings import settings
from tests.factories.reviews import on_board
from tests.harness.aws import Cloud
from tests.harness.platform import Platform

pytestmark = pytest.mark.clause("3.3.1")
QUARTER = "2026Q3"


def excerpt(trade: Trade) -> list[Envelope]:
    """Whole orders, few, in which everything happens that happens at all."""
    by_order: dict[str, list[Envelope]] = defaultdict(list)
    for one in trade.events:
        by_order[one.correlation_id].append(one)
    missing, chosen = {one.type for one in trade.events}, set[str]()
    while missing:
        order = max(by_order, key=lambda id: len(missing & {one.type for one in by_order[id]}))
        missing -= {one.type for one in by_order[order]}
        chosen.add(order)
    return [one for one in trade.events if one.correlation_id in chosen]


def figures_of(events: list[Envelope], supplier_id: str) -> Figures:
    seen: set[str] = set()
    found = Figures()
    for told in filter(None, map(told_of, events)):
        for one in contributions(told):
            if one.supplier_id == supplier_id and one.mark not in seen:
                seen.add(one.mark)
                found += one.amounts
    return found


def test_trade_is_counted_and_nobody_stumbles_over_it(platform: Platform, aws: Cloud) -> None:
    trade = generate(invented_ids(2), (QUARTER,), events=100)
    for vendor in trade.vendors:
        on_board(vendor.supplier_id)
    events = excerpt(trade)
    put(aws_client("events"), settings().event_bus, events)
    platform.settle()
    for vendor in trade.vendors:
        expected = figures_of(events, vendor.supplier_id)
        assert indicators().of_quarter(vendor.supplier_id, QUARTER) == expected
    assert indicators().of_quarter(trade.unqualified, QUARTER)["complaints"] > 0


def test_trade_that_is_put_twice_counts_once(platform: Platform, aws: Cloud) -> None:
    trade = generate(invented_ids(2), (QUARTER,), events=100)
    on_board(trade.excellent)
    events = list(trade.of_supplier(trade.excellent)[:20])
    for _ in range(2):
        put(aws_client("events"), settings().event_bus, events)
    platform.settle()
    assert indicators().of_quarter(trade.excellent, QUARTER) == figures_of(events, trade.excellent)
