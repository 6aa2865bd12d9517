"""The book: what comes, goes and is counted, while orders go on."""

from typing import Any

import pytest

from teleshop.kernel.errors import InvalidInputError
from teleshop.stock.errors import (
    BelowReservedError,
    CountedLaterError,
    CountInstantError,
    MoreThanOnHandError,
    NoRoomForWarehouseError,
    ReasonMissingError,
    ReferenceBookedError,
    SkuNotStockedError,
    SkuUnknownError,
    StockShortError,
    WarehouseUnknownError,
)
from teleshop.stock.tables import StockRepository
from teleshop.stock.wiring import service
from tests.factories import stock as f
from tests.harness.aws import Cloud

pytestmark = pytest.mark.clause("1.1")


def book() -> list[tuple[str, int, int | None, int | None]]:
    """Kind, quantity, before and after of every entry, oldest first."""
    entries = StockRepository().movements_since(f.SKU, f.NOW - f.MINUTE)
    return [(m.kind.value, m.quantity, m.before, m.after) for m in entries]


def events(aws: Cloud) -> list[str]:
    return sorted(item["type"] for item in aws.items("OutboxTable"))


def test_every_entry_says_who_why_and_what_was_there_before_and_after(aws: Cloud) -> None:
    f.stocked(10)
    f.entered("customer_return", 2, reference="asc_1", after=f.MINUTE)
    f.entered("refused_parcel", 1, reference="pcl_1", after=2 * f.MINUTE)
    f.entered("loss", 3, reason="damaged", after=3 * f.MINUTE)
    made = f.entered("adjustment", -1, reason="missing", after=4 * f.MINUTE)
    assert (made.by, made.reason) == ("wang", "missing")
    assert book() == [
        ("receipt", 10, 0, 10),
        ("customer_return", 2, 10, 12),
        ("refused_parcel", 1, 12, 13),
        ("loss", -3, 13, 10),
        ("adjustment", -1, 10, 9),
    ]
    assert events(aws) == ["StockAdjusted"] * 2 + ["StockReceived"] * 3


def test_the_same_delivery_note_is_booked_once(aws: Cloud) -> None:
    f.listed()
    f.entered("receipt", 5, reference="DN-7")
    with pytest.raises(ReferenceBookedError):
        f.entered("receipt", 5, reference="DN-7", after=f.MINUTE)
    with pytest.raises(ReferenceBookedError):
        f.entered("receipt", 5, reference="DN-7", warehouse="sh-1", after=f.MINUTE)
    assert f.figures() == (5, 0)


@pytest.mark.parametrize("kind", ["receipt", "customer_return", "refused_parcel"])
def test_a_paper_is_booked_once_however_it_is_typed_and_as_whatever_it_comes_in(
    aws: Cloud, kind: str
) -> None:
    f.listed()
    f.entered("receipt", 5, reference="DN-7")
    with pytest.raises(ReferenceBookedError):
        f.entered(kind, 5, reference="dn-7", after=f.MINUTE)
    assert f.figures() == (5, 0)
    f.entered(kind, 5, reference="DN-8", after=f.MINUTE)
    f.entered("loss", 1, reason="damaged", reference="dn-7", after=2 * f.MINUTE)
    assert f.figures() == (9, 0)


def test_an_article_that_no_product_has_is_not_received(aws: Cloud) -> None:
    with pytest.raises(SkuUnknownError):
        f.entered("receipt", 5, reference="DN-7")
    with pytest.raises(SkuNotStockedError):
        f.entered("adjustment", 5, reason="found")


def test_what_is_promised_to_orders_cannot_be_taken_away(aws: Cloud) -> None:
    f.stocked(10, shards=4)
    f.taken(8)
    with pytest.raises(BelowReservedError) as refused:
        f.entered("loss", 3, reason="damaged")
    assert refused.value.params["missing"] == 1
    assert "至少 1 件" in refused.value.detail("zh")
    f.entered("loss", 2, reason="damaged")
    assert f.figures() == (0, 8)


def test_more_than_lies_there_is_told_as_that_and_no_order_has_to_be_cancelled(aws: Cloud) -> None:
    f.stocked(49, shards=4)
    f.taken(6)
    with pytest.raises(MoreThanOnHandError) as refused:
        f.entered("loss", 50, reason="damaged")
    said = {"warehouse": "hz-1", "on_hand": 49, "reserved": 6, "quantity": 50}
    assert refused.value.params == said
    for text in (refused.value.detail("zh"), refused.value.detail("en")):
        assert "49" in text
        assert "取消" not in text
        assert "cancel" not in text
    with pytest.raises(BelowReservedError):
        f.entered("loss", 49, reason="damaged")
    assert f.figures() == (43, 6)


