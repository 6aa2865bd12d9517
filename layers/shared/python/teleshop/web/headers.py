"""Reading and writing the headers that every route shares. Pure functions of text."""

import re
from collections.abc import Iterable, Mapping
from uuid import uuid4

from teleshop.kernel.errors import Language
from teleshop.web.errors import (
    InvalidEntityTagError,
    InvalidRequestKeyError,
    UnsupportedMediaTypeError,
)

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}\Z")
_REQUEST_KEY = re.compile(r"[\x21-\x7e]{1,128}\Z")
_ENTITY_TAG = re.compile(r'"(0|[1-9][0-9]{0,14})"\Z')
_JSON = re.compile(r'application/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?\Z', re.IGNORECASE)
_WEIGHT = re.compile(r"q\s*=\s*([0-9.]{1,5})\Z", re.IGNORECASE)

CONTENT_LANGUAGE: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}

SECURITY = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
EXPOSED = "Content-Language, ETag, Idempotency-Replayed, Location, Retry-After, X-Request-Id"
ALLOWED = (
    "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
    "X-Request-Id"
)
PREFLIGHT_SECONDS = "7200"


def request_id(given: str | None, fallback: str | None = None) -> str:
    """The caller's id if it is sane (1 to 128 of letters, digits, ``._:-``), else the gateway's,
    else a new one.
    """
    for candidate in (given, fallback):
        if candidate and _REQUEST_ID.match(candidate):
            return candidate
    return str(uuid4())


def request_key(given: str) -> str:
    """An ``Idempotency-Key``; :class:`InvalidRequestKeyError` unless 1 to 128 visible ASCII
    characters.
    """
    if not _REQUEST_KEY.match(given):
        raise InvalidRequestKeyError
    return given


def entity_tag(version: int) -> str:
    """The strong ETag of a version."""
    return f'"{version}"'


def expected_version(if_match: str | None) -> int | None:
    """The version in ``If-Match``; None without one or for ``*``; :class:`InvalidEntityTagError`
    otherwise.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    found = _ENTITY_TAG.match(if_match.strip())
    if not found:
        raise InvalidEntityTagError
    return int(found.group(1))


def is_not_modified(if_none_match: str | None, etag: str | None) -> bool:
    """Whether the caller already holds the representation tagged ``etag`` (weak comparison, RFC
    9110 13.1.2).
    """
    if not if_none_match or not etag:
        return False
    held = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in held or etag in held


def check_json(content_type: str | None) -> None:
    """Refuse with :class:`UnsupportedMediaTypeError` what is not declared to be JSON in UTF-8."""
    if not _JSON.match((content_type or "").strip()):
        raise UnsupportedMediaTypeError


def language(accept: str | None) -> Language:
    """The better accepted one of Chinese (the default) and English; of equal weights the first
    named.
    """
    best: tuple[float, Language] = (0.0, "zh")
    for part in (accept or "")[:1000].split(","):
        tag, *parameters = (piece.strip() for piece in part.split(";"))
        primary = tag.lower().split("-")[0]
        choice: Language = "en" if primary == "en" else "zh"
        weight = _weight(parameters)
        if primary in {"zh", "en", "*"} and weight > best[0]:
            best = (weight, choice)
    return best[1]


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        found = _WEIGHT.match(parameter)
        if found:
            try:
                return min(float(found.group(1)), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def cross_origin(origin: str | None, allowed: str) -> dict[str, str]:
    """The headers that let a page of a listed origin read the answer; ``allowed`` lists exact
    origins, by comma.
    """
    origins = {item.strip() for item in allowed.split(",") if item.strip()}
    if origin is None or origin not in origins:
        return {}
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": EXPOSED}


def preflight(origin: str | None, allowed: str, methods: Iterable[str]) -> dict[str, str]:
    """The headers of the answer to a browser's question before it calls; without permission for
    unlisted origins.
    """
    permission = cross_origin(origin, allowed)
    if not permission:
        return {}
    return {
        "Access-Control-Allow-Origin": permission["Access-Control-Allow-Origin"],
        "Access-Control-Allow-Methods": ", ".join(sorted(methods)),
        "Access-Control-Allow-Headers": ALLOWED,
        "Access-Control-Max-Age": PREFLIGHT_SECONDS,
    }
