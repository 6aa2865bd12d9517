"""Content of a product was approved: its articles have price sheets that follow it."""

from typing import Any

import msgspec

from teleshop.catalog.schemas.events import ProductApproved
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.use_case import run
from teleshop.pricing.service import ApprovedProduct, ApprovedSku
from teleshop.pricing.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Repeating it changes nothing: what is stored says how far a product was followed."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    said = envelope.read(ProductApproved)
    approved = ApprovedProduct(
        product_id=said.product_id,
        supplier_id=said.supplier_id,
        revision=said.revision,
        category_id=said.category_id,
        path=said.path,
        name=said.name,
        skus=tuple(
            ApprovedSku(one.sku, one.supply_price, one.suggested_price) for one in said.skus
        ),
    )
    run(call, lambda: service().products.follow_product(call, approved))
