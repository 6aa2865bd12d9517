"""Builds the fund."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.care.wiring import after_sales, desk
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.fund.adapters import (
    CareAccounts,
    CareCases,
    ClaimWorkflow,
    HumanDecisions,
    OrderPurchases,
    StatementShelf,
    UploadedEvidence,
)
from teleshop.fund.service import Claims, Fund, Payments, Reviews, Statements
from teleshop.fund.tables import FundRepository
from teleshop.ledger.wiring import service as ledger
from teleshop.orders.wiring import service as orders


@cache
def service() -> Fund:
    """The services of this process."""
    parts = (FundRepository(), ledger(), deadlines(), HumanDecisions(approvals()))
    purchases, after = OrderPurchases(orders()), CareAccounts(after_sales().accounts)
    return Fund(
        claims=Claims(
            *parts,
            purchases=purchases,
            cases=CareCases(desk()),
            after_sales=after,
            evidence=UploadedEvidence(documents()),
        ),
        reviews=Reviews(*parts),
        payments=Payments(*parts, purchases=purchases, after_sales=after),
        statements=Statements(parts[0], parts[1], StatementShelf()),
    )


@cache
def workflow() -> ClaimWorkflow:
    """The state machine of claims."""
    return ClaimWorkflow()
