"""The edge of prices: who may do what, what everybody sees, what is refused in which words."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.tag import FORM
from teleshop.pricing.domain.terms import Channel, Part, Reference, Term, TermKind
from teleshop.pricing.wiring import service
from tests.api.client import ApiClient
from tests.factories import documents
from tests.factories import pricing as f
from tests.factories.orders import CUSTOMER

pytestmark = pytest.mark.clause("4.2.3")
ALL = tuple(role for role in Role if role is not Role.SYSTEM)
READERS = {
    Role.MERCHANDISER,
    Role.MANAGER,
    Role.FINANCE,
    Role.LEGAL,
    Role.COMPLIANCE,
    Role.AUDITOR,
}
MERCHANTS = {Role.MERCHANDISER, Role.MANAGER}
ALLOWED: tuple[tuple[str, str, set[Role]], ...] = (
    ("POST", "/price-changes", {Role.MERCHANDISER}),
    ("GET", "/price-changes?state=in_review", READERS),
    ("GET", "/price-changes/pch_x", READERS),
    ("POST", "/price-changes/pch_x/withdrawal", MERCHANTS),
    ("POST", "/price-changes/pch_x/review-restarts", {Role.MANAGER}),
    ("GET", "/prices?sku=x", READERS),
    ("GET", "/reference-prices?sku=x&channel=tv", READERS),
    ("POST", "/quotes", {role for role in ALL if role is not Role.SUPPLIER}),
    ("GET", "/public/products/prd_x/price", set(ALL)),
    ("GET", "/public/products/prd_x/price-history", set(ALL)),
)


@pytest.fixture
def shop(api: ApiClient, aws: Any) -> ApiClient:
    """Two articles with prices; requests at the factories' instant."""
    f.stored(f.sheet(), f.sheet(f.SECOND_SKU, title="云栖炒锅 32cm"))
    api.clock.instant = f.NOW
    return api


def wish(**changes: Any) -> dict[str, Any]:
    body = msgspec.to_builtins(f.body(), builtin_types=())
    plain = msgspec.json.decode(msgspec.json.encode(body))
    return {key: value for key, value in plain.items() if value is not None} | changes


def asked(shop: ApiClient, **changes: Any) -> dict[str, Any]:
    answer = shop.as_actor(f.MERCHANDISER).post("/price-changes", wish(**changes))
    assert answer.status == 201, answer.json
    return dict(answer.json)


def attached(**changes: Any) -> None:
    facts: dict[str, Any] = {
        "promotion_id": "prm_1",
        "kind": TermKind.FIXED_PRICE,
        "channels": (Channel.TV,),
        "starts_at": f.NOW,
        "ends_at": f.NOW + 3 * f.DAY,
        "amount": 149_00,
        "conditions_zh": "每人限购两件",
        "conditions_en": "Two for each customer",
        "stock": 500,
        "reference": Reference(
            amount=189_00,
            pack="cn_lowest_deal_7d",
            basis="lowest_deal",
            since=f.NOW - 7 * f.DAY,
            until=f.NOW,
        ),
    }
    prices = service().prices
    tx = Transaction(f.call(), "test", Subject("promotion", "prm_1"))
    prices.attach_terms(tx, prices.sheets([f.SKU]), {f.SKU: Term(**facts | changes)})
    tx.commit(None)


@pytest.mark.parametrize(("method", "path", "allowed"), ALLOWED)
def test_each_role_does_its_part_and_no_other(
    api: ApiClient, aws: Any, method: str, path: str, allowed: set[Role]
) -> None:
    answered = {role: api.as_role(role).request(method, path).status for role in ALL}
    assert {role for role, status in answered.items() if status != 403} == allowed


# -- what everybody sees ---------------------------------------------------------------------------


