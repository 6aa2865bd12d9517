"""Imports on the whole platform in one process: state machine, catalogue, report, message."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from functions.imports import start
from teleshop.catalog.schemas.bodies import ProductsQuery
from teleshop.catalog.wiring import service as catalog
from teleshop.imports.domain.run import Import, ImportState
from teleshop.imports.service import Chunks
from teleshop.imports.wiring import requests
from teleshop.kernel.clients import aws_client
from teleshop.kernel.clock import utc_now
from teleshop.kernel.settings import settings
from tests.factories.categories import made
from tests.factories.documents import SUPPLIER
from tests.factories.import_files import csv_file, row, xlsx_file
from tests.factories.imports import call, requested
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("2.2.1")
TAKING_PART = ("Imports", "Deadlines", "Documents", "Outbox", "Notifications")


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in an import, connected; others listen elsewhere."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    machines = [machine for machine in whole.machines if machine.logical_id == "ProductImport"]
    with connected(aws, replace(whole.only(*names), machines=machines)) as made_platform:
        yield made_platform


def ended(import_id: str) -> Import:
    return requests().show(call(SUPPLIER), import_id).run


def drafts(aws: Any) -> list[Any]:
    return [item for item in aws.items("CatalogTable") if item["sk"] == "product"]


def report_of(known: Import) -> list[str]:
    found = aws_client("s3").get_object(
        Bucket=settings().bucket_documents, Key=known.report_key, VersionId=known.report_version
    )
    return str(found["Body"].read().decode("utf-8-sig")).splitlines()[1:]


def test_hundreds_of_products_go_through_the_state_machine(platform: Platform, aws: Any) -> None:
    made("pots")
    rows = [row(f"P{number}") for number in range(230)]
    rows += [row("P5", own_code="P5-2"), row("X", gtin="6.9E+12"), row("Y", category_code="no")]
    first = requested(csv_file(rows))
    platform.settle()
    known = ended(first)
    assert (known.state, known.chunks, known.rows) == (ImportState.DONE, 3, 233)
    assert (known.created, known.refused, known.unread) == (231, 2, 1)
    assert len(drafts(aws)) == 230
    assert [line.split(",")[2] for line in report_of(known)] == [
        "scientific_notation",
        "category_unknown",
    ]
    (told,) = platform.events_of_type("ProductImportEnded")
    assert (told["data"]["created"], told["data"]["refused"]) == (231, 2)
    assert any(told["id"] in str(item) for item in aws.items("NotificationsTable"))

    second = requested(xlsx_file(rows), csv=False)
    platform.settle()
    assert (ended(second).unchanged, ended(second).created) == (231, 0)
    assert len(drafts(aws)) == 230


def test_deliveries_that_are_repeated_import_nothing_twice(platform: Platform, aws: Any) -> None:
    made("pots")
    platform.deliver = "twice"
    import_id = requested(csv_file([row(f"P{number}") for number in range(20)]))
    platform.settle()
    assert ended(import_id).created == 20
    assert len(drafts(aws)) == 20
    assert len({told["id"] for told in platform.events_of_type("ProductImportEnded")}) == 1


def test_a_chunk_that_is_cut_off_is_finished_by_its_repetition(
    platform: Platform, aws: Any
) -> None:
    made("pots")
    import_id = requested(csv_file([row(f"P{number}") for number in range(120)]))
    writes = Chunks._import
    count = iter(range(1_000))

    def cut_off(*args: Any) -> Any:
        if next(count) in {30, 80}:
            raise KeyboardInterrupt
        return writes(*args)

    with patch.object(Chunks, "_import", cut_off):
        platform.settle()
    known = ended(import_id)
    assert (known.state, known.created, known.unchanged) == (ImportState.DONE, 120, 0)
    assert len(drafts(aws)) == 120


def test_a_run_that_fails_is_shown_and_importing_again_does_the_rest(
    platform: Platform, aws: Any
) -> None:
    made("pots")
    content = csv_file([row(f"P{number}") for number in range(120)])
    first = requested(content)

    def broken(own: Any, call: Any, known: Any, product: Any, guide: Any) -> Any:
        if product.code == "P110":
            raise OSError("disk")
        return writes(own, call, known, product, guide)

    writes = Chunks._import
    with patch.object(Chunks, "_import", broken):
        platform.settle()
    known = ended(first)
    assert known.state is ImportState.STALLED
    (told,) = platform.events_of_type("ProductImportStalled")
    assert told["data"]["import_id"] == first
    second = requested(content)
    platform.settle()
    known = ended(second)
    assert (known.state, known.created + known.unchanged) == (ImportState.DONE, 120)
    assert known.unchanged >= 100
    assert len(drafts(aws)) == 120


def test_what_the_catalogue_keeps_is_what_the_file_said(platform: Platform) -> None:
    category = made("pots", attributes=[{"code": "lid", "zh": "带盖", "en": "Lid", "kind": "flag"}])
    names = ("SPU", "类目", "品名", "货号", "零售价", "品牌", "包装材料", "退货天数", "属性:带盖")
    cells = ["A", "pots", "锅", "A-1", 199, "示例", "纸；塑料", 15, "是"]
    import_id = requested(xlsx_file([cells], names), csv=False)
    platform.settle()
    assert ended(import_id).created == 1, report_of(ended(import_id))
    (line,) = catalog().products.list_products(call(SUPPLIER), ProductsQuery()).items
    content = catalog().products.show(call(SUPPLIER), line.id).revision.content
    assert (content.category_id, content.name, content.brand) == (category, "锅", "示例")
    assert dict(content.attributes) == {"lid": True}
    assert content.packaging is not None
    assert content.packaging.materials == ("纸", "塑料")
    assert content.after_sales is not None
    assert content.after_sales.return_days == 15
    assert content.variants[0].suggested_price == 19900

    # A file with fewer columns says less, and takes nothing away.
    short = requested(csv_file([["A", "pots", "锅", "A-1"]], names[:4]))
    platform.settle()
    assert ended(short).unchanged == 1
    more = requested(csv_file([["A", "pots", "锅", "A-1", "30"]], (*names[:4], "退货天数")))
    platform.settle()
    assert ended(more).changed == 1
    after = catalog().products.show(call(SUPPLIER), line.id).revision.content
    assert after.packaging == content.packaging
    assert after.after_sales == replace(content.after_sales, return_days=30)


def test_an_import_that_does_not_end_is_ended_by_its_clock(platform: Platform, aws: Any) -> None:
    with patch.object(start, "runs", _Nothing):
        import_id = requested(csv_file([row()]))
        platform.settle()
    platform.run_schedules(at=later(hours=4), function="DeadlinesSweep")
    known = ended(import_id)
    assert (known.state, known.error) == (ImportState.STALLED, "not_ended_in_time")
    assert platform.events_of_type("ProductImportStalled")


class _Nothing:
    """A start that is lost."""

    def start(self, *_: Any) -> None:
        """Start nothing."""


def later(**time: int) -> datetime:
    return max(utc_now(), call().now) + timedelta(**time)


def test_files_of_a_run_are_no_uploads_to_be_checked(platform: Platform) -> None:
    made("pots")
    platform.settle()
    before = len(platform.events)
    requested(csv_file([row()]))
    platform.settle()
    created = [one for one in platform.events[before:] if one["detail-type"] == "Object Created"]
    keys = [one["detail"]["object"]["key"] for one in created]
    assert sum(key.startswith("product-imports/") for key in keys) >= 4
    assert platform.dead_letters == []
