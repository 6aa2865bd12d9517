"""A little context of its own, so that the kernel's storage is tested without any real one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from teleshop.kernel.errors import Refusal
from teleshop.kernel.events import EventData
from teleshop.kernel.store.attributes import (
    DataClass,
    Day,
    Flag,
    Instant,
    Integer,
    Json,
    LookupHash,
    Personal,
    Text,
)
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL


@dataclass(frozen=True)
class Contact:
    """A nested personal value."""

    name: str
    phone: str


@dataclass(frozen=True)
class Parcel:
    """An entity with every kind of field."""

    id: str
    state: str
    weight: int
    fragile: bool
    sent_at: datetime
    due: date | None
    labels: tuple[str, ...]
    contact: Contact = field(repr=False)
    phone_hash: str = ""
    note: str | None = None
    version: int = 1


class ParcelRow(TableModel):
    """Lives in the suppliers' table, whose keys it shares."""

    table = "suppliers"
    entity = Parcel

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    weight = Integer(data_class=INTERNAL)
    fragile = Flag(data_class=INTERNAL)
    sent_at = Instant(data_class=INTERNAL)
    due = Day(null=True, data_class=INTERNAL)
    labels = Json(data_class=INTERNAL)
    contact = Personal()
    phone_hash = LookupHash()
    note = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Parcel) -> Mapping[str, str | None]:
        return {"pk": f"parcel#{entity.id}", "sk": "parcel"}


@dataclass(frozen=True)
class Stamp:
    """A second entity beside parcels."""

    id: str
    value: int
    version: int = 1


class StampRow(TableModel):
    """A second row class of the same table."""

    table = "suppliers"
    entity = Stamp

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    value = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Stamp) -> Mapping[str, str | None]:
        return {"pk": f"stamp#{entity.id}", "sk": "stamp"}


class ParcelSent(EventData, frozen=True, kw_only=True):
    """A parcel left."""

    context: ClassVar[str] = "parcels"

    parcel_id: str
    weight: int


class ParcelExistsError(Refusal):
    """There is one of that id."""

    code, zh, en = "parcel_exists", "该包裹已存在。", "There is such a parcel."


class StampUsedError(Refusal):
    """The stamp is on another parcel."""

    code, zh, en = "stamp_used", "该邮票已使用。", "The stamp is used."


def parcel(id: str = "p1", **changed: Any) -> Parcel:
    """A parcel as it is first stored."""
    known: dict[str, Any] = {
        "id": id,
        "state": "packed",
        "weight": 1200,
        "fragile": True,
        "sent_at": datetime.fromisoformat("2026-11-23T12:00:00.123456+08:00"),
        "due": date(2026, 11, 30),
        "labels": ("a", "b"),
        "contact": Contact("王小明", "13800138000"),
        "phone_hash": "hash-of-phone",
    }
    return Parcel(**(known | changed))
