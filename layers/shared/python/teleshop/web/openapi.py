"""The OpenAPI 3.1 document, made from the routes and their schemas; there is no second
description to keep true.

Both languages are kept in ``x-summary``; ``x-roles`` and ``x-clause`` say who may call and which
clause is served.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from teleshop.kernel.schema import NoBody, NoQuery
from teleshop.web.permissions import PUBLIC
from teleshop.web.pipeline import NEEDS_VERSION
from teleshop.web.problems import MEDIA_TYPE, TITLES, Problem

if TYPE_CHECKING:
    from teleshop.web.blueprint import Operation

VERSION = "1.0.0"
_REF = "#/components/schemas/{name}"
_PARAMETER = re.compile(r"{(\w+)}")
_TEXT = {"type": "string"}

HEADERS: dict[str, dict[str, Any]] = {
    "AcceptLanguage": {
        "name": "Accept-Language",
        "in": "header",
        "description": "zh-CN（默认）或 en：错误说明的语言 / language of error texts",
        "schema": {"type": "string", "default": "zh-CN"},
    },
    "RequestId": {
        "name": "X-Request-Id",
        "in": "header",
        "description": "调用方的请求编号，原样返回 / the caller's own id, sent back as it is",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,128}$"},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "相同的键和内容只执行一次 / the same key and content take effect once",
        "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
    },
    "IdempotencyKeyRequired": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "必填；相同的键和内容只执行一次 / required; the same key and content take "
        "effect once",
        "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "所读版本的 ETag，或 * / the ETag of the version that was read, or *",
        "schema": {"type": "string", "examples": ['"3"']},
    },
    "IfMatchAction": {
        "name": "If-Match",
        "in": "header",
        "description": "可选：仅在仍为该版本时执行 / optional: act only on this very version",
        "schema": {"type": "string", "examples": ['"3"']},
    },
}
INFO = {
    "title": "Teleshop",
    "version": VERSION,
    "description": "电视购物运营平台接口 / API of the operations platform of a TV-shopping channel",
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}
SCHEMES = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}


def document(operations: Iterable["Operation"]) -> dict[str, Any]:
    """The document as plain values, in a stable order."""
    listed = sorted(operations, key=lambda operation: (operation.path, operation.method))
    schemas, references = _schemas(listed)
    paths: dict[str, dict[str, Any]] = {}
    statuses: set[int] = set()
    for operation in listed:
        refusals = _refusals(operation)
        statuses.update(refusals)
        item = paths.setdefault(operation.path, _path_item(operation))
        item[operation.method.lower()] = _operation(operation, schemas, references, refusals)
    for operation in listed:
        # A query is described as parameters; its schema has no further use.
        schemas.pop(_name(references[operation.query]), None)
    return {
        "openapi": "3.1.0",
        "info": INFO,
        # Relative to this document, so that it holds on every stage and domain.
        "servers": [{"url": "."}],
        "tags": [{"name": name} for name in sorted({operation.context for operation in listed})],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "parameters": HEADERS,
            "responses": {f"Problem{status}": _problem(status) for status in sorted(statuses)},
            "securitySchemes": SCHEMES,
        },
    }


def document_text(operations: Iterable["Operation"]) -> str:
    """The document as JSON text, indented, with a final line break; equal for equal routes."""
    text = msgspec.json.format(msgspec.json.encode(document(operations)), indent=2)
    return text.decode() + "\n"


def _schemas(operations: list["Operation"]) -> tuple[dict[str, Any], dict[Any, dict[str, Any]]]:
    """All component schemas by name, and the reference (or inline schema) of each declared type."""
    types: list[Any] = [Problem]
    for operation in operations:
        for kind in (operation.body, operation.query, operation.answer):
            if kind is not None and kind not in types:
                types.append(kind)
    found, components = msgspec.json.schema_components(types, ref_template=_REF)
    return components, dict(zip(types, found, strict=True))


def _name(reference: dict[str, Any]) -> str:
    return str(reference.get("$ref", "")).rsplit("/", 1)[-1]


def _path_item(operation: "Operation") -> dict[str, Any]:
    names = _PARAMETER.findall(operation.path)
    if not names:
        return {}
    return {
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": _TEXT} for name in names
        ]
    }


def _operation(
    operation: "Operation",
    schemas: dict[str, Any],
    references: dict[Any, dict[str, Any]],
    refusals: list[int],
) -> dict[str, Any]:
    zh, en = operation.summary
    access = operation.access
    described: dict[str, Any] = {
        "operationId": f"{operation.context}_{operation.name}",
        "tags": [operation.context],
        "summary": en,
        "x-summary": {"zh": zh, "en": en},
        "security": [] if access is PUBLIC else [{"bearer": []}],
        "x-roles": ["public"] if access is PUBLIC else sorted(access),
        "parameters": [*_query(operation, schemas, references), *_headers(operation)],
    }
    if operation.clause:
        described["x-clause"] = operation.clause
    if operation.body is not NoBody:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": references[operation.body]}},
        }
    if operation.signed:
        # Whose form it has is for the sender's adapter to say.
        described["requestBody"] = {"required": True, "content": {"application/json": {}}}
    described["responses"] = {
        str(operation.status): _success(operation, references),
        **{str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in refusals},
    }
    if operation.versioned and not operation.changes:
        described["responses"]["304"] = {"description": "未修改 / Not modified"}
    return described


def _query(
    operation: "Operation", schemas: dict[str, Any], references: dict[Any, dict[str, Any]]
) -> list[dict[str, Any]]:
    if operation.query is NoQuery:
        return []
    schema = schemas[_name(references[operation.query])]
    required = schema.get("required", [])
    parameters = []
    for name, declared in schema["properties"].items():
        parameter: dict[str, Any] = {"name": name, "in": "query", "schema": declared}
        if name in required:
            parameter["required"] = True
        parameters.append(parameter)
    return parameters


def _headers(operation: "Operation") -> list[dict[str, str]]:
    names = ["AcceptLanguage", "RequestId"]
    if operation.method == "POST" and not operation.signed:
        names.append("IdempotencyKeyRequired" if operation.keyed else "IdempotencyKey")
    if operation.versioned and operation.method in NEEDS_VERSION:
        names.append("IfMatch")
    elif operation.versioned and operation.changes and "{" in operation.path:
        names.append("IfMatchAction")
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _success(operation: "Operation", references: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"description": "成功 / Success"}
    headers = {"X-Request-Id": {"schema": _TEXT}}
    if operation.versioned:
        headers["ETag"] = {"schema": _TEXT}
    if operation.location:
        headers["Location"] = {"schema": {"type": "string", "format": "uri-reference"}}
    found["headers"] = headers
    if operation.answer is not None:
        found["content"] = {operation.media_type: {"schema": references[operation.answer]}}
    return found


def _refusals(operation: "Operation") -> list[int]:
    statuses = {422, 429, 500, 503}
    # What a body or a query names may be unknown as well as what the path names.
    if operation.access is not PUBLIC:
        statuses |= {401, 403, 404}
    if "{" in operation.path:
        statuses.add(404)
    if operation.signed:
        statuses.add(403)
    if operation.changes:
        statuses |= {400, 409, 413, 415}
    if operation.versioned and operation.method in NEEDS_VERSION:
        statuses |= {412, 428}
    elif operation.versioned and operation.changes:
        statuses.add(412)
    return sorted(statuses)


def _problem(status: int) -> dict[str, Any]:
    zh, en = TITLES[status]
    described: dict[str, Any] = {
        "description": f"{zh} / {en}",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name=Problem.__name__)}}},
    }
    if status in {429, 503}:
        described["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return described
