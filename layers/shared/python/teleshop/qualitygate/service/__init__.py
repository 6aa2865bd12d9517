"""Use cases of the quality gate.

| module | of |
|---|---|
| `gates` | one supplier: judging, the view, the reinstatement |
| `nights` | all suppliers after the end of a day, page by page |
"""

from dataclasses import dataclass

from teleshop.qualitygate.service.gates import Gates, Shown
from teleshop.qualitygate.service.nights import Nights

__all__ = ["Gates", "Nights", "QualityGate", "Shown"]


@dataclass(frozen=True, slots=True)
class QualityGate:
    """The services of the quality gate."""

    gates: Gates
    nights: Nights
