"""The domain of analysis: taxonomy, suggestion, counting, clocks, control charts, bursts."""

from teleshop.analysis.domain.causes import TAXONOMY
from teleshop.analysis.domain.suggestion import Alternative, Suggestion, suggest
from teleshop.analysis.domain.taxonomy import GENERAL, UNCLASSIFIED, Area, Cause, Leaf, Taxonomy

__all__ = [
    "GENERAL",
    "TAXONOMY",
    "UNCLASSIFIED",
    "Alternative",
    "Area",
    "Cause",
    "Leaf",
    "Suggestion",
    "Taxonomy",
    "suggest",
]
