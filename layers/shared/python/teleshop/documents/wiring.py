"""Builds the documents capability."""

from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.service import Documents
from teleshop.documents.storage import DocumentStorage
from teleshop.documents.tables import DocumentRepository


@cache
def service() -> Documents:
    """The service of this process."""
    return Documents(DocumentRepository(), DocumentStorage(), deadlines())
