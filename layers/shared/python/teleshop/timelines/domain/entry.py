"""One entry of a customer's timeline: one event, with the facts that its words name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from teleshop.kernel.events import Envelope
from teleshop.timelines.domain.text import Said
from teleshop.timelines.domain.words import NEUTRAL, WORDINGS, Wording

KEPT = timedelta(days=1096)
"""Three years, as long as complaints are kept (standard 6.1.4) and trade records are."""
MAX_TEXT = 200
"""Facts are codes, ids, numbers and instants; whatever is longer is not for a line of words."""
REFERENCES = (
    "case_id",
    "order_id",
    "payment_id",
    "refund_id",
    "claim_id",
    "invitation_id",
    "new_case_id",
    "into",
)
"""What an entry points to; for its customer too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """``subject`` is what the event was filed under (``case#cmp_…``); ``facts`` its single facts,
    lists and structures left out. ``visible``: its customer may see it.
    """

    customer_id: str
    event_id: str
    event_type: str
    context: str
    occurred_at: datetime
    subject: str
    facts: dict[str, Any] = field(default_factory=dict)
    visible: bool
    expires_at: datetime


def entry_of(envelope: Envelope) -> TimelineEntry | None:
    """The entry of an event; None for one that is about no customer."""
    customer_id = envelope.data.get("customer_id")
    if not isinstance(customer_id, str) or not customer_id:
        return None
    return TimelineEntry(
        customer_id=customer_id,
        event_id=envelope.id,
        event_type=envelope.type,
        context=envelope.context,
        occurred_at=envelope.occurred_at,
        subject=envelope.subject,
        facts={
            name: value
            for name, value in envelope.data.items()
            if name != "customer_id" and _is_single(value)
        },
        visible=_wording(envelope.type, envelope.context).shown(envelope.data),
        expires_at=envelope.occurred_at + KEPT,
    )


def _is_single(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and len(value) <= MAX_TEXT)


def _wording(event_type: str, context: str) -> Wording:
    found = WORDINGS.get(event_type)
    return found if found and found.context == context else NEUTRAL


def for_staff(entry: TimelineEntry) -> Said:
    """What happened, in both languages, for those who serve the customer."""
    return _wording(entry.event_type, entry.context).for_staff(entry.facts)


def for_customer(entry: TimelineEntry) -> Said:
    """The same for the customer."""
    return _wording(entry.event_type, entry.context).for_customer(entry.facts)


def references(facts: Mapping[str, Any]) -> dict[str, str]:
    """The ids of what an entry points to."""
    return {name: str(facts[name]) for name in REFERENCES if facts.get(name)}
