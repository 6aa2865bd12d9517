"""Refusals of the notifications capability, and the failure of a delivery."""

from teleshop.kernel.errors import NotFoundError


class NotificationNotFoundError(NotFoundError):
    """No such notification, or none for the caller."""

    code = "notification_not_found"
    zh = "未找到该通知。"
    en = "There is no such notification."


class RecipientNotOwnError(NotFoundError):
    """The caller is not that recipient, and may not know whether it exists."""

    code = "recipient_not_found"
    zh = "您不是该接收方；请使用 me、role:本人角色 或 supplier:本供应商编号。"
    en = "You are not that recipient; use me, role:<your role> or supplier:<your supplier's id>."


class EndpointNotFoundError(NotFoundError):
    """The supplier has set no web-hook."""

    code = "webhook_endpoint_not_found"
    zh = "尚未设置回调地址。"
    en = "No web-hook is set."


class DeliveryFailedError(Exception):
    """A channel did not take a message; ``code`` says why, ``final`` that repeating is useless."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.final = final
