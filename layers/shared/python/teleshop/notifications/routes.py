"""Routes of the notifications capability: messages read in the application, and web-hooks."""

from typing import TYPE_CHECKING

from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.notifications.schemas import (
    EndpointBody,
    EndpointView,
    NewEndpointView,
    NotificationsQuery,
    NotificationView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.notifications.service import Notification, WebhookEndpoint

api = ApiBlueprint(__name__)


def to_listing(page: "Page[Notification]") -> Listing[NotificationView]:
    """One page of messages."""
    return Listing.of(page.map(NotificationView.of))


@api.get(
    "/notifications",
    query=NotificationsQuery,
    answer=Listing[NotificationView],
    present=to_listing,
    summary=("查询通知", "List notifications"),
)
def list_notifications(request: Request[NoBody, NotificationsQuery]) -> "Page[Notification]":
    """What the caller was told, newest first."""
    from teleshop.notifications.wiring import service

    return service().inbox(request.call, request.query.recipient, request.query.page)


@api.post(
    "/notifications/{id}/read",
    answer=NotificationView,
    present=NotificationView.of,
    summary=("标记通知为已读", "Mark a notification as read"),
)
def read_notification(request: Request[NoBody, NoQuery]) -> "Notification":
    """Note that it was read; again is the same."""
    from teleshop.notifications.wiring import service

    return service().mark_read(request.call, request.path["id"])


@api.get(
    "/webhook-endpoint",
    answer=EndpointView,
    present=EndpointView.of,
    summary=("查看回调地址", "Show the web-hook"),
)
def show_endpoint(request: Request[NoBody, NoQuery]) -> "WebhookEndpoint":
    """The web-hook of the caller's supplier, without its secret."""
    from teleshop.notifications.wiring import endpoints

    return endpoints().show(request.call)


@api.put(
    "/webhook-endpoint",
    body=EndpointBody,
    answer=NewEndpointView,
    present=NewEndpointView.of,
    summary=("设置回调地址并生成签名密钥", "Set the web-hook and make its signing secret"),
)
def set_endpoint(request: Request[EndpointBody, NoQuery]) -> "WebhookEndpoint":
    """Set or replace the web-hook; every call makes a new secret."""
    from teleshop.notifications.wiring import endpoints

    return endpoints().set_endpoint(request.call, request.body.url)


@api.delete("/webhook-endpoint", summary=("删除回调地址", "Remove the web-hook"))
def remove_endpoint(request: Request[NoBody, NoQuery]) -> None:
    """Remove the web-hook; without one nothing happens."""
    from teleshop.notifications.wiring import endpoints

    endpoints().remove_endpoint(request.call)
