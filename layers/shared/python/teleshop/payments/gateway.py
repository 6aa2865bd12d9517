"""The gateway that is spoken to over HTTP in the platform's own form: JSON signed by Standard
Webhooks in both directions. docs/payments.md shows the messages; infra/gateway.py is one.

A provider with a form of its own (WeChat Pay, Alipay) is another class beside this one.
"""

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import msgspec
from msgspec import Meta

from teleshop.kernel import webhooks
from teleshop.kernel.clients import aws_client
from teleshop.kernel.clock import InstantOutOfRangeError, instant
from teleshop.payments.domain.notices import (
    Answer,
    Notice,
    PayLink,
    PaymentArrived,
    RefundNotPaid,
    RefundPaid,
    TakenUp,
    Unneeded,
)
from teleshop.payments.domain.payment import Arrival, Payment
from teleshop.payments.domain.refund import Refund
from teleshop.payments.errors import CallbackUnreadableError, GatewayUnavailableError

NAME: Final = "standard"
CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
SECRETS_KEPT = 300.0
"""Seconds, by the machine's clock: so soon every process knows of a new secret."""
REFUSED: Final = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
)
"""The gateway has understood, and will not. Anything else may pass by itself."""

UNREADABLE: Final = (
    msgspec.MsgspecError,
    UnicodeDecodeError,
    RecursionError,
    InstantOutOfRangeError,
)
"""What reading something of another form raises."""

Id = Annotated[str, Meta(min_length=1, max_length=80)]
Number = Annotated[str, Meta(pattern=r"^[\x21-\x7e]{1,64}\Z")]
Amount = Annotated[int, Meta(ge=1, le=1_000_000_000_000)]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,59}\Z")]
Moment = Annotated[datetime, Meta(tz=True)]
Attempt = Annotated[int, Meta(ge=1, le=1_000_000)]


class _Message(msgspec.Struct, frozen=True):
    type: str
    data: msgspec.Raw


class _Paid(msgspec.Struct, frozen=True):
    payment_id: Id
    transaction: Number
    amount: Amount
    currency: Currency
    paid_at: Moment


class _Refunded(msgspec.Struct, frozen=True):
    refund_id: Id
    reference: Number
    amount: Amount
    currency: Currency
    refunded_at: Moment


class _NotRefunded(msgspec.Struct, frozen=True):
    refund_id: Id
    attempt: Attempt
    code: Code


Post = Callable[[str, bytes, Mapping[str, str]], tuple[int, bytes]]
"""``post(url, body, headers)`` answers status and body; raises
:class:`GatewayUnavailableError` without an answer.
"""


class Secrets:
    """The secrets shared with the gateway, by white space: the first signs, all are accepted."""

    def __init__(self, secret_id: str) -> None:
        self._id = secret_id
        self._known: tuple[str, ...] = ()
        self._read_at = 0.0

    def __call__(self) -> tuple[str, ...]:
        # How long a copy may serve protects the process and decides nothing of the business.
        if not self._known or time.monotonic() - self._read_at > SECRETS_KEPT:
            answer = aws_client("secretsmanager").get_secret_value(SecretId=self._id)
            self._known = tuple(str(answer["SecretString"]).split())
            self._read_at = time.monotonic()
        return self._known


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """One POST without repetition; no redirects."""
    # Imported here: only sending a refund needs it.
    from urllib3 import PoolManager, Timeout
    from urllib3.exceptions import HTTPError

    with PoolManager(timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)) as pool:
        try:
            answer = pool.request(
                "POST", url, body=body, headers=dict(headers), retries=False, redirect=False
            )
        except HTTPError as failed:
            raise GatewayUnavailableError from failed
        return int(answer.status), bytes(answer.data)


