"""Many affected orders: found once each whatever is repeated, at the same cost from the first page
to the last.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from teleshop.invoices.adapters import _ordered_here
from teleshop.invoices.domain.supply import supplier_lines
from teleshop.invoices.tables import LineRow
from teleshop.violations.domain.affected import Place, Standing
from teleshop.violations.service.affected import PAGE
from teleshop.violations.tables.affected import AffectedRepository
from teleshop.violations.wiring import affected
from tests.factories import placed_orders as p
from tests.factories import violation_help as v
from tests.harness.aws import Cloud
from tests.harness.fault_walk import Injector
from tests.harness.wire import wire

pytestmark = pytest.mark.clause("3.4.2")
MANY = 240


def put(aws: Cloud, count: int) -> None:
    """Lines of so many orders, as a burst would leave them."""
    known = supplier_lines(_ordered_here(p.placed()))[0]
    table = aws.table("InvoicesTable")
    for number in range(count):
        at = v.NOW + timedelta(seconds=number)
        one = replace(known, order_id=v.order_id(number), placed_at=at)
        table.put_item(LineRow.from_entity(one).to_dynamodb_dict())


def test_every_order_is_found_once_and_a_page_costs_what_it_finds(aws: Cloud) -> None:
    put(aws, MANY)
    v.stored()
    affected().begin(v.call(), v.CASE)
    place: Place | None = Place()
    pages: list[tuple[int, int]] = []
    while place is not None:
        known = affected().counts(v.CASE)
        assert known is not None
        calls = Injector()
        with wire(calls):
            following = affected().find_page(v.call(), v.CASE, place)
        after = affected().counts(v.CASE)
        assert after is not None
        pages.append((after.orders - known.orders, len(calls.names)))
        # The event of the page comes again: nothing is found anew.
        affected().find_page(v.call(), v.CASE, place)
        place = following
    assert sum(found for found, _ in pages) == MANY
    assert max(found for found, _ in pages) == PAGE
    # The search, the index, which are known, each order, what follows.
    assert all(calls <= found + 4 for found, calls in pages)
    counts = affected().counts(v.CASE)
    assert counts is not None
    assert (counts.complete, counts.standings) == (True, {Standing.FOUND: MANY})
    found = AffectedRepository().known(v.CASE, [v.order_id(number) for number in range(50)])
    assert len(found) == 50
