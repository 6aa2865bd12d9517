"""Texts screened as callers would have it done."""

from datetime import UTC, datetime
from typing import Any

from teleshop.wording.service import GoodsProfile, Hit, Screening
from teleshop.wording.wiring import service

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def screened(text: str, at: datetime = NOW, **profile: Any) -> Screening:
    """The screening of a text about goods with that profile."""
    for name in ("operator_names", "product_names", "proofs"):
        profile[name] = frozenset(profile.get(name, ()))
    return service().screen(text, GoodsProfile(**profile), at)


def only_hit(text: str, **profile: Any) -> Hit:
    """The one hit in a text."""
    (hit,) = screened(text, **profile).hits
    assert text[hit.start : hit.end] == hit.text
    return hit


def told(text: str, **profile: Any) -> list[tuple[str, str, str]]:
    """Words, codes and verdicts found in a text."""
    return [(hit.text, hit.code.value, hit.verdict.value) for hit in screened(text, **profile).hits]
