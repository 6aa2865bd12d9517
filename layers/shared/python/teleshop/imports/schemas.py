"""Forms of imports: what suppliers send and see, the events."""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec

from teleshop.imports.domain.columns import COLUMNS, OPEN, Column
from teleshop.imports.domain.run import Counts, Import, ImportState, share_done
from teleshop.kernel.events import EventData
from teleshop.kernel.schema import Input, Output


class ImportBody(Input, frozen=True, kw_only=True):
    """Which file to import."""

    document_id: Annotated[
        str,
        msgspec.Meta(
            min_length=1,
            max_length=64,
            description="已上传文件（用途 product_import）的编号 / "
            "the uploaded file (purpose product_import)",
        ),
    ]


class RowsView(Output, frozen=True, kw_only=True):
    """Rows with content below the header, by what became of them."""

    total: int
    created: int
    changed: int
    unchanged: int
    refused: int


class FileFaultView(Output, frozen=True, kw_only=True):
    """Why the file as a whole cannot be used; ``row`` 0 is the file itself."""

    row: int
    column: str
    code: str
    message_zh: str
    message_en: str


class ReportView(Output, frozen=True, kw_only=True):
    """Links to the report: every faulty row with row, column, code, message in two languages."""

    csv_url: str
    xlsx_url: str
    expires_at: datetime


class ImportView(Output, frozen=True, kw_only=True):
    """How far an import is. ``share_done`` is in per cent. ``report`` is shown for one import,
    once it has ended. After ``stalled``, import the same file again: it does the rest.
    """

    id: str
    document_id: str
    state: str
    rows: RowsView
    share_done: int
    requested_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    faults: list[FileFaultView] = msgspec.field(default_factory=list)
    report: ReportView | None = None

    @classmethod
    def of(cls, known: Import, counts: Counts, report: ReportView | None = None) -> "ImportView":
        """What the supplier sees."""
        return cls(
            id=known.id,
            document_id=known.document_id,
            state=known.state,
            rows=RowsView(
                total=known.rows,
                created=counts.created,
                changed=counts.changed,
                unchanged=counts.unchanged,
                refused=counts.refused,
            ),
            share_done=share_done(known, counts),
            requested_at=known.requested_at,
            started_at=known.started_at,
            ended_at=known.ended_at,
            faults=[
                FileFaultView(
                    row=one.row,
                    column=one.column,
                    code=one.code,
                    message_zh=one.zh,
                    message_en=one.en,
                )
                for one in known.faults
            ],
            report=report,
        )


class ColumnView(Output, frozen=True, kw_only=True):
    """A column that a file may have, under any of its ``names``. ``per_variant`` columns belong to
    the row; of the others, later rows of the same product may leave them blank. ``limit`` is the
    most characters (of one item of a list), the largest number, or the largest amount in fen.
    """

    field: str
    names: list[str]
    kind: str
    required: bool
    per_variant: bool
    limit: int | None
    note_zh: str
    note_en: str
    example: str

    @classmethod
    def of(cls, column: Column) -> "ColumnView":
        """The column as suppliers see it."""
        return cls(
            field=column.field,
            names=[column.zh, column.en, *column.aliases],
            kind=column.kind,
            required=column.required,
            per_variant=column.per_variant,
            limit=column.limit or None,
            note_zh=column.note_zh,
            note_en=column.note_en,
            example=column.example,
        )


class ColumnsView(Output, frozen=True, kw_only=True):
    """Every column. A blank cell says nothing, and what is known stays. Columns that begin with one
    of ``open_prefixes`` and a colon hold attributes of the category (by code or name) and what
    tells a variant from its siblings (by name).
    """

    columns: list[ColumnView]
    open_prefixes: list[str]

    @classmethod
    def all(cls) -> "ColumnsView":
        """The one list."""
        return cls(columns=[ColumnView.of(one) for one in COLUMNS], open_prefixes=list(OPEN))


def template() -> str:
    """A file to fill in: every column with its Chinese name, and an example in the second row. The
    mark at its start tells spreadsheets that it is UTF-8.
    """
    # Imported here: hardly any request needs it.
    from teleshop.kernel.spreadsheets import csv_table

    names = [*(column.zh for column in COLUMNS), *_OPEN_EXAMPLES]
    examples = [*(column.example for column in COLUMNS), *_OPEN_EXAMPLES.values()]
    return csv_table(names, [examples]).decode("utf-8")


_OPEN_EXAMPLES = {"规格项:颜色": "银色"}


class ImportEvent(EventData, frozen=True, kw_only=True):
    """What all events of imports say."""

    context: ClassVar[str] = "imports"

    import_id: str
    supplier_id: str


class ProductImportRequested(ImportEvent, frozen=True, kw_only=True):
    """A supplier asked for an import."""


class ProductImportEnded(ImportEvent, frozen=True, kw_only=True):
    """An import has ended; ``state`` is `done`, or `refused` for a file that cannot be used. Rows
    by what became of them.
    """

    state: str
    total: int
    created: int
    changed: int
    unchanged: int
    refused: int

    @classmethod
    def of(cls, known: Import) -> "ProductImportEnded":
        """The facts of an import that has ended."""
        return cls(
            import_id=known.id,
            supplier_id=known.supplier_id,
            state=ImportState(known.state).value,
            total=known.rows,
            created=known.created,
            changed=known.changed,
            unchanged=known.unchanged,
            refused=known.refused,
        )


class ProductImportStalled(ImportEvent, frozen=True, kw_only=True):
    """A technical failure ended an import; ``error`` is its kind. Importing the file again does
    the rest.
    """

    error: str
