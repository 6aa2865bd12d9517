"""Content of a product was approved: its documents are watched, and whether it is on sale is
judged.
"""

from typing import Any

from teleshop.catalog.schemas.events import ProductApproved
from teleshop.catalog.wiring import service
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per approval; one that a later approval has overtaken does nothing."""

    def judge(call: Any, envelope: Any) -> object:
        told = envelope.read(ProductApproved)
        return service().standing.judge_approved(call, told.product_id, told.revision)

    consume(event, context, "catalog.on_product_approved", judge)
