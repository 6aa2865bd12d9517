"""The documents table: one row per document, listed for whoever may see it, newest first."""

from collections.abc import Iterable, Mapping

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.documents.domain import Document, Owner
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Text
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL


class OwnerIndex(GlobalSecondaryIndex["DocumentRow"]):
    """The documents in one owner's list, by time of creation."""

    class Meta:
        index_name = "by_owner"
        projection = AllProjection()

    owner_key = Text(hash_key=True, data_class=INTERNAL)
    owner_sort = Text(range_key=True, data_class=INTERNAL)


class DocumentRow(TableModel):
    """One document; its content lies in the bucket, here is only what was found out about it."""

    table = "documents"
    entity = Document

    pk = Text(hash_key=True, data_class=INTERNAL)
    owner_key = Text(data_class=INTERNAL)
    owner_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    purpose = Text(data_class=INTERNAL)
    owner_kind = Text(data_class=INTERNAL)
    owner_id = Text(data_class=INTERNAL)
    declared_type = Text(data_class=INTERNAL)
    created_by = Text(data_class=INTERNAL)
    created_at = Instant(data_class=INTERNAL)
    link_until = Instant(data_class=INTERNAL)
    expires_at = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    upload = Json(null=True, data_class=INTERNAL)
    inspection = Json(null=True, data_class=INTERNAL)
    decided_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_owner = OwnerIndex()

    @classmethod
    def keys_of(cls, entity: Document) -> Mapping[str, str | None]:
        # Ids sort by time of creation.
        return {"pk": entity.id, "owner_key": entity.listed_for.key, "owner_sort": entity.id}


class DocumentRepository:
    """Reads of the documents table."""

    def find(self, id: str) -> Document | None:
        """The document as it is stored now."""
        return DocumentRow.find(id)

    def find_many(self, ids: Iterable[str]) -> list[Document]:
        """Those of the documents that exist, in no order; one read for each hundred."""
        return list(DocumentRow.find_many(ids).values())

    def listed_for(self, owner: Owner, page: PageRequest) -> Page[Document]:
        """The documents in one owner's list, newest first."""
        return query_page(
            DocumentRow.by_owner,
            DocumentRow,
            owner.key,
            page,
            scope="documents-of-owner",
            newest_first=True,
        )
