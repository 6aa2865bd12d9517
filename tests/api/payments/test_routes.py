"""The routes of payments: who sees what, what a callback is answered, what finance can do."""

from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from tests.api.client import ApiClient
from tests.api.payments.conftest import CALLBACKS, Site
from tests.factories import payments as f
from tests.harness.gateway import callback

pytestmark = pytest.mark.clause("4.3.4", "6.3.1")
PAYMENT = f"/payments/{f.PAYMENT}"


def stored(site: Site) -> list[Any]:
    names = ("PaymentsTable", "OutboxTable", "AuditTable", "IdempotencyTable")
    return [site.platform.aws.items(name) for name in names]


def test_customers_see_their_own_payment_and_no_other(site: Site) -> None:
    shown = site.as_(f.BUYER).get(PAYMENT)
    assert (shown.status, shown.json["state"], shown.json["amount"]) == (200, "open", f.AMOUNT)
    assert shown.headers["etag"] == '"1"'
    foreign, missing = site.as_(f.OTHER).get(PAYMENT), site.as_(f.BUYER).get("/payments/pay_none")
    assert (foreign.status, missing.status) == (404, 404)
    assert foreign.json["code"] == missing.json["code"] == "payment_not_found"


def test_suppliers_see_nothing_of_payments(site: Site) -> None:
    for path in (PAYMENT, "/refunds", "/refunds/rfd_1", "/unexpected-payments"):
        assert site.as_(f.SUPPLIER).get(path).status == 403


def test_numbers_of_the_gateway_are_for_those_who_keep_the_books(site: Site) -> None:
    site.callback("payment.succeeded", f.paid_data())
    for actor, number in ((f.BUYER, None), (f.AGENT, None), (f.FINANCE, f.TRANSACTION)):
        (receipt,) = site.as_(actor).get(PAYMENT).json["receipts"]
        assert receipt["transaction"] == number


def test_a_new_link_can_be_made_while_the_payment_is_open(site: Site) -> None:
    answer = site.as_(f.BUYER).post(f"{PAYMENT}/links")
    assert answer.status == 201
    assert f"payment_id={f.PAYMENT}" in answer.json["url"]
    assert site.as_(f.OTHER).post(f"{PAYMENT}/links").status == 404
    assert site.as_(f.FINANCE).post(f"{PAYMENT}/links").status == 403
    site.at(f.DAY)
    late = site.as_(f.AGENT).post(f"{PAYMENT}/links")
    assert (late.status, late.json["code"]) == (409, "payment_not_payable")


def test_a_callback_is_answered_alike_however_often_it_comes(site: Site) -> None:
    first = site.callback("payment.succeeded", f.paid_data())
    assert first.json == {"outcome": "accepted", "about": f.PAYMENT}
    known = stored(site)
    again = site.callback("payment.succeeded", f.paid_data(), id="msg_2")
    assert (again.status, again.body) == (first.status, first.body)
    assert stored(site) == known


@pytest.mark.parametrize(
    ("header", "value", "status", "code"),
    [
        ("webhook-signature", "v1,AAAA", 403, "message_not_genuine"),
        ("webhook-id", "msg_other", 403, "message_not_genuine"),
        ("webhook-timestamp", "1", 403, "message_out_of_time"),
        ("webhook-timestamp", "", 403, "message_not_genuine"),
    ],
)
def test_a_callback_that_is_not_genuine_is_refused_and_stores_nothing(
    site: Site, header: str, value: str, status: int, code: str
) -> None:
    known = stored(site)
    headers, body = callback("payment.succeeded", f.paid_data(), site.api.clock())
    sent = {**headers, header: value, "accept-language": "en"}
    answer = site.api.request("POST", CALLBACKS, body=body, headers=sent)
    assert (answer.status, answer.json["code"]) == (status, code)
    assert stored(site) == known


def test_a_replay_with_another_body_and_an_old_replay_are_refused(site: Site) -> None:
    headers, body = callback("payment.succeeded", f.paid_data(), site.api.clock())
    altered = body.replace(b"24000", b"23000")
    assert site.api.request("POST", CALLBACKS, body=altered, headers=headers).status == 403
    site.at(f.DAY)
    old = site.api.request("POST", CALLBACKS, body=body, headers=headers)
    assert (old.status, old.json["code"]) == (403, "message_out_of_time")