@pytest.mark.clause("4.2.4")
def test_everybody_sees_the_price_of_each_article_in_each_channel(shop: ApiClient) -> None:
    answer = shop.get(f"/public/products/{f.PRODUCT}/price")
    assert answer.status == 200
    first, second = answer.json["skus"]
    assert (first["sku"], second["title"]) == (f.SKU, "云栖炒锅 32cm")
    assert {price["channel"]: price["price"] for price in first["prices"]} == {
        "tv": 199_00,
        "web": 199_00,
        "app": 199_00,
    }
    assert "cost" not in answer.body
    assert all(FORM.match(price["text"]) for price in first["prices"])


@pytest.mark.clause("4.3.3")
def test_a_promotional_price_is_shown_with_what_it_is_compared_with_and_its_conditions(
    shop: ApiClient,
) -> None:
    attached()
    first, _ = shop.get(f"/public/products/{f.PRODUCT}/price").json["skus"]
    tv, web, _ = first["prices"]
    assert (tv["list_price"], tv["price"], tv["text"]) == (199_00, 149_00, "¥149.00")
    assert tv["comparison"]["amount"] == 189_00
    assert tv["comparison"]["basis_zh"] == "促销前七日内最低成交价"
    assert tv["comparison"]["since"] == "2026-11-16T04:00:00Z"
    (offer,) = tv["offers"]
    assert (offer["conditions_zh"], offer["stock"]) == ("每人限购两件", 500)
    assert offer["ends_at"] == "2026-11-26T04:00:00Z"
    assert (web["price"], web["offers"], web["comparison"]) == (199_00, [], None)


@pytest.mark.clause("4.3.3")
def test_a_promotion_with_a_code_or_a_slot_changes_nobodys_shown_price(shop: ApiClient) -> None:
    attached(kind=TermKind.ON_AIR, slot_id="slot-1", code="VIP2026")
    answer = shop.get(f"/public/products/{f.PRODUCT}/price")
    tv = answer.json["skus"][0]["prices"][0]
    assert tv["price"] == 199_00
    assert (tv["offers"][0]["needs_code"], tv["offers"][0]["slot_id"]) == (True, "slot-1")
    assert "VIP2026" not in answer.body


@pytest.mark.clause("4.3.3")
def test_gifts_and_bundles_are_shown_with_what_belongs_to_them(shop: ApiClient) -> None:
    gift = {"gift_sku": "g", "gift_name": "锅铲", "gift_value": 29_00, "quantity": 2}
    attached(kind=TermKind.GIFT, amount=None, skus=(f.SKU,), **gift)
    parts = (Part(sku=f.SKU, quantity=1), Part(sku=f.SECOND_SKU, quantity=2))
    attached(promotion_id="prm_2", kind=TermKind.BUNDLE, amount=500_00, parts=parts)
    answer = shop.get(f"/public/products/{f.PRODUCT}/price").json
    first, second = answer["skus"][0]["prices"][0]["offers"]
    assert (first["gift_name"], first["gift_quantity"], first["gift_value"]) == ("锅铲", 2, 29_00)
    assert second["parts"] == [
        {"sku": f.SKU, "quantity": 1},
        {"sku": f.SECOND_SKU, "quantity": 2},
    ]


@pytest.mark.clause("4.2.4")
@pytest.mark.parametrize("product_id", ["x" * 3000, "%00", "%E4%B8%AD", "a%23b"])
def test_a_strange_product_is_not_found(shop: ApiClient, product_id: str) -> None:
    assert shop.get(f"/public/products/{product_id}/price").status == 404


@pytest.mark.clause("4.2.4")
def test_a_scheduled_price_is_public_from_its_very_instant(shop: ApiClient) -> None:
    f.decided(f.requested().id)
    path = f"/public/products/{f.PRODUCT}/price"

    def tv() -> int:
        return int(shop.get(path).json["skus"][0]["prices"][0]["price"])

    shop.clock.instant = f.NOW + f.WEEK - timedelta(microseconds=1)
    assert tv() == 199_00
    shop.clock.instant = f.NOW + f.WEEK
    assert tv() == 189_05


