"""Builds imports."""

from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.imports.adapters import (
    BucketWorkspace,
    ImportWorkflow,
    SuppliersOnBoard,
    UploadedFiles,
)
from teleshop.imports.service import Chunks, Requests, Runs
from teleshop.imports.tables import ImportRepository


@cache
def requests() -> Requests:
    """What suppliers do, of this process."""
    # Imported here: the runs of imports need no suppliers.
    from teleshop.suppliers.wiring import service as suppliers

    uploads, workspace = UploadedFiles(documents()), BucketWorkspace()
    on_board = SuppliersOnBoard(suppliers().standing)
    return Requests(ImportRepository(), deadlines(), uploads, workspace, on_board)


@cache
def runs() -> Runs:
    """The frame of runs, of this process."""
    return Runs(ImportRepository(), deadlines(), BucketWorkspace())


@cache
def chunks() -> Chunks:
    """The step for a chunk, of this process."""
    # Imported here: nothing else of imports needs the catalogue.
    from teleshop.catalog.wiring import service as catalog
    from teleshop.categories.wiring import service as categories
    from teleshop.imports.goods import CatalogProducts, CategoryTree

    tree, products = CategoryTree(categories()), CatalogProducts(catalog())
    return Chunks(ImportRepository(), deadlines(), tree, products, BucketWorkspace())


@cache
def workflow() -> ImportWorkflow:
    """The state machine of imports."""
    return ImportWorkflow()
