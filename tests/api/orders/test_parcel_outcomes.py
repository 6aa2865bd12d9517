"""What became of a parcel, told over HTTP: again, wrongly, and put right."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.client import ApiClient
from tests.factories import bought as b
from tests.factories.placed_orders import (
    CUSTOMER,
    DAY,
    HOUR,
    LEAD,
    MINUTE,
    NOW,
    ORDER_ID,
    PACKER,
)


@pytest.fixture
def api(aws: Any, api: ApiClient) -> ApiClient:
    """With goods in the warehouse."""
    b.goods()
    return api


def at(api: ApiClient, after: timedelta) -> None:
    api.clock.instant = NOW + after


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize("outcome", ["delivered", "refused"])
def test_the_same_report_again_is_the_same_also_where_it_names_no_time(
    api: ApiClient, outcome: str
) -> None:
    path = f"/orders/{ORDER_ID}/parcels/{b.sent().parcels[0].id}/delivery"
    packer = api.as_actor(PACKER)
    at(api, 3 * HOUR)
    first = packer.post(path, {"outcome": outcome}, headers={"Idempotency-Key": "first-report"})
    assert first.status == 200
    at(api, 3 * HOUR + MINUTE)
    again = packer.post(path, {"outcome": outcome}, headers={"Idempotency-Key": "told-again"})
    assert (again.status, again.json["taken"]) == (200, first.json["taken"])
    known = first.json["taken"]["parcels"][0][f"{outcome}_at"]
    assert packer.post(path, {"outcome": outcome, "at": known}).status == 200
    other = packer.post(path, {"outcome": outcome, "at": "2026-11-23T06:59:00Z"})
    assert (other.status, other.json["code"]) == (409, "parcel_outcome_known")


@pytest.mark.clause("6.3.1", "7.1.3")
def test_a_lead_puts_a_refusal_right_and_the_timeline_says_what_it_means(api: ApiClient) -> None:
    path = f"/orders/{ORDER_ID}/parcels/{b.sent().parcels[0].id}/delivery"
    packer, lead = api.as_actor(PACKER), api.as_actor(LEAD)
    at(api, 3 * HOUR)
    assert packer.post(path, {"outcome": "refused"}).json["taken"]["state"] == "refused"
    silent = lead.post(path, {"outcome": "delivered"})
    assert (silent.status, silent.json["code"]) == (409, "parcel_outcome_known")
    assert "correction" in silent.json["detail"]
    told = {"outcome": "delivered", "at": "2026-11-23T06:30:00Z", "correction": "customer_showed"}
    no = packer.post(path, told)
    assert (no.status, no.json["code"]) == (403, "parcel_correction_forbidden")
    for body in ({"correction": "because"}, {"correction": ""}):
        refused = lead.post(path, told | body)
        assert (refused.status, refused.pointers) == (422, ["/correction"])
    at(api, DAY)
    done = lead.post(path, told)
    taken = done.json["taken"]
    assert (done.status, taken["state"]) == (200, "delivered")
    assert taken["parcels"][0]["delivered_at"] == "2026-11-23T06:30:00Z"
    assert [one["amount"] for one in taken["amounts"] if one["code"] == "refunded"] == [-410_00]
    last = taken["history"][-1]
    assert (last["what"], last["by"], last["detail"]) == (
        "refusal_corrected",
        "staff",
        "customer_showed",
    )
    assert "已退回的款项不再收回" in last["zh"]
    assert "does not go back a second time" in last["en"]
    seen = api.as_actor(CUSTOMER).get(f"/orders/{ORDER_ID}")
    assert [(one["quantity"], one["paid"]) for one in seen.json["lines"]] == [(2, 0), (1, 0)]


@pytest.mark.clause("6.3.1", "7.1.3")
def test_a_lead_puts_a_delivery_right_and_the_money_goes_back(api: ApiClient) -> None:
    path = f"/orders/{ORDER_ID}/parcels/{b.sent().parcels[0].id}/delivery"
    packer, lead = api.as_actor(PACKER), api.as_actor(LEAD)
    at(api, 3 * HOUR)
    told = {"outcome": "refused", "correction": "carrier_corrected"}
    early = lead.post(path, told)
    assert (early.status, early.pointers) == (422, ["/correction"])
    packer.post(path, {"outcome": "delivered"})
    with_cash = lead.post(path, told | {"collected": 1})
    assert (with_cash.status, with_cash.pointers) == (422, ["/collected"])
    done = lead.post(path, told)
    assert (done.status, done.json["taken"]["state"]) == (200, "refused")
    assert "相应款项将退回" in done.json["taken"]["history"][-1]["zh"]
    assert lead.post(path, told).json["version"] == done.json["version"]
    (refund,) = api.as_actor(CUSTOMER).get("/refunds").json["items"]
    assert (refund["amount"], refund["reason"]) == (410_00, "refused")
