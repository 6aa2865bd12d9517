"""The categories table: the tree, whose each code is, and the row that every change replaces.

| row | pk | sk | by_parent |
|---|---|---|---|
| category | `categories` | id | parent or `root`, code |
| code | `codes` | code | |
| structure | `structure` | `structure` | |

All categories stand together: they are some thousands at most, a change looks at all of them in
one query, and the database spreads a partition by its sort keys when it is read much.
"""

from collections.abc import Iterable, Mapping

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.categories.domain import Category, CodeHolder, Structure, Tree
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel

PUBLIC = DataClass.PUBLIC
INTERNAL = DataClass.INTERNAL
ROOT = "root"
Keys = Mapping[str, str | None]


class ByParent(GlobalSecondaryIndex["CategoryRow"]):
    """Categories right below one, by code."""

    class Meta:
        index_name = "by_parent"
        projection = AllProjection()

    parent_key = Text(hash_key=True, data_class=PUBLIC)
    parent_sort = Text(range_key=True, data_class=PUBLIC)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "categories"

    pk = Text(hash_key=True, data_class=PUBLIC)
    sk = Text(range_key=True, data_class=PUBLIC)


class CategoryRow(_Row):
    """A category with what it says itself."""

    entity = Category
    PK = "categories"

    parent_key = Text(data_class=PUBLIC)
    parent_sort = Text(data_class=PUBLIC)
    id = Text(data_class=PUBLIC)
    code = Text(data_class=PUBLIC)
    parent = Text(null=True, data_class=PUBLIC)
    path = Json(data_class=PUBLIC)
    definition = Json(data_class=PUBLIC)
    status = Text(data_class=PUBLIC)
    merged_into = Text(null=True, data_class=PUBLIC)
    created_at = Instant(data_class=INTERNAL)
    created_by = Text(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_parent = ByParent()

    @classmethod
    def keys_of(cls, entity: Category) -> Keys:
        return {
            "pk": cls.PK,
            "sk": entity.id,
            "parent_key": entity.parent or ROOT,
            "parent_sort": entity.code,
        }


class CodeRow(_Row):
    """Whose a code is; stays when the category ends."""

    entity = CodeHolder
    PK = "codes"

    code = Text(data_class=PUBLIC)
    category_id = Text(data_class=PUBLIC)

    @classmethod
    def keys_of(cls, entity: CodeHolder) -> Keys:
        return {"pk": cls.PK, "sk": entity.code}


class StructureRow(_Row):
    """The one row that every change of the tree replaces."""

    entity = Structure
    PK = SK = "structure"

    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Structure) -> Keys:
        return {"pk": cls.PK, "sk": cls.SK}


class CategoryRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, category_id: str) -> Category | None:
        """The category's own row."""
        found: Category | None = CategoryRow.find(CategoryRow.PK, category_id)
        return found

    def find_many(self, ids: Iterable[str]) -> dict[str, Category]:
        """Own rows by id, as many as exist; one call for each hundred."""
        found = CategoryRow.find_many((CategoryRow.PK, category_id) for category_id in ids)
        return {category_id: category for (_, category_id), category in found.items()}

    def find_holder(self, code: str) -> CodeHolder | None:
        """Whose a code is."""
        found: CodeHolder | None = CodeRow.find(CodeRow.PK, code)
        return found

    def find_structure(self) -> Structure | None:
        """The row that every change replaces; None before the first category."""
        found: Structure | None = StructureRow.find(StructureRow.PK, StructureRow.SK)
        return found

    def tree(self) -> Tree:
        """The whole tree; a call for each megabyte, which is about a thousand categories."""
        rows = CategoryRow.query(CategoryRow.PK, consistent_read=True)
        with reading():
            return Tree([row.to_entity() for row in rows])

    def list_all(self, page: PageRequest) -> Page[Category]:
        """All categories, oldest first."""
        return query_page(CategoryRow, CategoryRow, CategoryRow.PK, page, scope="categories")

    def list_children(self, parent: str, page: PageRequest) -> Page[Category]:
        """Those right below a category, or the topmost ones for ``root``, by code."""
        return query_page(
            CategoryRow.by_parent, CategoryRow, parent, page, scope="categories-below"
        )
