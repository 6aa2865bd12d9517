"""Work on service cases over HTTP: closing, asking others, attaching, holding, classifying."""

from typing import Any

import pytest

from tests.api.care.desk import (
    ORDER,
    OTHER_SUPPLIER,
    SECOND,
    clocks,
    opened,
    phone,
    sent,
)
from tests.api.client import ApiClient
from tests.factories import orders
from tests.factories.care import DAY, HOUR, NOW
from tests.factories.documents import accepted
from tests.factories.orders import OTHER_ID
from tests.factories.service_cases import (
    AGENT,
    COMPLIANCE,
    CUSTOMER,
    LEAD,
    STRANGER,
    SUPPLIER,
)


@pytest.mark.clause("6.1.3")
def test_closing_names_everything_that_is_owed_and_a_customer_only_withdraws(
    aws: Any, api: ApiClient
) -> None:
    view = opened(api, text="漏电，已经触电住院。")
    path = f"/cases/{view['id']}"
    refused = api.as_actor(LEAD).post(f"{path}/closure", {"resolution": "answered"})
    assert (refused.status, refused.json["code"]) == (409, "closure_not_allowed")
    assert {fault["code"] for fault in refused.json["errors"]} == {
        "answer_missing",
        "handling_missing",
    }
    own = api.as_actor(CUSTOMER)
    assert own.post(f"{path}/closure", {"resolution": "answered"}).json["code"] == "only_withdrawal"
    gone = own.post(f"{path}/closure", {"resolution": "withdrawn"})
    assert (gone.status, gone.json["state"]) == (200, "closed")
    unread = own.post(f"{path}/messages", {"text": "还有人吗"})
    assert (unread.status, unread.json["code"]) == (409, "case_closed")
    thanks = api.as_actor(LEAD).post(f"{path}/messages", {"text": "谢谢", "to": "customer"})
    assert thanks.status == 201
    late = api.as_actor(LEAD).post(f"{path}/answers", {"text": "好"})
    assert (late.status, late.json["code"]) == (409, "case_closed")
    # Thirty days later a customer sends a new one.
    api.clock.instant = NOW + 30 * DAY + SECOND
    tardy = own.post(f"{path}/reopening", {"reason": "又坏了"})
    assert (tardy.status, tardy.json["code"]) == (409, "reopen_too_late")
    api.clock.instant = NOW + 30 * DAY
    assert own.post(f"{path}/reopening", {"reason": "又坏了"}).json["round"] == 2


@pytest.mark.clause("6.1.3")
def test_a_breach_is_explained_by_a_lead_and_stays(aws: Any, api: ApiClient) -> None:
    view = opened(api)
    api.clock.instant = NOW + HOUR
    lead = api.as_actor(LEAD)
    path = f"/cases/{view['id']}"
    assert lead.post(f"{path}/responses", {"text": "抱歉，晚了。"}).status == 200
    explained = lead.post(f"{path}/clocks/respond.1/explanation", {"text": "系统故障"})
    assert clocks(explained.json)["respond"]["state"] == "late"
    assert clocks(explained.json)["respond"]["breached"] is True
    on_time = lead.post(f"{path}/clocks/answer.1/explanation", {"text": "没有理由"})
    assert (on_time.status, on_time.json["code"]) == (409, "clock_not_late")
    nobody = lead.post(f"{path}/clocks/tea.1/explanation", {"text": "没有理由"})
    assert (nobody.status, nobody.json["code"]) == (404, "clock_not_found")
    agent = api.as_actor(AGENT).post(f"{path}/clocks/respond.1/explanation", {"text": "x"})
    assert agent.status == 403


@pytest.mark.clause("6.1.3")
def test_a_change_of_what_was_changed_meanwhile_is_refused(aws: Any, api: ApiClient) -> None:
    view = opened(api)
    lead = api.as_actor(LEAD)
    path = f"/cases/{view['id']}/notes"
    assert lead.post(path, {"text": "一"}, headers={"if-match": '"1"'}).status == 201
    stale = lead.post(path, {"text": "二"}, headers={"if-match": '"1"'})
    assert (stale.status, stale.json["code"]) == (412, "stale_version")


