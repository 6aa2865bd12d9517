"""Forms of the deadlines capability: its list for staff, its events."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec

from teleshop.kernel.events import EventData
from teleshop.kernel.schema import ListQuery, Output


class DeadlinesQuery(ListQuery, frozen=True, kw_only=True):
    """The object whose deadlines are asked for: ``suppliers:supplier:sup_…``."""

    owner: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^[a-z_]+:[a-z_]+:[A-Za-z0-9_#.-]{1,80}$",
            extra={
                "zh": "请按 上下文:类型:编号 填写，例如 suppliers:supplier:sup_01…。",
                "en": "Write context:kind:id, for example suppliers:supplier:sup_01….",
            },
        ),
    ]


class DeadlineView(Output, frozen=True, kw_only=True):
    """One deadline as staff see it; ``remaining_seconds`` is set while it is paused."""

    id: str
    kind: str
    state: str
    due_at: datetime
    registered_at: datetime
    next_warning_at: datetime | None = None
    remaining_seconds: int | None = None
    reached_at: datetime | None = None
    met_at: datetime | None = None


class DeadlineEvent(EventData, frozen=True, kw_only=True):
    """What both events say; ``owner_context`` is what consumers filter by, ``data`` is what the
    owner put in.
    """

    context: ClassVar[str] = "deadlines"

    deadline_id: str
    owner_context: str
    owner_kind: str
    owner_id: str
    kind: str
    due_at: datetime
    data: dict[str, Any] = msgspec.field(default_factory=dict)


class DeadlineApproaching(DeadlineEvent, frozen=True, kw_only=True):
    """A warning instant has come; ``warning`` counts them from 0; ``late`` if the deadline itself
    has come too.
    """

    warning: int
    warning_at: datetime
    late: bool = False


class DeadlineReached(DeadlineEvent, frozen=True, kw_only=True):
    """The deadline has come and what had to happen has not."""
