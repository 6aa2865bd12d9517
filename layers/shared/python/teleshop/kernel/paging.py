"""Pages of a list: ``limit`` and an opaque cursor that is signed and bound to its list.

Whoever has a cursor can read its position, so where that says more than the caller may know, it is
sealed.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.signing import derived_key

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
_NONCE = 12

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``items`` of one page; ``next`` is the cursor of the following one, None at the end."""

    items: list[T]
    next: str | None = None

    def map(self, change: Callable[[T], U]) -> "Page[U]":
        """The same page with each item changed."""
        return Page([change(item) for item in self.items], self.next)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What part of a list is wanted: at most ``limit`` items after ``cursor``."""

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None


def _serializer(scope: str) -> Any:
    # Imported here: only lists need it.
    from itsdangerous import URLSafeSerializer

    return URLSafeSerializer(derived_key("cursor"), salt=scope)


def sign_cursor(scope: str, position: dict[str, Any]) -> str:
    """The cursor for a position; ``scope`` names the list with its filters, so that it fits no
    other list.
    """
    return str(_serializer(scope).dumps(position))


def read_cursor(scope: str, cursor: str) -> dict[str, Any]:
    """The position in a cursor made for the same ``scope``; InvalidInputError otherwise."""
    from itsdangerous import BadData

    try:
        position = _serializer(scope).loads(cursor)
    except BadData as bad:
        raise invalid_cursor() from bad
    if not isinstance(position, dict):
        raise invalid_cursor()
    return position


def seal_cursor(scope: str, position: dict[str, Any]) -> str:
    """The same as :func:`sign_cursor`, and nobody but the platform can read the position."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    body = json.dumps(position, separators=(",", ":")).encode()
    sealed = nonce + AESGCM(derived_key("sealed-cursor")).encrypt(nonce, body, scope.encode())
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def open_cursor(scope: str, cursor: str) -> dict[str, Any]:
    """The position in a cursor that was sealed for the same ``scope``; InvalidInputError
    otherwise.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        sealed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        nonce, body = sealed[:_NONCE], sealed[_NONCE:]
        opened = AESGCM(derived_key("sealed-cursor")).decrypt(nonce, body, scope.encode())
    except (InvalidTag, ValueError) as bad:
        raise invalid_cursor() from bad
    # Only what was sealed here opens, so it is a position.
    position: dict[str, Any] = json.loads(opened)
    return position


def invalid_cursor() -> InvalidInputError:
    """The refusal of a cursor that was altered or belongs to another list."""
    return InvalidInputError(
        errors=[
            FieldError(
                "/cursor",
                "invalid_cursor",
                "游标无效或不属于该列表；请去掉 cursor 从第一页重新读取。",
                "The cursor is not valid for this list; drop it and start from the first page.",
            )
        ]
    )
