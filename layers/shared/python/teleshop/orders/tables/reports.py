"""The orders table: how each order stands, and the reports it was made of.

| row | pk | sk | by_customer |
|---|---|---|---|
| order | order number | `order` | the customer, time of placing |
| report | order number | `report#<version>` | |
"""

from collections.abc import Mapping

from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from teleshop.kernel.clock import sortable
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.orders.domain import OrderRecord, OrderReport, OrderSummary

INTERNAL = DataClass.INTERNAL
REPORT_PREFIX = "report#"
SUMMARY = [
    "id",
    "customer_id",
    "channel",
    "placed_at",
    "delivered_at",
    "paid",
    "line_count",
    "state",
]
"""What the index carries: whole orders would make a page of a list megabytes."""
Keys = Mapping[str, str | None]


class CustomerIndex(GlobalSecondaryIndex["OrderSummaryRow"]):
    """The orders of one customer, by time of placing."""

    class Meta:
        index_name = "by_customer"
        projection = IncludeProjection(SUMMARY)

    customer_key = Text(hash_key=True, data_class=INTERNAL)
    customer_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "orders"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class OrderSummaryRow(_Row):
    """An order as the index carries it; written as :class:`OrderRow`, or as a ``PlacedRow`` if it
    was taken here.
    """

    entity = OrderSummary

    customer_key = Text(data_class=INTERNAL)
    customer_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    placed_at = Instant(data_class=INTERNAL)
    delivered_at = Instant(null=True, data_class=INTERNAL)
    paid = Integer(data_class=INTERNAL)
    line_count = Integer(data_class=INTERNAL)
    state = Text(null=True, data_class=INTERNAL)

    by_customer = CustomerIndex()


class OrderRow(_Row):
    """An order as it stands; ``order`` is the whole snapshot."""

    entity = OrderRecord
    SK = "order"

    customer_key = Text(data_class=INTERNAL)
    customer_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    placed_at = Instant(data_class=INTERNAL)
    delivered_at = Instant(null=True, data_class=INTERNAL)
    paid = Integer(data_class=INTERNAL)
    line_count = Integer(data_class=INTERNAL)
    order = Json(data_class=INTERNAL)
    delivery_told = Flag(data_class=INTERNAL)
    bound = Flag(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: OrderRecord) -> Keys:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "customer_key": entity.customer_id,
            "customer_sort": f"{sortable(entity.placed_at)}#{entity.id}",
        }


class ReportRow(_Row):
    """One report, never changed."""

    entity = OrderReport

    order_id = Text(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)
    reported_by = Text(data_class=INTERNAL)
    received_at = Instant(data_class=INTERNAL)
    correction = Text(null=True, data_class=INTERNAL)
    changed = Json(data_class=INTERNAL)
    order = Json(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: OrderReport) -> Keys:
        return {"pk": entity.order_id, "sk": cls.place(entity.version)}

    @staticmethod
    def place(version: int) -> str:
        """The sort key of the report that made a version."""
        return f"{REPORT_PREFIX}{version:08d}"


class OrderRepository:
    """Reads of the orders table."""

    def find(self, order_id: str) -> OrderRecord | None:
        """The order as it is stored now."""
        found: OrderRecord | None = OrderRow.find(order_id, OrderRow.SK)
        return found

    def of_customer(self, customer_id: str, page: PageRequest) -> Page[OrderSummary]:
        """The orders of one customer, newest first."""
        return query_page(
            OrderSummaryRow.by_customer,
            OrderSummaryRow,
            customer_id,
            page,
            scope="orders-of-customer",
            newest_first=True,
        )

    def find_report(self, order_id: str, version: int) -> OrderReport | None:
        """The report that made a version of an order."""
        found: OrderReport | None = ReportRow.find(order_id, ReportRow.place(version))
        return found

    def reports(self, order_id: str, page: PageRequest) -> Page[OrderReport]:
        """The reports of one order, newest first."""
        return query_page(
            ReportRow,
            ReportRow,
            order_id,
            page,
            scope="reports-of-order",
            range_condition=ReportRow.sk.startswith(REPORT_PREFIX),
            newest_first=True,
        )