@pytest.mark.parametrize("body", [None, b"", b"\xff\xfe", b"{", b"[]", b"x" * (1024 * 1024 + 1)])
def test_bytes_without_a_signature_are_refused(site: Site, body: bytes | None) -> None:
    known = stored(site)
    answer = site.api.request("POST", CALLBACKS, body=body)
    assert answer.status in {403, 413}
    assert stored(site) == known


def test_a_signed_message_of_another_form_says_so(site: Site) -> None:
    answer = site.callback("payment.succeeded", {"payment_id": f.PAYMENT})
    assert (answer.status, answer.json["code"]) == (400, "callback_unreadable")


def test_a_key_for_repeating_is_not_looked_for_before_the_signature(site: Site) -> None:
    headers, body = callback("payment.succeeded", f.paid_data(), site.api.clock())
    sent = {**headers, "idempotency-key": "a"}
    assert site.api.request("POST", CALLBACKS, body=body, headers=sent).status == 200
    assert site.platform.aws.items("IdempotencyTable") == []


def test_an_unknown_gateway_is_not_there(site: Site) -> None:
    answer = site.callback("payment.succeeded", f.paid_data(), "/payment-callbacks/nobody")
    assert (answer.status, answer.json["code"]) == (404, "gateway_not_found")


def test_money_for_an_unknown_payment_asks_to_be_repeated_and_is_listed_for_finance(
    site: Site,
) -> None:
    answer = site.callback("payment.succeeded", f.paid_data(payment_id="pay_none"))
    assert (answer.status, answer.json["code"]) == (404, "callback_not_known_yet")
    (kept,) = site.as_(f.FINANCE).get("/unexpected-payments").json["items"]
    assert (kept["kind"], kept["told_of"]) == ("unknown_payment", "pay_none")
    path = f"/unexpected-payments/{kept['id']}/settlement"
    assert site.as_(f.AGENT).post(path, {"reference": "bank-1"}).status == 403
    done = site.as_(f.FINANCE).post(path, {"reference": "bank-1"})
    assert (done.status, done.json["state"]) == (200, "settled")
    again = site.as_(f.FINANCE).post(path, {"reference": "bank-1"})
    assert (again.status, again.json["code"]) == (409, "unexpected_payment_state")
    assert site.as_(f.FINANCE).get("/unexpected-payments").json["items"] == []
    listed = site.as_(f.FINANCE).get("/unexpected-payments?state=settled").json["items"]
    assert [item["id"] for item in listed] == [kept["id"]]


def test_a_large_sum_of_unknown_money_stays_listed_until_a_second_person_enters_the_same(
    site: Site,
) -> None:
    site.callback("payment.succeeded", f.paid_data(payment_id="pay_none", amount=1_000_01))
    (kept,) = site.as_(f.FINANCE).get("/unexpected-payments").json["items"]
    assert (kept["awaits_second"], kept["entered_by"]) == (False, None)
    path = f"/unexpected-payments/{kept['id']}/settlement"
    first = site.as_(f.FINANCE).post(path, {"reference": "bank-1"})
    assert (first.status, first.json["state"]) == (200, "unmatched")
    (kept,) = site.as_(f.FINANCE).get("/unexpected-payments").json["items"]
    assert (kept["awaits_second"], kept["entered_by"]) == (True, f.FINANCE.subject)
    ben = Actor("ben", frozenset({Role.FINANCE}))
    other = site.as_(ben).post(path, {"reference": "bank-2"})
    assert (other.status, other.json["state"], other.json["entered_by"]) == (
        200,
        "unmatched",
        "ben",
    )
    ann = Actor("ann", frozenset({Role.FINANCE}))
    done = site.as_(ann).post(path, {"reference": "bank-2"})
    assert (done.json["state"], done.json["settled_by"]) == ("settled", "ann")
    assert not done.json["awaits_second"]


