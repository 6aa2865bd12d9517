"""What comes between two reads of a use case of the deposit is a lost race, and never a refusal."""

from typing import Any

import pytest

from teleshop.deposits.wiring import service
from tests.factories import deposits as d
from tests.harness.twin_walk import between, outcome_of

READS = range(1, 12)
"""More attempts than a fine makes."""


@pytest.mark.clause("3.4.2")
@pytest.mark.parametrize("at", READS)
def test_two_fines_that_take_more_than_is_held_are_both_booked(aws: Any, at: int) -> None:
    d.supplier()
    d.paid_in(5_00)
    first, other = (
        lambda reference=reference: outcome_of(lambda: d.fined(3_00, reference))
        for reference in ("vio_1", "vio_2")
    )
    assert between(first, other, at) == ("done", "done")
    balance = service().deposits.balance(d.SUPPLIER_ID)
    assert (balance.held, balance.owed) == (0, 1_00)
