"""The timelines table: one row per event and customer, gone by itself when it need not be kept.

| pk | sk | by_visible |
|---|---|---|
| `customer#<id>` | `<time>#<event id>` | the customer, the same; not for what is for staff alone |
"""

from collections.abc import Mapping

from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import sortable
from teleshop.kernel.errors import BusyError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, ExpiresAt, Flag, Instant, Json, Text
from teleshop.kernel.store.failures import overloaded, unanswered
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.timelines.domain import TimelineEntry

INTERNAL = DataClass.INTERNAL
TAKEN = "ConditionalCheckFailedException"


class VisibleIndex(GlobalSecondaryIndex["TimelineRow"]):
    """What a customer may see of their own timeline."""

    class Meta:
        index_name = "by_visible"
        projection = AllProjection()

    visible_key = Text(hash_key=True, data_class=INTERNAL)
    visible_sort = Text(range_key=True, data_class=INTERNAL)


class TimelineRow(TableModel):
    """One entry."""

    table = "timelines"
    entity = TimelineEntry

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    visible_key = Text(null=True, data_class=INTERNAL)
    visible_sort = Text(null=True, data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    event_id = Text(data_class=INTERNAL)
    event_type = Text(data_class=INTERNAL)
    context = Text(data_class=INTERNAL)
    occurred_at = Instant(data_class=INTERNAL)
    subject = Text(data_class=INTERNAL)
    facts = Json(data_class=INTERNAL)
    visible = Flag(data_class=INTERNAL)
    expires_at = ExpiresAt(data_class=INTERNAL)

    by_visible = VisibleIndex()

    @classmethod
    def keys_of(cls, entity: TimelineEntry) -> Mapping[str, str | None]:
        place = f"{sortable(entity.occurred_at)}#{entity.event_id}"
        return {
            "pk": cls.partition(entity.customer_id),
            "sk": place,
            "visible_key": entity.customer_id if entity.visible else None,
            "visible_sort": place if entity.visible else None,
        }

    @staticmethod
    def partition(customer_id: str) -> str:
        """The key of a customer's timeline."""
        return f"customer#{customer_id}"


class TimelineRepository:
    """Entries by customer; they are added and never changed."""

    def add(self, entry: TimelineEntry) -> bool:
        """Store an entry; False if its event is there already.

        Raises :class:`BusyError` for load or without an answer, to be repeated.
        """
        row = TimelineRow.from_entity(entry)
        try:
            row.save(condition=TimelineRow.pk.does_not_exist())
        except PutError as failed:
            if failed.cause_response_code == TAKEN:
                return False
            if unanswered(failed) or overloaded(failed):
                raise BusyError from failed
            raise
        return True

    def of_customer(self, customer_id: str, page: PageRequest) -> Page[TimelineEntry]:
        """Everything, newest first."""
        return query_page(
            TimelineRow,
            TimelineRow,
            TimelineRow.partition(customer_id),
            page,
            scope="timeline-of-customer",
            newest_first=True,
        )

    def visible_to(self, customer_id: str, page: PageRequest) -> Page[TimelineEntry]:
        """What the customer may see, newest first."""
        return query_page(
            TimelineRow.by_visible,
            TimelineRow,
            customer_id,
            page,
            scope="timeline-visible",
            newest_first=True,
        )
