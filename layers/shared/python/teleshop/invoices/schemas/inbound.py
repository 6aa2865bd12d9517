"""Events of other contexts, as far as they matter here."""

import msgspec


class OrderNews(msgspec.Struct, frozen=True, kw_only=True):
    """Something happened to an order, or to what was paid for it. Events that are about no order
    leave it out.
    """

    order_id: str | None = None
