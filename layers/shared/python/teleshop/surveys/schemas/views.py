"""What callers are told of programmes, invitations and single answers."""

from datetime import date, datetime
from typing import Literal, Self

from teleshop.kernel.schema import Output
from teleshop.surveys.domain.answer import SurveyAnswer
from teleshop.surveys.domain.invitation import Invitation
from teleshop.surveys.domain.programme import Mode, Programme, QuestionSet, Terms
from teleshop.surveys.domain.questions import Question

Language = Literal["zh", "en"]


class ChoiceText(Output, frozen=True, kw_only=True):
    """One of the answers to choose from, in one language."""

    code: str
    text: str


class QuestionText(Output, frozen=True, kw_only=True):
    """One question in one language; ``low`` and ``high`` are the ends of its scale."""

    id: str
    kind: str
    dimension: str
    text: str
    required: bool
    choices: list[ChoiceText]
    low: int | None = None
    high: int | None = None

    @classmethod
    def of(cls, question: Question, language: Language) -> Self:
        """A question for whom it is put to."""
        zh = language == "zh"
        scale = {"rating": (1, 5), "nps": (0, 10)}.get(question.kind, (None, None))
        return cls(
            id=question.id,
            kind=question.kind,
            dimension=question.dimension,
            text=question.zh if zh else question.en,
            required=question.required,
            choices=[
                ChoiceText(code=one.code, text=one.zh if zh else one.en) for one in question.choices
            ],
            low=scale[0],
            high=scale[1],
        )


class SurveyView(Output, frozen=True, kw_only=True):
    """A survey to be answered: nothing in it says who is asked."""

    name: str
    anonymous: bool
    language: str
    expires_at: datetime
    questions: list[QuestionText]

    @classmethod
    def of(cls, invitation: Invitation, asked: QuestionSet, language: Language) -> Self:
        """The questions of an invitation."""
        terms = asked.terms
        return cls(
            name=terms.name_zh if language == "zh" else terms.name_en,
            anonymous=terms.anonymous,
            language=language,
            expires_at=invitation.expires_at,
            questions=[QuestionText.of(question, language) for question in asked.questions],
        )


class ThanksView(Output, frozen=True, kw_only=True):
    """The answer has been taken; the same for everybody."""

    zh: str = "感谢您的参与，您的评价已收到。"
    en: str = "Thank you; your answer has been received."


class LinkView(Output, frozen=True, kw_only=True):
    """A link to answer by; shown here and never again. A newer one takes its place."""

    invitation_id: str
    token: str
    path: str
    expires_at: datetime


class OptOutView(Output, frozen=True, kw_only=True):
    """Whether the customer wants to be asked; ``withdrawn`` counts invitations taken back."""

    opted_out: bool
    withdrawn: int = 0


class ChoiceView(Output, frozen=True, kw_only=True):
    """One of the answers to choose from."""

    code: str
    zh: str
    en: str


class QuestionView(Output, frozen=True, kw_only=True):
    """One question in both languages."""

    id: str
    kind: str
    dimension: str
    zh: str
    en: str
    required: bool
    choices: list[ChoiceView]

    @classmethod
    def of(cls, question: Question) -> Self:
        """A question for staff."""
        return cls(
            id=question.id,
            kind=question.kind,
            dimension=question.dimension,
            zh=question.zh,
            en=question.en,
            required=question.required,
            choices=[ChoiceView(code=one.code, zh=one.zh, en=one.en) for one in question.choices],
        )


class TermsView(Output, frozen=True, kw_only=True):
    """What a version promises beside its questions."""

    name_zh: str
    name_en: str
    modes: list[Mode]
    active_from: date
    active_to: date | None
    anonymous: bool
    delay_days: int
    answer_days: int
    case_kinds: list[str]
    sample_size: int | None

    @classmethod
    def of(cls, terms: Terms) -> Self:
        """The terms for staff."""
        return cls(
            name_zh=terms.name_zh,
            name_en=terms.name_en,
            modes=list(terms.modes),
            active_from=terms.active_from,
            active_to=terms.active_to,
            anonymous=terms.anonymous,
            delay_days=terms.delay_days,
            answer_days=terms.answer_days,
            case_kinds=list(terms.case_kinds),
            sample_size=terms.sample_size,
        )


