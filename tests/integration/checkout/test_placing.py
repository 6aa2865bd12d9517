"""Placing an order on the real parts: prices, goods, stock, payment, order."""

from typing import Any

import pytest

from teleshop.checkout.errors import OrderTotalChangedError
from tests.factories import checkout as f


@pytest.mark.clause("4.3.4", "1.1")
def test_what_was_shown_is_what_is_charged(aws: Any) -> None:
    f.shop()
    order = f.placed(f.body(f.line(f.POT, 2), f.line(f.PAN, 1), total=300_00))
    assert (order.goods_total, order.freight, order.total) == (300_00, 0, 300_00)
    assert f.kept(order.id).total == 300_00
    assert (f.left_of(f.POT), f.left_of(f.PAN)) == (98, 99)


@pytest.mark.clause("4.3.4")
def test_another_total_than_the_one_that_was_shown_is_refused(aws: Any) -> None:
    f.shop()
    with pytest.raises(OrderTotalChangedError) as refused:
        f.placed(f.body(total=99_99))
    assert refused.value.params["total"] == "100.00"
    assert f.left_of() == 100
