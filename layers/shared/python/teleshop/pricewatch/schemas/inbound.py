"""Events of other contexts, as far as they matter here."""

import msgspec


class OrderNews(msgspec.Struct, frozen=True, kw_only=True):
    """An order was reported."""

    order_id: str


class PromotionNews(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion started or ended."""

    promotion_id: str
