"""Notifications and web-hooks over HTTP."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from teleshop.notifications.wiring import service
from tests.api.client import ApiClient
from tests.factories.notifications import (
    NOW,
    REVIEWER,
    STRANGER,
    SUPPLIER,
    SUPPLIER_ID,
    URL,
    call,
    envelope,
)


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    """At the time of the events."""
    api.clock.instant = NOW
    return api


def told(kind: str = "SupplierActivated") -> str:
    return service().notify(call(), envelope(kind))[0].id


def test_a_supplier_reads_what_it_was_told_in_both_languages(aws: Any, api: ApiClient) -> None:
    id = told()
    supplier = api.as_actor(SUPPLIER)
    (item,) = supplier.get("/notifications").json["items"]
    assert (item["id"], item["recipient"]) == (id, f"supplier:{SUPPLIER_ID}")
    assert item["subject"] == {"zh": "欢迎入驻", "en": "You are on board"}
    assert "2027年5月23日" in item["body"]["zh"]
    assert "2027-05-23" in item["body"]["en"]
    assert item["read_at"] is None
    read = supplier.post(f"/notifications/{id}/read")
    assert (read.status, read.json["read_by"]) == (200, "sam")
    assert supplier.get("/notifications").json["items"][0]["read_at"] == "2026-11-23T04:00:00Z"


def test_another_supplier_finds_nothing(aws: Any, api: ApiClient) -> None:
    id = told()
    stranger = api.as_actor(STRANGER)
    assert stranger.get("/notifications").json["items"] == []
    assert stranger.get(f"/notifications?recipient=supplier:{SUPPLIER_ID}").status == 404
    assert stranger.post(f"/notifications/{id}/read").status == 404


def test_staff_reads_what_its_role_was_told_and_no_other(aws: Any, api: ApiClient) -> None:
    service().notify(call(), envelope("ReverificationOverdue"))
    compliance = api.as_role(Role.COMPLIANCE)
    assert len(compliance.get("/notifications").json["items"]) == 1
    refused = api.as_actor(REVIEWER).get("/notifications?recipient=role:compliance")
    assert (refused.status, refused.json["code"]) == (404, "recipient_not_found")


def test_a_malformed_recipient_is_refused_with_its_place(aws: Any, api: ApiClient) -> None:
    answer = api.as_actor(SUPPLIER).get("/notifications?recipient=everybody")
    assert (answer.status, answer.pointers) == (422, ["/recipient"])


def test_a_secret_is_shown_once(aws: Any, api: ApiClient) -> None:
    supplier = api.as_actor(SUPPLIER)
    assert supplier.get("/webhook-endpoint").status == 404
    made = supplier.put("/webhook-endpoint", {"url": URL})
    assert made.status == 200
    assert made.json["secret"].startswith("whsec_")
    shown = supplier.get("/webhook-endpoint")
    assert shown.json == {"url": URL, "set_at": "2026-11-23T04:00:00Z"}
    assert api.as_actor(STRANGER).get("/webhook-endpoint").status == 404
    assert supplier.delete("/webhook-endpoint").status == 204
    assert supplier.get("/webhook-endpoint").status == 404


@pytest.mark.parametrize("url", ["http://example.com/", "https://169.254.169.254/latest", ""])
def test_an_inner_or_open_address_is_refused(aws: Any, api: ApiClient, url: str) -> None:
    answer = api.as_actor(SUPPLIER).put("/webhook-endpoint", {"url": url})
    assert (answer.status, answer.pointers) == (422, ["/url"])


def test_an_applicant_without_a_supplier_has_no_web_hook(aws: Any, api: ApiClient) -> None:
    applicant = api.as_role(Role.SUPPLIER, subject="amy")
    assert applicant.put("/webhook-endpoint", {"url": URL}).status == 404


def test_staff_sets_no_web_hooks(aws: Any, api: ApiClient) -> None:
    assert api.as_actor(REVIEWER).put("/webhook-endpoint", {"url": URL}).status == 403
