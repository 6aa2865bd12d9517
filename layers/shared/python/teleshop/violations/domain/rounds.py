"""What is kept of a round that was sent back: the supplier's view is not lost with the proposal."""

from dataclasses import dataclass, field
from datetime import datetime

from teleshop.violations.domain.case import Case
from teleshop.violations.domain.measures import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One proposal that was not decided, with what the supplier said to it; fields as in
    :class:`~teleshop.violations.domain.case.Case`. ``judges`` are those who answered,
    ``return_reason`` is why it went back.
    """

    case_id: str
    number: int
    findings: str | None = field(default=None, repr=False)
    notes: str | None = field(default=None, repr=False)
    measures: tuple[Measure, ...] = ()
    points: int = 0
    investigated_by: str | None = None
    investigated_at: datetime | None = None
    statement: str | None = field(default=None, repr=False)
    statement_evidence: tuple[str, ...] = ()
    stated_at: datetime | None = None
    judges: tuple[str, ...] = ()
    return_reason: str = field(repr=False)
    returned_at: datetime
    version: int = 1


def round_of(case: Case, judges: tuple[str, ...], reason: str, now: datetime) -> Round:
    """The round of a case that is sent back now."""
    return Round(
        case_id=case.id,
        number=case.round,
        findings=case.findings,
        notes=case.notes,
        measures=tuple(measure for measure in case.measures if not measure.interim),
        points=case.points,
        investigated_by=case.investigated_by,
        investigated_at=case.investigated_at,
        statement=case.statement,
        statement_evidence=case.statement_evidence,
        stated_at=case.stated_at,
        judges=judges,
        return_reason=reason,
        returned_at=now,
    )