def test_a_count_that_cannot_be_booked_since_the_pieces_left_meanwhile_is_made_again(
    aws: Cloud,
) -> None:
    f.stocked(10)
    f.entered("loss", 8, reason="damaged", after=2 * f.MINUTE)
    with pytest.raises(MoreThanOnHandError) as refused:
        f.counted(1, f.MINUTE, reason="missing")
    assert (refused.value.params["on_hand"], refused.value.params["quantity"]) == (2, 9)
    assert "重新盘点" in refused.value.detail("zh")


def test_a_transfer_is_one_entry_on_each_side(aws: Cloud) -> None:
    f.stocked(50, shards=8)
    f.entered("transfer", 20, to_warehouse="sh-1", after=f.MINUTE)
    known = service().reading.show(f.call(), f.SKU)
    on_hand = {
        place.warehouse: sum(row.on_hand for row in known.in_warehouse(place.warehouse))
        for place in known.head.places
    }
    assert on_hand == {"hz-1": 30, "sh-1": 20}
    assert sorted(book()) == sorted(
        [("receipt", 50, 0, 50), ("transfer", -20, 50, 30), ("transfer", 20, 0, 20)]
    )
    assert "StockAdjusted" not in events(aws)


def test_nothing_leaves_a_warehouse_that_never_had_any(aws: Cloud) -> None:
    f.stocked(5)
    with pytest.raises(WarehouseUnknownError):
        f.entered("loss", 1, warehouse="sh-9", reason="stolen")
    with pytest.raises(WarehouseUnknownError):
        f.entered("transfer", 1, warehouse="sh-9", to_warehouse="hz-1")


def test_all_faults_of_an_entry_come_at_once(aws: Cloud) -> None:
    with pytest.raises(InvalidInputError) as refused:
        f.entered("receipt", -1, to_warehouse="sh-1")
    assert [fault.pointer for fault in refused.value.errors] == [
        "/quantity",
        "/reference",
        "/to_warehouse",
    ]


def test_a_warehouse_more_than_rows_allow_is_refused_with_the_remedy(aws: Cloud) -> None:
    f.stocked(5, shards=64)
    with pytest.raises(NoRoomForWarehouseError) as refused:
        f.received(5, warehouse="sh-1")
    assert "PUT /stock/" in refused.value.detail("en")


