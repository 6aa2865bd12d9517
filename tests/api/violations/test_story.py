"""A case over HTTP with its state machine and its clocks, from first facts to effect."""

from datetime import UTC, datetime, timedelta

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.violations.domain.measures import MeasureState
from teleshop.violations.service import Decisions
from tests.api.violations.conftest import Site
from tests.factories import violations as f
from tests.harness import state_machines

pytestmark = [pytest.mark.clause("3.4.1"), pytest.mark.clause("3.4.2")]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_breach_is_investigated_heard_decided_by_another_and_takes_effect(site: Site) -> None:
    case_id = site.opened()
    site.deciding(case_id, f.findings())
    assert site.waiting(case_id)["title"]["zh"] == "供应商违规处理决定"
    assert site.decide(f.INVESTIGATOR, case_id).json["code"] == "not_responsible"
    # The supplier is told why: nobody approves a measure in silence.
    path = f"/approvals/{site.waiting(case_id)['id']}/decision"
    silent = site.as_(f.MANAGER).post(path, {"decision": "approve"})
    assert (silent.status, silent.json["errors"][0]["pointer"]) == (422, "/reason")
    assert site.decide(f.MANAGER, case_id).status == 200
    decided = site.shown(case_id)
    assert (decided["state"], decided["judges"], decided["reason"]) == (
        "decided",
        ["mona"],
        "经审议",
    )
    assert not state_machines.running()
    site.platform.run_schedules(at=instant(decided["appeal_due"]) - timedelta(seconds=1))
    site.platform.settle()
    assert site.shown(case_id)["state"] == "decided"
    site.platform.run_schedules(at=instant(decided["appeal_due"]))
    site.platform.settle()
    after = site.shown(case_id)
    assert (after["state"], after["points_in_force"]) == ("effective", 6)
    assert after["measures"][0]["state"] == "ordered"
    assert site.told() == [
        "ViolationCaseOpened",
        "ViolationStatementRequested",
        "ViolationStatementGiven",
        "ViolationDecisionRequested",
        "ViolationDecided",
        "ViolationEffective",
    ]


def test_what_became_of_a_measure_stands_in_the_case_and_a_failure_is_told(site: Site) -> None:
    case_id = site.opened()
    site.deciding(case_id, f.findings())
    site.decide(f.MANAGER, case_id)
    site.platform.run_schedules(at=instant(site.shown(case_id)["appeal_due"]))
    site.platform.settle()
    for state in (MeasureState.FAILED, MeasureState.DONE):
        f.noted(f.stored(case_id), "m1", state)
        site.platform.settle()
        (measure,) = site.shown(case_id, f.SELLER)["measures"]
        assert (measure["state"], measure["reference"]) == (state, "ref-1")
    assert site.told()[-2:] == ["ViolationMeasureFailed", "ViolationMeasureNoted"]
    assert site.shown(case_id)["settled"]


def test_a_supplier_that_says_nothing_is_decided_upon_after_its_time(site: Site) -> None:
    case_id = site.opened()
    assert site.act(f.INVESTIGATOR, case_id, "findings", f.findings()).status == 200
    due = instant(site.shown(case_id)["statement_due"])
    site.platform.run_schedules(at=due)
    site.platform.settle()
    shown = site.shown(case_id)
    assert (shown["state"], shown["statement"]) == ("deciding", None)
    late = {"statement": "不属实"}
    assert site.at(due).act(f.SELLER, case_id, "statement", late).json["code"] == (
        "statement_too_late"
    )
    assert site.waiting(case_id)["role"] == "manager"


def test_three_different_persons_decide_on_termination_and_all_must_agree(site: Site) -> None:
    case_id = site.opened(type="counterfeit_goods", hold="product_suspension")
    site.deciding(case_id, f.counterfeit())
    for step, person in f.PANEL:
        waiting = site.waiting(case_id)
        assert (waiting["step"], waiting["role"]) == (step, step.removeprefix("panel_"))
        if step == "panel_compliance":
            assert site.decide(f.INVESTIGATOR, case_id).json["code"] == "four_eyes"
        assert site.decide(person, case_id).status == 200
    shown = site.shown(case_id)
    assert (shown["state"], shown["judges"]) == ("decided", ["lena", "cleo", "mona"])
    states = {one["kind"]: one["state"] for one in shown["measures"]}
    assert states == {
        "product_suspension": "ordered",
        "product_takedown": "ordered",
        "handover": "ordered",
        "fine": "decided",
        "termination": "decided",
    }


