"""Builds the violations context."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.care.wiring import after_sales, desk
from teleshop.catalog.wiring import service as catalog
from teleshop.deadlines.wiring import service as deadlines
from teleshop.deposits.wiring import service as deposits
from teleshop.documents.wiring import service as documents
from teleshop.fund.wiring import service as fund
from teleshop.invoices.wiring import service as invoices
from teleshop.orders.wiring import life
from teleshop.orders.wiring import service as orders
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
from teleshop.violations.affected_adapters import (
    CareReturns,
    FundClaims,
    OrdersWithReturns,
    Partners,
    SupplierLines,
)
from teleshop.violations.measure_adapters import CatalogShelves, DepositFines, SupplierMeasures
from teleshop.violations.service import (
    AffectedOrders,
    Appeals,
    Cases,
    Decisions,
    Execution,
    HelpMeans,
    Investigations,
    MeasureMeans,
    Neighbours,
    Records,
    Statements,
    Violations,
)
from teleshop.violations.service.again import Again
from teleshop.violations.tables import CaseRepository
from teleshop.violations.tables.affected import AffectedRepository
from teleshop.violations.tables.measures_done import StepRepository


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


@cache
def execution() -> Execution:
    """Carries ordered measures out."""
    means = MeasureMeans(
        shelves=CatalogShelves(catalog().standing),
        partner=SupplierMeasures(suppliers()),
        fines=DepositFines(deposits().deposits),
    )
    return Execution(service().cases, StepRepository(), means, Again(deadlines()))


@cache
def affected() -> AffectedOrders:
    """Finds affected orders and helps their customers."""
    after = after_sales()
    means = HelpMeans(
        goods=SupplierLines(invoices().supplies),
        purchases=OrdersWithReturns(orders(), life(), after.accounts),
        returns=CareReturns(after.offers),
        claims=FundClaims(fund().claims),
        cooperation=Partners(suppliers()),
    )
    return AffectedOrders(CaseRepository(), AffectedRepository(), means, Again(deadlines()))
