"""The rows of the imports table.

| row | pk | sk | by_supplier |
|---|---|---|---|
| import | id | `import` | supplier, id |
| sums of its run | id | `progress` | |
| chunk that was imported | id | `chunk#<number>` | |
| the import under way | `running#<supplier>` | `running` | |
"""

from collections.abc import Mapping
from typing import Self

from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.imports.domain.run import ChunkMark, Counts, Import, Progress, Running
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Text
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL


class SupplierIndex(GlobalSecondaryIndex["ImportRow"]):
    """The imports of one supplier, in order of time."""

    class Meta:
        index_name = "by_supplier"
        projection = AllProjection()

    supplier_key = Text(hash_key=True, data_class=INTERNAL)
    supplier_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "imports"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class ImportRow(_Row):
    """One import."""

    entity = Import

    supplier_key = Text(data_class=INTERNAL)
    supplier_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    document_id = Text(data_class=INTERNAL)
    content_type = Text(data_class=INTERNAL)
    version_id = Text(data_class=INTERNAL)
    sha256 = Text(data_class=INTERNAL)
    requested_by = Text(data_class=INTERNAL)
    requested_at = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    rows = Integer(data_class=INTERNAL)
    chunks = Integer(data_class=INTERNAL)
    unread = Integer(data_class=INTERNAL)
    created = Integer(data_class=INTERNAL)
    changed = Integer(data_class=INTERNAL)
    unchanged = Integer(data_class=INTERNAL)
    refused = Integer(data_class=INTERNAL)
    faults = Json(data_class=INTERNAL)
    started_at = Instant(null=True, data_class=INTERNAL)
    ended_at = Instant(null=True, data_class=INTERNAL)
    report_key = Text(null=True, data_class=INTERNAL)
    report_version = Text(null=True, data_class=INTERNAL)
    book_key = Text(null=True, data_class=INTERNAL)
    book_version = Text(null=True, data_class=INTERNAL)
    error = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_supplier = SupplierIndex()

    SK = "import"

    @classmethod
    def keys_of(cls, entity: Import) -> Mapping[str, str | None]:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "supplier_key": entity.supplier_id,
            "supplier_sort": entity.id,
        }


class ProgressRow(_Row):
    """The sums of a run; chunks add to them where they lie."""

    entity = Progress

    import_id = Text(data_class=INTERNAL)
    created = Integer(data_class=INTERNAL)
    changed = Integer(data_class=INTERNAL)
    unchanged = Integer(data_class=INTERNAL)
    refused = Integer(data_class=INTERNAL)

    SK = "progress"

    @classmethod
    def keys_of(cls, entity: Progress) -> Mapping[str, str | None]:
        return {"pk": entity.import_id, "sk": cls.SK}

    @classmethod
    def at(cls, import_id: str) -> Self:
        """The row by its key alone."""
        return cls(import_id, cls.SK)

    @classmethod
    def adding(cls, counts: Counts) -> list[Action]:
        """The change of a row by ``counts``."""
        return [
            cls.created.add(counts.created),
            cls.changed.add(counts.changed),
            cls.unchanged.add(counts.unchanged),
            cls.refused.add(counts.refused),
        ]


class ChunkRow(_Row):
    """Lets a chunk be counted once."""

    entity = ChunkMark

    import_id = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    created = Integer(data_class=INTERNAL)
    changed = Integer(data_class=INTERNAL)
    unchanged = Integer(data_class=INTERNAL)
    refused = Integer(data_class=INTERNAL)

    PREFIX = "chunk#"

    @classmethod
    def keys_of(cls, entity: ChunkMark) -> Mapping[str, str | None]:
        return {"pk": entity.import_id, "sk": cls.sort_of(entity.number)}

    @classmethod
    def sort_of(cls, number: int) -> str:
        """The range key of a chunk; they sort by number."""
        return f"{cls.PREFIX}{number:05d}"


class RunningRow(_Row):
    """The import that a supplier has under way."""

    entity = Running

    supplier_id = Text(data_class=INTERNAL)
    import_id = Text(data_class=INTERNAL)

    SK = "running"

    @classmethod
    def keys_of(cls, entity: Running) -> Mapping[str, str | None]:
        return {"pk": cls.key_of(entity.supplier_id), "sk": cls.SK}

    @classmethod
    def key_of(cls, supplier_id: str) -> str:
        """Where the mark of a supplier lies."""
        return f"running#{supplier_id}"
