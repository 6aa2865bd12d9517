"""Use cases of notifications: telling people of events, delivering, reading; web-hooks.

Telling (:meth:`Notifications.notify`) stores, delivering (:meth:`Notifications.deliver`) sends: an
unreachable receiver holds up nobody else.
"""

import base64
import secrets
from collections.abc import Callable
from datetime import datetime

from teleshop.kernel.actor import Call, Role
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.events import Envelope
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.notifications import domain as rules
from teleshop.notifications.domain import (
    SECRET_PREFIX,
    Catalogue,
    Channel,
    Delivery,
    DeliveryState,
    Notification,
    Recipient,
    RecipientKind,
    WebhookEndpoint,
)
from teleshop.notifications.errors import (
    DeliveryFailedError,
    EndpointNotFoundError,
    NotificationNotFoundError,
    RecipientNotOwnError,
)
from teleshop.notifications.ports import Parties
from teleshop.notifications.tables import (
    DeliveryRow,
    EndpointRow,
    NotificationRepository,
    NotificationRow,
)
from teleshop.notifications.topic import Topic
from teleshop.notifications.webhook import Webhooks

__all__ = ["DeliveryFailedError", "Endpoints", "Notification", "Notifications", "WebhookEndpoint"]

SECRET_BYTES = 24


class Notifications:
    """What people are told; stateless, one per process."""

    def __init__(
        self,
        repository: NotificationRepository,
        catalogue: Catalogue,
        topic: Topic,
        webhooks: Webhooks,
        parties: Parties,
    ) -> None:
        self._repository = repository
        self._catalogue = catalogue
        self._topic = topic
        self._webhooks = webhooks
        self._parties = parties

    def notify(self, call: Call, envelope: Envelope) -> list[Notification]:
        """Tell everybody concerned of an event, each once; answers what is new.

        Nothing for an event without template. Raises
        :class:`~teleshop.notifications.domain.MissingFactError` for one that lacks a fact.
        """
        template = self._catalogue.get(envelope.type)
        if template is None or template.context != envelope.context:
            return []
        told = [
            rules.new_notification(
                template,
                recipient,
                event_id=envelope.id,
                facts=envelope.data,
                occurred_at=envelope.occurred_at,
            )
            for recipient in template.recipients(envelope.data)
        ]
        new = [one for one in told if self._repository.find(one.id) is None]
        if not new:
            return []
        tx = Transaction(call, "notify", Subject("event", envelope.id))
        for one in new:
            tx.create(NotificationRow, one, conflict=RacedError(), audited=False)
            for channel in self._channels(one.recipient):
                delivery = Delivery(
                    notification_id=one.id,
                    channel=channel,
                    queued_at=call.now,
                    expires_at=one.expires_at,
                )
                tx.create(DeliveryRow, delivery, conflict=RacedError(), audited=False)
        tx.note(event=envelope.type, recipients=[one.recipient.key for one in new])
        return tx.commit(new)

    def _channels(self, recipient: Recipient) -> list[Channel]:
        """How a recipient is told beside the application; persons only read there."""
        match recipient.kind:
            case RecipientKind.ROLE:
                return [Channel.TOPIC]
            case RecipientKind.SUPPLIER if self._repository.has_endpoint(recipient.id):
                return [Channel.TOPIC, Channel.WEBHOOK]
            case RecipientKind.SUPPLIER:
                return [Channel.TOPIC]
        return []

    def deliver(self, call: Call, notification_id: str, channel: Channel) -> Delivery | None:
        """Send a notification through a channel; None if it was sent or given up before.

        Raises :class:`DeliveryFailedError` (or what the channel raises) when it may be tried again.
        After a crash between sending and noting it the receiver gets the same message again, with
        the same id.
        """
        notification = self._repository.find(notification_id)
        known = self._repository.find_delivery(notification_id, channel)
        if notification is None or known is None or known.state is not DeliveryState.QUEUED:
            return None
        failure = None
        try:
            self._send(notification, channel, call.now)
        except DeliveryFailedError as failed:
            if not failed.final:
                raise
            failure = failed.code
        return self._end(call, "deliver_notification", known, failure)

    def give_up(self, call: Call, notification_id: str, channel: Channel) -> Delivery | None:
        """All tries failed; None if it was sent or given up before."""
        known = self._repository.find_delivery(notification_id, channel)
        if known is None or known.state is not DeliveryState.QUEUED:
            return None
        return self._end(call, "give_up_notification", known, "tries_exhausted")

    def _send(self, notification: Notification, channel: Channel, now: datetime) -> None:
        if channel is Channel.TOPIC:
            self._topic.publish(notification)
            return
        endpoint = self._repository.find_endpoint(notification.recipient_id)
        if endpoint is None:
            raise DeliveryFailedError("endpoint_removed", final=True)
        self._webhooks.send(endpoint, notification, now)

    @staticmethod
    def _end(call: Call, action: str, known: Delivery, failure: str | None) -> Delivery:
        tx = Transaction(call, action, Subject("notification", known.notification_id))
        return tx.commit(tx.save(DeliveryRow, known, rules.ended(known, call.now, failure)))

    def inbox(self, call: Call, wanted: str | None, page: PageRequest) -> Page[Notification]:
        """What the caller was told, newest first; ``wanted`` as in
        :func:`~teleshop.notifications.domain.own_recipient`.
        """
        return self._repository.of(self._own(call, wanted), page)

    def _own(self, call: Call, wanted: str | None) -> Recipient:
        own = rules.own_recipient(call.actor, wanted)
        if own is not None:
            return own
        kind, _, id = (wanted or "").partition(":")
        if kind != RecipientKind.SUPPLIER or not call.actor.has(Role.SUPPLIER):
            raise RecipientNotOwnError
        self._parties.check_own(call, id)
        return Recipient(RecipientKind.SUPPLIER, id)

    def mark_read(self, call: Call, notification_id: str) -> Notification:
        """Note that the caller, or somebody of its role or supplier, has read it; again is the
        same.
        """
        known = self._repository.find(notification_id)
        if known is None:
            raise NotificationNotFoundError
        try:
            own = self._own(call, _spelled(known.recipient, call))
        except RecipientNotOwnError as foreign:
            raise NotificationNotFoundError from foreign
        if own != known.recipient:
            raise NotificationNotFoundError
        after = rules.read(known, call.actor, call.now)
        if after == known:
            return known
        tx = Transaction(call, "read_notification", Subject("notification", known.id))
        return tx.commit(tx.save(NotificationRow, known, after))