@pytest.mark.clause("4.4.2")
def test_a_suspended_article_shows_no_price_and_an_unknown_product_is_not_found(
    shop: ApiClient,
) -> None:
    tx = Transaction(f.call(), "test", Subject("violation", "pvi_1"))
    service().prices.suspend(tx, f.SKU, "pvi_1")
    tx.commit(None)
    first, second = shop.get(f"/public/products/{f.PRODUCT}/price").json["skus"]
    assert (first["prices"], len(second["prices"])) == ([], 3)
    assert shop.get("/public/products/prd_x/price").json["code"] == "priced_product_not_found"
    assert shop.get("/public/products/prd_x/price-history").json["items"] == []


@pytest.mark.clause("4.2.4")
def test_the_published_history_is_paged_newest_first(shop: ApiClient) -> None:
    change_id = f.decided(f.requested(channels=["tv", "web"]).id)
    service().reviews.price_due(f.call(after=f.WEEK), change_id, f"pricing:{change_id}:effect")
    path = f"/public/products/{f.PRODUCT}/price-history"
    page = shop.get(f"{path}?limit=3").json
    shown = [(row["amount"], row["channels"], row["previous"]) for row in page["items"][:2]]
    assert sorted(shown) == [(189_05, ["tv"], 199_00), (189_05, ["web"], 199_00)]
    rest = shop.get(f"{path}?limit=100&cursor={page['next']}").json
    assert len(page["items"]) + len(rest["items"]) == 8
    assert rest["next"] is None
    assert shop.get(f"{path}?cursor=x").status == 422


# -- price changes ---------------------------------------------------------------------------------


@pytest.mark.clause("4.2.1", "4.2.2")
def test_a_request_answers_with_the_facts_and_who_approves(shop: ApiClient) -> None:
    mei = shop.as_actor(f.MERCHANDISER).sending(idempotency_key="key-1")
    first, again = (mei.post("/price-changes", wish()) for _ in range(2))
    assert (first.status, first.body) == (again.status, again.body)
    assert first.headers["location"].endswith(f"/price-changes/{first.json['id']}")
    assert first.json["facts"]["channels"][0]["size"] == 500
    assert first.json["steps"] == ["pricing"]
    reader = shop.as_actor(f.AUDITOR)
    by_sku = reader.get(f"/price-changes?sku={f.SKU}").json["items"]
    by_state = reader.get("/price-changes?state=in_review").json["items"]
    assert by_sku == by_state == [first.json]
    for query in ("", f"?sku={f.SKU}&state=in_review"):
        assert reader.get(f"/price-changes{query}").json["errors"][0]["code"] == "one_filter"


@pytest.mark.clause("4.2.1")
@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"amount": 0}, "/amount", "amount_form"),
        ({"amount": 1.5}, "/amount", None),
        ({"channels": []}, "/channels", None),
        ({"channels": ["radio"]}, "/channels/0", None),
        ({"reason": " "}, "/reason", "reason_required"),
        ({"effective_from": "2026-11-30T04:00:00"}, "/effective_from", None),
        ({"research": []}, "/research", "research_too_little"),
        ({"evaluation": {"direction": "cut", "reason": "x"}}, "/evaluation/size", "size_differs"),
        ({"surprise": 1}, "/surprise", None),
    ],
)
def test_a_fault_of_a_request_is_told_with_its_place(
    shop: ApiClient, changes: dict[str, Any], pointer: str, code: str | None
) -> None:
    answer = shop.as_actor(f.MERCHANDISER).post("/price-changes", wish(**changes))
    assert (answer.status, answer.pointers) == (422, [pointer])
    if code:
        assert answer.json["errors"][0]["code"] == code


@pytest.mark.clause("4.2.1")
def test_a_document_proves_research_if_whoever_asks_uploaded_it_for_that(shop: ApiClient) -> None:
    paper = documents.accepted(f.MERCHANDISER, purpose="price_research")
    other = documents.accepted(documents.SUPPLIER)
    research = wish()["research"]
    research[0] = {key: value for key, value in research[0].items() if key != "link"}
    seen = {**research[0], "document_id": paper.id}
    assert asked(shop, research=[seen, research[1]])["research"][0]["document_id"] == paper.id
    strange = [{**research[0], "document_id": other.id}, research[1]]
    answer = shop.as_actor(f.MERCHANDISER).post("/price-changes", wish(research=strange))
    assert (answer.status, answer.json["code"]) == (404, "document_not_found")


