"""Rules and entities of documents: purposes, content, and the life of one document."""

from teleshop.documents.domain.content import (
    EXTENSIONS,
    IMAGE_TYPES,
    TEXTS,
    ContentType,
    Finding,
    Inspection,
    Limits,
    Reason,
)
from teleshop.documents.domain.document import (
    ID_PREFIX,
    Document,
    DocumentState,
    StoredVersion,
    UploadWindow,
    document_id_of,
    expire,
    needs_check,
    new_document,
    record_inspection,
    record_upload,
)
from teleshop.documents.domain.purposes import PURPOSES, Purpose, is_owner, may_create, may_read

__all__ = [
    "EXTENSIONS",
    "ID_PREFIX",
    "IMAGE_TYPES",
    "PURPOSES",
    "TEXTS",
    "ContentType",
    "Document",
    "DocumentState",
    "Finding",
    "Inspection",
    "Limits",
    "Purpose",
    "Reason",
    "StoredVersion",
    "UploadWindow",
    "document_id_of",
    "expire",
    "is_owner",
    "may_create",
    "may_read",
    "needs_check",
    "new_document",
    "record_inspection",
    "record_upload",
]
