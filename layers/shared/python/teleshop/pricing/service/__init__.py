"""Use cases of pricing.

| module | of |
|---|---|
| `sheets` | other contexts: reading price sheets, promotions on them, suspension |
| `prices` | the price list and its history |
"""

from dataclasses import dataclass

from teleshop.pricing.domain.records import PriceRecord, RecordKind
from teleshop.pricing.domain.sheet import ChannelSheet, PriceEntry, Sheet
from teleshop.pricing.domain.terms import Channel, CustomerKind, Reference, Term, TermKind
from teleshop.pricing.service.prices import Prices

__all__ = [
    "Channel",
    "ChannelSheet",
    "CustomerKind",
    "PriceEntry",
    "PriceRecord",
    "Prices",
    "Pricing",
    "RecordKind",
    "Reference",
    "Sheet",
    "Term",
    "TermKind",
]


@dataclass(frozen=True, slots=True)
class Pricing:
    """The services of pricing."""

    prices: Prices
