"""One run on its tables and files: every step may be repeated, nothing is done or counted twice.

The catalogue is one in memory here; tests/integration/imports/test_platform.py has the real one.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.imports.reading import read_rows
from functions.imports.reports import to_csv, to_workbook
from teleshop.imports.domain.product import ImportedProduct
from teleshop.imports.domain.run import Import, ImportState
from teleshop.imports.errors import ImportNotFoundError, ImportRunningError
from teleshop.imports.service import LATE
from teleshop.imports.wiring import requests, runs
from teleshop.kernel.clients import aws_client
from teleshop.kernel.errors import BusyError, FieldError, InvalidInputError
from teleshop.kernel.settings import settings
from teleshop.kernel.use_case import run
from tests.factories.documents import SUPPLIER, SUPPLIER_ID
from tests.factories.import_files import csv_file, row, xlsx_file
from tests.factories.imports import Memory, call, chunks, requested, uploaded

pytestmark = pytest.mark.clause("2.2.1")


def whole(import_id: str, memory: Memory) -> Import:
    """All steps, as the state machine takes them."""
    own, goods = runs(), chunks(memory)
    split = own.split(call(), read_rows, import_id)
    for number in range(1, split.chunks + 1):
        goods.import_chunk(call(), import_id, number)
    return own.report(call(), to_csv, to_workbook, import_id)


def text_of(known: Import) -> str:
    found = aws_client("s3").get_object(Bucket=settings().bucket_documents, Key=known.report_key)
    return str(found["Body"].read().decode("utf-8-sig"))


def test_good_products_are_imported_and_bad_rows_reported(aws: Any) -> None:
    rows = [row(f"P{number}") for number in range(250)] + [row("X", supply_price="teuer")]
    memory = Memory()
    ended = whole(requested(csv_file(rows)), memory)
    assert (ended.state, ended.chunks, ended.rows) == (ImportState.DONE, 3, 251)
    assert (ended.created, ended.refused, ended.unread) == (250, 1, 1)
    assert len(memory.known) == 250
    assert text_of(ended).splitlines()[1].startswith("252,供货价(元) supply_price,not_an_amount,")
    who, key, supplier_id = memory.calls[0]
    assert (who.actor.subject, who.actor.supplier_id) == (SUPPLIER.subject, SUPPLIER_ID)
    assert (who.correlation_id, key, supplier_id) == (ended.id, f"{ended.id}#2", SUPPLIER_ID)


def test_the_same_file_again_changes_nothing(aws: Any) -> None:
    memory, content = Memory(), xlsx_file([row("A"), row("B")])
    first = whole(requested(content, csv=False), memory)
    again = whole(requested(content, csv=False), memory)
    assert (first.created, again.created, again.unchanged) == (2, 0, 2)
    changed = whole(requested(xlsx_file([row("A"), row("B", name="新")]), csv=False), memory)
    assert (changed.unchanged, changed.changed) == (1, 1)


def test_every_step_may_be_repeated(aws: Any) -> None:
    memory, import_id = Memory(), requested(csv_file([row("A"), row("B", supply_price="x")]))
    own, goods = runs(), chunks(memory)
    for _ in range(2):
        assert own.split(call(), read_rows, import_id).chunks == 1
    for _ in range(2):
        mark = goods.import_chunk(call(), import_id, 1)
        assert mark is not None
        assert (mark.created, mark.rows) == (1, 1)
    assert len(memory.calls) == 1
    progress = requests().show(call(SUPPLIER), import_id)
    assert (progress.counts.created, progress.counts.refused) == (1, 1)
    ends = [own.report(call(), to_csv, to_workbook, import_id) for _ in range(2)]
    assert ends[0] == ends[1]
    told = [item for item in aws.items("OutboxTable") if item["type"] == "ProductImportEnded"]
    assert len(told) == 1
    assert goods.import_chunk(call(), import_id, 1) is None, "the run has ended"
    assert own.fail(call(), import_id, "x").state is ImportState.DONE


def test_what_the_catalogue_refuses_stands_at_its_row_and_column(aws: Any) -> None:
    def refuse(product: ImportedProduct) -> None:
        if product.code == "A":
            fault = FieldError("/variants/1/gtin", "gtin_taken", "条码已用", "taken")
            raise InvalidInputError(errors=[fault])
        if product.code == "B":
            raise ImportNotFoundError

    memory = Memory(refuse)
    rows = [row("A", own_code="1"), row("A", own_code="2"), row("B"), row("C")]
    ended = whole(requested(csv_file([*rows, row("D", category_code="no")])), memory)
    assert (ended.created, ended.refused) == (1, 4)
    lines = [line.split(",")[:3] for line in text_of(ended).splitlines()[1:]]
    assert lines == [
        ["2", "", "product_not_imported"],
        ["3", "条码 gtin", "gtin_taken"],
        ["4", "", "import_not_found"],
        ["6", "类目编码 category_code", "category_unknown"],
    ]


def test_a_busy_database_is_no_fault_of_a_row(aws: Any) -> None:
    def busy(product: ImportedProduct) -> None:
        if product.code == "B" and len(memory.calls) < 3:
            raise BusyError

    memory = Memory(busy)
    import_id = requested(csv_file([row("A"), row("B")]))
    own, goods = runs(), chunks(memory)
    own.split(call(), read_rows, import_id)
    with pytest.raises(BusyError):
        goods.import_chunk(call(), import_id, 1)
    mark = goods.import_chunk(call(), import_id, 1)
    assert mark is not None
    assert mark.refused == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (csv_file([]), "file_without_rows"),
        (csv_file([row()], ("品名", "别的", "", "", "", "", "")), "unknown_column"),
        (csv_file([row(str(number)) for number in range(10_001)]), "too_many_rows"),
    ],
)
def test_a_file_that_cannot_be_used_ends_as_refused_with_its_report(
    aws: Any, content: bytes, code: str
) -> None:
    memory = Memory()
    ended = whole(requested(content), memory)
    assert (ended.state, ended.chunks, memory.calls) == (ImportState.REFUSED, 0, [])
    assert code in [fault.code for fault in ended.faults]
    assert code in text_of(ended)


def test_a_failed_run_is_shown_and_the_file_can_be_imported_again(aws: Any) -> None:
    memory, content = Memory(), csv_file([row(f"P{number}") for number in range(150)])
    import_id = requested(content)
    own, goods = runs(), chunks(memory)
    own.split(call(), read_rows, import_id)
    goods.import_chunk(call(), import_id, 1)
    for _ in range(2):
        stalled = own.fail(call(), import_id, "States.Timeout")
    assert (stalled.state, stalled.created) == (ImportState.STALLED, 100)
    shown = requests().show(call(SUPPLIER), import_id)
    assert (shown.run.state, shown.links) == (ImportState.STALLED, None)
    again = whole(requested(content), memory)
    assert (again.unchanged, again.created) == (100, 50)
    assert own.report(call(), to_csv, to_workbook, import_id).state is ImportState.STALLED


def test_of_two_requests_at_once_one_is_refused(aws: Any) -> None:
    files = [uploaded(csv_file([row()])) for _ in range(2)]

    def ask(document_id: str) -> str:
        own = call(SUPPLIER)
        try:
            return run(own, lambda: requests().request_import(own, document_id)).run.id
        except ImportRunningError as refused:
            return str(refused.params["import_id"])

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(ask, files)
    assert first == second, "the one that came second is told of the first"
    assert len([item for item in aws.items("ImportsTable") if item["sk"] == "import"]) == 1


def test_an_import_whose_run_is_lost_ends_by_its_clock(aws: Any) -> None:
    import_id = requested(csv_file([row()]))
    assert runs().fail(call(), import_id, LATE).error == LATE
    requested(csv_file([row()]))
