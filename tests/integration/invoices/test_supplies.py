"""What suppliers see of orders: kept right whatever comes in which order, listed, exported."""

import csv
import io
import json
import shutil
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from functions.invoices.tables import write_table
from teleshop.deadlines.domain import DeadlineState
from teleshop.deadlines.wiring import service as deadlines
from teleshop.invoices.adapters import OrderSales
from teleshop.invoices.domain.export import SupplierExport
from teleshop.invoices.domain.receipt import FileState, MadeFile
from teleshop.invoices.domain.supply import LineState, Ordered, SupplierLine
from teleshop.invoices.errors import ExportNotFoundError
from teleshop.invoices.schemas import LinesQuery
from teleshop.invoices.service import Exports
from teleshop.invoices.tables import LineRow, SupplyRepository
from teleshop.invoices.tables.rows import SHARDS, shard_of
from teleshop.invoices.wiring import service
from teleshop.kernel.clients import aws_client
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.settings import settings
from teleshop.orders.service import OrderState
from tests.factories import after_sales as a
from tests.factories import invoices as f
from tests.factories import orders as reported
from tests.factories import placed_orders as p
from tests.harness.aws import Cloud

pytestmark = [pytest.mark.clause("3.2.5"), pytest.mark.usefixtures("aws")]
MANY = 10_000


def listed(actor: Any = f.SUPPLIER, **changes: Any) -> list[tuple[str, int]]:
    """Order and line of what a supplier sees, page by page."""
    found: list[tuple[str, int]] = []
    cursor = None
    while True:
        query = LinesQuery(cursor=cursor, **changes)
        page = service().supplies.list_lines(f.call(actor), query)
        found += [(one.order_id, one.line) for one in page.items]
        if page.next is None:
            return found
        cursor = page.next


def order_id(number: int) -> str:
    """An id of an order, of the moment that the number says."""
    return f"ord_01KASY2D7V3M7T1QZ9{number:08d}"


def line(number: int, **changes: Any) -> SupplierLine:
    """A line of an order of its own, ordered that many seconds after the first."""
    (known, *_) = _sample()
    at = f.NOW + timedelta(seconds=number)
    made = replace(known, order_id=order_id(number), line=1, placed_at=at)
    return replace(made, **changes)


@cache
def _sample() -> tuple[SupplierLine, ...]:
    from teleshop.invoices.adapters import _ordered_here
    from teleshop.invoices.domain.supply import supplier_lines

    return supplier_lines(_ordered_here(p.placed()))


def put(aws: Cloud, *lines: SupplierLine) -> None:
    """Store lines at once, as a burst would leave them."""
    table = aws.table("InvoicesTable")
    for one in lines:
        table.put_item(LineRow.from_entity(one).to_dynamodb_dict())


# -- kept right --


def test_each_supplier_sees_its_own_lines_and_nobody_else() -> None:
    f.placed()
    assert f.spread() == 2
    assert listed(f.SUPPLIER) == [(f.ORDER, 1)]
    assert listed(f.OTHER) == [(f.ORDER, 2)]
    assert listed(f.MERCHANDISER, supplier=f.OTHER.supplier_id) == [(f.ORDER, 2)]
    for actor, query in (
        (f.SUPPLIER, LinesQuery(supplier=f.OTHER.supplier_id)),
        (f.MERCHANDISER, LinesQuery()),
        (replace(f.SUPPLIER, supplier_id=None), LinesQuery()),
    ):
        with pytest.raises(InvalidInputError) as refused:
            service().supplies.list_lines(f.call(actor), query)
        assert [one.pointer for one in refused.value.errors] == ["/supplier"]


@pytest.mark.clause("6.4.1")
def test_nothing_of_who_bought_it_is_in_the_lines(aws: Cloud) -> None:
    f.placed()
    f.spread()
    stored = [item for item in aws.items("InvoicesTable") if item["sk"].startswith("line#")]
    assert len(stored) == 2
    text = str(stored)
    hidden = (f.BUYER.subject, "王小明", p.PHONE, "文三路", "330106")
    assert [word for word in hidden if word in text] == []
    assert {item["province"] for item in stored} == {"33"}


