"""Web-hooks reach only public addresses, are signed as the standard says, and fail loudly."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.webhooks import sign
from teleshop.notifications.domain import (
    Notification,
    Recipient,
    RecipientKind,
    WebhookEndpoint,
    is_public_address,
    new_notification,
    payload_of,
    url_faults,
)
from teleshop.notifications.errors import DeliveryFailedError
from teleshop.notifications.templates import CATALOGUE
from teleshop.notifications.webhook import Webhooks
from tests.factories.notifications import NOW, SUPPLIER_ID, URL, envelope

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PUBLIC = "93.184.216.34"
INNER = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]


def notification() -> Notification:
    event = envelope()
    return new_notification(
        CATALOGUE[event.type],
        Recipient(RecipientKind.SUPPLIER, SUPPLIER_ID),
        event_id=event.id,
        facts=event.data,
        occurred_at=event.occurred_at,
    )


def endpoint(url: str = URL) -> WebhookEndpoint:
    return WebhookEndpoint(supplier_id=SUPPLIER_ID, url=url, secret=SECRET, set_at=NOW)


class Wire:
    """A network that answers with ``status`` and remembers what it was given."""

    def __init__(self, status: int = 200, addresses: tuple[str, ...] = (PUBLIC,)) -> None:
        self.status = status
        self.addresses = addresses
        self.sent: list[tuple[str, str, str, bytes, Mapping[str, str]]] = []

    def resolve(self, _host: str) -> list[str]:
        return list(self.addresses)

    def post(
        self, address: str, host: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> int:
        self.sent.append((address, host, target, body, headers))
        return self.status

    def send(self, url: str = URL) -> None:
        Webhooks(self.resolve, self.post).send(endpoint(url), notification(), NOW)


def test_the_signature_is_that_of_the_published_example() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    signed = sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_carries_id_time_and_signature_to_the_address_that_was_looked_at() -> None:
    wire = Wire()
    wire.send()
    ((address, host, target, body, headers),) = wire.sent
    assert (address, host, target) == (PUBLIC, "hooks.example.com", "/teleshop?key=1")
    assert headers["webhook-id"] == notification().id
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["webhook-signature"] == sign(SECRET, notification().id, NOW, body)
    content = json.loads(body)
    assert content["type"] == "SupplierActivated"
    assert content["data"]["facts"] == {
        "agreement_version": 2,
        "reverification_due": "2027-05-23",
        "supplier_id": SUPPLIER_ID,
    }


def test_facts_that_no_template_names_stay_inside() -> None:
    assert b"requester" not in payload_of(notification())


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_never_called_also_beside_a_public_one(address: str) -> None:
    assert not is_public_address(address)
    for addresses in ((address,), (PUBLIC, address), (address, PUBLIC)):
        wire = Wire(addresses=addresses)
        with pytest.raises(DeliveryFailedError) as failed:
            wire.send()
        assert (failed.value.code, failed.value.final) == ("address_not_public", True)
        assert wire.sent == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::6810:84e5", "::ffff:93.184.216.34"])
def test_a_public_address_is_called(address: str) -> None:
    assert is_public_address(address)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_does_not_make_it_public(address: IPv4Address) -> None:
    inner = is_public_address(str(address))
    for prefix in ("::ffff:", "64:ff9b::"):
        assert is_public_address(f"{prefix}{address}") == inner


@pytest.mark.parametrize(
    ("status", "code", "final"),
    [
        (301, "status_301", False),
        (404, "status_404", False),
        (410, "gone", True),
        (500, "status_500", False),
    ],
)
def test_only_success_counts_as_sent_and_redirects_are_not_followed(
    status: int, code: str, final: bool
) -> None:
    wire = Wire(status)
    with pytest.raises(DeliveryFailedError) as failed:
        wire.send()
    assert (failed.value.code, failed.value.final) == (code, final)
    assert len(wire.sent) == 1


def test_a_name_without_address_may_be_tried_again() -> None:
    with pytest.raises(DeliveryFailedError) as failed:
        Wire(addresses=()).send()
    assert (failed.value.code, failed.value.final) == ("host_unknown", False)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "https_required"),
        ("https://example.com:8443/", "https_required"),
        ("ftp://example.com/", "https_required"),
        ("https://user:pw@example.com/", "url_form"),
        ("https://example.com/#part", "url_form"),
        ("https://example/", "url_form"),
        ("https://exa mple.com/", "url_form"),
        ("https://example.com/\r\nX: y", "url_form"),
        ("https://example.com:99999/", "url_form"),
        ("https://[::1/", "url_form"),
        ("https://例子.中国/", "url_form"),
        ("https://127.0.0.1/", "host_name_required"),
        ("https://127.1/", "host_name_required"),
        ("https://10.0x1/", "host_name_required"),
        ("https://api.localhost/", "host_name_required"),
        ("https://printer.local./", "host_name_required"),
    ],
)
def test_an_unsuitable_address_is_refused_when_set_and_when_called(url: str, code: str) -> None:
    assert [fault.code for fault in url_faults(url)] == [code]
    wire = Wire()
    with pytest.raises(DeliveryFailedError, match="url_refused"):
        wire.send(url)
    assert wire.sent == []


@pytest.mark.parametrize("url", [URL, "https://example.com", "https://example.com:443/a%20b"])
def test_a_suitable_address_is_taken(url: str) -> None:
    assert url_faults(url) == []


def test_address_and_secret_do_not_show_in_logs_and_tracebacks() -> None:
    shown = repr(endpoint())
    assert SECRET not in shown
    assert URL not in shown
