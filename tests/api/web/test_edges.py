"""Input at the edge of what can be stored or written is refused, never a failure."""

from typing import Any
from urllib.parse import urlencode

import pytest

from teleshop.kernel.actor import Role

ENTRY = {"kind": "entity", "reason": "stale", "uscc": "91330100000000043N"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("from", "2026-11-24T00:00:00"),
        ("until", "2026-11-24T00:00:00"),
        ("until", "9999-12-31T23:59:59-14:00"),
        ("from", "0001-01-01T00:00:00+14:00"),
    ],
)
@pytest.mark.clause("2.1.5")
def test_an_instant_without_offset_or_out_of_range_names_its_field(
    aws: Any, api: Any, field: str, value: str
) -> None:
    answer = api.as_role(Role.COMPLIANCE).post("/blacklist-entries", {**ENTRY, field: value})
    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] in {"/from", "/until"}


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
@pytest.mark.parametrize("time", ["T00:00:00Z", "T23:59:59-12:00"])
def test_an_instant_that_nobody_can_mean_is_refused_wherever_it_stands(
    aws: Any, api: Any, day: str, time: str
) -> None:
    query = {"sku": "sku_01M85DCW3M18EC0KYDXHRENF01", "channel": "tv", "starts_at": day + time}
    path = "/reference-prices?" + urlencode(query)
    answer = api.as_role(Role.MERCHANDISER).get(path)
    assert answer.status == 422
    [error] = answer.json["errors"]
    assert (error["pointer"], error["code"]) == ("/starts_at", "day_out_of_range")


def test_a_text_may_begin_like_a_day_that_nobody_can_mean(aws: Any, api: Any) -> None:
    body = {**ENTRY, "reason": "9999-12-31 is what the paper says"}
    assert api.as_role(Role.COMPLIANCE).post("/blacklist-entries", body).status == 201


@pytest.mark.parametrize("path", ["/suppliers/", "/documents/", "/approvals/"])
def test_an_identifier_longer_than_any_key_is_not_found(aws: Any, api: Any, path: str) -> None:
    assert api.as_role(Role.REVIEWER).get(path + "A" * 3000).status == 404