def test_refunds_are_listed_for_their_customer_and_by_state_for_staff(site: Site) -> None:
    site.callback("payment.succeeded", f.paid_data())
    refund = f.refunded(100_00)
    own = site.as_(f.BUYER).get("/refunds").json["items"]
    assert [item["id"] for item in own] == [refund.id]
    assert site.as_(f.OTHER).get("/refunds").json["items"] == []
    for query in ("state=requested", "customer=wang"):
        found = site.as_(f.AGENT).get(f"/refunds?{query}").json["items"]
        assert [item["id"] for item in found] == [refund.id]
    assert site.as_(f.AGENT).get("/refunds?state=failed").json["items"] == []
    for actor, query in (
        (f.AGENT, ""),
        (f.AGENT, "?state=sent&customer=a"),
        (f.BUYER, "?state=sent"),
    ):
        answer = site.as_(actor).get(f"/refunds{query}")
        assert (answer.status, answer.pointers) == (422, ["/state"])


def test_many_refunds_are_listed_page_by_page(site: Site) -> None:
    site.callback("payment.succeeded", f.paid_data())
    made = [f.refunded(1_00).id for _ in range(23)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = site.as_(f.BUYER).get(f"/refunds?limit=10{cursor}").json
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert sorted(seen) == sorted(made)
    assert len(site.as_(f.BUYER).get(PAYMENT).json["refunds"]) == 23


def test_a_refund_is_shown_to_its_customer_without_what_is_for_staff(site: Site) -> None:
    site.callback("payment.succeeded", f.paid_data())
    refund = f.refunded(100_00)
    f.fail(refund, after=f.MINUTE)
    path = f"/refunds/{refund.id}"
    own, staff = site.as_(f.BUYER).get(path).json, site.as_(f.FINANCE).get(path).json
    assert (own["state"], own["failure"], own["reference"]) == ("failed", None, None)
    assert staff["failure"] == "account_closed"
    assert site.as_(f.OTHER).get(path).status == 404
    assert site.as_(f.BUYER).get("/refunds/rfd_none").status == 404


def test_finance_settles_by_hand_or_lets_the_gateway_be_asked_again(site: Site) -> None:
    site.callback("payment.succeeded", f.paid_data())
    refund = f.refunded(100_00)
    path = f"/refunds/{refund.id}"
    early = site.as_(f.FINANCE).post(f"{path}/settlement", {"reference": "bank-1"})
    assert (early.status, early.json["code"]) == (409, "refund_with_gateway")
    for actor in (f.BUYER, f.AGENT, Actor("mona", frozenset({Role.MANAGER}))):
        assert site.as_(actor).post(f"{path}/settlement", {"reference": "bank-1"}).status == 403
        assert site.as_(actor).post(f"{path}/retry").status == 403
    f.fail(refund, after=f.MINUTE)
    again = site.as_(f.FINANCE).post(f"{path}/retry")
    assert (again.status, again.json["attempt"], again.json["state"]) == (202, 2, "requested")
    f.fail(f.refund_of(refund.id), after=f.MINUTE)
    site.at(3 * f.MINUTE)
    bad = site.as_(f.FINANCE).post(f"{path}/settlement", {"reference": "中文"})
    assert (bad.status, bad.pointers) == (422, ["/reference"])
    to_come = {"reference": "bank-1", "settled_at": "2030-01-01T00:00:00Z"}
    answer = site.as_(f.FINANCE).post(f"{path}/settlement", to_come)
    assert (answer.status, answer.pointers) == (422, ["/settled_at"])
    stale = site.as_(f.FINANCE).sending(if_match='"1"')
    assert stale.post(f"{path}/settlement", {"reference": "bank-1"}).status == 412
    done = site.as_(f.FINANCE).post(f"{path}/settlement", {"reference": "bank-1"})
    assert (done.status, done.json["state"], done.json["reference"]) == (200, "settled", "bank-1")


def test_nobody_needs_a_token_for_a_callback_and_nobody_gains_by_one(api: ApiClient) -> None:
    answer = api.as_role(Role.ADMIN).request("POST", CALLBACKS, body=b"{}")
    assert answer.status == 403