def test_a_line_moves_from_state_to_state_and_repeating_writes_nothing() -> None:
    f.placed()
    f.spread()
    assert listed(state=LineState.PLACED) == [(f.ORDER, 1)]
    f.become(paid_at=f.NOW + f.HOUR, state=OrderState.PAID)
    assert f.spread() == 2
    assert listed(state=LineState.PLACED) == []
    assert listed(state=LineState.PAID) == [(f.ORDER, 1)]
    assert f.spread() == 0
    f.become(cancelled_at=f.NOW + 2 * f.HOUR, state=OrderState.CANCELLED)
    f.spread()
    assert listed(state=LineState.CANCELLED) == [(f.ORDER, 1)]


def test_pieces_that_came_back_are_seen_by_their_supplier_alone() -> None:
    f.paid()
    f.spread()
    f.took_back()
    assert f.spread() == 1
    assert listed(f.OTHER, state=LineState.RETURNED) == [(f.ORDER, 2)]
    assert listed(f.SUPPLIER, state=LineState.DELIVERED) == [(f.ORDER, 1)]


def test_an_order_that_nobody_knows_is_let_pass() -> None:
    assert f.spread("ord_01KASY2D7V3M7T1QZ9N3D6W8X0") == 0
    assert f.spread("TS-NONE") == 0


def test_an_order_of_two_hundred_lines_is_written_in_steps() -> None:
    lines = tuple(reported.line(number, paid=100, unit_price=100) for number in range(1, 201))
    reported.report(reported.order(lines=lines, paid=20_000, freight=0, free_freight_from=None))
    assert f.spread("TS20261120-0001") == 200
    assert len(listed()) == 200


def test_a_corrected_report_takes_lines_away() -> None:
    reported.report()
    f.spread("TS20261120-0001")
    one = (reported.line(),)
    changed = reported.order(lines=one, paid=30_900)
    frame = reported.reporting(f.NOW + f.DAY, reported.LEAD)
    from teleshop.orders.service import CorrectionReason
    from teleshop.orders.wiring import service as orders

    orders().report_order(frame, changed, CorrectionReason.ENTRY_ERROR)
    assert f.spread("TS20261120-0001") == 1
    assert [known.line for known in f.lines("TS20261120-0001")] == [1]


def test_what_came_back_of_a_reported_order_is_seen() -> None:
    a.with_place()
    order = a.sold()
    f.spread(order.id)
    a.returned(1)
    assert f.spread(order.id) == 1
    (first, _) = f.lines(order.id)
    assert (first.state, first.returned) == (LineState.RETURNED, 1)


