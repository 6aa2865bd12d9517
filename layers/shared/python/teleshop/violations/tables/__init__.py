"""The violations table: rows and reads."""

from teleshop.violations.tables.cases import (
    CaseRepository,
    CaseRow,
    FactRow,
    RecordRow,
)

__all__ = ["CaseRepository", "CaseRow", "FactRow", "RecordRow"]
