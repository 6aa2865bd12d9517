"""What the quality gate stores."""

from teleshop.qualitygate.tables.repository import GateRepository
from teleshop.qualitygate.tables.rows import GateRow, LetterRow

__all__ = ["GateRepository", "GateRow", "LetterRow"]
