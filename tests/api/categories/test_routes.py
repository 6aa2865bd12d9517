"""Categories over HTTP."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.categories import CAPACITY, form


@pytest.mark.clause("2.3.1", "2.3.2")
def test_a_merchandiser_orders_the_tree(aws: Any, api: ApiClient) -> None:
    merchandiser = api.as_role(Role.MERCHANDISER)
    made = merchandiser.post("/categories", {"code": "kitchen", **form(attributes=[CAPACITY])})
    assert made.status == 201
    path = f"/categories/{made.json['id']}"
    assert made.headers["location"].endswith(path)
    needs = [{"any_of": ["test_report"], "source": "产品质量法 27"}]
    below = merchandiser.post(
        "/categories",
        {
            "code": "woks",
            "parent": made.json["id"],
            **form("woks", required_documents=needs, return_class="perishable"),
        },
    )
    assert [step["en"] for step in below.json["path"]] == ["Kitchenware", "Woks"]
    assert below.json["in_force"]["attributes"][0]["code"] == "capacity"
    assert below.json["in_force"]["return_class"] == "perishable"
    assert below.json["own"]["attributes"] == []

    own = f"/categories/{below.json['id']}"
    assert merchandiser.put(own, form("woks")).status == 428
    tag = {"if-match": below.headers["etag"]}
    changed = merchandiser.put(own, form("woks", durable=True), headers=tag)
    assert (changed.status, changed.json["in_force"]["durable"]) == (200, True)
    assert merchandiser.put(own, form("woks"), headers=tag).status == 412

    circle = merchandiser.post(f"{path}/move", {"parent": below.json["id"]})
    assert (circle.status, circle.json["code"], circle.pointers) == (
        409,
        "category_circle",
        ["/parent"],
    )
    assert merchandiser.post(f"{own}/move", {"parent": None}).json["parent"] is None
    refused = merchandiser.post(f"{path}/merge", {"into": below.json["id"]})
    assert (refused.status, refused.pointers) == (409, ["/into"])
    merged = merchandiser.post(f"{own}/merge", {"into": made.json["id"]})
    assert merged.json["merged_into"] == made.json["id"]
    assert merchandiser.get(own).json["status"] == "merged"
    assert merchandiser.post(f"{path}/retirement").json["status"] == "retired"


@pytest.mark.clause("2.3.1")
def test_suppliers_and_staff_read_and_others_do_not_change(aws: Any, api: ApiClient) -> None:
    made = api.as_role(Role.MANAGER).post("/categories", {"code": "kitchen", **form()})
    for reader in (api.as_role(Role.SUPPLIER, supplier_id="sup_1"), api.as_role(Role.AGENT)):
        assert [one["code"] for one in reader.get("/categories").json["items"]] == ["kitchen"]
        assert [one["code"] for one in reader.get("/categories?parent=root").json["items"]]
        assert reader.get(f"/categories/{made.json['id']}").status == 200
        assert reader.post("/categories", {"code": "woks", **form("woks")}).status == 403
    assert api.as_role(Role.CUSTOMER).get("/categories").status == 403
    assert api.get("/categories").status == 401


def test_every_fault_of_a_category_is_told_at_once(aws: Any, api: ApiClient) -> None:
    wrong = {
        "code": "Kitchen!",
        **form(
            zh="锅!",
            en="woks",
            attributes=[{**CAPACITY, "choices": ["1"]}],
            required_documents=[{"any_of": ["nothing"], "source": "x"}],
        ),
    }
    answer = api.as_role(Role.MERCHANDISER).post("/categories", wrong)
    assert (answer.status, answer.pointers) == (
        422,
        [
            "/code",
            "/zh",
            "/en",
            "/attributes/0/choices",
            "/required_documents/0/any_of/0",
        ],
    )
    unknown = api.as_role(Role.MERCHANDISER).post(
        "/categories", {"code": "woks", "parent": "cat_unknown", **form("woks")}
    )
    assert (unknown.status, unknown.pointers) == (422, ["/parent"])
    assert api.as_role(Role.AGENT).get("/categories/cat_unknown").status == 404


def test_an_empty_parent_is_no_parent(aws: Any, api: ApiClient) -> None:
    answer = api.as_role(Role.MERCHANDISER).get("/categories?parent=")
    assert (answer.status, answer.pointers) == (422, ["/parent"])


@pytest.mark.clause("2.1.3")
def test_a_category_asks_for_what_the_suppliers_catalogue_asks_for(
    aws: Any, api: ApiClient
) -> None:
    merchandiser = api.as_role(Role.MERCHANDISER)
    said = form(
        "snacks", goods_kind="food", wording_kind="food", supplier_category="prepackaged_food"
    )
    refused = merchandiser.post("/categories", {"code": "snacks", **said})
    assert (refused.status, refused.pointers) == (422, ["/required_documents"] * 2)
    needs = [
        {"any_of": [*types], "source": "食品安全法"}
        for types in (
            ("food_business_licence", "prepackaged_food_filing"),
            ("food_production_licence",),
            ("conformity_certificate",),
        )
    ]
    made = merchandiser.post("/categories", {"code": "snacks", **said, "required_documents": needs})
    assert made.status == 201
    drug = merchandiser.post("/categories", {"code": "pills", **form("pills", wording_kind="drug")})
    assert (drug.status, drug.pointers) == (422, ["/forbidden"])
