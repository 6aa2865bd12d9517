"""Errors that reach a person: each names its rule and its remedy, in Chinese and in English.

A context's ``errors.py`` declares one subclass of :class:`Refusal` per business refusal. ``zh``
and ``en`` are templates; ``{names}`` in them are filled from the keyword arguments, which must
hold nothing personal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

Language = Literal["zh", "en"]
Param = str | int | None


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault in one place of the input; ``pointer`` is a JSON pointer (RFC 6901) into it."""

    pointer: str
    code: str
    zh: str
    en: str
    params: dict[str, Param] = field(default_factory=dict)
    severity: Literal["refuse", "warn"] = "refuse"
    clause: str | None = None
    rule: str | None = None

    def message(self, language: Language) -> str:
        """The text for a person, with its parameters filled in."""
        return (self.zh if language == "zh" else self.en).format(**self.params)


class TeleshopError(Exception):
    """Base of every error that may be shown to a caller.

    ``pointer`` is the field of the body that an error of a single field is about; with ``errors``
    given, those tell the fields. ``facts`` are for programs: what a caller needs to go on without
    reading the text, by name; amounts in fen.
    """

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500
    clause: ClassVar[str | None] = None
    pointer: ClassVar[str | None] = None
    zh: ClassVar[str] = "系统繁忙，请稍后重试。"
    en: ClassVar[str] = "Something went wrong on our side; please try again."
    retry_after: ClassVar[int | None] = None

    def __init__(
        self,
        *,
        errors: Sequence[FieldError] = (),
        facts: Mapping[str, str | int] | None = None,
        **params: Param,
    ) -> None:
        self.errors = tuple(errors)
        self.facts = dict(facts or {})
        self.params = params
        super().__init__(self.code, *params.values())

    def detail(self, language: Language) -> str:
        """The text for a person."""
        return (self.zh if language == "zh" else self.en).format(**self.params)


class Refusal(TeleshopError):
    """The request is understood and not granted: a rule of the business or of the protocol says
    no.
    """

    status = 409


class InvalidInputError(Refusal):
    """Input that does not have the required form; ``errors`` lists every fault found."""

    code, status = "invalid_input", 422
    zh = "提交的内容有误，请按 errors 中的说明逐项修改后重新提交。"
    en = "Some fields are not valid; correct each one listed in errors and send the request again."


class NotFoundError(Refusal):
    """No such thing, or none that the caller may know of."""

    code, status = "not_found", 404
    zh = "未找到该记录，请核对编号。"
    en = "There is no such record; check the identifier."


class ForbiddenError(Refusal):
    """The caller is known and its role does not allow this."""

    code, status = "forbidden", 403
    zh = "当前角色无权执行此操作。"
    en = "Your role does not allow this action."


class StaleVersionError(Refusal):
    """``If-Match`` names a version that is no longer the current one, or a write raced another."""

    code, status = "stale_version", 412
    zh = "记录已被他人修改，请重新读取后再提交。"
    en = "The record has changed since you read it; read it again and repeat your change."


class CalendarUnconfirmedError(Refusal):
    """A working-day count reaches a year without official State Council notice (R10.1)."""

    code, status = "calendar_unconfirmed", 409
    zh = "{year} 年节假日安排尚未由国务院公布，无法确定工作日；请在公布后重试或改用日历日。"
    en = (
        "The State Council has not published the holidays of {year} yet, so working days cannot be "
        "counted; try again after the notice or use calendar days."
    )


class ConflictingRequestKeyError(Refusal):
    """An ``Idempotency-Key`` was used before with another body, by the same caller, for the same
    route.
    """

    code, status = "idempotency_key_reused", 422
    zh = "该 Idempotency-Key 已用于内容不同的请求，请更换新的键。"
    en = "This Idempotency-Key was used with a different request; use a new key."


class BusyError(TeleshopError):
    """The database refused for load or contention; nothing was changed; the same request may be
    repeated.
    """

    code, status = "try_again", 503
    retry_after = 1
    zh = "系统繁忙，操作未执行；请稍后用相同的 Idempotency-Key 重试。"
    en = (
        "The system is busy and nothing was changed; repeat the request with the same "
        "Idempotency-Key."
    )


class RacedError(BusyError):
    """Another change of the same record came first; the use case may be run again at once on what
    is stored now.
    """

    code = "raced"
    zh = "记录刚被其他操作修改，请重试。"
    en = "Another change of the same record came first; please repeat the request."
