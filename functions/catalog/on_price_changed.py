"""The price of a product began, was suspended or holds again: whether the product is on sale is
judged.
"""

from typing import Any

from teleshop.catalog.wiring import service
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event; all of them name the ``product_id``."""
    consume(
        event,
        context,
        "catalog.on_price_changed",
        lambda call, envelope: service().standing.judge_product(call, envelope.data["product_id"]),
    )
