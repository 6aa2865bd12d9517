"""After-sales over HTTP: the way of a return, what each side sees, and the words of errors."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiAnswer, ApiClient
from tests.factories.after_sales import (
    AGENT,
    CUSTOMER,
    DAY,
    FINANCE,
    LEAD,
    NOW,
    ORDER_ID,
    sold,
    sold_durable,
)
from tests.factories.orders import STRANGER, SUPPLIER, SUPPLIER_ID, line

PLACE = {
    "address": "浙江省杭州市余杭区文一西路 969 号 3 号仓",
    "contact": "王仓管",
    "phone": "0571-88888888",
}
PARCEL = {"carrier": "sf", "number": "SF1234567890123"}
DECIDE = {"outcome": "approve", "text": "同意您的申请。"}
PATH = "/after-sales-cases"

pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    """At the time of the orders."""
    api.clock.instant = NOW
    return api


def wish(**changes: Any) -> dict[str, Any]:
    """A return of line 2 without reason."""
    return {
        "kind": "return",
        "ground": "no_reason",
        "order_id": ORDER_ID,
        "lines": [{"line": 2, "quantity": 1}],
        "channel": "app",
        "text": "不想要了",
    } | changes


def place(api: ApiClient) -> ApiAnswer:
    """A return address is entered."""
    return api.as_actor(LEAD).sending(if_match="*").put("/return-places/platform", PLACE)


def coded(answer: ApiAnswer) -> tuple[int, list[str]]:
    """Status, and codes of the faults or of the problem."""
    found = answer.json
    return answer.status, [each["code"] for each in found.get("errors", [])] or [found["code"]]


@pytest.mark.clause("2.4.1", "2.4.2", "6.3.1", "6.3.3")
def test_a_return_from_the_wish_to_the_refund_and_what_each_side_sees(api: ApiClient) -> None:
    sold()
    assert place(api).json["version"] == 1
    customer, agent = api.as_actor(CUSTOMER), api.as_actor(AGENT)
    made = customer.post(PATH, wish())
    assert (made.status, made.json["stage"], made.headers["etag"]) == (201, "approved", '"1"')
    id = made.json["id"]
    assert made.headers["location"].endswith(f"{PATH}/{id}")
    ruling = made.json["ruling"]
    assert ruling["dates"] == {"window_start": "2026-11-23", "window_end": "2026-11-30"}
    assert {"rule": "R1.1", "source": "消费者权益保护法", "article": "25", "clause": "6.3.1"} in (
        ruling["rules"]
    )
    assert [reason["code"] for reason in ruling["reasons"]] == ["in_window"]
    assert (ruling["by"], ruling["freight"]) == ("rules", "customer")
    assert ruling["duty"]["what"] == "return_parcel"
    assert made.json["return_place"]["phone"] == PLACE["phone"]

    at = f"{PATH}/{id}"
    assert customer.post(f"{at}/parcels", PARCEL).json["stage"] == "sent"
    assert customer.post(f"{at}/receipts", {}).status == 403
    api.clock.instant = NOW + 2 * DAY
    came = agent.post(f"{at}/receipts", {})
    assert came.json["stage"] == "received"
    judged = agent.post(f"{at}/inspections", {"lines": [{"line": 2, "received": 1}]})
    assert judged.json["refund"]["amount"] == 4_000
    assert judged.json["owed"] == ["refund"]

    sides = {
        "customer": customer.get(at).json,
        "supplier": api.as_actor(SUPPLIER).get(at).json,
        "staff": agent.get(at).json,
    }
    assert {name: side["audience"] for name, side in sides.items()} == {
        name: name for name in sides
    }
    assert "customer-ann" not in str(sides["supplier"])
    assert (sides["supplier"]["parcel"], sides["supplier"]["return_place"]) == (None, None)
    assert sides["customer"]["supplier_id"] is None
    assert {"refund", "decision"} <= {clock["clock"] for clock in sides["customer"]["clocks"]}
    assert api.as_actor(STRANGER).get(at).status == 404
    other = api.as_role(Role.SUPPLIER, supplier_id="sup_01KASY2D7V3M7T1QZ9N3D6W8XT")
    assert other.get(at).status == 404
    assert [each["id"] for each in customer.get(f"{PATH}?customer=me").json["items"]] == [id]
    mine = api.as_actor(SUPPLIER).get(f"{PATH}?supplier={SUPPLIER_ID}").json["items"]
    assert [each["customer_id"] for each in mine] == [None]

    finance = api.as_actor(FINANCE)
    wrong = finance.post(f"{at}/refunds", {"amount": 8_000, "reference": "PAY-0001"})
    assert coded(wrong) == (409, ["refund_amount_differs"])
    assert "4000" in wrong.json["detail"]
    paid = finance.post(f"{at}/refunds", {"amount": 4_000, "reference": "PAY-0001"})
    assert (paid.json["stage"], paid.json["resolution"]) == ("settled", "refunded")
    twin = finance.post(f"{at}/refunds", {"amount": 4_000, "reference": "PAY-0002"})
    assert coded(twin) == (409, ["refund_already_paid"])
    assert "PAY-0001" in twin.json["detail"]
    again = customer.post(PATH, wish())
    assert coded(again) == (409, ["quantity_exceeded"])


@pytest.mark.clause("6.3.1")
def test_every_fault_of_a_request_is_told_at_its_place(api: ApiClient) -> None:
    sold()
    customer, agent = api.as_actor(CUSTOMER), api.as_actor(AGENT)
    twice = [{"line": 2, "quantity": 1}, {"line": 2, "quantity": 1}, {"line": 9, "quantity": 1}]
    for actor, sending, pointers, codes in (
        (customer, wish(channel="phone"), ["/channel"], ["channel_of_customer"]),
        (agent, wish(), ["/channel"], ["channel_of_staff"]),
        (customer, wish(kind="repair"), ["/ground"], ["fault_needed"]),
        (
            customer,
            wish(arrived_at="2026-11-23T03:00:00Z"),
            ["/arrived_at"],
            ["for_staff_only"],
        ),
        (customer, wish(order_id="TS-unknown"), ["/order_id"], ["order_not_found"]),
        (
            customer,
            wish(lines=twice),
            ["/lines/1/line", "/lines/2/line"],
            ["line_twice", "line_not_found"],
        ),
        (
            agent,
            wish(channel="phone", notice_sent_at="2026-11-22T03:00:00Z"),
            ["/notice_sent_at"],
            ["notice_of_letter"],
        ),
        (
            agent,
            wish(channel="phone", arrived_at="2026-11-19T03:00:00Z", late_reason="outage"),
            ["/arrived_at"],
            ["notice_before_order"],
        ),
        (agent, wish(channel="phone", arrived_at="2026-11-23T05:00:00Z"), ["/arrived_at"], None),
    ):
        answer = actor.post(PATH, sending)
        assert (answer.status, answer.pointers) == (422, pointers)
        assert codes is None or coded(answer) == (422, codes)
    assert api.as_actor(STRANGER).post(PATH, wish()).pointers == ["/order_id"]
    for lines in ([], [{"line": 0, "quantity": 1}], [{"line": 1, "quantity": 0}]):
        assert customer.post(PATH, wish(lines=lines)).status == 422
    assert customer.post(PATH, wish(text=" ")).status == 422
    assert customer.get(f"{PATH}/asc_unknown").json["code"] == "case_not_found"


@pytest.mark.clause("6.3.1")
def test_a_letter_counts_from_when_it_was_sent_and_a_call_from_when_it_came(
    api: ApiClient,
) -> None:
    sold()
    place(api)
    agent = api.as_actor(AGENT)
    # The window ended with 2026-11-30 in China; it is 12-01 there now.
    api.clock.instant = NOW + 8 * DAY
    late = agent.post(PATH, wish(channel="letter"))
    assert (late.json["stage"], late.json["state"]) == ("refused", "closed")
    assert "2026-11-30" in late.json["assessment"]["reasons"][0]["en"]
    sent = agent.post(PATH, wish(channel="letter", notice_sent_at="2026-11-30T15:59:59Z"))
    assert sent.json["stage"] == "approved"
    called = wish(
        channel="phone", arrived_at="2026-11-30T15:00:00Z", lines=[{"line": 1, "quantity": 1}]
    )
    assert agent.post(PATH, called).json["stage"] == "approved"


@pytest.mark.clause("6.3.1", "6.3.3")
def test_refusals_name_the_rule_and_the_remedy(api: ApiClient) -> None:
    sold()
    customer, agent = api.as_actor(CUSTOMER), api.as_actor(AGENT)
    id = customer.post(PATH, wish()).json["id"]
    at = f"{PATH}/{id}"
    waits = customer.get(at).json
    assert (waits["stage"], waits["return_place"]) == ("deciding", None)
    assert coded(agent.post(f"{at}/decision", DECIDE)) == (409, ["return_place_missing"])
    refuse = {"outcome": "refuse", "text": "包装已拆。"}
    assert coded(agent.post(f"{at}/decision", refuse)) == (422, ["refusal_reason_needed"])
    mixed: dict[str, Any] = refuse | {"reason": "not_intact", "lines": [2]}
    assert coded(agent.post(f"{at}/decision", mixed)) == (422, ["of_approval_only"])
    mixed = DECIDE | {"reason": "not_intact"}
    assert coded(agent.post(f"{at}/decision", mixed)) == (422, ["reason_of_refusal_only"])
    opened = agent.post(f"{at}/decision", refuse | {"reason": "opened"})
    assert coded(opened) == (409, ["refusal_not_lawful"])
    assert "R1.7" in opened.json["detail"]
    cut = agent.post(f"{at}/decision", refuse | {"reason": "not_intact"})
    assert coded(cut) == (409, ["evidence_required"])
    fake = refuse | {"reason": "not_intact", "evidence": ["doc_unknown"]}
    assert agent.post(f"{at}/decision", fake).json["code"] == "attachment_not_usable"
    place(api)
    stale = agent.sending(if_match='"7"').post(f"{at}/decision", DECIDE)
    assert stale.status == 412
    assert agent.post(f"{at}/decision", DECIDE).json["stage"] == "approved"
    early = agent.post(f"{at}/inspections", {"lines": [{"line": 2, "received": 1}]})
    assert coded(early) == (409, ["after_sales_step_not_possible"])
    agent.post(f"{at}/receipts", {})
    for lines, codes in (
        ([{"line": 1, "received": 1}], ["line_not_approved"]),
        ([{"line": 2, "received": 2}], ["too_many_received"]),
        ([{"line": 2, "received": 1, "findings": ["damaged"]}], ["evidence_required"]),
    ):
        assert coded(agent.post(f"{at}/inspections", {"lines": lines}))[1] == codes
    assert coded(customer.post(f"{at}/withdrawal"))[1] == ["after_sales_step_not_possible"]


@pytest.mark.clause("2.4.2")
def test_repairs_exchange_and_withdrawal(api: ApiClient) -> None:
    sold_durable()
    place(api)
    customer, agent = api.as_actor(CUSTOMER), api.as_actor(AGENT)
    wanted = wish(
        kind="repair", ground="quality", lines=[{"line": 1, "quantity": 1}], text="没有画面"
    )
    at = f"{PATH}/{customer.post(PATH, wanted).json['id']}"
    assert customer.post(f"{at}/withdrawal").json["resolution"] == "withdrawn"
    at = f"{PATH}/{customer.post(PATH, wanted).json['id']}"
    assert agent.post(f"{at}/repairs").status == 201
    done = agent.post(f"{at}/repairs/result", {"repaired": True, "parcel": PARCEL})
    assert (done.json["resolution"], done.json["repairs"][0]["repaired"]) == ("repaired", True)

    id = customer.post(PATH, wanted | {"kind": "exchange"}).json["id"]
    at = f"{PATH}/{id}"
    agent.post(f"{at}/receipts", {})
    missing = agent.post(f"{at}/inspections", {"lines": [{"line": 1, "received": 1}]})
    assert coded(missing) == (422, ["fault_verdict_needed"])
    agent.post(f"{at}/inspections", {"lines": [{"line": 1, "received": 1, "fault": True}]})
    back = agent.post(f"{at}/returns-to-customer", PARCEL)
    assert coded(back) == (409, ["after_sales_step_not_possible"])
    sent = agent.post(f"{at}/replacements", PARCEL)
    assert (sent.json["resolution"], sent.json["owed"]) == ("exchanged", [])


@pytest.mark.clause("2.4.2")
def test_goods_of_two_suppliers_need_two_requests(api: ApiClient) -> None:
    other = line(3, supplier_id="sup_01KASY2D7V3M7T1QZ9N3D6W8XS", unit_price=5_000, paid=5_000)
    sold(
        lines=(line(1, unit_price=20_000, paid=20_000), other),
        paid=25_000,
        discounts=(),
    )
    both = [{"line": 1, "quantity": 1}, {"line": 3, "quantity": 1}]
    answer = api.as_actor(CUSTOMER).post(PATH, wish(lines=both))
    assert coded(answer) == (409, ["several_suppliers"])


@pytest.mark.clause("6.3.1")
def test_a_return_place_is_versioned_and_kept_by_those_who_plan(api: ApiClient) -> None:
    lead = api.as_actor(LEAD)
    assert lead.get("/return-places/platform").json["code"] == "return_place_not_found"
    assert place(api).json["contact"] == "王仓管"
    changed = PLACE | {"contact": "李仓管"}
    assert api.as_actor(AGENT).put("/return-places/platform", changed).status == 403
    assert lead.sending(if_match='"9"').put("/return-places/platform", changed).status == 412
    assert lead.put("/return-places/platform", changed).status == 428
    lead = lead.sending(if_match="*")
    assert lead.put("/return-places/platform", changed).json["version"] == 2
    assert api.as_actor(AGENT).get("/return-places/platform").json["contact"] == "李仓管"
    assert lead.put("/return-places/platform", PLACE | {"phone": "x"}).pointers == ["/phone"]
    assert lead.put("/return-places/anybody", PLACE).json["code"] == "return_place_not_found"
    assert lead.put(f"/return-places/{SUPPLIER_ID}", PLACE).json["owner"] == SUPPLIER_ID


@pytest.mark.clause("6.3.1", "6.1.3")
def test_an_objection_to_a_refusal_is_a_complaint_with_its_clocks(api: ApiClient) -> None:
    sold()
    place(api)
    customer, agent = api.as_actor(CUSTOMER), api.as_actor(AGENT)
    fine = f"{PATH}/{customer.post(PATH, wish()).json['id']}"
    said = {"channel": "app", "text": "我是第七天寄出的通知。"}
    assert coded(customer.post(f"{fine}/objections", said))[1] == ["after_sales_step_not_possible"]

    api.clock.instant = NOW + 10 * DAY
    lines = [{"line": 1, "quantity": 1}]
    at = f"{PATH}/{customer.post(PATH, wish(lines=lines)).json['id']}"
    assert coded(customer.post(f"{at}/objections", said | {"channel": "phone"}))[1] == [
        "channel_of_customer"
    ]
    early = said | {"arrived_at": "2026-12-03T03:00:00Z"}
    assert coded(customer.post(f"{at}/objections", early))[1] == ["for_staff_only"]
    assert coded(agent.post(f"{at}/objections", said))[1] == ["channel_of_staff"]
    made = customer.post(f"{at}/objections", said)
    assert (made.status, made.json["kind"]) == (201, "complaint")
    assert {clock["clock"] for clock in made.json["clocks"]} == {"respond", "answer"}
    assert customer.get(at).json["related"] == [made.json["id"]]
    assert agent.get(f"/complaints/{made.json['id']}").json["related"] == [at.rsplit("/", 1)[1]]
    assert coded(customer.post(f"{at}/objections", said)) == (409, ["objection_exists"])
