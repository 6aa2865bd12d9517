"""Surveys over HTTP: made by managers, answered without login, published for everybody."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import Role
from teleshop.surveys.domain.programme import Programme
from teleshop.surveys.wiring import service
from tests.api.client import ApiClient
from tests.factories import surveys as make
from tests.harness.platform import Platform

HOUR = timedelta(hours=1)


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    """At the instant of the factory."""
    api.clock.instant = make.NOW
    return api


def link(api: ApiClient, invitation_id: str, actor: Any = make.CUSTOMER) -> str:
    answer = api.as_actor(actor).post(f"/survey-invitations/{invitation_id}/links")
    assert answer.status == 201
    assert answer.json["path"] == f"/surveys/{answer.json['token']}"
    return str(answer.json["path"])


@pytest.mark.clause("6.2.1")
def test_a_programme_is_drafted_published_and_changed_in_versions(aws: Any, api: ApiClient) -> None:
    lead, manager = api.as_actor(make.LEAD), api.as_actor(make.MANAGER)
    form = make.programme_form(questions=make.QUESTIONS[:2])
    made = lead.post("/survey-programmes", form)
    assert made.status == 201
    assert made.headers["location"].endswith(f"/survey-programmes/{made.json['id']}")
    path = f"/survey-programmes/{made.json['id']}"
    refused = manager.post(f"{path}/publication")
    assert (refused.status, refused.pointers) == (422, ["/questions"])
    assert lead.post(f"{path}/publication").status == 403

    draft = make.programme_form()
    del draft["kind"]
    changed = lead.put(f"{path}/draft", draft, headers={"if-match": made.headers["etag"]})
    assert changed.status == 200
    stale = lead.put(f"{path}/draft", draft, headers={"if-match": made.headers["etag"]})
    assert stale.status == 412
    first = manager.post(f"{path}/publication")
    assert (first.json["state"], first.json["published_version"]) == ("published", 1)
    again = manager.post(f"{path}/publication")
    assert (again.status, again.json["code"]) == (409, "survey_draft_unchanged")

    draft["answer_days"] = 7
    lead.put(f"{path}/draft", draft, headers={"if-match": "*"})
    assert manager.post(f"{path}/publication").json["published_version"] == 2
    versions = lead.get(f"{path}/versions").json["items"]
    assert [(one["number"], one["terms"]["answer_days"]) for one in versions] == [(2, 7), (1, 14)]
    closed = manager.post(f"{path}/closure")
    assert closed.json["state"] == "closed"
    assert manager.post(f"{path}/closure").json == closed.json
    late = lead.put(f"{path}/draft", draft, headers={"if-match": "*"})
    assert (late.status, late.json["code"]) == (409, "survey_programme_closed")
    (listed,) = lead.get("/survey-programmes").json["items"]
    assert listed == lead.get(path).json


@pytest.mark.clause("6.2.1")
@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"active_to": "2026-09-30"}, "/active_to"),
        ({"modes": []}, "/modes"),
        ({"modes": ["letter"]}, "/modes/0"),
        ({"answer_days": 0}, "/answer_days"),
        ({"name_zh": "x" * 101}, "/name_zh"),
        ({"name_zh": "  "}, "/name_zh"),
        ({"questions": [make.QUESTIONS[0]] * 31}, "/questions"),
        ({"questions": [{**make.QUESTIONS[0], "id": "Has Blank"}]}, "/questions/0/id"),
        ({"sample_size": 10}, "/sample_size"),
        ({"owner": "me"}, "/owner"),
    ],
)
def test_a_draft_of_another_form_is_refused_with_its_place(
    aws: Any, api: ApiClient, changes: dict[str, Any], pointer: str
) -> None:
    answer = api.as_actor(make.LEAD).post("/survey-programmes", make.programme_form(**changes))
    assert (answer.status, answer.pointers) == (422, [pointer])


@pytest.mark.clause("2.4.4", "6.2.2")
def test_a_customer_answers_without_login_once(
    aws: Any, api: ApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make.published()
    invitation = make.invited()
    (mine,) = api.as_actor(make.CUSTOMER).get("/my-surveys").json["items"]
    assert (mine["id"], mine["case_id"]) == (invitation.id, make.CASE)
    assert api.as_actor(make.OTHER_CUSTOMER).get("/my-surveys").json["items"] == []
    path = link(api, invitation.id)
    shown = api.get(f"{path}?language=en")
    assert shown.status == 200
    assert shown.json["questions"][0]["text"] == "How satisfied are you with the goods?"
    assert api.get(path).json["questions"][0]["text"] == "您对商品质量是否满意？"
    for trace in ("customer-1", make.CASE, "order-1", invitation.id):
        assert trace not in shown.body
    answers = f"{path}/answers"
    faulty = api.post(answers, make.answers(goods=6, price=None))
    assert (faulty.status, faulty.pointers) == (422, ["/answers/0/score", "/answers"])
    assert faulty.json["errors"][0]["clause"] == "6.2.1"
    key = {"idempotency-key": "customers-own"}
    first = api.post(answers, make.answers(remark="很好"), headers=key)
    assert first.status == 201
    again = api.post(answers, make.answers(remark="很好"), headers=key)
    assert (again.status, again.body) == (201, first.body)
    other = api.post(answers, make.answers(goods=1), headers=key)
    assert (other.status, other.json["code"]) == (422, "idempotency_key_reused")
    twin = api.sending(accept_language="en").post(answers, make.answers())
    assert (twin.status, twin.json["code"]) == (409, "survey_answered")
    assert "answered once" in twin.json["detail"]
    assert api.get(path).json["code"] == "survey_answered"
    assert api.as_actor(make.CUSTOMER).get("/my-surveys").json["items"] == []
    entered = api.as_actor(make.AGENT).post(
        f"/survey-invitations/{invitation.id}/answers", {"mode": "telephone", **make.answers()}
    )
    assert (entered.status, entered.json["code"]) == (409, "survey_answered")
    token = path.rsplit("/", 1)[1]
    assert token not in caplog.text
    stored = "".join(str(row) for table in aws.dynamodb.tables.values() for row in rows(table))
    assert token not in stored


def rows(table: Any) -> list[Any]:
    return [item.to_json() for item in table.all_items()]


@pytest.mark.clause("6.2.2")
def test_customers_who_choose_the_same_key_do_not_meet(aws: Any, api: ApiClient) -> None:
    make.published()
    paths = [
        link(api, make.invited(customer.subject).id, customer)
        for customer in (make.CUSTOMER, make.OTHER_CUSTOMER)
    ]
    key = {"idempotency-key": "1"}
    for path in (*paths, *paths):
        assert api.post(f"{path}/answers", make.answers(), headers=key).status == 201
    stored = str(aws.items("IdempotencyTable"))
    assert [path for path in paths if path.rsplit("/", 1)[1] in stored] == []


@pytest.mark.clause("6.2.2")
def test_a_newer_link_takes_the_place_of_the_one_before(aws: Any, api: ApiClient) -> None:
    make.published()
    invitation = make.invited()
    first = link(api, invitation.id)
    second = link(api, invitation.id, make.AGENT)
    assert first != second
    assert (api.get(first).status, api.get(second).status) == (404, 200)
    foreign = api.as_actor(make.OTHER_CUSTOMER).post(f"/survey-invitations/{invitation.id}/links")
    assert (foreign.status, foreign.json["code"]) == (404, "survey_invitation_not_found")
    assert "邀请" in foreign.json["detail"]
    for path in ("/surveys/x", f"/surveys/{'x' * 43}", "/surveys/%FF", f"/surveys/{'x' * 300}"):
        assert api.get(path).status == 404
        assert api.post(f"{path}/answers", make.answers()).status == 404
        assert api.post(f"{path}/opt-out").status == 404


@pytest.mark.clause("6.2.2")
def test_a_link_ends_with_its_invitation(aws: Any, api: ApiClient) -> None:
    make.published(answer_days=1)
    invitation = make.invited()
    path = link(api, invitation.id)
    api.clock.instant = invitation.expires_at - timedelta(microseconds=1)
    assert api.get(path).status == 200
    api.clock.instant = invitation.expires_at
    for answer in (api.get(path), api.post(f"{path}/answers", make.answers())):
        assert (answer.status, answer.json["code"]) == (409, "survey_ended")


@pytest.mark.clause("6.2.2")
def test_answers_come_by_telephone_and_interview_only_where_offered(
    aws: Any, api: ApiClient
) -> None:
    make.published(modes=["telephone", "interview"])
    invitation = make.invited()
    agent = api.as_actor(make.AGENT)
    programme = invitation.programme_id
    (waiting,) = agent.get(f"/survey-invitations?programme={programme}").json["items"]
    assert waiting["id"] == invitation.id
    shown = agent.get(f"/survey-invitations/{invitation.id}?language=en").json
    assert shown["survey"]["questions"][3]["high"] == 10
    assert agent.post(f"/survey-invitations/{invitation.id}/links").json["code"] == (
        "survey_mode_not_offered"
    )
    answers = f"/survey-invitations/{invitation.id}/answers"
    assert agent.post(answers, {"mode": "online", **make.answers()}).pointers == ["/mode"]
    assert api.as_actor(make.CUSTOMER).post(answers).status == 403
    interviewer = api.as_role(Role.INSPECTOR, subject="ida")
    done = interviewer.post(answers, {"mode": "interview", **make.answers(remark="好")})
    assert done.status == 201
    listed = api.as_actor(make.LEAD).get(
        f"/survey-answers?programme={programme}&quarter={make.QUARTER}"
    )
    (answer,) = listed.json["items"]
    assert (answer["mode"], answer["entered_by"]) == ("interview", "ida")
    assert answer["texts"] == {"remark": "好"}
    assert agent.get(f"/survey-answers?programme={programme}&quarter={make.QUARTER}").status == 403


@pytest.mark.clause("6.2.2")
def test_who_opts_out_is_asked_no_more_until_he_wants_it(aws: Any, api: ApiClient) -> None:
    make.published()
    invitation = make.invited()
    path = link(api, invitation.id)
    out = api.post(f"{path}/opt-out")
    assert (out.status, out.json) == (200, {"opted_out": True, "withdrawn": 1})
    assert api.post(f"{path}/opt-out").json == {"opted_out": True, "withdrawn": 0}
    assert api.get(path).json["code"] == "survey_ended"
    later = make.later(60)
    assert service().invitations.case_closed(make.call(now=later), make.closed_case()) is None
    customer, agent = api.as_actor(make.CUSTOMER), api.as_actor(make.AGENT)
    assert customer.post("/survey-opt-ins", {}).json["opted_out"] is False
    assert customer.post("/survey-opt-ins", {}).json["opted_out"] is False
    assert service().invitations.case_closed(make.call(now=later), make.closed_case())
    assert agent.post("/survey-opt-outs", {}).json["code"] == "survey_customer_unnamed"
    named = agent.post("/survey-opt-outs", {"customer_id": "customer-1"})
    assert named.json == {"opted_out": True, "withdrawn": 1}
    # A customer means himself, whoever he names.
    other = api.as_actor(make.OTHER_CUSTOMER)
    assert other.post("/survey-opt-ins", {"customer_id": "customer-1"}).status == 200
    assert service().invitations.case_closed(make.call(now=make.later(99)), make.closed_case()) is (
        None
    )


def ten_answers() -> Programme:
    """A programme with ten answers that count, one of them low."""
    programme = make.published()
    for number in range(10):
        invitation = make.invited(f"customer-{number}")
        service().results.count_invitation(make.call(), make.told_invited(invitation))
        make.counted(make.answered(invitation, goods=5 if number else 1))
    return programme


@pytest.mark.clause("6.2.3")
def test_figures_are_shown_with_how_sure_they_are(aws: Any, api: ApiClient) -> None:
    programme = ten_answers()
    staff, manager = api.as_actor(make.AGENT), api.as_actor(make.MANAGER)
    period = f"programme={programme.id}&quarter={make.QUARTER}"
    (whole,) = staff.get(f"/survey-results?{period}").json["items"]
    assert (whole["answers"], whole["response_rate"], whole["low_scores"]) == (10, 1.0, 1)
    goods, nps = whole["figures"][0], whole["figures"][3]
    assert (goods["measure"], goods["csat"], goods["mean"]) == ("goods", 0.9, 4.6)
    assert goods["low"] < 0.9 < goods["high"]
    assert (nps["n"], nps["nps"], nps["low"]) == (0, None, None)
    (cause,) = staff.get(f"/survey-results?{period}&group=cause").json["items"]
    assert (cause["value"], cause["invited"]) == ("quality", None)
    trend = staff.get(f"/survey-results/trend?programme={programme.id}&until=2027Q1&quarters=3")
    # There is nothing before the first quarter that has a name.
    for until, count in (("2000Q1", 1), ("2000Q2", 2), ("2002Q3", 11), ("2002Q4", 12)):
        asked = f"/survey-results/trend?programme={programme.id}&until={until}&quarters=12"
        early = staff.get(asked)
        assert (early.status, len(early.json["quarters"])) == (200, count)
        assert early.json["quarters"][0]["quarter"] == "2000Q1"
    quarters = trend.json["quarters"]
    assert [(one["quarter"], one["answers"]) for one in quarters] == [
        ("2026Q3", 0),
        ("2026Q4", 10),
        ("2027Q1", 0),
    ]
    assert [one["changes"] for one in quarters] == [[], [], []]
    assert quarters[1]["figures"] == whole["figures"]
    rebuilt = manager.post(
        "/survey-results/rebuilds", {"programme_id": programme.id, "quarter": make.QUARTER}
    )
    assert (rebuilt.json["answers"], rebuilt.json["corrected"]) == (10, 0)


@pytest.mark.clause("6.2.4")
def test_figures_are_published_frozen_corrected_and_shown_to_everybody(
    aws: Any, api: ApiClient
) -> None:
    ten_answers()
    staff, manager = api.as_actor(make.AGENT), api.as_actor(make.MANAGER)
    body = {"quarter": make.QUARTER}
    early = manager.post("/satisfaction-publications", body)
    assert (early.status, early.json["code"]) == (409, "survey_quarter_not_over")
    assert api.get("/public/satisfaction").json["items"] == []
    api.clock.instant = make.AFTER_QUARTER
    assert api.as_actor(make.LEAD).post("/satisfaction-publications", body).status == 403
    empty = manager.post("/satisfaction-publications", {"quarter": "2026Q3"})
    assert (empty.status, empty.json["code"]) == (409, "survey_no_answers")
    first = manager.post("/satisfaction-publications", body)
    assert (first.status, first.json["version"]) == (201, 1)
    twice = manager.post("/satisfaction-publications", {**body, "reason": "  "})
    assert (twice.status, twice.json["code"]) == (422, "survey_correction_reason")

    public = api.get("/public/satisfaction")
    assert public.headers["cache-control"] == "public, max-age=3600"
    (quarter,) = public.json["items"]
    total = next(
        one["figure"]
        for one in quarter["figures"]
        if (one["group"], one["measure"]) == ("all", "goods")
    )
    assert (total["n"], total["csat"]) == (10, 0.9)
    assert "maria" not in public.body
    assert "Wilson" in quarter["methods_en"]

    make.counted(make.answered(make.invited("customer-10")))
    assert api.get("/public/satisfaction").json == public.json
    corrected = manager.post("/satisfaction-publications", {**body, "reason": "补录电话答复"})
    assert (corrected.json["version"], corrected.json["correction"]) == (2, "补录电话答复")
    (quarter,) = api.get("/public/satisfaction").json["items"]
    assert (quarter["version"], quarter["correction"]) == (2, "补录电话答复")
    # Beside the first version the second would tell what customer-10 said.
    assert {one["withheld"] for one in quarter["figures"]} == {True}
    for number in range(11, 20):
        make.counted(make.answered(make.invited(f"customer-{number}")))
    third = manager.post("/satisfaction-publications", {**body, "reason": "补录访谈答复"})
    assert {one["withheld"] for one in third.json["figures"]} == {False}
    history = staff.get(f"/satisfaction-publications?quarter={make.QUARTER}").json["items"]
    assert [one["version"] for one in history] == [3, 2, 1]
    assert history[2] == first.json
    assert history[2]["published_by"] == "maria"


@pytest.mark.clause("6.2.1")
def test_a_sample_is_asked_for_and_read(aws: Any, api: ApiClient) -> None:
    programme = make.published("quarterly_sample")
    body = {"programme_id": programme.id, "quarter": make.QUARTER, "size": 5, "seed": "dice-7"}
    manager = api.as_actor(make.MANAGER)
    early = manager.post("/survey-samples", body)
    assert (early.status, early.json["code"]) == (409, "survey_quarter_not_over")
    api.clock.instant = make.AFTER_QUARTER
    asked = manager.post("/survey-samples", body)
    assert (asked.status, asked.json["state"]) == (202, "closing")
    path = f"/survey-samples/{asked.json['id']}"
    assert asked.headers["location"].endswith(path)
    lead = api.as_actor(make.LEAD)
    assert lead.get(path).json == asked.json
    assert lead.get(f"/survey-samples?programme={programme.id}").json["items"] == [asked.json]
    assert lead.get("/survey-samples/none").status == 404
    service().invitations.order_delivered(make.call(), make.delivered_order())
    frame = lead.get(f"/survey-frames/{make.QUARTER}").json
    assert frame == {
        "quarter": make.QUARTER,
        "customers": 1,
        "closes_at": "2027-01-07T16:00:00Z",
    }
    assert lead.get("/survey-frames/2026Q2").json["customers"] == 0
    for none in ("2026", "9999Q4", "1999Q4", "x"):
        refused = lead.get(f"/survey-frames/{none}")
        assert (refused.status, refused.json["code"]) == (404, "survey_frame_not_found")
    service().samples.advance(make.call(now=make.AFTER_QUARTER), asked.json["id"])
    auditor = api.as_role(Role.AUDITOR)
    for part in ("frame", "drawn"):
        (chunk,) = auditor.get(f"{path}/members?part={part}").json["items"]
        assert chunk == {"number": 0, "members": ["customer-1"]}
    assert auditor.get(f"{path}/verification").json == {
        "sample_id": asked.json["id"],
        "frame_size": 1,
        "frame_matches": True,
        "sample_matches": True,
    }
    assert lead.get(f"{path}/members").status == 403
    for changes, pointer in (
        ({"seed": "with blank"}, "/seed"),
        ({"quarter": "2026-4"}, "/quarter"),
        ({"size": 0}, "/size"),
        ({"programme_id": "svp"}, "/programme_id"),
    ):
        assert manager.post("/survey-samples", {**body, **changes}).pointers == [pointer]


@pytest.mark.clause("6.2.2")
def test_a_customer_reads_that_he_is_invited_and_nobody_elses_messages(
    api: ApiClient, platform: Platform
) -> None:
    make.published()
    invitation = make.invited()
    platform.settle()
    (message,) = api.as_actor(make.CUSTOMER).get("/notifications").json["items"]
    assert message["event"] == "SurveyInvited"
    assert invitation.id in message["body"]["zh"]
    assert api.as_actor(make.OTHER_CUSTOMER).get("/notifications").json["items"] == []
    read = f"/notifications/{message['id']}/read"
    assert api.as_actor(make.OTHER_CUSTOMER).post(read).status == 404
    assert api.as_actor(make.CUSTOMER).post(read).json["read_by"] == make.CUSTOMER.subject
