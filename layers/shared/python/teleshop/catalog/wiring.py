"""Builds the catalog."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.catalog.adapters import (
    CategoryTree,
    Certificates,
    HumanDecisions,
    ScreenedWords,
    SuppliersOnBoard,
    UploadedFiles,
)
from teleshop.catalog.review_adapters import (
    CategoriesInTree,
    ProductReviewWorkflow,
    ReviewDecisionsOfPeople,
    SheetPrices,
)
from teleshop.catalog.service import (
    Catalog,
    CheckLists,
    Inbox,
    Likeness,
    Products,
    Public,
    Reviewing,
    Reviews,
    Sources,
    Standing,
    Submissions,
)
from teleshop.catalog.tables import CatalogRepository
from teleshop.catalog.tables.reviews import ReviewRepository
from teleshop.categories.wiring import service as categories
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.pricing.wiring import service as pricing
from teleshop.roster.wiring import qualifications
from teleshop.suppliers.wiring import service as suppliers
from teleshop.wording.wiring import service as wording


@cache
def service() -> Catalog:
    """The services of this process."""
    repository = CatalogRepository()
    sources = Sources(
        categories=CategoryTree(categories()),
        files=UploadedFiles(documents()),
        suppliers=SuppliersOnBoard(suppliers()),
        papers=Certificates(),
        words=ScreenedWords(wording()),
        decisions=HumanDecisions(approvals()),
    )
    parts = (repository, sources)
    reviewing = Reviewing(
        repository=ReviewRepository(),
        decisions=ReviewDecisionsOfPeople(approvals()),
        qualifications=qualifications(),
        prices=SheetPrices(pricing()),
        tree=CategoriesInTree(categories()),
        deadlines=deadlines(),
    )
    return Catalog(
        products=Products(*parts),
        submissions=Submissions(*parts),
        likeness=Likeness(*parts),
        public=Public(*parts),
        reviews=Reviews(*parts, reviewing),
        check_lists=CheckLists(*parts, reviewing),
        standing=Standing(*parts, reviewing),
        inbox=Inbox(reviewing.repository),
    )


@cache
def workflow() -> ProductReviewWorkflow:
    """The state machine of the review."""
    return ProductReviewWorkflow()
