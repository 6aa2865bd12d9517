"""Events of the surveys context. Remarks are in none; `customer_id` is a pseudonym."""

from datetime import datetime
from typing import ClassVar

from teleshop.kernel.events import EventData


class SurveyEvent(EventData, frozen=True, kw_only=True):
    """Base of the events of this context."""

    context: ClassVar[str] = "surveys"


class SurveyInvited(SurveyEvent, frozen=True, kw_only=True):
    """A customer may answer from now to ``expires_at``; the token is in no event."""

    invitation_id: str
    programme_id: str
    programme_kind: str
    quarter: str
    customer_id: str | None
    case_id: str | None = None
    order_id: str | None = None
    sample_id: str | None = None
    modes: list[str]
    expires_at: datetime


class SurveyAnswered(SurveyEvent, frozen=True, kw_only=True):
    """An answer came in. Of an anonymous one, told after the end of its day, all ids but its own
    are null.

    ``measures`` are the scores that count in figures, by `goods`, `service`, `price` (1 to 5) and
    `nps` (0 to 10).
    """

    answer_id: str
    programme_id: str
    programme_kind: str
    quarter: str
    mode: str
    anonymous: bool
    measures: dict[str, int]
    low: bool
    customer_id: str | None = None
    invitation_id: str | None = None
    case_id: str | None = None
    order_id: str | None = None
    supplier_id: str | None = None
    channel: str | None = None
    cause: str | None = None


class LowScoreGiven(SurveyEvent, frozen=True, kw_only=True):
    """A customer gave a score that calls for a follow-up; never of an anonymous answer.

    ``score`` is the worst one, of a scale up to ``scale_max``.
    """

    invitation_id: str
    programme_id: str
    customer_id: str | None
    case_id: str | None
    order_id: str | None
    score: int
    scale_max: int
    dimension: str


class SurveySampleRequested(SurveyEvent, frozen=True, kw_only=True):
    """A sample is to be drawn; ``size`` members by ``seed``."""

    sample_id: str
    programme_id: str
    quarter: str
    size: int
    seed: str


class SatisfactionPublished(SurveyEvent, frozen=True, kw_only=True):
    """The figures of a quarter are public; ``version`` above 1 corrects the one before."""

    quarter: str
    version: int
    shown: int
    withheld: int
