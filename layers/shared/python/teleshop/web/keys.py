"""The issuer's public keys: fetched by URL, kept in the process, fetched again when a token names
a new one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import msgspec
from jwt import PyJWK
from jwt.exceptions import PyJWTError

FETCH_SECONDS = 3.0
MAX_BYTES = 256 * 1024
FRESH_FOR = timedelta(hours=1)
"""A key that the issuer withdraws is refused after this time at the latest."""
STALE_FOR = timedelta(hours=24)
"""Known keys serve this long while the issuer cannot be reached."""
PAUSE = timedelta(seconds=30)
"""Between two fetches, so that tokens with invented key ids cannot make the authorizer flood the
issuer.
"""
PAUSE_WITHOUT_KEYS = timedelta(seconds=5)
MIN_RSA_BITS = 2048


class KeysUnavailableError(Exception):
    """No key is known and the issuer does not give any: nothing can be said of the token, so this
    is not a 401.
    """


class FetchError(Exception):
    """The issuer did not answer with a key set."""


def fetch(url: str) -> bytes:
    """The body at ``url``, which comes from the settings; :class:`FetchError` for anything but a
    small 200.
    """
    import urllib3

    pool = urllib3.PoolManager(num_pools=1)
    try:
        answer = pool.request(
            "GET", url, timeout=FETCH_SECONDS, retries=False, redirect=False, preload_content=False
        )
        body: bytes = answer.read(MAX_BYTES + 1)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as failed:
        raise FetchError(type(failed).__name__) from failed
    finally:
        pool.clear()
    if answer.status != HTTPStatus.OK or len(body) > MAX_BYTES:
        raise FetchError(f"status {answer.status}, {len(body)} bytes")
    return body


class KeySet:
    """The keys of one issuer; ``load`` gets its JWKS document or raises :class:`FetchError`."""

    def __init__(self, load: Callable[[], bytes]) -> None:
        self._load = load
        self._keys: dict[str, PyJWK] = {}
        self._loaded_at: datetime | None = None
        self._tried_at: datetime | None = None

    def find(self, key_id: str, now: datetime) -> PyJWK | None:
        """The key of that id, None if the issuer has none; :class:`KeysUnavailableError` if that
        cannot be known.
        """
        if self._older_than(FRESH_FOR, now) or key_id not in self._keys:
            self._refresh(now)
        if self._older_than(STALE_FOR, now):
            raise KeysUnavailableError
        return self._keys.get(key_id)

    def _older_than(self, age: timedelta, now: datetime) -> bool:
        return self._loaded_at is None or now - self._loaded_at > age

    def _refresh(self, now: datetime) -> None:
        pause = PAUSE if self._keys else PAUSE_WITHOUT_KEYS
        if self._tried_at is not None and now - self._tried_at < pause:
            return
        self._tried_at = now
        try:
            self._keys = read_keys(self._load())
        except FetchError as failed:
            _log(str(failed))
            return
        self._loaded_at = now


def read_keys(document: bytes) -> dict[str, PyJWK]:
    """The usable keys of a JWKS document by id: RSA from 2048 bits and P-256, for signatures;
    others are left out.
    """
    try:
        entries = msgspec.json.decode(document)["keys"]
        found = [entry for entry in entries if isinstance(entry, dict) and _is_usable(entry)]
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError, KeyError) as broken:
        raise FetchError("not a key set") from broken
    keys: dict[str, PyJWK] = {}
    for entry in found:
        try:
            key = PyJWK.from_dict(entry)
        except (PyJWTError, ValueError, TypeError):
            continue
        if entry["kty"] == "EC" or key.key.key_size >= MIN_RSA_BITS:
            keys[entry["kid"]] = key
    return keys


def _is_usable(entry: dict[str, Any]) -> bool:
    kind = (entry.get("kty"), entry.get("crv"), entry.get("alg"))
    return (
        isinstance(entry.get("kid"), str)
        and entry.get("use", "sig") == "sig"
        and kind
        in {
            ("RSA", None, None),
            ("RSA", None, "RS256"),
            ("EC", "P-256", None),
            ("EC", "P-256", "ES256"),
        }
    )


def _log(reason: str) -> None:
    from teleshop.kernel.logs import logger

    logger("web").warning("issuer keys not available", reason=reason)
