"""The imports table: rows and reads."""

from teleshop.imports.tables.repository import ImportRepository
from teleshop.imports.tables.rows import ChunkRow, ImportRow, ProgressRow, RunningRow

__all__ = ["ChunkRow", "ImportRepository", "ImportRow", "ProgressRow", "RunningRow"]
