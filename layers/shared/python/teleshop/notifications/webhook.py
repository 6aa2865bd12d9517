"""Calling web-hooks: only public addresses, and exactly the address that was looked at.

The name is resolved once; every address it leads to must be public, and the connection goes to one
of these addresses with the name for TLS. So a name that changes its address between look and call
(DNS rebinding) reaches nothing inside. Redirects are not followed; the answer's body is not read.
"""

import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from teleshop.kernel.webhooks import signed_headers
from teleshop.notifications.domain import (
    Notification,
    WebhookEndpoint,
    is_public_address,
    payload_of,
    url_faults,
)
from teleshop.notifications.errors import DeliveryFailedError

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
GONE = 410

Resolve = Callable[[str], list[str]]
Post = Callable[[str, str, str, bytes, Mapping[str, str]], int]
"""``post(address, host, target, body, headers)`` answers the status, or raises
:class:`DeliveryFailedError`.
"""


def resolve(host: str) -> list[str]:
    """The addresses of a name; raises :class:`DeliveryFailedError` if there are none."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise DeliveryFailedError("host_unknown") from unknown
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def post(
    address: str,
    host: str,
    target: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    port: int = 443,
    ca_file: str | None = None,
) -> int:
    """One POST over TLS to ``address``, whose certificate must be for ``host``; no redirects.

    ``port`` and ``ca_file`` are for tests.
    """
    # Imported here: enqueueing and reading do without.
    from urllib3 import HTTPSConnectionPool, Timeout
    from urllib3.exceptions import HTTPError

    with HTTPSConnectionPool(
        address,
        port,
        timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        retries=False,
        server_hostname=host,
        assert_hostname=host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=ca_file,
    ) as pool:
        try:
            answer = pool.urlopen(
                "POST",
                target,
                body=body,
                headers={**headers, "Host": host},
                redirect=False,
                preload_content=False,
            )
        except HTTPError as failed:
            raise DeliveryFailedError("no_answer") from failed
        answer.close()
        return int(answer.status)


class Webhooks:
    """Sends signed messages; ``resolve`` and ``post`` reach the network."""

    def __init__(self, resolve: Resolve = resolve, post: Post = post) -> None:
        self._resolve = resolve
        self._post = post

    def send(self, endpoint: WebhookEndpoint, notification: Notification, now: datetime) -> None:
        """Send one notification, signed for ``now``.

        Raises :class:`DeliveryFailedError`, final where the endpoint says that it is gone or leads
        to no public address.
        """
        if url_faults(endpoint.url):
            raise DeliveryFailedError("url_refused", final=True)
        parts = urlsplit(endpoint.url)
        host = parts.hostname or ""
        addresses = self._resolve(host)
        if not addresses:
            raise DeliveryFailedError("host_unknown")
        if not all(is_public_address(address) for address in addresses):
            raise DeliveryFailedError("address_not_public", final=True)
        body = payload_of(notification)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Teleshop-Webhooks",
            **signed_headers(endpoint.secret, notification.id, now, body),
        }
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        status = self._post(addresses[0], host, target, body, headers)
        if status == GONE:
            raise DeliveryFailedError("gone", final=True)
        if not 200 <= status < 300:  # noqa: PLR2004 - the success statuses of HTTP
            raise DeliveryFailedError(f"status_{status}")
