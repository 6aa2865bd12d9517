"""What became of a parcel, told over HTTP: again, wrongly, and put right."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.client import ApiClient
from tests.factories import bought as b
from tests.factories.placed_orders import HOUR, MINUTE, NOW, ORDER_ID, PACKER


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
