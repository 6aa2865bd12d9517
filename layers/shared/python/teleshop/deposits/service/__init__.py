"""Use cases of deposits.

| module | of |
|---|---|
| `joining` | other contexts, within their own transactions: fines, annulments, blocks |
"""

from dataclasses import dataclass

from teleshop.deposits.domain.records import FineAnnulled, FineBooked
from teleshop.deposits.service.joining import Balance, Deposits

__all__ = ["Balance", "DepositServices", "Deposits", "FineAnnulled", "FineBooked"]


@dataclass(frozen=True, slots=True)
class DepositServices:
    """The services of this context; stateless, one per process."""

    deposits: Deposits
