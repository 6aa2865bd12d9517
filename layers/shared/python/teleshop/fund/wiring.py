"""Builds the fund."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.wiring import service as documents
from teleshop.fund.adapters import (
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
    return Fund(
        claims=Claims(
            *parts,
            purchases=OrderPurchases(orders()),
            evidence=UploadedEvidence(documents()),
        ),
        reviews=Reviews(*parts),
        payments=Payments(*parts),
        statements=Statements(parts[0], parts[1], StatementShelf()),
    )


@cache
def workflow() -> ClaimWorkflow:
    """The state machine of claims."""
    return ClaimWorkflow()
