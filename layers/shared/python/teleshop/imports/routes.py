"""Routes of imports: asking for one, following it, and how a file must look."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from teleshop.imports.schemas import ColumnsView, ImportBody, ImportView, ReportView, template
from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.imports.service import Requests
    from teleshop.kernel.paging import Page

api = ApiBlueprint(__name__)


def _requests() -> "Requests":
    from teleshop.imports.wiring import requests

    return requests()


def _shown(shown: Any) -> ImportView:
    links = shown.links
    report = links and ReportView(
        csv_url=links.csv_url, xlsx_url=links.xlsx_url, expires_at=links.expires_at
    )
    return ImportView.of(shown.run, shown.counts, report)


def _page(page: "Page[Any]") -> Listing[ImportView]:
    return Listing.of(page.map(_shown))


def _as_file() -> Mapping[str, str]:
    return {
        "Content-Disposition": 'attachment; filename="product-import.csv"',
        "Cache-Control": "private, max-age=3600",
    }


@api.post(
    "/product-imports",
    body=ImportBody,
    answer=ImportView,
    status=202,
    present=_shown,
    location="/product-imports/{id}",
    clause="2.2.1",
    summary=("批量导入商品", "Import many products from a file"),
)
def request_import(request: Request[ImportBody, NoQuery]) -> Any:
    """Of an uploaded CSV or XLSX (purpose `product_import`), at most 10,000 rows. Works in the
    background; the same file again changes nothing.
    """
    return _requests().request_import(request.call, request.body.document_id)


@api.get(
    "/product-imports",
    query=ListQuery,
    answer=Listing[ImportView],
    present=_page,
    clause="2.2.1",
    summary=("查询本供应商的导入任务", "List the supplier's imports"),
)
def list_imports(request: Request[NoBody, ListQuery]) -> Any:
    """Newest first."""
    return _requests().list_own(request.call.actor, request.query.page)


@api.get(
    "/product-imports/{import_id}",
    answer=ImportView,
    present=_shown,
    clause="2.2.1",
    summary=("查询导入进度", "Read how far an import is"),
)
def get_import(request: Request[NoBody, NoQuery]) -> Any:
    """Once it has ended, with links to the report that work for five minutes."""
    return _requests().show(request.call, request.path["import_id"])


@api.get(
    "/product-imports/columns",
    answer=ColumnsView,
    clause="2.2.1",
    summary=("查询导入文件的列", "List the columns of an import file"),
)
def list_columns(_: Request[NoBody, NoQuery]) -> ColumnsView:
    """Names in Chinese and English, in any order."""
    return ColumnsView.all()


@api.get(
    "/product-imports/template",
    answer=str,
    media_type="text/csv; charset=utf-8",
    headers=_as_file,
    clause="2.2.1",
    summary=("下载导入模板", "Download the template of an import file"),
)
def get_template(_: Request[NoBody, NoQuery]) -> str:
    """A CSV file with every column and an example."""
    return template()
