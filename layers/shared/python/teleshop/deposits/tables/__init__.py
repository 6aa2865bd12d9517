"""The deposits table: rows and reads."""

from teleshop.deposits.tables.repository import DepositRepository
from teleshop.deposits.tables.rows import (
    BlockRow,
    BlocksRow,
    DepositRow,
    FineRow,
    PaybackRow,
    ReferenceRow,
)

__all__ = [
    "BlockRow",
    "BlocksRow",
    "DepositRepository",
    "DepositRow",
    "FineRow",
    "PaybackRow",
    "ReferenceRow",
]