def test_nobody_sits_in_a_panel_twice(site: Site) -> None:
    both = Actor("bea", frozenset({Role.LEGAL, Role.COMPLIANCE, Role.MANAGER}))
    case_id = site.opened(type="counterfeit_goods")
    site.deciding(case_id, f.counterfeit())
    assert site.decide(both, case_id).status == 200
    assert site.decide(both, case_id).json["code"] == "four_eyes"
    assert site.decide(f.OTHER_COMPLIANCE, case_id, "reject").status == 200
    after = site.shown(case_id)
    assert after["state"] == "dismissed"
    assert not state_machines.running()


def test_an_appeal_freezes_the_case_and_is_decided_by_somebody_without_a_part(site: Site) -> None:
    case_id = site.opened(type="counterfeit_goods")
    site.deciding(case_id, f.counterfeit())
    for _, person in f.PANEL:
        assert site.decide(person, case_id).status == 200
    due = instant(site.shown(case_id)["appeal_due"])
    body = {"reason": "检验样品并非本公司商品", "evidence": [f.attachment()]}
    appealed = site.act(f.SELLER, case_id, "appeal", body)
    assert (appealed.status, appealed.json["state"]) == (200, "appealed")
    site.platform.run_schedules(at=due + timedelta(days=1))
    site.platform.settle()
    assert site.shown(case_id)["state"] == "appealed"
    waiting = site.waiting(case_id)
    assert waiting["title"]["en"] == "Decision on the appeal of a supplier"
    # Its time passed, so that compliance is asked now; who sat in the panel is excluded.
    people = {"legal": f.LEGAL, "compliance": f.OTHER_COMPLIANCE}
    assert site.decide(people[waiting["role"]], case_id).json["code"] == "four_eyes"
    assert site.decide(f.INVESTIGATOR, case_id).json["code"] in {"four_eyes", "not_responsible"}
    another = {
        "legal": f.OTHER_LEGAL,
        "compliance": Actor("cleve", frozenset({Role.COMPLIANCE})),
    }
    assert site.decide(another[waiting["role"]], case_id).status == 200
    after = site.shown(case_id, f.SELLER)
    assert (after["state"], after["appeal_reason"]) == ("annulled", "经审议")
    assert "ViolationEffective" not in site.told()


def test_an_appeal_is_upheld_or_refused_and_never_sent_back(site: Site) -> None:
    case_id = site.opened()
    site.deciding(case_id, f.findings())
    site.decide(f.MANAGER, case_id)
    site.act(f.SELLER, case_id, "appeal", {"reason": "处罚过重"})
    assert site.decide(f.LEGAL, case_id, "return_for_change").status == 409
    assert site.decide(f.LEGAL, case_id, "reject").status == 200
    assert site.shown(case_id)["state"] == "effective"


def test_what_is_sent_back_is_investigated_again_and_asked_in_a_new_round(site: Site) -> None:
    case_id = site.opened()
    site.deciding(case_id, f.findings())
    assert site.decide(f.MANAGER, case_id, "return_for_change").status == 200
    back = site.shown(case_id)
    assert (back["state"], back["round"]) == ("investigating", 2)
    assert (back["notes"], back["return_reason"]) == (f.NOTES, "经审议")
    site.deciding(case_id, f.findings(measures=[{"kind": "fine", "amount": 2_000_00}]))
    (kept,) = site.shown(case_id, f.SELLER)["rounds"]
    assert (kept["statement"], kept["measures"][0]["amount"]) == ("样品经贵方确认", 1_000_00)
    assert kept.get("return_reason") is None
    assert site.decide(f.MANAGER, case_id).status == 200
    assert site.shown(case_id)["state"] == "decided"


