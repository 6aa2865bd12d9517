"""Use cases of placing orders.

| module | of |
|---|---|
| `placing` | customers and agents: placing an order |
| `finding` | what an order rests on, and all that stands against it |
| `assembly` | the order that comes of it |
| `terms` | everybody: terms of delivery |
"""

from dataclasses import dataclass

from teleshop.checkout.service.finding import Finder
from teleshop.checkout.service.placing import Placing, Sources
from teleshop.checkout.service.terms import DeliveryTerms, published_terms

__all__ = ["Checkout", "DeliveryTerms", "Finder", "Placing", "Sources", "published_terms"]


@dataclass(frozen=True, slots=True)
class Checkout:
    """The services of this context."""

    placing: Placing
    terms: DeliveryTerms
