"""Two quarters of trade of fifty suppliers are assessed on the packaged artifact: at the first
instant of the quarter by the clock, once killed and resumed; who did everything right is featured,
who did not loses its appeal and the cooperation.
"""

from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.sample.trade import SMALL, Trade
from teleshop.kernel.events import Envelope
from tests.e2e.assessment.town import QUARTERS, Town
from tests.e2e.local_site import OnLocalCloud
from tests.e2e.shop import said

pytestmark = pytest.mark.clause("3.3.1", "3.3.2", "3.3.3")


@pytest.fixture
def town(site: OnLocalCloud, tmp_path: Path) -> Town:
    """Suppliers with a past."""
    return Town.with_trade(site, tmp_path, events=SMALL)


def test_quarters_are_assessed_and_have_consequences(town: Town) -> None:
    figures_are_those_of_the_trade(town)
    killed_and_resumed(town, QUARTERS[0])
    assessed_by_the_clock(town, QUARTERS[1])
    excellent(town, town.trade.excellent)
    unqualified(town, town.trade.unqualified)
    papers(town, town.trade.excellent)


def figures_are_those_of_the_trade(town: Town) -> None:
    """Each figure says which events it comes from."""
    supplier_id, quarter = town.trade.excellent, QUARTERS[1]
    seller = town.seller(supplier_id)
    path = f"/suppliers/{supplier_id}/indicators"
    figures = said(seller.get(f"{path}?quarter={quarter}"))["figures"]
    assert figures["orders"] == orders_in(town.trade, supplier_id, quarter)
    events, cursor = [], ""
    while True:
        page = said(seller.get(f"{path}/orders?quarter={quarter}&limit=100{cursor}"))
        events += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len({one["event_id"] for one in events}) == figures["orders"]
    assert town.seller(town.trade.unqualified).get(f"{path}?quarter={quarter}").status in {403, 404}


def orders_in(trade: Trade, supplier_id: str, quarter: str) -> int:
    """How many orders of a quarter the supplier has: those that were paid in it, and those placed
    in it that the courier cashes or another system took.
    """
    sold = [one.data for one in trade.of_supplier(supplier_id) if is_sale(one)]
    return sum(Town.quarter(one.get("paid_at") or one["placed_at"]) == quarter for one in sold)


def is_sale(event: Envelope) -> bool:
    """Whether an order counts with this event."""
    at_the_door = event.data.get("payment_method") == "cash_on_delivery"
    return (event.type, at_the_door) in {
        ("OrderPlaced", True),
        ("OrderPaid", False),
        ("OrderReported", False),
    }


def killed_and_resumed(town: Town, quarter: str) -> None:
    """The execution is ended while it works; a person lets the run go on, and nobody is assessed
    twice.
    """
    town.clock_strikes(quarter)
    town.kill_run(quarter)
    said(town.manager.post("/assessment-runs", {"quarter": quarter}), 202)
    progress = town.assessed(quarter)
    assert (progress["run"], progress["attempts"]) == (1, 2)
    every_supplier_once(town, progress)


def assessed_by_the_clock(town: Town, quarter: str) -> None:
    """The clock strikes twice, and there is one run."""
    town.clock_strikes(quarter)
    town.clock_strikes(quarter)
    progress = town.assessed(quarter)
    assert (progress["run"], progress["attempts"], progress["percent"]) == (1, 1, 100)
    every_supplier_once(town, progress)
    assert progress["by_band"]["excellent"] >= 1
    assert progress["by_band"]["unqualified"] >= 1
    assert progress["by_band"]["not_rated"] >= 1


def every_supplier_once(town: Town, progress: dict[str, Any]) -> None:
    """Who was in the run has one scorecard of it."""
    assert progress["recorded"] == progress["suppliers"] >= len(town.trade.vendors)
    for vendor in town.trade.vendors[:5]:
        path = f"/suppliers/{vendor.supplier_id}/scorecards?limit=100"
        cards = said(town.seller(vendor.supplier_id).get(path))["items"]
        assert [one["quarter"] for one in cards].count(progress["quarter"]) == 1


def excellent(town: Town, supplier_id: str) -> None:
    """Sees every point explained, and is featured until the next assessment."""
    card = said(town.seller(supplier_id).get(f"/suppliers/{supplier_id}/scorecards/{QUARTERS[1]}"))
    assert card["band"] == "excellent"
    assert all(line["zh"] and line["en"] for line in card["lines"])
    # Decimals are texts; the score is exactly the sum of what is shown.
    points = sum(round(float(line["points"]) * 100) for line in card["lines"])
    assert round(float(card["score"]) * 100) == points

    def featured() -> Any:
        return said(town.manager.get(f"/suppliers/{supplier_id}"))["featured_until"]

    assert town.site.wait("the supplier to be featured", featured)
    provisional = said(
        town.seller(supplier_id).get(f"/suppliers/{supplier_id}/scorecards/provisional")
    )
    assert provisional["provisional"]
    assert provisional["way_up"]["zh"]


def unqualified(town: Town, supplier_id: str) -> None:
    """Was it twice; a person decides, the supplier appeals, another person refuses, and only then
    it is over.
    """
    seller, path = town.seller(supplier_id), f"/suppliers/{supplier_id}/scorecards"
    for quarter in QUARTERS:
        assert said(seller.get(f"{path}/{quarter}"))["band"] == "unqualified"
    # The matter of the first quarter is open still, and knows of the second one.
    town.site.wait("the second quarter to be noted", lambda: noted(town, supplier_id))
    said(town.decides("manager", supplier_id, "approve"))
    told = town.consequence(supplier_id, QUARTERS[0], "announced")
    assert told["measure"] == "termination"
    assert told["appeal_last_day"]
    assert told["decided_by"] is None
    assert status(town, supplier_id) == "active"
    grounds = {"grounds": "晚发货由暴雨造成，请复核。"}
    said(seller.post(f"{path}/{QUARTERS[0]}/appeal", grounds))
    town.consequence(supplier_id, QUARTERS[0], "appealed")
    assert status(town, supplier_id) == "active"
    said(town.decides("compliance", supplier_id, "reject"))
    done = town.consequence(supplier_id, QUARTERS[0], "terminated")
    assert done["appeal_upheld"] is False
    town.site.wait("the cooperation to be over", lambda: status(town, supplier_id) == "terminated")


def noted(town: Town, supplier_id: str) -> bool:
    """Whether who decides sees the later quarter."""
    known = town.consequence(supplier_id, QUARTERS[0], "deciding")
    return QUARTERS[1] in {one["quarter"] for one in known["earlier"]}


def papers(town: Town, supplier_id: str) -> None:
    """The report of a scorecard, for people and for machines."""
    seller = town.seller(supplier_id)
    path = f"/suppliers/{supplier_id}/scorecards/{QUARTERS[1]}/report"
    for format, begins in (("html", b"<!doctype html>"), ("xlsx", b"PK")):
        said(seller.post(path, {"format": format}), 202)

        def made(format: str = format) -> Any:
            return said(seller.get(f"{path}?format={format}"))["url"]

        url = town.site.wait(f"the report as {format}", made)
        content = httpx.get(url).content
        assert content[: len(begins)].lower() == begins.lower()


def status(town: Town, supplier_id: str) -> str:
    """Where the cooperation stands."""
    return str(said(town.manager.get(f"/suppliers/{supplier_id}"))["status"])
