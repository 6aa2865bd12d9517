"""Forms of the timelines context: what staff and customers see."""

from datetime import datetime
from typing import Any

from teleshop.kernel.schema import Output
from teleshop.timelines.domain import Said, TimelineEntry, for_customer, for_staff, references


class TextView(Output, frozen=True, kw_only=True):
    """The same in Chinese and in English."""

    zh: str
    en: str

    @classmethod
    def of(cls, said: Said) -> "TextView":
        """The words as shown."""
        return cls(zh=said.zh, en=said.en)


class TimelineEntryView(Output, frozen=True, kw_only=True):
    """One thing that happened, for staff; ``visible_to_customer``: its customer sees it too."""

    event_id: str
    event: str
    context: str
    occurred_at: datetime
    subject: str
    text: TextView
    references: dict[str, str]
    facts: dict[str, Any]
    visible_to_customer: bool

    @classmethod
    def of(cls, entry: TimelineEntry) -> "TimelineEntryView":
        """The entry as staff sees it."""
        return cls(
            event_id=entry.event_id,
            event=entry.event_type,
            context=entry.context,
            occurred_at=entry.occurred_at,
            subject=entry.subject,
            text=TextView.of(for_staff(entry)),
            references=references(entry.facts),
            facts=entry.facts,
            visible_to_customer=entry.visible,
        )


class OwnEntryView(Output, frozen=True, kw_only=True):
    """One thing that happened, for its customer."""

    event_id: str
    event: str
    occurred_at: datetime
    text: TextView
    references: dict[str, str]

    @classmethod
    def of(cls, entry: TimelineEntry) -> "OwnEntryView":
        """The entry as its customer sees it."""
        return cls(
            event_id=entry.event_id,
            event=entry.event_type,
            occurred_at=entry.occurred_at,
            text=TextView.of(for_customer(entry)),
            references=references(entry.facts),
        )
