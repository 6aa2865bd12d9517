"""Forms of the audit capability."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from teleshop.kernel.schema import ListQuery, Output


class AuditQuery(ListQuery, frozen=True, kw_only=True):
    """Whose changes are asked for: ``supplier:sup_…``."""

    subject: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^[a-z_]+:[A-Za-z0-9_#:@.-]{1,160}$",
            extra={
                "zh": "请按 类型:编号 填写，例如 supplier:sup_01…。",
                "en": "Write kind:id, for example supplier:sup_01….",
            },
        ),
    ]


class AuditEntryView(Output, frozen=True, kw_only=True):
    """One change. ``changes`` holds before and after of what is not personal, of the rest only
    that it changed.
    """

    id: str
    subject: str
    occurred_at: datetime
    action: str
    actor: str
    roles: list[str]
    request_id: str
    correlation_id: str
    causation_id: str | None = None
    changes: list[dict[str, Any]]
    notes: dict[str, Any]


class AuditDayView(Output, frozen=True, kw_only=True):
    """The chain of one China day: how many links, the last hash, whether the day has ended and
    its end is anchored.
    """

    day: date
    entries: int
    last_hash: str
    ended: bool
    anchored: bool
