"""The issuer's keys: cached, rotated, never fetched in a flood."""

import json
from datetime import timedelta
from typing import Any

import pytest
import urllib3

from teleshop.web import keys
from teleshop.web.keys import FetchError, KeySet, KeysUnavailableError, fetch, read_keys
from teleshop.web.tokens import InvalidTokenError, TokenVerifier

from .conftest import NOW, Issuer, ec_key, published, rsa_key

SECOND = timedelta(seconds=1)


def test_keys_are_fetched_once_for_many_tokens(issuer: Issuer, tokens: TokenVerifier) -> None:
    for _ in range(5):
        tokens.verify(issuer.bearer(), NOW)
    assert issuer.fetches == 1


def test_a_rotated_key_is_fetched_when_a_token_names_it(
    issuer: Issuer, tokens: TokenVerifier
) -> None:
    tokens.verify(issuer.bearer(), NOW)
    issuer.keys.append(published(rsa_key("two"), "two"))
    bearer = issuer.bearer(key=rsa_key("two"), header={"kid": "two"})
    assert tokens.verify(bearer, NOW + 31 * SECOND).subject == "user-1"
    assert issuer.fetches == 2


def test_a_flood_of_unknown_key_ids_fetches_once_in_thirty_seconds(
    issuer: Issuer, tokens: TokenVerifier
) -> None:
    tokens.verify(issuer.bearer(), NOW)
    for number in range(100):
        with pytest.raises(InvalidTokenError, match="unknown_key"):
            tokens.verify(issuer.bearer(header={"kid": f"made-up-{number}"}), NOW + 40 * SECOND)
    assert issuer.fetches == 2
    with pytest.raises(InvalidTokenError, match="unknown_key"):
        tokens.verify(issuer.bearer(header={"kid": "made-up"}), NOW + 71 * SECOND)
    assert issuer.fetches == 3


def test_a_withdrawn_key_is_refused_within_the_hour(issuer: Issuer, tokens: TokenVerifier) -> None:
    far: dict[str, Any] = {"exp": int(NOW.timestamp()) + 10**6}
    assert tokens.verify(issuer.bearer(**far), NOW).subject == "user-1"
    issuer.keys = [published(rsa_key("two"), "two")]
    assert tokens.verify(issuer.bearer(**far), NOW + timedelta(minutes=59)).subject == "user-1"
    with pytest.raises(InvalidTokenError, match="unknown_key"):
        tokens.verify(issuer.bearer(**far), NOW + timedelta(minutes=61))


def test_an_issuer_that_never_answered_is_a_failure_and_not_a_refusal(issuer: Issuer) -> None:
    issuer.failure = FetchError("down")
    found = KeySet(issuer.load)
    with pytest.raises(KeysUnavailableError):
        found.find("one", NOW)
    with pytest.raises(KeysUnavailableError):
        found.find("one", NOW + SECOND)
    assert issuer.fetches == 1
    issuer.failure = None
    assert found.find("one", NOW + 5 * SECOND) is not None


def test_known_keys_serve_while_the_issuer_is_down_but_not_for_ever(issuer: Issuer) -> None:
    found = KeySet(issuer.load)
    assert found.find("one", NOW)
    issuer.failure = FetchError("down")
    assert found.find("one", NOW + timedelta(hours=23))
    with pytest.raises(KeysUnavailableError):
        found.find("one", NOW + timedelta(hours=25))


def test_only_signing_keys_of_the_two_algorithms_are_used() -> None:
    offered = [
        published(rsa_key("one"), "good-rsa"),
        published(rsa_key("one"), "good-rsa-named", alg="RS256"),
        published(ec_key("curve"), "good-ec"),
        published(rsa_key("one"), "for-encryption", use="enc"),
        published(rsa_key("one"), "other-algorithm", alg="RS512"),
        published(rsa_key("short", 1024), "short"),
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"},
        {"kty": "RSA", "kid": "incomplete", "n": "AQAB"},
        {"kty": "RSA", "kid": "broken", "n": "%", "e": "AQAB"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        "text",
        None,
    ]
    found = read_keys(json.dumps({"keys": offered}).encode())
    assert set(found) == {"good-rsa", "good-rsa-named", "good-ec"}


@pytest.mark.parametrize(
    "document", [b"", b"<html>", b"[]", b"5", b"{}", b'{"keys": 5}', b'{"keys": null}', b"\xff"]
)
def test_a_document_that_is_no_key_set_is_a_failed_fetch(document: bytes) -> None:
    with pytest.raises(FetchError):
        read_keys(document)


class Pool:
    """Stands for the network: answers with one status and body, or fails."""

    status = 200
    body = b"keys"
    failure: Exception | None = None
    asked: dict[str, Any]

    def __init__(self, **_: Any) -> None:
        type(self).asked = {}

    def request(self, method: str, url: str, **options: Any) -> "Pool":
        type(self).asked = {"method": method, "url": url, **options}
        if self.failure is not None:
            raise self.failure
        return self

    def read(self, amount: int) -> bytes:
        return self.body[:amount]

    def clear(self) -> None:
        """Nothing is kept."""


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> type[Pool]:
    made = type("MadePool", (Pool,), {})
    monkeypatch.setattr(urllib3, "PoolManager", made)
    return made


def test_fetching_is_bound_in_time_and_follows_no_redirect(network: type[Pool]) -> None:
    assert fetch("https://tokens.example/keys") == b"keys"
    assert network.asked["timeout"] == keys.FETCH_SECONDS
    assert network.asked["redirect"] is False
    assert network.asked["retries"] is False


@pytest.mark.parametrize(
    ("status", "body"), [(404, b""), (302, b""), (500, b"keys"), (200, b"x" * 300_000)]
)
def test_anything_but_a_small_200_is_a_failed_fetch(
    network: type[Pool], status: int, body: bytes
) -> None:
    network.status, network.body = status, body
    with pytest.raises(FetchError):
        fetch("https://tokens.example/keys")


@pytest.mark.parametrize(
    "failure",
    [
        urllib3.exceptions.ConnectTimeoutError(),
        urllib3.exceptions.ProtocolError("reset"),
        OSError("no route"),
        ValueError("no such scheme"),
    ],
)
def test_an_unreachable_issuer_is_a_failed_fetch(network: type[Pool], failure: Exception) -> None:
    network.failure = failure
    with pytest.raises(FetchError):
        fetch("https://tokens.example/keys")
