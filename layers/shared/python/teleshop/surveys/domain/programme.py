"""Survey programmes: whom they ask, when, in which ways, with which questions.

A programme is drafted and published; what is published is a version that never changes. Changes go
into the draft and are published as the next version.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError
from teleshop.surveys.domain.questions import Question, faults_of

FOLLOW_UP = "follow_up"
"""Cases that a low score opened are not asked about, unless a programme names their kind."""


class ProgrammeKind(StrEnum):
    """What leads to an invitation: a case was closed, an order delivered, or the draw of a
    quarter.
    """

    AFTER_CASE = "after_case"
    AFTER_DELIVERY = "after_delivery"
    QUARTERLY_SAMPLE = "quarterly_sample"


class Mode(StrEnum):
    """How an answer is given (standard 6.2.2)."""

    ONLINE = "online"
    TELEPHONE = "telephone"
    INTERVIEW = "interview"


class ProgrammeState(StrEnum):
    """`closed` is final: nobody is invited any more, open invitations may still be answered."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a version promises beside its questions.

    ``anonymous``: answers are kept without any link to who gave them. ``active_to`` is the last
    day, None for no end. ``delay_days`` lie between the cause and the invitation, ``answer_days``
    between the invitation and its end. ``case_kinds`` restricts programmes after cases; empty: all
    but follow-ups. ``sample_size`` is how many the quarterly run draws by itself; None: it does
    not.
    """

    name_zh: str
    name_en: str
    modes: tuple[Mode, ...]
    active_from: date
    active_to: date | None = None
    anonymous: bool = False
    delay_days: int = 0
    answer_days: int = 14
    case_kinds: tuple[str, ...] = ()
    sample_size: int | None = None

    def is_active(self, now: datetime) -> bool:
        """Whether invitations may be made at that instant; first and last day included."""
        today = china_date(now)
        return self.active_from <= today and (self.active_to is None or today <= self.active_to)

    def asks_about(self, case_kind: str) -> bool:
        """Whether cases of that kind are asked about."""
        return case_kind in self.case_kinds if self.case_kinds else case_kind != FOLLOW_UP


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """``published`` is the number of the version in force, 0 before the first."""

    id: str
    kind: ProgrammeKind
    terms: Terms
    questions: tuple[Question, ...]
    created_by: str
    created_at: datetime
    state: ProgrammeState = ProgrammeState.DRAFT
    published: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """One published version."""

    programme_id: str
    number: int
    kind: ProgrammeKind
    terms: Terms
    questions: tuple[Question, ...]
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveProgramme:
    """What consumers of events read to know whom to invite: the version in force, without its
    questions.
    """

    programme_id: str
    kind: ProgrammeKind
    number: int
    terms: Terms
    version: int = 1


def faults_of_terms(kind: ProgrammeKind, terms: Terms) -> list[FieldError]:
    """Why terms cannot be taken; empty if they can."""
    faults = []
    if terms.active_to is not None and terms.active_to < terms.active_from:
        faults.append(_fault("/active_to", "window_reversed", *_WINDOW))
    if len(set(terms.modes)) < len(terms.modes):
        faults.append(_fault("/modes", "mode_twice", *_MODE_TWICE))
    if terms.case_kinds and kind is not ProgrammeKind.AFTER_CASE:
        faults.append(_fault("/case_kinds", "case_kinds_unexpected", *_CASE_KINDS))
    if terms.sample_size is not None and kind is not ProgrammeKind.QUARTERLY_SAMPLE:
        faults.append(_fault("/sample_size", "sample_size_unexpected", *_SAMPLE))
    if terms.delay_days and kind is ProgrammeKind.QUARTERLY_SAMPLE:
        faults.append(_fault("/delay_days", "delay_unexpected", *_DELAY))
    return faults


def publishable(programme: Programme) -> list[FieldError]:
    """Why the draft cannot become a version; empty if it can."""
    return [
        *faults_of_terms(programme.kind, programme.terms),
        *faults_of(programme.questions),
    ]


def with_draft(programme: Programme, terms: Terms, questions: tuple[Question, ...]) -> Programme:
    """The programme with another draft; what is published stays."""
    return replace(programme, terms=terms, questions=questions)


def next_version(programme: Programme, by: str, now: datetime) -> QuestionSet:
    """The version that publishing the draft makes."""
    return QuestionSet(
        programme_id=programme.id,
        number=programme.published + 1,
        kind=programme.kind,
        terms=programme.terms,
        questions=programme.questions,
        published_by=by,
        published_at=now,
    )


_WINDOW = (
    "结束日期不能早于开始日期。",
    "The last day cannot lie before the first.",
)
_MODE_TWICE = ("每种调查方式只需列出一次。", "Name each way of asking once.")
_CASE_KINDS = (
    "只有工单结束后的调查可以限定工单类型。",
    "Only a programme after cases is restricted to kinds of cases.",
)
_SAMPLE = (
    "只有季度抽样调查可以设置样本量。",
    "Only a quarterly sample has a size.",
)
_DELAY = ("季度抽样调查没有延迟天数。", "A quarterly sample has no delay.")


def _fault(pointer: str, code: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer, code, zh, en, clause="6.2.1")
