"""The edge of deposits: who may do what, what is refused in which words, answers to repetitions."""

from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from tests.api.client import ApiClient
from tests.factories import deposits as d

pytestmark = pytest.mark.clause("3.4.2")
PATH = f"/suppliers/{d.SUPPLIER_ID}/deposit"
READERS = {Role.FINANCE, Role.MANAGER, Role.COMPLIANCE, Role.AUDITOR, Role.LEGAL}
OTHERS = {Role.CUSTOMER, Role.AGENT, Role.LEAD, Role.REVIEWER, Role.STUDIO, Role.ADMIN}


@pytest.fixture
def office(api: ApiClient, aws: Any) -> ApiClient:
    """Two suppliers; requests at the factories' instant."""
    d.supplier()
    d.supplier(d.OTHER_ID)
    api.clock.instant = d.NOW
    return api


def payment(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "payment",
        "amount": 60_000_00,
        "reference": "bank-1",
        "payer_account": d.ACCOUNT,
    } | changes


def test_finance_books_and_the_supplier_and_those_who_examine_books_look(
    office: ApiClient,
) -> None:
    for role in READERS:
        assert office.as_role(role).get(PATH).status == 200
    for role in OTHERS:
        assert office.as_role(role).get(PATH).status == 403
    for role in (READERS | OTHERS | {Role.SUPPLIER}) - {Role.FINANCE}:
        assert office.as_role(role).post(PATH, payment()).status == 403
    assert office.as_actor(None).get(PATH).status == 401
    assert office.as_actor(d.FINANCE).post(PATH, payment()).status == 200


def test_a_supplier_sees_its_own_deposit_and_no_other(office: ApiClient) -> None:
    own = office.as_actor(d.SUPPLIER).get(PATH)
    assert (own.status, own.json["required"], own.json["due_at"]) == (200, 50_000_00, None)
    nobody = Actor("nina", frozenset({Role.SUPPLIER}))
    for stranger in (d.STRANGER, nobody):
        hidden = office.as_actor(stranger).get(PATH)
        assert (hidden.status, hidden.json["code"]) == (404, "deposit_not_found")
    missing = f"/suppliers/{d.OTHER_ID[:-1]}Z/deposit"
    assert office.as_actor(d.FINANCE).get(missing).status == 404


def test_a_reference_is_booked_once_and_a_repeated_request_gets_its_answer(
    office: ApiClient,
) -> None:
    finance = office.as_actor(d.FINANCE)
    key = {"Idempotency-Key": "payment-1"}
    first = finance.post(PATH, payment(), headers=key)
    again = finance.post(PATH, payment(), headers=key)
    assert (first.status, again.body) == (200, first.body)
    twin = finance.post(PATH, payment())
    assert (twin.status, twin.json["code"]) == (409, "deposit_reference_used")
    assert "bank-1" in twin.json["detail"]
    assert finance.get(PATH).json["held"] == 60_000_00


def test_a_version_that_is_not_current_is_refused(office: ApiClient) -> None:
    finance = office.as_actor(d.FINANCE)
    seen = finance.post(PATH, payment()).headers["etag"]
    stale = payment(reference="bank-2")
    assert finance.post(PATH, stale, headers={"If-Match": seen}).status == 200
    assert finance.post(PATH, stale, headers={"If-Match": seen}).status == 412


@pytest.mark.parametrize(
    ("sent", "pointers"),
    [
        ({"kind": "gift"}, ["/kind"]),
        ({"kind": "payment"}, ["/amount", "/reference", "/payer_account"]),
        (payment(amount=0), ["/amount"]),
        (payment(amount=-1), ["/amount"]),
        (payment(reference="没有"), ["/reference"]),
        (payment(payer_account="123"), ["/payer_account"]),
        ({"kind": "payback", "amount": 1}, ["/reason"]),
        ({"kind": "payback", "amount": 1, "reason": "  "}, ["/reason"]),
        ({"kind": "payback_paid", "payback_id": "x", "reference": "b"}, ["/payback_id"]),
        ({"kind": "requirement", "amount": 1, "reason": "a", "note": "b"}, ["/note"]),
        (payment(reason="a", payback_id=f"pbk_{'0' * 26}"), ["/reason", "/payback_id"]),
        ({"kind": "payback_paid", "amount": 1}, ["/payback_id", "/reference", "/amount"]),
        ({"kind": "requirement", "amount": 1, "reason": "a", "reference": "b"}, ["/reference"]),
    ],
)
def test_every_fault_names_its_field(
    office: ApiClient, sent: dict[str, Any], pointers: list[str]
) -> None:
    refused = office.as_actor(d.FINANCE).post(PATH, sent)
    assert (refused.status, refused.pointers) == (422, pointers)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "可退还金额为 10000.00 元"), ("en", "10000.00 yuan may be paid back")],
)
def test_a_payback_that_is_refused_says_what_is_free(
    office: ApiClient, language: str, words: str
) -> None:
    finance = office.as_actor(d.FINANCE)
    finance.post(PATH, payment())
    wanted = {"kind": "payback", "amount": 10_000_01, "reason": "超出应缴金额"}
    refused = finance.post(PATH, wanted, headers={"Accept-Language": language})
    assert (refused.status, refused.json["code"]) == (409, "deposit_not_free")
    assert words in refused.json["detail"]


@pytest.mark.parametrize(
    ("language", "sent", "words"),
    [
        ("zh", {"reason": "长" * 2001}, "请填写理由，不能只有空格，最多 2000 个字符。"),
        (
            "en",
            {"reason": "a" * 2001},
            "Give a reason, in 2,000 characters at most; blanks alone are not enough.",
        ),
        (
            "zh",
            {"amount": 10**12 + 1},
            "金额以分为单位，须为 0 至 1000000000000 的整数。",
        ),
        (
            "en",
            {"amount": 10**12 + 1},
            "An amount is a whole number of fen from 0 to 1,000,000,000,000.",
        ),
    ],
)
def test_what_is_too_much_is_told_its_limit(
    office: ApiClient, language: str, sent: dict[str, Any], words: str
) -> None:
    wanted = {"kind": "requirement", "amount": 1, "reason": "a"} | sent
    refused = office.as_actor(d.FINANCE).post(PATH, wanted, headers={"Accept-Language": language})
    (fault,) = refused.json["errors"]
    assert (refused.status, fault["message"]) == (422, words)
