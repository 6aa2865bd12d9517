"""Keys and tokens of an issuer that exists only here."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from teleshop.web.keys import KeySet
from teleshop.web.tokens import TokenVerifier

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ISSUER = "https://tokens.example/pool"
AUDIENCE = "teleshop"


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """One key per name: making them takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    """One key per name."""
    return ec.generate_private_key(ec.SECP256R1())


def published(key: Any, key_id: str, **more: str) -> dict[str, Any]:
    """A key as its issuer publishes it."""
    algorithm = (
        jwt.algorithms.RSAAlgorithm
        if isinstance(key, rsa.RSAPrivateKey)
        else jwt.algorithms.ECAlgorithm
    )
    return {**json.loads(algorithm.to_jwk(key.public_key())), "kid": key_id, "use": "sig", **more}


class Issuer:
    """Publishes keys and signs tokens; counts how often its keys are fetched."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = [published(rsa_key("one"), "one")]
        self.fetches = 0
        self.failure: Exception | None = None

    def load(self) -> bytes:
        """What the URL answers."""
        self.fetches += 1
        if self.failure is not None:
            raise self.failure
        return json.dumps({"keys": self.keys}).encode()

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Claims of a good token with changes; None leaves a claim out."""
        now = int(NOW.timestamp())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": "user-1",
            "iat": now - 60,
            "exp": now + 600,
            "cognito:groups": ["reviewer"],
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def bearer(
        self,
        *,
        key: Any = None,
        algorithm: str = "RS256",
        header: dict[str, Any] | None = None,
        **changes: Any,
    ) -> str:
        """The value of an ``Authorization`` header."""
        token = jwt.encode(
            self.claims(**changes),
            key if key is not None else rsa_key("one"),
            algorithm=algorithm,
            headers={"kid": "one"} if header is None else header,
        )
        return f"Bearer {token}"


@pytest.fixture
def issuer() -> Issuer:
    """An issuer with one RSA key named ``one``."""
    return Issuer()


@pytest.fixture
def tokens(issuer: Issuer) -> TokenVerifier:
    """A verifier that knows nothing yet."""
    return TokenVerifier(KeySet(issuer.load), ISSUER, AUDIENCE)