def test_movements_of_an_article_follow_one_another(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there before and after is true: who looked before another entry looks again."""
    f.stocked(5)
    real, other = StockRepository.levels, [0]

    def meanwhile(own: Any, *given: Any, **options: Any) -> Any:
        found = real(own, *given, **options)
        if not other[0]:
            other[0] = 1
            f.entered("adjustment", 4, reason="found", after=f.MINUTE)
        return found

    monkeypatch.setattr(StockRepository, "levels", meanwhile)
    f.entered("adjustment", 1, reason="found", after=2 * f.MINUTE)
    assert book()[1:] == [("adjustment", 4, 5, 9), ("adjustment", 1, 9, 10)]


def test_a_count_that_agrees_is_kept_as_proof_and_changes_nothing(aws: Cloud) -> None:
    f.stocked(10)
    f.taken(4)
    found = f.counted(10)
    assert (found.comparison.difference, found.movement.quantity) == (0, 0)
    assert (found.movement.counted, found.movement.by) == (10, "wang")
    assert f.figures() == (6, 4)
    assert "StockAdjusted" not in events(aws)


def test_a_count_is_right_while_orders_go_on(aws: Cloud) -> None:
    """At the instant 98 lay there instead of 100; since then 30 were ordered, 20 of them left, and
    7 came in.
    """
    f.stocked(100, shards=4)
    held = f.taken(30)
    f.shipped(held[:1], after=2 * f.MINUTE)
    f.received(7, after=3 * f.MINUTE)
    on_hand = sum(f.figures())
    found = f.counted(98, f.MINUTE, reason="missing")
    assert (found.comparison.booked, found.comparison.difference) == (100, -2)
    assert sum(f.figures()) == on_hand - 2


def test_a_count_that_moves_while_it_is_read_is_read_again(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.stocked(10)
    held = f.taken(3)
    real, others = StockRepository.levels, [held]

    def meanwhile(own: Any, *given: Any, **options: Any) -> Any:
        if others:
            f.shipped(others.pop(), after=2 * f.MINUTE)
        return real(own, *given, **options)

    monkeypatch.setattr(StockRepository, "levels", meanwhile)
    found = f.counted(9, f.MINUTE, reason="missing")
    assert (found.comparison.booked, found.comparison.difference) == (10, -1)


def test_a_count_is_booked_once(aws: Cloud) -> None:
    f.stocked(10)
    first = f.counted(9, f.MINUTE, reason="missing")
    for again in (9, 8, 11):
        with pytest.raises(CountedLaterError) as refused:
            f.counted(again, f.MINUTE, reason="missing", after=12 * f.MINUTE)
        assert refused.value.params["movement_id"] == first.movement.id
        assert refused.value.params["counted"] == 9
        assert "重新盘点" in refused.value.detail("zh")
    assert f.figures() == (9, 0)


def test_two_counts_of_one_shelf_find_what_is_missing_once(aws: Cloud) -> None:
    f.stocked(10)
    f.counted(9, f.MINUTE, reason="missing")
    second = f.counted(9, 5 * f.MINUTE, after=12 * f.MINUTE)
    assert (second.comparison.booked, second.comparison.difference) == (9, 0)
    assert f.figures() == (9, 0)


def test_pieces_that_were_found_are_sold_once(aws: Cloud) -> None:
    f.stocked(10)
    f.counted(11, f.MINUTE, reason="found")
    with pytest.raises(CountedLaterError):
        f.counted(11, f.MINUTE, reason="found", after=11 * f.MINUTE)
    with pytest.raises(StockShortError):
        f.taken(12)
    assert sum(one.quantity for one in f.taken(11)) == 11


def test_an_earlier_count_does_not_bring_back_what_a_later_one_missed(aws: Cloud) -> None:
    """Nine lay there, then one more was gone; the counts are entered the other way round."""
    f.stocked(10)
    f.counted(8, 5 * f.MINUTE, reason="missing")
    with pytest.raises(CountedLaterError):
        f.counted(9, f.MINUTE, reason="found", after=12 * f.MINUTE)
    f.received(3, warehouse="sh-1", after=6 * f.MINUTE)
    f.counted(3, 7 * f.MINUTE, warehouse="sh-1")
    assert f.figures() == (11, 0)


@pytest.mark.parametrize(
    ("entered", "counted", "left"),
    [
        (("adjustment", -1, "missing"), 9, 9),
        (("adjustment", 2, "entry_error"), 12, 12),
        (("loss", 1, "stolen"), 9, 9),
        # These were on the shelf at the instant, and were taken away with the entry.
        (("loss", 1, "damaged"), 10, 9),
    ],
)
def test_a_correction_that_was_entered_after_the_count_was_true_before_it(
    aws: Cloud, entered: tuple[str, int, str], counted: int, left: int
) -> None:
    f.stocked(10)
    kind, quantity, reason = entered
    f.entered(kind, quantity, reason=reason, after=8 * f.MINUTE)
    found = f.counted(counted, 5 * f.MINUTE)
    assert found.comparison.difference == 0
    assert f.figures() == (left, 0)


def test_of_two_who_enter_one_count_at_the_same_time_one_is_refused(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.stocked(10)
    real, others = StockRepository.levels, [1]

    def meanwhile(own: Any, *given: Any, **options: Any) -> Any:
        found = real(own, *given, **options)
        if others:
            others.pop()
            f.counted(9, f.MINUTE, reason="missing")
        return found

    monkeypatch.setattr(StockRepository, "levels", meanwhile)
    with pytest.raises(CountedLaterError):
        f.counted(9, f.MINUTE, reason="missing", after=11 * f.MINUTE)
    assert f.figures() == (9, 0)


def test_a_difference_needs_its_reason(aws: Cloud) -> None:
    f.stocked(10)
    with pytest.raises(ReasonMissingError) as refused:
        f.counted(12)
    assert refused.value.params["difference"] == 2
    assert sum(f.figures()) == 10
    f.counted(12, reason="found")
    assert f.figures() == (12, 0)
    assert events(aws).count("StockAdjusted") == 1


def test_a_count_below_what_orders_hold_is_refused_with_the_remedy(aws: Cloud) -> None:
    f.stocked(10)
    f.taken(9)
    with pytest.raises(BelowReservedError) as refused:
        f.counted(7, reason="missing")
    assert refused.value.params["missing"] == 2
    f.counted(9, reason="missing")
    assert f.figures() == (0, 9)


@pytest.mark.parametrize("minutes", [11, -24 * 60 + 9])
def test_a_count_is_entered_on_its_day_and_not_before_it_was_made(aws: Cloud, minutes: int) -> None:
    f.stocked(10)
    with pytest.raises(CountInstantError):
        f.counted(10, minutes * f.MINUTE)
    with pytest.raises(WarehouseUnknownError):
        f.counted(10, warehouse="sh-1")


def test_found_pieces_end_being_sold_out(aws: Cloud) -> None:
    own = f.stocked(1)
    f.taken(1)
    with pytest.raises(StockShortError) as short:
        f.taken(1, name="ord_2")
    own.telling.tell_short(f.call(), short.value)
    f.counted(2, reason="found")
    assert events(aws).count("StockReturned") == 1
    assert f.figures() == (1, 1)


def test_a_race_for_a_row_that_goes_out_is_run_again(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.stocked(3)
    real, orders = StockRepository.levels, [1]

    def meanwhile(own: Any, *given: Any, **options: Any) -> Any:
        found = real(own, *given, **options)
        if orders and options.get("consistent"):
            orders.pop()
            f.taken(2)
        return found

    monkeypatch.setattr(StockRepository, "levels", meanwhile)
    with pytest.raises(BelowReservedError):
        f.entered("loss", 2, reason="damaged")
