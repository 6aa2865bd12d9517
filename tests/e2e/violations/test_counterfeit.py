"""Counterfeit goods on the packaged artifact: off sale at once, the supplier is heard, loses its
appeal and is fined from its deposit, and whoever bought the goods gets the money back.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.goods.market import PRICE, Market
from tests.e2e.local_site import OnLocalCloud
from tests.e2e.orders.counter import Counter
from tests.e2e.shop import said
from tests.factories import files

pytestmark = pytest.mark.clause("3.4.1", "3.4.2")
DEPOSIT = 60_000_00
FINE = 8_000_00


@pytest.fixture
def counter(site: OnLocalCloud, request: pytest.FixtureRequest) -> Counter:
    """Goods of this test alone, on sale and in stock, of a supplier with a deposit."""
    made = Counter(Market(site, request.node.nodeid).opened()).stocked()
    made.takes_back()
    paid_in = {
        "kind": "payment",
        "amount": DEPOSIT,
        "reference": f"BANK-{made.market.number}",
        "payer_account": f"6222{made.market.number:012d}",
    }
    path = f"/suppliers/{made.market.supplier_id}/deposit"
    assert said(made.who("finance").post(path, paid_in))["held"] == DEPOSIT
    return made


def test_counterfeit_goods_leave_the_shop_and_their_buyers_get_the_money_back(
    counter: Counter,
) -> None:
    delivered = counter.bought(counter.wish(PRICE, place=1))
    parcel = counter.sent(delivered)
    said(counter.arrived(delivered, parcel, outcome="delivered"))
    with counter.market.site.clocks.held():
        # Its release would be a matter of minutes: nobody may let the clocks run ahead until it is
        # called off.
        waiting = counter.bought(counter.wish(PRICE, place=2))
        case_id = opened(counter)
        counter.market.gone(counter.product_id, "goods under suspicion off the shop")
        refused_anew(counter)
        heard(counter, case_id)
        decided(counter, case_id)
        called_off(counter, case_id, waiting)
    appealed_in_vain(counter, case_id)
    given_back(counter, case_id, delivered)
    everything_agrees(counter, case_id)


def first_facts(counter: Counter) -> dict[str, Any]:
    """What a test purchase showed."""
    found = counter.market.story.uploaded(counter.who("compliance"), "evidence", files.pdf())
    return {
        "supplier_id": counter.market.supplier_id,
        "type": "counterfeit_goods",
        "gravity": "minor",
        "source": "staff",
        "happened_on": (datetime.now(UTC) - timedelta(days=1)).date().isoformat(),
        "facts": "抽检样品的商标经权利人鉴定为假冒。",
        "products": [counter.product_id],
        "evidence": [found["id"]],
        "hold": "product_suspension",
    }


def opened(counter: Counter) -> str:
    """The case is opened; the same facts are no second one."""
    compliance, facts = counter.who("compliance"), first_facts(counter)
    case = said(compliance.post("/violation-cases", facts), 201)
    twin = compliance.post("/violation-cases", facts)
    assert twin.status == 409
    assert case["id"] in str(twin.json)
    assert case["state"] == "investigating"
    return str(case["id"])


def refused_anew(counter: Counter) -> None:
    """Nobody can order what is held."""
    answer = counter.order(counter.wish(PRICE, place=3))
    assert answer.status in {409, 422}, answer.json


def heard(counter: Counter, case_id: str) -> None:
    """Findings with proposed measures, and what the supplier says to them."""
    found = {
        "gravity": "minor",
        "findings": "样品与正品的防伪标识不符。",
        "notes": "线索来自神秘顾客计划。",
        "measures": [
            {"kind": "product_takedown", "products": [counter.product_id]},
            {"kind": "fine", "amount": FINE},
        ],
    }
    path = f"/violation-cases/{case_id}"
    said(counter.who("compliance").post(f"{path}/findings", found))
    seen = said(counter.market.seller.get(path))
    assert seen["findings"] == found["findings"]
    assert seen["notes"] is None
    assert seen["statement_due"] is not None
    statement = {"statement": "该批次由上游供货商提供，我方不知情。"}
    said(counter.market.seller.post(f"{path}/statement", statement))


def decided(counter: Counter, case_id: str) -> None:
    """A manager decides, who had no part so far."""
    said(counter.market.decide("manager", case_id, step="violation_decision"))

    def done() -> bool:
        case = said(counter.who("compliance").get(f"/violation-cases/{case_id}"))
        return bool(case["state"] == "decided")

    counter.market.site.wait("the case to be decided", done)
    # Whoever appeals may get the goods back: they are held, and nothing is paid.
    assert counter.market.product(counter.product_id)["state"] == "suspended"
    assert held(counter) == DEPOSIT


def called_off(counter: Counter, case_id: str, order_id: str) -> None:
    """What the warehouse did not have yet is called off, and its money goes back by itself."""
    standing(counter, case_id, order_id, "called_off")
    assert counter.shown(order_id)["taken"]["state"] == "cancelled"
    assert counter.refunded(order_id)["amount"] == PRICE


def appealed_in_vain(counter: Counter, case_id: str) -> None:
    """The fine waits for the appeal; refused by somebody else, it is taken from the deposit."""
    path = f"/violation-cases/{case_id}"
    appeal = {"reason": "请求减轻处罚。"}
    assert said(counter.market.seller.post(f"{path}/appeal", appeal))["state"] == "appealed"
    assert held(counter) == DEPOSIT
    said(counter.market.decide("legal", case_id, "reject", step="violation_appeal"))
    counter.market.site.wait(
        "the fine to be taken from the deposit", lambda: held(counter) == DEPOSIT - FINE
    )
    counter.market.site.wait(
        "the goods to be taken down",
        lambda: counter.market.product(counter.product_id)["state"] == "withdrawn",
    )
    proof = said(
        counter.who("finance").get(
            f"/ledger-books/deposit:{counter.market.supplier_id}/trial-balance"
        )
    )
    assert proof["balanced"] is True


def given_back(counter: Counter, case_id: str, order_id: str) -> None:
    """The return that the platform opened is carried out, and the case knows it."""
    affected = standing(counter, case_id, order_id, "offered")
    counter.sent_back(affected["help_id"], order_id, PRICE, fault=True)
    standing(counter, case_id, order_id, "refunded")


def everything_agrees(counter: Counter, case_id: str) -> None:
    """The counts on the case, the points of the supplier, and what nobody else may see."""
    path = f"/violation-cases/{case_id}"
    case = said(counter.who("compliance").get(path))
    assert case["state"] == "effective"
    assert case["points"] == 12
    assert case["points_in_force"] == 12
    counts = case["affected"]
    assert (counts["orders"], counts["complete"]) == (2, True)
    # The money of what never left goes back by the order itself.
    helped = {where: count for where, count in counts["standings"].items() if count}
    assert helped == {"called_off": 1, "refunded": 1}
    states = {one["kind"]: one["state"] for one in case["measures"] if not one["interim"]}
    assert states == {"product_takedown": "done", "fine": "done"}
    stranger = counter.market.site.person("supplier", "stranger", "sup_01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert stranger.get(path).status == 404


def standing(counter: Counter, case_id: str, order_id: str, wanted: str) -> Any:
    """An affected order as soon as it stands there."""
    lead = counter.who("lead")

    def there() -> Any:
        items = said(lead.get(f"/violation-cases/{case_id}/affected-orders?limit=100"))["items"]
        found = next((one for one in items if one["order_id"] == order_id), None)
        return found if found and found["standing"] == wanted else None

    return counter.market.site.wait(f"the affected order to be {wanted}", there)


def held(counter: Counter) -> int:
    """What is left of the deposit."""
    path = f"/suppliers/{counter.market.supplier_id}/deposit"
    return int(said(counter.market.seller.get(path))["held"])
