"""Events of the deadlines capability."""

from datetime import datetime
from typing import Any, ClassVar

import msgspec

from teleshop.kernel.events import EventData


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
