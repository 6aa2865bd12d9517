"""Builds the deposits context."""

from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.deposits.adapters import SupplierStanding
from teleshop.deposits.service import Deposits, DepositServices
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
    return DepositServices(deposits=Deposits(*parts))
