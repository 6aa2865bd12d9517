"""The rows of the quality gate's table.

| row | pk | sk | by_watch |
|---|---|---|---|
| gate | supplier id | `gate` | `watched` while warned or held, supplier id |
| letter | supplier id | `letter#<id>` | |
"""

from collections.abc import Mapping

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.store.attributes import (
    DataClass,
    Day,
    Flag,
    Instant,
    Integer,
    Json,
    Personal,
    Text,
)
from teleshop.kernel.store.table import TableModel
from teleshop.qualitygate.domain import Gate, GateState, Letter

INTERNAL = DataClass.INTERNAL
WATCHED = "watched"


class WatchIndex(GlobalSecondaryIndex["GateRow"]):
    """Suppliers that are warned or held."""

    class Meta:
        index_name = "by_watch"
        projection = AllProjection()

    watch_key = Text(hash_key=True, data_class=INTERNAL)
    watch_sort = Text(range_key=True, data_class=INTERNAL)


class GateRow(TableModel):
    """How one supplier stands. Clear ones are in no list."""

    table = "qualitygate"
    entity = Gate

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    watch_key = Text(null=True, data_class=INTERNAL)
    watch_sort = Text(null=True, data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    since = Instant(data_class=INTERNAL)
    named = Json(data_class=INTERNAL)
    calm_since = Day(null=True, data_class=INTERNAL)
    no_hold_before = Day(null=True, data_class=INTERNAL)
    hold_letter = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_watch = WatchIndex()

    SK = "gate"

    @classmethod
    def keys_of(cls, entity: Gate) -> Mapping[str, str | None]:
        watched = entity.state is not GateState.CLEAR
        return {
            "pk": entity.supplier_id,
            "sk": cls.SK,
            "watch_key": WATCHED if watched else None,
            "watch_sort": entity.supplier_id if watched else None,
        }


class LetterRow(TableModel):
    """What a supplier was told. The reason of a decision may name persons."""

    table = "qualitygate"
    entity = Letter
    owner_field = "supplier_id"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    judgement = Json(data_class=INTERNAL)
    readings = Json(data_class=INTERNAL)
    hold_from = Day(null=True, data_class=INTERNAL)
    by_exception = Flag(data_class=INTERNAL)
    reason = Personal(null=True)
    by = Text(null=True, data_class=INTERNAL)

    PREFIX = "letter#"

    @classmethod
    def keys_of(cls, entity: Letter) -> Mapping[str, str | None]:
        return {"pk": entity.supplier_id, "sk": f"{cls.PREFIX}{entity.id}"}
