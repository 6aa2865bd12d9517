"""What an entry of the book needs by its kind; a count beside the book of its instant."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.stock.domain.counting import compared
from teleshop.stock.domain.forms import movement_faults
from teleshop.stock.domain.movement import (
    BY_HAND,
    Movement,
    MovementKind,
    Reason,
    shipped_pieces,
)
from teleshop.stock.domain.planning import Holding
from teleshop.stock.domain.policy import MOST_RETURNED
from tests.factories.stock import MINUTE, NOW, PROMOTION, SKU

pytestmark = pytest.mark.clause("1.1")
WHOLE: dict[MovementKind, dict[str, Any]] = {
    MovementKind.RECEIPT: {"reference": "DN-1"},
    MovementKind.CUSTOMER_RETURN: {"reference": "asc_1"},
    MovementKind.REFUSED_PARCEL: {"reference": "pcl_1"},
    MovementKind.ADJUSTMENT: {"reason": Reason.FOUND},
    MovementKind.LOSS: {"reason": Reason.DAMAGED},
    MovementKind.TRANSFER: {"to_warehouse": "sh-1"},
}


def faults(kind: MovementKind, quantity: int = 1, **given: Any) -> list[str]:
    facts: dict[str, Any] = {"to_warehouse": None, "reason": None, "reference": None} | given
    found = movement_faults(kind, quantity, "hz-1", **facts)
    for fault in found:
        assert fault.message("zh")
        assert fault.message("en")
    return [fault.pointer for fault in found]


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_each_kind_is_whole_with_what_it_needs_and_not_without(kind: MovementKind) -> None:
    (name,) = WHOLE[kind]
    assert faults(kind, **WHOLE[kind]) == []
    assert faults(kind) == [f"/{name}"]


@pytest.mark.parametrize("kind", sorted(set(MovementKind) - BY_HAND))
def test_shipments_and_counts_are_not_entered_by_hand(kind: MovementKind) -> None:
    assert faults(kind) == ["/kind"]


def test_only_an_adjustment_takes_away_by_its_sign_and_nothing_is_no_entry() -> None:
    assert faults(MovementKind.ADJUSTMENT, -3, reason=Reason.MISSING) == []
    assert faults(MovementKind.LOSS, -3, reason=Reason.MISSING) == ["/quantity"]
    assert faults(MovementKind.ADJUSTMENT, 0) == ["/quantity", "/reason"]


@pytest.mark.parametrize("kind", [MovementKind.CUSTOMER_RETURN, MovementKind.REFUSED_PARCEL])
def test_what_comes_back_from_one_order_is_no_more_than_an_order_has(kind: MovementKind) -> None:
    assert faults(kind, MOST_RETURNED, reference="pcl_1") == []
    assert faults(kind, MOST_RETURNED + 1, reference="pcl_1") == ["/quantity"]
    assert faults(MovementKind.RECEIPT, MOST_RETURNED + 1, reference="DN-1") == []


def test_a_transfer_goes_to_another_warehouse_and_nothing_else_does() -> None:
    assert faults(MovementKind.TRANSFER, to_warehouse="hz-1") == ["/to_warehouse"]
    assert faults(MovementKind.LOSS, reason=Reason.STOLEN, to_warehouse="sh-1") == ["/to_warehouse"]


moves = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9), st.booleans()), max_size=12)


@given(st.integers(0, 500), moves, st.integers(-20, 20))
def test_a_count_is_compared_with_the_book_of_its_instant(
    then: int, moved: list[tuple[int, int, bool]], difference: int
) -> None:
    entries = [
        Movement(
            id=f"stm_{number}",
            sku=SKU,
            warehouse="hz-1" if here else "sh-1",
            kind=MovementKind.TRANSFER,
            quantity=quantity,
            at=NOW + minutes * MINUTE,
            by="wang",
        )
        for number, (quantity, minutes, here) in enumerate(moved)
    ]
    since = sum(q for q, minutes, here in moved if here and minutes > 0)
    found = compared(then + difference, then + since, entries, "hz-1", NOW)
    assert (found.booked, found.moved, found.difference) == (then, since, difference)


def test_what_moves_at_the_very_instant_of_the_count_was_counted() -> None:
    entry = Movement(
        id="stm_1",
        sku=SKU,
        warehouse="hz-1",
        kind=MovementKind.RECEIPT,
        quantity=5,
        at=NOW,
        by="wang",
    )
    assert compared(5, 5, [entry], "hz-1", NOW).difference == 0
    assert compared(0, 5, [entry], "hz-1", NOW - timedelta(microseconds=1)).difference == 0


def test_a_parcel_leaves_by_article_and_warehouse() -> None:
    held = [
        Holding("stock", SKU, "hz-1", 0, 2),
        Holding("stock", SKU, "hz-1", 4, 1),
        Holding("quota", SKU, PROMOTION, 0, 3),
    ]
    assert shipped_pieces(held) == {(SKU, "hz-1"): 3}
