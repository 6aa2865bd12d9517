"""The stock table.

| row | pk | sk | by_supplier | by_hot |
|---|---|---|---|---|
| head of an article | `head#<sku>` | `head` | supplier, SKU | `hot`, SKU |
| shard | `<sku>#<warehouse>#<nn>` | `shard` | | |
| part of a promotion's stock | `quota#<promotion>#<sku>#<nn>` | `shard` | | |
| mark that this is used up | `told#<promotion>#<sku>` | `told` | | |
| movement | `moves#<sku>` | id | | |
| paper that was booked | `paper#<in, or kind>#<sku>#<REFERENCE>` | `paper` | | |
| hold | `hold#<id>` | `hold` | | |

Only heads with several rows in a warehouse are in by_hot: those that have so many now, and those
whose rows beyond the setting are not empty yet. What every order writes (shards) has a partition
key of its own for each row, and is changed where it lies (``ADD``) under conditions that keep it
from falling below zero.
"""

from collections.abc import Mapping

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.store.attributes import DataClass, Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.table import TableModel
from teleshop.stock.domain.levels import Cell, Head
from teleshop.stock.domain.movement import BookedReference, Movement
from teleshop.stock.domain.planning import QUOTA, Holding, Part
from teleshop.stock.domain.records import Hold, ToldQuota

INTERNAL = DataClass.INTERNAL
Keys = Mapping[str, str | None]
Key = tuple[str, str]


class BySupplier(GlobalSecondaryIndex["HeadRow"]):
    """The articles of a supplier."""

    class Meta:
        index_name = "by_supplier"
        projection = AllProjection()

    supplier_key = Text(hash_key=True, data_class=INTERNAL)
    supplier_sort = Text(range_key=True, data_class=INTERNAL)


