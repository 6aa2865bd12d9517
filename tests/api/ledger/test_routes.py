"""The books over HTTP: read by those who keep and examine them, changed by nobody."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.ledger import contributed, reserved

pytestmark = pytest.mark.clause("6.3.4")
READERS = (Role.FINANCE, Role.MANAGER, Role.COMPLIANCE, Role.AUDITOR)
PATHS = ("accounts", "entries?month=2026-11", "trial-balance")


def test_bookkeepers_read_and_nobody_else(api: ApiClient, aws: Any) -> None:
    for path in PATHS:
        assert {api.as_role(role).get(f"/ledger-books/fund/{path}").status for role in READERS} == {
            200
        }
        others = (Role.AGENT, Role.LEAD, Role.CUSTOMER, Role.SUPPLIER, Role.ADMIN)
        assert {api.as_role(role).get(f"/ledger-books/fund/{path}").status for role in others} == {
            403
        }
        assert api.as_role(Role.FINANCE).get(f"/ledger-books/tea/{path}").status == 404


def test_accounts_entries_and_their_proof(api: ApiClient, aws: Any) -> None:
    first, second = contributed(100_00), reserved(40_00)
    finance = api.as_role(Role.FINANCE)
    accounts = finance.get("/ledger-books/fund/accounts?limit=2").json
    assert [(shown["code"], shown["balance"]) for shown in accounts["items"]] == [
        ("contributions", 100_00),
        ("free_cash", 60_00),
    ]
    rest = finance.get(f"/ledger-books/fund/accounts?limit=2&cursor={accounts['next']}").json
    assert [shown["name_zh"] for shown in rest["items"]] == ["已预留资金"]

    path = "/ledger-books/fund/entries"
    lines = finance.get(f"{path}?account=free_cash").json["items"]
    assert [(line["id"], line["legs"][0]["credit"]) for line in lines] == [
        (second.id, 40_00),
        (first.id, 0),
    ]
    (entry,) = finance.get(f"{path}?reference=bank-1").json["items"]
    assert [leg["debit"] for leg in entry["legs"]] == [100_00, 0]
    assert len(finance.get(f"{path}?month=2026-11").json["items"]) == 2

    proof = finance.get("/ledger-books/fund/trial-balance").json
    assert (proof["balanced"], proof["agrees"]) == (True, True)
    (total,) = proof["totals"]
    assert total["debits"] == total["credits"] == 140_00
    past = finance.get("/ledger-books/fund/trial-balance?at=2026-11-22").json
    assert {line["balance"] for line in past["lines"]} == {0}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("", "/account"),
        ("?account=free_cash&month=2026-11", "/account"),
        ("?month=2026-13", "/month"),
        ("?account=Free-Cash", "/account"),
        ("?month=2026-11&cursor=bad", "/cursor"),
    ],
)
def test_a_list_asked_for_wrongly_names_the_fault(
    api: ApiClient, aws: Any, query: str, pointer: str
) -> None:
    answer = api.as_role(Role.AUDITOR).get(f"/ledger-books/fund/entries{query}")
    assert (answer.status, answer.pointers) == (422, [pointer])


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31"])
def test_a_day_that_no_book_knows_is_refused_by_its_name(
    api: ApiClient, aws: Any, day: str
) -> None:
    finance = api.as_role(Role.FINANCE)
    answer = finance.get(f"/ledger-books/fund/trial-balance?at={day}")
    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/at"]
    for known in ("2000-01-01", "2099-12-31"):
        assert finance.get(f"/ledger-books/fund/trial-balance?at={known}").status == 200
