"""Causes, figures, charts and bursts over HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.analysis.wiring import bursts, charts, counting
from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.analysis import (
    DAY,
    DEFECT,
    HOUR,
    LATE,
    MINUTE,
    NOW,
    OTHER_ID,
    SUPPLIER_ID,
    WEEK,
    complaint,
    deliver,
    ended,
    event,
    judged,
    seen,
    system,
)

MONDAY = datetime(2026, 11, 29, 16, 30, tzinfo=UTC)


@pytest.fixture
def lead(api: ApiClient) -> ApiClient:
    """A lead, two hours after the events."""
    api.clock.instant = NOW + 2 * HOUR
    return api.as_role(Role.LEAD)


@pytest.mark.clause("6.1.4")
def test_the_taxonomy_is_shown_with_its_words(api: ApiClient) -> None:
    found = api.as_role(Role.AGENT).get("/causes").json
    assert found["version"] == 1
    leaves = {leaf["code"]: leaf for area in found["areas"] for leaf in area["causes"]}
    assert leaves[DEFECT]["zh"] == "到货即有瑕疵"
    assert leaves[DEFECT]["given"] is True
    assert leaves["safety.injury"]["words"]["烫伤"] == 3
    assert api.as_role(Role.CUSTOMER).get("/causes").status == 403


@pytest.mark.clause("6.1.4")
def test_a_text_suggests_a_cause_and_says_why(api: ApiClient) -> None:
    agent = api.as_role(Role.AGENT)
    found = agent.post("/cause-suggestions", {"text": "锅底有划痕，还没送赠品"})
    assert found.status == 200
    assert found.json["code"] == "advertising.unkept_offer"
    assert found.json["matched"] == ["没送", "赠品"]
    assert found.json["alternatives"][0]["code"] == DEFECT
    nothing = agent.post("/cause-suggestions", {"text": "。"}).json
    assert (nothing["code"], nothing["confidence"], nothing["matched"]) == (None, 0.0, [])
    for bad in ({"text": ""}, {"text": "长" * 4001}, {}, {"text": 1}):
        assert agent.post("/cause-suggestions", bad).status == 422
    assert api.as_role(Role.SUPPLIER).post("/cause-suggestions", {"text": "x"}).status == 403


@pytest.mark.clause("6.1.4", "2.4.5", "6.1.3")
def test_figures_are_for_those_in_charge_and_suppliers_see_theirs(
    aws: Any, lead: ApiClient
) -> None:
    counting().count_case(system(), seen(1, cause=DEFECT))
    counting().count_case(system(), judged(1, NOW + HOUR, DEFECT, LATE))
    counting().count_case(system(), seen(2, cause=LATE, supplier_id=OTHER_ID))
    deliver("measure_clocks", event(ended(1, left=20, owed_by="supplier")))
    deliver("measure_clocks", event(ended(2, left=-20, supplier_id=OTHER_ID)))
    pareto = lead.get(f"/causes/pareto?week={WEEK}&trend=1").json
    assert [(line["value"], line["count"]) for line in pareto["lines"]] == [(LATE, 1), (DEFECT, 1)]
    assert pareto["trend_weeks"] == ["2026-W47"]
    agreement = lead.get(f"/cause-agreement?from={WEEK}&to={WEEK}").json
    assert agreement["overall"] == {"value": "all", "judged": 1, "agreed": 0, "rate": 0.0}
    month = lead.get("/case-statistics?period=2026-11&by=supplier&limit=1").json
    assert (month["total"], month["others"], month["by"]) == (2, 1, "supplier")
    clocks = lead.get(f"/clock-metrics?from={WEEK}&to={WEEK}&by=supplier").json
    assert [(one["value"], one["met"], one["missed"]) for one in clocks["lines"]] == [
        (SUPPLIER_ID, 1, 0),
        (OTHER_ID, 0, 1),
    ]
    late = clocks["lines"][1]
    assert (late["average_minutes_over"], late["average_minutes_left"]) == (20.0, None)
    supplier = lead.as_role(Role.SUPPLIER, supplier_id=SUPPLIER_ID)
    own = supplier.get(f"/case-statistics?period={WEEK}&supplier_id={OTHER_ID}").json
    assert (own["supplier_id"], own["total"]) == (SUPPLIER_ID, 1)
    own = supplier.get(f"/clock-metrics?from={WEEK}&to={WEEK}&by=cause&value={OTHER_ID}").json
    assert [one["value"] for one in own["lines"]] == [SUPPLIER_ID]
    assert supplier.get(f"/case-statistics?period={WEEK}&by=product").status == 422
    for path in (
        f"/causes/pareto?week={WEEK}",
        f"/cause-agreement?from={WEEK}&to={WEEK}",
        "/complaint-bursts",
        f"/causes/{DEFECT}/control-chart",
    ):
        assert supplier.get(path).status == 403


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/causes/pareto?week=2026-W54", "/week"),
        ("/causes/pareto?week=2026-11", "/week"),
        ("/causes/pareto", "/week"),
        ("/causes/pareto?week=0001-W01", "/week"),
        (f"/causes/pareto?week={WEEK}&trend=13", "/trend"),
        ("/case-statistics?period=2026-13", "/period"),
        ("/case-statistics?period=9999-12", "/period"),
        ("/case-statistics?period=2026-11&by=colour", "/by"),
        ("/clock-metrics?from=2026-W10&to=2026-W09", "/to"),
        ("/clock-metrics?from=2024-W10&to=2026-W09", "/to"),
        ("/cause-agreement?from=2026-W99&to=2026-W09", "/from"),
        (f"/causes/{DEFECT}/control-chart?weeks=0", "/weeks"),
        ("/complaint-bursts?limit=101", "/limit"),
    ],
)
@pytest.mark.clause("2.4.5")
def test_a_period_that_does_not_exist_is_refused_by_name(
    lead: ApiClient, path: str, pointer: str
) -> None:
    found = lead.get(path)
    assert (found.status, found.pointers) == (422, [pointer])


@pytest.mark.clause("6.1.4")
def test_a_chart_shows_the_weeks_as_they_were_judged(aws: Any, lead: ApiClient) -> None:
    path = f"/causes/{DEFECT}/control-chart"
    assert lead.get(path).json == {"cause": DEFECT, "state": "insufficient_history", "points": []}
    for week in range(11):
        at = NOW - week * 7 * DAY
        for number in range(9 if week == 0 else 1):
            counting().count_case(system(at), seen(100 * week + number, at, cause=DEFECT))
    charts().judge_weeks(system(MONDAY))
    found = lead.get(f"{path}?weeks=2").json
    assert found["state"] == "above_limit"
    assert [point["week"] for point in found["points"]] == ["2026-W47", WEEK]
    assert (found["points"][1]["limit"], found["points"][1]["count"]) == (5, 9)
    assert found["points"][1]["per_thousand_orders"] is None
    for code in ("quality", "nothing.at_all"):
        missing = lead.get(f"/causes/{code}/control-chart")
        assert (missing.status, missing.json["code"]) == (404, "cause_not_found")


@pytest.mark.clause("6.1.4")
def test_bursts_are_listed_the_latest_first_and_end_by_themselves(
    aws: Any, lead: ApiClient
) -> None:
    for product, start in (("P-1", 0), ("P-2", 60)):
        for number in range(5):
            at = NOW + (start + number) * MINUTE
            bursts().note_complaint(system(at), complaint(start + number, at, product=product))
    first = lead.get("/complaint-bursts?limit=1").json
    assert [burst["scope_id"] for burst in first["items"]] == ["P-2"]
    second = lead.get(f"/complaint-bursts?limit=1&cursor={first['next']}").json["items"][0]
    assert (second["scope_id"], second["count"]) == ("P-1", 5)
    assert second["ended_at"] == "2026-11-23T04:34:00Z"
    shown = lead.as_role(Role.AGENT).get(f"/complaint-bursts/{second['id']}")
    assert shown.json == second
    lead.clock.instant = NOW + 80 * MINUTE
    assert lead.get(f"/complaint-bursts/{first['items'][0]['id']}").json["ended_at"] is None
    missing = lead.get("/complaint-bursts/bst_0")
    assert (missing.status, missing.json["code"]) == (404, "burst_not_found")