def test_an_unknown_article_or_change_is_not_found(shop: ApiClient) -> None:
    mei = shop.as_actor(f.MERCHANDISER)
    assert mei.post("/price-changes", wish(sku="x")).json["code"] == "price_sku_not_found"
    assert mei.get("/price-changes/pch_x").json["code"] == "price_change_not_found"
    assert mei.get("/prices?sku=x").json["code"] == "price_sku_not_found"


@pytest.mark.clause("4.2.4")
def test_a_scheduled_price_is_seen_by_staff_and_withdrawn(shop: ApiClient) -> None:
    made = asked(shop)
    f.decided(made["id"])
    mei = shop.as_actor(f.MERCHANDISER)
    listed = mei.get(f"/prices?sku={f.SKU}").json["prices"]
    assert [(p["amount"], p["state"]) for p in listed if p["channel"] == "tv"] == [
        (199_00, "in_force"),
        (189_05, "scheduled"),
    ]
    path = f"/price-changes/{made['id']}/withdrawal"
    stale = mei.sending(if_match='"1"').post(path)
    assert stale.status == 412
    assert mei.post(path).json["state"] == "withdrawn"
    again = mei.post(path)
    assert (again.status, again.json["code"]) == (409, "price_change_ended")
    assert len(mei.get(f"/prices?sku={f.SKU}").json["prices"]) == 3


def test_a_review_that_runs_is_not_let_run_again(shop: ApiClient) -> None:
    made = asked(shop)
    answer = shop.as_actor(f.MANAGER).post(f"/price-changes/{made['id']}/review-restarts")
    assert (answer.status, answer.json["code"]) == (409, "price_change_not_stalled")
    f.decided(made["id"], f.TIMED_OUT)
    restarted = shop.as_actor(f.MANAGER).post(f"/price-changes/{made['id']}/review-restarts")
    assert (restarted.status, restarted.json["round"]) == (202, 2)


# -- what may be claimed, what it costs ------------------------------------------------------------


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(
    ("query", "allowed", "most", "code"),
    [
        ("price=9000", True, 100_00, None),
        ("price=10000", False, 100_00, "NOT_BELOW_REFERENCE"),
        ("", True, 100_00, None),
        ("price=9000&starts_at=2026-11-21T00:00:00Z", False, None, "NO_BASIS"),
        ("price=9000&pack=eu_lowest_price_30d", True, 199_00, None),
        ("price=9000&pack=manufacturer_suggested", False, None, "DOCUMENT_MISSING"),
        ("pack=manufacturer_suggested&document_id=doc_x", False, None, "DOCUMENT_MISSING"),
    ],
)
def test_what_may_be_claimed_if_sold_at_ninety_today(
    shop: ApiClient, query: str, allowed: bool, most: int | None, code: str | None
) -> None:
    f.sold("A1", 100_00, f.NOW - 2 * f.DAY)
    path = f"/reference-prices?sku={f.SKU}&channel=tv&{query}"
    answer = shop.as_actor(f.MERCHANDISER).get(path).json
    assert (answer["allowed"], answer["most"], answer["code"]) == (allowed, most, code)
    assert answer["rule"] in {"R2.1", "R2.2", "R2.13"}
    assert bool(answer["rows"]) is (most is not None)


