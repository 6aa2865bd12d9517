"""Which bearer tokens count, and for whom."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.kernel.actor import Role
from teleshop.web.tokens import InvalidTokenError, TokenVerifier

from .conftest import AUDIENCE, NOW, Issuer, ec_key, published, rsa_key

SECONDS = int(NOW.timestamp())


def refusal(tokens: TokenVerifier, authorization: str) -> str:
    with pytest.raises(InvalidTokenError) as refused:
        tokens.verify(authorization, NOW)
    return refused.value.reason


def segment(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_good_token_tells_subject_roles_and_end(issuer: Issuer, tokens: TokenVerifier) -> None:
    identity = tokens.verify(issuer.bearer(), NOW)
    assert identity.subject == "user-1"
    assert identity.roles == {Role.REVIEWER}
    assert identity.supplier_id is None
    assert identity.expires_at == SECONDS + 600


def test_es256_counts_as_well(issuer: Issuer, tokens: TokenVerifier) -> None:
    issuer.keys = [published(ec_key("curve"), "curve")]
    bearer = issuer.bearer(key=ec_key("curve"), algorithm="ES256", header={"kid": "curve"})
    assert tokens.verify(bearer, NOW).subject == "user-1"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"exp": SECONDS}, "expired"),
        ({"exp": SECONDS - 3600}, "expired"),
        ({"exp": None}, "claim_exp"),
        ({"exp": "soon"}, "claim_exp"),
        ({"exp": True}, "claim_exp"),
        ({"exp": float("nan")}, "claim_exp"),
        ({"exp": float("inf")}, "claim_exp"),
        ({"nbf": SECONDS + 31}, "not_yet_valid"),
        ({"nbf": "now"}, "claim_nbf"),
        ({"iat": SECONDS + 31}, "issued_in_future"),
        ({"iat": None}, "claim_iat"),
        ({"iss": "https://tokens.example/other"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"aud": "another"}, "audience"),
        ({"aud": None}, "audience"),
        ({"aud": ["another"]}, "audience"),
        ({"aud": None, "client_id": "another"}, "audience"),
        ({"aud": "another", "client_id": AUDIENCE}, "audience"),
        ({"token_use": "refresh"}, "token_use"),
        ({"sub": None}, "claim_sub"),
        ({"sub": ""}, "claim_sub"),
        ({"sub": "user#POST /x"}, "claim_sub"),
        ({"sub": "s" * 129}, "claim_sub"),
        ({"sub": 7}, "claim_sub"),
    ],
)
def test_a_claim_that_does_not_fit_refuses_the_token(
    issuer: Issuer, tokens: TokenVerifier, changes: dict[str, Any], reason: str
) -> None:
    assert refusal(tokens, issuer.bearer(**changes)) == reason


@pytest.mark.parametrize(
    "changes",
    [
        {"nbf": SECONDS + 30},
        {"iat": SECONDS + 30},
        {"exp": SECONDS + 1},
        {"aud": ["other", AUDIENCE]},
        {"aud": None, "client_id": AUDIENCE, "token_use": "access"},
        {"token_use": "id"},
    ],
)
def test_claims_at_the_edge_still_count(
    issuer: Issuer, tokens: TokenVerifier, changes: dict[str, Any]
) -> None:
    assert tokens.verify(issuer.bearer(**changes), NOW).subject == "user-1"


def test_a_token_ends_exactly_at_its_end(issuer: Issuer, tokens: TokenVerifier) -> None:
    bearer = issuer.bearer(exp=SECONDS + 10)
    assert tokens.verify(bearer, NOW + timedelta(seconds=9.9)).subject == "user-1"
    with pytest.raises(InvalidTokenError, match="expired"):
        tokens.verify(bearer, NOW + timedelta(seconds=10))


def test_an_unsigned_token_never_counts(issuer: Issuer, tokens: TokenVerifier) -> None:
    for algorithm in ("none", "None", "NONE"):
        head = segment({"alg": algorithm, "kid": "one", "typ": "JWT"})
        assert refusal(tokens, f"Bearer {head}.{segment(issuer.claims())}.") == "algorithm"


def test_a_public_key_used_as_an_hmac_secret_never_counts(
    issuer: Issuer, tokens: TokenVerifier
) -> None:
    public = (
        rsa_key("one")
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    signed = f"{segment({'alg': 'HS256', 'kid': 'one'})}.{segment(issuer.claims())}"
    mac = hmac.new(public, signed.encode(), hashlib.sha256).digest()
    token = f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
    assert refusal(tokens, f"Bearer {token}") == "algorithm"
    assert issuer.fetches == 0


@pytest.mark.parametrize("algorithm", ["RS384", "PS256", "RS512"])
def test_an_algorithm_that_is_not_listed_never_counts(
    issuer: Issuer, tokens: TokenVerifier, algorithm: str
) -> None:
    assert refusal(tokens, issuer.bearer(algorithm=algorithm)) == "algorithm"


def test_a_signature_by_another_key_under_a_known_name_never_counts(
    issuer: Issuer, tokens: TokenVerifier
) -> None:
    assert refusal(tokens, issuer.bearer(key=rsa_key("two"))) == "signature"


def test_an_algorithm_that_does_not_fit_the_named_key_never_counts(
    issuer: Issuer, tokens: TokenVerifier
) -> None:
    bearer = issuer.bearer(key=ec_key("curve"), algorithm="ES256", header={"kid": "one"})
    assert refusal(tokens, bearer) == "signature"


def test_changed_claims_break_the_signature(issuer: Issuer, tokens: TokenVerifier) -> None:
    head, _, signature = issuer.bearer().removeprefix("Bearer ").split(".")
    forged = segment(issuer.claims(**{"cognito:groups": ["admin"]}))
    assert refusal(tokens, f"Bearer {head}.{forged}.{signature}") == "signature"


@pytest.mark.parametrize("header", [{}, {"kid": ""}])
def test_a_token_must_name_its_key(
    issuer: Issuer, tokens: TokenVerifier, header: dict[str, Any]
) -> None:
    assert refusal(tokens, issuer.bearer(header=header)) == "no_key_id"
    assert issuer.fetches == 0


@pytest.mark.parametrize(
    ("authorization", "reason"),
    [
        ("", "no_bearer_token"),
        ("Bearer", "no_bearer_token"),
        ("Bearer ", "no_bearer_token"),
        ("Basic dXNlcjpwYXNz", "no_bearer_token"),
        ("Bearer " + "a" * 20_000, "no_bearer_token"),
        ("Bearer 令牌", "no_bearer_token"),
        ("Bearer a.b.c", "malformed"),
        ("Bearer !!!.e30.", "malformed"),
        ("Bearer e30.e30.e30", "algorithm"),
        ("Bearer one-part", "malformed"),
        (f"Bearer {segment([1])}.e30.e30", "malformed"),
        (f"Bearer {segment('x')}.e30.e30", "malformed"),
        (f"Bearer {segment({'alg': 'RS256', 'kid': 7})}.e30.e30", "malformed"),
        (f"Bearer {segment({'alg': ['RS256'], 'kid': 'one'})}.e30.e30", "algorithm"),
    ],
)
def test_what_is_no_token_is_refused_with_a_word_for_the_log(
    tokens: TokenVerifier, authorization: str, reason: str
) -> None:
    assert refusal(tokens, authorization) == reason


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_makes_the_verifier_fail_otherwise(tokens: TokenVerifier, text: str) -> None:
    assert refusal(tokens, f"Bearer {text}")


@pytest.mark.parametrize(
    ("claims", "roles"),
    [
        ({"cognito:groups": ["legal", "manager"]}, {Role.LEGAL, Role.MANAGER}),
        ({"cognito:groups": None, "roles": ["supplier"]}, {Role.SUPPLIER}),
        (
            {"cognito:groups": None, "roles": "agent,lead finance"},
            {Role.AGENT, Role.LEAD, Role.FINANCE},
        ),
        ({"cognito:groups": ["Reviewer", "root", "everyone"]}, set()),
        ({"cognito:groups": None}, set()),
        ({"cognito:groups": {"reviewer": 1}}, set()),
        ({"cognito:groups": [["reviewer"], 7, None]}, set()),
    ],
)
def test_roles_come_from_the_claims_and_unknown_names_are_dropped(
    issuer: Issuer, tokens: TokenVerifier, claims: dict[str, Any], roles: set[Role]
) -> None:
    assert tokens.verify(issuer.bearer(**claims), NOW).roles == roles


def test_the_system_role_never_comes_from_a_token(issuer: Issuer, tokens: TokenVerifier) -> None:
    claims: dict[str, Any] = {"cognito:groups": ["system", "reviewer"], "roles": "system"}
    bearer = issuer.bearer(**claims)
    assert tokens.verify(bearer, NOW).roles == {Role.REVIEWER}


@pytest.mark.parametrize(
    ("claims", "supplier"),
    [
        ({"custom:supplier_id": "sup_01J"}, "sup_01J"),
        ({"supplier_id": "sup_01J"}, "sup_01J"),
        ({"supplier_id": "sup/../x"}, None),
        ({"supplier_id": 5}, None),
        ({}, None),
    ],
)
def test_the_supplier_comes_from_the_claims(
    issuer: Issuer, tokens: TokenVerifier, claims: dict[str, Any], supplier: str | None
) -> None:
    assert tokens.verify(issuer.bearer(**claims), NOW).supplier_id == supplier
