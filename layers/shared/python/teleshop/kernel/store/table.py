"""Rows: PynamoDB models that are made from domain objects and turn into them again.

Only a context's ``tables.py`` derives from :class:`TableModel`. The physical table name comes from
the settings at the first call and not at import, and all models share one connection and so one
client.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import MISSING
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

import msgspec
from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from teleshop.kernel.clients import botocore_session
from teleshop.kernel.personal import personal_cipher
from teleshop.kernel.settings import settings
from teleshop.kernel.store.attributes import Classified, DataClass, Day, Instant, Json, Personal
from teleshop.kernel.store.failures import reading

Entity = Any
K = TypeVar("K", str, tuple[str, str])


@cache
def shared_connection() -> Connection:
    """The one DynamoDB connection of the process, on the process's botocore session."""
    connection = Connection(connect_timeout_seconds=2, read_timeout_seconds=5, max_retry_attempts=3)
    # PynamoDB would otherwise open a session, and read the service model, once per model.
    connection._local.session = botocore_session()
    return connection


class TableModel(Model):
    """Base of all rows.

    A subclass declares ``table`` (short name in the settings), ``entity`` (a frozen dataclass;
    None for rows that are used directly), :meth:`keys_of`, and, if it holds personal attributes,
    ``owner_field``. Attributes and dataclass fields correspond by name.
    """

    table: ClassVar[str]
    entity: ClassVar[type | None] = None
    owner_field: ClassVar[str] = "id"

    class Meta:
        table_name = ""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        # `Meta` is inherited: give each row class its own, named by the settings, at the first
        # call.
        name = settings().table(cls.table)
        if cls.Meta.table_name != name or "Meta" not in cls.__dict__:
            own: Any = type("Meta", (cls.Meta,), {"table_name": name})
            cls.Meta = own  # type: ignore[misc]  # a nested class of its own
        known = cls.__dict__.get("_connection")
        shared = shared_connection()
        if known is None or known.table_name != name or known.connection is not shared:
            cls._connection = None
            made = super()._get_connection()
            _add_indexes(shared._tables.setdefault(name, made.get_meta_table()), made)
            made.connection = shared
        made_or_known: TableConnection = cls.__dict__["_connection"]
        return made_or_known

    @classmethod
    def keys_of(cls, entity: Entity) -> Mapping[str, str | None]:
        """The key and index attributes of the entity's row, by attribute name."""
        raise NotImplementedError(cls.__name__)

    @classmethod
    def from_entity(cls, entity: Entity) -> Self:
        """The row of a domain object, personal fields sealed for their owner."""
        row = cls()
        fields = {field.name for field in dataclasses.fields(entity)}
        for name, attribute in cls.get_attributes().items():
            if name not in fields:
                continue
            value = getattr(entity, name)
            if value is None:
                continue
            setattr(row, name, cls._stored(name, attribute, value, entity))
        for name, key in cls.keys_of(entity).items():
            if key is not None:
                setattr(row, name, key)
        return row

    @classmethod
    def _stored(cls, name: str, attribute: Any, value: Any, entity: Entity) -> Any:
        if isinstance(attribute, Personal):
            owner = str(getattr(entity, cls.owner_field))
            return personal_cipher().seal(
                msgspec.json.encode(value), owner=owner, field=f"{cls.table}.{name}"
            )
        if isinstance(attribute, Json):
            return msgspec.to_builtins(value)
        return value

    def to_entity(self) -> Any:
        """The domain object of this row; its type is the class's ``entity``."""
        cls = type(self)
        if cls.entity is None:
            raise TypeError(f"{cls.__name__} has no domain object")
        found: dict[str, Any] = {}
        for field in dataclasses.fields(cls.entity):
            attribute = cls.get_attributes().get(field.name)
            value = getattr(self, field.name, None)
            if attribute is None:
                continue
            if value is None:
                # What is not stored is what the field says it is, or None where it says nothing.
                if field.default is MISSING and field.default_factory is MISSING:
                    found[field.name] = None
                continue
            if isinstance(attribute, Personal):
                owner = str(getattr(self, cls.owner_field))
                plain = personal_cipher().open(
                    value, owner=owner, field=f"{cls.table}.{field.name}"
                )
                value = msgspec.json.decode(plain)
            found[field.name] = value
        return msgspec.convert(found, cls.entity)

    @classmethod
    def find(
        cls, hash_key: str, range_key: str | None = None, *, consistent: bool = True
    ) -> Any | None:
        """The domain object at a key, or None; :class:`BusyError` while the database is
        overloaded.
        """
        try:
            with reading():
                found = cls.get(hash_key, range_key, consistent_read=consistent)
        except DoesNotExist:
            return None
        return found.to_entity()

    @classmethod
    def find_many(cls, keys: Iterable[K], *, consistent: bool = True) -> dict[K, Any]:
        """The domain objects that exist at these keys, by key: (hash, range), or the hash key alone
        where the table has no other. One call for each hundred keys; :class:`BusyError` while the
        database is overloaded.
        """
        wanted = list(dict.fromkeys(keys))
        with reading():
            rows = list(cls.batch_get(wanted, consistent_read=consistent)) if wanted else []
        names = [name for name in (cls._hash_keyname, cls._range_keyname) if name]
        found: dict[Any, Any] = {}
        for row in rows:
            key = tuple(getattr(row, name) for name in names)
            found[key if len(key) > 1 else key[0]] = row.to_entity()
        return found


def _add_indexes(known: Any, made: TableConnection) -> None:
    """Row classes of one table share its keys, and so what the connection knows of it; each may
    bring an index that the one used first does not declare.
    """
    for part, name in (
        ("AttributeDefinitions", "AttributeName"),
        ("GlobalSecondaryIndexes", "IndexName"),
    ):
        there = known.data.setdefault(part, [])
        names = {item[name] for item in there}
        fresh = made.get_meta_table().data.get(part, [])
        there.extend(item for item in fresh if item[name] not in names)


def changes(
    row: type[TableModel], before: Entity | None, after: Entity | None
) -> dict[str, dict[str, Any]]:
    """What a write changes, for the audit entry: ``{field: {"before": …, "after": …}}``.

    Personal fields appear as ``{"changed": true}`` without their values, confidential ones
    likewise.
    """
    found: dict[str, dict[str, Any]] = {}
    fields = {field.name for field in dataclasses.fields(after if before is None else before)}  # type: ignore[arg-type]  # one of the two is given
    for name, attribute in row.get_attributes().items():
        if name == "version" or name not in fields:
            continue
        old = getattr(before, name) if before is not None else None
        new = getattr(after, name) if after is not None else None
        if old == new:
            continue
        if isinstance(attribute, Classified) and attribute.data_class in (
            DataClass.PERSONAL,
            DataClass.CONFIDENTIAL,
        ):
            found[name] = {"changed": True}
        else:
            found[name] = {"before": _plain(attribute, old), "after": _plain(attribute, new)}
    return found


def _plain(attribute: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(attribute, Instant | Day):
        return attribute.serialize(value)
    return msgspec.to_builtins(value)
