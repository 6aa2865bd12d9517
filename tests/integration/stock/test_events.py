"""What others are told of stock, on the platform with everything connected."""

import pytest

from teleshop.stock.domain.planning import QuotaWanted
from teleshop.stock.errors import QuotaUsedUpError, StockShortError
from teleshop.stock.wiring import service
from tests.factories import stock as f
from tests.harness.platform import Platform

pytestmark = pytest.mark.clause("1.1", "4.3.4")
KINDS = (
    "StockReceived",
    "StockAdjusted",
    "StockSoldOut",
    "StockReturned",
    "PromotionStockUsedUp",
)


def test_everything_that_others_act_upon_is_told_once(platform: Platform) -> None:
    f.stocked(14, shards=2)
    f.entered("loss", 2, reason="damaged", after=f.MINUTE)
    quota = QuotaWanted(f.PROMOTION, f.SKU, 6, 6)
    held = f.taken(6, quotas=[quota])
    with pytest.raises(QuotaUsedUpError) as over:
        f.taken(1, name="ord_2", quotas=[QuotaWanted(f.PROMOTION, f.SKU, 1, 6)])
    service().telling.tell_short(f.call(), over.value)
    f.taken(6, name="ord_3")
    with pytest.raises(StockShortError) as short:
        f.taken(1, name="ord_4")
    service().telling.tell_short(f.call(), short.value)
    f.given_back(held)
    platform.settle()
    told = {kind: len(platform.events_of_type(kind)) for kind in KINDS}
    assert told == dict.fromkeys(KINDS, 1)
    (used_up,) = platform.events_of_type("PromotionStockUsedUp")
    assert used_up["data"] == {"sku": f.SKU, "promotion_id": f.PROMOTION, "limit": 6}
    (back,) = platform.events_of_type("StockReturned")
    assert (back["data"]["quantity"], back["subject"]) == (6, f"stock#{f.SKU}")
