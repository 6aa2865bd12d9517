"""The fund table: rows and reads."""

from teleshop.fund.tables.repository import FundRepository
from teleshop.fund.tables.rows import (
    ClaimRow,
    DamagesRow,
    ReferenceRow,
    StatementRow,
    TwinRow,
    WaitingRow,
)

__all__ = [
    "ClaimRow",
    "DamagesRow",
    "FundRepository",
    "ReferenceRow",
    "StatementRow",
    "TwinRow",
    "WaitingRow",
]
