"""Builds imports."""

from functools import cache

from teleshop.catalog.wiring import service as catalog
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.imports.adapters import (
    BucketWorkspace,
    CatalogProducts,
    ImportWorkflow,
    UploadedFiles,
)
from teleshop.imports.service import Imports, Requests, Runs
from teleshop.imports.tables import ImportRepository


@cache
def service() -> Imports:
    """The services of this process."""
    repository, workspace = ImportRepository(), BucketWorkspace()
    return Imports(
        requests=Requests(repository, deadlines(), UploadedFiles(documents()), workspace),
        runs=Runs(repository, deadlines(), CatalogProducts(catalog()), workspace),
    )


@cache
def workflow() -> ImportWorkflow:
    """The state machine of imports."""
    return ImportWorkflow()
