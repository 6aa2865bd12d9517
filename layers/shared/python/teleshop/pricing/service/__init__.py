"""Use cases of pricing.

| module | of |
|---|---|
| `sheets` | other contexts: reading price sheets, promotions on them, suspension |
| `prices` | the price list and its history |
| `changes` | merchandisers: asking for a price, withdrawing, restarting a review |
| `review` | the state machine and the clock: decision, effect |
| `products` | sheets follow approved products, and whether these are on sale |
| `places` | sheets follow the tree of categories |
| `deals` | lowest deals follow reported orders |
| `references` | which price may be compared with |
| `quotes` | what goods cost |
| `past` | what goods cost at an instant that has passed |
"""

from dataclasses import dataclass

from teleshop.pricing.domain.deals import DealDay
from teleshop.pricing.domain.quote import Quote, QuoteLine, QuoteRefusedError
from teleshop.pricing.domain.quoting.records import QuotedDiscount, QuotedLine
from teleshop.pricing.domain.records import PriceRecord, RecordKind
from teleshop.pricing.domain.references import (
    BASES,
    Claim,
    Pack,
    ProofRow,
    ReferenceAnswer,
    claim_of,
)
from teleshop.pricing.domain.sheet import ChannelSheet, PriceEntry, Sheet
from teleshop.pricing.domain.terms import (
    ITEM_KINDS,
    MAX_TERMS,
    WHOLE,
    Channel,
    CustomerKind,
    Part,
    Reference,
    Scope,
    Term,
    TermKind,
)
from teleshop.pricing.ports import Review, ReviewStep
from teleshop.pricing.service.changes import Changes
from teleshop.pricing.service.deals import Deals
from teleshop.pricing.service.facts import FactFinder
from teleshop.pricing.service.past import PastPrices
from teleshop.pricing.service.places import Place, Places, Position
from teleshop.pricing.service.prices import Prices
from teleshop.pricing.service.products import ApprovedProduct, ApprovedSku, Products
from teleshop.pricing.service.quotes import Offered, PublicPrices, Quotes
from teleshop.pricing.service.references import Preview, References
from teleshop.pricing.service.review import Reviews

__all__ = [
    "BASES",
    "ITEM_KINDS",
    "MAX_TERMS",
    "WHOLE",
    "ApprovedProduct",
    "ApprovedSku",
    "Changes",
    "Channel",
    "ChannelSheet",
    "Claim",
    "CustomerKind",
    "DealDay",
    "Deals",
    "FactFinder",
    "Offered",
    "Pack",
    "Part",
    "PastPrices",
    "Place",
    "Places",
    "Position",
    "Preview",
    "PriceEntry",
    "PriceRecord",
    "Prices",
    "Pricing",
    "Products",
    "ProofRow",
    "PublicPrices",
    "Quote",
    "QuoteLine",
    "QuoteRefusedError",
    "QuotedDiscount",
    "QuotedLine",
    "Quotes",
    "RecordKind",
    "Reference",
    "ReferenceAnswer",
    "References",
    "Review",
    "ReviewStep",
    "Reviews",
    "Scope",
    "Sheet",
    "Term",
    "TermKind",
    "claim_of",
]


@dataclass(frozen=True, slots=True)
class Pricing:
    """The services of pricing."""

    prices: Prices
    changes: Changes
    reviews: Reviews
    products: Products
    places: Places
    deals: Deals
    references: References
    quotes: Quotes
    past: PastPrices
