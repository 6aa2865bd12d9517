"""Builds imports."""

from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.imports.adapters import BucketWorkspace, ImportWorkflow, UploadedFiles
from teleshop.imports.service import Requests, Runs
from teleshop.imports.tables import ImportRepository


@cache
def requests() -> Requests:
    """What suppliers do, of this process."""
    uploads, workspace = UploadedFiles(documents()), BucketWorkspace()
    return Requests(ImportRepository(), deadlines(), uploads, workspace)


@cache
def runs() -> Runs:
    """The steps of runs, of this process."""
    # Imported here: following an import needs none of it.
    from teleshop.catalog.wiring import service as catalog
    from teleshop.categories.wiring import service as categories
    from teleshop.imports.goods import CatalogProducts, CategoryTree

    tree, products = CategoryTree(categories()), CatalogProducts(catalog())
    return Runs(ImportRepository(), deadlines(), tree, products, BucketWorkspace())


@cache
def workflow() -> ImportWorkflow:
    """The state machine of imports."""
    return ImportWorkflow()
