"""The reviewers' inbox on its table: what a page costs, and a count that is true."""

from typing import Any

import pytest

from teleshop.catalog.service import Decided
from teleshop.catalog.wiring import service
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.suppliers.wiring import service as suppliers
from tests.factories import reviews as f
from tests.harness.budget import measured

pytestmark = pytest.mark.clause("2.2.1")


def sent(where: f.Ground, count: int, first: int = 0) -> list[f.Submitted]:
    """Products in review, each with an article of its own."""
    numbers = range(first, first + count)
    return [
        f.submitted(
            where,
            variants=[{"own_code": f"A{number}", "supply_price": 90_00, "suggested_price": 199_00}],
        )
        for number in numbers
    ]


def test_a_page_costs_one_query_and_one_read_of_the_count_however_many_wait(aws: Any) -> None:
    where = f.ground()
    sent(where, 1)
    call = f.call(f.REVIEWER, 3 * f.HOUR)
    with measured(aws) as few:
        assert service().inbox.waiting(call, PageRequest(limit=5)).total == 1
    sent(where, 7, first=1)
    with measured(aws) as many:
        page = service().inbox.waiting(call, PageRequest(limit=5))
    assert (len(page.page.items), page.total) == (5, 8)
    assert page.page.next is not None
    # Beyond the table, the first cursor reads the key that signs it.
    wanted = {"dynamodb.Query": 1, "dynamodb.BatchGetItem": 1}
    assert few[0].calls == wanted
    assert {name: n for name, n in many[0].calls.items() if name.startswith("dynamodb")} == wanted


@pytest.mark.clause("3.3.2")
def test_what_an_excellent_supplier_sends_in_is_reviewed_before_what_came_earlier(
    aws: Any,
) -> None:
    where = f.ground()
    (earlier,) = sent(where, 1)
    tx = Transaction(f.call(f.MANAGER), "feature", Subject("test", "test"))
    assert suppliers().standing.feature(tx, where.supplier_id, f.NOW + f.DAY)
    tx.commit(None)
    articles = [{"own_code": "B1", "supply_price": 90_00, "suggested_price": 199_00}]
    later = f.submitted(where, 2 * f.HOUR, variants=articles)
    waiting = service().inbox.waiting(f.call(f.REVIEWER, 3 * f.HOUR), PageRequest()).page.items
    assert [(one.product.id, one.place.featured) for one in waiting] == [
        (later.id, True),
        (earlier.id, False),
    ]


def test_the_count_follows_every_way_into_the_inbox_and_out_of_it(aws: Any) -> None:
    where = f.ground()
    f.qualified()
    products = sent(where, 5)

    def total() -> int:
        return service().inbox.waiting(f.call(f.REVIEWER), PageRequest()).total

    assert total() == 5
    for product in products:
        f.asked(product)
    f.check(products[0])
    f.decided(products[0])
    assert total() == 4
    f.check(products[1], "brand")
    f.decided(products[1], Decided("returned", "rita"))
    assert total() == 3
    f.decided(products[2], Decided("rejected", "rita"))
    f.decided(products[2], Decided("rejected", "rita"))
    assert total() == 2
    f.decided(products[3], Decided("withdrawn"))
    assert total() == 1
    f.decided(products[4], Decided("timed_out"))
    assert total() == 1
    service().standing.take_down(f.call(f.COMPLIANCE, 4 * f.HOUR), products[4].id, "假冒")
    assert total() == 0
    seller = f.call(where.seller, 5 * f.HOUR)
    service().submissions.submit_product(seller, products[1].id)
    assert total() == 1
