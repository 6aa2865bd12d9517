"""Which orders have a product: found page by page, from keys that are written once."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from teleshop.invoices.domain.supply import SupplierLine, supplier_lines
from teleshop.invoices.tables import SHARDS, LineRow
from teleshop.invoices.wiring import service
from tests.factories import invoices as f
from tests.factories import placed_orders as p
from tests.harness.aws import Cloud

pytestmark = [pytest.mark.clause("3.4.2"), pytest.mark.usefixtures("aws")]
PRODUCT = "prd_pot"


@cache
def _sample() -> SupplierLine:
    from teleshop.invoices.adapters import _ordered_here

    return supplier_lines(_ordered_here(p.placed()))[0]


def line(number: int, product: str = PRODUCT, of_line: int = 1) -> SupplierLine:
    """A line of an order of its own, ordered that many seconds after the first."""
    return replace(
        _sample(),
        order_id=f"ord_01KASY2D7V3M7T1QZ9{number:08d}",
        line=of_line,
        product_id=product,
        placed_at=f.NOW + timedelta(seconds=number),
    )


def put(aws: Cloud, *lines: SupplierLine) -> None:
    """Store lines as a burst would leave them."""
    table = aws.table("InvoicesTable")
    for one in lines:
        table.put_item(LineRow.from_entity(one).to_dynamodb_dict())


def found(limit: int, product: str = PRODUCT) -> list[str]:
    """All orders of a product, page by page."""
    orders: list[str] = []
    shard: int | None = 0
    after = None
    for _ in range(1000):
        if shard is None:
            break
        page = service().supplies.orders_of_product(product, shard, after, limit)
        assert len(page.order_ids) <= limit
        orders += page.order_ids
        shard, after = page.shard, page.after
    return orders


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_every_order_of_a_product_is_found_once_and_no_other(aws: Cloud, limit: int) -> None:
    mine = [line(number) for number in range(50)]
    put(aws, *mine, *(line(number, "prd_pan") for number in range(50, 60)))
    orders = found(limit)
    assert sorted(orders) == sorted(one.order_id for one in mine)


def test_a_product_that_nobody_ordered_has_no_orders() -> None:
    page = service().supplies.orders_of_product(PRODUCT, SHARDS - 1, None, 10)
    assert (page.order_ids, page.shard, page.after) == ((), None, None)
    assert found(10) == []


def test_an_order_with_two_lines_of_it_comes_once_on_a_page(aws: Cloud) -> None:
    put(aws, line(1), line(1, of_line=2))
    assert found(10) == [line(1).order_id]


def test_what_happens_to_an_order_moves_nothing_in_the_index(aws: Cloud) -> None:
    f.placed()
    f.spread()
    (before, *_) = aws.items("InvoicesTable")
    assert before["product_key"].startswith("product#")
    assert found(10, before["product_id"]) == [f.ORDER]
