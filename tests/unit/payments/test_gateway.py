"""The gateway over HTTP: what it says is believed only with its signature and in its form; what it
answers is never guessed at.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.kernel.webhooks import NotGenuineError, OutOfTimeError, check, sign
from teleshop.payments.domain.notices import (
    PaymentArrived,
    RefundNotPaid,
    RefundPaid,
    TakenUp,
    Unneeded,
)
from teleshop.payments.domain.payment import Method, new_payment
from teleshop.payments.domain.refund import Refund
from teleshop.payments.errors import CallbackUnreadableError, GatewayUnavailableError
from teleshop.payments.gateway import HttpGateway, link_message
from tests.harness.aws import GATEWAY_SECRET
from tests.harness.gateway import FakeGateway, callback

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAID = {
    "payment_id": "pay_1",
    "transaction": "t1",
    "amount": 240_00,
    "currency": "CNY",
    "paid_at": NOW.isoformat(),
}

pytestmark = pytest.mark.clause("6.3.1")


def gateway(fake: FakeGateway | None = None) -> HttpGateway:
    own = (fake or FakeGateway()).post
    return HttpGateway(
        "https://pay.example", "https://shop.example", lambda: (GATEWAY_SECRET,), own
    )


def refund(attempt: int = 1) -> Refund:
    return Refund(
        id="rfd_1",
        payment_id="pay_1",
        order_id="ord_1",
        customer_id="wang",
        amount=100_00,
        currency="CNY",
        method=Method.GATEWAY,
        reason="cancelled",
        subject="ord_1",
        due_at=NOW + HOUR,
        requested_at=NOW,
        gateway="standard",
        number="t1",
        attempt=attempt,
    )


def read(kind: str, data: Any, now: datetime = NOW) -> Any:
    headers, body = callback(kind, data, now)
    return gateway().read(headers, body, now)


def test_money_that_came_in_is_read() -> None:
    notice = read("payment.succeeded", PAID)
    assert isinstance(notice, PaymentArrived)
    assert notice.payment_id == "pay_1"
    assert (notice.arrival.number, notice.arrival.amount) == ("t1", 240_00)


def test_fields_that_a_gateway_adds_later_do_not_matter() -> None:
    assert isinstance(read("payment.succeeded", PAID | {"channel": "app"}), PaymentArrived)


def test_a_time_to_come_counts_as_now_and_an_offset_is_only_spelling() -> None:
    notice = read("payment.succeeded", PAID | {"paid_at": (NOW + HOUR).isoformat()})
    assert notice.arrival.at == NOW
    notice = read("payment.succeeded", PAID | {"paid_at": "2026-11-23T11:00:00+08:00"})
    assert notice.arrival.at == NOW - HOUR


def test_what_the_platform_does_not_act_on_is_not_an_error() -> None:
    assert read("payment.started", {}) == Unneeded(kind="payment.started")


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 1.5},
        {"amount": "24000"},
        {"amount": True},
        {"amount": 10**13},
        {"currency": "cny"},
        {"currency": "CNY\n"},
        {"transaction": ""},
        {"transaction": "a b"},
        {"transaction": "x" * 65},
        {"payment_id": ""},
        {"payment_id": "x" * 81},
        {"paid_at": "2026-11-23T04:00:00"},
        {"paid_at": "yesterday"},
        {"paid_at": "0001-01-01T00:00:00+23:00"},
    ],
)
def test_a_genuine_message_of_another_form_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(CallbackUnreadableError):
        read("payment.succeeded", PAID | changes)


@pytest.mark.parametrize("field", sorted(PAID))
def test_a_genuine_message_that_lacks_a_fact_is_refused(field: str) -> None:
    with pytest.raises(CallbackUnreadableError):
        read("payment.succeeded", {name: value for name, value in PAID.items() if name != field})


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_signed_body_that_is_no_message_is_refused(text: str) -> None:
    body = text.encode()
    headers, _ = callback("x", {}, NOW)
    headers["webhook-signature"] = sign(GATEWAY_SECRET, "msg_1", NOW, body)
    with pytest.raises(CallbackUnreadableError):
        gateway().read(headers, body, NOW)


def test_a_signed_body_nested_absurdly_deep_is_refused() -> None:
    body = b'{"type":"payment.succeeded","data":' + b"[" * 20_000 + b"]" * 20_000 + b"}"
    headers, _ = callback("x", {}, NOW)
    headers["webhook-signature"] = sign(GATEWAY_SECRET, "msg_1", NOW, body)
    with pytest.raises(CallbackUnreadableError):
        gateway().read(headers, body, NOW)


def test_bytes_that_are_no_text_are_not_genuine() -> None:
    headers, _ = callback("payment.succeeded", PAID, NOW)
    with pytest.raises(NotGenuineError):
        gateway().read(headers, b"\xff\xfe{}", NOW)


def test_an_altered_or_old_message_is_refused() -> None:
    headers, body = callback("payment.succeeded", PAID, NOW)
    with pytest.raises(NotGenuineError):
        gateway().read(headers, body.replace(b"24000", b"1"), NOW)
    with pytest.raises(OutOfTimeError):
        gateway().read(headers, body, NOW + HOUR)


def test_everything_in_a_link_is_signed() -> None:
    payment = new_payment("ord_1", "wang", 240_00, Method.GATEWAY, due_at=NOW + HOUR, now=NOW)
    link = gateway().link(payment, NOW + HOUR)
    parts = urlsplit(link.url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "pay.example", "/pay")
    found = {name: values[0] for name, values in parse_qs(parts.query).items()}
    signed = parts.query.rpartition("&signature=")[0]
    headers = {
        "webhook-id": link_message(payment.id),
        "webhook-timestamp": found["expires"],
        "webhook-signature": found["signature"],
    }
    check(headers, signed.encode(), lambda: (GATEWAY_SECRET,), NOW + HOUR)
    assert found["payment_id"] == payment.id
    assert (found["amount"], found["currency"]) == ("24000", "CNY")
    assert found["return_url"] == "https://shop.example"
    assert "wang" not in link.url


def test_a_refund_is_asked_for_signed_and_under_a_key_of_its_attempt() -> None:
    fake = FakeGateway()
    assert gateway(fake).refund(refund(), NOW) == TakenUp()
    assert gateway(fake).refund(refund(), NOW) == TakenUp()
    gateway(fake).refund(refund(attempt=2), NOW)
    keys = [asked["headers"]["Idempotency-Key"] for asked in fake.asked]
    assert keys == ["rfd_1.1", "rfd_1.1", "rfd_1.2"]
    first = fake.asked[0]
    assert first["url"] == "https://pay.example/refunds"
    headers = {name.lower(): value for name, value in first["headers"].items()}
    body = json.dumps(first["body"], separators=(",", ":")).encode()
    assert check(headers, body, lambda: (GATEWAY_SECRET,), NOW) == "rfd_1.1"
    assert first["body"]["transaction"] == "t1"


def test_an_outcome_in_the_answer_is_taken() -> None:
    data = {
        "refund_id": "rfd_1",
        "reference": "r1",
        "amount": 100_00,
        "currency": "CNY",
        "refunded_at": NOW.isoformat(),
    }
    done = json.dumps({"type": "refund.succeeded", "data": data}).encode()
    answer = gateway(FakeGateway(answers=[(200, done)])).refund(refund(), NOW)
    assert isinstance(answer, RefundPaid)
    assert answer.reference == "r1"


@pytest.mark.parametrize(
    ("body", "code"),
    [(b'{"code":"account_closed"}', "account_closed"), (b"\xff", "refused"), (b"[]", "refused")],
)
@pytest.mark.parametrize("status", [400, 404, 422])
def test_a_refusal_is_a_failure_with_its_code(status: int, body: bytes, code: str) -> None:
    answer = gateway(FakeGateway(answers=[(status, body)])).refund(refund(), NOW)
    assert answer == RefundNotPaid(refund_id="rfd_1", attempt=1, code=code)


OTHER = json.dumps(
    {"type": "refund.failed", "data": {"refund_id": "rfd_2", "attempt": 1, "code": "x"}}
).encode()


@pytest.mark.parametrize(
    "answer",
    [(500, b""), (503, b""), (429, b""), (401, b""), (302, b""), (200, b"hm"), (200, OTHER)],
)
def test_what_does_not_say_the_outcome_is_tried_again(answer: tuple[int, bytes]) -> None:
    with pytest.raises(GatewayUnavailableError):
        gateway(FakeGateway(answers=[answer])).refund(refund(), NOW)
