"""What pieces that came back had cost, for those who count what suppliers sold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.orders.domain import share_of_returned
from tests.factories.placed_orders import line


@pytest.mark.clause("6.3.1", "3.3.1")
@given(
    amount=st.integers(0, 100_000),
    returned=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    gone=st.integers(0, 3),
)
def test_the_parts_of_pieces_that_came_back_one_after_another_come_to_what_they_cost(
    amount: int, returned: list[int], gone: int
) -> None:
    quantity = sum(returned) + gone
    fell_away = amount * gone // quantity
    sold = line(1, quantity=quantity, amount=amount)
    sold = replace(sold, refused=gone, fell_away=fell_away)
    parts = []
    for pieces in returned:
        sold = replace(sold, returned=sold.returned + pieces)
        parts.append(share_of_returned(sold, pieces))
    assert sum(parts) == amount - fell_away
    assert min(parts) >= 0
