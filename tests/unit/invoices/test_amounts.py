"""What may be invoiced: what was paid less what went back, to the fen, on what is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.invoices.domain.amounts import Sale, SoldLine, billable, last_day
from teleshop.invoices.domain.policy import InvoicePolicy

pytestmark = pytest.mark.clause("6.3.1")
PAID_AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def line(number: int = 1, **changes: Any) -> SoldLine:
    made = SoldLine(number=number, sku=f"S{number}", title="锅", quantity=1, paid=200_00)
    return replace(made, **changes)


def sale(*lines: SoldLine, **changes: object) -> Sale:
    sold = lines or (line(),)
    made = Sale(
        order_id="ord_1",
        customer_id="ann",
        paid_at=PAID_AT,
        paid=sum(one.paid for one in sold) + 1000,
        refunded=0,
        freight=1000,
        lines=sold,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of a sale


def amounts(known: Sale) -> list[tuple[int, int, int]]:
    return [(one.line, one.quantity, one.amount) for one in billable(known).lines]


def test_each_line_is_invoiced_with_what_was_paid_for_it_and_the_freight_beside() -> None:
    known = sale(line(), line(2, quantity=3, paid=100_01))
    assert amounts(known) == [(1, 1, 200_00), (2, 3, 100_01)]
    assert (billable(known).freight, billable(known).total) == (1000, 310_01)


def test_nothing_before_it_is_paid() -> None:
    assert billable(sale(paid_at=None)).total == 0


def test_a_line_that_came_back_is_not_invoiced_and_takes_its_discount_along() -> None:
    # 300 less 60: the pan for 80 goes back for 40, since the pot alone costs 200.
    known = sale(line(paid=160_00), line(2, paid=80_00, returned=1), refunded=40_00, freight=0)
    known = replace(known, paid=240_00)
    assert amounts(known) == [(1, 1, 200_00)]


def test_of_a_line_that_came_back_in_part_the_rest_is_invoiced() -> None:
    known = sale(line(quantity=3, paid=299_99, returned=1), refunded=100_00)
    assert amounts(known) == [(1, 2, 199_99)]


def test_a_refund_without_goods_lessens_every_line() -> None:
    known = sale(line(), line(2, paid=100_00), refunded=30_00, freight=0, paid=300_00)
    assert amounts(known) == [(1, 1, 180_00), (2, 1, 90_00)]


def test_gifts_are_not_invoiced() -> None:
    assert amounts(sale(line(), line(2, paid=0))) == [(1, 1, 200_00)]


def test_all_goods_back_leave_no_more_than_the_freight() -> None:
    known = sale(line(returned=1), refunded=200_00)
    assert (amounts(known), billable(known).freight) == ([], 1000)
    assert billable(replace(known, refunded=210_00)).total == 0
    assert billable(replace(known, refunded=999_00)).total == 0


@given(
    st.lists(
        st.tuples(st.integers(1, 50), st.integers(0, 10**7), st.integers(0, 50)),
        min_size=1,
        max_size=20,
    ),
    st.integers(0, 5000),
    st.integers(0, 10**8),
)
def test_an_invoice_comes_to_exactly_what_was_paid_and_not_given_back(
    facts: list[tuple[int, int, int]], freight: int, refunded: int
) -> None:
    lines = [
        line(number, quantity=quantity, paid=paid, returned=min(returned, quantity))
        for number, (quantity, paid, returned) in enumerate(facts, start=1)
    ]
    paid = sum(one.paid for one in lines) + freight
    known = sale(*lines, freight=freight, paid=paid, refunded=refunded)
    bill = billable(known)
    assert bill.total == max(0, paid - refunded)
    assert all(one.amount > 0 for one in bill.lines)
    assert bill.freight >= 0
    came_back = {one.number for one in lines if one.returned == one.quantity}
    assert came_back.isdisjoint(one.line for one in bill.lines)


def test_it_may_be_asked_for_to_the_end_of_the_following_year_in_china() -> None:
    policy = InvoicePolicy()
    assert last_day(sale(), policy) == date(2027, 12, 31)
    # 16:00 UTC is the next day in China.
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert last_day(sale(paid_at=new_year), policy) == date(2028, 12, 31)
    assert last_day(sale(paid_at=None), policy) is None
