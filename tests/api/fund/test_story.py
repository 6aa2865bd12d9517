"""A claim from filing to recovery over HTTP, with its state machine, its clocks and its events."""

from datetime import UTC, datetime, timedelta

import pytest

from teleshop.fund.service import Reviews
from teleshop.kernel.actor import Actor
from tests.api.fund.conftest import Site
from tests.factories import fund as f
from tests.harness import state_machines

pytestmark = pytest.mark.clause("6.3.4")
DAY = timedelta(days=1)


def test_a_claim_is_filed_decided_paid_and_recovered(site: Site) -> None:
    site.contribute()
    made = site.claim(lines=[1], statement="与宣传不符")
    assert (made["state"], made["amount"]) == ("in_review", f.FRAUD)
    assert made["entitlement"]["working_en"].startswith("paid 299.00")
    waiting = site.approval(f.LEAD, made["id"])
    assert (waiting["role"], waiting["title"]["zh"]) == ("lead", "保障基金赔付审批")

    assert site.decide(f.AGENT, made["id"], "approve").json["code"] == "not_responsible"
    part = {"amount": 500_00, "reason": "部分成立"}
    assert site.act(f.LEAD, made["id"], "assessment", part).status == 200
    assert site.decide(f.LEAD, made["id"], "approve").status == 200
    after = site.shown(made["id"], f.BUYER)
    assert (after["state"], after["amount"], after["assessment"]) == (
        "approved",
        500_00,
        "部分成立",
    )
    assert (after["decided_by"], after["filed_by"]) == (None, None)
    assert not state_machines.running()

    assert site.act(f.FINANCE, made["id"], "payout", {"reference": "pay-1"}).status == 200
    fund = site.as_(f.FINANCE).get("/fund").json
    assert (fund["cash"], fund["reserved"], fund["receivable"]) == (9_500_00, 0, 500_00)
    owed = site.shown(made["id"], f.SUPPLIER)
    assert (owed["outstanding"], owed["customer_id"], owed["statement"]) == (500_00, None, None)
    assert (owed["payment_reference"], owed["assessment"]) == (None, None)
    body = {"amount": 200_00, "reference": "rec-1"}
    assert site.act(f.FINANCE, made["id"], "recoveries", body).json["outstanding"] == 300_00
    memo = {"reason_code": "insolvent"}
    assert site.act(f.MANAGER, made["id"], "write-off", memo).json["state"] == "closed"
    proof = site.as_(f.FINANCE).get("/ledger-books/fund/trial-balance").json
    assert proof["balanced"]
    assert proof["agrees"]
    told = [event["detail-type"] for event in site.platform.events]
    for name in ("ClaimOpened", "ClaimDecided", "ClaimPaid", "ClaimRecovered", "ClaimWrittenOff"):
        assert told.count(name) == 1


def test_the_amount_says_who_decides_and_who_filed_does_not(site: Site) -> None:
    site.contribute(20_000_00)
    small = site.claim(f.AGENT, kind="goodwill", lines=[1], amount=100_00)
    assert site.approval(f.AGENT, small["id"])["role"] == "agent"
    assert site.decide(f.AGENT, small["id"], "approve").json["code"] == "four_eyes"
    answer = site.act(f.AGENT, small["id"], "assessment", {"amount": 1, "reason": "x"})
    assert answer.json["code"] == "four_eyes_claim"
    other = Actor("anna", f.AGENT.roles)
    assert site.decide(other, small["id"], "approve").status == 200
    assert site.shown(small["id"])["state"] == "approved"


def test_a_reason_and_its_code_reach_the_customer_who_can_bring_what_is_missing(
    site: Site,
) -> None:
    site.contribute()
    made = site.claim()
    reason = {"reason": "请补充实物照片", "reason_code": "photo_missing"}
    assert site.decide(f.LEAD, made["id"], "return_for_change", **reason).status == 200
    back = site.shown(made["id"], f.BUYER)
    assert (back["state"], back["reason"], back["reason_code"]) == (
        "returned",
        "请补充实物照片",
        "photo_missing",
    )
    assert site.act(f.BUYER, made["id"], "evidence", {"statement": "已补充"}).status == 200
    again = {"reason": "证据不足", "reason_code": "not_proven"}
    assert site.decide(f.LEAD, made["id"], "reject", **again).status == 200
    assert site.shown(made["id"], f.BUYER)["state"] == "refused"
    assert site.as_(f.FINANCE).get("/fund").json["free"] == 10_000_00


