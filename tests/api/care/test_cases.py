"""Service cases over HTTP: who may send what, who sees what, and what is refused in which words."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import Actor
from tests.api.care.desk import (
    ORDER,
    OTHER_SUPPLIER,
    SECOND,
    clocks,
    faults,
    opened,
    phone,
    sent,
)
from tests.api.client import ApiClient
from tests.factories import orders, roster
from tests.factories.care import CUSTOMER_ID, DAY, MINUTE, NOW
from tests.factories.service_cases import (
    AGENT,
    CUSTOMER,
    LEAD,
    OTHER_AGENT,
    STRANGER,
    SUPPLIER,
)
from tests.harness.wire import Attempt, Send, passing_through


@pytest.mark.clause("6.1.3")
def test_a_complaint_is_one_transaction_with_few_reads_before_it(aws: Any, api: ApiClient) -> None:
    orders.report()
    opened(api)
    seen: list[str] = []

    def watch(attempt: Attempt, send: Send) -> Any:
        seen.append(attempt.name)
        return send()

    with passing_through(watch):
        answer = sent(api.sending(idempotency_key="one"), order_id=ORDER, line=1)
    assert answer.status == 201
    assert seen.count("dynamodb.TransactWriteItems") == 1
    # The earlier answer to the same request, and the order.
    assert [name for name in seen if name.startswith("dynamodb.")] == [
        "dynamodb.GetItem",
        "dynamodb.GetItem",
        "dynamodb.TransactWriteItems",
    ]


@pytest.mark.clause("6.1.3", "2.4.1")
def test_a_customer_sends_a_complaint_and_follows_it(aws: Any, api: ApiClient) -> None:
    answer = sent(api)
    view = answer.json
    assert answer.headers["location"] == f"/api/complaints/{view['id']}"
    assert answer.headers["etag"] == '"1"'
    assert {name: clock["minutes_left"] for name, clock in clocks(view).items()} == {
        "respond": 60,
        "answer": 1440,
    }
    api.clock.instant = NOW + 20 * MINUTE
    lead = api.as_actor(LEAD)
    assert lead.post(f"/cases/{view['id']}/responses", {"text": "您好，正在核实。"}).status == 200
    assert lead.post(f"/cases/{view['id']}/notes", {"text": "疑似批次问题"}).status == 201
    own = api.as_actor(CUSTOMER)
    wrong = own.post(f"/cases/{view['id']}/messages", {"text": "请快", "to": "supplier"})
    assert faults(wrong) == [("/to", "for_staff_only")]
    shown = own.get(f"/complaints/{view['id']}").json
    assert clocks(shown)["respond"]["state"] == "met"
    assert clocks(shown)["respond"]["minutes_left"] == 40
    messages = own.get(f"/cases/{view['id']}/messages").json["items"]
    assert [(item["author"], item["purpose"], item["by"]) for item in messages] == [
        ("customer", "opening", None),
        ("staff", "response", None),
    ]
    assert len(lead.get(f"/cases/{view['id']}/messages").json["items"]) == 3
    assert own.get("/complaints?customer=me").json["items"][0]["id"] == view["id"]


@pytest.mark.clause("6.1.3")
def test_the_receipt_reaches_the_customer_and_is_no_response(platform: Any, api: ApiClient) -> None:
    view = opened(api)
    platform.settle()
    own = api.as_actor(CUSTOMER)
    (receipt,) = own.get("/notifications").json["items"]
    assert view["id"] in receipt["body"]["zh"]
    assert own.post(f"/notifications/{receipt['id']}/read").status == 200
    assert api.as_actor(STRANGER).get("/notifications").json["items"] == []
    assert clocks(own.get(f"/complaints/{view['id']}").json)["respond"]["state"] == "running"


@pytest.mark.clause("6.1.3")
def test_an_answer_without_words_is_none(aws: Any, api: ApiClient) -> None:
    view = opened(api)
    lead = api.as_actor(LEAD)
    for text in ("", " \n ", "\u200b\u200b", "x" * 5001):
        found = faults(lead.post(f"/cases/{view['id']}/answers", {"text": text}))
        assert found[0] == ("/text", "text_bounds")
    assert lead.post(f"/cases/{view['id']}/answers", {"text": "好" * 5000}).status == 200


@pytest.mark.clause("6.1.3")
def test_words_of_harm_make_a_major_complaint_and_staff_is_told_why(
    aws: Any, api: ApiClient
) -> None:
    view = opened(api, AGENT, **phone(text="孩子被漏电的锅电击，住院了。"))
    assert view["severity"] == "major"
    assert {"injury", "fire"} <= set(view["severity_reasons"])
    assert "住院" in view["severity_words"]
    assert clocks(view)["handle"]["due_at"] == "2026-11-25T04:00:00Z"
    assert opened(api, text="还好没有人受伤。")["severity"] == "normal"


@pytest.mark.clause("6.4.1")
def test_each_side_sees_its_own_and_strangers_nothing(aws: Any, api: ApiClient) -> None:
    orders.report()
    view = opened(
        api,
        AGENT,
        **phone(
            order_id=ORDER,
            line=1,
            contact={"name": "王小明", "phone": "13800000000"},
            text="王小明说锅坏了",
        ),
    )
    path = f"/complaints/{view['id']}"
    assert view["contact"] == "王小明 13800000000"
    for stranger in (STRANGER, OTHER_SUPPLIER):
        answer = api.as_actor(stranger).get(path)
        assert (answer.status, answer.json["code"]) == (404, "case_not_found")
        assert api.as_actor(stranger).get(f"/cases/{view['id']}/messages").status == 404
    supplier = api.as_actor(SUPPLIER)
    seen = supplier.get(path)
    assert seen.json["audience"] == "supplier"
    for secret in ("王小明", "13800000000", CUSTOMER_ID, "锅坏了"):
        assert secret not in seen.body
    assert supplier.get(f"/cases/{view['id']}/messages").json["items"] == []
    for query in ("supplier=me", f"order={ORDER}"):
        listed = supplier.get(f"/complaints?{query}")
        assert CUSTOMER_ID not in listed.body
        assert [item["id"] for item in listed.json["items"]] == [view["id"]]
        assert api.as_actor(OTHER_SUPPLIER).get(f"/complaints?{query}").json["items"] == []
    assert [event["number"] for event in seen.json["history"]] == [1]
    # Nothing of it stands open in the database.
    stored = str(aws.items("CareTable")) + str(aws.items("OutboxTable"))
    assert "王小明" not in stored
    assert "13800000000" not in stored
    # A case of one collection is not found in another one.
    assert api.as_actor(LEAD).get(f"/enquiries/{view['id']}").status == 404


@pytest.mark.clause("6.1.2")
def test_an_agent_works_on_cases_of_its_team_only(aws: Any, api: ApiClient) -> None:
    roster.on_shift("agnes")
    roster.on_shift("boris", team="night")
    view = opened(api)
    agnes, boris = api.as_actor(AGENT), api.as_actor(OTHER_AGENT)
    path = f"/cases/{view['id']}"
    taken = agnes.post(f"{path}/assignment", {})
    assert (taken.status, taken.json["assignee"], taken.json["team"]) == (200, "agnes", "day")
    assert boris.get(f"/complaints/{view['id']}").status == 404
    assert boris.post(f"{path}/answers", {"text": "好"}).status == 404
    assert boris.get("/complaints?team=day").status == 403
    assert boris.get("/complaints?at_risk=true").json["items"] == []
    assert agnes.post(f"{path}/assignment", {"to": "boris"}).status == 403
    (mine,) = agnes.get("/complaints?agent=me").json["items"]
    assert (mine["next_clock"], mine["next_due_at"]) == ("respond.1", "2026-11-23T05:00:00Z")
    given = api.as_actor(LEAD).post(f"{path}/assignment", {"to": "boris"})
    assert (given.status, given.json["team"]) == (200, "night")
    assert agnes.get("/complaints?agent=me").json["items"] == []
    nowhere = api.as_actor(LEAD).post(f"{path}/transfers", {"team": "moon"})
    assert (nowhere.status, nowhere.json["code"]) == (422, "team_unknown")
    moved = api.as_actor(LEAD).post(f"{path}/transfers", {"team": "day", "skill": "quality"})
    assert (moved.json["team"], moved.json["skill"], moved.json["assignee"]) == (
        "day",
        "quality",
        None,
    )
    # Whoever is not on shift gets nothing.
    refused = api.as_actor(LEAD).post(f"{path}/assignment", {"to": "cleo"})
    assert (refused.status, refused.json["code"]) == (409, "not_on_duty")


@pytest.mark.clause("6.1.3")
def test_the_clocks_of_a_call_start_at_the_call(aws: Any, api: ApiClient) -> None:
    view = opened(
        api,
        AGENT,
        **phone(arrived_at="2026-11-23T03:30:00Z", responded_on_call="我们马上核实。"),
    )
    assert clocks(view)["respond"]["state"] == "met"
    assert clocks(view)["answer"]["due_at"] == "2026-11-24T03:30:00Z"
    assert view["responded_at"] == "2026-11-23T03:30:00Z"


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize(
    ("age", "reason", "code"),
    [
        (-SECOND, None, "arrival_in_future"),
        (DAY, None, None),
        (DAY + SECOND, None, "arrival_late"),
        (DAY + SECOND, "outage", None),
        (7 * DAY, "outage", None),
        (7 * DAY + SECOND, "outage", "arrival_too_old"),
    ],
)
def test_a_call_is_entered_late_only_after_an_outage(
    aws: Any, api: ApiClient, age: timedelta, reason: str | None, code: str | None
) -> None:
    answer = sent(api, AGENT, **phone(arrived_at=(NOW - age).isoformat(), late_reason=reason))
    if code is None:
        assert answer.status == 201
        assert answer.json["recorded_at"] == "2026-11-23T04:00:00Z"
    else:
        assert faults(answer) == [("/arrived_at", code)]


@pytest.mark.clause("6.1.3", "6.1.4")
@pytest.mark.parametrize(
    ("actor", "changes", "found"),
    [
        (CUSTOMER, {"channel": "phone"}, [("/channel", "channel_of_customer")]),
        (CUSTOMER, {"arrived_at": "2026-11-23T03:00:00Z"}, [("/arrived_at", "for_staff_only")]),
        (CUSTOMER, {"customer_id": "customer-bob"}, [("/customer_id", "for_staff_only")]),
        (CUSTOMER, {"order_id": "TS-UNKNOWN"}, [("/order_id", "order_not_found")]),
        (STRANGER, {"order_id": ORDER}, [("/order_id", "order_not_found")]),
        (CUSTOMER, {"order_id": ORDER, "line": 9}, [("/line", "line_not_found")]),
        (CUSTOMER, {"line": 1}, [("/line", "order_needed")]),
        (
            CUSTOMER,
            {"order_id": ORDER, "product_id": "prd-9"},
            [("/product_id", "product_not_in_order")],
        ),
        (CUSTOMER, {"order_id": ORDER, "slot_id": "slot-x"}, [("/slot_id", "slot_not_of_order")]),
        (AGENT, {"customer_id": CUSTOMER_ID}, [("/channel", "channel_of_staff")]),
        (AGENT, {"channel": "phone"}, [("/contact", "customer_unknown")]),
        (
            AGENT,
            phone(channel="letter", responded_on_call="x"),
            [("/responded_on_call", "not_a_call")],
        ),
        (AGENT, phone(channel="ticket_12315"), [("/ticket", "ticket_needed")]),
        (
            AGENT,
            phone(customer_id="customer-bob", order_id=ORDER),
            [("/order_id", "order_not_found")],
        ),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    aws: Any, api: ApiClient, actor: Actor, changes: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    orders.report()
    answer = sent(api.sending(accept_language="en"), actor, **changes)
    assert faults(answer) == found
    assert all(fault["message"].isascii() for fault in answer.json["errors"])
    assert aws.items("CareTable") == []


@pytest.mark.clause("6.1.3")
def test_a_request_sent_twice_opens_one_case(aws: Any, api: ApiClient) -> None:
    twin = api.sending(idempotency_key="twin")
    first, second = sent(twin), sent(twin)
    assert (first.status, first.body) == (second.status, second.body)
    assert second.headers["idempotency-replayed"] == "true"
    assert len([item for item in aws.items("CareTable") if item["sk"] == "case"]) == 1
    other = sent(twin, text="另一件事")
    assert (other.status, other.json["code"]) == (422, "idempotency_key_reused")


@pytest.mark.clause("6.1.3")
def test_a_ticket_of_an_authority_has_a_clock_of_its_own(aws: Any, api: ApiClient) -> None:
    view = opened(
        api,
        AGENT,
        channel="ticket_12315",
        ticket={"number": "12315-88", "authority": "杭州市市场监管局", "received_on": "2026-11-20"},
    )
    # Three working days after Friday: the end of Wednesday in China.
    assert clocks(view)["ticket"]["due_at"] == "2026-11-25T16:00:00Z"
    done = api.as_actor(LEAD).post(
        f"/cases/{view['id']}/tickets/12315-88/answer", {"text": "已退款"}
    )
    assert clocks(done.json)["ticket"]["state"] == "met"
    again = api.as_actor(LEAD).post(
        f"/cases/{view['id']}/tickets/12315-88/answer", {"text": "已退款"}
    )
    assert (again.status, again.json["code"]) == (409, "ticket_answered")


@pytest.mark.clause("6.1.3")
def test_a_complaint_with_a_report_in_it_is_marked_and_split(aws: Any, api: ApiClient) -> None:
    view = opened(api, AGENT, **phone(text="要求退款；另外我要举报你们虚假宣传。"))
    assert view["holds_report"] is True
    assert opened(api, AGENT, **phone())["holds_report"] is False
    body = {
        "kind": "complaint",
        "text": "举报虚假宣传",
        "ticket": {
            "number": "12315-9",
            "authority": "杭州市市场监管局",
            "received_on": "2026-11-23",
        },
    }
    part = api.as_actor(LEAD).post(f"/cases/{view['id']}/splits", body)
    assert (part.status, part.json["split_from"]) == (201, view["id"])
    assert "ticket" in clocks(part.json)
    whole = api.as_actor(LEAD).get(f"/complaints/{view['id']}").json
    assert whole["related"] == [part.json["id"]]


@pytest.mark.clause("6.1.3")
def test_a_case_keeps_a_bounded_number_of_open_matters_and_merging_carries_them(
    aws: Any, api: ApiClient
) -> None:
    full, other = opened(api)["id"], opened(api)["id"]
    lead = api.as_actor(LEAD)
    promise = {"due_at": (NOW + DAY).isoformat(), "what": "call_back", "text": "明天回电"}
    for _ in range(14):
        assert lead.post(f"/cases/{full}/promises", promise).status == 201
    question = {"text": "何时破损？", "party_id": "sf"}
    for id in (other, full):
        assert lead.post(f"/cases/{id}/carrier-requests", question).status == 201
    refused = lead.post(f"/cases/{full}/promises", promise)
    assert (refused.status, refused.json["code"]) == (409, "too_many_open")
    refused = lead.post(f"/cases/{full}/merges", {"other": other})
    assert (refused.status, refused.json["code"]) == (409, "too_many_open")
    assert lead.post(f"/cases/{full}/requests/1/answer", {"text": "昨天"}).status == 200
    assert lead.post(f"/cases/{other}/requests/1/answer", {"text": "昨天"}).status == 200
    merged = lead.post(f"/cases/{other}/merges", {"other": full})
    assert merged.status == 200
    assert len([c for c in merged.json["clocks"] if c["clock"] == "promise"]) == 14


@pytest.mark.clause("6.1.3")
def test_callers_without_an_account_are_one_customer_only_with_one_telephone(
    aws: Any, api: ApiClient
) -> None:
    def called(phone_number: str) -> str:
        contact = {"name": "王先生", "phone": phone_number}
        return str(opened(api, AGENT, channel="phone", contact=contact)["id"])

    first, same, other = called("13800000000"), called("138 0000 0000"), called("13900000000")
    lead = api.as_actor(LEAD)
    refused = lead.post(f"/cases/{first}/merges", {"other": other})
    assert (refused.status, refused.json["code"]) == (409, "merge_customer")
    assert lead.post(f"/cases/{first}/merges", {"other": same}).status == 200
    itself = lead.post(f"/cases/{first}/merges", {"other": first})
    assert (itself.status, itself.json["code"]) == (422, "merge_itself")


@pytest.mark.clause("6.1.4")
def test_a_list_is_exactly_one_view(aws: Any, api: ApiClient) -> None:
    own = api.as_actor(CUSTOMER)
    assert faults(own.get("/complaints")) == [("", "choose_one")]
    assert faults(own.get("/complaints?customer=me&order=x")) == [("", "choose_one")]
    for path in ("agent=me", "team=day", "at_risk=true", "waiting=true", "customer=customer-bob"):
        assert own.get(f"/complaints?{path}").status == 403
    ids = [opened(api)["id"] for _ in range(3)]
    found: list[str] = []
    after: str | None = "/complaints?at_risk=true&limit=2"
    while after:
        page = api.as_actor(LEAD).get(after).json
        found += [item["id"] for item in page["items"]]
        after = f"/complaints?at_risk=true&limit=2&cursor={page['next']}" if page["next"] else None
    assert sorted(found) == sorted(ids)
    assert len(api.as_actor(LEAD).get("/complaints?waiting=true").json["items"]) == 3
    assert len(api.as_actor(LEAD).get("/complaints?team=none").json["items"]) == 3
    assert own.get("/enquiries?customer=me").json["items"] == []
