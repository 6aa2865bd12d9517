"""The topic of notifications: e-mail and SMS are its subscriptions.

A subscription's filter policy chooses by the attributes ``event``, ``recipient_kind`` and
``recipient`` (for a supplier or person: the keyed hash of its id). Addresses are known to the
subscriptions only, never to a message or a row.
"""

import json

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings
from teleshop.kernel.signing import keyed_hash
from teleshop.notifications.domain import Notification, Recipient, RecipientKind

MAX_SUBJECT = 99
"""SNS takes fewer than 100 characters, and ASCII only: what is longer or Chinese goes first into
the text.
"""


class Topic:
    """Publishes to the topic; the same message may come twice after a crash."""

    def publish(self, notification: Notification) -> None:
        """Publish one notification, Chinese first; raises what SNS raises."""
        n = notification
        text = f"{n.subject_zh}\n{n.body_zh}\n\n{n.subject_en}\n{n.body_en}\n\n{n.id}"
        aws_client("sns").publish(
            TopicArn=settings().topic_notifications,
            Subject=n.subject_en[:MAX_SUBJECT],
            MessageStructure="json",
            Message=json.dumps(
                {"default": text, "sms": f"{n.subject_zh}：{n.body_zh}"}, ensure_ascii=False
            ),
            MessageAttributes={
                "event": _text(n.event_type),
                "recipient_kind": _text(n.recipient_kind),
                "recipient": _text(filter_value(n.recipient)),
            },
        )


def filter_value(recipient: Recipient) -> str:
    """What a subscription filters by: the name of a role, else the keyed hash of the id."""
    if recipient.kind is RecipientKind.ROLE:
        return recipient.id
    return keyed_hash("notification-recipient", recipient.key)


def _text(value: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": str(value)}
