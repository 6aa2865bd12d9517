"""The edge of the API on the local cloud, with real tokens: gateway, authorizer and application
together.
"""

from collections.abc import Iterator

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from infra.tools.local_cloud import Platform

PROTECTED = "/deadlines?owner=suppliers:supplier:sup_none"


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    """Waits as long as the gateway: what starts cold on a busy machine takes time."""
    with httpx.Client(timeout=30) as made:
        yield made


def bearer(cloud: Platform, role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {cloud.token(role)}"}


def test_the_description_is_served_and_valid(cloud: Platform, client: httpx.Client) -> None:
    answer = client.get(f"{cloud.api_url}/openapi.json")
    assert answer.status_code == 200
    validate(answer.json(), cls=OpenAPIV31SpecValidator)


def test_the_documentation_page_is_served_under_its_own_policy(
    cloud: Platform, client: httpx.Client
) -> None:
    answer = client.get(f"{cloud.api_url}/docs")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'sha256-" in answer.headers["content-security-policy"]
    assert "<script>" in answer.text


def test_a_role_that_may_is_let_in(cloud: Platform, client: httpx.Client) -> None:
    answer = client.get(cloud.api_url + PROTECTED, headers=bearer(cloud, "reviewer"))
    assert answer.status_code == 200
    assert answer.json() == {"items": [], "next": None}
    assert answer.headers["x-request-id"]


def test_a_role_that_may_not_is_refused_by_the_application(
    cloud: Platform, client: httpx.Client
) -> None:
    answer = client.get(cloud.api_url + PROTECTED, headers=bearer(cloud, "supplier"))
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "forbidden"


@pytest.mark.parametrize("authorization", [None, "Bearer not-a-token", "Basic dXNlcjpwYXNz"])
def test_without_a_token_that_counts_the_gateway_answers_401_as_a_problem(
    cloud: Platform, client: httpx.Client, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = client.get(cloud.api_url + PROTECTED, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 401


def test_a_token_with_a_changed_signature_does_not_count(
    cloud: Platform, client: httpx.Client
) -> None:
    token = cloud.token("reviewer")
    changed = token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]
    answer = client.get(cloud.api_url + PROTECTED, headers={"Authorization": f"Bearer {changed}"})
    assert answer.status_code == 401


def test_problems_come_in_the_callers_language(cloud: Platform, client: httpx.Client) -> None:
    headers = bearer(cloud, "reviewer") | {"Accept-Language": "en", "X-Request-Id": "e2e-1"}
    answer = client.get(f"{cloud.api_url}/deadlines?limit=0", headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-language"] == "en"
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "e2e-1"
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {"/limit", "/owner"}


def test_a_preflight_passes_without_a_token(cloud: Platform, client: httpx.Client) -> None:
    answer = client.options(
        f"{cloud.api_url}/deadlines",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"},
    )
    assert answer.status_code == 204
    assert "access-control-allow-origin" not in answer.headers