class ByHot(GlobalSecondaryIndex["HeadRow"]):
    """The articles that are spread over several rows now: those on air, and few others."""

    class Meta:
        index_name = "by_hot"
        projection = AllProjection()

    hot_key = Text(hash_key=True, data_class=INTERNAL)
    hot_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "stock"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class HeadRow(_Row):
    """What is known of an article beside its numbers."""

    entity = Head
    SK = "head"
    HOT = "hot"

    supplier_key = Text(data_class=INTERNAL)
    supplier_sort = Text(data_class=INTERNAL)
    hot_key = Text(null=True, data_class=INTERNAL)
    hot_sort = Text(null=True, data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    product_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    shards = Integer(data_class=INTERNAL)
    places = Json(data_class=INTERNAL)
    sold_out_at = Instant(null=True, data_class=INTERNAL)
    epoch = Integer(data_class=INTERNAL)
    hot_until = Instant(null=True, data_class=INTERNAL)
    waited = Flag(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_supplier = BySupplier()
    by_hot = ByHot()

    @classmethod
    def keys_of(cls, entity: Head) -> Keys:
        hot = entity.spread
        return {
            **dict(zip(("pk", "sk"), cls.key_of(entity.sku), strict=True)),
            "supplier_key": entity.supplier_id,
            "supplier_sort": entity.sku,
            "hot_key": cls.HOT if hot else None,
            "hot_sort": entity.sku if hot else None,
        }

    @classmethod
    def key_of(cls, sku: str) -> Key:
        """Where the head of an article lies."""
        return f"head#{sku}", cls.SK

    @classmethod
    def at(cls, sku: str) -> "HeadRow":
        """The row's keys alone, for taking its mark away."""
        return cls(*cls.key_of(sku))

    @classmethod
    def back(cls) -> list[Action]:
        """There are pieces again: the mark of being sold out goes."""
        return [cls.sold_out_at.remove(), cls.version.add(1)]

    @classmethod
    def still_marked(cls, epoch: int) -> Condition:
        """That the mark is the one that was read."""
        marked: Condition = cls.sold_out_at.exists() & (cls.epoch == epoch)
        return marked


class ShardRow(_Row):
    """The numbers of one shard, or of one part of a promotion's stock."""

    entity = Cell
    SK = "shard"

    available = Integer(null=True, data_class=INTERNAL)
    reserved = Integer(null=True, data_class=INTERNAL)
    used = Integer(null=True, data_class=INTERNAL)
    epoch = Integer(null=True, data_class=INTERNAL)

    @classmethod
    def key_of(cls, sku: str, warehouse: str, number: int) -> Key:
        """Where a shard lies."""
        return f"{sku}#{warehouse}#{number:02}", cls.SK

    @classmethod
    def quota_key_of(cls, promotion_id: str, sku: str, number: int) -> Key:
        """Where a part of a promotion's stock lies."""
        return f"quota#{promotion_id}#{sku}#{number:02}", cls.SK

    @classmethod
    def holding(cls, holding: Holding) -> "ShardRow":
        """The keys of the row that a holding is of."""
        if holding.kind == QUOTA:
            return cls(*cls.quota_key_of(holding.place, holding.sku, holding.shard))
        return cls(*cls.key_of(holding.sku, holding.place, holding.shard))

    @classmethod
    def taking(cls, part: Part) -> tuple[list[Action], Condition]:
        """What taking does to a row, and on what condition."""
        quantity = part.holding.quantity
        if part.most is not None:
            # A row that nobody has used yet does not exist.
            room = cls.used.does_not_exist() | (cls.used <= part.most - quantity)
            return [cls.used.add(quantity)], room
        actions: list[Action] = [cls.available.add(-quantity), cls.reserved.add(quantity)]
        return actions, cls.available >= quantity

    @classmethod
    def giving_back(cls, holding: Holding, epoch: int) -> tuple[list[Action], Condition]:
        """What giving back does to a row. ``epoch`` is how often the article was sold out, as the
        giver read it: being marked meanwhile changes the row's, and the giver looks again.
        """
        quantity = holding.quantity
        if holding.kind == QUOTA:
            return [cls.used.add(-quantity)], cls.used >= quantity
        actions: list[Action] = [cls.available.add(quantity), cls.reserved.add(-quantity)]
        return actions, (cls.reserved >= quantity) & cls.not_after(epoch)

    @classmethod
    def shipping(cls, holding: Holding) -> tuple[list[Action], Condition]:
        """What leaving the house does to a row."""
        return [cls.reserved.add(-holding.quantity)], cls.reserved >= holding.quantity

    @classmethod
    def changing(cls, by: int) -> tuple[list[Action], Condition | None]:
        """More (or less) that can be sold."""
        return [cls.available.add(by), cls.reserved.add(0)], (
            cls.available >= -by if by < 0 else None
        )

    @classmethod
    def emptied(cls, epoch: int) -> tuple[list[Action], Condition]:
        """The row is found empty together with all others of its article."""
        return [cls.epoch.set(epoch)], cls.available.does_not_exist() | (cls.available == 0)

    @classmethod
    def not_after(cls, epoch: int) -> Condition:
        """That the row was not found empty since."""
        never_later: Condition = cls.epoch.does_not_exist() | (cls.epoch <= epoch)
        return never_later

    @classmethod
    def unused(cls) -> Condition:
        """That nothing is left in the row, so that it need not be read any more."""
        nothing_to_sell = cls.available.does_not_exist() | (cls.available == 0)
        nothing_promised = cls.reserved.does_not_exist() | (cls.reserved == 0)
        nothing: Condition = nothing_to_sell & nothing_promised
        return nothing


class ToldRow(_Row):
    """That a promotion has sold its stock was told."""

    entity = ToldQuota
    SK = "told"

    promotion_id = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    told_at = Instant(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: ToldQuota) -> Keys:
        pk, sk = cls.key_of(entity.promotion_id, entity.sku)
        return {"pk": pk, "sk": sk}

    @classmethod
    def key_of(cls, promotion_id: str, sku: str) -> Key:
        """Where the mark lies."""
        return f"told#{promotion_id}#{sku}", cls.SK


class MovementRow(_Row):
    """One entry of the book; written once."""

    entity = Movement

    id = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    warehouse = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    quantity = Integer(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    by = Text(data_class=INTERNAL)
    reason = Text(null=True, data_class=INTERNAL)
    reference = Text(null=True, data_class=INTERNAL)
    before = Integer(null=True, data_class=INTERNAL)
    after = Integer(null=True, data_class=INTERNAL)
    counted = Integer(null=True, data_class=INTERNAL)
    counted_at = Instant(null=True, data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Movement) -> Keys:
        return {"pk": cls.partition(entity.sku), "sk": entity.id}

    @classmethod
    def partition(cls, sku: str) -> str:
        """Where the movements of an article lie."""
        return f"moves#{sku}"


class PaperRow(_Row):
    """A paper that was booked; written once."""

    entity = BookedReference
    SK = "paper"

    kind = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    reference = Text(data_class=INTERNAL)
    movement_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: BookedReference) -> Keys:
        pk = f"paper#{entity.space}#{entity.sku}#{entity.number}"
        return {"pk": pk, "sk": cls.SK}


class HoldRow(_Row):
    """Stock that is held for something that is no order."""

    entity = Hold
    SK = "hold"

    id = Text(data_class=INTERNAL)
    holdings = Json(data_class=INTERNAL)
    held_at = Instant(data_class=INTERNAL)
    held_by = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Hold) -> Keys:
        pk, sk = cls.key_of(entity.id)
        return {"pk": pk, "sk": sk}

    @classmethod
    def key_of(cls, hold_id: str) -> Key:
        """Where a hold lies."""
        return f"hold#{hold_id}", cls.SK
