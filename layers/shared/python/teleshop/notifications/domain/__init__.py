"""Rules of notifications: who is told what, in which words, and how a message may leave."""

from teleshop.notifications.domain.entities import (
    Channel,
    Delivery,
    DeliveryState,
    Notification,
    Recipient,
    RecipientKind,
    WebhookEndpoint,
    ended,
    new_notification,
    own_recipient,
    read,
)
from teleshop.notifications.domain.template import (
    Catalogue,
    MissingFactError,
    Template,
    Words,
    catalogue_of,
)
from teleshop.notifications.domain.webhook import (
    SECRET_PREFIX,
    is_public_address,
    payload_of,
    url_faults,
)

__all__ = [
    "SECRET_PREFIX",
    "Catalogue",
    "Channel",
    "Delivery",
    "DeliveryState",
    "MissingFactError",
    "Notification",
    "Recipient",
    "RecipientKind",
    "Template",
    "WebhookEndpoint",
    "Words",
    "catalogue_of",
    "ended",
    "is_public_address",
    "new_notification",
    "own_recipient",
    "payload_of",
    "read",
    "url_faults",
]
