"""Events of what follows from scorecards. Nothing personal: reasons and plans are read by those
who may see them.
"""

from datetime import date
from typing import ClassVar

from teleshop.kernel.events import EventData


class ConsequenceEvent(EventData, frozen=True, kw_only=True):
    """What all of them say."""

    context: ClassVar[str] = "assessment"

    supplier_id: str
    quarter: str


class ConsequenceOpened(ConsequenceEvent, frozen=True, kw_only=True):
    """An unqualified scorecard asks for a decision; ``again`` says why it is asked for once more
    (`plan_missed`, `plan_refused`, `plan_not_fulfilled`, `rerun_unqualified`), empty the first
    time. ``reasons`` are the criteria that cost most.
    """

    run: int
    round: int
    score: str
    reasons: tuple[str, ...]
    again: str = ""


class ConsequenceReviewRequested(ConsequenceEvent, frozen=True, kw_only=True):
    """People are to decide: ``stage`` is `decision`, `appeal` or `plan`; ``started`` numbers runs
    of the state machine.
    """

    stage: str
    started: int


class ConsequenceDecided(ConsequenceEvent, frozen=True, kw_only=True):
    """``measure`` is `termination` or `improvement_plan`. Nothing takes effect before the end of
    ``appeal_last_day`` in China; ``calendar`` is `confirmed`, or `latest` where holidays of its
    year are not published and the day is the latest possible.
    """

    measure: str
    reasons: tuple[str, ...]
    appeal_last_day: date
    calendar: str


class ConsequenceAppealed(ConsequenceEvent, frozen=True, kw_only=True):
    """The supplier appealed; nothing takes effect until that is decided."""

    measure: str


class ConsequenceAppealDecided(ConsequenceEvent, frozen=True, kw_only=True):
    """``outcome``: `upheld` (the measure is void), `refused`, `taken_back`."""

    measure: str
    outcome: str


class ConsequenceTookEffect(ConsequenceEvent, frozen=True, kw_only=True):
    """The measure begins."""

    measure: str


class ImprovementPlanDue(ConsequenceEvent, frozen=True, kw_only=True):
    """A plan is asked for, for the first time or anew, up to the end of ``last_day`` in China;
    ``calendar`` as above.
    """

    last_day: date
    calendar: str


class ImprovementPlanSubmitted(ConsequenceEvent, frozen=True, kw_only=True):
    """The supplier handed in a plan of so many measures."""

    submission: int
    measures: int


class ImprovementPlanReviewed(ConsequenceEvent, frozen=True, kw_only=True):
    """``outcome``: `accepted`, `returned` (due again), `refused`, `taken_back` by the supplier."""

    submission: int
    outcome: str


class ConsequenceEnded(ConsequenceEvent, frozen=True, kw_only=True):
    """Nothing follows any more: ``why`` is `dismissed`, `rerun`, `later_quarter`, `plan_fulfilled`
    or `supplier_left`.
    """

    why: str


class ConsequenceDeadlineNear(ConsequenceEvent, frozen=True, kw_only=True):
    """``what``: `appeal` or `plan`; possible up to the end of ``last_day`` in China."""

    what: str
    last_day: date


class ConsequenceStalled(ConsequenceEvent, frozen=True, kw_only=True):
    """Nobody decided in time (`timed_out`), somebody who had a part in it heard the appeal
    (`not_independent`), or a step failed; it is asked again by itself.
    """

    stage: str
    error: str


class ConsequenceQuestioned(ConsequenceEvent, frozen=True, kw_only=True):
    """A termination is in effect, and a new run of its quarter gives another band: people must look
    whether the cooperation is to be taken up again.
    """

    run: int
    band: str