def test_claims_that_wait_are_served_one_after_another_when_money_comes(site: Site) -> None:
    now = datetime.now(UTC)
    first = site.at(now).claim(lines=[1])
    second = site.at(now + timedelta(seconds=1)).claim(lines=[3])
    third = site.at(now + timedelta(seconds=2)).claim(kind="refund_advance", lines=[1])
    assert {shown["state"] for shown in (first, second, third)} == {"waiting_for_funds"}
    assert site.as_(f.FINANCE).get("/fund").json["waiting_claims"] == 3
    site.contribute(2 * f.FRAUD)
    states = [site.shown(shown["id"])["state"] for shown in (first, second, third)]
    assert states == ["in_review", "in_review", "waiting_for_funds"]
    assert site.act(f.BUYER, first["id"], "withdrawal").json["state"] == "withdrawn"
    assert site.shown(third["id"])["state"] == "in_review"
    assert site.approval(f.LEAD, second["id"])["role"] == "lead"
    assert len(state_machines.running()) == 2


def test_a_claim_without_merit_does_not_keep_those_behind_it_waiting(site: Site) -> None:
    now = datetime.now(UTC)
    large = site.at(now).claim(lines=[1, 3])
    small = site.at(now + timedelta(seconds=1)).claim(kind="refund_advance", lines=[1])
    site.contribute(1_000_00)
    assert site.shown(small["id"])["state"] == "waiting_for_funds"
    body = {"reason": "订单与申请不符", "reason_code": "not_proven"}
    assert site.act(f.FINANCE, small["id"], "refusal", {"reason": " "}).status == 422
    assert site.act(f.FINANCE, large["id"], "refusal", body).json["state"] == "refused"
    assert site.shown(small["id"])["state"] == "in_review"
    again = site.act(f.FINANCE, small["id"], "refusal", body)
    assert again.json["code"] == "claim_state"
    assert site.shown(large["id"], f.BUYER)["reason"] == "订单与申请不符"


def test_withdrawing_ends_the_review(site: Site) -> None:
    site.contribute()
    made = site.claim()
    assert site.act(f.BUYER, made["id"], "withdrawal").status == 200
    assert not state_machines.running()
    found = site.as_(f.LEAD).get(f"/approvals?process=fund_claim:{made['id']}").json["items"]
    assert [approval["state"] for approval in found] == ["withdrawn"]
    again = site.act(f.BUYER, made["id"], "withdrawal")
    assert (again.status, again.json["code"]) == (409, "claim_state")
    assert "已撤回" in again.json["detail"]


def test_an_agent_who_filed_can_take_the_question_back(site: Site) -> None:
    site.contribute()
    made = site.claim(f.AGENT)
    waiting = site.approval(f.AGENT, made["id"])
    assert site.as_(f.AGENT).post(f"/approvals/{waiting['id']}/withdrawal").status == 200
    site.platform.settle()
    assert site.shown(made["id"])["state"] == "withdrawn"


def test_late_decisions_and_payments_are_told_and_a_silent_chain_waits_for_a_manager(
    site: Site,
) -> None:
    site.contribute()
    made = site.claim()
    now = datetime.now(UTC)
    for day in range(1, 9):
        site.platform.run_schedules(at=now + day * DAY, function="DeadlinesSweep")
    stalled = site.shown(made["id"])
    assert (stalled["state"], stalled["stalled"]) == ("in_review", True)
    overdue = [told["data"]["what"] for told in site.platform.events_of_type("ClaimOverdue")]
    assert overdue == ["decision"]
    site.at(now + 9 * DAY)
    assert site.act(f.MANAGER, made["id"], "review-restarts").status == 202
    site.at(now)  # the run that began now asks for a decision within two days from now
    assert site.decide(f.LEAD, made["id"], "approve").status == 200
    assert site.shown(made["id"])["state"] == "approved"
    site.platform.run_schedules(at=now + 30 * DAY, function="DeadlinesSweep")
    assert site.platform.events_of_type("ClaimOverdue")[-1]["data"]["what"] == "payout"
    assert site.act(f.MANAGER, made["id"], "review-restarts").json["code"] == "claim_state"


