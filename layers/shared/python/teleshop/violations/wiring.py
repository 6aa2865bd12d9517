"""Builds the violations context."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.care.wiring import desk
from teleshop.catalog.wiring import service as catalog
from teleshop.deadlines.wiring import service as deadlines
from teleshop.deposits.wiring import service as deposits
from teleshop.documents.wiring import service as documents
from teleshop.pricewatch.wiring import service as pricewatch
from teleshop.suppliers.wiring import service as suppliers
from teleshop.violations.adapters import (
    CaseWorkflow,
    CatalogGoods,
    HumanDecisions,
    KnownReferences,
    SuppliersOnFile,
    UploadedEvidence,
)
from teleshop.violations.service import (
    Appeals,
    Cases,
    Decisions,
    Investigations,
    Neighbours,
    Records,
    Statements,
    Violations,
)
from teleshop.violations.tables import CaseRepository


@cache
def service() -> Violations:
    """The services of this process."""
    neighbours = Neighbours(
        suppliers=SuppliersOnFile(suppliers()),
        goods=CatalogGoods(catalog().products),
        references=KnownReferences(desk(), pricewatch().violations),
        evidence=UploadedEvidence(documents()),
        deposits=deposits().deposits,
        decisions=HumanDecisions(approvals()),
    )
    parts = (CaseRepository(), deadlines(), neighbours)
    return Violations(
        cases=Cases(*parts),
        investigations=Investigations(*parts),
        statements=Statements(*parts),
        decisions=Decisions(*parts),
        appeals=Appeals(*parts),
        records=Records(parts[0]),
    )


@cache
def workflow() -> CaseWorkflow:
    """The state machine of cases."""
    return CaseWorkflow()
