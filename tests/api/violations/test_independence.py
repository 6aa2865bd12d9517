"""Who decides is neither stopped nor replaced by who opened, investigated or judged before."""

import pytest

from teleshop.kernel.actor import Actor
from tests.api.client import ApiAnswer
from tests.api.violations.conftest import Site
from tests.factories import violations as f

pytestmark = [pytest.mark.clause("3.4.1"), pytest.mark.clause("3.4.2")]


def withdraw(site: Site, actor: Actor, case_id: str) -> ApiAnswer:
    """Somebody tries to take back what waits for a decision."""
    answer = site.as_(actor).post(f"/approvals/{site.waiting(case_id)['id']}/withdrawal")
    site.platform.settle()
    return answer


def appealed(site: Site) -> str:
    """An appeal against a fine waits for its decision."""
    case_id = site.opened()
    site.deciding(case_id, f.findings())
    assert site.decide(f.MANAGER, case_id).status == 200
    assert site.act(f.SELLER, case_id, "appeal", {"reason": "处罚过重"}).status == 200
    return case_id


def test_nobody_of_the_case_takes_back_the_appeal_of_the_supplier(site: Site) -> None:
    case_id = appealed(site)
    waiting = site.waiting(case_id)["id"]
    for person in (f.INVESTIGATOR, f.OPENER, f.MANAGER):
        assert withdraw(site, person, case_id).json["code"] == "not_applicant"
    assert withdraw(site, f.SELLER, case_id).json["code"] == "approval_not_found"
    assert site.shown(case_id)["round"] == 1
    assert site.waiting(case_id)["id"] == waiting


def test_who_opened_a_case_cannot_answer_its_appeal_again_and_again(site: Site) -> None:
    case_id = appealed(site)
    waiting = site.waiting(case_id)["id"]
    assert site.decide(f.OPENER, case_id, "reject").json["code"] == "four_eyes"
    assert site.waiting(case_id)["id"] == waiting
    assert site.decide(f.LEGAL, case_id).status == 200
    assert site.shown(case_id)["state"] == "annulled"


def test_who_investigated_cannot_take_a_decision_back_that_is_asked_for(site: Site) -> None:
    case_id = site.opened()
    site.deciding(case_id, f.findings())
    assert withdraw(site, f.INVESTIGATOR, case_id).status == 403
    shown = site.shown(case_id)
    assert (shown["state"], shown["round"], shown["return_reason"]) == ("deciding", 1, None)
    assert site.decide(f.MANAGER, case_id).status == 200


def test_who_investigated_cannot_stop_a_panel_that_began(site: Site) -> None:
    case_id = site.opened(type="counterfeit_goods")
    site.deciding(case_id, f.counterfeit())
    for person in (f.LEGAL, f.OTHER_COMPLIANCE):
        assert site.decide(person, case_id).status == 200
    assert withdraw(site, f.INVESTIGATOR, case_id).status == 403
    assert site.waiting(case_id)["step"] == "panel_manager"
    assert site.decide(f.MANAGER, case_id).status == 200
    assert site.shown(case_id)["state"] == "decided"


def test_who_opened_a_case_does_not_sit_in_its_panel(site: Site) -> None:
    case_id = site.opened(type="counterfeit_goods")
    site.deciding(case_id, f.counterfeit())
    assert site.decide(f.OPENER, case_id).json["code"] == "four_eyes"
    assert site.decide(f.LEGAL, case_id).status == 200


def test_the_supplier_reads_the_reasons_of_all_three_who_agreed(site: Site) -> None:
    case_id = site.opened(type="counterfeit_goods")
    site.deciding(case_id, f.counterfeit())
    reasons = ["证据充分", "情节严重", "同意前述意见"]
    for (_, person), reason in zip(f.PANEL, reasons, strict=True):
        path = f"/approvals/{site.waiting(case_id)['id']}/decision"
        answer = site.as_(person).post(path, {"decision": "approve", "reason": reason})
        assert answer.status == 200
        site.platform.settle()
    for reader in (f.SELLER, f.AUDITOR):
        assert site.shown(case_id, reader)["reason"] == "1. 证据充分\n2. 情节严重\n3. 同意前述意见"


def test_a_dismissal_by_a_panel_names_the_reason_of_who_did_not_agree(site: Site) -> None:
    case_id = site.opened(type="counterfeit_goods")
    site.deciding(case_id, f.counterfeit())
    for (_, person), (choice, reason) in zip(
        f.PANEL[:2], (("approve", "证据充分"), ("reject", "样品来源不明")), strict=True
    ):
        path = f"/approvals/{site.waiting(case_id)['id']}/decision"
        answer = site.as_(person).post(path, {"decision": choice, "reason": reason})
        assert answer.status == 200
        site.platform.settle()
    shown = site.shown(case_id, f.SELLER)
    assert (shown["state"], shown["reason"]) == ("dismissed", "样品来源不明")
