"""Forms of the notifications capability."""

from datetime import datetime
from typing import Annotated

import msgspec

from teleshop.kernel.schema import Input, ListQuery, Output
from teleshop.notifications.domain import Notification, WebhookEndpoint


class NotificationsQuery(ListQuery, frozen=True, kw_only=True):
    """Whose messages; by default those of the caller's supplier, of its only role, or its own."""

    recipient: (
        Annotated[
            str,
            msgspec.Meta(
                pattern=r"^(me|role:[a-z]{1,20}|supplier:sup_[0-9A-HJKMNP-TV-Z]{26})$",
                description="接收方：me、role:角色 或 supplier:编号 / me, role:… or supplier:…",
                extra={
                    "zh": "请填写 me、role:角色 或 supplier:供应商编号。",
                    "en": "Write me, role:<role> or supplier:<id>.",
                },
            ),
        ]
        | None
    ) = None


class WordsView(Output, frozen=True, kw_only=True):
    """The same in Chinese and in English."""

    zh: str
    en: str


class NotificationView(Output, frozen=True, kw_only=True):
    """One message; ``recipient`` is ``supplier:…``, ``role:…`` or ``person:…``; ``read_by`` is a
    token subject.
    """

    id: str
    event: str
    occurred_at: datetime
    recipient: str
    subject: WordsView
    body: WordsView
    read_at: datetime | None = None
    read_by: str | None = None

    @classmethod
    def of(cls, notification: Notification) -> "NotificationView":
        """A notification as its recipient sees it."""
        return cls(
            id=notification.id,
            event=notification.event_type,
            occurred_at=notification.occurred_at,
            recipient=f"{notification.recipient_kind}:{notification.recipient_id}",
            subject=WordsView(zh=notification.subject_zh, en=notification.subject_en),
            body=WordsView(zh=notification.body_zh, en=notification.body_en),
            read_at=notification.read_at,
            read_by=notification.read_by,
        )


class EndpointBody(Input, frozen=True, kw_only=True):
    """Where messages are sent: an https address with a public host name, port 443."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class EndpointView(Output, frozen=True, kw_only=True):
    """The web-hook of a supplier, without its secret."""

    url: str
    set_at: datetime

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> "EndpointView":
        """The web-hook as its supplier sees it."""
        return cls(url=endpoint.url, set_at=endpoint.set_at)


class NewEndpointView(Output, frozen=True, kw_only=True):
    """The web-hook that was just set; ``secret`` is shown here and never again."""

    url: str
    set_at: datetime
    secret: str

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> "NewEndpointView":
        """The web-hook with its secret."""
        return cls(url=endpoint.url, set_at=endpoint.set_at, secret=endpoint.secret)
