"""The rows of the analysis table.

| row | pk | sk | by_list |
|---|---|---|---|
| counter | `<dimension>#<period>` | its parts | |
| what a case adds | `case#<id>` | `figures` | |
| its clocks | `case#<id>` | `clocks` | |
| point of a chart | `chart#<cause>` | week | |
| what complaints are about | `scope#<scope>#<id>` | `state` | |
| burst | id | `burst` | `bursts`, newest last |

A counter is changed where it lies (``ADD``): what a case, a clock or an order adds commutes.
"""

from collections.abc import Mapping
from urllib.parse import quote, unquote

from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.analysis.domain import (
    Burst,
    CaseRecord,
    ChartPoint,
    ClocksRecord,
    Figure,
    ScopeState,
)
from teleshop.kernel.store.attributes import DataClass, Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL
BURSTS = "bursts"
"""The one list of the index; bursts are rare."""


class ListIndex(GlobalSecondaryIndex["BurstRow"]):
    """The members of a list in its order."""

    class Meta:
        index_name = "by_list"
        projection = AllProjection()

    list_key = Text(hash_key=True, data_class=INTERNAL)
    list_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "analysis"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class FigureRow(_Row):
    """One counter; an amount that is not there is nothing."""

    n = Integer(null=True, data_class=INTERNAL)
    agreed = Integer(null=True, data_class=INTERNAL)
    met = Integer(null=True, data_class=INTERNAL)
    missed = Integer(null=True, data_class=INTERNAL)
    left = Integer(null=True, data_class=INTERNAL)
    over = Integer(null=True, data_class=INTERNAL)
    h0 = Integer(null=True, data_class=INTERNAL)
    h1 = Integer(null=True, data_class=INTERNAL)
    h2 = Integer(null=True, data_class=INTERNAL)
    h3 = Integer(null=True, data_class=INTERNAL)
    h4 = Integer(null=True, data_class=INTERNAL)
    h5 = Integer(null=True, data_class=INTERNAL)
    h6 = Integer(null=True, data_class=INTERNAL)
    h7 = Integer(null=True, data_class=INTERNAL)

    AMOUNTS = (
        *("n", "agreed", "met", "missed", "left", "over"),
        *("h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7"),
    )

    @classmethod
    def at(cls, figure: Figure) -> "FigureRow":
        """The row's keys alone, for adding to it."""
        return cls(cls.partition(figure.dimension, figure.period), cls.sort(figure.parts))

    @staticmethod
    def partition(dimension: str, period: str) -> str:
        """Where the counters of one dimension and period lie."""
        return f"{dimension}#{period}"

    @staticmethod
    def sort(parts: tuple[str, ...]) -> str:
        """The parts as one key, whatever characters they have."""
        return "#".join(quote(part, safe="") for part in parts)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts again."""
        return tuple(unquote(part) for part in str(self.sk).split("#"))

    @property
    def amounts(self) -> dict[str, int]:
        """What stands in it."""
        found = {name: getattr(self, name) for name in self.AMOUNTS}
        return {name: amount for name, amount in found.items() if amount}

    @classmethod
    def adding(cls, amounts: Mapping[str, int]) -> list[Action]:
        """The change of a row by ``amounts``."""
        return [getattr(cls, name).add(amount) for name, amount in amounts.items()]


class CaseFiguresRow(_Row):
    """What one case adds to the counters."""

    entity = CaseRecord
    SK = "figures"

    id = Text(data_class=INTERNAL)
    mark = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    supplier_id = Text(null=True, data_class=INTERNAL)
    product_id = Text(null=True, data_class=INTERNAL)
    category = Text(null=True, data_class=INTERNAL)
    cause = Text(null=True, data_class=INTERNAL)
    arrived_at = Instant(null=True, data_class=INTERNAL)
    merged = Flag(data_class=INTERNAL)
    judged_mark = Text(data_class=INTERNAL)
    judged_at = Instant(null=True, data_class=INTERNAL)
    suggested = Text(null=True, data_class=INTERNAL)
    agreed = Flag(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: CaseRecord) -> Mapping[str, str | None]:
        return {"pk": f"case#{entity.id}", "sk": cls.SK}


class CaseClocksRow(_Row):
    """The clocks of one case."""

    entity = ClocksRecord
    SK = "clocks"

    case_id = Text(data_class=INTERNAL)
    clocks = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: ClocksRecord) -> Mapping[str, str | None]:
        return {"pk": f"case#{entity.case_id}", "sk": cls.SK}


class PointRow(_Row):
    """One week of one cause as it was judged; written once."""

    entity = ChartPoint

    cause = Text(data_class=INTERNAL)
    week = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    chart = Text(data_class=INTERNAL)
    count = Integer(data_class=INTERNAL)
    orders = Integer(data_class=INTERNAL)
    centre = Json(null=True, data_class=INTERNAL)
    limit = Integer(null=True, data_class=INTERNAL)
    baseline_weeks = Integer(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    judged_at = Instant(data_class=INTERNAL)

    @staticmethod
    def partition(cause: str) -> str:
        """Where the points of a cause lie."""
        return f"chart#{cause}"

    @classmethod
    def keys_of(cls, entity: ChartPoint) -> Mapping[str, str | None]:
        return {"pk": cls.partition(entity.cause), "sk": entity.week}


class ScopeRow(_Row):
    """What is remembered of one thing that complaints are about; at most sixty arrivals."""

    entity = ScopeState
    SK = "state"

    scope = Text(data_class=INTERNAL)
    scope_id = Text(data_class=INTERNAL)
    arrivals = Json(data_class=INTERNAL)
    spans = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @staticmethod
    def partition(scope: str, scope_id: str) -> str:
        """The key of one thing."""
        return f"scope#{scope}#{quote(scope_id, safe='')}"

    @classmethod
    def keys_of(cls, entity: ScopeState) -> Mapping[str, str | None]:
        return {"pk": cls.partition(entity.scope, entity.scope_id), "sk": cls.SK}


class BurstRow(_Row):
    """A burst of complaints; at most a hundred cases are named."""

    entity = Burst
    SK = "burst"

    list_key = Text(data_class=INTERNAL)
    list_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    scope = Text(data_class=INTERNAL)
    scope_id = Text(data_class=INTERNAL)
    started_at = Instant(data_class=INTERNAL)
    last_at = Instant(data_class=INTERNAL)
    raised_at = Instant(data_class=INTERNAL)
    count = Integer(data_class=INTERNAL)
    case_ids = Json(data_class=INTERNAL)
    threshold = Integer(data_class=INTERNAL)
    window_minutes = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_list = ListIndex()

    @classmethod
    def at(cls, burst_id: str) -> "BurstRow":
        """The row's keys alone, for changing it where it lies."""
        return cls(burst_id, cls.SK)

    @classmethod
    def joined(cls, burst: Burst) -> list[Action]:
        """All that a joining complaint changes but the count."""
        return [
            cls.started_at.set(burst.started_at),
            cls.last_at.set(burst.last_at),
            cls.case_ids.set(list(burst.case_ids)),
            cls.version.add(1),
        ]

    @classmethod
    def keys_of(cls, entity: Burst) -> Mapping[str, str | None]:
        return {"pk": entity.id, "sk": cls.SK, "list_key": BURSTS, "list_sort": entity.id}
