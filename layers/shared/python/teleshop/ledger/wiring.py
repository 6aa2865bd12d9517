"""Builds the ledger."""

from functools import cache

from teleshop.ledger.service import Ledger
from teleshop.ledger.tables import LedgerRepository


@cache
def service() -> Ledger:
    """The service of this process."""
    return Ledger(LedgerRepository())
