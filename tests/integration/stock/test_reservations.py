"""Taking, giving back and shipping as parts of transactions; who is refused, and what is told."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.stock.domain.planning import QuotaWanted, Wanted
from teleshop.stock.errors import QuotaUsedUpError, ShardRacedError, StockShortError
from teleshop.stock.service import Levels, Plan
from teleshop.stock.wiring import service
from tests.factories import stock as f
from tests.harness.aws import Cloud
from tests.harness.budget import measured

pytestmark = pytest.mark.clause("1.1")


def told(aws: Cloud, kind: str) -> int:
    """How often an event was published."""
    return sum(item["type"] == kind for item in aws.items("OutboxTable"))


def take(levels: Levels, quantity: int, name: str) -> Transaction:
    """A transaction that takes by levels that were read before."""
    own = service().reservations
    plan = own.plan(levels, [Wanted(f.SKU, quantity)], seed=name)
    return taking(plan, name)


def taking(plan: Plan, name: str) -> Transaction:
    tx = Transaction(f.call(), "place_order", Subject("order", name))
    service().reservations.take(tx, plan)
    return tx


def refused(quantity: int = 1, *quotas: QuotaWanted) -> StockShortError | QuotaUsedUpError:
    """The refusal of an attempt, told as whoever meets it does."""
    try:
        f.taken(quantity, quotas=quotas)
    except (StockShortError, QuotaUsedUpError) as found:
        service().telling.tell_short(f.call(), found)
        return found
    pytest.fail("it was granted")


def test_what_an_order_takes_is_reserved_and_comes_back_when_it_is_cancelled(aws: Cloud) -> None:
    f.stocked(10, shards=4)
    held = f.taken(7)
    assert f.figures() == (3, 7)
    f.given_back(held)
    assert f.figures() == (10, 0)
    assert told(aws, "StockReturned") == 0


def test_the_last_pieces_over_all_rows_are_sold_and_not_one_more(aws: Cloud) -> None:
    f.stocked(9, shards=4)
    held = f.taken(9, name="ord_all")
    assert len(held) > 1
    short = refused()
    assert isinstance(short, StockShortError)
    assert (short.shortages[0].left, short.errors[0].pointer) == (0, "/lines/0/quantity")
    assert f.figures() == (0, 9)


def test_who_was_second_at_a_row_plans_anew_and_gets_what_is_there(aws: Cloud) -> None:
    f.stocked(2)
    own = service().reservations
    known = own.levels([Wanted(f.SKU, 1)])
    first, second = take(known, 1, "ord_1"), take(known, 2, "ord_2")
    first.commit(None)
    with pytest.raises(ShardRacedError):
        second.commit(None)
    fresh = own.levels([Wanted(f.SKU, 1)], consistent=True)
    take(fresh, 1, "ord_2").commit(None)
    assert f.figures() == (0, 2)


def test_stock_is_given_back_once(aws: Cloud) -> None:
    f.stocked(3)
    held = f.taken(2)
    f.given_back(held)
    with pytest.raises(RacedError):
        f.given_back(held)
    assert f.figures() == (3, 0)


def test_a_parcel_leaves_and_stands_in_the_book(aws: Cloud) -> None:
    f.stocked(10, shards=3)
    f.shipped(f.taken(5), after=f.MINUTE)
    assert f.figures() == (5, 0)
    (entry, _) = service().movements._repository.movements_since(f.SKU, f.NOW)[::-1]
    assert (entry.kind, entry.quantity, entry.reference) == ("shipment", -5, "ord_1")
    total = sum(m.quantity for m in service().movements._repository.movements_since(f.SKU, f.NOW))
    assert total == sum(f.figures())


def test_levels_of_many_lines_are_two_reads(aws: Cloud) -> None:
    skus = [f"sku_{number:02}" for number in range(12)]
    f.listed(*skus)
    for sku in skus:
        f.received(5, sku)
    wanted = [Wanted(sku, 1) for sku in skus]
    quotas = [QuotaWanted(f.PROMOTION, sku, 1, 30) for sku in skus]
    with measured(aws) as cost:
        service().reservations.levels(wanted, quotas)
    assert cost[0].calls == {"dynamodb.BatchGetItem": 2}


def test_sold_out_is_told_once_and_costs_the_refused_nothing_more(aws: Cloud) -> None:
    f.stocked(4, shards=2)
    f.taken(4)
    refused()
    assert told(aws, "StockSoldOut") == 1
    with measured(aws) as cost:
        refused()
    assert cost[0].calls == {"dynamodb.BatchGetItem": 2}
    assert cost[0].reads <= 2, "two looks at the head, and at no row"
    assert told(aws, "StockSoldOut") == 1
    assert service().reading.show(f.call(), f.SKU).head.sold_out_at == f.NOW


def test_too_few_is_not_sold_out(aws: Cloud) -> None:
    f.stocked(4, shards=2)
    refused(5)
    assert told(aws, "StockSoldOut") == 0


def test_what_comes_back_after_sold_out_is_told_once_for_each_time_it_was_sold_out(
    aws: Cloud,
) -> None:
    f.stocked(4)
    one, two = f.taken(1, name="ord_1"), f.taken(3, name="ord_2")
    refused()
    f.given_back(one, "ord_1")
    assert told(aws, "StockReturned") == 1
    f.given_back(two, "ord_2")
    assert told(aws, "StockReturned") == 1, "it was not sold out any more"
    f.taken(4, name="ord_3")
    refused()
    f.received(2)
    assert (told(aws, "StockSoldOut"), told(aws, "StockReturned")) == (2, 2)
    assert service().reading.show(f.call(), f.SKU).head.sold_out_at is None


def test_a_piece_that_comes_back_while_it_is_marked_as_sold_out_is_never_missed(
    aws: Cloud,
) -> None:
    """Whoever gives back has read the head before it was marked, and writes after that."""
    f.stocked(2)
    held = f.taken(2)
    tx = Transaction(f.call(), "cancel_order", Subject("order", "ord_1"))
    service().reservations.give_back(tx, held)
    refused()
    with pytest.raises(ShardRacedError):
        tx.commit(None)
    f.given_back(held)
    assert told(aws, "StockReturned") == 1


def test_it_is_not_marked_as_sold_out_when_a_piece_came_back_first(aws: Cloud) -> None:
    f.stocked(2)
    held = f.taken(2)
    with pytest.raises(StockShortError) as found:
        f.taken(1, name="ord_2")
    f.given_back(held)
    service().telling.tell_short(f.call(), found.value)
    assert told(aws, "StockSoldOut") == 0


@pytest.mark.clause("4.3.4")
def test_a_promotion_sells_its_stated_stock_and_tells_once_that_it_is_used_up(
    aws: Cloud,
) -> None:
    f.stocked(100, shards=4)
    quota = QuotaWanted(f.PROMOTION, f.SKU, 1, 25)
    for number in range(5):
        f.taken(5, name=f"ord_{number}", quotas=[replace(quota, quantity=5)])
    for _ in range(3):
        over = refused(1, quota)
        assert isinstance(over, QuotaUsedUpError)
        assert over.used_up[0].left == 0
    assert told(aws, "PromotionStockUsedUp") == 1
    assert f.figures() == (75, 25)


@pytest.mark.clause("4.3.4")
def test_what_a_cancelled_order_had_of_a_promotion_can_be_sold_again(aws: Cloud) -> None:
    f.stocked(100)
    quota = QuotaWanted(f.PROMOTION, f.SKU, 12, 12)
    held = f.taken(12, quotas=[quota])
    refused(1, replace(quota, quantity=1))
    f.given_back(held)
    f.taken(12, name="ord_2", quotas=[quota])


@pytest.mark.clause("4.3.4")
def test_few_left_of_a_promotion_are_told_to_the_customer_and_to_nobody_else(aws: Cloud) -> None:
    f.stocked(100)
    f.taken(8, quotas=[QuotaWanted(f.PROMOTION, f.SKU, 8, 12)])
    over = refused(5, QuotaWanted(f.PROMOTION, f.SKU, 5, 12))
    assert over.used_up[0].left == 4
    assert told(aws, "PromotionStockUsedUp") == 0


def test_a_refusal_looks_at_all_rows_at_one_instant(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows read one after the other can miss a piece that moves between them: here it does."""
    f.stocked(6, shards=3)
    repository = service().reservations._repository
    real = repository.levels

    def torn(*given: Any, **options: Any) -> Levels:
        found = real(*given, **options)
        empty = {
            sku: replace(known, shards=tuple(replace(s, available=0) for s in known.shards))
            for sku, known in found.skus.items()
        }
        return replace(found, skus=empty)

    monkeypatch.setattr(type(repository), "levels", lambda _, *a, **o: torn(*a, **o))
    assert sum(holding.quantity for holding in f.taken(6)) == 6


