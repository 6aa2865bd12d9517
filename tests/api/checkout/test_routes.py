"""Placing an order over HTTP, and the public terms of delivery."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from teleshop.web import pipeline
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import checkout as f
from tests.harness.aws import Cloud


@pytest.fixture
def wang(aws: Cloud, api: ApiClient) -> ApiClient:
    """A customer, with a key, at noon."""
    api.clock.instant = f.NOW
    return api.as_actor(f.WANG).sending(idempotency_key="key-1", accept_language="en")


def order(client: ApiClient, *lines: dict[str, Any], **changes: Any) -> ApiAnswer:
    """One order."""
    return client.post("/orders", f.body(*lines, **changes))


@pytest.mark.clause("4.3.4", "6.3.1")
def test_the_answer_is_the_order_as_it_is_shown_ever_after(wang: ApiClient) -> None:
    f.shop()
    f.promoted(f.term())
    made = order(wang, f.line(f.POT, 2), total=160_00)
    assert made.status == 201
    assert made.headers["location"] == f"/api/orders/{made.json['id']}"
    assert made.json == wang.get(f"/orders/{made.json['id']}").json
    assert (made.json["paid"], made.json["discounts"]) == (0, [])
    amounts = {one["code"]: one["amount"] for one in made.json["taken"]["amounts"]}
    assert amounts["total"] == 160_00
    taken = made.json["taken"]
    assert taken["payment"]["link"]["url"].startswith("http")
    assert taken["recipient"]["phone"] == f.KEPT_PHONE
    assert taken["promise"]["promised_on"] == "2026-11-25"
    (line,) = taken["lines"]
    assert line["steps"][0]["promotion_id"] == f.PROMOTION
    assert line["returns"]["days"] == 15


@pytest.mark.clause("1.1", "4.3.4")
def test_an_order_needs_a_key(aws: Cloud, api: ApiClient) -> None:
    f.shop()
    answer = order(api.as_actor(f.WANG))
    assert (answer.status, answer.json["code"]) == (400, "idempotency_key_required")
    assert f.outbox().count("OrderPlaced") == 0


@pytest.mark.clause("1.1")
def test_the_same_request_again_is_the_same_order(wang: ApiClient) -> None:
    f.shop()
    first, again = order(wang), order(wang)
    assert again.headers["idempotency-replayed"] == "true"
    assert (first.body, first.status) == (again.body, again.status)
    assert f.left_of() == 99
    other = order(wang, f.line(quantity=2), total=200_00)
    assert (other.status, other.json["code"]) == (422, "idempotency_key_reused")


@pytest.mark.clause("1.1")
def test_another_key_is_another_order(wang: ApiClient) -> None:
    f.shop()
    ids = {order(wang.sending(idempotency_key=key)).json["id"] for key in ("key-1", "key-2")}
    assert len(ids) == 2
    assert f.left_of() == 98


@pytest.mark.clause("1.1")
def test_a_refused_request_may_be_repeated_with_its_key_once_it_is_put_right(
    wang: ApiClient,
) -> None:
    f.shop()
    refused = order(wang, total=1)
    assert (refused.status, refused.json["code"]) == (409, "order_total_changed")
    assert refused.pointers == ["/agreed_total"]
    # A program goes on with the new sum and needs no other quote.
    facts = refused.json["facts"]
    assert facts == {"total": 100_00, "goods": 100_00, "freight": 0}
    again = wang.sending(idempotency_key="key-2")
    assert order(again, total=facts["total"]).status == 201
    assert "100.00" in refused.json["detail"]
    assert order(wang, total=100_00).status == 201


@pytest.mark.clause("6.3.1")
def test_nobody_else_sees_the_order_and_staff_see_a_masked_address(
    wang: ApiClient, api: ApiClient
) -> None:
    f.shop()
    path = f"/orders/{order(wang).json['id']}"
    assert api.as_actor(f.LIU).get(path).status == 404
    seen = api.as_actor(f.AGENT).get(path).json["taken"]["recipient"]
    assert seen["masked"]
    assert f.KEPT_PHONE not in str(seen)


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.MANAGER, Role.FINANCE, Role.WAREHOUSE])
def test_others_order_nothing(wang: ApiClient, role: Role) -> None:
    assert order(wang.as_role(role)).status == 403


@pytest.mark.clause("4.3.4")
def test_an_agent_sees_what_the_caller_is_to_be_told(wang: ApiClient) -> None:
    f.shop()
    answer = wang.as_actor(f.AGENT).post("/orders", f.by_phone())
    taken = answer.json["taken"]
    assert (answer.status, answer.json["channel"]) == (201, "phone")
    assert taken["payment"]["link"]
    assert taken["recipient"]["masked"]


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"lines": []}, "/lines"),
        ({"lines": [f.line(quantity=0)]}, "/lines/0/quantity"),
        ({"lines": [f.line("锅")]}, "/lines/0/sku"),
        ({"lines": [f.line()] * 51}, "/lines"),
        ({"address": f.address(region="33010")}, "/address/region"),
        ({"address": f.address(name="王\u202e小明")}, "/address/name"),
        ({"address": f.address(detail="文三路\u0000")}, "/address/detail"),
        ({"address": f.address(name="  ")}, "/address/name"),
        ({"agreed_total": -1}, "/agreed_total"),
        ({"agreed_total": 100.5}, "/agreed_total"),
        ({"channel": "tv"}, "/channel"),
        ({"codes": ["x"] * 11}, "/codes"),
        ({"customer_id": "13800138000"}, "/customer_id"),
        ({"slot_id": "13800138000"}, "/slot_id"),
        ({"price": 1}, "/price"),
    ],
)
def test_a_form_that_cannot_be_read_is_told_field_by_field(
    wang: ApiClient, changes: dict[str, Any], pointer: str
) -> None:
    answer = order(wang, **changes)
    assert (answer.status, answer.pointers) == (422, [pointer])


@pytest.mark.clause("6.4.1", "7.1.3")
@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"customer_id": "tel:13911112222"}, "/customer_id"),
        ({"customer_id": "wang13800138000"}, "/customer_id"),
        ({"call_id": "20261123-13800138000"}, "/call_id"),
        ({"slot_id": "slot-138-0013-8000"}, "/slot_id"),
        ({"customer_id": "tel:1-3800138000"}, "/customer_id"),
        (
            {"outage": {"taken_at": f.NOW.isoformat(), "sheet_number": "13912345678"}},
            "/outage/sheet_number",
        ),
    ],
)
def test_an_id_with_a_telephone_number_in_it_is_refused_and_stored_nowhere(
    aws: Cloud, wang: ApiClient, changes: dict[str, Any], pointer: str
) -> None:
    f.shop()
    before = len(aws.items("AuditTable"))
    answer = wang.as_actor(f.AGENT).post("/orders", f.by_phone(**changes))
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert not [
        digits
        for digits in ("13911112222", "13800138000", "0013", "13912345678")
        if digits in answer.body
    ]
    assert len(aws.items("AuditTable")) == before
    assert aws.items("OrdersTable") == []


@pytest.mark.clause("4.3.4", "6.4.1")
def test_days_and_times_of_day_in_the_ids_of_sheets_and_slots_are_no_telephone_numbers(
    wang: ApiClient,
) -> None:
    f.shop()
    agent = wang.as_actor(f.AGENT)
    for key, number in enumerate(("010-20261123", "15-1125-00001", "1930-2030-001")):
        sheet = f.on_paper(taken_at=f.NOW)
        sheet["outage"]["sheet_number"] = number
        assert agent.sending(idempotency_key=f"sheet-{key}").post("/orders", sheet).status == 201
    for key, slot in enumerate(("cctv-20261128-1930-2030-001", "zj-1930-2000-001")):
        sent = f.by_phone(call_id=f"call-of-{key}", slot_id=slot)
        assert agent.sending(idempotency_key=f"slot-{key}").post("/orders", sent).status == 201


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize("sent", [b"\xff\xfe", b"[]", b"null", b'{"lines": "\xc3\x28"}', b"{"])
def test_bytes_that_are_no_order_are_refused(wang: ApiClient, sent: bytes) -> None:
    answer = wang.request(
        "POST", "/orders", body=sent, headers={"content-type": "application/json"}
    )
    assert answer.status in {400, 422}


@pytest.mark.clause("4.3.4", "1.1")
def test_faults_of_an_order_name_place_clause_and_remedy(wang: ApiClient) -> None:
    f.shop(pieces=1)
    answer = order(wang, f.line(quantity=2), codes=["NOTHING"], total=200_00)
    assert (answer.status, answer.json["code"]) == (409, "order_refused")
    assert answer.pointers == ["/codes/0", "/lines/0/quantity"]
    assert all(fault["clause"] and fault["message"] for fault in answer.json["errors"])


@pytest.mark.clause("1.1")
def test_what_is_sold_out_is_told_with_the_waiting_list(wang: ApiClient) -> None:
    f.shop(pieces=1)
    order(wang)
    answer = order(wang.sending(idempotency_key="key-2"))
    assert (answer.status, answer.json["code"]) == (409, "stock_short")
    assert "waiting list" in answer.json["detail"]


@pytest.mark.clause("4.3.4")
def test_a_sheet_of_paper_that_was_entered_is_named(wang: ApiClient) -> None:
    f.shop()
    lead = wang.as_role(Role.LEAD)
    sent = f.on_paper(taken_at=f.NOW - f.HOUR)
    first = lead.post("/orders", sent)
    again = lead.sending(idempotency_key="key-2").post("/orders", sent)
    assert (again.status, again.json["code"]) == (409, "sheet_entered_before")
    assert first.json["id"] in again.json["detail"]
    assert again.pointers == ["/outage/sheet_number"]


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize("taken_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_an_instant_that_nobody_can_mean_is_refused(wang: ApiClient, taken_at: str) -> None:
    paper = {"taken_at": taken_at, "sheet_number": "GS-0001"}
    sent = f.on_paper(taken_at=f.NOW, outage=paper)
    answer = wang.as_actor(f.AGENT).post("/orders", sent)
    assert (answer.status, answer.pointers) == (422, ["/outage/taken_at"])


@pytest.mark.clause("4.3.4")
def test_a_time_on_paper_is_kept_in_utc(wang: ApiClient) -> None:
    f.shop()
    paper = {"taken_at": "2026-11-23T11:00:00+08:00", "sheet_number": "GS-0001"}
    sent = f.on_paper(taken_at=f.NOW, outage=paper)
    answer = wang.as_actor(f.AGENT).post("/orders", sent)
    assert (answer.status, answer.json["placed_at"]) == (201, "2026-11-23T03:00:00Z")


class Log:
    """Keeps what is logged."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def info(self, message: str, **fields: Any) -> None:
        """One line."""
        self.lines.append(f"{message} {fields}")


