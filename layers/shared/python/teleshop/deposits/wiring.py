"""Builds the deposits context."""

from functools import cache

from teleshop.approvals.wiring import service as approvals
from teleshop.deadlines.wiring import service as deadlines
from teleshop.deposits.adapters import HumanDecisions, PaybackWorkflow, SupplierStanding
from teleshop.deposits.service import Deposits, DepositServices, Paybacks, Payments, TopUps
from teleshop.deposits.tables import DepositRepository
from teleshop.ledger.wiring import service as ledger
from teleshop.suppliers.wiring import service as suppliers


@cache
def service() -> DepositServices:
    """The services of this process."""
    parts = (
        DepositRepository(),
        ledger(),
        deadlines(),
        SupplierStanding(suppliers().standing),
    )
    return DepositServices(
        deposits=Deposits(*parts),
        payments=Payments(*parts),
        paybacks=Paybacks(*parts, decisions=HumanDecisions(approvals())),
        top_ups=TopUps(*parts),
    )


@cache
def workflow() -> PaybackWorkflow:
    """The state machine of paybacks."""
    return PaybackWorkflow()
