"""Routes of the platform itself: whether it answers, and what it offers."""

from functools import cache
from typing import Any

import msgspec

from teleshop.kernel.schema import NoBody, NoQuery, Output
from teleshop.web.blueprint import ApiBlueprint, operations_of
from teleshop.web.request import Request

api = ApiBlueprint(__name__, context="platform")


class Health(Output, frozen=True, kw_only=True):
    """The API is able to answer."""

    status: str


@api.get("/health", answer=Health, summary=("服务是否可用", "Whether the API answers"))
def health(_: Request[NoBody, NoQuery]) -> Health:
    """Answer without touching anything else, so that it says what it says."""
    return Health(status="ok")


@api.get(
    "/openapi.json",
    answer=dict[str, Any],
    summary=("接口描述（OpenAPI 3.1）", "Description of the API (OpenAPI 3.1)"),
)
def openapi(_: Request[NoBody, NoQuery]) -> msgspec.Raw:
    """Describe every route of the running application."""
    return _description()


@api.get(
    "/docs",
    answer=str,
    media_type="text/html; charset=utf-8",
    headers=lambda: {"Content-Security-Policy": _docs_page().policy()},
    summary=("接口文档页面", "Page for reading and trying the API"),
)
def docs(_: Request[NoBody, NoQuery]) -> str:
    """Show the description, and let a person try a call."""
    return str(_docs_page().page())


@cache
def _description() -> msgspec.Raw:
    # Imported here, as below: hardly any request reads the documentation.
    from teleshop.web.openapi import document_text

    return msgspec.Raw(document_text(operations_of(api.current_app)).encode())


def _docs_page() -> Any:
    from teleshop.web import docs_page

    return docs_page
