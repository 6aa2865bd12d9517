"""Cases over HTTP with everything connected: what is decided is carried out, and taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
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


def test_goods_held_on_first_facts_are_let_go_when_nobody_reports_in_time(whole: Site) -> None:
    case_id = whole.opened(hold="product_takedown")
    assert product_states() == {"suspended"}
    due = datetime.fromisoformat(whole.shown(case_id)["investigation_due"])
    whole.platform.run_schedules(at=due - timedelta(seconds=1))
    whole.platform.settle()
    assert product_states() == {"suspended"}
    whole.platform.run_schedules(at=due)
    whole.platform.settle()
    late = whole.shown(case_id, f.SELLER)
    assert (late["state"], late["settled"]) == ("investigating", False)
    assert measures(late) == {"m1 product_takedown": "undone"}
    assert datetime.fromisoformat(late["hold_fell_at"]) >= due
    assert {reviews.product_of(product_id).on_hold for product_id in f.products()} == {False}
    # People are reminded until somebody reports; what was let go is not held again.
    for days in (40, 80):
        whole.platform.run_schedules(at=due + timedelta(days=days))
        whole.platform.settle()
    assert len(whole.platform.events_of_type("ViolationCaseOverdue")) == 3
    assert whole.shown(case_id, f.SELLER)["hold_fell_at"] == late["hold_fell_at"]
    whole.deciding(case_id, f.findings(measures=[FINE, TAKEDOWN]))
    assert whole.decide(f.MANAGER, case_id).status == 200
    assert product_states() == {"suspended"}
    whole.platform.run_schedules(at=due + timedelta(days=120))
    whole.platform.settle()
    assert len(whole.platform.events_of_type("ViolationCaseOverdue")) == 3


FINE = {"kind": "fine", "amount": 1_000_00}
TAKEDOWN = {"kind": "product_takedown", "products": f.products()}


def test_of_whom_the_cooperation_has_ended_with_no_second_end_is_asked(whole: Site) -> None:
    grave = decided_by_panel(whole)
    small = whole.opened(happened_on="2026-11-11")
    whole.platform.run_schedules(at=datetime.fromisoformat(whole.shown(grave)["appeal_due"]))
    whole.platform.settle()
    assert state_of_supplier() == "terminated"
    warned = f.findings(gravity="minor", measures=[{"kind": "warning"}])
    mild = whole.act(f.INVESTIGATOR, small, "findings", warned)
    assert [(one["pointer"], one["code"]) for one in mild.json["errors"]] == [
        ("/measures", "measures_too_mild")
    ]
    assert "罚款" in mild.json["errors"][0]["message"]
    for kind in ("termination", "supplier_suspension"):
        again = f.findings(gravity="minor", measures=[{"kind": kind}])
        refused = whole.act(f.INVESTIGATOR, small, "findings", again)
        assert [(one["pointer"], one["code"]) for one in refused.json["errors"]] == [
            ("/measures/0/kind", "cooperation_ended"),
            ("/measures", "measures_too_mild"),
        ]
    fined = f.findings(gravity="minor", measures=[FINE])
    assert whole.act(f.INVESTIGATOR, small, "findings", fined).status == 200
    assert whole.act(f.SELLER, small, "statement", {"statement": "属实"}).status == 200
    # One person decides: no panel sits on a cooperation that is over.
    assert whole.decide(f.MANAGER, small).status == 200
    whole.platform.run_schedules(at=datetime.fromisoformat(whole.shown(small)["appeal_due"]))
    whole.platform.settle()
    after = whole.shown(small)
    assert (after["state"], after["settled"]) == ("effective", True)
    assert DepositRepository().find_block(f.SUPPLIER_ID, small) is None
