"""Keys derived from the platform's one signing secret: cursors, look-up hashes."""

import hashlib
import hmac
from functools import cache

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings


@cache
def _secret() -> bytes:
    answer = aws_client("secretsmanager").get_secret_value(SecretId=settings().secret_signing)
    return str(answer["SecretString"]).encode()


@cache
def derived_key(purpose: str) -> bytes:
    """A 32-byte key for one purpose; different purposes give unrelated keys."""
    return hmac.new(_secret(), f"teleshop/{purpose}".encode(), hashlib.sha256).digest()


def keyed_hash(purpose: str, value: str) -> str:
    """Hex HMAC-SHA256 of a normalised personal value, for look-up by equality without storing the
    value.
    """
    return hmac.new(derived_key(purpose), value.encode(), hashlib.sha256).hexdigest()


def forget_keys() -> None:
    """Drop the cached secret and the keys made from it."""
    _secret.cache_clear()
    derived_key.cache_clear()
