"""Verifying bearer tokens (JWT) of the configured OpenID Connect issuer.

The signature must be RS256 or ES256 by a key that the issuer publishes; issuer, audience and
times must fit. Roles come from ``cognito:groups`` or ``roles``, the supplier from
``custom:supplier_id`` or ``supplier_id``. The role ``system`` belongs to the platform's own
functions and is never taken from a token.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

import jwt
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from teleshop.kernel.actor import Role
from teleshop.kernel.settings import settings

ALGORITHMS = ("RS256", "ES256")
MAX_TOKEN = 16 * 1024
LEEWAY = 30
"""Seconds by which the issuer's clock may be ahead; a token's end is taken exactly."""
_SUBJECT = re.compile(r"[\x21\x22\x24-\x7e]{1,128}\Z")
"""Visible ASCII without ``#``, which separates the parts of stored keys."""
_SUPPLIER = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_TOKEN_ROLES = frozenset(Role) - {Role.SYSTEM}


class InvalidTokenError(Exception):
    """The token does not count; ``reason`` is a word for the log, never for the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a token stands for, until ``expires_at`` (seconds since 1970)."""

    subject: str
    roles: frozenset[Role]
    supplier_id: str | None
    expires_at: int


class Keys(Protocol):
    """Where public keys come from."""

    def find(self, key_id: str, now: datetime) -> PyJWK | None:
        """The key of that id, or None."""


class TokenVerifier:
    """Verifies tokens for one issuer and one audience."""

    def __init__(self, keys: Keys, issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience

    def verify(self, authorization: str, now: datetime) -> Identity:
        """The holder of the token in an ``Authorization`` header; :class:`InvalidTokenError` if
        it does not count.

        Raises ``keys.KeysUnavailableError`` when the issuer's keys cannot be had.
        """
        token = _bearer(authorization)
        claims = self._signed_claims(token, now)
        self._check_parties(claims)
        expires_at = _check_times(claims, now.timestamp())
        return Identity(
            subject=_subject(claims),
            roles=_roles(claims),
            supplier_id=_supplier(claims),
            expires_at=expires_at,
        )

    def _signed_claims(self, token: str, now: datetime) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
        except (PyJWTError, ValueError) as broken:
            raise InvalidTokenError("malformed") from broken
        # First the algorithm, from our list and never from the token: `none` and HMAC end here.
        if header.get("alg") not in ALGORITHMS:
            raise InvalidTokenError("algorithm")
        key_id = header.get("kid")
        if not isinstance(key_id, str) or not key_id:
            raise InvalidTokenError("no_key_id")
        key = self._keys.find(key_id, now)
        if key is None:
            raise InvalidTokenError("unknown_key")
        try:
            # Times and parties are checked below, against the instant of the request.
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                options={
                    "verify_signature": True,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": False,
                    "verify_iss": False,
                    "verify_sub": False,
                    "verify_jti": False,
                },
            )
        except (PyJWTError, ValueError) as broken:
            raise InvalidTokenError("signature") from broken
        return claims

    def _check_parties(self, claims: Mapping[str, Any]) -> None:
        if claims.get("iss") != self._issuer:
            raise InvalidTokenError("issuer")
        # Cognito's access tokens name the client in `client_id` and carry no `aud`.
        named = claims.get("aud", claims.get("client_id"))
        audiences = named if isinstance(named, list) else [named]
        if self._audience not in audiences:
            raise InvalidTokenError("audience")
        if claims.get("token_use", "access") not in {"access", "id"}:
            raise InvalidTokenError("token_use")


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.strip().partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > MAX_TOKEN or not token.isascii():
        raise InvalidTokenError("no_bearer_token")
    return token


def _check_times(claims: Mapping[str, Any], now: float) -> int:
    expires, issued = _number(claims, "exp"), _number(claims, "iat")
    if now >= expires:
        raise InvalidTokenError("expired")
    if issued > now + LEEWAY:
        raise InvalidTokenError("issued_in_future")
    if "nbf" in claims and _number(claims, "nbf") > now + LEEWAY:
        raise InvalidTokenError("not_yet_valid")
    return int(expires)


def _number(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidTokenError(f"claim_{name}")
    return value


def _subject(claims: Mapping[str, Any]) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not _SUBJECT.match(subject):
        raise InvalidTokenError("claim_sub")
    return subject


def _roles(claims: Mapping[str, Any]) -> frozenset[Role]:
    named: set[str] = set()
    for claim in ("cognito:groups", "roles"):
        value = claims.get(claim)
        items = value.replace(",", " ").split() if isinstance(value, str) else value
        if isinstance(items, list):
            named.update(item for item in items if isinstance(item, str))
    return frozenset(role for role in _TOKEN_ROLES if role.value in named)


def _supplier(claims: Mapping[str, Any]) -> str | None:
    value = claims.get("custom:supplier_id") or claims.get("supplier_id")
    return value if isinstance(value, str) and _SUPPLIER.match(value) else None


@cache
def verifier() -> TokenVerifier:
    """The verifier of this process."""
    from teleshop.web.keys import KeySet, fetch

    found = settings()
    return TokenVerifier(
        KeySet(lambda: fetch(found.token_jwks_url)), found.token_issuer, found.token_audience
    )
