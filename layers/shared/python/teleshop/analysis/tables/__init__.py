"""The analysis table."""

from teleshop.analysis.tables.repository import AnalysisRepository, Figures
from teleshop.analysis.tables.rows import (
    BurstRow,
    CaseClocksRow,
    CaseFiguresRow,
    FigureRow,
    ListIndex,
    PointRow,
    ScopeRow,
)

__all__ = [
    "AnalysisRepository",
    "BurstRow",
    "CaseClocksRow",
    "CaseFiguresRow",
    "FigureRow",
    "Figures",
    "ListIndex",
    "PointRow",
    "ScopeRow",
]
