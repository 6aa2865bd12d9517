"""What happens to every request, in this order.

Request id and language; caller and permission; content type, size, JSON, structure of body and
query; versions and idempotency key; the view, run again when it lost a race; the answer with its
headers. Every error, expected or not, leaves as a problem document, since Chalice's middleware
never sees an exception raised in a view.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import msgspec
from chalice.app import Request as RawRequest
from chalice.app import Response

from teleshop.kernel.actor import Actor, Call, RequestKey, Role, StoredAnswer
from teleshop.kernel.clock import utc_now
from teleshop.kernel.errors import (
    BusyError,
    ForbiddenError,
    InvalidInputError,
    Language,
    NotFoundError,
    TeleshopError,
)
from teleshop.kernel.schema import NoBody
from teleshop.kernel.settings import settings
from teleshop.web import headers, problems
from teleshop.web.errors import (
    BodyTooLargeError,
    MissingBodyError,
    RequestKeyRequiredError,
    UnauthenticatedError,
    VersionRequiredError,
)
from teleshop.web.permissions import PUBLIC
from teleshop.web.request import Answer, Received, Request
from teleshop.web.validation import decode_json, read, read_query

if TYPE_CHECKING:
    from teleshop.web.blueprint import Operation

MAX_BODY = 1024 * 1024
"""Bytes. Files go to storage directly; nothing that is typed by a person is near this."""
MAX_PATH_PARAMETER = 256
"""Characters. No identifier is as long, and a key of the database takes 2,048 bytes at most."""
NEEDS_VERSION = frozenset({"PUT", "PATCH", "DELETE"})
ANONYMOUS = Actor("anonymous", frozenset())


def handle(
    operation: "Operation",
    view: Callable[[Request[Any, Any]], Any],
    raw: RawRequest,
    path_parameters: Mapping[str, str],
) -> Response:
    """Answer one request; never raises."""
    request_id = headers.request_id(raw.headers.get("x-request-id"), raw.context.get("requestId"))
    language = headers.language(raw.headers.get("accept-language"))
    try:
        response = _answer(operation, view, raw, path_parameters, request_id)
    except TeleshopError as refused:
        _log_refusal(operation, refused, request_id)
        response = _problem(refused, language, request_id)
    except Exception as failed:
        response = _problem(_failure(operation, failed, request_id), language, request_id)
    return _finish(operation, response, raw, request_id)


def answer_preflight(raw: RawRequest, methods: Iterable[str]) -> Response:
    """Tell a browser which origins, methods and headers are welcome on a path."""
    permission = headers.preflight(raw.headers.get("origin"), settings().cors_origin, methods)
    return Response("", {**headers.SECURITY, **permission, "Vary": "Origin"}, 204)


def _answer(
    operation: "Operation",
    view: Callable[[Request[Any, Any]], Any],
    raw: RawRequest,
    path_parameters: Mapping[str, str],
    request_id: str,
) -> Response:
    now = utc_now()
    actor = _actor(operation, raw, now)
    received = _received(raw) if operation.signed else Received()
    body = NoBody() if operation.signed else _body(operation, raw)
    query = read_query(operation.query, _query_parameters(raw))
    path = {name: _decoded(value) for name, value in path_parameters.items()}
    key = _request_key(operation, raw, actor, (path, query, body))
    call = Call(
        actor=actor,
        now=now,
        request_id=request_id,
        correlation_id=request_id,
        request_key=key,
        expected_version=_expected_version(operation, raw),
    )
    request = Request(call, body, query, path, received)
    if not operation.changes:
        answer = render(operation, view(request))
        if headers.is_not_modified(raw.headers.get("if-none-match"), answer.etag):
            return Response("", {"ETag": answer.etag or ""}, 304)
        return _respond(operation, answer, raw)
    return _respond_once(operation, request, view, raw)


def _respond_once(
    operation: "Operation",
    request: Request[Any, Any],
    view: Callable[[Request[Any, Any]], Any],
    raw: RawRequest,
) -> Response:
    # Imported here: these need the database library, which reading routes and refusals do without.
    from teleshop.kernel.idempotency import RepeatedRequestError
    from teleshop.kernel.use_case import run

    try:
        result = run(request.call, lambda: view(request))
    except RepeatedRequestError as repeated:
        response = _respond(operation, repeated.answer, raw)
        response.headers["Idempotency-Replayed"] = "true"
        return response
    return _respond(operation, render(operation, result), raw)


def render(operation: "Operation", result: object) -> StoredAnswer:
    """The answer for what a use case gave: status, JSON text, ETag."""
    shown = operation.present(result) if operation.present else result
    answer = shown if isinstance(shown, Answer) else Answer(shown)
    if operation.answer is None:
        text = ""
    elif isinstance(answer.value, str) and operation.media_type != "application/json":
        text = answer.value
    else:
        text = msgspec.json.encode(answer.value).decode()
    etag = None if answer.version is None else headers.entity_tag(answer.version)
    return StoredAnswer(operation.status, text, etag)


def _respond(operation: "Operation", answer: StoredAnswer, raw: RawRequest) -> Response:
    found: dict[str, str | list[str]] = {}
    if answer.body:
        found["Content-Type"] = operation.media_type
    if operation.headers:
        found.update(operation.headers())
    if answer.etag:
        found["ETag"] = answer.etag
    if operation.location and answer.body:
        fields = msgspec.json.decode(answer.body)
        where = operation.location.format_map(
            {name: quote(str(value), safe="") for name, value in fields.items()}
        )
        found["Location"] = _stage_path(raw) + where
    return Response(answer.body, found, answer.status)


def _stage_path(raw: RawRequest) -> str:
    """What stands before the API's own paths in its address: the stage, or the base path of a
    custom domain.
    """
    full = str(raw.context.get("path") or "")
    own = str(raw.to_original_event().get("path") or "")
    return full.removesuffix(own).rstrip("/") if own and full.endswith(own) else ""


def _actor(operation: "Operation", raw: RawRequest, now: datetime) -> Actor:
    access = operation.access
    claims = raw.context.get("authorizer") or {}
    if access is PUBLIC:
        return ANONYMOUS
    subject = claims.get("subject")
    # The gateway keeps a token's verdict for some minutes; the token itself may have lapsed since.
    if not subject or now.timestamp() >= float(claims.get("expires_at") or 0):
        raise UnauthenticatedError
    known = frozenset(Role)
    held = frozenset(
        Role(name) for name in str(claims.get("roles") or "").split(",") if name in known
    )
    # Of several roles only those count that the route is for: whoever packs parcels and also shops
    # here looks at orders as a customer, and does not become staff by it.
    acting = (held - {Role.SYSTEM}) & access
    if not acting:
        raise ForbiddenError
    return Actor(str(subject), acting, claims.get("supplier_id") or None)


def _body(operation: "Operation", raw: RawRequest) -> Any:
    if not operation.changes:
        return NoBody()
    data = _bytes(raw)
    if not data.strip():
        if operation.body is NoBody:
            return NoBody()
        raise MissingBodyError
    headers.check_json(raw.headers.get("content-type"))
    return read(operation.body, decode_json(data))


def _bytes(raw: RawRequest) -> bytes:
    content = raw.raw_body
    data = content.encode() if isinstance(content, str) else content
    if len(data) > MAX_BODY:
        raise BodyTooLargeError(limit=MAX_BODY)
    return bytes(data)


def _received(raw: RawRequest) -> Received:
    return Received(_bytes(raw), {name.lower(): value for name, value in raw.headers.items()})


def _query_parameters(raw: RawRequest) -> dict[str, list[str]]:
    parameters = raw.query_params
    return {} if parameters is None else {name: parameters.getlist(name) for name in parameters}


def _decoded(value: str) -> str:
    try:
        decoded = unquote(value, errors="strict")
    except UnicodeDecodeError as bad:
        raise NotFoundError from bad
    if len(decoded) > MAX_PATH_PARAMETER:
        raise NotFoundError
    return decoded


def _expected_version(operation: "Operation", raw: RawRequest) -> int | None:
    if_match = raw.headers.get("if-match")
    if if_match is None and operation.versioned and operation.method in NEEDS_VERSION:
        raise VersionRequiredError
    return headers.expected_version(if_match)


def _request_key(
    operation: "Operation", raw: RawRequest, actor: Actor, content: tuple[Any, ...]
) -> RequestKey | None:
    given = raw.headers.get("idempotency-key")
    if given is None or operation.method != "POST" or operation.signed:
        # Looking for a key is a read, and a signed message is to be refused before any; it names
        # itself.
        if operation.keyed:
            raise RequestKeyRequiredError
        return None
    canonical = msgspec.json.encode(content, order="sorted")
    owner = actor.subject
    if actor is ANONYMOUS:
        # Strangers choose their keys without knowing of each other: what tells them apart is what
        # they hold, such as the token in their path, of which only a hash may be kept.
        held = msgspec.json.encode(content[0], order="sorted")
        owner = f"{owner}.{hashlib.sha256(held).hexdigest()}"
    return RequestKey(
        owner=f"{owner}#{operation.method} {operation.path}",
        key=headers.request_key(given),
        fingerprint=hashlib.sha256(canonical).hexdigest(),
        render=lambda result: render(operation, result),
    )


def _problem(error: TeleshopError, language: Language, request_id: str) -> Response:
    document = problems.problem(error, language, request_id)
    found: dict[str, str | list[str]] = {
        "Content-Type": problems.MEDIA_TYPE,
        "Content-Language": headers.CONTENT_LANGUAGE[language],
    }
    if error.retry_after is not None:
        found["Retry-After"] = str(error.retry_after)
    if error.status == HTTPStatus.UNAUTHORIZED:
        found["WWW-Authenticate"] = 'Bearer realm="teleshop"'
    return Response(msgspec.json.encode(document).decode(), found, error.status)


def _failure(operation: "Operation", failed: Exception, request_id: str) -> TeleshopError:
    """What the caller is told of an error that nobody foresaw: nothing of its text."""
    if not problems.is_throttled(failed):
        _logger().exception(
            "request failed", request_id=request_id, method=operation.method, path=operation.path
        )
        return TeleshopError()
    _logger().warning(
        "request throttled", request_id=request_id, method=operation.method, path=operation.path
    )
    if not operation.changes:
        return BusyError()
    from teleshop.kernel.transaction import UnknownOutcomeError

    return UnknownOutcomeError()


def _log_refusal(operation: "Operation", refused: TeleshopError, request_id: str) -> None:
    fields: dict[str, Any] = {
        "request_id": request_id,
        "method": operation.method,
        "path": operation.path,
        "status": refused.status,
        "code": refused.code,
    }
    if isinstance(refused, InvalidInputError):
        fields["faults"] = sorted({fault.code for fault in refused.errors})
    _logger().info("request refused", **fields)


def _logger() -> Any:
    from teleshop.kernel.logs import logger

    return logger("web")


def _finish(
    operation: "Operation", response: Response, raw: RawRequest, request_id: str
) -> Response:
    shared = {
        **headers.SECURITY,
        "Cache-Control": "no-store",
        "X-Request-Id": request_id,
        "Vary": "Accept-Language, Authorization, Origin",
        **headers.cross_origin(raw.headers.get("origin"), settings().cors_origin),
    }
    response.headers = {**shared, **response.headers}
    return response
