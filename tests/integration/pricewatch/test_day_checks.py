"""The check of a day: every order is compared once, in steps that may break off and come again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

import msgspec
import pytest

from teleshop.deadlines.domain import DeadlineState
from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.paging import Page, PageRequest
from teleshop.orders.service import Orders, PlacedOrder, SalesChannel
from teleshop.pricewatch.adapters import ReportedSales
from teleshop.pricewatch.domain.day_check import CheckPart, Counted, DayCheck
from teleshop.pricewatch.errors import DayCheckNotFoundError, DayNotOverError
from teleshop.pricewatch.schemas import DayCheckStep
from teleshop.pricewatch.service import DayChecks
from teleshop.pricewatch.service.day_checks import SHARDS, clock_of
from teleshop.pricewatch.tables import DayCheckRepository
from teleshop.pricewatch.wiring import service
from tests.factories import placed_orders as p
from tests.factories import pricewatch as w
from tests.factories import pricing as f
from tests.harness.aws import Cloud
from tests.harness.budget import measured

pytestmark = pytest.mark.clause("4.3.4")
DAY = date(2026, 11, 23)
NIGHT = f.NOW + timedelta(hours=12, minutes=30)
"""Half past midnight in China, on the day after."""
MANAGER = Actor("mona", frozenset({Role.MANAGER}))


def sold(number: int, price: int = 199_00, **changes: Any) -> PlacedOrder:
    """An order of two pieces that was taken here."""
    one = p.line(
        sku=f.SKU, product_id=f.PRODUCT, supplier_id=f.SUPPLIER_ID, list_price=199_00,
        price=price, amount=2 * price,
    )  # fmt: skip
    facts: dict[str, Any] = {"channel": SalesChannel.TV, "customer_kind": "standard"}
    return p.placed(
        f"ord_{number:026d}", lines=(one,), placed_at=f.NOW, freight=0, **(facts | changes)
    )


class Shelf:
    """The orders of a day by shard, two to a page."""

    def __init__(self, *orders: PlacedOrder) -> None:
        self.shards: list[list[PlacedOrder]] = [[] for _ in range(SHARDS)]
        for number, order in enumerate(orders):
            self.shards[number % 2].append(order)
        self.asked: list[tuple[int, str | None]] = []

    def of_day(self, day: date, shard: int, page: PageRequest) -> Page[PlacedOrder]:
        self.asked.append((shard, page.cursor))
        known = self.shards[shard] if day == DAY else []
        start = int(page.cursor or 0)
        more = start + 2 < len(known)
        return Page(known[start : start + 2], str(start + 2) if more else None)


def checks(shelf: Shelf) -> DayChecks:
    own = service().detectors
    return DayChecks(
        DayCheckRepository(),
        detectors=own,
        prices=own._prices,
        sales=ReportedSales(cast(Orders, shelf)),
        deadlines=deadlines(),
    )


def night(actor: Actor | None = None, **options: Any) -> Call:
    return replace(f.call(actor or SYSTEM_ACTOR), now=NIGHT, **options)


def steps(aws: Cloud) -> list[DayCheckStep]:
    """What is asked for, oldest first."""
    told = [item for item in aws.items("OutboxTable") if item["type"] == "DayCheckStep"]
    data = [msgspec.json.decode(item["envelope"])["data"] for item in told]
    return [msgspec.convert(each, DayCheckStep) for each in data]


def gone_through(aws: Cloud, own: DayChecks, deliveries: int = 1) -> DayCheck | None:
    """Every step that is asked for, as the function takes it; answers the result."""
    done, result = 0, None
    while len(asked := steps(aws)) > done:
        for step in asked[done:]:
            for _ in range(deliveries):
                part = own.take_step(night(), step.day, step.run, step.shard, step.step)
                concluded = own.conclude(night(), step.day) if part.done else None
                result = concluded or result
        done = len(asked)
    return result


def told(aws: Cloud, type: str) -> list[dict[str, Any]]:
    items = [item for item in aws.items("OutboxTable") if item["type"] == type]
    return [msgspec.json.decode(item["envelope"])["data"] for item in items]


@pytest.mark.parametrize("deliveries", [1, 2])
def test_every_order_of_a_day_is_compared_once_and_the_result_is_on_record(
    aws: Cloud, deliveries: int
) -> None:
    w.priced()
    orders: Sequence[PlacedOrder] = [sold(number) for number in range(8)]
    wrong = [sold(8, 209_00), sold(9, 189_00)]
    own = checks(Shelf(*orders, *wrong))
    own.start(night(), DAY)
    result = gone_through(aws, own, deliveries)
    assert result is not None
    assert result.counted == Counted(
        orders=10, lines=10, differing_orders=2, differing_lines=2, violations=2
    )
    assert (result.state, result.run, result.finished_at) == ("finished", 1, NIGHT)
    assert own.show("2026-11-23") == result
    (event,) = told(aws, "PricesOfDayChecked")
    assert (event["orders"], event["differing_orders"], event["day"]) == (10, 2, "2026-11-23")
    assert len(told(aws, "PriceViolationFound")) == 2


def test_a_day_without_orders_was_checked_too(aws: Cloud) -> None:
    own = checks(Shelf())
    own.start(night(), DAY)
    result = gone_through(aws, own)
    assert result is not None
    assert (result.counted, result.state) == (Counted(), "finished")


def test_goods_that_are_on_no_price_list_are_counted_as_not_compared(aws: Cloud) -> None:
    own = checks(Shelf(sold(1)))
    own.start(night(), DAY)
    result = gone_through(aws, own)
    assert result is not None
    assert result.counted == Counted(orders=1, lines=0, strange=1)


def test_checked_again_it_finds_nothing_new_and_says_so(aws: Cloud) -> None:
    w.priced()
    own = checks(Shelf(sold(1, 209_00)))
    own.start(night(), DAY)
    gone_through(aws, own)
    again = own.start(night(MANAGER), DAY)
    assert (again.run, again.state, again.started_by) == (2, "running", "mona")
    result = gone_through(aws, own)
    assert result is not None
    assert (result.counted.differing_orders, result.counted.violations) == (1, 1)
    assert len(told(aws, "PriceViolationFound")) == 1


def test_a_check_that_is_not_finished_in_time_has_failed_and_goes_on_when_it_is_started_again(
    aws: Cloud,
) -> None:
    w.priced()
    own = checks(Shelf(*(sold(number) for number in range(10))))
    check = own.start(night(), DAY)
    own.take_step(night(), DAY, 1, 0, 0)
    clock = clock_of(check)
    assert check.due_at == NIGHT + timedelta(hours=6)
    assert own.give_up(night(), DAY, f"{clock}9") is None
    failed = own.give_up(night(), DAY, clock)
    assert failed is not None
    assert (failed.state, own.show("2026-11-23").counted.orders) == ("failed", 2)
    assert told(aws, "DayCheckFailed") == [{"day": "2026-11-23", "run": 1}]
    again = own.start(night(MANAGER), DAY)
    assert (again.run, again.state, clock_of(again) != clock) == (1, "running", True)
    assert own.give_up(night(), DAY, clock) is None
    result = gone_through(aws, own)
    assert result is not None
    assert (result.state, result.counted.orders) == ("finished", 10)
    known = deadlines().find(clock_of(again))
    assert known is not None
    assert known.state is DeadlineState.MET
    assert own.give_up(night(), DAY, clock_of(again)) is None


def test_a_check_that_broke_off_goes_on_where_it_stopped(aws: Cloud) -> None:
    w.priced()
    shelf = Shelf(*(sold(number) for number in range(10)))
    own = checks(shelf)
    own.start(night(), DAY)
    first = own.take_step(night(), DAY, 1, 0, 0)
    assert (first.steps, first.done, first.counted.orders) == (1, False, 2)
    running = own.show("2026-11-23")
    assert (running.state, running.counted.orders) == ("running", 2)
    asked = len(steps(aws))
    assert own.start(night(MANAGER), DAY).run == 1
    assert len(steps(aws)) == asked + SHARDS
    # What had been asked for before is still there, and does no harm.
    result = gone_through(aws, own)
    assert result is not None
    assert result.counted.orders == 10
    assert len(shelf.asked) == len(set(shelf.asked))


def test_a_step_of_an_earlier_run_or_one_that_was_taken_changes_nothing(aws: Cloud) -> None:
    w.priced()
    own = checks(Shelf(sold(1), sold(2), sold(3)))
    own.start(night(), DAY)
    gone_through(aws, own)
    own.start(night(), DAY)
    before = aws.items("PricewatchTable")
    part: CheckPart = own.take_step(night(), DAY, 1, 0, 0)
    assert part.done
    assert own.conclude(night(), DAY) is None
    assert aws.items("PricewatchTable") == before
    with pytest.raises(DayCheckNotFoundError):
        own.take_step(night(), DAY, 3, 0, 0)
    with pytest.raises(DayCheckNotFoundError):
        own.take_step(night(), DAY - timedelta(days=1), 1, 0, 0)


def test_the_night_checks_a_day_once_and_lets_a_broken_check_go_on(aws: Cloud) -> None:
    own = checks(Shelf())
    assert own.conclude(night(), DAY) is None
    first = own.start_once(night(), DAY)
    assert first is not None
    assert first.run == 1
    assert own.start_once(night(), DAY) == first
    gone_through(aws, own)
    assert own.start_once(night(), DAY) is None


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_day_that_is_not_over_is_not_checked(aws: Cloud, ahead: int) -> None:
    last = f.call(MANAGER)
    with pytest.raises(DayNotOverError):
        checks(Shelf()).start(last, DAY + ahead * timedelta(days=1))


def test_the_checks_of_a_month_are_listed_the_latest_first(aws: Cloud) -> None:
    own = checks(Shelf())
    for day in (date(2026, 10, 31), date(2026, 11, 21), date(2026, 11, 22)):
        own.start(night(), day)
    listed = own.list_checks("2026-11", PageRequest()).items
    assert [check.day.day for check in listed] == [22, 21]


@pytest.mark.parametrize("day", ["2026-11-22", "no-day", ""])
def test_a_day_that_was_not_checked_is_not_found(aws: Cloud, day: str) -> None:
    with pytest.raises(DayCheckNotFoundError):
        checks(Shelf()).show(day)


@pytest.mark.clause("9.1.4")
def test_a_step_reads_the_same_however_many_orders_it_compares(aws: Cloud) -> None:
    w.priced()
    costs = []
    for count in (1, 40):
        shelf = Shelf()
        shelf.shards[0] = [sold(number) for number in range(count)]
        shelf.of_day = lambda day, shard, page, shelf=shelf: Page(shelf.shards[shard], None)  # type: ignore[method-assign,misc]  # one page
        own = checks(shelf)
        check = own.start(night(), DAY - timedelta(days=count))
        with measured(aws) as cost:
            own.take_step(night(), check.day, 1, 0, 0)
        costs.append(cost[0].calls)
    assert costs[0] == costs[1]