class HttpGateway:
    """See the module. ``url`` has no slash at its end; ``return_url`` is where its pay page sends
    the customer back to.
    """

    def __init__(
        self,
        url: str,
        return_url: str,
        secrets: Callable[[], tuple[str, ...]],
        post: Post | None = None,
    ) -> None:
        self._url = url
        self._return_url = return_url
        self._secrets = secrets
        self._post = post

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """See :class:`~teleshop.payments.ports.Gateway`. Times to come count as now."""
        webhooks.check(headers, body, self._secrets, now)
        try:
            message = msgspec.json.decode(body, type=_Message)
            return _notice(message.type, message.data, now)
        except UNREADABLE as unknown:
            raise CallbackUnreadableError from unknown

    def link(self, payment: Payment, expires_at: datetime) -> PayLink:
        """See :class:`~teleshop.payments.ports.Gateway`. Everything in it is signed."""
        query = urlencode(
            {
                "payment_id": payment.id,
                "amount": payment.amount,
                "currency": payment.currency,
                "expires": int(expires_at.timestamp()),
                "return_url": self._return_url,
            }
        )
        signature = webhooks.sign(
            self._secrets()[0], link_message(payment.id), expires_at, query.encode()
        )
        return PayLink(f"{self._url}/pay?{query}&{urlencode({'signature': signature})}", expires_at)

    def refund(self, refund: Refund, now: datetime) -> Answer:
        """See :class:`~teleshop.payments.ports.Gateway`."""
        wanted = {
            "refund_id": refund.id,
            "attempt": refund.attempt,
            "payment_id": refund.payment_id,
            "transaction": refund.number,
            "amount": refund.amount,
            "currency": refund.currency,
            "reason": refund.reason,
        }
        body = json.dumps(wanted, separators=(",", ":")).encode()
        key = f"{refund.id}.{refund.attempt}"
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Teleshop-Payments",
            "Idempotency-Key": key,
            **webhooks.signed_headers(self._secrets()[0], key, now, body),
        }
        status, answer = (self._post or post)(f"{self._url}/refunds", body, headers)
        if status in REFUSED:
            return RefundNotPaid(refund_id=refund.id, attempt=refund.attempt, code=_code(answer))
        if not 200 <= status < 300:  # noqa: PLR2004 - the success statuses of HTTP
            raise GatewayUnavailableError
        return _taken_up(answer, refund, now)


def link_message(payment_id: str) -> str:
    """The id under which a link is signed: never that of a message."""
    return f"link.{payment_id}"


def _notice(kind: str, data: msgspec.Raw, now: datetime) -> Notice:
    match kind:
        case "payment.succeeded":
            paid = msgspec.json.decode(data, type=_Paid)
            arrival = Arrival(
                gateway=NAME,
                number=paid.transaction,
                amount=paid.amount,
                currency=paid.currency,
                at=_past(paid.paid_at, now),
            )
            return PaymentArrived(payment_id=paid.payment_id, arrival=arrival)
        case "refund.succeeded":
            return _refund_paid(msgspec.json.decode(data, type=_Refunded), now)
        case "refund.failed":
            said = msgspec.json.decode(data, type=_NotRefunded)
            return RefundNotPaid(refund_id=said.refund_id, attempt=said.attempt, code=said.code)
    return Unneeded(kind=kind)


def _refund_paid(said: _Refunded, now: datetime) -> RefundPaid:
    return RefundPaid(
        gateway=NAME,
        refund_id=said.refund_id,
        reference=said.reference,
        amount=said.amount,
        currency=said.currency,
        at=_past(said.refunded_at, now),
    )


def _taken_up(answer: bytes, refund: Refund, now: datetime) -> Answer:
    """What an answer of success says: taken up, or the outcome if there is one already."""
    try:
        said = msgspec.json.decode(answer, type=_Message)
        notice = _notice(said.type, said.data, now)
    except UNREADABLE as unknown:
        raise GatewayUnavailableError from unknown
    if isinstance(notice, RefundPaid | RefundNotPaid):
        if notice.refund_id != refund.id:
            raise GatewayUnavailableError
        return notice
    return TakenUp()


def _code(answer: bytes) -> str:
    try:
        said: Any = msgspec.json.decode(answer, type=dict[str, Any])
        return msgspec.convert(said.get("code"), Code)
    except UNREADABLE:
        return "refused"


def _past(at: datetime, now: datetime) -> datetime:
    return min(instant(at), now)
