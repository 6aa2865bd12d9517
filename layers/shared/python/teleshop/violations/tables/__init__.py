"""The violations table: rows and reads."""

from teleshop.violations.tables.cases import (
    CaseRepository,
    CaseRow,
    FactRow,
    RecordRow,
    RoundRow,
)

__all__ = ["CaseRepository", "CaseRow", "FactRow", "RecordRow", "RoundRow"]
