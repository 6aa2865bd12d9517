"""What imports need of other contexts, in their own words; `wiring.py` connects it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from teleshop.imports.domain.faults import Fault
from teleshop.imports.domain.guide import CategoryGuide, Classified
from teleshop.imports.domain.product import ImportedProduct
from teleshop.imports.domain.run import Files, Outcome, ProductOutcome
from teleshop.kernel.actor import Actor, Call


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An uploaded file that passed its check."""

    document_id: str
    content_type: str
    version_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Block:
    """Why nothing new of a supplier is taken now."""

    why_zh: str
    why_en: str


class Suppliers(Protocol):
    """Who may bring in products."""

    def block(self, supplier_id: str) -> Block | None:
        """What stands against it now, if anything does."""


class Uploads(Protocol):
    """Uploaded files."""

    def get(self, document_id: str, actor: Actor) -> SourceFile:
        """The file; refuses one of somebody else, for another purpose, or not accepted."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the catalogue did with a product."""

    outcome: Outcome
    product_id: str


class Categories(Protocol):
    """The tree of categories."""

    def find(self, code: str) -> CategoryGuide | None:
        """The category of a code, or the one that took its place; None if there is none."""


class Products(Protocol):
    """The catalogue."""

    def write(self, call: Call, key: str, supplier_id: str, found: Classified) -> Written:
        """Store what the file says of a product, in one transaction of its own. The same content
        again is ``unchanged`` and stores nothing; what may not be stored is refused.

        ``key`` names this product of this run: a repetition is told what the first time did.
        """


class Workflow(Protocol):
    """The state machine of imports."""

    def start(self, import_id: str) -> None:
        """Start the run of an import; starting it again changes nothing."""


class Workspace(Protocol):
    """The files of runs. Writing one again replaces it by its equal."""

    def source(self, document_id: str, version_id: str) -> bytes:
        """The uploaded file."""

    def put_faults(self, import_id: str, found: Sequence[Fault]) -> None:
        """Keep what was wrong with rows that were left out in reading."""

    def faults(self, import_id: str) -> list[Fault]:
        """The same."""

    def put_chunk(self, import_id: str, number: int, products: Sequence[ImportedProduct]) -> None:
        """Keep the products of a chunk."""

    def chunk(self, import_id: str, number: int) -> list[ImportedProduct]:
        """The same."""

    def put_outcomes(self, import_id: str, number: int, outcomes: Sequence[ProductOutcome]) -> None:
        """Keep what became of the products of a chunk."""

    def outcomes(self, import_id: str, number: int) -> list[ProductOutcome]:
        """The same."""

    def put_report(self, import_id: str, report: bytes, book: bytes) -> Files:
        """Keep the report, as CSV and as a workbook."""

    def url(self, key: str, version_id: str, name: str, content_type: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save."""
