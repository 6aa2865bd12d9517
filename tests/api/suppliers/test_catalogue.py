"""What an applicant can look up: which categories and types of documents exist."""

import re
from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient

PATHS = ["/supplier-categories", "/qualification-types"]


def by_code(api: ApiClient, path: str) -> dict[str, dict[str, Any]]:
    """The items of a list as an applicant sees them."""
    answer = api.as_role(Role.SUPPLIER).get(path)
    assert answer.status == 200
    items = answer.json["items"]
    found = {item["code"]: item for item in items}
    assert len(found) == len(items) > 0
    return found


@pytest.mark.clause("3.1.2")
def test_every_document_that_a_category_needs_is_a_type_that_exists(api: ApiClient) -> None:
    categories = by_code(api, "/supplier-categories")
    types = by_code(api, "/qualification-types")
    named = {
        code
        for category in categories.values()
        for document in category["documents"]
        for code in document["any_of"]
    }
    assert {"business_licence", "ccc_certificate"} <= named <= types.keys()


@pytest.mark.clause("3.1.2")
def test_a_category_names_what_every_supplier_needs_and_its_own_documents(api: ApiClient) -> None:
    documents = by_code(api, "/supplier-categories")["prepackaged_food"]["documents"]
    assert [document["any_of"] for document in documents if document["required"]] == [
        ["business_licence"],
        ["food_business_licence", "prepackaged_food_filing"],
        ["food_production_licence", "overseas_food_producer_registration"],
    ]
    assert ["credit_report"] in [
        document["any_of"] for document in documents if not document["required"]
    ]


@pytest.mark.clause("2.1.1")
def test_forbidden_categories_are_told_with_the_reason(api: ApiClient) -> None:
    categories = by_code(api, "/supplier-categories")
    forbidden = {code for code, category in categories.items() if not category["allowed"]}
    assert {"drugs", "slimming_products", "implant_devices"} <= forbidden
    assert "ccc_goods" not in forbidden
    for code in forbidden:
        assert "禁止电视购物销售" in categories[code]["reason_zh"]
        assert "may not be sold by TV shopping" in categories[code]["reason_en"]
        assert categories[code]["documents"] == []


@pytest.mark.clause("2.1.1")
def test_only_what_is_forbidden_or_of_high_risk_has_a_reason(api: ApiClient) -> None:
    allowed = [item for item in by_code(api, "/supplier-categories").values() if item["allowed"]]
    assert [item["code"] for item in allowed if item["reason_zh"]] == ["collectibles"]


@pytest.mark.clause("3.1.2")
@pytest.mark.parametrize(
    ("code", "number", "fits"),
    [
        ("food_production_licence", "SC11834020305037", True),
        ("food_production_licence", "SC31834020305037", False),
        ("food_production_licence", "SC11834020305037 ", False),
        ("device_2_registration", "国械注进20203123456", False),
        ("device_2_registration", "国械注进20202123456", True),
        ("health_food_registration", "国食健字G20100001", True),
        ("health_food_registration", "X国食健字G20100001", False),
    ],
)
def test_a_pattern_describes_the_whole_number(
    api: ApiClient, code: str, number: str, fits: bool
) -> None:
    pattern = by_code(api, "/qualification-types")[code]["number_pattern"]
    assert (re.search(pattern, number) is not None) is fits


@pytest.mark.clause("3.1.2")
def test_a_type_says_whether_number_and_expiry_are_required(api: ApiClient) -> None:
    types = by_code(api, "/qualification-types")
    told = {
        code: (types[code]["number_required"], types[code]["expiry_required"])
        for code in ("food_business_licence", "cosmetics_filing", "credit_report")
    }
    assert told == {
        "food_business_licence": (True, True),
        "cosmetics_filing": (True, False),
        "credit_report": (False, False),
    }
    assert types["publication_licence"]["number_pattern"] is None


@pytest.mark.parametrize("path", PATHS)
def test_staff_may_look_too_and_customers_may_not(api: ApiClient, path: str) -> None:
    assert api.as_role(Role.REVIEWER).get(path).status == 200
    assert api.as_role(Role.CUSTOMER).get(path).status == 403
