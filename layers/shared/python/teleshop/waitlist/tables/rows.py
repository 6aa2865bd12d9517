"""The rows of the waitlist table.

| pk | sk | what |
|---|---|---|
| entry id | `entry` | the entry |
| `customer#<id>` | `<sku>` | that the customer waits for the SKU: one at a time |
| `queue#<sku>#<line>` | `at#<instant>#<entry id>` | a place in the queue, while it waits |
| `queue#<sku>#<line>` | `figure` | how many have their place in that line |

There are no indexes: an index may be a moment behind, and the order of turns may not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import DataClass, Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.table import TableModel
from teleshop.waitlist.domain.entry import Entry
from teleshop.waitlist.domain.serving import Place, QueueFigure

INTERNAL = DataClass.INTERNAL
Keys = Mapping[str, str | None]


class _Row(TableModel):
    """What all rows of the table share."""

    table = "waitlist"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class EntryRow(_Row):
    """An entry, open or ended."""

    entity = Entry
    SK = "entry"

    id = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    title = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    quantity = Integer(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    joined_at = Instant(data_class=INTERNAL)
    joined_by = Text(data_class=INTERNAL)
    expires_at = Instant(data_class=INTERNAL)
    ticket = Integer(data_class=INTERNAL)
    slot_id = Text(null=True, data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    whole_only = Flag(data_class=INTERNAL)
    offer = Json(null=True, data_class=INTERNAL)
    offers = Integer(data_class=INTERNAL)
    ended_at = Instant(null=True, data_class=INTERNAL)
    end_reason = Text(null=True, data_class=INTERNAL)
    order_id = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Entry) -> Keys:
        return {"pk": entity.id, "sk": cls.SK}


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """That a customer waits for a SKU, and by which entry."""

    customer_id: str
    sku: str
    entry_id: str

    @classmethod
    def of(cls, entry: Entry) -> "OpenEntry":
        """That of an entry."""
        return cls(entry.customer_id, entry.sku, entry.id)


class OpenRow(_Row):
    """Lets a customer have one open entry for a SKU, and finds those of a customer."""

    entity = OpenEntry

    customer_id = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    entry_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: OpenEntry) -> Keys:
        return {"pk": cls.partition(entity.customer_id), "sk": entity.sku}

    @staticmethod
    def partition(customer_id: str) -> str:
        """``customer#…``."""
        return f"customer#{customer_id}"


class PlaceRow(_Row):
    """A place in the queue."""

    entity = Place
    PREFIX = "at#"

    sku = Text(data_class=INTERNAL)
    line = Text(data_class=INTERNAL)
    turn = Text(data_class=INTERNAL)
    entry_id = Text(data_class=INTERNAL)
    quantity = Integer(data_class=INTERNAL)
    whole_only = Flag(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Place) -> Keys:
        return {"pk": partition(entity.sku, entity.line), "sk": f"{cls.PREFIX}{entity.turn}"}

    @classmethod
    def is_there(cls) -> Condition:
        """The condition of taking a place away."""
        found: Condition = cls.pk.exists()
        return found


class FigureRow(_Row):
    """How many stand in one line; changes add to it where it lies."""

    entity = QueueFigure
    SK = "figure"

    waiting = Integer(data_class=INTERNAL)
    pieces = Integer(data_class=INTERNAL)
    joined = Integer(data_class=INTERNAL)

    @classmethod
    def at(cls, sku: str, line: str) -> Self:
        """The row by its key alone."""
        return cls(partition(sku, line), cls.SK)

    @classmethod
    def adding(cls, waiting: int, pieces: int, joined: int) -> list[Action]:
        """The change of a row by so much."""
        return [cls.waiting.add(waiting), cls.pieces.add(pieces), cls.joined.add(joined)]


def partition(sku: str, line: str) -> str:
    """``queue#sku_…#07``."""
    return f"queue#{sku}#{line}"


def turn_of(entry: Entry) -> str:
    """The instant of joining, then the id: equal instants have an order too."""
    return f"{sortable(entry.joined_at)}#{entry.id}"


def place_of(entry: Entry) -> Place:
    """Where an entry stands while it waits."""
    return Place(
        sku=entry.sku,
        line=entry.line,
        turn=turn_of(entry),
        entry_id=entry.id,
        quantity=entry.quantity,
        whole_only=entry.whole_only,
    )
