"""A product comes on sale on the packaged artifact: filled in by the API, refused, reviewed item by
item, returned and passed; it goes off sale and back as what it rests on falls away and is cured.
"""

from typing import Any

import pytest

from tests.e2e.goods.market import ANY_VERSION, PRICE, Market, codes
from tests.e2e.shop import said

pytestmark = pytest.mark.clause("2.1.1", "2.1.5", "2.3.1", "2.3.2", "2.3.4", "2.3.5")


@pytest.mark.clause("2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5")
def test_a_product_is_refused_returned_passed_and_on_sale_once_it_has_a_price(
    market: Market,
) -> None:
    product_id = refused_with_every_fault(market)
    complete(market, product_id)
    returned_and_passed(market, product_id)
    [sku] = market.listed(product_id)["skus"]
    # Approved, and nobody sees it: it has no price.
    assert market.public(product_id).status == 404
    market.priced(sku)
    shown_to_everybody(market, product_id, sku)
    only_what_matters_is_reviewed_again(market, product_id)
    off_sale_with_its_supplier(market, product_id)
    who_approved_what(market, product_id)


def refused_with_every_fault(market: Market) -> str:
    """2.1.1, 2.3.1, 2.3.5: every fault at once, each with its place and clause; nothing is sent."""
    bare = {
        "category_id": market.category_id,
        "name": "最佳汤锅",
        "variants": [{"own_code": "POT-24", "gtin": "6901234567891"}],
    }
    product_id = str(said(market.seller.post("/products", bare), 201)["id"])
    refused = market.seller.post(f"/products/{product_id}/submission")
    assert (refused.status, refused.json["code"]) == (409, "product_requirements_not_met")
    assert {
        "field_missing",
        "attribute_missing",
        "gtin_check_digit",
        "price_missing",
        "picture_missing",
        "document_missing",
        "packaging_missing",
        "after_sales_missing",
        "word_not_allowed",
    } <= codes(refused)
    assert all(error["pointer"] and error["clause"] for error in refused.json["errors"])
    assert market.product(product_id)["revision"]["state"] == "draft"
    return product_id


def complete(market: Market, product_id: str) -> None:
    """The supplier sends the files by their forms and fills in what was missing."""
    market.papers()
    market.amended(product_id, **market.content())


def returned_and_passed(market: Market, product_id: str) -> None:
    """2.2.3, 2.2.4: a list item by item; after a return only what failed or changed is open."""
    said(market.seller.post(f"/products/{product_id}/submission"))
    asked = market.approval("reviewer", product_id)
    assert (asked["qualification"], asked["allowed"]) == ("product_review", ["reject"])
    path = f"/products/{product_id}/check-list"
    stranger = market.site.person("reviewer", f"untrained-{market.number}")
    items = {"items": [{"field": "origin", "result": "passed"}]}
    untrained = stranger.put(path, items, headers=ANY_VERSION)
    assert untrained.json["code"] == "qualification_missing"
    listed = said(market.passed(product_id, "origin", "pictures"))
    assert listed["left"] == ["reject", "return_for_change"]
    assert market.decide("reviewer", product_id).json["code"] == "choice_not_allowed"
    said(market.decide("reviewer", product_id, "return_for_change"))

    returned = market.revision_is(product_id, "returned")
    failed = {item["field"] for item in returned["items"] if item["state"] == "failed"}
    assert failed == {"origin", "pictures"}
    market.amended(product_id, origin="中国浙江武义", model="SH-24B")
    said(market.seller.post(f"/products/{product_id}/submission"))
    market.approval("reviewer", product_id)
    again = said(market.reviewer.get(path))
    opened = {item["field"] for item in again["items"] if item["state"] == "open"}
    assert opened == {"origin", "pictures", "model"}
    said(market.passed(product_id))
    said(market.decide("reviewer", product_id))


def shown_to_everybody(market: Market, product_id: str, sku: str) -> None:
    """1.2, 2.3.2, 4.2.4: the page, the price, and every list in which it belongs."""
    page = market.shown(product_id)
    assert (page["origin"], page["seller"]["id"]) == ("中国浙江武义", market.supplier_id)
    assert [step["id"] for step in page["category"]][-1] == market.category_id
    [article] = page["articles"]
    assert {(one["channel"], one["price"]) for one in article["prices"]} == {
        ("tv", PRICE),
        ("app", PRICE),
    }

    def priced() -> Any:
        # Prices hear by an event that the goods are on sale.
        answer = market.site.anybody.get(f"/public/products/{product_id}/price")
        return answer.json if answer.status == 200 else None

    price = market.site.wait("the public price", priced)
    assert [one["sku"] for one in price["skus"]] == [sku]
    for query in (
        f"category={market.category_id}",
        f"category={market.category_id}&attribute=material:不锈钢",
        f"supplier={market.supplier_id}",
        "text=山海",
        "sort=price",
    ):
        market.in_list(query, product_id)


def only_what_matters_is_reviewed_again(market: Market, product_id: str) -> None:
    """2.2.5: other signs in a text pass by themselves; another material is for a reviewer, and what
    is on sale stays as it is meanwhile.
    """
    path = f"/products/{product_id}"
    written = market.content()["description"]
    market.amended(product_id, description=written.replace("，", "；"))
    slip = said(market.seller.post(f"{path}/submission"))
    assert (slip["passed"], slip["live"]) == (True, 2)

    market.amended(product_id, attributes={"material": "铸铁"})
    sent = said(market.seller.post(f"{path}/submission"))
    assert (sent["passed"], sent["live"], sent["open_revision"]) == (False, 2, 3)
    differs = said(market.reviewer.get(f"{path}/revisions/3"))
    assert [(one["pointer"], one["material"]) for one in differs["changes"]] == [
        ("/attributes/material", True)
    ]
    # Whoever looks at the material sees what passed as well.
    assert [item["field"] for item in differs["items"]] == ["description", "attributes"]
    assert shown_material(market.shown(product_id)) == "不锈钢"
    market.approval("reviewer", product_id)
    said(market.passed(product_id))
    said(market.decide("reviewer", product_id))
    market.site.wait(
        "the approved change", lambda: shown_material(market.shown(product_id)) == "铸铁"
    )


def shown_material(page: Any) -> Any:
    return next(one["value"] for one in page["attributes"] if one["code"] == "material")


def off_sale_with_its_supplier(market: Market, product_id: str) -> None:
    """2.1.5: a supplier that is suspended sells nothing, at once; once it is back, so is all."""
    manager, path = market.who("manager"), f"/suppliers/{market.supplier_id}"
    said(manager.post(f"{path}/suspension", {"reason": "抽检不合格"}))
    assert market.public(product_id).status == 404
    suspended = market.reaches(product_id, "suspended")
    assert [one["kind"] for one in suspended["obstacles"]] == ["supplier_not_active"]
    said(manager.post(f"{path}/restoration", {"reason": "复检合格"}))
    market.reaches(product_id, "published")
    market.shown(product_id)


def who_approved_what(market: Market, product_id: str) -> None:
    """2.2.5: every version stays on record, with who approved it."""
    found = said(market.reviewer.get(f"/products/{product_id}/revisions"))["items"]
    by = {one["number"]: one["approved_by"] for one in found}
    assert by[1] == by[3] == market.reviewer.subject
    assert by[2] not in {None, market.reviewer.subject}
