"""The rows of the indicators table."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.indicators.domain import (
    Counted,
    Figures,
    Kind,
    Measure,
    Place,
    Sum,
    list_shard_of,
)
from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import DataClass, Day, Instant, Integer, Json, Text
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL
BEHIND = "~"
"""Sorts behind every instant, id and digit."""


class ListIndex(GlobalSecondaryIndex[Any]):
    """The suppliers of a quarter or day; the events of one kind."""

    class Meta:
        index_name = "by_list"
        projection = AllProjection()

    list_key = Text(hash_key=True, data_class=INTERNAL)
    list_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "indicators"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    list_key = Text(data_class=INTERNAL)
    list_sort = Text(data_class=INTERNAL)

    by_list = ListIndex()


class CountedRow(_Row):
    """One event as it was counted for one supplier."""

    entity = Counted

    supplier_id = Text(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    day = Day(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    mark = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    amounts = Json(data_class=INTERNAL)
    shard = Integer(data_class=INTERNAL)
    event_id = Text(data_class=INTERNAL)
    event_type = Text(data_class=INTERNAL)
    occurred_at = Instant(data_class=INTERNAL)
    subject = Text(data_class=INTERNAL)
    fact = Json(data_class=INTERNAL)

    @staticmethod
    def partition(supplier_id: str, quarter: str) -> str:
        """Where the events of a supplier and quarter lie."""
        return f"counted#{supplier_id}#{quarter}"

    @staticmethod
    def list_of(supplier_id: str, quarter: str, kind: Kind) -> str:
        """Where the events of one kind are listed."""
        return f"kind#{supplier_id}#{quarter}#{kind}"

    @classmethod
    def keys_of(cls, entity: Counted) -> Mapping[str, str | None]:
        place = f"{sortable(entity.at)}#{entity.mark}"
        return {
            "pk": cls.partition(entity.supplier_id, entity.quarter),
            "sk": place,
            "list_key": cls.list_of(entity.supplier_id, entity.quarter, entity.kind),
            "list_sort": place,
        }


class SumRow(_Row):
    """Figures of a supplier in a period; ``events`` is how many events they are of, ``recounts``
    how often they were made again. An amount that is not there is 0.
    """

    PK: ClassVar[str]
    LIST: ClassVar[str]

    events = Integer(null=True, data_class=INTERNAL)
    recounts = Integer(null=True, data_class=INTERNAL)
    orders = Integer(null=True, data_class=INTERNAL)
    pieces_sold = Integer(null=True, data_class=INTERNAL)
    gross = Integer(null=True, data_class=INTERNAL)
    cancelled = Integer(null=True, data_class=INTERNAL)
    refused = Integer(null=True, data_class=INTERNAL)
    returned = Integer(null=True, data_class=INTERNAL)
    pieces_returned_fault = Integer(null=True, data_class=INTERNAL)
    pieces_returned_other = Integer(null=True, data_class=INTERNAL)
    pieces_delivered = Integer(null=True, data_class=INTERNAL)
    deliveries = Integer(null=True, data_class=INTERNAL)
    late_deliveries = Integer(null=True, data_class=INTERNAL)
    shipments = Integer(null=True, data_class=INTERNAL)
    late_shipments = Integer(null=True, data_class=INTERNAL)
    answers = Integer(null=True, data_class=INTERNAL)
    answer_points = Integer(null=True, data_class=INTERNAL)
    cases = Integer(null=True, data_class=INTERNAL)
    complaints = Integer(null=True, data_class=INTERNAL)
    responses = Integer(null=True, data_class=INTERNAL)
    responses_met = Integer(null=True, data_class=INTERNAL)
    resolutions = Integer(null=True, data_class=INTERNAL)
    resolutions_met = Integer(null=True, data_class=INTERNAL)
    repairs = Integer(null=True, data_class=INTERNAL)
    repeat_repairs = Integer(null=True, data_class=INTERNAL)
    refunds = Integer(null=True, data_class=INTERNAL)
    refunds_late = Integer(null=True, data_class=INTERNAL)
    violations = Integer(null=True, data_class=INTERNAL)
    violation_points = Integer(null=True, data_class=INTERNAL)
    document_lapses = Integer(null=True, data_class=INTERNAL)
    price_findings = Integer(null=True, data_class=INTERNAL)
    price_points = Integer(null=True, data_class=INTERNAL)

    @classmethod
    def partition(cls, supplier_id: str) -> str:
        """Where the figures of a supplier lie."""
        return f"{cls.PK}#{supplier_id}"

    @classmethod
    def list_of(cls, period: str, list_shard: int) -> str:
        """Where the suppliers of a period are listed."""
        return f"{cls.LIST}#{period}#{list_shard}"

    @classmethod
    def at(cls, supplier_id: str, place: Place) -> Self:
        """The row's keys alone, for adding to it."""
        return cls(cls.partition(supplier_id), f"{place.period}#{place.shard}")

    @classmethod
    def adding(cls, supplier_id: str, place: Place, added: Sum) -> list[Action]:
        """The change of a row by what was counted; its place in the list is always the same."""
        list_key = cls.list_of(place.period, list_shard_of(supplier_id))
        return [
            cls.list_key.set(list_key),
            cls.list_sort.set(f"{supplier_id}#{place.shard}"),
            cls.events.add(added.events),
            *(getattr(cls, name).add(amount) for name, amount in added.figures.items()),
        ]

    @classmethod
    def replacing(cls, supplier_id: str, place: Place, known: Sum, right: Sum) -> list[Action]:
        """The change of a row to what is right, whatever stood there."""
        list_key = cls.list_of(place.period, list_shard_of(supplier_id))
        return [
            cls.list_key.set(list_key),
            cls.list_sort.set(f"{supplier_id}#{place.shard}"),
            cls.events.set(right.events),
            cls.recounts.set(known.recounts + 1),
            *(
                getattr(cls, name).set(right.figures[name])
                for name in sorted({*known.figures, *right.figures})
            ),
        ]

    @classmethod
    def unmoved(cls, was: Sum | None) -> Condition:
        """Nothing was counted into the row since it was read, and nobody made it again; None where
        there was no row.
        """
        if was is None:
            return cls.pk.does_not_exist()
        same = cls.events == was.events
        if not was.events:
            same |= cls.events.does_not_exist()
        again = cls.recounts == was.recounts if was.recounts else cls.recounts.does_not_exist()
        unmoved: Condition = same & again
        return unmoved

    @property
    def place(self) -> Place:
        """Its period and shard."""
        period, _, shard = str(self.sk).rpartition("#")
        return Place(period=period, shard=int(shard))

    @property
    def supplier_id(self) -> str:
        """Whose it is."""
        return str(self.list_sort).rpartition("#")[0]

    @property
    def sum(self) -> Sum:
        """What stands in it."""
        amounts = {measure.value: getattr(self, measure) or 0 for measure in Measure}
        return Sum(figures=Figures(amounts), events=self.events or 0, recounts=self.recounts or 0)


class QuarterRow(SumRow):
    """The figures of a quarter."""

    PK = "figures"
    LIST = "quarter"


class DayRow(SumRow):
    """The figures of a day in China."""

    PK = "days"
    LIST = "day"


def row_of(period: str) -> type[SumRow]:
    """The rows in which a period stands, a quarter or a day."""
    return DayRow if "-" in period else QuarterRow


def day_span(first: date, last: date) -> tuple[str, str]:
    """The first and last place of these days, both included."""
    return f"{first.isoformat()}#", f"{last.isoformat()}#{BEHIND}"
