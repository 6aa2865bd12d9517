"""Consequences of a scorecard over HTTP, with their state machine, clocks, events and files."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from teleshop.assessment.domain.bands import Band
from teleshop.assessment.service.consequence_reviews import ConsequenceReviews
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.quarters import quarter_of
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import consequences as f
from tests.factories.reviews import on_board
from tests.harness import state_machines
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("3.3.3")
TAKING_PART = (
    "AssessmentOnScorecard",
    "AssessmentStartConsequence",
    "AssessmentApplyConsequence",
    "AssessmentReportConsequenceFailure",
    "AssessmentOnDeadline",
    "AssessmentReport",
    "Approvals",
    "Deadlines",
    "Outbox",
    "NotificationsOnEvent",
)
CARD = f"/suppliers/{f.SUPPLIER}/scorecards/{f.QUARTER}"
APPEAL = {"grounds": "九月的退货是承运商造成的"}
PLAN = {"measures": [{"what": "每批商品复检", "by": "2026-12-01", "responsible": "李工"}]}
BOTH = Actor("mona", frozenset({Role.MANAGER, Role.LEGAL}))
"""The manager of the factories, who is also in the legal department."""
LEGAL = Actor("lena", frozenset({Role.LEGAL}))
MINUTE = timedelta(minutes=1)


class Site:
    """The HTTP application with everything behind it."""

    def __init__(self, api: ApiClient, platform: Platform) -> None:
        self.api = api
        self.platform = platform

    def issue(self, band: Band = Band.UNQUALIFIED, quarter: str = f.QUARTER, run: int = 1) -> None:
        f.stored(f.card(band, quarter, run), told=True)
        self.platform.settle()

    def shown(self, actor: Actor = f.OWN) -> dict[str, Any]:
        answer = self.api.as_actor(actor).get(CARD)
        assert answer.status == 200, answer.json
        return dict(answer.json["consequence"])

    def post(self, actor: Actor, what: str, body: Any) -> ApiAnswer:
        answer = self.api.as_actor(actor).post(f"{CARD}/{what}", body)
        self.platform.settle()
        return answer

    def decide(self, actor: Actor, kind: str, decision: str, **body: Any) -> ApiAnswer:
        process = f"{kind}:{f.SUPPLIER}-{f.QUARTER}"
        found = self.api.as_actor(actor).get(f"/approvals?process={process}").json["items"]
        (waiting,) = [one for one in found if one["state"] == "open"]
        answer = self.api.as_actor(actor).post(
            f"/approvals/{waiting['id']}/decision", {"decision": decision, **body}
        )
        self.platform.settle()
        return answer

    def take_back(self, kind: str) -> None:
        process = f"{kind}:{f.SUPPLIER}-{f.QUARTER}"
        found = self.api.as_actor(f.COMPLIANCE).get(f"/approvals?process={process}").json["items"]
        (waiting,) = [one for one in found if one["state"] == "open"]
        answer = self.api.as_actor(f.OWN).post(f"/approvals/{waiting['id']}/withdrawal")
        assert answer.status == 200, answer.json
        self.platform.settle()

    def run_clocks(self, until: str) -> None:
        """Let the clocks run past an instant that a view names. Requests stay at the present one,
        as the state machine does.
        """
        moment = datetime.fromisoformat(until) + timedelta(minutes=10)
        self.platform.run_schedules(at=moment, function="DeadlinesSweep")


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in it, connected; others listen elsewhere."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    machines = [one for one in whole.machines if one.logical_id == "AssessmentConsequence"]
    with connected(aws, replace(whole.only(*names), machines=machines)) as made:
        yield made


@pytest.fixture
def site(api: ApiClient, platform: Platform) -> Site:
    on_board(f.SUPPLIER)
    api.clock.instant = datetime.now(UTC) + MINUTE
    return Site(api, platform)


def test_unqualified_leads_through_a_refused_appeal_to_termination(site: Site) -> None:
    site.issue()
    waiting = site.shown()
    assert (waiting["state"], waiting["state_zh"]) == ("deciding", "待决定")
    assert waiting["reasons"]
    early = site.post(f.OWN, "appeal", APPEAL)
    assert (early.status, early.json["code"]) == (409, "consequence_not_decided")
    silent = site.decide(f.MANAGER, "assessment_consequence", "approve")
    assert (silent.status, silent.json["errors"][0]["pointer"]) == (422, "/reason")
    assert site.shown()["state"] == "deciding"
    agreed = site.decide(f.MANAGER, "assessment_consequence", "approve", reason="连续两季度不合格")
    assert agreed.status == 200
    assert site.shown()["reason"] == "连续两季度不合格"
    announced = site.shown()
    assert (announced["state"], announced["measure"]) == ("announced", "termination")
    assert (announced["decided_by"], site.shown(f.MANAGER)["decided_by"]) == (None, "mona")

    assert site.post(f.STRANGER, "appeal", APPEAL).status == 404
    filed = site.post(f.OWN, "appeal", APPEAL)
    assert (filed.status, filed.json["state"]) == (201, "appealed")
    twin = site.post(f.OWN, "appeal", APPEAL)
    assert (twin.status, twin.json["code"]) == (409, "already_appealed")
    site.run_clocks(announced["appeal_until"])
    assert site.shown()["state"] == "appealed"

    own = site.decide(BOTH, "assessment_consequence", "reject", reason="维持")
    assert own.json["code"] == "four_eyes"
    # Compliance let its time pass, so the legal department hears the appeal.
    refused = site.decide(LEGAL, "assessment_consequence", "reject", reason="数据无误，维持决定")
    assert refused.status == 200
    ended = site.shown()
    assert (ended["state"], ended["appeal_upheld"]) == ("terminated", False)
    assert ended["appeal_reason"] == "数据无误，维持决定"
    assert len(site.platform.events_of_type("SupplierTerminated")) == 1
    assert not state_machines.running()

    # A better run of the quarter undoes nothing by machine: people are told.
    site.issue(Band.QUALIFIED, run=2)
    assert site.shown()["state"] == "terminated"
    (asked,) = site.platform.events_of_type("ConsequenceQuestioned")
    assert (asked["data"]["run"], asked["data"]["band"]) == (2, "qualified")


def test_an_upheld_appeal_voids_the_measure_and_the_scorecard_says_so(site: Site) -> None:
    site.issue()
    site.decide(f.MANAGER, "assessment_consequence", "approve", reason="连续不合格")
    site.post(f.OWN, "appeal", APPEAL)
    site.decide(f.COMPLIANCE, "assessment_consequence", "approve", reason="数据有误")
    shown = site.shown()
    assert (shown["state"], shown["ended_why"]) == ("void", "appeal_upheld")
    assert site.platform.events_of_type("SupplierTerminated") == []


def test_a_plan_is_asked_for_handed_in_accepted_and_judged_by_the_next_quarter(site: Site) -> None:
    site.issue()
    reason = {"reason": "先给出改进措施"}
    site.decide(f.MANAGER, "assessment_consequence", "return_for_change", **reason)
    announced = site.shown()
    assert (announced["measure"], announced["reason"]) == ("improvement_plan", reason["reason"])
    early = site.post(f.OWN, "improvement-plan", PLAN)
    assert (early.status, early.json["code"]) == (409, "plan_not_due")
    site.run_clocks(announced["appeal_until"])
    due = site.shown()
    assert due["state"] == "plan_due"

    day = china_date(datetime.now(UTC)).isoformat()
    plan = {"measures": [{**PLAN["measures"][0], "by": day}]}
    bad = site.post(f.OWN, "improvement-plan", {"measures": []})
    assert (bad.status, bad.json["errors"][0]["pointer"]) == (422, "/measures")
    past = {"measures": [{**PLAN["measures"][0], "by": "2020-01-01"}]}
    faulty = site.post(f.OWN, "improvement-plan", past)
    assert faulty.json["errors"][0]["pointer"] == "/measures/0/by"
    assert site.post(f.STRANGER, "improvement-plan", plan).status == 404
    assert site.post(f.OWN, "improvement-plan", plan).json["state"] == "plan_review"
    site.decide(f.REVIEWER, "improvement_plan", "return_for_change", reason="请写明检验标准")
    assert site.shown()["plan_reason"] == "请写明检验标准"
    assert site.post(f.OWN, "improvement-plan", plan).json["submission"] == 2
    site.decide(f.REVIEWER, "improvement_plan", "approve")
    assert site.shown()["state"] == "plan_running"
    judge = site.shown()["plan_judged_by"]
    assert judge > quarter_of(datetime.now(UTC))
    site.issue(Band.QUALIFIED, judge)
    assert (site.shown()["state"], site.shown()["ended_why"]) == ("fulfilled", "plan_fulfilled")


def test_the_supplier_takes_appeal_and_plan_back_and_nothing_goes_in_circles(site: Site) -> None:
    site.issue()
    site.decide(f.MANAGER, "assessment_consequence", "return_for_change", reason="先改进")
    site.post(f.OWN, "appeal", APPEAL)
    site.take_back("assessment_consequence")
    back = site.shown()
    assert back["state"] == "announced"
    again = site.post(f.OWN, "appeal", APPEAL)
    assert again.json["code"] == "already_appealed"
    assert "包括已撤回的" in again.json["detail"]
    site.run_clocks(back["appeal_until"])
    day = china_date(datetime.now(UTC)).isoformat()
    plan = {"measures": [{**PLAN["measures"][0], "by": day}]}
    site.post(f.OWN, "improvement-plan", plan)
    site.take_back("improvement_plan")
    assert site.shown()["state"] == "plan_due"
    assert site.post(f.OWN, "improvement-plan", plan).json["submission"] == 2
    site.decide(f.REVIEWER, "improvement_plan", "approve")
    assert site.shown()["state"] == "plan_running"
    assert not state_machines.running()


@pytest.mark.parametrize("deliver", ["twice", "reversed"])
def test_the_course_is_the_same_however_badly_events_are_delivered(
    site: Site, deliver: Any
) -> None:
    site.platform.deliver = deliver
    site.issue()
    site.decide(f.MANAGER, "assessment_consequence", "approve", reason="连续不合格")
    site.run_clocks(site.shown()["appeal_until"])
    assert site.shown()["state"] == "terminated"
    for name in ("ConsequenceDecided", "ConsequenceTookEffect", "SupplierTerminated"):
        ids = {event["id"] for event in site.platform.events_of_type(name)}
        assert len(ids) == 1


def test_a_better_run_of_the_same_quarter_ends_what_waits_and_nothing_is_asked(site: Site) -> None:
    site.issue()
    site.issue(Band.QUALIFIED, run=2)
    assert (site.shown()["state"], site.shown()["ended_why"]) == ("void", "rerun")
    process = f"assessment_consequence:{f.SUPPLIER}-{f.QUARTER}"
    found = site.api.as_actor(f.MANAGER).get(f"/approvals?process={process}").json["items"]
    assert [one["state"] for one in found] == ["withdrawn"]
    assert not state_machines.running()


def test_a_step_that_fails_is_told_and_tried_again_by_itself(site: Site) -> None:
    site.issue()
    with patch.object(ConsequenceReviews, "_decide", side_effect=RuntimeError("broken")):
        site.decide(f.MANAGER, "assessment_consequence", "approve", reason="连续不合格")
    assert site.shown(f.MANAGER)["stalled"]
    assert len(site.platform.events_of_type("ConsequenceStalled")) == 1
    site.run_clocks((datetime.now(UTC) + timedelta(days=2)).isoformat())
    # The decision was made; the new run takes it up.
    assert site.shown()["state"] == "announced"


def test_the_supplier_is_reminded_before_the_window_ends(site: Site) -> None:
    site.issue()
    site.decide(f.MANAGER, "assessment_consequence", "approve", reason="连续不合格")
    ends = datetime.fromisoformat(site.shown()["appeal_until"])
    site.platform.run_schedules(at=ends - timedelta(days=2), function="DeadlinesSweep")
    (near,) = site.platform.events_of_type("ConsequenceDeadlineNear")
    assert near["data"]["what"] == "appeal"
    assert site.shown()["state"] == "announced"


def test_faults_name_their_field_their_rule_and_what_to_do(site: Site) -> None:
    site.issue()
    site.decide(f.MANAGER, "assessment_consequence", "approve", reason="连续不合格")
    blank = site.post(f.OWN, "appeal", {"grounds": " \t"})
    (fault,) = blank.json["errors"]
    assert (blank.status, fault["pointer"], fault["clause"]) == (422, "/grounds", "3.3.3")
    assert fault["code"] == "text_required"
    long = site.post(f.OWN, "appeal", {"grounds": "长" * 4001})
    (fault,) = long.json["errors"]
    assert fault["message"] == "请填写内容，不能只有空格，最多 4000 个字符。"
    foreign = {**APPEAL, "documents": ["doc_01M85DHGV7QFY5FSZEG4Y45BFB"]}
    refused = site.post(f.OWN, "appeal", foreign)
    (fault,) = refused.json["errors"]
    assert (refused.status, fault["pointer"], fault["clause"]) == (422, "/documents/0", "3.3.3")
    own = site.api.as_actor(f.OWN)
    path = f"/suppliers/{f.SUPPLIER}/scorecards/xx"
    for answer in (own.get(path), own.get(f"{path}/report?format=html")):
        assert (answer.status, answer.json["code"]) == (404, "scorecard_not_found")
        assert [one["pointer"] for one in answer.json["errors"]] == ["/quarter"]
    appealed = own.post(f"{path}/appeal", APPEAL)
    assert [one["pointer"] for one in appealed.json["errors"]] == ["/quarter"]


@pytest.mark.clause("3.3.2")
@pytest.mark.parametrize("format", ["html", "xlsx"])
def test_a_report_is_asked_for_made_and_linked_to_for_its_supplier_alone(
    site: Site, format: str
) -> None:
    site.issue(Band.QUALIFIED)
    own, body = site.api.as_actor(f.OWN), {"format": format}
    missing = own.get(f"{CARD}/report?format={format}")
    assert (missing.status, missing.json["code"]) == (404, "report_not_found")
    asked = own.post(f"{CARD}/report", body)
    assert (asked.status, asked.json["state"], asked.json["url"]) == (202, "requested", None)
    twin = own.post(f"{CARD}/report", body)
    assert (twin.status, twin.json["state"]) == (202, "requested")
    site.platform.settle()
    assert len(site.platform.events_of_type("ScorecardReportMade")) == 1
    shown = own.get(f"{CARD}/report?format={format}").json
    assert (shown["state"], shown["run"]) == ("ready", 1)
    assert f"assessment-reports/{f.SUPPLIER}/{f.QUARTER}-1/{shown['sha256']}" in shown["url"]
    first = shown["sha256"]
    assert own.post(f"{CARD}/report", body).json["state"] == "requested"
    # While it is made again, the file that is there can be had.
    assert own.get(f"{CARD}/report?format={format}").json["url"]
    site.platform.settle()
    assert own.get(f"{CARD}/report?format={format}").json["sha256"] == first

    stranger = site.api.as_actor(f.STRANGER)
    assert stranger.get(f"{CARD}/report?format={format}").status == 404
    assert stranger.post(f"{CARD}/report", body).status == 404
    assert own.get(f"{CARD}/report?format=pdf").status == 422
    assert own.post(f"{CARD}/report", {"format": "pdf"}).json["errors"][0]["pointer"] == "/format"
    other_quarter = f"/suppliers/{f.SUPPLIER}/scorecards/2020Q1/report"
    assert own.post(other_quarter, body).json["code"] == "scorecard_not_found"
