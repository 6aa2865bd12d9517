"""What was answered, and what counts of it.

An answer of an anonymous programme has no link to its invitation and so to nobody: a random id, the
day and not the instant, no case, order, supplier or interviewer. It waits to the end of its day
before it is told and counted, among the others of that day and in random order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from teleshop.kernel.clock import china_date
from teleshop.surveys.domain.invitation import Invitation
from teleshop.surveys.domain.programme import Mode, ProgrammeKind
from teleshop.surveys.domain.questions import Content, Question, QuestionKind, ratings

NPS = "nps"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswer:
    """``scores`` and ``choices`` by question; ``texts`` are remarks, personal data. ``measures``
    are the scores that count in figures: one per dimension, and ``nps``.

    ``released``: whether others are told of it; ``counted``: whether the figures hold it. Of an
    anonymous one everything that could lead to a person is None.
    """

    id: str
    programme_id: str
    kind: ProgrammeKind
    number: int
    quarter: str
    mode: Mode
    answered_on: date
    anonymous: bool
    scores: Mapping[str, int]
    choices: Mapping[str, str]
    texts: Mapping[str, str] = field(repr=False)
    measures: Mapping[str, int]
    low: bool = False
    released: bool = True
    counted: bool = False
    answered_at: datetime | None = None
    invitation_id: str | None = None
    customer_id: str | None = None
    case_id: str | None = None
    order_id: str | None = None
    supplier_id: str | None = None
    channel: str | None = None
    cause: str | None = None
    entered_by: str | None = None
    version: int = 1


def measures_of(questions: Sequence[Question], scores: Mapping[str, int]) -> dict[str, int]:
    """The scores that count: the first rating of each dimension under its name, NPS as ``nps``."""
    found = {
        question.dimension.value: scores[question.id]
        for question in ratings(questions)
        if question.id in scores
    }
    for question in questions:
        if question.kind is QuestionKind.NPS and question.id in scores:
            found[NPS] = scores[question.id]
    return found


def new_answer(
    id: str,
    invitation: Invitation,
    questions: Sequence[Question],
    content: Content,
    *,
    mode: Mode,
    low: bool,
    now: datetime,
    entered_by: str | None,
) -> SurveyAnswer:
    """The answer to an invitation, with no trace of it where that was promised."""
    measured = measures_of(questions, content.scores)
    if invitation.anonymous:
        return SurveyAnswer(
            id=id,
            programme_id=invitation.programme_id,
            kind=invitation.kind,
            number=invitation.number,
            quarter=invitation.quarter,
            mode=mode,
            answered_on=china_date(now),
            anonymous=True,
            scores=content.scores,
            choices=content.choices,
            texts=content.texts,
            measures=measured,
            low=low,
            released=False,
        )
    return SurveyAnswer(
        id=id,
        programme_id=invitation.programme_id,
        kind=invitation.kind,
        number=invitation.number,
        quarter=invitation.quarter,
        mode=mode,
        answered_on=china_date(now),
        anonymous=False,
        scores=content.scores,
        choices=content.choices,
        texts=content.texts,
        measures=measured,
        low=low,
        answered_at=now,
        invitation_id=invitation.id,
        customer_id=invitation.customer_id,
        case_id=invitation.case_id,
        order_id=invitation.order_id,
        supplier_id=invitation.supplier_id,
        channel=invitation.channel,
        cause=invitation.cause,
        entered_by=entered_by,
    )
