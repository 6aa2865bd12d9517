"""Use cases of violation cases.

| module | of |
|---|---|
| `cases` | opening, showing; what became of measures |
| `investigations` | the investigator: findings and proposed measures |
| `statements`, `appeals` | the supplier |
| `decisions` | the state machine and the clocks |
| `record` | other contexts: what stands against a supplier |
| `measures` | what was ordered is carried out, and taken back |
| `affected` | affected orders are found, and their customers helped |
"""

from dataclasses import dataclass

from teleshop.violations.domain.case import Case, CaseState
from teleshop.violations.domain.measures import (
    Measure,
    MeasureKind,
    MeasureOutcome,
    MeasureState,
)
from teleshop.violations.service.affected import AffectedOrders, HelpMeans
from teleshop.violations.service.appeals import Appeals
from teleshop.violations.service.base import Neighbours, Shown
from teleshop.violations.service.cases import Cases, Dossier
from teleshop.violations.service.decisions import Decisions
from teleshop.violations.service.investigations import Investigations
from teleshop.violations.service.measures import Execution, MeasureMeans
from teleshop.violations.service.record import Conduct, Records
from teleshop.violations.service.statements import Statements

__all__ = [
    "AffectedOrders",
    "Appeals",
    "Case",
    "CaseState",
    "Cases",
    "Conduct",
    "Decisions",
    "Dossier",
    "Execution",
    "HelpMeans",
    "Investigations",
    "Measure",
    "MeasureKind",
    "MeasureMeans",
    "MeasureOutcome",
    "MeasureState",
    "Neighbours",
    "Records",
    "Shown",
    "Statements",
    "Violations",
]


@dataclass(frozen=True, slots=True)
class Violations:
    """The services of violation cases."""

    cases: Cases
    investigations: Investigations
    statements: Statements
    decisions: Decisions
    appeals: Appeals
    records: Records
