"""The rows of the pricing table.

| row | pk | sk | by_product | by_category | by_sku | by_state |
|---|---|---|---|---|---|---|
| price sheet | `sku#<sku>` | `sheet` | | category, sku | | |
| discounts of a channel | `channel#<channel>` | `sheet` | | | | |
| SKUs of a product | `product#<id>` | `product` | | | | |
| price that took effect | `sku#<sku>` | `price#<channel>#<from>#<id>` | product, from, sku | | | |
| promotion that ended | `sku#<sku>` | `promotion#<to>#<id>` | product, from, sku | | | |
| price change | id | `change` | | | sku, id | state, id |
| lowest deal of a day | `deals#<sku>#<channel>` | China day | | | | |
| deal of an order | `dealt#<sku>#<channel>#<day>` | amount, order | | | | |
| what an order contributed | `order#<id>` | sku | | | | |

The sheets of a product are found by its SKUs, which are kept for it: as they are stored now, where
an index would lag. Instants and amounts in keys have equal length, so that they sort.
"""

from collections.abc import Mapping
from datetime import date, datetime

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import (
    DataClass,
    Day,
    Flag,
    Instant,
    Integer,
    Json,
    Text,
)
from teleshop.kernel.store.table import TableModel
from teleshop.pricing.domain.change import PriceChange
from teleshop.pricing.domain.deals import Deal, DealDay, OrderDeal
from teleshop.pricing.domain.records import PricedProduct, PriceRecord, RecordKind
from teleshop.pricing.domain.sheet import ChannelSheet, Sheet

INTERNAL, PUBLIC = DataClass.INTERNAL, DataClass.PUBLIC
Keys = Mapping[str, str | None]


class _Row(TableModel):
    """What all rows of the table share."""

    table = "pricing"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class CategoryIndex(GlobalSecondaryIndex["SheetRow"]):
    """The price sheets of one category, by SKU."""

    class Meta:
        index_name = "by_category"
        projection = AllProjection()

    category_key = Text(hash_key=True, data_class=INTERNAL)
    category_sort = Text(range_key=True, data_class=INTERNAL)


class SheetRow(_Row):
    """The price sheet of one SKU. What the supplier charges is confidential and in no audit entry;
    ``entries`` and ``terms`` are public once they run.
    """

    entity = Sheet
    SK = "sheet"

    category_key = Text(data_class=INTERNAL)
    category_sort = Text(data_class=INTERNAL)
    sku = Text(data_class=PUBLIC)
    product_id = Text(data_class=PUBLIC)
    supplier_id = Text(data_class=INTERNAL)
    category_id = Text(data_class=PUBLIC)
    path = Json(data_class=PUBLIC)
    title = Text(data_class=PUBLIC)
    cost = Integer(null=True, data_class=DataClass.CONFIDENTIAL)
    suggested = Integer(null=True, data_class=INTERNAL)
    entries = Json(data_class=INTERNAL)
    terms = Json(data_class=INTERNAL)
    holds = Json(data_class=INTERNAL)
    left = Flag(data_class=INTERNAL)
    on_sale = Flag(data_class=PUBLIC)
    revision = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_category = CategoryIndex()

    @classmethod
    def keys_of(cls, entity: Sheet) -> Keys:
        return {
            "pk": cls.key_of(entity.sku),
            "sk": cls.SK,
            "category_key": entity.category_id,
            "category_sort": entity.sku,
        }

    @classmethod
    def key_of(cls, sku: str) -> str:
        """Where everything of a SKU lies."""
        return f"sku#{sku}"


class ChannelSheetRow(_Row):
    """The discounts of a channel that count a whole category or everything."""

    entity = ChannelSheet
    SK = "sheet"

    channel = Text(data_class=PUBLIC)
    terms = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: ChannelSheet) -> Keys:
        return {"pk": cls.key_of(entity.channel), "sk": cls.SK}

    @classmethod
    def key_of(cls, channel: str) -> str:
        """Where the discounts of a channel lie."""
        return f"channel#{channel}"


class QuotedRow(SheetRow):
    """What a quote reads: sheets of SKUs and of a channel together, in one call."""

    channel = Text(null=True, data_class=PUBLIC)

    def to_entity(self) -> Sheet | ChannelSheet:
        """The sheet of a SKU, or of a channel."""
        if self.channel is None:
            sheet: Sheet = super().to_entity()
            return sheet
        row = ChannelSheetRow()
        row.channel, row.terms, row.version = self.channel, self.terms, self.version
        whole: ChannelSheet = row.to_entity()
        return whole


class ProductRow(_Row):
    """The SKUs of a product."""

    entity = PricedProduct
    SK = "product"

    product_id = Text(data_class=PUBLIC)
    revision = Integer(data_class=INTERNAL)
    skus = Json(data_class=PUBLIC)
    gone = Json(data_class=INTERNAL)
    on_sale = Flag(data_class=PUBLIC)
    sale_told_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: PricedProduct) -> Keys:
        return {"pk": cls.key_of(entity.product_id), "sk": cls.SK}

    @classmethod
    def key_of(cls, product_id: str) -> str:
        """Where the SKUs of a product lie."""
        return f"product#{product_id}"


class ProductIndex(GlobalSecondaryIndex["PriceRow"]):
    """The price history of a product, by the instant from which a price held."""

    class Meta:
        index_name = "by_product"
        projection = AllProjection()

    product_key = Text(hash_key=True, data_class=PUBLIC)
    product_sort = Text(range_key=True, data_class=PUBLIC)