def _spelled(recipient: Recipient, call: Call) -> str:
    """How a recipient is asked for."""
    if recipient.kind is RecipientKind.PERSON:
        return "me" if recipient.id == call.actor.subject else "person"
    return f"{recipient.kind}:{recipient.id}"


def new_secret() -> str:
    """A signing secret in the form of Standard Webhooks."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


class Endpoints:
    """Web-hooks of suppliers; stateless, one per process."""

    def __init__(
        self, repository: NotificationRepository, secret: Callable[[], str] = new_secret
    ) -> None:
        self._repository = repository
        self._secret = secret

    def set_endpoint(self, call: Call, url: str) -> WebhookEndpoint:
        """Set or replace the web-hook of the caller's supplier, with a new secret: the only time
        that the secret is shown.
        """
        supplier_id = _supplier_of(call)
        faults = rules.url_faults(url)
        if faults:
            raise InvalidInputError(errors=faults)
        known = self._repository.find_endpoint(supplier_id)
        made = WebhookEndpoint(
            supplier_id=supplier_id, url=url, secret=self._secret(), set_at=call.now
        )
        tx = Transaction(call, "set_webhook_endpoint", Subject("supplier", supplier_id))
        if known is None:
            return tx.commit(tx.create(EndpointRow, made, conflict=RacedError()))
        return tx.commit(tx.save(EndpointRow, known, made))

    def show(self, call: Call) -> WebhookEndpoint:
        """The web-hook of the caller's supplier."""
        found = self._repository.find_endpoint(_supplier_of(call))
        if found is None:
            raise EndpointNotFoundError
        return found

    def remove_endpoint(self, call: Call) -> None:
        """Take the web-hook away; what is still queued for it fails. Without one nothing
        happens.
        """
        supplier_id = _supplier_of(call)
        known = self._repository.find_endpoint(supplier_id)
        if known is None:
            return
        tx = Transaction(call, "remove_webhook_endpoint", Subject("supplier", supplier_id))
        tx.delete(EndpointRow, known, conflict=RacedError())
        tx.commit(None)


def _supplier_of(call: Call) -> str:
    """The supplier that the caller's token names; an applicant has none yet."""
    if call.actor.supplier_id is None:
        raise EndpointNotFoundError
    return call.actor.supplier_id
