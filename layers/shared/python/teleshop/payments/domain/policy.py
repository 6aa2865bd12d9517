"""Times that the platform sets itself."""

from datetime import timedelta
from typing import Final

LINK_LIVES: Final = timedelta(minutes=30)
"""A link that somebody finds later pays nothing; a new one costs nothing."""
STRAY_DUE: Final = timedelta(days=3)
"""Money that did not fit is sent back by then (民法典 985: what has no ground goes back)."""
HAND_ALONE_UP_TO: Final = 1_000_00
"""Up to this amount (fen) one person of finance enters that a refund was paid by hand, or what
became of unmatched money; a larger one takes effect when another person enters the same. The
platform's own choice: nothing but that word proves it.
"""
CURRENCY: Final = "CNY"
WARN_BEFORE: Final = (timedelta(days=2), timedelta(hours=8))
"""When finance is warned that a refund is due; the caller says when that is."""


def takes_two(amount: int, currency: str) -> bool:
    """Whether two persons of finance have to enter the same. What a sum in another currency is
    worth nobody here knows, so that it always takes two.
    """
    return currency != CURRENCY or amount > HAND_ALONE_UP_TO
