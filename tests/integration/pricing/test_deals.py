"""Lowest deals: one row a day, right after every correction, and few rows to look back."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.kernel.clock import china_date
from teleshop.orders.service import CorrectionReason, Order, Orders, OrderSource, SalesChannel
from teleshop.pricing.adapters import OrderSales
from teleshop.pricing.domain.deals import Deal, DealDay
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.service import Deals
from teleshop.pricing.wiring import service
from tests.factories import pricing as f
from tests.factories.orders import coupon, line, order

pytestmark = pytest.mark.clause("4.3.3")
TV = Channel.TV
TODAY = china_date(f.NOW)
WRONG = CorrectionReason.ENTRY_ERROR


def lowest(day: date = TODAY, channel: Channel = TV, sku: str = f.SKU) -> int | None:
    known = service().deals._repository.deal_day(sku, channel, day)
    return known.amount if known else None


def corrected(made: Order, **changes: Any) -> Order:
    """A later report of an order, counted."""
    after = replace(made, reported_at=f.NOW, **changes)
    return f.counted(after, WRONG)


def bought(made: Order, paid: int, **changes: Any) -> dict[str, Any]:
    (one,) = made.lines
    return {"lines": (replace(one, paid=paid, **changes),), "paid": paid}


def test_the_lowest_of_a_day_is_kept_in_one_row(aws: Any) -> None:
    for number, amount in enumerate((190_00, 170_00, 180_00)):
        f.sold(f"A{number}", amount)
    assert lowest() == 170_00
    rows = [item for item in aws.items("PricingTable") if item["pk"].startswith("deals#")]
    assert len(rows) == 1


def test_a_coupon_on_the_whole_order_makes_its_deals_cheaper(aws: Any) -> None:
    f.sold("A1", 199_00, paid=149_00, coupons=(coupon(50_00),))
    assert lowest() == 149_00
    lines = (
        line(1, sku=f.SKU, quantity=2, unit_price=100_00, paid=200_00),
        line(2, sku="other", quantity=1, unit_price=100_00, paid=100_00),
    )
    f.sold("A2", 270_00, lines=lines, coupons=(coupon(30_00),))
    assert (lowest(), lowest(sku="other")) == (90_00, 90_00)


def test_less_than_a_fen_a_piece_is_no_deal(aws: Any) -> None:
    f.sold("A1", 1, lines=(line(1, sku=f.SKU, unit_price=199_00, quantity=2, paid=1),))
    assert lowest() is None
    f.sold("A2", 2, lines=(line(1, sku=f.SKU, unit_price=199_00, quantity=2, paid=2),))
    assert lowest() == 1


def test_a_deal_reported_twice_counts_once(aws: Any) -> None:
    made = f.sold("A1", 170_00)
    before = aws.items("PricingTable")
    f.counted(made)
    service().deals.take_over(f.call(), "A1")
    assert aws.items("PricingTable") == before
    service().deals.take_over(f.call(), "no-such-order")


def test_a_corrected_order_leaves_no_wrong_lowest_deal(aws: Any) -> None:
    f.sold("A1", 180_00)
    made = f.sold("A2", 17_00)
    assert lowest() == 17_00
    made = corrected(made, **bought(made, 170_00))
    assert lowest() == 170_00
    made = corrected(made, **bought(made, 175_00))
    assert lowest() == 175_00
    made = corrected(made, placed_at=f.NOW - f.DAY, paid_at=f.NOW - f.DAY)
    assert (lowest(), lowest(TODAY - f.DAY)) == (180_00, 175_00)
    made = corrected(made, **bought(made, 175_00, sku="other"))
    assert (lowest(TODAY - f.DAY), lowest(TODAY - f.DAY, sku="other")) == (None, 175_00)
    corrected(made, **bought(made, 150_00, sku=f.SKU))
    assert (lowest(), lowest(TODAY - f.DAY)) == (180_00, 150_00)


def test_a_day_without_any_deal_left_is_passed_over(aws: Any) -> None:
    f.sold("A0", 190_00, f.NOW - 60 * f.DAY)
    for number in range(8):
        made = f.sold(f"A{number + 1}", 10_00, f.NOW - (50 - number) * f.DAY)
        corrected(made, **bought(made, 10_00, sku="other"))
    answer = service().references.reference(f.SKU, TV, f.NOW, f.NOW)
    assert answer.reference is not None
    assert (answer.reference.amount, answer.reference.basis) == (190_00, "last_deal")


CHANNELS = {
    SalesChannel.TV: Channel.TV,
    SalesChannel.PHONE: Channel.TV,
    SalesChannel.MAIL: Channel.TV,
    SalesChannel.WEB: Channel.WEB,
    SalesChannel.APP: Channel.APP,
}


@pytest.mark.parametrize(("sales", "channel"), CHANNELS.items())
def test_every_way_of_selling_has_its_channel(
    aws: Any, sales: SalesChannel, channel: Channel
) -> None:
    f.sold("A1", 170_00, channel=sales)
    assert lowest(channel=channel) == 170_00


def test_every_way_of_selling_is_known(aws: Any) -> None:
    assert set(CHANNELS) == set(SalesChannel)


def test_an_order_counts_once_it_is_paid_or_sent(aws: Any) -> None:
    made = f.sold("A1", 170_00, paid_at=None)
    assert lowest() is None
    f.counted(replace(made, paid_at=f.NOW, reported_at=f.NOW))
    assert lowest() == 170_00
    f.sold("A2", 160_00, paid_at=None, shipped_at=f.NOW)
    assert lowest() == 160_00


def test_a_look_back_of_seven_days_reads_eight_rows_and_of_thirty_days_thirty_one(
    aws: Any,
) -> None:
    for number in range(45):
        f.sold(f"A{number}", 100_00 + number, f.NOW - number * f.DAY)
    repository = service().deals._repository
    week = repository.deals_before(f.SKU, TV, TODAY, 7)
    assert [deal.day for deal in week] == [TODAY - n * f.DAY for n in range(7, 0, -1)]
    assert len(repository.deals_before(f.SKU, TV, TODAY, 30)) == 30
    last = repository.last_deal_before(f.SKU, TV, TODAY - 7 * f.DAY)
    assert last is not None
    assert last.day == TODAY - 8 * f.DAY


def test_an_order_of_two_hundred_articles_counts_whole(aws: Any) -> None:
    lines = tuple(
        line(n, sku=f"SKU-{n}", quantity=3, unit_price=100_00, paid=100_00 + n)
        for n in range(1, 201)
    )
    made = f.sold("A1", 0, lines=lines, paid=sum(one.paid for one in lines))
    found = [item for item in aws.items("PricingTable") if item["pk"].startswith("deals#")]
    assert len(found) == 200
    assert lowest(sku="SKU-2") == (100_00 + 2) // 3
    assert len(made.lines) == 200


def test_many_orders_at_once_leave_the_lowest(aws: Any) -> None:
    amounts = [150_00 + 10 * n for n in range(12)]
    made = [f.sold("B0", 10_00)]

    def act(number: int) -> None:
        if number:
            f.sold(f"A{number}", amounts[number])
        else:
            corrected(made[0], **bought(made[0], 10_00, sku="other"))

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(act, range(12)))
    assert lowest() == amounts[1]


def test_a_slow_run_of_an_earlier_report_does_not_undo_a_later_one(aws: Any) -> None:
    made = f.sold("A1", 170_00)
    early = service().deals._sales.find("A1")
    assert early is not None
    corrected(made, **bought(made, 180_00))

    class Early:
        """Orders as they were."""

        def find(self, order_id: str) -> Any:
            return early

    Deals(service().deals._repository, Early()).take_over(f.call(), "A1")
    assert lowest() == 180_00


def test_a_run_that_broke_off_before_settling_is_settled_by_the_next(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.sold("A1", 180_00)
    made = f.sold("A2", 170_00)

    def broken(*_: Any) -> None:
        raise RuntimeError("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(Deals, "settle_day", broken)
        with pytest.raises(RuntimeError):
            corrected(made, placed_at=f.NOW - f.DAY, paid_at=f.NOW - f.DAY)
    assert lowest() == 170_00
    service().deals.take_over(f.call(), "A2")
    assert (lowest(), lowest(TODAY - f.DAY)) == (180_00, 170_00)


# -- orders that are taken here --------------------------------------------------------------------


class Shop:
    """One order that was taken here, as it stands in turn."""

    def __init__(self, **changes: Any) -> None:
        bought = line(1, sku=f.SKU, product_id=f.PRODUCT, paid=170_00)
        facts: dict[str, Any] = {"lines": (bought,), "paid": 170_00, "freight": 0}
        facts |= dict.fromkeys(("paid_at", "shipped_at", "delivered_at"))
        self.order = replace(
            order("ord_1", placed_at=f.NOW, source=OrderSource.HERE), **facts | changes
        )

    def find(self, order_id: str) -> Order | None:
        return self.order if order_id == self.order.id else None

    def now(self, **changes: Any) -> int | None:
        """The order goes on and is looked at; answers the lowest deal of the day."""
        self.order = replace(self.order, version=self.order.version + 1, **changes)
        deals_of_shop(self).take_over(f.call(), self.order.id)
        return lowest()


def deals_of_shop(shop: Shop) -> Deals:
    return Deals(service().deals._repository, OrderSales(cast(Orders, shop)))


def test_an_order_counts_once_its_money_is_in_and_no_more_when_it_is_off(aws: Any) -> None:
    shop = Shop()
    assert shop.now() is None
    assert shop.now(paid_at=f.NOW) == 170_00
    assert shop.now(shipped_at=f.NOW) == 170_00
    assert shop.now(cancelled_at=f.NOW) is None


def test_what_is_paid_at_the_door_is_a_deal_when_it_is_handed_over(aws: Any) -> None:
    shop = Shop()
    assert shop.now(shipped_at=f.NOW) is None
    assert shop.now(delivered_at=f.NOW) == 170_00


def test_the_deals_of_an_order_are_written_when_made_and_when_off_only(aws: Any) -> None:
    shop = Shop()
    shop.now(paid_at=f.NOW)
    before = aws.items("PricingTable")
    shop.now(delivered_at=f.NOW)
    assert aws.items("PricingTable") == before


def test_a_slow_run_does_not_bring_back_the_deal_of_an_order_that_is_off(aws: Any) -> None:
    shop = Shop()
    early = Shop(paid_at=f.NOW, version=2)
    shop.order = replace(shop.order, version=2)
    assert shop.now(paid_at=f.NOW, cancelled_at=f.NOW) is None
    deals_of_shop(early).take_over(f.call(), "ord_1")
    assert lowest() is None


def test_an_order_that_nobody_paid_leaves_nothing_behind(aws: Any) -> None:
    assert Shop().now(cancelled_at=f.NOW) is None
    assert aws.items("PricingTable") == []


_numbers = itertools.count()
steps = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 30), st.integers(0, 2), st.booleans()),
    min_size=1,
    max_size=12,
)


@pytest.fixture
def shop(aws: Any) -> Any:
    """A cloud that the examples share; each has articles of its own."""
    return aws


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=steps)
def test_whatever_is_reported_and_corrected_the_row_is_the_least_of_the_orders(
    shop: Any, wanted: list[tuple[int, int, int, bool]]
) -> None:
    sku = f"art-{next(_numbers)}"
    known: dict[int, Order] = {}
    for number, amount, ago, gone in wanted:
        at = f.NOW - ago * f.DAY
        name = f"{sku}-{number}"
        if number not in known:
            known[number] = f.sold(name, amount * 100, at, sku=sku)
            continue
        change = bought(known[number], amount * 100, sku="other" if gone else sku)
        known[number] = corrected(known[number], placed_at=at, paid_at=at, **change)
    for ago in range(3):
        day = TODAY - ago * f.DAY
        of_day = [
            made.lines[0].paid
            for made in known.values()
            if china_date(made.placed_at) == day and made.lines[0].sku == sku
        ]
        assert lowest(day, sku=sku) == min(of_day, default=None)


def test_the_rows_come_back_as_they_were_stored(aws: Any) -> None:
    f.sold("A1", 170_00)
    repository = service().deals._repository
    deal = Deal(sku=f.SKU, channel=TV, day=TODAY, amount=170_00, order_id="A1")
    assert repository.lowest_dealt(f.SKU, TV, TODAY) == deal
    assert repository.contributed("A1")[f.SKU].deal == deal
    day = DealDay(sku=f.SKU, channel=TV, day=TODAY, amount=170_00, order_id="A1")
    assert repository.deal_day(f.SKU, TV, TODAY) == day
    assert repository.lowest_dealt(f.SKU, TV, TODAY - timedelta(days=1)) is None
