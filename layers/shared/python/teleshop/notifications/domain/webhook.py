"""Web-hooks: which addresses may be called, and what is sent there. How a message is signed is
said by :mod:`teleshop.kernel.webhooks`, so that receivers can use any library of Standard Webhooks.
"""

import json
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from teleshop.kernel.clock import sortable
from teleshop.kernel.errors import FieldError
from teleshop.notifications.domain.entities import Notification

SECRET_PREFIX: Final = "whsec_"
HTTPS_PORT: Final = 443
_NAT64: Final = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL: Final = IPv6Network("64:ff9b:1::/48")


def url_faults(url: str) -> list[FieldError]:
    """What is wrong with the address of a web-hook by its form; what its name leads to is looked at
    when a message is sent.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return [_form_fault()]
    if parts.scheme != "https" or port not in (None, HTTPS_PORT):
        return [
            FieldError(
                "/url",
                "https_required",
                "回调地址必须使用 https，端口为 443。",
                "The address must use https on port 443.",
            )
        ]
    printable = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not printable or parts.username is not None or parts.fragment or "." not in host:
        return [_form_fault()]
    if _is_address(host) or host.rstrip(".").rpartition(".")[2] in ("localhost", "local"):
        return [
            FieldError(
                "/url",
                "host_name_required",
                "回调地址必须使用公网域名，不能使用 IP 地址或本地名称。",
                "The address must have a public host name, not an IP address or a local name.",
            )
        ]
    return []


def _form_fault() -> FieldError:
    return FieldError(
        "/url",
        "url_form",
        "请填写完整的回调地址，例如 https://example.com/teleshop，不含用户名和 #。",
        "Give a complete address such as https://example.com/teleshop, without user name or #.",
    )


def _is_address(host: str) -> bool:
    # A last label of digits is how resolvers recognise the older spellings of an address (127.1).
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.startswith("0x")


def is_public_address(text: str) -> bool:
    """Whether an IP address belongs to the public internet, also when an IPv6 address only wraps an
    IPv4 one.
    """
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address in _NAT64_LOCAL or address.teredo is not None:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public_address(str(inner))
    return address.is_global and not address.is_multicast


def payload_of(notification: Notification) -> bytes:
    """The body of a web-hook message: JSON with type, timestamp, and the facts with their words."""
    content = {
        "type": notification.event_type,
        "timestamp": sortable(notification.occurred_at),
        "data": {
            "id": notification.id,
            "subject": {"zh": notification.subject_zh, "en": notification.subject_en},
            "body": {"zh": notification.body_zh, "en": notification.body_en},
            "facts": notification.facts,
        },
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
