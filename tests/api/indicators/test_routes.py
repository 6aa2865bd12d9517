"""Figures, the events behind them and the recount over HTTP."""

from base64 import urlsafe_b64decode
from typing import Any

import pytest

from teleshop.indicators.domain import FORMULAS, Measure
from teleshop.indicators.tables import QuarterRow
from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.indicators import (
    DAY,
    NOW,
    OTHER_ID,
    OVER,
    QUARTER,
    SUPPLIER_ID,
    answered,
    classified,
    count,
    event,
    opened,
    placed,
    returned,
    sold,
)
from tests.factories.reviews import on_board

pytestmark = pytest.mark.clause("3.3.1")
PATH = f"/suppliers/{SUPPLIER_ID}/indicators"
BODY = {"quarter": QUARTER, "reason": "对账"}


@pytest.fixture
def site(aws: Any, api: ApiClient) -> ApiClient:
    """Two orders, one of which came back, and a complaint; the quarter runs. The suppliers are on
    board.
    """
    for supplier_id in (SUPPLIER_ID, OTHER_ID):
        on_board(supplier_id)
    api.clock.instant = NOW + 2 * DAY
    count(
        event(placed(), id="evt_1"),
        event(placed(NOW + DAY, id="ord_2"), id="evt_2"),
        event(returned(NOW + DAY), id="evt_3"),
        event(opened(), id="evt_4"),
        event(classified(), id="evt_7"),
        event(placed(NOW, sold(OTHER_ID)), id="evt_5"),
    )
    return api


@pytest.fixture
def supplier(site: ApiClient) -> ApiClient:
    """The supplier itself."""
    return site.as_role(Role.SUPPLIER, supplier_id=SUPPLIER_ID)


def test_a_supplier_sees_its_figures_and_what_they_mean(supplier: ApiClient) -> None:
    found = supplier.get(PATH)
    assert found.status == 200
    view = found.json
    assert (view["supplier_id"], view["quarter"], view["events"]) == (SUPPLIER_ID, QUARTER, 5)
    assert set(view["figures"]) == {measure.value for measure in Measure}
    assert (view["figures"]["gross"], view["figures"]["returned"]) == (600_00, 150_00)
    shown = {one["code"]: one for one in view["indicators"]}
    assert list(shown) == list(FORMULAS)
    assert shown["sales_net"]["value"] == "45000"
    assert shown["complaint_rate"]["value"] == "500.00"
    assert shown["late_rate"]["value"] is None
    assert supplier.get(f"{PATH}?quarter={QUARTER}").json == view


def test_an_empty_quarter_is_zeros(supplier: ApiClient) -> None:
    view = supplier.get(f"{PATH}?quarter=2025Q1").json
    assert (view["events"], set(view["figures"].values())) == (0, {0})
    assert supplier.get(f"{PATH}/orders?quarter=2025Q1").json == {"items": [], "next": None}


def test_nobody_sees_the_figures_of_another_supplier(site: ApiClient, supplier: ApiClient) -> None:
    other = site.as_role(Role.SUPPLIER, supplier_id=OTHER_ID)
    nobodys = site.as_role(Role.SUPPLIER)
    for stranger in (other, nobodys):
        for path in (PATH, f"{PATH}/orders"):
            found = stranger.get(path)
            assert (found.status, found.json["code"]) == (404, "figures_not_found")
    assert other.get(f"/suppliers/{OTHER_ID}/indicators").json["figures"]["orders"] == 1
    assert site.as_role(Role.CUSTOMER).get(PATH).status == 403
    assert site.as_role(Role.CUSTOMER).get(f"{PATH}/orders").status == 403
    assert supplier.post(PATH, BODY).status == 403
    assert site.as_role(Role.AGENT).post(PATH, BODY).status == 403
    assert site.as_role(Role.AGENT).get(PATH).status == 200
    for role in (Role.WAREHOUSE, Role.STUDIO):
        assert site.as_role(role).get(PATH).status == 403


def test_each_figure_lists_the_events_that_it_came_from(supplier: ApiClient) -> None:
    first = supplier.get(f"{PATH}/gross?limit=1").json
    assert [one["event_id"] for one in first["items"]] == ["evt_2"]
    second = supplier.get(f"{PATH}/gross?limit=1&cursor={first['next']}").json
    (source,) = second["items"]
    assert second["next"] is None
    assert source["event_id"] == "evt_1"
    assert (source["event_type"], source["kind"]) == ("OrderPlaced", "order")
    assert source["amounts"] == {"gross": 300_00, "orders": 1, "pieces_sold": 2}
    assert source["fact"]["order_id"] == "ord_1"
    assert "customer" not in str(source)


