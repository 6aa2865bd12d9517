"""The audit over HTTP, for those who check."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.audit import chain, write

pytestmark = pytest.mark.clause("8.1.2")
SUBJECT = "/audit?subject=supplier:sup_1"


def test_entries_of_a_subject_come_newest_first_in_pages(aws: Any, api: ApiClient) -> None:
    write(3)
    auditor = api.as_role(Role.AUDITOR)
    first = auditor.get(f"{SUBJECT}&limit=2").json
    rest = auditor.get(f"{SUBJECT}&limit=2&cursor={first['next']}").json
    numbers = [item["notes"]["number"] for item in first["items"] + rest["items"]]
    assert (numbers, rest["next"]) == ([2, 1, 0], None)


def test_reading_the_audit_is_on_record(aws: Any, api: ApiClient) -> None:
    auditor = api.as_role(Role.AUDITOR, subject="anna")
    auditor.get(SUBJECT)
    (item,) = auditor.get("/audit?subject=audit_reader:anna").json["items"]
    assert (item["action"], item["actor"]) == ("read_audit", "anna")
    assert item["notes"]["subject"] == "supplier:sup_1"


def test_a_day_shows_how_far_its_chain_is(aws: Any, api: ApiClient) -> None:
    write(2)
    chain(aws)
    day = api.as_role(Role.COMPLIANCE).get("/audit/days/2026-11-23")
    assert (day.status, day.json["entries"], day.json["anchored"]) == (200, 2, False)


@pytest.mark.parametrize("day", ["2026-11-20", "yesterday"])
def test_a_day_without_a_chain_is_unknown(aws: Any, api: ApiClient, day: str) -> None:
    answer = api.as_role(Role.ADMIN).get(f"/audit/days/{day}")
    assert (answer.status, answer.json["code"]) == (404, "audit_day_not_found")


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.REVIEWER, Role.MANAGER])
@pytest.mark.parametrize("path", [SUBJECT, "/audit/days/2026-11-23"])
def test_others_may_not_read_the_audit(aws: Any, api: ApiClient, role: Role, path: str) -> None:
    assert api.as_role(role).get(path).status == 403