class ProgrammeView(Output, frozen=True, kw_only=True):
    """A programme with its draft; ``published_version`` 0 means that none is published."""

    id: str
    kind: str
    state: str
    published_version: int
    terms: TermsView
    questions: list[QuestionView]
    created_by: str
    created_at: datetime

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """The programme for staff."""
        return cls(
            id=programme.id,
            kind=programme.kind,
            state=programme.state,
            published_version=programme.published,
            terms=TermsView.of(programme.terms),
            questions=[QuestionView.of(question) for question in programme.questions],
            created_by=programme.created_by,
            created_at=programme.created_at,
        )


class QuestionSetView(Output, frozen=True, kw_only=True):
    """A published version."""

    programme_id: str
    number: int
    terms: TermsView
    questions: list[QuestionView]
    published_by: str
    published_at: datetime

    @classmethod
    def of(cls, version: QuestionSet) -> Self:
        """The version for staff."""
        return cls(
            programme_id=version.programme_id,
            number=version.number,
            terms=TermsView.of(version.terms),
            questions=[QuestionView.of(question) for question in version.questions],
            published_by=version.published_by,
            published_at=version.published_at,
        )


class MySurveyView(Output, frozen=True, kw_only=True):
    """An open survey of the caller; a link to it is made by its id."""

    id: str
    programme_id: str
    kind: str
    case_id: str | None
    order_id: str | None
    anonymous: bool
    expires_at: datetime

    @classmethod
    def of(cls, invitation: Invitation) -> Self:
        """An invitation for whom it is for."""
        return cls(
            id=invitation.id,
            programme_id=invitation.programme_id,
            kind=invitation.kind,
            case_id=invitation.case_id,
            order_id=invitation.order_id,
            anonymous=invitation.anonymous,
            expires_at=invitation.expires_at,
        )


class InvitationView(Output, frozen=True, kw_only=True):
    """An invitation for staff, who answer with the customer."""

    id: str
    programme_id: str
    kind: str
    version_number: int
    quarter: str
    state: str
    modes: list[Mode]
    anonymous: bool
    customer_id: str
    case_id: str | None
    order_id: str | None
    sample_id: str | None
    created_at: datetime
    opens_at: datetime
    expires_at: datetime
    survey: SurveyView | None = None

    @classmethod
    def of(cls, invitation: Invitation, survey: SurveyView | None = None) -> Self:
        """With its questions where one is looked at alone."""
        return cls(
            id=invitation.id,
            programme_id=invitation.programme_id,
            kind=invitation.kind,
            version_number=invitation.number,
            quarter=invitation.quarter,
            state=invitation.state,
            modes=list(invitation.modes),
            anonymous=invitation.anonymous,
            customer_id=invitation.customer_id,
            case_id=invitation.case_id,
            order_id=invitation.order_id,
            sample_id=invitation.sample_id,
            created_at=invitation.created_at,
            opens_at=invitation.opens_at,
            expires_at=invitation.expires_at,
            survey=survey,
        )


class AnswerView(Output, frozen=True, kw_only=True):
    """An answer with its remarks; of an anonymous one the ids are null."""

    id: str
    programme_id: str
    version_number: int
    quarter: str
    mode: str
    anonymous: bool
    answered_on: date
    scores: dict[str, int]
    choices: dict[str, str]
    texts: dict[str, str]
    low: bool
    invitation_id: str | None
    customer_id: str | None
    case_id: str | None
    order_id: str | None
    supplier_id: str | None
    entered_by: str | None

    @classmethod
    def of(cls, answer: SurveyAnswer) -> Self:
        """The answer for those who improve by it."""
        return cls(
            id=answer.id,
            programme_id=answer.programme_id,
            version_number=answer.number,
            quarter=answer.quarter,
            mode=answer.mode,
            anonymous=answer.anonymous,
            answered_on=answer.answered_on,
            scores=dict(answer.scores),
            choices=dict(answer.choices),
            texts=dict(answer.texts),
            low=answer.low,
            invitation_id=answer.invitation_id,
            customer_id=answer.customer_id,
            case_id=answer.case_id,
            order_id=answer.order_id,
            supplier_id=answer.supplier_id,
            entered_by=answer.entered_by,
        )
