"""What people send about price violations."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery
from teleshop.pricewatch.domain.violation import ViolationState

Text = Annotated[
    str,
    Meta(
        min_length=2,
        max_length=2000,
        pattern=r"\S",
        extra={"zh": "请写明内容，不能只有空白。", "en": "Say it in words, not in blanks."},
    ),
]
SupplierId = Annotated[
    str,
    Meta(
        pattern=r"^sup_[0-9A-HJKMNP-TV-Z]{26}$",
        description="供应商编号 / the supplier's id",
        extra={
            "zh": "请填写供应商在本平台的编号（sup_ 开头，共 30 个字符）。",
            "en": "Give the supplier's id on this platform: sup_ and 26 characters.",
        },
    ),
]
Month = Annotated[
    str,
    Meta(
        pattern=r"^20\d{2}-(0[1-9]|1[0-2])$",
        description="月份 / month, such as 2026-11",
        extra={
            "zh": "月份写作 2026-11，从 2000 年起。",
            "en": "Write the month as 2026-11, from 2000 on.",
        },
    ),
]


class CorrectionBody(Input, frozen=True, kw_only=True):
    """What was done about a violation, for whoever verifies it."""

    text: Text


class VerificationBody(Input, frozen=True, kw_only=True):
    """Whether the correction does; ``reason`` says what was looked at, or what is missing."""

    accepted: bool
    reason: Text


class DismissalBody(Input, frozen=True, kw_only=True):
    """Why it was no violation."""

    reason: Text


class ViolationsQuery(ListQuery, frozen=True, kw_only=True):
    """Violations of one state by due time (default: those open), or of one supplier, newest
    first; not both.
    """

    state: Annotated[ViolationState | None, Meta(description="状态 / state")] = None
    supplier: SupplierId | None = None


class DayCheckBody(Input, frozen=True, kw_only=True):
    """Which China day is to be checked; one that is over."""

    day: date


class DayChecksQuery(ListQuery, frozen=True, kw_only=True):
    """The checks of the days of one month (default: the running one), the latest day first."""

    month: Month | None = None


class RecordBody(Input, frozen=True, kw_only=True):
    """Which month the record is wanted of, the running one included."""

    month: Month
