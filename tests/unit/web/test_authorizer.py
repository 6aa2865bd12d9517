"""The Lambda authorizer: what it tells API Gateway."""

from typing import Any

import pytest

from teleshop.web import tokens
from teleshop.web.auth import authorize
from teleshop.web.keys import FetchError, KeySet, KeysUnavailableError
from teleshop.web.tokens import TokenVerifier

from .conftest import AUDIENCE, ISSUER, Issuer, rsa_key

METHOD = "arn:aws-cn:execute-api:cn-north-1:123456789012:abc/api/GET/suppliers/1"


@pytest.fixture
def verifier(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> TokenVerifier:
    made = TokenVerifier(KeySet(issuer.load), ISSUER, AUDIENCE)
    monkeypatch.setattr(tokens, "verifier", lambda: made)
    return made


def ask(token: str) -> dict[str, Any]:
    event = {"type": "TOKEN", "authorizationToken": token, "methodArn": METHOD}
    answer: dict[str, Any] = authorize(event, None)
    return answer


def live(issuer: Issuer, **changes: Any) -> str:
    """A token that counts at the machine's own time, which the handler reads."""
    return issuer.bearer(**{"iat": 1, "exp": 32_503_680_000, **changes})


@pytest.mark.usefixtures("verifier")
def test_the_verdict_covers_every_route_of_the_stage(issuer: Issuer) -> None:
    answer = ask(live(issuer))
    [statement] = answer["policyDocument"]["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Resource"] == ["arn:aws-cn:execute-api:cn-north-1:123456789012:abc/api/*/*"]


@pytest.mark.usefixtures("verifier")
def test_the_api_is_told_subject_roles_supplier_and_end_as_text(issuer: Issuer) -> None:
    claims = {"cognito:groups": ["supplier", "system", "agent"], "supplier_id": "sup_1"}
    assert ask(live(issuer, **claims))["context"] == {
        "subject": "user-1",
        "roles": "agent,supplier",
        "supplier_id": "sup_1",
        "expires_at": "32503680000",
    }


@pytest.mark.usefixtures("verifier")
def test_a_token_that_does_not_count_gives_exactly_the_word_for_401(issuer: Issuer) -> None:
    for token in ("", "Bearer x", live(issuer, exp=2), live(issuer, key=rsa_key("two"))):
        with pytest.raises(Exception, match=r"^Unauthorized$") as refused:
            ask(token)
        assert refused.value.__cause__ is None


@pytest.mark.usefixtures("verifier")
def test_an_issuer_that_is_down_is_not_the_callers_fault(issuer: Issuer) -> None:
    issuer.failure = FetchError("down")
    with pytest.raises(KeysUnavailableError):
        ask(live(issuer))
