"""Whether a text has anything to see: invisible signs and blanks are no statement (2.2.2)."""

import unicodedata
from collections.abc import Iterable

from teleshop.kernel.unseen import is_seen


def has_something_to_see(text: str | None) -> bool:
    """Whether there is at least one sign that is drawn and stands by itself."""
    return any(map(is_seen, text or ""))


def visible(texts: Iterable[str]) -> tuple[str, ...]:
    """Those in which there is something to see."""
    return tuple(text for text in texts if has_something_to_see(text))


def without_invisible(text: str) -> str:
    """The text without signs that are not drawn; blanks stay."""
    return "".join(sign for sign in text if is_seen(sign) or unicodedata.category(sign)[0] in "ZM")
