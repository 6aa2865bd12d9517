"""The rows of the catalog table and its indexes."""

from collections.abc import Mapping

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.catalog.domain.product import ON_FILE, Product
from teleshop.catalog.domain.records import Mark, OwnCode
from teleshop.catalog.domain.revision import Revision
from teleshop.kernel.store.attributes import DataClass, Day, Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL
IN_REVIEW = "in_review"
Keys = Mapping[str, str | None]


class BySupplier(GlobalSecondaryIndex["ProductRow"]):
    """The products of one supplier, by state and then in order of creation."""

    class Meta:
        index_name = "by_supplier"
        projection = AllProjection()

    supplier_key = Text(hash_key=True, data_class=INTERNAL)
    supplier_sort = Text(range_key=True, data_class=INTERNAL)


class ByState(GlobalSecondaryIndex["ProductRow"]):
    """The products of one state in order of creation."""

    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state_key = Text(hash_key=True, data_class=INTERNAL)
    state_sort = Text(range_key=True, data_class=INTERNAL)


class ByCategory(GlobalSecondaryIndex["ProductRow"]):
    """The products with approved content of one category, in order of creation; sparse."""

    class Meta:
        index_name = "by_category"
        projection = AllProjection()

    category_key = Text(hash_key=True, data_class=INTERNAL)
    category_sort = Text(range_key=True, data_class=INTERNAL)


class ByRank(GlobalSecondaryIndex["ProductRow"]):
    """Products with a revision in review, the most urgent first; sparse."""

    class Meta:
        index_name = "by_rank"
        projection = AllProjection()

    rank_key = Text(hash_key=True, data_class=INTERNAL)
    rank_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "catalog"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class ProductRow(_Row):
    """A product, without its content."""

    entity = Product
    SK = "product"

    supplier_key = Text(data_class=INTERNAL)
    supplier_sort = Text(data_class=INTERNAL)
    state_key = Text(data_class=INTERNAL)
    state_sort = Text(data_class=INTERNAL)
    rank_key = Text(null=True, data_class=INTERNAL)
    rank_sort = Text(null=True, data_class=INTERNAL)
    category_key = Text(null=True, data_class=INTERNAL)
    category_sort = Text(null=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    created_at = Instant(data_class=INTERNAL)
    name = Text(data_class=INTERNAL)
    category_id = Text(null=True, data_class=INTERNAL)
    skus = Json(data_class=INTERNAL)
    live = Integer(null=True, data_class=INTERNAL)
    reviewed = Integer(null=True, data_class=INTERNAL)
    open_revision = Integer(null=True, data_class=INTERNAL)
    revisions = Integer(data_class=INTERNAL)
    obstacles = Json(data_class=INTERNAL)
    published_at = Instant(null=True, data_class=INTERNAL)
    ended_at = Instant(null=True, data_class=INTERNAL)
    ended_reason = Text(null=True, data_class=INTERNAL)
    air_on = Day(null=True, data_class=INTERNAL)
    rank = Text(null=True, data_class=INTERNAL)
    submitted_at = Instant(null=True, data_class=INTERNAL)
    hold = Json(null=True, data_class=INTERNAL)
    case_holds = Json(data_class=INTERNAL)
    judged_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_supplier = BySupplier()
    by_state = ByState()
    by_rank = ByRank()
    by_category = ByCategory()

    @classmethod
    def keys_of(cls, entity: Product) -> Keys:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "supplier_key": entity.supplier_id,
            "supplier_sort": f"{entity.state}#{entity.id}",
            "state_key": entity.state,
            "state_sort": entity.id,
            "rank_key": IN_REVIEW if entity.rank is not None else None,
            "rank_sort": entity.rank,
            "category_key": entity.category_id if entity.state in ON_FILE else None,
            "category_sort": entity.id if entity.state in ON_FILE else None,
        }


class RevisionRow(_Row):
    """A revision of a product, with its whole content."""

    entity = Revision
    PREFIX = "revision#"

    product_id = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    content = Json(data_class=INTERNAL)
    created_at = Instant(data_class=INTERNAL)
    created_by = Text(data_class=INTERNAL)
    base = Integer(null=True, data_class=INTERNAL)
    round = Integer(data_class=INTERNAL)
    material = Flag(null=True, data_class=INTERNAL)
    items = Json(data_class=INTERNAL)
    remarks = Json(data_class=INTERNAL)
    submitted_at = Instant(null=True, data_class=INTERNAL)
    submitted_by = Text(null=True, data_class=INTERNAL)
    returned_reason = Text(data_class=INTERNAL)
    approved_at = Instant(null=True, data_class=INTERNAL)
    approved_by = Text(null=True, data_class=INTERNAL)
    stalled = Flag(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def sort_key(cls, number: int) -> str:
        """The sort key of a revision; six digits, so that revisions sort by number."""
        return f"{cls.PREFIX}{number:06d}"

    @classmethod
    def keys_of(cls, entity: Revision) -> Keys:
        return {"pk": entity.product_id, "sk": cls.sort_key(entity.number)}


class OwnCodeRow(_Row):
    """Whose article number it is, within one supplier."""

    entity = OwnCode
    SK = "own_code"

    supplier_id = Text(data_class=INTERNAL)
    own_code = Text(data_class=INTERNAL)
    product_id = Text(data_class=INTERNAL)
    former = Text(null=True, data_class=INTERNAL)

    @classmethod
    def key_of(cls, supplier_id: str, own_code: str) -> tuple[str, str]:
        """Where the claim of a number lies."""
        return f"code#{supplier_id}#{own_code}", cls.SK

    @classmethod
    def keys_of(cls, entity: OwnCode) -> Keys:
        pk, sk = cls.key_of(entity.supplier_id, entity.own_code)
        return {"pk": pk, "sk": sk}


class MarkRow(_Row):
    """By what a product is recognised again, filed under it."""

    entity = Mark

    kind = Text(data_class=INTERNAL)
    value = Text(data_class=INTERNAL)
    product_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    detail = Text(data_class=INTERNAL)

    @classmethod
    def partition(cls, kind: str, value: str) -> str:
        """Where all products with one trait lie."""
        return f"mark#{kind}#{value}"

    @classmethod
    def keys_of(cls, entity: Mark) -> Keys:
        return {
            "pk": cls.partition(entity.kind, entity.value),
            "sk": f"{entity.product_id}#{entity.detail}",
        }
