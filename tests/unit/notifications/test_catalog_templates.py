"""Whom the words on products are for."""

import pytest

from teleshop.notifications.domain import Recipient, RecipientKind
from teleshop.notifications.templates import CATALOGUE

SUPPLIER = Recipient(RecipientKind.SUPPLIER, "sup_1")


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize(
    ("event", "facts", "told"),
    [
        ("ProductSuspended", {"reasons": ("no_price",)}, True),
        ("ProductSuspended", {"reasons": ("no_price", "supplier_not_active")}, True),
        ("ProductSuspended", {"reasons": ("supplier_not_active",)}, False),
        ("ProductPublished", {"cured": ()}, True),
        ("ProductPublished", {"cured": ("document_expired",)}, True),
        ("ProductPublished", {"cured": ("supplier_not_active",)}, False),
        ("ProductPublished", {"cured": ("supplier_verification_overdue",)}, True),
        ("ProductWithdrawn", {"by_platform": True}, True),
        ("ProductWithdrawn", {"by_platform": False}, False),
    ],
)
def test_a_supplier_is_told_of_a_product_unless_all_of_them_follow_its_own_standing(
    event: str, facts: dict[str, object], told: bool
) -> None:
    template = CATALOGUE[event]
    assert template.recipients({"supplier_id": "sup_1", **facts}) == ((SUPPLIER,) if told else ())