def test_a_refusal_waits_while_the_rows_are_spread_anew(aws: Cloud) -> None:
    known = f.stocked(1).reading.show(f.call(), f.SKU).head
    f.split(2)
    with pytest.raises(ShardRacedError):
        service().reservations._repository.snapshot(known)


def test_holds_take_and_give_back_by_themselves(aws: Cloud) -> None:
    f.stocked(5, shards=2)
    own = service().holds
    own.hold(f.call(), "sample-1", [Wanted(f.SKU, 2)])
    assert f.figures() == (3, 2)
    own.release(f.call(), "sample-1")
    assert f.figures() == (5, 0)
    kinds = Counter(item["action"] for item in aws.items("AuditTable"))
    assert (kinds["hold_stock"], kinds["release_stock"]) == (1, 1)


def test_a_mark_is_taken_away_by_one_alone(aws: Cloud) -> None:
    """Many give back at once: each has read the mark, one ends it, the others look again."""
    f.stocked(2, shards=2)
    one, two = f.taken(1, name="ord_1"), f.taken(1, name="ord_2")
    refused()
    both = []
    for held in (one, two):
        tx = Transaction(f.call(), "cancel_order", Subject("order", "x"))
        service().reservations.give_back(tx, held)
        both.append(tx)
    both[0].commit(None)
    with pytest.raises(RacedError):
        both[1].commit(None)
    f.given_back(two)
    assert told(aws, "StockReturned") == 1
    assert service().reading.show(f.call(), f.SKU).head.sold_out_at is None
