"""Signed messages from system to system, by Standard Webhooks 1.0, in both directions.

The signature is the library's; the time window is ours, since the library would read the clock
itself. A secret is ``whsec_…`` or the bare base64 text of the key.
"""

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from teleshop.kernel.clock import instant
from teleshop.kernel.errors import ForbiddenError

ID: Final = "webhook-id"
TIMESTAMP: Final = "webhook-timestamp"
SIGNATURE: Final = "webhook-signature"
WINDOW: Final = timedelta(minutes=5)
MAX_SIGNATURES: Final = 8
"""More than any rotation of keys needs; what a stranger sends is not hashed without end."""
_ID = re.compile(r"[\x21-\x7e]{1,128}\Z")
_SECONDS = re.compile(r"[0-9]{1,12}\Z")


class NotGenuineError(ForbiddenError):
    """A message whose signature is missing or does not fit its content."""

    code = "message_not_genuine"
    zh = "消息签名缺失或不正确；请用双方约定的密钥按 Standard Webhooks 规范签名原始请求体。"
    en = (
        "The signature is missing or does not fit; sign the body as it is sent, by Standard "
        "Webhooks, with the secret that was agreed."
    )


class OutOfTimeError(ForbiddenError):
    """A message that was signed too long ago, or for a time to come."""

    code = "message_out_of_time"
    zh = "消息时间戳与当前时间相差超过 {minutes} 分钟；请校准时钟，并在每次发送时重新签名。"
    en = (
        "The time stamp is more than {minutes} minutes away from now; set the clock right, and "
        "sign anew each time it is sent."
    )


def sign(secret: str, id: str, at: datetime, body: bytes) -> str:
    """The value of ``webhook-signature`` for a message in UTF-8 that is sent at ``at``."""
    # Imported here: most requests sign nothing.
    from standardwebhooks import Webhook

    return Webhook(secret).sign(id, instant(at), body.decode())


def signed_headers(secret: str, id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a message that is sent at ``at``."""
    return {
        ID: id,
        TIMESTAMP: str(int(at.timestamp())),
        SIGNATURE: sign(secret, id, at, body),
    }


def check(
    headers: Mapping[str, str],
    body: bytes,
    secrets: Callable[[], Sequence[str]],
    now: datetime,
) -> str:
    """The id of a message that was signed with one of ``secrets`` within :data:`WINDOW` of ``now``.

    ``headers`` have names in lower case. What costs nothing is looked at first: the secrets are
    asked for only when the rest fits. Raises :class:`NotGenuineError`, :class:`OutOfTimeError`.
    """
    id, seconds = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    given = headers.get(SIGNATURE, "").split()
    if not _ID.match(id) or not _SECONDS.match(seconds) or not 0 < len(given) <= MAX_SIGNATURES:
        raise NotGenuineError
    if abs(int(seconds) - now.timestamp()) > WINDOW.total_seconds():
        raise OutOfTimeError(minutes=int(WINDOW.total_seconds()) // 60)
    at = datetime.fromtimestamp(int(seconds), UTC)
    for secret in secrets():
        expected = _expected(secret, id, at, body)
        if any(hmac.compare_digest(expected, one.encode(errors="replace")) for one in given):
            return id
    raise NotGenuineError


def _expected(secret: str, id: str, at: datetime, body: bytes) -> bytes:
    try:
        return sign(secret, id, at, body).encode()
    except UnicodeDecodeError as bad:
        raise NotGenuineError from bad
