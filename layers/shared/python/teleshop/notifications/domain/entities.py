"""Notifications, their deliveries, and the web-hook of a supplier.

A notification is what one recipient is told about one event; it is its own copy for reading in the
application (`GET /notifications`). A delivery carries it through one further channel.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from teleshop.kernel.actor import STAFF_ROLES, Actor, Role
from teleshop.kernel.ids import derived_id
from teleshop.notifications.domain.template import Template

KEPT = timedelta(days=1096)
"""As long as trade records: what a supplier was told may be asked for in a dispute."""


class RecipientKind(StrEnum):
    """What a recipient's id stands for."""

    SUPPLIER = "supplier"
    ROLE = "role"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Recipient:
    """``id`` is a supplier's id, the name of a role, or the subject of a token."""

    kind: RecipientKind
    id: str

    @property
    def key(self) -> str:
        """``supplier#sup_…``."""
        return f"{self.kind}#{self.id}"


class Channel(StrEnum):
    """How a message leaves the platform; reading it in the application needs none."""

    TOPIC = "topic"
    WEBHOOK = "webhook"


class DeliveryState(StrEnum):
    """`sent` and `failed` are final."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """``facts`` are the event's facts that its words name; nothing personal. ``read_by`` is a token
    subject: one read by a role or a supplier is read for all its people.
    """

    id: str
    event_id: str
    event_type: str
    occurred_at: datetime
    recipient_kind: RecipientKind
    recipient_id: str
    subject_zh: str
    subject_en: str
    body_zh: str
    body_en: str
    facts: dict[str, Any] = field(default_factory=dict)
    expires_at: datetime
    read_at: datetime | None = None
    read_by: str | None = None
    version: int = 1

    @property
    def recipient(self) -> Recipient:
        """Whom it tells."""
        return Recipient(self.recipient_kind, self.recipient_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """``failure`` is a code, set when ``state`` is `failed`."""

    notification_id: str
    channel: Channel
    queued_at: datetime
    expires_at: datetime
    state: DeliveryState = DeliveryState.QUEUED
    ended_at: datetime | None = None
    failure: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoint:
    """Where a supplier's own system is told; ``secret`` (``whsec_…``) signs what is sent there.

    Both are sealed in the table: an address may hold a key of its owner.
    """

    supplier_id: str
    url: str = field(repr=False)
    secret: str = field(repr=False)
    set_at: datetime
    version: int = 1


def notification_id(event_id: str, recipient: Recipient) -> str:
    """The same event tells the same recipient once: the id follows from both."""
    return derived_id("ntf", event_id, recipient.key)


def new_notification(
    template: Template,
    recipient: Recipient,
    *,
    event_id: str,
    facts: dict[str, Any],
    occurred_at: datetime,
) -> Notification:
    """What ``recipient`` is told; raises :class:`MissingFactError` if the event lacks a fact."""
    return Notification(
        id=notification_id(event_id, recipient),
        event_id=event_id,
        event_type=template.event,
        occurred_at=occurred_at,
        recipient_kind=recipient.kind,
        recipient_id=recipient.id,
        subject_zh=template.subject.zh,
        subject_en=template.subject.en,
        body_zh=template.render("zh", facts),
        body_en=template.render("en", facts),
        facts=template.named(facts),
        expires_at=occurred_at + KEPT,
    )


def ended(delivery: Delivery, now: datetime, failure: str | None = None) -> Delivery:
    """The delivery once it was sent, or given up for the reason ``failure``; an ended one stays as
    it is.
    """
    if delivery.state is not DeliveryState.QUEUED:
        return delivery
    state = DeliveryState.FAILED if failure else DeliveryState.SENT
    return replace(delivery, state=state, ended_at=now, failure=failure)


def read(notification: Notification, actor: Actor, now: datetime) -> Notification:
    """The notification once somebody took note of it; the first reader counts."""
    if notification.read_at is not None:
        return notification
    return replace(notification, read_at=now, read_by=actor.subject)


def own_recipient(actor: Actor, wanted: str | None) -> Recipient | None:
    """Whose messages the caller asks for, if the token alone shows that they are its own.

    ``wanted`` is ``me``, ``role:<role>`` or ``supplier:<id>``; without it: its supplier, else its
    only role, else itself. None if the token does not show it.
    """
    kind, _, id = (wanted or _own(actor)).partition(":")
    if kind == "me":
        return Recipient(RecipientKind.PERSON, actor.subject)
    if kind == RecipientKind.ROLE and id in actor.roles and id in STAFF_ROLES:
        return Recipient(RecipientKind.ROLE, id)
    if kind == RecipientKind.SUPPLIER and actor.has(Role.SUPPLIER) and id == actor.supplier_id:
        return Recipient(RecipientKind.SUPPLIER, id)
    return None


def _own(actor: Actor) -> str:
    if actor.has(Role.SUPPLIER) and actor.supplier_id:
        return f"supplier:{actor.supplier_id}"
    roles = actor.roles & STAFF_ROLES
    return f"role:{next(iter(roles))}" if len(roles) == 1 else "me"
