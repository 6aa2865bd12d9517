"""Cases over HTTP with everything connected: what is decided is carried out, and taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.deposits.tables import DepositRepository
from teleshop.suppliers.wiring import service as suppliers
from teleshop.violations.wiring import service
from tests.api.client import ApiClient
from tests.api.violations.conftest import Site
from tests.factories import reviews
from tests.factories import violations as f
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected

pytestmark = [pytest.mark.clause("3.4.1"), pytest.mark.clause("3.4.2")]


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """Everything that `infra/` connects."""
    with connected(aws) as made:
        yield made


@pytest.fixture
def whole(api: ApiClient, platform: Platform) -> Site:
    """A supplier with goods on sale."""
    f.goods()
    return Site(api, platform).at(datetime.now(UTC))


def product_states() -> set[str]:
    return {reviews.product_of(product_id).state.value for product_id in f.products()}


def state_of_supplier() -> str:
    return suppliers().applications.show(f.call(f.AUDITOR), f.SUPPLIER_ID).supplier.state


def measures(case: dict[str, Any]) -> dict[str, str]:
    return {f"{one['id']} {one['kind']}": one["state"] for one in case["measures"]}


def decided_by_panel(whole: Site) -> str:
    """Grave counterfeits, whose goods are held, decided by a panel."""
    case_id = whole.opened(type="counterfeit_goods", hold="product_suspension")
    assert product_states() == {"suspended"}
    whole.deciding(case_id, f.counterfeit())
    for _, person in f.PANEL:
        assert whole.decide(person, case_id).status == 200
    return case_id


def test_counterfeits_are_taken_down_at_once_and_the_cooperation_ends_after_the_appeal_window(
    whole: Site,
) -> None:
    case_id = decided_by_panel(whole)
    decided = whole.shown(case_id)
    assert measures(decided) == {
        "m1 product_suspension": "done",
        "m2 product_takedown": "done",
        "m3 fine": "decided",
        "m4 termination": "decided",
        "m5 handover": "done",
    }
    assert state_of_supplier() == "active"
    whole.platform.run_schedules(at=datetime.fromisoformat(decided["appeal_due"]))
    whole.platform.settle()
    after = whole.shown(case_id)
    assert after["state"] == "effective"
    assert set(measures(after).values()) == {"done"}
    assert after["settled"]
    assert state_of_supplier() == "terminated"
    assert len(whole.platform.events_of_type("BlacklistEntryAdded")) == 1
    assert len(whole.platform.events_of_type("DepositFined")) == 1
    assert DepositRepository().find_block(f.SUPPLIER_ID, case_id) is None
    assert service().records.of_supplier(f.SUPPLIER_ID, datetime.now(UTC)).points == 48


def test_an_upheld_appeal_gives_everything_back(whole: Site) -> None:
    case_id = decided_by_panel(whole)
    whole.act(f.SELLER, case_id, "appeal", {"reason": "样品并非本公司商品"})
    assert whole.decide(f.OTHER_LEGAL, case_id).status == 200
    after = whole.shown(case_id)
    assert after["state"] == "annulled"
    assert set(measures(after).values()) == {"undone", "dropped"}
    assert after["settled"]
    assert state_of_supplier() == "active"
    known = service().records.of_supplier(f.SUPPLIER_ID, datetime.now(UTC))
    assert known.is_clean
    assert {reviews.product_of(product_id).on_hold for product_id in f.products()} == {False}
    assert whole.platform.events_of_type("DepositFined") == []
