"""The local gateway and the platform's adapter understand each other on real sockets: links,
callbacks, refunds; without the local cloud.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from infra.gateway import Gateway, Server
from teleshop.kernel.errors import TeleshopError
from teleshop.payments.domain.notices import (
    PayLink,
    PaymentArrived,
    RefundNotPaid,
    RefundPaid,
    TakenUp,
)
from teleshop.payments.domain.payment import Method, Payment, new_payment
from teleshop.payments.domain.refund import Refund
from teleshop.payments.errors import GatewayUnavailableError
from teleshop.payments.gateway import HttpGateway
from tests.harness.aws import GATEWAY_SECRET
from tests.harness.polling import until

pytestmark = [pytest.mark.e2e, pytest.mark.clause("4.3.4", "6.3.1")]
HOUR = timedelta(hours=1)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Shop:
    """What the platform would be: an adapter, and a server that notes what callbacks say."""

    url: str
    gateway: HttpGateway
    client: httpx.Client
    notices: list[Any] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def link(self, payment: Payment, ends: timedelta = HOUR) -> PayLink:
        return self.gateway.link(payment, (now() + ends).replace(microsecond=0))

    def pay(self, link: PayLink, **wish: Any) -> Any:
        answer = self.client.post(f"{self.url}/pay", json={"link": link.url, **wish})
        assert answer.is_success, answer.text
        return answer.json()

    def behave(self, refunds: str, **more: Any) -> None:
        body = {"payment_id": PAYMENT.id, "refunds": refunds, **more}
        assert self.client.post(f"{self.url}/behaviour", json=body).is_success

    def said(self, kind: type[Any]) -> list[Any]:
        return [notice for notice in self.notices if isinstance(notice, kind)]


PAYMENT = new_payment("ord_1", "wang", 240_00, Method.GATEWAY, due_at=None, now=now())


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    class Platform(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = made.statuses.pop(0) if made.statuses else 200
            try:
                made.notices.append(made.gateway.read(headers, body, now()))
            except TeleshopError as refused:
                status = refused.status
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    platform = ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    gateway = Gateway(f"http://127.0.0.1:{platform.server_address[1]}", GATEWAY_SECRET)
    server = Server(gateway, 0)
    with serving(platform), serving(server), httpx.Client(timeout=30) as client:
        adapter = HttpGateway(server.url, f"{server.url}/done", lambda: (GATEWAY_SECRET,))
        made = Shop(server.url, adapter, client)
        yield made
        gateway.end()


def refund(id: str = "rfd_1", attempt: int = 1) -> Refund:
    return Refund(
        id=id,
        payment_id=PAYMENT.id,
        order_id="ord_1",
        customer_id="wang",
        amount=100_00,
        currency="CNY",
        method=Method.GATEWAY,
        reason="cancelled",
        subject="ord_1",
        due_at=now() + HOUR,
        requested_at=now(),
        gateway="standard",
        number="t1",
        attempt=attempt,
    )


def test_a_link_pays_and_is_called_back_for_as_often_as_wished(shop: Shop) -> None:
    paid = shop.pay(shop.link(PAYMENT), times=2)
    assert [answer["status"] for answer in paid["callbacks"]] == [200, 200]
    first, second = shop.said(PaymentArrived)
    assert first == second
    assert (first.payment_id, first.arrival.amount) == (PAYMENT.id, 240_00)
    assert first.arrival.number == paid["transaction"]


def test_an_altered_link_and_one_whose_time_is_over_pay_nothing(shop: Shop) -> None:
    good = shop.link(PAYMENT)
    altered = PayLink(good.url.replace("amount=24000", "amount=1"), good.expires_at)
    for link, status in ((altered, 403), (shop.link(PAYMENT, -HOUR), 410)):
        assert shop.client.get(link.url).status_code == status
        answer = shop.client.post(f"{shop.url}/pay", json={"link": link.url})
        assert answer.status_code == status
    assert shop.notices == []


def test_the_page_pays_and_goes_back_to_the_shop(shop: Shop) -> None:
    link = shop.link(PAYMENT)
    page = shop.client.get(link.url)
    assert "240.00 CNY" in page.text
    assert PAYMENT.id in page.text
    answer = shop.client.post(f"{shop.url}/pay", data={"link": link.url})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{shop.url}/done")
    assert len(shop.said(PaymentArrived)) == 1


@pytest.mark.parametrize("spoil", ["signature", "body", "time"])
def test_a_spoilt_callback_is_refused(shop: Shop, spoil: str) -> None:
    (answer,) = shop.pay(shop.link(PAYMENT), spoil=spoil)["callbacks"]
    assert answer["status"] == 403
    assert shop.notices == []


def test_another_amount_and_a_transaction_told_again_can_be_had(shop: Shop) -> None:
    link = shop.link(PAYMENT)
    first = shop.pay(link, amount=1)
    again = shop.pay(link, transaction=first["transaction"])
    assert again["transaction"] == first["transaction"]
    assert {notice.arrival.amount for notice in shop.said(PaymentArrived)} == {1}


def test_a_callback_that_was_not_taken_is_repeated_until_it_is(shop: Shop) -> None:
    shop.statuses = [404, 503]
    paid = shop.pay(shop.link(PAYMENT))
    assert paid["callbacks"][0]["status"] == 404
    until(lambda: len(shop.notices) == 3, "the callback is taken")


def test_a_refund_is_taken_up_once_and_told(shop: Shop) -> None:
    assert shop.gateway.refund(refund(), now()) == TakenUp()
    until(lambda: shop.said(RefundPaid), "the refund is told")
    (told,) = shop.said(RefundPaid)
    assert shop.gateway.refund(refund(), now()) == told
    assert (told.refund_id, told.amount) == ("rfd_1", 100_00)
    known = shop.client.get(f"{shop.url}/payments/{PAYMENT.id}").json()
    assert len(known["refunds"]) == 1


def test_a_refund_fails_or_is_refused_or_finds_nobody_as_wished(shop: Shop) -> None:
    shop.behave("fail")
    assert shop.gateway.refund(refund("rfd_2"), now()) == TakenUp()
    until(lambda: shop.said(RefundNotPaid), "the failure is told")
    shop.behave("refuse")
    answer = shop.gateway.refund(refund("rfd_3"), now())
    assert answer == RefundNotPaid(refund_id="rfd_3", attempt=1, code="account_closed")
    shop.behave("unavailable")
    with pytest.raises(GatewayUnavailableError):
        shop.gateway.refund(refund("rfd_4"), now())
    shop.behave("pay", times=2)
    shop.gateway.refund(refund("rfd_2", attempt=2), now())
    until(lambda: len(shop.said(RefundPaid)) == 2, "the refund is told twice")


def test_a_refund_that_the_platform_did_not_sign_is_refused(shop: Shop) -> None:
    body = json.dumps({"refund_id": "rfd_9"}).encode()
    assert shop.client.post(f"{shop.url}/refunds", content=body).status_code == 401


def test_nobody_listening_is_a_refund_to_be_tried_again() -> None:
    gateway = HttpGateway("http://127.0.0.1:1", "", lambda: (GATEWAY_SECRET,))
    with pytest.raises(GatewayUnavailableError):
        gateway.refund(refund(), now())


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"link": 1}', b'{"link": "x", "unknown": 1}'])
def test_the_gateway_itself_refuses_what_it_cannot_read(shop: Shop, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = shop.client.post(f"{shop.url}/pay", content=body, headers=headers)
    assert answer.status_code == 400
