"""Builds the quality gate."""

from functools import cache

from teleshop.indicators.wiring import indicators
from teleshop.qualitygate.adapters import CountedFigures, SupplierHolds
from teleshop.qualitygate.service import Gates, Nights, QualityGate
from teleshop.qualitygate.tables import GateRepository
from teleshop.suppliers.wiring import service as suppliers


@cache
def service() -> QualityGate:
    """The services of this process."""
    repository, figures = GateRepository(), CountedFigures(indicators())
    gates = Gates(repository, figures, SupplierHolds(suppliers().standing))
    return QualityGate(gates=gates, nights=Nights(repository, figures, gates))
