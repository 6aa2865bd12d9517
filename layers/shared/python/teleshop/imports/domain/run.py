"""One import: asked for, read, imported chunk by chunk, ended.

Rows are counted, not products. The sums of a run that is under way are kept apart
(:class:`Progress`), since many chunks add to them at once; they join the import when it ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from teleshop.imports.domain.faults import Fault

if TYPE_CHECKING:
    # Only named here: reading files needs more than following an import does.
    from teleshop.imports.domain.sheet import Sheet

ID_PREFIX: Final = "imp"
PURPOSE: Final = "product_import"
"""What a file must have been uploaded for."""
END_WITHIN: Final = timedelta(hours=3)
"""Longer than the state machine may run: past it nothing is under way any more."""
SHOWN_FAULTS: Final = 20
"""Faults of the file as a whole that the import itself shows; the report has them all."""


class ImportState(StrEnum):
    """Where an import stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    """Every row was imported or reported."""
    REFUSED = "refused"
    """The file as a whole cannot be used; nothing was imported."""
    STALLED = "stalled"
    """A technical failure ended it; what was imported stays. Importing the file again does the
    rest and changes nothing else."""


ENDED: Final = frozenset({ImportState.DONE, ImportState.REFUSED, ImportState.STALLED})


class Outcome(StrEnum):
    """What an import did with a product, and so with its rows."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Rows by outcome."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def sum(self) -> int:
        """Rows that were dealt with."""
        return self.created + self.changed + self.unchanged + self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """``content_type``, ``version_id`` and ``sha256`` are those of the accepted file.
    ``requested_by`` is the token subject for whom products are written. ``chunks`` counts the
    parts, ``unread`` the rows that were left out in reading. ``report`` is where the report lies
    (key and version), ``error`` the kind of a technical failure.
    """

    id: str
    supplier_id: str
    document_id: str
    content_type: str
    version_id: str
    sha256: str
    requested_by: str
    requested_at: datetime
    state: ImportState = ImportState.QUEUED
    rows: int = 0
    chunks: int = 0
    unread: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    faults: tuple[Fault, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    report_key: str | None = None
    report_version: str | None = None
    book_key: str | None = None
    book_version: str | None = None
    error: str | None = None
    version: int = 1

    @property
    def counts(self) -> Counts:
        """The rows of an import that has ended, by outcome."""
        return Counts(
            created=self.created,
            changed=self.changed,
            unchanged=self.unchanged,
            refused=self.refused,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the chunks of a run have added up so far."""

    import_id: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def counts(self) -> Counts:
        """The same as counts."""
        return Counts(
            created=self.created,
            changed=self.changed,
            unchanged=self.unchanged,
            refused=self.refused,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkMark:
    """A chunk that was imported, and what became of its rows; there is at most one of a number."""

    import_id: str
    number: int
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.created + self.changed + self.unchanged + self.refused


@dataclass(frozen=True, slots=True)
class Running:
    """Lets a supplier have one import at a time: two files at once would overwrite each other in
    an order nobody chose.
    """

    supplier_id: str
    import_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductOutcome:
    """What became of one product of a chunk."""

    code: str
    rows: tuple[int, ...]
    outcome: Outcome
    product_id: str | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """Where the report lies: key and version of the CSV file and of the workbook."""

    report_key: str
    report_version: str
    book_key: str
    book_version: str


def started(known: Import, sheet: "Sheet", chunks: int, now: datetime) -> Import:
    """The import after its file was read."""
    return replace(
        known,
        state=ImportState.RUNNING,
        rows=sheet.rows,
        chunks=chunks,
        unread=sheet.rows if sheet.unusable else sheet.refused,
        faults=sheet.faults[:SHOWN_FAULTS] if sheet.unusable else (),
        started_at=now,
    )


def ended(known: Import, counts: Counts, files: Files, now: datetime) -> Import:
    """The import after its report was written."""
    return replace(
        known,
        state=ImportState.REFUSED if known.faults else ImportState.DONE,
        created=counts.created,
        changed=counts.changed,
        unchanged=counts.unchanged,
        refused=counts.refused,
        report_key=files.report_key,
        report_version=files.report_version,
        book_key=files.book_key,
        book_version=files.book_version,
        ended_at=now,
    )


def stalled(known: Import, counts: Counts, error: str, now: datetime) -> Import:
    """The import after a technical failure that no repetition cured."""
    return replace(
        known,
        state=ImportState.STALLED,
        created=counts.created,
        changed=counts.changed,
        unchanged=counts.unchanged,
        refused=counts.refused,
        error=error,
        ended_at=now,
    )


def counted(outcomes: Iterable[ProductOutcome]) -> Counts:
    """The rows of products by what became of them."""
    sums = dict.fromkeys(Outcome, 0)
    for one in outcomes:
        sums[one.outcome] += len(one.rows)
    return Counts(**{outcome.value: count for outcome, count in sums.items()})


def share_done(known: Import, counts: Counts) -> int:
    """How much of an import is done, in whole per cent; 100 only when it has ended."""
    if known.state in {ImportState.DONE, ImportState.REFUSED}:
        return 100
    if not known.rows:
        return 0
    return min(99, 100 * counts.sum // known.rows)
