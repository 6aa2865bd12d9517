"""Field-level encryption of personal data (standard 6.4.1, 8.2.1).

A value is sealed with AES-256-GCM under a data key that KMS generated; the additional data binds
the ciphertext to its owner and its field, so that a ciphertext moved to another row or column does
not open. Sealed form (bytes): ``1`` version, ``2`` length of the wrapped key, the wrapped key,
``12`` nonce, ciphertext with tag.

The data key in use serves at most :data:`MAX_SEALS` values and :data:`MAX_AGE`; opened keys are
cached by their wrapped form. ``cryptography`` is imported at the first use: most requests touch
nothing personal.
"""

import os
import time
from collections import OrderedDict
from functools import cache
from typing import Any, ClassVar, Protocol

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings

VERSION = b"\x01"
_HEADER = 3
MAX_SEALS = 100_000
MAX_AGE = 3600.0
"""Seconds a data key is used for sealing; a measure of exposure, not of business time."""
KEYS_KEPT = 256


class SealBrokenError(Exception):
    """A stored personal value does not open: altered, moved to another owner or field, or of an
    unknown form.
    """


class KeyService(Protocol):
    """The two calls of KMS that are needed."""

    def generate_data_key(self, **arguments: Any) -> dict[str, Any]:
        """A new data key: ``Plaintext`` and ``CiphertextBlob``."""

    def decrypt(self, **arguments: Any) -> dict[str, Any]:
        """``Plaintext`` of a ``CiphertextBlob``."""


class PersonalCipher:
    """Seals and opens personal values; one per process, so that keys are fetched rarely."""

    _CONTEXT: ClassVar = {"purpose": "teleshop-personal"}

    def __init__(self, keys: KeyService, key_id: str) -> None:
        self._keys = keys
        self._key_id = key_id
        self._opened: OrderedDict[bytes, bytes] = OrderedDict()
        self._current: tuple[bytes, bytes] | None = None
        self._made_at = 0.0
        self._seals = 0

    def seal(self, value: bytes, *, owner: str, field: str) -> bytes:
        """The ciphertext of ``value`` for that owner and field."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        plain, wrapped = self._sealing_key()
        nonce = os.urandom(12)
        body = AESGCM(plain).encrypt(nonce, value, self._bound(owner, field))
        return VERSION + len(wrapped).to_bytes(2, "big") + wrapped + nonce + body

    def open(self, sealed: bytes, *, owner: str, field: str) -> bytes:
        """The value; :class:`SealBrokenError` if it was not sealed for that owner and field."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if sealed[:1] != VERSION or len(sealed) < _HEADER:
            raise SealBrokenError(field)
        end = _HEADER + int.from_bytes(sealed[1:3], "big")
        wrapped, nonce, body = sealed[_HEADER:end], sealed[end : end + 12], sealed[end + 12 :]
        try:
            return AESGCM(self._opening_key(wrapped)).decrypt(
                nonce, body, self._bound(owner, field)
            )
        except (InvalidTag, ValueError) as broken:
            raise SealBrokenError(field) from broken

    @staticmethod
    def _bound(owner: str, field: str) -> bytes:
        # The length keeps the two apart, whatever characters they hold.
        return f"{len(field)}:{field}:{owner}".encode()

    def _sealing_key(self) -> tuple[bytes, bytes]:
        # The age of a key is measured by the machine's clock: it protects the process, it decides
        # nothing.
        expired = time.monotonic() - self._made_at > MAX_AGE
        if self._current is None or expired or self._seals >= MAX_SEALS:
            made = self._keys.generate_data_key(
                KeyId=self._key_id, KeySpec="AES_256", EncryptionContext=self._CONTEXT
            )
            self._current = (made["Plaintext"], made["CiphertextBlob"])
            self._made_at, self._seals = time.monotonic(), 0
            self._remember(made["CiphertextBlob"], made["Plaintext"])
        self._seals += 1
        return self._current

    def _opening_key(self, wrapped: bytes) -> bytes:
        known = self._opened.get(wrapped)
        if known is None:
            known = self._keys.decrypt(
                KeyId=self._key_id, CiphertextBlob=wrapped, EncryptionContext=self._CONTEXT
            )["Plaintext"]
            self._remember(wrapped, known)
        return known

    def _remember(self, wrapped: bytes, plain: bytes) -> None:
        self._opened[wrapped] = plain
        if len(self._opened) > KEYS_KEPT:
            self._opened.popitem(last=False)


@cache
def personal_cipher() -> PersonalCipher:
    """The cipher of this process."""
    return PersonalCipher(aws_client("kms"), settings().kms_personal_key)