SUGGESTED = f"/reference-prices?sku={f.SKU}&channel=tv&price=19900&pack=manufacturer_suggested"
THEIRS = Actor("sam", frozenset({Role.SUPPLIER}), f.SUPPLIER_ID)
ANOTHERS = Actor("sun", frozenset({Role.SUPPLIER}), "sup_01KASY2D7V3M7T1QZ9N3D6W8XZ")


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(
    ("owner", "purpose"), [(THEIRS, "qualification"), (ANOTHERS, "product_document")]
)
def test_a_document_of_another_kind_or_supplier_proves_no_suggested_price(
    shop: ApiClient, owner: Actor, purpose: str
) -> None:
    paper = documents.accepted(owner, purpose=purpose)
    answer = shop.as_actor(f.MERCHANDISER).get(f"{SUGGESTED}&document_id={paper.id}").json
    assert (answer["allowed"], answer["code"]) == (False, "DOCUMENT_MISSING")


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(
    ("owner", "purpose"), [(THEIRS, "product_document"), (f.MERCHANDISER, "price_research")]
)
def test_a_document_on_file_proves_what_the_manufacturer_suggests(
    shop: ApiClient, owner: Actor, purpose: str
) -> None:
    paper = documents.accepted(owner, purpose=purpose)
    answer = shop.as_actor(f.MERCHANDISER).get(f"{SUGGESTED}&document_id={paper.id}").json
    assert (answer["allowed"], answer["most"], answer["rule"]) == (True, 399_00, "R2.2")
    assert answer["reference"]["document_id"] == answer["rows"][0]["source"] == paper.id


@pytest.mark.clause("4.3.4")
def test_a_quote_explains_what_is_charged(shop: ApiClient) -> None:
    attached()
    lines = [{"sku": f.SKU, "quantity": 2}, {"sku": f.SECOND_SKU, "quantity": 1}]
    buyer = shop.as_actor(CUSTOMER)
    made = buyer.post("/quotes", {"channel": "tv", "lines": lines}).json
    assert (made["list_total"], made["total"]) == (597_00, 2 * 149_00 + 199_00)
    assert made["lines"][0]["steps"][0]["promotion_id"] == "prm_1"
    assert made["lines"][0]["comparison"]["amount"] == 189_00
    refused = buyer.post("/quotes", {"channel": "tv", "lines": [{"sku": "x", "quantity": 1}]})
    assert (refused.status, refused.json["code"]) == (409, "quote_refused")
    assert refused.json["errors"][0]["pointer"] == "/lines/0/sku"


@pytest.mark.clause("4.3.3")
def test_a_customer_does_not_choose_its_kind(shop: ApiClient) -> None:
    body = {
        "channel": "tv",
        "lines": [{"sku": f.SKU, "quantity": 1}],
        "customer_kind": "member",
    }
    refused = shop.as_actor(CUSTOMER).post("/quotes", body)
    assert (refused.status, refused.pointers) == (422, ["/customer_kind"])
    assert shop.as_role(Role.AGENT).post("/quotes", body).json["customer_kind"] == "member"
    many = {"channel": "tv", "lines": [{"sku": f.SKU, "quantity": 1}] * 201}
    assert shop.as_actor(CUSTOMER).post("/quotes", many).pointers == ["/lines"]


@pytest.mark.clause("4.3.4")
def test_what_is_not_on_sale_is_neither_quoted_nor_shown(shop: ApiClient) -> None:
    service().products.follow_sale(f.call(), f.PRODUCT, on_sale=False)
    assert shop.get(f"/public/products/{f.PRODUCT}/price").status == 404
    body = {"channel": "tv", "lines": [{"sku": f.SKU, "quantity": 1}]}
    refused = shop.as_actor(CUSTOMER).post("/quotes", body)
    assert (refused.status, refused.pointers) == (409, ["/lines/0/sku"])
    assert refused.json["errors"][0]["code"] == "not_on_sale"
    shown = shop.as_actor(f.MANAGER).get(f"/prices?sku={f.SKU}").json
    assert (shown["on_sale"], len(shown["prices"])) == (False, 3)
    assert shop.get(f"/public/products/{f.PRODUCT}/price-history").json["items"]
    service().products.follow_sale(f.call(after=f.DAY), f.PRODUCT, on_sale=True)
    assert shop.get(f"/public/products/{f.PRODUCT}/price").status == 200
