"""What callers of the surveys context send."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Quarter
from teleshop.surveys.domain.invitation import InvitationState
from teleshop.surveys.domain.programme import Mode, ProgrammeKind
from teleshop.surveys.domain.questions import MAX_QUESTIONS, MAX_TEXT, Dimension, QuestionKind
from teleshop.surveys.domain.sample import MAX_SIZE

MAX_CHOICES = 20

Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"\S")]
Wording = Annotated[str, Meta(min_length=1, max_length=300, pattern=r"\S")]
Code = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]{0,30}$",
        extra={
            "code": "code_form",
            "zh": "编号由小写字母开头，可含数字和下划线，最长 31 个字符。",
            "en": "A code starts with a small letter; letters, digits and _ follow, 31 at most.",
        },
    ),
]
ProgrammeId = Annotated[
    str,
    Meta(
        pattern=r"^svp_[0-9A-HJKMNP-TV-Z]{26}$",
        description="调查项目编号 / id of a survey programme",
        extra={
            "code": "programme_form",
            "zh": "请填写调查项目编号（svp_…）。",
            "en": "Give the id of a survey programme (svp_…).",
        },
    ),
]
Seed = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9._:-]{1,64}$",
        description="随机种子 / what the draw is made from",
        extra={
            "code": "seed_form",
            "zh": "种子由字母、数字和 . _ : - 组成，1 至 64 个字符。",
            "en": "A seed has 1 to 64 letters, digits and . _ : -.",
        },
    ),
]


class ChoiceForm(Input, frozen=True, kw_only=True):
    """One of the answers to choose from."""

    code: Code
    zh: Annotated[str, Meta(min_length=1, max_length=100)]
    en: Annotated[str, Meta(min_length=1, max_length=100)]


class QuestionForm(Input, frozen=True, kw_only=True):
    """One question; ``dimension`` `overall` is for recommending (nps) and for remarks."""

    id: Code
    kind: QuestionKind
    dimension: Dimension
    zh: Wording
    en: Wording
    required: bool = True
    choices: Annotated[list[ChoiceForm], Meta(max_length=MAX_CHOICES)] = msgspec.field(
        default_factory=list
    )


class TermsBody(Input, frozen=True, kw_only=True):
    """A draft: what a version promises, and its questions. The names of the fields are those of
    the programme.
    """

    name_zh: Name
    name_en: Name
    modes: Annotated[list[Mode], Meta(min_length=1, max_length=3)]
    active_from: date
    active_to: date | None = None
    anonymous: bool = False
    delay_days: Annotated[int, Meta(ge=0, le=60)] = 0
    answer_days: Annotated[int, Meta(ge=1, le=90)] = 14
    case_kinds: Annotated[list[Code], Meta(max_length=10)] = msgspec.field(default_factory=list)
    sample_size: Annotated[int, Meta(ge=1, le=MAX_SIZE)] | None = None
    questions: Annotated[list[QuestionForm], Meta(max_length=MAX_QUESTIONS)] = msgspec.field(
        default_factory=list
    )


class ProgrammeBody(TermsBody, frozen=True, kw_only=True):
    """A new programme with its first draft."""

    kind: ProgrammeKind


class GivenForm(Input, frozen=True, kw_only=True):
    """The answer to one question: the one of the three that its kind takes."""

    question: Code
    score: Annotated[int, Meta(ge=0, le=10)] | None = None
    choice: Code | None = None
    text: Annotated[str, Meta(max_length=MAX_TEXT)] | None = None


class AnswersBody(Input, frozen=True, kw_only=True):
    """A whole survey; there is no second part."""

    answers: Annotated[list[GivenForm], Meta(max_length=MAX_QUESTIONS)]


class StaffAnswersBody(AnswersBody, frozen=True, kw_only=True):
    """What a customer answered on the telephone or in an interview."""

    mode: Literal["telephone", "interview"]


class OptOutBody(Input, frozen=True, kw_only=True):
    """Whose wish it is: staff name the customer, a customer means himself."""

    customer_id: (
        Annotated[
            str,
            Meta(
                pattern=r"^[!-~]{1,128}$",
                extra={
                    "code": "customer_form",
                    "zh": "请填写客户编号。",
                    "en": "Give the id of the customer.",
                },
            ),
        ]
        | None
    ) = None


class SampleBody(Input, frozen=True, kw_only=True):
    """A sample to draw; equal seeds and frames give equal samples."""

    programme_id: ProgrammeId
    quarter: Quarter
    size: Annotated[int, Meta(ge=1, le=MAX_SIZE)]
    seed: Seed


class PeriodBody(Input, frozen=True, kw_only=True):
    """A programme and a quarter."""

    programme_id: ProgrammeId
    quarter: Quarter


class PublicationBody(Input, frozen=True, kw_only=True):
    """The quarter to publish; ``reason`` is needed where it is a correction."""

    quarter: Quarter
    reason: Annotated[str, Meta(max_length=1000)] = ""


class LanguageQuery(Input, frozen=True, kw_only=True):
    """The language of the questions."""

    language: Annotated[
        Literal["zh", "en"], Meta(description="题目语言 / language of the questions")
    ] = "zh"


class InvitationsQuery(ListQuery, frozen=True, kw_only=True):
    """Invitations of one programme in one state; open ones by the end of their time."""

    programme: ProgrammeId
    state: InvitationState = InvitationState.OPEN


class AnswersQuery(ListQuery, frozen=True, kw_only=True):
    """Answers of one programme and quarter."""

    programme: ProgrammeId
    quarter: Quarter


class ResultsQuery(ListQuery, frozen=True, kw_only=True):
    """Figures of one programme and quarter, by group; without: the whole."""

    programme: ProgrammeId
    quarter: Quarter
    group: Literal["all", "mode", "channel", "supplier", "cause"] = "all"


class TrendQuery(Input, frozen=True, kw_only=True):
    """One group of a programme through the quarters up to ``until``."""

    programme: ProgrammeId
    until: Quarter
    quarters: Annotated[int, Meta(ge=2, le=12)] = 8
    group: Literal["all", "mode", "channel", "supplier", "cause"] = "all"
    value: Annotated[str, Meta(min_length=1, max_length=100)] = "all"


class SamplesQuery(ListQuery, frozen=True, kw_only=True):
    """All samples, or those of one programme."""

    programme: ProgrammeId | None = None


class MembersQuery(ListQuery, frozen=True, kw_only=True):
    """Parts of a sample: the closed frame, or those drawn from it."""

    limit: Annotated[
        int, Meta(ge=1, le=10, description="每页分块数（每块 500） / chunks of 500 per page")
    ] = 1
    part: Literal["frame", "drawn"] = "drawn"


class PublicationsQuery(ListQuery, frozen=True, kw_only=True):
    """All versions published of a quarter."""

    quarter: Quarter
