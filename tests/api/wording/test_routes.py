"""The word screen over HTTP: what is asked, what is told, and to whom."""

from typing import Any

import pytest

from teleshop.kernel.actor import STAFF_ROLES, Role
from tests.api.client import ApiClient

pytestmark = pytest.mark.clause("2.3.5")


@pytest.fixture
def supplier(api: ApiClient) -> ApiClient:
    return api.as_role(Role.SUPPLIER, supplier_id="sup_01KASY2D7V3M7T1QZ9N3D6W8XR")


def test_text_is_tried_before_it_is_submitted(supplier: ApiClient) -> None:
    answer = supplier.post("/text-screenings", {"text": "🔥全國銷量第１，力求做到最好"})
    assert answer.status == 200
    assert answer.json["list_version"] == "2026-11"
    assert answer.json["verdict"] == "fail"
    first, second = answer.json["hits"]
    assert {name: first[name] for name in ("start", "end", "text", "code", "level", "verdict")} == {
        "start": 3,
        "end": 7,
        "text": "銷量第１",
        "code": "ABS_ONE",
        "level": "high",
        "verdict": "fail",
    }
    assert first["zh"].endswith("证明文件。")
    assert first["en"].endswith("a document that proves it.")
    assert (first["rule"], first["clause"]) == ("R3.3.4-fact", "2.3.5")
    assert (second["verdict"], second["source"], second["article"]) == (
        "exempt",
        "广告绝对化用语执法指南",
        "5",
    )


@pytest.mark.parametrize(
    ("text", "stated", "verdict"),
    [
        ("请在第一时间拨打热线", {}, "pass"),
        ("面料100%棉", {"composition": {"棉": 100}}, "pass"),
        ("面料100%棉", {}, "fail"),
        ("清仓", {}, "warn"),
        ("清仓", {"on_tv": True}, "fail"),
        ("消炎", {"kind": "device", "certified": True}, "exempt"),
        ("增强免疫力", {"kind": "health_food", "health_food": True}, "exempt"),
        ("第一江山", {"product_names": ["第一江山"]}, "pass"),
        ("天下第一锅业", {"operator_names": ["天下第一锅业"]}, "exempt"),
        ("独家", {"proofs": ["first_claim"]}, "exempt"),
    ],
)
def test_answer_depends_on_what_is_stated_of_the_goods(
    supplier: ApiClient, text: str, stated: dict[str, Any], verdict: str
) -> None:
    answer = supplier.post("/text-screenings", {"text": text} | stated)
    assert (answer.status, answer.json["verdict"]) == (200, verdict)


@pytest.mark.usefixtures("aws")
def test_same_question_with_a_key_gets_the_same_answer(supplier: ApiClient) -> None:
    client = supplier.sending(idempotency_key="try-1")
    first, second = (client.post("/text-screenings", {"text": "最佳"}) for _ in range(2))
    assert first.status == 200
    assert second.json == first.json


def test_every_fault_is_told_at_once(supplier: ApiClient) -> None:
    answer = supplier.post(
        "/text-screenings",
        {
            "text": "",
            "kind": "tea",
            "composition": {"棉": 101},
            "product_names": [""],
            "proof": ["x"],
        },
    )
    assert answer.status == 422
    assert {pointer.split("/")[1] for pointer in answer.pointers} == {
        "text",
        "kind",
        "composition",
        "product_names",
        "proof",
    }


@pytest.mark.parametrize(("length", "status"), [(10_000, 200), (10_001, 422)])
def test_text_has_ten_thousand_characters_at_most(
    supplier: ApiClient, length: int, status: int
) -> None:
    assert supplier.post("/text-screenings", {"text": "锅" * length}).status == status


def test_text_of_nothing_but_words_is_counted_and_cut(supplier: ApiClient) -> None:
    """The gravest verdict is of all of them, also of those that are not shown."""
    answer = supplier.post("/text-screenings", {"text": "金牌" * 4_999 + "最佳"})
    assert answer.status == 200
    assert (answer.json["found"], len(answer.json["hits"])) == (5_000, 200)
    assert {hit["verdict"] for hit in answer.json["hits"]} == {"warn"}
    assert answer.json["verdict"] == "fail"


def test_list_tells_version_codes_and_laws(supplier: ApiClient) -> None:
    answer = supplier.get("/word-lists")
    assert answer.status == 200
    found = answer.json
    assert (found["version"], found["last_checked"]) == ("2026-11", "2026-11-23")
    codes = {code["code"]: code for code in found["codes"]}
    assert {"ABS_ZUI", "MED", "VOID_TERM", "URGE"} <= set(codes)
    assert all(code["zh"] and code["en"] and code["words"] for code in codes.values())
    assert {"title": "广告法", "article": "9(3)"} in codes["ABS_ONE"]["sources"]
    assert found["words"] > 400
    assert found["safe"] > 10


@pytest.mark.parametrize("role", [*sorted(STAFF_ROLES), Role.SUPPLIER, Role.CUSTOMER])
def test_who_writes_about_goods_may_ask(api: ApiClient, role: Role) -> None:
    wanted = 403 if role is Role.CUSTOMER else 200
    client = api.as_role(role)
    assert client.get("/word-lists").status == wanted
    assert client.post("/text-screenings", {"text": "最佳"}).status == wanted