def test_a_review_that_fails_waits_for_a_manager_and_runs_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a table is gone")

    site.contribute()
    made = site.claim()
    with monkeypatch.context() as patched:
        patched.setattr(Reviews, "apply_outcome", broken)
        site.decide(f.LEAD, made["id"], "approve")
    assert site.shown(made["id"])["stalled"]
    (told,) = site.platform.events_of_type("ClaimReviewStalled")
    assert told["data"]["error"] == "RuntimeError"
    assert site.act(f.MANAGER, made["id"], "review-restarts").json["round"] == 2
    assert site.decide(f.LEAD, made["id"], "approve").status == 200
    assert site.shown(made["id"])["state"] == "approved"


def test_a_decision_that_finds_no_run_starts_one_that_goes_on(site: Site) -> None:
    site.contribute()
    made = site.claim()
    waiting = site.approval(f.LEAD, made["id"])
    assert state_machines.time_out_waiting_tasks() == 1
    site.platform.settle()
    assert site.shown(made["id"])["stalled"]
    path = f"/approvals/{waiting['id']}/decision"
    assert site.as_(f.LEAD).post(path, {"decision": "approve"}).status == 200
    site.platform.settle()
    assert site.platform.events_of_type("ApprovalCallbackLost")
    assert site.shown(made["id"])["state"] == "approved"


def test_the_statement_is_made_at_the_turn_of_the_month_and_when_asked_for(site: Site) -> None:
    site.contribute()
    site.claim()
    now = datetime.now(UTC)
    turn = (now.replace(day=28) + 5 * DAY).replace(day=1)  # the first of the next month
    at = turn.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(hours=8)
    site.platform.run_schedules(at=at, function="FundStatement")
    month = f"{at - DAY:%Y-%m}"
    finance = site.at(at + DAY).as_(f.FINANCE)
    shown = finance.get(f"/fund/statements/{month}").json
    assert (shown["state"], shown["balanced"]) == ("ready", True)
    assert "X-Amz-Signature" in shown["url"]
    asked = finance.post("/fund/statements", {"month": month})
    assert (asked.status, asked.json["state"]) == (202, "requested")
    site.platform.settle()
    remade = finance.get(f"/fund/statements/{month}").json
    assert remade["sha256"] == shown["sha256"]
    assert remade["made_at"] >= shown["made_at"]
    for bad, status in (("2026-13", 422), ("1999-01", 422), (f"{at + DAY:%Y-%m}", 422)):
        assert finance.post("/fund/statements", {"month": bad}).status == status
    assert finance.get("/fund/statements/2020-01").status == 404


def test_everything_delivered_twice_happens_once(site: Site) -> None:
    site.platform.deliver = "twice"
    made = site.claim()
    site.contribute()
    assert site.decide(f.LEAD, made["id"], "approve").status == 200
    assert site.shown(made["id"])["state"] == "approved"
    fund = site.as_(f.FINANCE).get("/fund").json
    assert (fund["reserved"], fund["free"]) == (f.FRAUD, 10_000_00 - f.FRAUD)


def test_finance_is_told_of_a_lack_of_money_and_of_what_is_to_be_paid(site: Site) -> None:
    made = site.claim()
    site.contribute()
    site.decide(f.LEAD, made["id"], "approve")
    told = site.as_(f.FINANCE).get("/notifications").json["items"]
    assert {shown["subject"]["en"] for shown in told} == {
        "The protection fund is short of money",
        "News of a claim",
    }
