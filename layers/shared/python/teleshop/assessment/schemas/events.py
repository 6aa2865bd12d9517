"""Events of assessment: of the run of a quarter, and of each scorecard."""

from typing import ClassVar

from teleshop.assessment.domain.records import ScorecardRecord
from teleshop.assessment.domain.runs import Run
from teleshop.kernel.events import EventData


class AssessmentEvent(EventData, frozen=True, kw_only=True):
    """What assessment publishes."""

    context: ClassVar[str] = "assessment"


class RunEvent(AssessmentEvent, frozen=True, kw_only=True):
    """What all events of a run say; ``run`` numbers the runs of a quarter."""

    quarter: str
    run: int


class AssessmentStarted(RunEvent, frozen=True, kw_only=True):
    """A run was opened, or (``attempt`` above 1) taken up again."""

    attempt: int


class AssessmentCompleted(RunEvent, frozen=True, kw_only=True):
    """Every scorecard was issued; suppliers by band."""

    suppliers: int
    excellent: int
    qualified: int
    unqualified: int
    not_rated: int

    @classmethod
    def of(cls, run: Run) -> "AssessmentCompleted":
        """The facts of a run that was completed."""
        return cls(
            quarter=run.quarter,
            run=run.run,
            suppliers=run.suppliers,
            excellent=run.excellent,
            qualified=run.qualified,
            unqualified=run.unqualified,
            not_rated=run.not_rated,
        )


class AssessmentFailed(RunEvent, frozen=True, kw_only=True):
    """A technical failure ended an attempt; ``error`` is its kind. Starting the assessment of the
    quarter again does the rest.
    """

    attempt: int
    error: str


class ScorecardIssued(AssessmentEvent, frozen=True, kw_only=True):
    """A supplier has a scorecard. ``score`` is a decimal, None where not rated. ``former_band`` is
    that of its latest scorecard before; ``is_latest`` says whether this one took its place, which
    one of a past quarter does not.
    """

    supplier_id: str
    quarter: str
    run: int
    band: str
    score: str | None = None
    rank_band: str | None = None
    former_band: str | None = None
    is_latest: bool = True

    @classmethod
    def of(cls, record: ScorecardRecord) -> "ScorecardIssued":
        """The facts of a scorecard."""
        return cls(
            supplier_id=record.supplier_id,
            quarter=record.quarter,
            run=record.run,
            band=record.band,
            score=record.score,
            rank_band=record.rank_band,
            former_band=record.former_band,
            is_latest=record.is_latest,
        )