def test_who_investigated_an_earlier_round_sits_in_no_panel(site: Site) -> None:
    case_id = site.opened(type="counterfeit_goods")
    site.deciding(case_id, f.counterfeit())
    assert site.decide(f.LEGAL, case_id, "return_for_change").status == 200
    assert site.act(f.OTHER_COMPLIANCE, case_id, "findings", f.counterfeit()).status == 200
    assert site.act(f.SELLER, case_id, "statement", {"statement": "不属实"}).status == 200
    assert site.decide(f.LEGAL, case_id).status == 200
    assert site.decide(f.INVESTIGATOR, case_id).json["code"] == "four_eyes"
    assert site.waiting(case_id)["step"] == "panel_compliance"


def test_who_sent_a_case_back_does_not_decide_the_appeal(site: Site) -> None:
    case_id = site.opened(type="counterfeit_goods")
    site.deciding(case_id, f.counterfeit())
    assert site.decide(f.LEGAL, case_id, "return_for_change").status == 200
    site.deciding(case_id, f.counterfeit())
    for person in (f.OTHER_LEGAL, f.OTHER_COMPLIANCE, f.MANAGER):
        assert site.decide(person, case_id).status == 200
    assert site.act(f.SELLER, case_id, "appeal", {"reason": "处罚过重"}).status == 200
    assert site.decide(f.LEGAL, case_id, "reject").json["code"] == "four_eyes"
    another = Actor("lara", frozenset({Role.LEGAL}))
    assert site.decide(another, case_id, "reject").status == 200
    assert site.shown(case_id)["state"] == "effective"


def test_of_two_cases_side_by_side_the_second_waits_and_goes_back(site: Site) -> None:
    proposed = [
        {"kind": "product_takedown", "products": f.products()},
        {"kind": "supplier_suspension"},
    ]
    cases = [
        site.opened(type="counterfeit_goods", happened_on=day)
        for day in ("2026-11-10", "2026-11-11")
    ]
    for case_id in cases:
        site.deciding(case_id, f.findings(measures=proposed))
    for case_id in cases:
        assert site.decide(f.MANAGER, case_id).status == 200
    assert [site.shown(one)["state"] for one in cases] == ["decided", "deciding"]
    due = instant(site.shown(cases[0])["appeal_due"])
    for later in (timedelta(), timedelta(days=2)):
        site.platform.run_schedules(at=due + later)
        site.platform.settle()
    back = site.shown(cases[1])
    assert (back["state"], back["round"]) == ("investigating", 2)
    assert "终止合作" in back["return_reason"]


def test_a_decision_that_failed_for_a_technical_reason_is_asked_for_again_by_itself(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = site.opened()
    site.deciding(case_id, f.findings())

    def broken(*_: object) -> str:
        raise RuntimeError("database gone")

    with monkeypatch.context() as patch:
        patch.setattr(Decisions, "apply_outcome", broken)
        path = f"/approvals/{site.waiting(case_id)['id']}/decision"
        body = {"decision": "approve", "reason": "经审议"}
        assert site.as_(f.MANAGER).post(path, body).status == 200
        site.platform.settle(allow_dead_letters=True)
    assert "ViolationCaseStalled" in site.told()
    assert site.shown(case_id)["state"] == "deciding"
    site.platform.run_schedules(at=datetime.now(UTC) + timedelta(hours=2))
    site.platform.settle(allow_dead_letters=True)
    # Who decided is not asked again.
    assert site.shown(case_id)["judges"] == ["mona"]


def test_events_that_come_twice_and_in_any_order_change_nothing(site: Site) -> None:
    site.platform.deliver = "twice"
    case_id = site.opened()
    site.deciding(case_id, f.findings())
    site.decide(f.MANAGER, case_id)
    site.platform.run_schedules(at=instant(site.shown(case_id)["appeal_due"]))
    site.platform.settle()
    assert site.shown(case_id)["state"] == "effective"
    ids = {
        event["detail"]["id"]
        for event in site.platform.events
        if event["detail-type"] in {"ViolationDecided", "ViolationEffective"}
    }
    assert len(ids) == 2


def test_an_investigation_that_is_late_is_told(site: Site) -> None:
    case_id = site.opened()
    site.platform.run_schedules(at=instant(site.shown(case_id)["investigation_due"]))
    site.platform.settle()
    assert "ViolationCaseOverdue" in site.told()