@pytest.mark.clause("1.1")
def test_nothing_personal_is_logged_or_sent_back_with_a_refusal(
    wang: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.shop(pieces=1)
    log, agent = Log(), wang.as_actor(f.AGENT)
    monkeypatch.setattr(pipeline, "_logger", lambda: log)
    answers = [
        agent.post("/orders", f.by_phone(total=1)),
        agent.post("/orders", f.by_phone(address=f.address(phone="1380013800012"))),
        agent.post("/orders", f.by_phone()),
        agent.sending(idempotency_key="key-2").post("/orders", f.by_phone()),
    ]
    assert [answer.status for answer in answers] == [409, 422, 201, 409]
    assert len(log.lines) == 3
    told = [*log.lines, *(answer.body for answer in answers if answer.status > 400)]
    for word in ("13800138000", "1380013800012", "王小明", "文三路"):
        assert not [text for text in told if word in text]


# -- terms of delivery -----------------------------------------------------------------------------


@pytest.mark.clause("7.1.3")
def test_everybody_may_see_what_is_promised_for_a_place(api: ApiClient) -> None:
    api.clock.instant = f.NOW
    (area,) = api.get("/public/delivery-terms?region=330106").json["areas"]
    assert (area["served"], area["days"], area["promised_on"]) == (True, 2, "2026-11-25")
    assert (area["freight"], area["free_from"], area["cash_limit"]) == (8_00, 99_00, 5_000_00)


@pytest.mark.clause("7.1.3")
def test_the_table_of_all_areas_is_public(api: ApiClient) -> None:
    areas = api.get("/public/delivery-terms").json["areas"]
    assert len({prefix[:2] for area in areas for prefix in area["prefixes"]}) == 34
    closed = [area for area in areas if not area["served"]]
    assert closed
    assert all(area["alternatives"] and area["promised_on"] is None for area in closed)


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize(("region", "status"), [("990000", 404), ("33", 422), ("%E6%B5%99", 422)])
def test_a_code_of_no_place_is_refused(api: ApiClient, region: str, status: int) -> None:
    assert api.get(f"/public/delivery-terms?region={region}").status == status
