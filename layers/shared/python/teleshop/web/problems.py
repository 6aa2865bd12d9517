"""Errors as ``application/problem+json`` (RFC 9457), in the caller's language and without
internals.
"""

from typing import Any

import msgspec

from teleshop.kernel.errors import FieldError, Language, TeleshopError

MEDIA_TYPE = "application/problem+json"

TITLES: dict[int, tuple[str, str]] = {
    400: ("请求格式有误", "Bad request"),
    401: ("未登录或登录已失效", "Not signed in"),
    403: ("无权执行", "Not allowed"),
    404: ("未找到", "Not found"),
    409: ("与当前状态或规则冲突", "Conflict with a rule or the current state"),
    412: ("版本已过期", "Version is stale"),
    413: ("请求体过大", "Body too large"),
    415: ("不支持的内容类型", "Unsupported content type"),
    422: ("内容不符合要求", "Content not valid"),
    428: ("需要版本条件", "Version condition required"),
    429: ("请求过于频繁", "Too many requests"),
    500: ("系统错误", "Internal error"),
    503: ("暂时不可用", "Temporarily unavailable"),
}


class ProblemField(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One fault in one place of the input; ``severity`` ``warn`` marks what did not cause the
    refusal.
    """

    pointer: str
    code: str
    message: str
    severity: str = "refuse"
    clause: str | None = None


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was not granted: the rule (``code``, ``clause``), what to do, and each faulty
    field. ``facts`` are what a program needs to go on; which ones there are follows from ``code``.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    clause: str | None = None
    errors: list[ProblemField] = []
    facts: dict[str, str | int] = {}


def title(status: int, language: Language) -> str:
    """The name of a kind of error."""
    zh, en = TITLES.get(status) or TITLES[status // 100 * 100]
    return zh if language == "zh" else en


def problem(error: TeleshopError, language: Language, request_id: str) -> Problem:
    """What the caller is told about ``error``."""
    return Problem(
        type=f"urn:teleshop:problem:{error.code}",
        title=title(error.status, language),
        status=error.status,
        detail=error.detail(language),
        code=error.code,
        request_id=request_id,
        clause=error.clause,
        errors=_fields(error, language),
        facts=error.facts,
    )


def _fields(error: TeleshopError, language: Language) -> list[ProblemField]:
    if error.errors or error.pointer is None:
        return [_field(fault, language) for fault in error.errors]
    detail = error.detail(language)
    return [
        ProblemField(pointer=error.pointer, code=error.code, message=detail, clause=error.clause)
    ]


def _field(fault: FieldError, language: Language) -> ProblemField:
    return ProblemField(
        pointer=fault.pointer,
        code=fault.code,
        message=fault.message(language),
        severity=fault.severity,
        clause=fault.clause,
    )


_THROTTLED = {
    "ThrottlingException",
    "ThrottledException",
    "Throttling",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "SlowDown",
}


def is_throttled(error: BaseException) -> bool:
    """Whether an AWS call was refused for load; read off the error itself, so that no AWS library
    is imported.
    """
    answer: Any = getattr(error, "response", None)
    code = answer.get("Error", {}).get("Code") if isinstance(answer, dict) else None
    return code in _THROTTLED or getattr(error, "cause_response_code", None) in _THROTTLED
