"""The promotions table.

| row | pk | sk | by_state |
|---|---|---|---|
| promotion | id | `promotion` | state; `order` and id |
| article that it sold | id | `sold#<sku>` | `sold`; when, id and SKU |
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import sortable
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.promotions.domain.promotion import Promotion, SoldMark, State

INTERNAL = DataClass.INTERNAL
_AFTER_ALL = "~"
"""Sorts after every digit and letter."""


class StateIndex(GlobalSecondaryIndex["PromotionRow"]):
    """The promotions of one state, in the order that says most in it: those that are on sheets by
    their start, those that are over by their end, others by when they came there.
    """

    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state_key = Text(hash_key=True, data_class=INTERNAL)
    state_sort = Text(range_key=True, data_class=INTERNAL)


class PromotionRow(TableModel):
    """One promotion."""

    table = "promotions"
    entity = Promotion

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    state_key = Text(data_class=INTERNAL)
    state_sort = Text(data_class=INTERNAL)
    id = Text(data_class=DataClass.PUBLIC)
    content = Json(data_class=INTERNAL)
    requested_by = Text(data_class=INTERNAL)
    requested_at = Instant(data_class=INTERNAL)
    order = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    round = Integer(data_class=INTERNAL)
    steps = Json(data_class=INTERNAL)
    remarks = Json(data_class=INTERNAL)
    stalled = Flag(data_class=INTERNAL)
    submitted_at = Instant(null=True, data_class=INTERNAL)
    decided_at = Instant(null=True, data_class=INTERNAL)
    decided_by = Text(null=True, data_class=INTERNAL)
    reason_code = Text(null=True, data_class=INTERNAL)
    product_ids = Json(data_class=INTERNAL)
    comparisons = Json(data_class=DataClass.PUBLIC)
    started_at = Instant(null=True, data_class=INTERNAL)
    ended_at = Instant(null=True, data_class=INTERNAL)
    ended_by = Text(null=True, data_class=INTERNAL)
    end_reason = Text(null=True, data_class=INTERNAL)
    reverted = Flag(null=True, data_class=INTERNAL)
    unreverted = Json(data_class=INTERNAL)
    sold = Json(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_state = StateIndex()

    SK = "promotion"

    @classmethod
    def keys_of(cls, entity: Promotion) -> Mapping[str, str | None]:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "state_key": entity.state,
            "state_sort": f"{sortable(entity.order)}#{entity.id}",
        }


class SoldIndex(GlobalSecondaryIndex["SoldRow"]):
    """The same index, of which this reads what was sold, by time."""

    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state_key = Text(hash_key=True, data_class=INTERNAL)
    state_sort = Text(range_key=True, data_class=INTERNAL)


class SoldRow(TableModel):
    """An article that has come off a promotion; written once, so that those of a time are found."""

    table = "promotions"
    entity = SoldMark

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    state_key = Text(data_class=INTERNAL)
    state_sort = Text(data_class=INTERNAL)
    promotion_id = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)

    by_state = SoldIndex()

    SOLD = "sold"

    @classmethod
    def keys_of(cls, entity: SoldMark) -> Mapping[str, str | None]:
        return {
            "pk": entity.promotion_id,
            "sk": f"{cls.SOLD}#{entity.sku}",
            "state_key": cls.SOLD,
            "state_sort": f"{sortable(entity.at)}#{entity.promotion_id}#{entity.sku}",
        }


class PromotionRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, promotion_id: str) -> Promotion | None:
        """The promotion as it is stored now."""
        found: Promotion | None = PromotionRow.find(promotion_id, PromotionRow.SK)
        return found

    def of_state(
        self, state: State, page: PageRequest, *, newest_first: bool = True
    ) -> Page[Promotion]:
        """The promotions of one state."""
        return query_page(
            PromotionRow.by_state,
            PromotionRow,
            state,
            page,
            scope="promotions-of-state",
            newest_first=newest_first,
        )

    def begun(self, state: State, until: datetime) -> list[Promotion]:
        """Those of a state whose order is not after an instant."""
        return self._between(state, "", f"{sortable(until)}{_AFTER_ALL}")

    def between(self, state: State, since: datetime, until: datetime) -> list[Promotion]:
        """Those of a state whose order is from ``since`` until before ``until``."""
        return self._between(state, sortable(since), sortable(until))

    def sold(self, since: datetime, until: datetime) -> list[SoldMark]:
        """What came off promotions from ``since`` until before ``until``."""
        condition = SoldRow.state_sort.between(sortable(since), sortable(until))
        with reading():
            rows = list(SoldRow.by_state.query(SoldRow.SOLD, range_key_condition=condition))
        return [row.to_entity() for row in rows]

    def find_many(self, promotion_ids: Iterable[str]) -> list[Promotion]:
        """Those that exist; one call for each hundred, none for none."""
        keys = [(id, PromotionRow.SK) for id in dict.fromkeys(promotion_ids)]
        return list(PromotionRow.find_many(keys).values()) if keys else []

    @staticmethod
    def _between(state: State, low: str, high: str) -> list[Promotion]:
        index = PromotionRow.by_state
        condition = PromotionRow.state_sort.between(low or "0", high)
        with reading():
            rows = list(index.query(state, range_key_condition=condition))
        return [row.to_entity() for row in rows]
