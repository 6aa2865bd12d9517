"""The ports of imports, connected to the capabilities that serve them."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

import msgspec

from teleshop.documents.service import Documents, owners_for
from teleshop.imports.domain.faults import Fault
from teleshop.imports.domain.product import ImportedProduct
from teleshop.imports.domain.run import PURPOSE, Files, ProductOutcome
from teleshop.imports.ports import Block, SourceFile
from teleshop.kernel.actor import Actor
from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings
from teleshop.kernel.shelf import CSV, XLSX, Shelf
from teleshop.kernel.state_machines import start_execution
from teleshop.suppliers.service import Standing

FOLDER: Final = "product-imports"
"""Of the bucket of documents. What lies under ``work`` is needed while a run goes on; the bucket
removes it later.
"""
LINES: Final = "application/x-ndjson"
FAULTS: Final = "faults"
T = TypeVar("T")


class UploadedFiles:
    """Files from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self, document_id: str, actor: Actor) -> SourceFile:
        """What documents accepted for this purpose from this supplier."""
        found = self._documents.get_accepted(document_id, owner=owners_for(actor), purpose=PURPOSE)
        return SourceFile(found.id, found.content_type, found.version_id, found.sha256)


class SuppliersOnBoard:
    """Suppliers from their context."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def block(self, supplier_id: str) -> Block | None:
        """Whether it is suspended, gone or on hold; one read."""
        found = self._standing.blockades([supplier_id]).get(supplier_id)
        return Block(found.why_zh, found.why_en) if found else None


class ImportWorkflow:
    """The state machine ``product-import``."""

    def start(self, import_id: str) -> None:
        """Start the run. Its name makes it one run, however often the start is repeated."""
        start_execution(import_id, "product-import", {"import_id": import_id})


class BucketWorkspace:
    """The files of runs, in the bucket of documents: one JSON value a line."""

    def __init__(self) -> None:
        self._reports = Shelf(f"{FOLDER}/reports")

    def source(self, document_id: str, version_id: str) -> bytes:
        """The uploaded file, as documents keeps it."""
        place = {"Key": f"{PURPOSE}/{document_id}", "VersionId": version_id}
        return _get(place)

    def put_faults(self, import_id: str, found: Sequence[Fault]) -> None:
        """Keep what was wrong with rows that were left out in reading."""
        _put_lines(_key(import_id, FAULTS), found)

    def faults(self, import_id: str) -> list[Fault]:
        """The same."""
        return _lines(_key(import_id, FAULTS), Fault)

    def put_chunk(self, import_id: str, number: int, products: Sequence[ImportedProduct]) -> None:
        """Keep the products of a chunk."""
        _put_lines(_key(import_id, f"chunk-{number:05d}"), products)

    def chunk(self, import_id: str, number: int) -> list[ImportedProduct]:
        """The same."""
        return _lines(_key(import_id, f"chunk-{number:05d}"), ImportedProduct)

    def put_outcomes(self, import_id: str, number: int, outcomes: Sequence[ProductOutcome]) -> None:
        """Keep what became of the products of a chunk."""
        _put_lines(_key(import_id, f"outcomes-{number:05d}"), outcomes)

    def outcomes(self, import_id: str, number: int) -> list[ProductOutcome]:
        """The same."""
        return _lines(_key(import_id, f"outcomes-{number:05d}"), ProductOutcome)

    def put_report(self, import_id: str, report: bytes, book: bytes) -> Files:
        """Keep the report, as CSV and as a workbook."""
        put = self._reports.put
        csv = put(import_id, report, ending="csv", content_type=CSV)
        xlsx = put(import_id, book, ending="xlsx", content_type=XLSX)
        return Files(csv.key, csv.version_id, xlsx.key, xlsx.version_id)

    def url(self, key: str, version_id: str, name: str, content_type: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save."""
        return self._reports.url(
            key, version_id, name=name, content_type=content_type, seconds=seconds
        )


def _key(import_id: str, name: str) -> str:
    return f"{FOLDER}/work/{import_id}/{name}.jsonl"


def _get(place: dict[str, str]) -> bytes:
    found = aws_client("s3").get_object(Bucket=settings().bucket_documents, **place)
    content: bytes = found["Body"].read()
    return content


def _put_lines(key: str, values: Sequence[Any]) -> None:
    aws_client("s3").put_object(
        Bucket=settings().bucket_documents,
        Key=key,
        Body=msgspec.json.Encoder().encode_lines(values),
        ContentType=LINES,
    )


def _lines(key: str, kind: type[T]) -> list[T]:
    return msgspec.json.Decoder(kind).decode_lines(_get({"Key": key}))
