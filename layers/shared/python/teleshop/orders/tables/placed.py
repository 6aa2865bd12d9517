"""The rows of orders that were taken here.

| row | pk | sk | by_customer | by_day | by_phone |
|---|---|---|---|---|---|
| order | order number | `placed` | the customer, time of placing | China day and shard, number | |
| recipient | order number | `recipient` | | | keyed hash of the phone, time of placing |
| waybill | `waybill#<carrier>#<number>` | `waybill` | | | |
| to be packed | `work#<warehouse>#<shard>` | promised day, time of release, number | | | |
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

from pynamodb.constants import BINARY
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import (
    DataClass,
    Day,
    Instant,
    Integer,
    Json,
    LookupHash,
    Personal,
    Text,
)
from teleshop.kernel.store.table import TableModel
from teleshop.orders.domain import (
    AddressedRecipient,
    OrderKey,
    PlacedRecord,
    UsedWaybill,
    WorkItem,
)

INTERNAL = DataClass.INTERNAL
Keys = Mapping[str, str | None]


class PackedJson(Json):
    """A nested value as compressed JSON. An order of 200 lines says the same words in each of them:
    in the open it would not fit a row, and every change would cost its whole length.
    """

    attr_type = BINARY

    def serialize(self, value: Any) -> bytes:  # type: ignore[override]  # bytes, since packed
        return zlib.compress(super().serialize(value).encode(), 6)

    def deserialize(self, value: Any) -> Any:
        return json.loads(zlib.decompress(bytes(value)))


class DayIndex(GlobalSecondaryIndex["OrderKeyRow"]):
    """The numbers of the orders that were entered on one China day, by shard."""

    class Meta:
        index_name = "by_day"
        projection = KeysOnlyProjection()

    day_key = Text(hash_key=True, data_class=INTERNAL)
    day_sort = Text(range_key=True, data_class=INTERNAL)


class PhoneIndex(GlobalSecondaryIndex["OrderKeyRow"]):
    """The numbers of the orders that go to one telephone number."""

    class Meta:
        index_name = "by_phone"
        projection = KeysOnlyProjection()

    phone_key = LookupHash(hash_key=True)
    placed_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "orders"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class OrderKeyRow(_Row):
    """An order as the indexes of its numbers carry it."""

    entity = OrderKey

    day_key = Text(null=True, data_class=INTERNAL)
    day_sort = Text(null=True, data_class=INTERNAL)
    phone_key = LookupHash(null=True)
    placed_sort = Text(null=True, data_class=INTERNAL)

    by_day = DayIndex()
    by_phone = PhoneIndex()


class PlacedRow(_Row):
    """An order that was taken here, as it stands; ``placed`` is the whole of it."""

    entity = PlacedRecord
    SK = "placed"

    customer_key = Text(data_class=INTERNAL)
    customer_sort = Text(data_class=INTERNAL)
    day_key = Text(data_class=INTERNAL)
    day_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    placed_at = Instant(data_class=INTERNAL)
    delivered_at = Instant(null=True, data_class=INTERNAL)
    paid = Integer(data_class=INTERNAL)
    line_count = Integer(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    placed = PackedJson(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: PlacedRecord) -> Keys:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "customer_key": entity.customer_id,
            "customer_sort": f"{sortable(entity.placed_at)}#{entity.id}",
            "day_key": entity.day_key,
            "day_sort": entity.id,
        }


class RecipientRow(_Row):
    """Who gets the parcel; nothing of it is readable where it lies."""

    entity = AddressedRecipient
    owner_field = "order_id"
    SK = "recipient"

    phone_key = LookupHash()
    placed_sort = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    placed_at = Instant(data_class=INTERNAL)
    name = Personal()
    phone = Personal()
    region = Personal()
    detail = Personal()
    postcode = Personal(null=True)

    @classmethod
    def keys_of(cls, entity: AddressedRecipient) -> Keys:
        return {
            "pk": entity.order_id,
            "sk": cls.SK,
            "placed_sort": f"{sortable(entity.placed_at)}#{entity.order_id}",
        }


class WaybillRow(_Row):
    """For whose order a waybill was noted first."""

    entity = UsedWaybill
    SK = "waybill"

    carrier_id = Text(data_class=INTERNAL)
    waybill = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    noted_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: UsedWaybill) -> Keys:
        return {"pk": entity.key, "sk": cls.SK}


class WorkRow(_Row):
    """An order in the list of what a warehouse has to pack."""

    entity = WorkItem

    order_id = Text(data_class=INTERNAL)
    warehouse = Text(data_class=INTERNAL)
    released_at = Instant(data_class=INTERNAL)
    promised_on = Day(data_class=INTERNAL)
    pieces = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: WorkItem) -> Keys:
        return {"pk": entity.key, "sk": entity.place}
