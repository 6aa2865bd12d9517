"""The notifications table: notifications with their deliveries, and web-hooks of suppliers.

| row | pk | sk | by_recipient |
|---|---|---|---|
| notification | id | `notification` | the recipient, time of the event |
| delivery | id of the notification | `delivery#<channel>` | |
| web-hook | `webhook#<supplier id>` | `endpoint` | |
"""

from collections.abc import Mapping

from pynamodb.exceptions import DoesNotExist
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import sortable
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import (
    DataClass,
    ExpiresAt,
    Instant,
    Integer,
    Json,
    Personal,
    Text,
)
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.notifications.domain import (
    Channel,
    Delivery,
    Notification,
    Recipient,
    WebhookEndpoint,
)

INTERNAL = DataClass.INTERNAL
DELIVERY_PREFIX = "delivery#"
Keys = Mapping[str, str | None]


class RecipientIndex(GlobalSecondaryIndex["NotificationRow"]):
    """What one recipient was told, by time of the event."""

    class Meta:
        index_name = "by_recipient"
        projection = AllProjection()

    recipient_key = Text(hash_key=True, data_class=INTERNAL)
    recipient_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "notifications"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class NotificationRow(_Row):
    """One notification."""

    entity = Notification
    SK = "notification"

    recipient_key = Text(data_class=INTERNAL)
    recipient_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    event_id = Text(data_class=INTERNAL)
    event_type = Text(data_class=INTERNAL)
    occurred_at = Instant(data_class=INTERNAL)
    recipient_kind = Text(data_class=INTERNAL)
    recipient_id = Text(data_class=INTERNAL)
    subject_zh = Text(data_class=INTERNAL)
    subject_en = Text(data_class=INTERNAL)
    body_zh = Text(data_class=INTERNAL)
    body_en = Text(data_class=INTERNAL)
    facts = Json(data_class=INTERNAL)
    expires_at = ExpiresAt(data_class=INTERNAL)
    read_at = Instant(null=True, data_class=INTERNAL)
    read_by = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_recipient = RecipientIndex()

    @classmethod
    def keys_of(cls, entity: Notification) -> Keys:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "recipient_key": entity.recipient.key,
            "recipient_sort": f"{sortable(entity.occurred_at)}#{entity.id}",
        }


class DeliveryRow(_Row):
    """One delivery; its insertion in the stream of the table puts it into the queue."""

    entity = Delivery

    notification_id = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    queued_at = Instant(data_class=INTERNAL)
    expires_at = ExpiresAt(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    ended_at = Instant(null=True, data_class=INTERNAL)
    failure = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Delivery) -> Keys:
        return {"pk": entity.notification_id, "sk": f"{DELIVERY_PREFIX}{entity.channel}"}


class EndpointRow(_Row):
    """The web-hook of a supplier, sealed for it."""

    entity = WebhookEndpoint
    owner_field = "supplier_id"
    SK = "endpoint"

    supplier_id = Text(data_class=INTERNAL)
    url = Personal()
    secret = Personal()
    set_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: WebhookEndpoint) -> Keys:
        return {"pk": cls.partition(entity.supplier_id), "sk": cls.SK}

    @staticmethod
    def partition(supplier_id: str) -> str:
        """The key of a supplier's web-hook."""
        return f"webhook#{supplier_id}"


class NotificationRepository:
    """Reads of the notifications table."""

    def find(self, id: str) -> Notification | None:
        """A notification as it is stored now."""
        found: Notification | None = NotificationRow.find(id, NotificationRow.SK)
        return found

    def find_delivery(self, id: str, channel: Channel) -> Delivery | None:
        """The delivery of a notification through a channel."""
        found: Delivery | None = DeliveryRow.find(id, f"{DELIVERY_PREFIX}{channel}")
        return found

    def of(self, recipient: Recipient, page: PageRequest) -> Page[Notification]:
        """What a recipient was told, newest first."""
        return query_page(
            NotificationRow.by_recipient,
            NotificationRow,
            recipient.key,
            page,
            scope="notifications-of-recipient",
            newest_first=True,
        )

    def find_endpoint(self, supplier_id: str) -> WebhookEndpoint | None:
        """The web-hook of a supplier, opened."""
        found: WebhookEndpoint | None = EndpointRow.find(
            EndpointRow.partition(supplier_id), EndpointRow.SK
        )
        return found

    def has_endpoint(self, supplier_id: str) -> bool:
        """Whether a supplier has a web-hook; opens nothing, so needs no key."""
        try:
            EndpointRow.get(
                EndpointRow.partition(supplier_id), EndpointRow.SK, consistent_read=True
            )
        except DoesNotExist:
            return False
        return True