def test_a_return_that_comes_in_between_is_not_written_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The version of a reported order is not raised by what comes back of it."""
    a.with_place()
    order = a.sold()
    f.spread(order.id)
    real = OrderSales.ordered
    met: list[Ordered | None] = []

    def overtaken(own: OrderSales, order_id: str) -> Ordered | None:
        found = real(own, order_id)
        if not met:
            met.append(found)
            a.returned(1)
            f.spread(order_id)
            # What the slower one saw was as old as the return, and differed from what was stored.
            return replace(found, promised_on=None, region="330106") if found else None
        return found

    monkeypatch.setattr(OrderSales, "ordered", overtaken)
    f.spread(order.id)
    (first, _) = f.lines(order.id)
    assert (first.state, first.returned) == (LineState.RETURNED, 1)


# -- many --


def test_a_burst_of_one_supplier_is_spread_over_all_keys() -> None:
    met = Counter(shard_of(order_id(number)) for number in range(1000))
    assert set(met) == set(range(SHARDS))
    assert max(met.values()) < 1.3 * 1000 / SHARDS


def test_pages_show_every_line_once_newest_first(aws: Cloud) -> None:
    put(aws, *(line(number) for number in range(97)))
    wanted = [(order_id(number), 1) for number in range(96, -1, -1)]
    assert listed(limit=10) == wanted
    assert listed(limit=100) == wanted
    since = f.NOW + timedelta(seconds=90)
    assert listed(limit=3, since=since) == wanted[:7]
    assert listed(state=LineState.PLACED, limit=7) == wanted
    assert listed(since=f.NOW + f.DAY) == []


def test_a_page_costs_the_same_however_many_lines_there_are(aws: Cloud) -> None:
    put(aws, *(line(number) for number in range(600)))
    page = SupplyRepository().of_supplier(p.SUPPLIER_ID, None, None, LinesQuery(limit=20).page)
    assert len(page.items) == 20
    assert page.next is not None


def test_a_cursor_of_another_list_is_refused(aws: Cloud) -> None:
    put(aws, *(line(number) for number in range(30)))
    page = service().supplies.list_lines(f.call(f.SUPPLIER), LinesQuery())
    with pytest.raises(InvalidInputError):
        service().supplies.list_lines(
            f.call(f.SUPPLIER), LinesQuery(state=LineState.PAID, cursor=page.next)
        )


# -- exported --


def made(export_id: str) -> Any:
    return service().exports.make_export(f.call(after=f.DAY), write_table, export_id)


def content(key: str) -> bytes:
    found = aws_client("s3").get_object(Bucket=settings().bucket_documents, Key=key)
    body: bytes = found["Body"].read()
    return body


def test_ten_thousand_lines_are_exported_in_order(aws: Cloud) -> None:
    moments = (f.NOW + timedelta(milliseconds=number) for number in range(MANY))
    put(aws, *(line(number, placed_at=moment) for number, moment in enumerate(moments)))
    wanted = [order_id(number) for number in range(MANY)]
    done = made(f.export().export.id)
    assert (done.state, done.lines) == (FileState.READY, MANY)
    text = content(done.file.key).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[0] for row in rows[1:]] == wanted


class Endless:
    """As many lines as are wanted, none of them stored; what is made of them is thrown away."""

    def __init__(self, count: int, export: SupplierExport) -> None:
        self.count = count
        self.export = export

    def find_export(self, _: str) -> SupplierExport:
        return self.export

    def between(self, *_: Any) -> Iterator[SupplierLine]:
        known = line(0)
        return (replace(known, order_id=order_id(number)) for number in range(self.count))

    def put(self, _: str, form: str, content: Path) -> MadeFile:
        assert content.stat().st_size
        return MadeFile(form=form, key="key", version_id="1", sha256="0")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_lines_of_an_export(form: str) -> None:
    def peak(count: int) -> int:
        lines: Any = Endless(count, f.export(format=form).export)
        tracemalloc.start()
        done = Exports(lines, lines, service().exports._clock).make_export(
            f.call(), write_table, lines.export.id
        )
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert done.lines == count
        return highest

    peak(10)
    assert peak(1_600) < 1.2 * peak(400)


def test_ten_thousand_lines_fit_into_a_workbook(tmp_path: Path) -> None:
    lines: Any = Endless(MANY, f.export(format="xlsx").export)
    kept = tmp_path / "kept.xlsx"
    lines.put = lambda _, form, content: (
        shutil.copy(content, kept) and MadeFile(form=form, key="", version_id="", sha256="")
    )
    Exports(lines, lines, service().exports._clock).make_export(
        f.call(), write_table, lines.export.id
    )
    with zipfile.ZipFile(kept) as parts:
        written = parts.read("xl/worksheets/sheet1.xml").decode()
    assert written.count("<row ") == MANY + 2
    assert [order_id(number) in written for number in (0, MANY - 1, MANY)] == [True, True, False]


def test_an_export_is_of_the_days_and_the_supplier_that_were_asked_for(aws: Cloud) -> None:
    other = line(1, supplier_id=p.OTHER_SUPPLIER, order_id=order_id(900))
    midnight = f.NOW.replace(hour=16)
    put(aws, line(1), other, line(2, placed_at=midnight), line(3, placed_at=midnight - f.DAY))
    asked = f.export()
    assert asked.link is None
    done = made(asked.export.id)
    shown = service().exports.show(f.call(f.SUPPLIER, f.DAY), done.id)
    assert shown.link is not None
    assert shown.link.url.startswith("https://")
    assert shown.link.expires_at == f.NOW + f.DAY + timedelta(minutes=5)
    text = content(done.file.key).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:] == [
        order_id(3),
        order_id(1),
    ]


def test_the_same_lines_give_the_same_file(aws: Cloud) -> None:
    put(aws, *(line(number) for number in range(5)))
    first, second = made(f.export().export.id), made(f.export().export.id)
    assert first.file == second.file


def test_an_export_without_lines_is_a_table_without_rows() -> None:
    done = made(f.export().export.id)
    assert (done.state, done.lines) == (FileState.READY, 0)
    assert len(content(done.file.key).decode("utf-8-sig").splitlines()) == 1


def test_too_many_lines_are_not_half_exported(aws: Cloud) -> None:
    put(aws, *(line(number) for number in range(5)))
    own = service().exports
    exports = Exports(SupplyRepository(), own._shelf, own._clock, most=4)
    done = exports.make_export(f.call(), write_table, f.export().export.id)
    assert (done.state, done.file) == (FileState.FAILED, None)
    assert done.failure == "too_many_lines"


def test_an_export_that_is_not_made_in_time_has_failed_and_says_what_to_do(aws: Cloud) -> None:
    asked = f.export().export
    clock = service().exports._clock.id_of(asked.id)
    known = deadlines().find(clock)
    assert known is not None
    assert known.due_at == asked.asked_at + f.HOUR
    late = f.call(after=f.DAY + f.HOUR)
    assert service().exports.give_up(late, asked.id, f"{clock}x") is None
    failed = service().exports.give_up(late, asked.id, clock)
    assert failed is not None
    assert (failed.state, failed.failure) == (FileState.FAILED, "not_made_in_time")
    assert service().exports.give_up(late, asked.id, clock) is None
    told = [row for row in aws.items("OutboxTable") if row["type"] == "SupplierExportMade"]
    assert [json.loads(row["envelope"])["data"]["state"] for row in told] == ["failed"]
    # Sent again from the dead letters it is made all the same.
    done = made(asked.id)
    assert (done.state, done.failure) == (FileState.READY, None)


def test_a_clock_of_an_export_that_was_made_tells_nothing() -> None:
    asked = f.export().export
    made(asked.id)
    clock = service().exports._clock.id_of(asked.id)
    known = deadlines().find(clock)
    assert known is not None
    assert known.state is DeadlineState.MET
    assert service().exports.give_up(f.call(after=f.HOUR), asked.id, clock) is None


def test_only_its_supplier_and_staff_see_an_export() -> None:
    export_id = f.export().export.id
    for actor in (f.SUPPLIER, f.MERCHANDISER):
        assert service().exports.show(f.call(actor), export_id).export.id == export_id
    for actor, wanted in ((f.OTHER, export_id), (f.SUPPLIER, "sxp_none")):
        with pytest.raises(ExportNotFoundError):
            service().exports.show(f.call(actor), wanted)
    staff = f.export(f.MERCHANDISER, supplier_id=f.OTHER.supplier_id)
    assert staff.export.supplier_id == f.OTHER.supplier_id
    with pytest.raises(InvalidInputError):
        f.export(f.MERCHANDISER)
    with pytest.raises(InvalidInputError):
        f.export(supplier_id=f.OTHER.supplier_id)
    with pytest.raises(InvalidInputError):
        f.export(first="2026-11-24")
    with pytest.raises(ExportNotFoundError):
        made("sxp_none")
