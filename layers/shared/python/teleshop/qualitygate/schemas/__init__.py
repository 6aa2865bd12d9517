"""Forms of the quality gate: what people send, what they see, its events."""

from teleshop.qualitygate.schemas.bodies import ReinstatementBody
from teleshop.qualitygate.schemas.events import (
    GateEvent,
    GateReading,
    QualityCleared,
    QualityHeld,
    QualityReinstated,
    QualityWarned,
    SuppliersToJudge,
)
from teleshop.qualitygate.schemas.views import GateView, LetterView, ReadingView

__all__ = [
    "GateEvent",
    "GateReading",
    "GateView",
    "LetterView",
    "QualityCleared",
    "QualityHeld",
    "QualityReinstated",
    "QualityWarned",
    "ReadingView",
    "ReinstatementBody",
    "SuppliersToJudge",
]
