"""Runs and scorecards over HTTP: who starts one, who sees what."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.assessment.domain.runs import Run
from teleshop.assessment.wiring import runs, scorecards
from teleshop.kernel.actor import Actor, Role
from tests.api.client import ApiClient
from tests.factories.assessment import (
    ENDED,
    MANAGER,
    QUARTER,
    call,
    market,
    on_board,
    person_of,
    supplier_id,
    traded,
)

LATER = ENDED + timedelta(days=20)
EXAMINER = Actor("auditor-1", frozenset({Role.AUDITOR}))


@pytest.fixture
def api(aws: Any, api: ApiClient) -> ApiClient:
    """Twenty days after the end of the quarter."""
    api.clock.instant = LATER
    return api


def assessed(count: int = 3) -> Run:
    """A run as the state machine makes it, step by step."""
    market(count)
    frame = call()
    opened = runs().open_due(frame)
    assert opened is not None
    run = runs().collect(frame, QUARTER, 1)
    for number in range(1, run.batches + 1):
        scorecards().record_batch(frame, QUARTER, 1, number)
    return runs().finish(frame, QUARTER, 1)


@pytest.mark.clause("3.3.1")
def test_a_manager_starts_the_assessment_of_a_past_quarter_and_follows_it(api: ApiClient) -> None:
    market(2)
    manager = api.as_actor(MANAGER)
    started = manager.post("/assessment-runs", {"quarter": QUARTER})
    assert (started.status, started.json["state"], started.json["run"]) == (202, "running", 1)
    assert started.headers["location"].endswith(f"/assessment-runs/{QUARTER}")
    twin = manager.post("/assessment-runs", {"quarter": QUARTER, "reason": "twice"})
    assert (twin.status, twin.json["code"]) == (409, "assessment_running")
    run = runs().collect(call(), QUARTER, 1)
    shown = api.as_actor(EXAMINER).get(f"/assessment-runs/{QUARTER}").json["progress"]
    assert (shown["suppliers"], shown["recorded"], shown["percent"]) == (2, 0, 0)
    scorecards().record_batch(call(), QUARTER, run.run, 1)
    shown = manager.get(f"/assessment-runs/{QUARTER}").json["progress"]
    assert (shown["recorded"], shown["percent"], shown["state"]) == (2, 99, "running")
    runs().finish(call(), QUARTER, 1)
    (listed,) = manager.get("/assessment-runs").json["items"]
    assert (listed["percent"], listed["state"], listed["attempts"]) == (100, "completed", 1)


@pytest.mark.clause("3.3.1")
def test_what_cannot_be_assessed_is_refused_by_its_field(api: ApiClient) -> None:
    manager = api.as_actor(MANAGER)
    running = manager.post("/assessment-runs", {"quarter": "2026Q4"})
    assert (running.status, running.json["code"]) == (409, "assessment_quarter_not_over")
    wrong = manager.post("/assessment-runs", {"quarter": "2026Q5", "reason": " "})
    assert wrong.status == 422
    assert set(wrong.pointers) == {"/quarter", "/reason"}
    assert manager.get("/assessment-runs/2026Q3").status == 404
    assessed()
    again = manager.post("/assessment-runs", {"quarter": QUARTER})
    assert (again.status, again.json["code"]) == (409, "assessment_reason_needed")
    reasoned = manager.post("/assessment-runs", {"quarter": QUARTER, "reason": "数据更正"})
    assert (reasoned.status, reasoned.json["run"]) == (202, 2)


@pytest.mark.clause("3.3.1")
def test_an_execution_that_never_came_to_life_may_be_started_again_after_a_while(
    api: ApiClient,
) -> None:
    market(1)
    manager = api.as_actor(MANAGER)
    manager.post("/assessment-runs", {"quarter": QUARTER})
    api.clock.instant = LATER + timedelta(minutes=14, seconds=59)
    assert manager.post("/assessment-runs", {"quarter": QUARTER, "reason": "1"}).status == 409
    api.clock.instant = LATER + timedelta(minutes=15)
    again = manager.post("/assessment-runs", {"quarter": QUARTER, "reason": "2"})
    assert (again.status, again.json["run"], again.json["attempts"]) == (202, 1, 2)


@pytest.mark.clause("3.3.1")
def test_a_quarter_of_which_nothing_was_counted_is_refused(api: ApiClient) -> None:
    market(1)
    refused = api.as_actor(MANAGER).post("/assessment-runs", {"quarter": "2000Q2"})
    assert (refused.status, refused.json["code"]) == (409, "assessment_quarter_without_figures")
    assert refused.pointers == ["/quarter"]
    assert api.as_actor(MANAGER).get("/assessment-runs/2000Q2").status == 404


@pytest.mark.clause("3.3.2")
def test_a_scorecard_says_that_more_was_counted_of_its_quarter_since(api: ApiClient) -> None:
    assessed()
    own, path = api.as_actor(person_of(1)), f"/suppliers/{supplier_id(1)}/scorecards/{QUARTER}"
    assert own.get(path).json["outdated"] is False
    traded(1, shard=1, orders=1)
    assert own.get(path).json["outdated"] is True
    other = api.as_actor(person_of(2)).get(path.replace(supplier_id(1), supplier_id(2)))
    assert other.json["outdated"] is False


@pytest.mark.clause("3.3.1", "8.1.1")
def test_suppliers_neither_start_runs_nor_see_them(api: ApiClient) -> None:
    supplier = api.as_actor(person_of(1))
    assert supplier.post("/assessment-runs", {"quarter": QUARTER}).status == 403
    assert supplier.get("/assessment-runs").status == 403
    assert supplier.get(f"/assessment-runs/{QUARTER}").status == 403
    assert api.as_actor(EXAMINER).post("/assessment-runs", {"quarter": QUARTER}).status == 403


@pytest.mark.clause("3.3.2")
def test_a_supplier_sees_every_point_of_its_own_scorecard_and_nothing_of_others(
    api: ApiClient,
) -> None:
    assessed(30)
    own, path = api.as_actor(person_of(7)), f"/suppliers/{supplier_id(7)}/scorecards"
    (listed,) = own.get(path).json["items"]
    card = own.get(f"{path}/{QUARTER}").json
    assert (listed["band"], listed["score"]) == (card["band"], card["score"])
    assert (card["quarter"], card["run"], card["provisional"]) == (QUARTER, 1, False)
    assert card["lines"]
    assert all(line["zh"] and line["en"] for line in card["lines"])
    assert not any(supplier_id(number) in str(card) for number in range(1, 31) if number != 7)
    other = f"/suppliers/{supplier_id(8)}/scorecards"
    assert own.get(other).status == 404
    assert own.get(f"{other}/{QUARTER}").status == 404
    assert own.get(f"{other}/provisional").status == 404
    assert own.get(f"{path}/2026Q2").status == 404
    assert api.as_actor(EXAMINER).get(f"{other}/{QUARTER}").status == 200


@pytest.mark.clause("3.3.1")
def test_staff_list_the_suppliers_of_a_band_page_by_page(api: ApiClient) -> None:
    run = assessed(30)
    manager, path = api.as_actor(MANAGER), f"/assessment-runs/{QUARTER}"
    assert run.unqualified > 2
    found: list[str] = []
    query = f"{path}?band=unqualified&limit=2"
    page = manager.get(query).json
    while True:
        found += [one["supplier_id"] for one in page["items"]]
        assert all(one["band"] == "unqualified" for one in page["items"])
        if page["next"] is None:
            break
        page = manager.get(f"{query}&cursor={page['next']}").json
    assert found == sorted(found)
    assert len(found) == len(set(found)) == run.unqualified
    assert manager.get(path).json["items"] == []


@pytest.mark.clause("3.3.2")
def test_a_supplier_sees_any_day_where_it_stands_and_what_would_lift_it(api: ApiClient) -> None:
    assessed(30)
    traded(20, quarter="2026Q4")
    card = api.as_actor(person_of(20)).get(f"/suppliers/{supplier_id(20)}/scorecards/provisional")
    assert card.status == 200
    shown = card.json
    assert (shown["quarter"], shown["run"], shown["provisional"]) == ("2026Q4", None, True)
    assert (shown["peers_of"], shown["orders"]) == (QUARTER, 200)
    assert shown["band"] == "unqualified"
    way = shown["way_up"]
    assert way["next_band"] == "qualified"
    assert way["alone"] or way["together"]
    assert way["zh"]
    assert way["en"]
    # Nothing of it is kept.
    items = api.as_actor(person_of(20)).get(f"/suppliers/{supplier_id(20)}/scorecards").json
    assert [one["quarter"] for one in items["items"]] == [QUARTER]


@pytest.mark.clause("3.3.2")
def test_a_category_that_the_last_run_did_not_know_is_compared_with_all(api: ApiClient) -> None:
    assessed(15)
    on_board(40, category="zither")
    traded(40, quarter="2026Q4")
    shown = api.as_actor(person_of(40)).get(f"/suppliers/{supplier_id(40)}/scorecards/provisional")
    assert (shown.status, shown.json["peers_of"]) == (200, QUARTER)
    groups = {line["peers"]["group"] for line in shown.json["lines"] if line["peers"]}
    assert groups == {"all"}


@pytest.mark.clause("3.3.2")
def test_before_the_first_run_and_the_first_order_there_is_a_provisional_scorecard_too(
    api: ApiClient,
) -> None:
    on_board(4)
    on_board(5, state="terminated")
    shown = api.as_actor(person_of(4)).get(f"/suppliers/{supplier_id(4)}/scorecards/provisional")
    assert (shown.status, shown.json["band"], shown.json["peers_of"]) == (200, "not_rated", None)
    assert shown.json["way_up"]["orders"] > 0
    gone = api.as_actor(person_of(5)).get(f"/suppliers/{supplier_id(5)}/scorecards/provisional")
    assert gone.status == 404