def test_a_supplier_is_not_shown_whose_answer_it_was(site: ApiClient, supplier: ApiClient) -> None:
    count(event(answered(), NOW, "evt_6"), event(answered(), NOW + DAY, "evt_8"))
    page = supplier.get(f"{PATH}/answer_points?limit=1").json
    rest = supplier.get(f"{PATH}/answer_points?limit=1&cursor={page['next']}").json
    (first,), (seen,) = page["items"], rest["items"]
    assert (seen["event_id"], seen["day"], seen["amounts"]["answer_points"]) == (
        "",
        "2026-11-23",
        75,
    )
    assert (seen["subject"], seen["fact"], seen["at"]) == ("", {}, "2026-11-22T16:00:00Z")
    assert (first["day"], rest["next"]) == ("2026-11-24", None)
    # Nor does what leads to the next page tell when it was given.
    cursor = urlsafe_b64decode(page["next"] + "=" * (-len(page["next"]) % 4))
    assert not any(part in cursor for part in (b"2026", b"evt", b"Survey"))
    whole, _ = site.as_role(Role.MANAGER).get(f"{PATH}/answers").json["items"]
    assert whole["event_id"] == "evt_8"
    assert whole["fact"]["measures"] == {"goods": 4, "service": 1}


def test_a_supplier_that_does_not_exist_has_no_figures_for_staff_either(site: ApiClient) -> None:
    manager = site.as_role(Role.MANAGER)
    unknown = "/suppliers/sup_01KAW0000000000000000SUP09/indicators"
    for found in (
        manager.get(unknown),
        manager.get(f"{unknown}/orders"),
        manager.post(unknown, BODY),
    ):
        assert (found.status, found.json["code"]) == (404, "figures_not_found")
    assert manager.get(PATH).status == 200


def test_faults_name_their_field(supplier: ApiClient) -> None:
    for path in (f"{PATH}?quarter=2026", f"{PATH}?quarter=2026Q5", f"{PATH}?quarter="):
        found = supplier.get(path)
        assert (found.status, found.pointers) == (422, ["/quarter"])
    ahead = supplier.get(f"{PATH}?quarter=2027Q1")
    assert (ahead.status, ahead.json["code"], ahead.pointers) == (
        422,
        "quarter_not_begun",
        ["/quarter"],
    )
    assert supplier.get(f"{PATH}/profit").json["code"] == "measure_not_found"
    assert supplier.get(f"{PATH}/orders?cursor=x").pointers == ["/cursor"]
    assert supplier.get(f"{PATH}/orders?limit=0").pointers == ["/limit"]


def test_staff_has_a_quarter_counted_again(site: ApiClient) -> None:
    row = QuarterRow.query(QuarterRow.partition(SUPPLIER_ID)).next()
    row.update(actions=[QuarterRow.orders.add(5)])
    manager = site.as_role(Role.MANAGER)
    found = manager.post(PATH, BODY)
    assert (found.status, found.json) == (
        200,
        {
            "supplier_id": SUPPLIER_ID,
            "quarter": QUARTER,
            "events": 5,
            "corrected": 1,
            "recounted": 0,
            "differences": {"orders": -5},
        },
    )
    assert manager.post(PATH, BODY).json["differences"] == {}
    assert manager.get(PATH).json["figures"]["orders"] == 2


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/quarter", "/reason"]),
        (BODY | {"quarter": "2026-4"}, ["/quarter"]),
        (BODY | {"reason": " "}, ["/reason"]),
        (BODY | {"all": True}, ["/all"]),
        (BODY | {"quarter": "2027Q1"}, ["/quarter"]),
    ],
)
def test_a_recount_needs_a_quarter_and_a_reason(
    site: ApiClient, body: dict[str, Any], pointers: list[str]
) -> None:
    found = site.as_role(Role.COMPLIANCE).post(PATH, body)
    assert (found.status, found.pointers) == (422, pointers)


def test_a_late_event_changes_a_quarter_that_is_over(site: ApiClient, supplier: ApiClient) -> None:
    site.clock.instant = OVER + DAY
    before = supplier.get(f"{PATH}?quarter={QUARTER}").json["figures"]["orders"]
    count(event(placed(OVER - DAY, id="ord_9"), OVER + DAY, "evt_9"))
    assert supplier.get(f"{PATH}?quarter={QUARTER}").json["figures"]["orders"] == before + 1
    assert supplier.get(PATH).json["figures"]["orders"] == 0