@pytest.mark.clause("6.1.3", "6.4.1")
def test_the_supplier_answers_what_it_was_asked_and_nobody_else_does(
    aws: Any, api: ApiClient
) -> None:
    orders.report()
    view = opened(api, order_id=ORDER, line=1)
    path = f"/cases/{view['id']}"
    asked = api.as_actor(LEAD).post(f"{path}/supplier-requests", {"text": "该批次是否有缺陷？"})
    assert asked.status == 201
    other = api.as_actor(OTHER_SUPPLIER).post(f"{path}/requests/1/answer", {"text": "不知道"})
    assert other.status == 404
    supplier = api.as_actor(SUPPLIER)
    assert [item["text"] for item in supplier.get(f"{path}/messages").json["items"]] == [
        "该批次是否有缺陷？"
    ]
    answered = supplier.post(f"{path}/requests/1/answer", {"text": "是，正在召回。"})
    assert clocks(answered.json)["supplier_answer"]["state"] == "met"
    twice = supplier.post(f"{path}/requests/1/answer", {"text": "是"})
    assert (twice.status, twice.json["code"]) == (409, "request_answered")
    assert supplier.post(f"{path}/requests/7/answer", {"text": "是"}).status == 404
    own = api.as_actor(CUSTOMER).get(f"{path}/messages").json["items"]
    assert [item["purpose"] for item in own] == ["opening"]
    wrong = {"text": "有吗？", "party_id": OTHER_ID}
    refused = api.as_actor(LEAD).post(f"{path}/supplier-requests", wrong)
    assert (refused.status, refused.json["code"]) == (422, "party_unknown")


@pytest.mark.clause("6.1.4", "6.4.1")
def test_attachments_are_files_that_the_writer_uploaded_for_a_case(
    aws: Any, api: ApiClient
) -> None:
    own = accepted(CUSTOMER, purpose="case_attachment")
    foreign = accepted(STRANGER, purpose="case_attachment")
    view = opened(api, attachments=[own.id])
    messages = api.as_actor(LEAD).get(f"/cases/{view['id']}/messages").json["items"]
    assert messages[0]["attachments"] == [own.id]
    assert api.as_actor(LEAD).get(f"/documents/{own.id}").status == 200
    # What staff sends, the customer reads through the case, and only there.
    sheet, secret = (accepted(AGENT, purpose="case_attachment") for _ in range(2))
    agent, path = api.as_actor(AGENT), f"/cases/{view['id']}"
    said = {"text": "见说明书", "attachments": [sheet.id]}
    assert agent.post(f"{path}/answers", said).status == 200
    assert agent.post(f"{path}/notes", {**said, "attachments": [secret.id]}).status == 201
    customer = api.as_actor(CUSTOMER)
    assert customer.get(f"/documents/{sheet.id}").status == 404
    link = customer.post(f"{path}/attachments/{sheet.id}/download-links", {})
    assert (link.status, link.json["content_type"]) == (201, "application/pdf")
    keyed = customer.sending(idempotency_key="link")
    twice = [keyed.post(f"{path}/attachments/{sheet.id}/download-links", {}) for _ in range(2)]
    assert twice[0].body == twice[1].body
    hidden = customer.post(f"{path}/attachments/{secret.id}/download-links", {})
    assert (hidden.status, hidden.json["code"]) == (404, "attachment_not_found")
    stranger = api.as_actor(STRANGER)
    assert stranger.post(f"{path}/attachments/{sheet.id}/download-links", {}).status == 404
    for bad in (foreign.id, "doc_01KASY2D7V3M7T1QZ9N3D6W8XR"):
        answer = sent(api, attachments=[bad])
        assert (answer.status, answer.json["code"]) == (422, "attachment_not_usable")


@pytest.mark.clause("6.1.4")
def test_a_legal_hold_is_set_by_those_who_watch_over_the_rules(aws: Any, api: ApiClient) -> None:
    view = opened(api)
    path = f"/cases/{view['id']}/legal-hold"
    assert api.as_actor(AGENT).post(path, {"held": True, "reason": "诉讼"}).status == 403
    held = api.as_actor(COMPLIANCE).post(path, {"held": True, "reason": "诉讼"})
    assert held.json["legal_hold"] is True
    twice = api.as_actor(COMPLIANCE).post(path, {"held": True, "reason": "诉讼"})
    assert (twice.status, twice.json["code"]) == (409, "already_held")


@pytest.mark.clause("6.1.4")
def test_the_cause_is_suggested_from_the_text_and_confirmed_by_a_person(
    aws: Any, api: ApiClient
) -> None:
    view = opened(api, AGENT, **phone(text="到货就是坏的，开不了机，质量太差。"))
    assert view["suggested_cause"]
    assert 0 < view["suggestion_confidence"] <= 100
    path = f"/cases/{view['id']}/classification"
    done = api.as_actor(LEAD).post(path, {"cause": view["suggested_cause"]})
    assert done.json["cause"] == view["suggested_cause"]
    (event,) = [item for item in done.json["history"] if item["kind"] == "classified"]
    assert event["facts"]["agreed"] is True
    unknown = api.as_actor(LEAD).post(path, {"cause": "no.such"})
    assert unknown.json["code"] == "cause_unknown"
