"""What a supplier sees: its own lines, where they stand, and nothing of who bought them."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.invoices.domain.export import (
    COLUMNS,
    MOST_DAYS,
    Form,
    SupplierExport,
    period_faults,
    rows,
)
from teleshop.invoices.domain.supply import (
    LineState,
    Ordered,
    OrderedLine,
    SupplierLine,
    changes,
    supplier_lines,
)

pytestmark = pytest.mark.clause("3.2.5")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def line(number: int = 1, **changes: object) -> OrderedLine:
    made = OrderedLine(
        number=number,
        sku=f"S{number}",
        product_id="prd_1",
        supplier_id="sup_1",
        title="锅",
        quantity=2,
        price=100_00,
        amount=180_00,
        gift=False,
        shipped=0,
        returned=0,
        refused=0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of a line


def order(*lines: OrderedLine, **changes: object) -> Ordered:
    made = Ordered(
        order_id="ord_1",
        channel="tv",
        placed_at=NOW,
        paid_at=None,
        shipped_at=None,
        delivered_at=None,
        completed_at=None,
        cancelled_at=None,
        promised_on=date(2026, 11, 26),
        region="330106",
        lines=lines or (line(),),
        version=1,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of an order


def states(known: Ordered) -> list[LineState]:
    return [one.state for one in supplier_lines(known)]


def test_a_line_follows_its_order() -> None:
    known = order()
    assert states(known) == [LineState.PLACED]
    known = replace(known, paid_at=NOW)
    assert states(known) == [LineState.PAID]
    known = replace(known, shipped_at=NOW + DAY)
    assert states(known) == [LineState.SHIPPED]
    known = replace(known, delivered_at=NOW + 2 * DAY)
    assert states(known) == [LineState.DELIVERED]
    known = replace(known, completed_at=NOW + 12 * DAY)
    assert states(known) == [LineState.COMPLETED]


def test_a_line_that_left_in_its_own_parcel_is_shipped_before_the_others() -> None:
    known = order(line(shipped=2), line(2), paid_at=NOW)
    assert states(known) == [LineState.SHIPPED, LineState.PAID]


@pytest.mark.parametrize(
    ("pieces", "state"),
    [
        ({"returned": 2}, LineState.RETURNED),
        ({"called_off": 2, "shipped": 0}, LineState.CANCELLED),
        ({"called_off": 1, "returned": 1}, LineState.RETURNED),
        ({"returned": 1}, LineState.DELIVERED),
        ({"refused": 2}, LineState.REFUSED),
        ({"refused": 1, "returned": 1}, LineState.REFUSED),
    ],
)
def test_what_came_back_is_told_by_pieces(pieces: dict[str, int], state: LineState) -> None:
    known = order(line(**pieces), paid_at=NOW, shipped_at=NOW, delivered_at=NOW)
    assert states(known) == [state]


def test_a_cancelled_order_is_cancelled_whatever_else() -> None:
    assert states(order(paid_at=NOW, cancelled_at=NOW + DAY)) == [LineState.CANCELLED]


@pytest.mark.clause("6.4.1")
def test_of_the_place_no_more_than_the_province_and_of_the_person_nothing() -> None:
    (seen,) = supplier_lines(order())
    assert seen.province == "33"
    names = {field.name for field in fields(SupplierLine)}
    assert not names & {"customer_id", "recipient", "phone", "address", "region", "payment_id"}


def test_the_same_order_again_writes_nothing() -> None:
    lines = supplier_lines(order())
    assert not changes(lines, lines)
    assert not changes(lines, supplier_lines(order(version=4)))


def test_a_change_is_written_where_it_is_seen() -> None:
    before = supplier_lines(order(line(), line(2)))
    after = supplier_lines(order(line(), line(2, shipped=2), version=2))
    found = changes(before, after)
    assert [(old.line, new.state) for old, new in found.replaced] == [(2, LineState.SHIPPED)]
    assert (found.created, found.removed) == ((), ())


def test_an_older_reading_of_the_order_changes_nothing() -> None:
    known = supplier_lines(order(paid_at=NOW, version=3))
    assert not changes(known, supplier_lines(order(version=2)))


def test_a_corrected_report_takes_lines_away_and_adds_others() -> None:
    before = supplier_lines(order(line(), line(2)))
    after = supplier_lines(order(line(), line(3), version=2))
    found = changes(before, after)
    assert [one.line for one in found.created] == [3]
    assert [one.line for one in found.removed] == [2]


@given(st.permutations(range(1, 6)))
def test_events_in_any_order_end_with_the_order_as_it_stands(versions: list[int]) -> None:
    times = (None, NOW)
    history = {
        version: order(
            paid_at=times[version > 1],
            shipped_at=times[version > 2],
            delivered_at=times[version > 3],
            completed_at=times[version > 4],
            version=version,
        )
        for version in range(1, 6)
    }
    known: dict[int, SupplierLine] = {}
    for version in versions:
        found = changes(tuple(known.values()), supplier_lines(history[version]))
        known |= {one.line: one for one in (*found.created, *(new for _, new in found.replaced))}
    assert [one.state for one in known.values()] == [LineState.COMPLETED]


# -- as a table --


def test_a_row_has_a_cell_for_every_column_and_amounts_in_yuan() -> None:
    (row,) = rows(supplier_lines(order(paid_at=NOW)))
    assert len(row) == len(COLUMNS)
    shown = dict(zip(COLUMNS, row, strict=True))
    assert shown["状态 State"] == "已付款 paid"
    assert shown["省份 Province"] == "浙江"
    assert str(shown["金额 Amount"]) == "180.00"
    assert shown["下单时间（北京时间） Ordered"] == "2026-11-23 12:00:00"


def faults(first: date, last: date) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in period_faults(first, last, NOW)]


def test_days_are_checked_all_at_once() -> None:
    today = date(2026, 11, 23)
    assert faults(today, today) == []
    assert faults(today, date(2026, 11, 22)) == [("/to", "days_reversed")]
    assert faults(date(2026, 11, 24), date(2028, 1, 1)) == [
        ("/from", "day_in_the_future"),
        ("/to", "too_many_days"),
    ]
    assert faults(today - (MOST_DAYS - 1) * DAY, today) == []
    assert faults(today - MOST_DAYS * DAY, today) == [("/to", "too_many_days")]


def test_a_day_is_one_of_china() -> None:
    export = SupplierExport(
        id="sxp_1",
        supplier_id="sup_1",
        first=date(2026, 11, 23),
        last=date(2026, 11, 23),
        form=Form.CSV,
        asked_at=NOW,
        asked_by="sam",
    )
    since, until = export.span
    assert since == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert until == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