class PriceRow(_Row):
    """One row of the price history; written once, never changed."""

    entity = PriceRecord

    product_key = Text(data_class=PUBLIC)
    product_sort = Text(data_class=PUBLIC)
    id = Text(data_class=PUBLIC)
    kind = Text(data_class=PUBLIC)
    sku = Text(data_class=PUBLIC)
    product_id = Text(data_class=PUBLIC)
    channels = Json(data_class=PUBLIC)
    effective_from = Instant(data_class=PUBLIC)
    recorded_at = Instant(data_class=PUBLIC)
    amount = Integer(null=True, data_class=PUBLIC)
    rate = Integer(null=True, data_class=PUBLIC)
    effective_to = Instant(null=True, data_class=PUBLIC)
    previous = Integer(null=True, data_class=PUBLIC)
    change_id = Text(null=True, data_class=INTERNAL)
    promotion_id = Text(null=True, data_class=INTERNAL)

    by_product = ProductIndex()

    @classmethod
    def keys_of(cls, entity: PriceRecord) -> Keys:
        return {
            "pk": SheetRow.key_of(entity.sku),
            "sk": cls.sort_of(entity),
            "product_key": entity.product_id,
            "product_sort": f"{sortable(entity.effective_from)}#{entity.sku}#{entity.id}",
        }

    @classmethod
    def sort_of(cls, entity: PriceRecord) -> str:
        """Prices lie by channel and when they began, promotions by when they ended."""
        if entity.kind is RecordKind.PROMOTION:
            return f"{cls.promotions(entity.effective_to)}#{entity.id}"
        (channel,) = entity.channels
        return f"{cls.prices(channel, entity.effective_from)}#{entity.id}"

    @classmethod
    def prices(cls, channel: str, at: datetime) -> str:
        """What the sort keys of the prices of a channel from an instant on begin with."""
        return f"price#{channel}#{sortable(at)}"

    @classmethod
    def promotions(cls, at: datetime | None) -> str:
        """What the sort keys of promotions that ended at an instant begin with."""
        return f"promotion#{sortable(at) if at else ''}"


class SkuIndex(GlobalSecondaryIndex["ChangeRow"]):
    """The price changes of one SKU, in order of filing."""

    class Meta:
        index_name = "by_sku"
        projection = AllProjection()

    sku_key = Text(hash_key=True, data_class=INTERNAL)
    sku_sort = Text(range_key=True, data_class=INTERNAL)


class StateIndex(GlobalSecondaryIndex["ChangeRow"]):
    """The price changes of one state, in order of filing."""

    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state_key = Text(hash_key=True, data_class=INTERNAL)
    state_sort = Text(range_key=True, data_class=INTERNAL)


class ChangeRow(_Row):
    """One request to change a price. The computed facts tell what the supplier charges: they are
    confidential, and audited as changed.
    """

    entity = PriceChange
    SK = "change"

    sku_key = Text(data_class=INTERNAL)
    sku_sort = Text(data_class=INTERNAL)
    state_key = Text(data_class=INTERNAL)
    state_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    product_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    channels = Json(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    effective_from = Instant(data_class=INTERNAL)
    reason = Text(data_class=INTERNAL)
    research = Json(data_class=INTERNAL)
    evaluation = Json(data_class=INTERNAL)
    facts = Json(data_class=DataClass.CONFIDENTIAL)
    steps = Json(data_class=INTERNAL)
    requested_by = Text(data_class=INTERNAL)
    requested_at = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    round = Integer(data_class=INTERNAL)
    stalled = Flag(data_class=INTERNAL)
    applied_from = Instant(null=True, data_class=INTERNAL)
    late = Flag(data_class=INTERNAL)
    decided_at = Instant(null=True, data_class=INTERNAL)
    decided_by = Text(null=True, data_class=INTERNAL)
    reason_code = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_sku = SkuIndex()
    by_state = StateIndex()

    @classmethod
    def keys_of(cls, entity: PriceChange) -> Keys:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "sku_key": entity.sku,
            "sku_sort": entity.id,
            "state_key": entity.state,
            "state_sort": entity.id,
        }


class DealRow(_Row):
    """The lowest deal of a SKU in a channel on a China day."""

    entity = DealDay

    sku = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    day = Day(data_class=INTERNAL)
    amount = Integer(null=True, data_class=INTERNAL)
    order_id = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: DealDay) -> Keys:
        return {"pk": cls.key_of(entity.sku, entity.channel), "sk": entity.day.isoformat()}

    @classmethod
    def key_of(cls, sku: str, channel: str) -> str:
        """Where the days of a SKU in a channel lie."""
        return f"deals#{sku}#{channel}"


class DealtRow(_Row):
    """The deal of one order for a SKU, in order of price within its day."""

    entity = Deal

    sku = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    day = Day(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Deal) -> Keys:
        return {
            "pk": cls.key_of(entity.sku, entity.channel, entity.day),
            "sk": f"{entity.amount:014d}#{entity.order_id}",
        }

    @classmethod
    def key_of(cls, sku: str, channel: str, day: date) -> str:
        """Where the deals of a day lie."""
        return f"dealt#{sku}#{channel}#{day.isoformat()}"


class OrderDealRow(_Row):
    """What an order contributed for a SKU."""

    entity = OrderDeal

    order_id = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    order_version = Integer(data_class=INTERNAL)
    deal = Json(null=True, data_class=INTERNAL)
    former = Json(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: OrderDeal) -> Keys:
        return {"pk": cls.key_of(entity.order_id), "sk": entity.sku}

    @classmethod
    def key_of(cls, order_id: str) -> str:
        """Where the contributions of an order lie."""
        return f"order#{order_id}"
