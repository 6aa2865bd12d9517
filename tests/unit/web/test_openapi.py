"""The description says of a route what its declaration says."""

from typing import Annotated, Any

import pytest
from msgspec import Meta
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from teleshop.kernel.actor import Role
from teleshop.kernel.schema import Input, Listing, ListQuery, Output
from teleshop.web import permissions
from teleshop.web.blueprint import Operation
from teleshop.web.openapi import document, document_text
from teleshop.web.permissions import PUBLIC, roles


class ThingBody(Input, frozen=True, kw_only=True):
    """A thing to make."""

    name: Annotated[str, Meta(max_length=9)]


class ThingView(Output, frozen=True, kw_only=True):
    """A thing."""

    id: str


class ThingQuery(ListQuery, frozen=True, kw_only=True):
    owner: str


def operation(method: str, path: str, **declared: Any) -> Operation:
    name = method.lower() + path.replace("/", "_").strip("{}")
    return Operation(
        method=method, path=path, name=name, context="things", summary=("物", "Thing"), **declared
    )


OPERATIONS = [
    operation("GET", "/things", query=ThingQuery, answer=Listing[ThingView]),
    operation(
        "POST",
        "/things",
        body=ThingBody,
        answer=ThingView,
        status=201,
        location="/things/{id}",
        clause="3.2.1",
    ),
    operation("GET", "/things/{id}", answer=ThingView, versioned=True),
    operation("PATCH", "/things/{id}", body=ThingBody, answer=ThingView, versioned=True),
    operation("DELETE", "/things/{id}", status=204, versioned=True),
    operation("POST", "/things/{id}/approval", answer=ThingView, versioned=True),
]


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    rules = {(found.method, found.path): roles(Role.LEGAL, Role.ADMIN) for found in OPERATIONS}
    monkeypatch.setattr(permissions, "PERMISSIONS", rules | {("GET", "/things"): PUBLIC})
    found = document(OPERATIONS)
    validate(found, cls=OpenAPIV31SpecValidator)
    return found


def parameters(operation: dict[str, Any]) -> set[str]:
    return {
        str(found.get("name") or found["$ref"].rsplit("/", 1)[-1])
        for found in operation["parameters"]
    }


def test_a_query_is_described_as_parameters(described: dict[str, Any]) -> None:
    listing = described["paths"]["/things"]["get"]
    assert parameters(listing) == {"limit", "cursor", "owner", "AcceptLanguage", "RequestId"}
    assert [found["name"] for found in listing["parameters"] if found.get("required")] == ["owner"]
    assert "ThingQuery" not in described["components"]["schemas"]


def test_roles_and_clause_are_shown(described: dict[str, Any]) -> None:
    assert described["paths"]["/things"]["get"]["x-roles"] == ["public"]
    assert described["paths"]["/things"]["get"]["security"] == []
    made = described["paths"]["/things"]["post"]
    assert made["x-roles"] == ["admin", "legal"]
    assert made["security"] == [{"bearer": []}]
    assert made["x-clause"] == "3.2.1"


def test_a_body_and_its_limits_are_shown(described: dict[str, Any]) -> None:
    made = described["paths"]["/things"]["post"]
    reference = made["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = described["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    assert schema["properties"]["name"] == {"type": "string", "maxLength": 9}
    assert schema["additionalProperties"] is False


def test_what_a_post_takes_and_gives_in_headers_is_shown(described: dict[str, Any]) -> None:
    made = described["paths"]["/things"]["post"]
    assert "IdempotencyKey" in parameters(made)
    assert set(made["responses"]["201"]["headers"]) == {"X-Request-Id", "Location"}


def test_a_post_that_is_never_done_twice_says_that_it_needs_a_key() -> None:
    paid = operation("POST", "/things", answer=ThingView, status=201, keyed=True)
    whole = document([paid])
    assert "IdempotencyKeyRequired" in parameters(whole["paths"]["/things"]["post"])
    assert whole["components"]["parameters"]["IdempotencyKeyRequired"]["required"]
    validate(whole, cls=OpenAPIV31SpecValidator)


def test_a_change_of_a_version_needs_if_match_and_may_be_stale(described: dict[str, Any]) -> None:
    for method in ("patch", "delete"):
        change = described["paths"]["/things/{id}"][method]
        assert "IfMatch" in parameters(change)
        assert {"412", "428", "404"} <= set(change["responses"])
    assert "content" not in described["paths"]["/things/{id}"]["delete"]["responses"]["204"]


def test_an_action_may_name_the_version_that_it_is_meant_for(described: dict[str, Any]) -> None:
    action = described["paths"]["/things/{id}/approval"]["post"]
    assert "IfMatchAction" in parameters(action)
    assert "412" in action["responses"]
    assert "428" not in action["responses"]
    assert "required" not in described["components"]["parameters"]["IfMatchAction"]


def test_reading_a_version_gives_its_tag_and_needs_none(described: dict[str, Any]) -> None:
    read = described["paths"]["/things/{id}"]["get"]
    assert set(read["responses"]) == {"200", "304", "401", "403", "404", "422", "429", "500", "503"}
    assert set(read["responses"]["200"]["headers"]) == {"X-Request-Id", "ETag"}
    assert parameters(read) == {"AcceptLanguage", "RequestId"}


def test_the_order_of_registration_does_not_show() -> None:
    assert document_text(OPERATIONS) == document_text(OPERATIONS[::-1])
