"""Questions of a survey, the check of a set of them, and the check of what is answered.

Satisfaction is asked on goods, service and price (standard 6.2.1): a set that can be published has
a rating on each. The first rating of a dimension is the one its index is computed from, so that one
answer counts once in an index, whatever else it says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from teleshop.kernel.errors import FieldError

MAX_QUESTIONS = 30
MAX_TEXT = 2000
RATINGS = range(1, 6)
LIKELIHOODS = range(11)
CLAUSE = "6.2.1"


class Dimension(StrEnum):
    """What a question is about; ``overall`` is for recommending the platform and for remarks."""

    GOODS = "goods"
    SERVICE = "service"
    PRICE = "price"
    OVERALL = "overall"


REQUIRED_DIMENSIONS = (Dimension.GOODS, Dimension.SERVICE, Dimension.PRICE)


class QuestionKind(StrEnum):
    """``rating``: 1 (worst) to 5, for CSAT; ``nps``: 0 to 10, how likely to recommend; ``choice``:
    one of several; ``text``: a remark, personal data.
    """

    RATING = "rating"
    NPS = "nps"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``id`` is a short code, unique in its set and equal through its versions."""

    id: str
    kind: QuestionKind
    dimension: Dimension
    zh: str
    en: str
    required: bool = True
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered to one question, as it arrived."""

    question: str
    score: int | None = None
    choice: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What was answered, by question: scores, codes of choices, remarks."""

    scores: Mapping[str, int]
    choices: Mapping[str, str]
    texts: Mapping[str, str]


def faults_of(questions: Sequence[Question]) -> list[FieldError]:
    """Why a set cannot be published; empty if it can."""
    faults: list[FieldError] = []
    seen: set[str] = set()
    for index, question in enumerate(questions):
        where = f"/questions/{index}"
        if question.id in seen:
            faults.append(_fault(f"{where}/id", "question_twice", _TWICE, id=question.id))
        seen.add(question.id)
        faults += _faults_of_choices(question, where)
        overall = question.dimension is Dimension.OVERALL
        if (question.kind is QuestionKind.RATING and overall) or (
            question.kind is QuestionKind.NPS and not overall
        ):
            faults.append(_fault(f"{where}/dimension", "dimension_mismatch", _DIMENSION))
        if question.kind is QuestionKind.TEXT and question.required:
            faults.append(_fault(f"{where}/required", "text_required", _TEXT_OPTIONAL))
    rated = {question.dimension for question in ratings(questions)}
    faults += [
        _fault("/questions", "dimension_missing", _MISSING, dimension=dimension.value)
        for dimension in REQUIRED_DIMENSIONS
        if dimension not in rated
    ]
    if sum(question.kind is QuestionKind.NPS for question in questions) > 1:
        faults.append(_fault("/questions", "nps_twice", _NPS_TWICE))
    return faults


def _faults_of_choices(question: Question, where: str) -> Iterable[FieldError]:
    codes = [choice.code for choice in question.choices]
    if question.kind is not QuestionKind.CHOICE:
        if codes:
            yield _fault(f"{where}/choices", "choices_unexpected", _UNEXPECTED)
    elif len(set(codes)) < 2 or len(set(codes)) < len(codes):  # noqa: PLR2004 - a choice is between two
        yield _fault(f"{where}/choices", "choices_too_few", _TOO_FEW)


def ratings(questions: Iterable[Question]) -> dict[Question, None]:
    """The rating that counts for each dimension: its first one, in order of the set."""
    found: dict[Dimension, Question] = {}
    for question in questions:
        if question.kind is QuestionKind.RATING:
            found.setdefault(question.dimension, question)
    return dict.fromkeys(found.values())


def check_answers(
    questions: Sequence[Question], given: Sequence[Given]
) -> tuple[Content, list[FieldError]]:
    """What was answered, and everything that is wrong with it, with JSON pointers."""
    known = {question.id: question for question in questions}
    scores: dict[str, int] = {}
    choices: dict[str, str] = {}
    texts: dict[str, str] = {}
    faults: list[FieldError] = []
    seen: set[str] = set()
    for index, answer in enumerate(given):
        where = f"/answers/{index}"
        question = known.get(answer.question)
        if question is None:
            faults.append(_fault(f"{where}/question", "question_unknown", _UNKNOWN))
            continue
        if question.id in seen:
            faults.append(_fault(f"{where}/question", "answered_twice", _ANSWERED_TWICE))
        seen.add(question.id)
        faults += _wrong_parts(question, answer, where)
        match question.kind:
            case QuestionKind.RATING | QuestionKind.NPS if answer.score is not None:
                scores[question.id] = answer.score
            case QuestionKind.CHOICE if answer.choice is not None:
                choices[question.id] = answer.choice
            case QuestionKind.TEXT if answer.text and answer.text.strip():
                texts[question.id] = answer.text.strip()
    answered = {*scores, *choices, *texts}
    faults += [
        _fault("/answers", "answer_missing", _ANSWER_MISSING, question=question.id)
        for question in questions
        if question.required and question.id not in answered and question.id not in seen
    ]
    return Content(scores, choices, texts), faults


def _wrong_parts(question: Question, answer: Given, where: str) -> Iterable[FieldError]:
    score, choice, text = answer.score, answer.choice, answer.text
    match question.kind:
        case QuestionKind.RATING | QuestionKind.NPS:
            allowed = RATINGS if question.kind is QuestionKind.RATING else LIKELIHOODS
            if score is None or score not in allowed:
                yield _fault(
                    f"{where}/score", "score_range", _SCORE, low=allowed[0], high=allowed[-1]
                )
            wrong = choice is not None or text is not None
        case QuestionKind.CHOICE:
            if choice is None or choice not in {one.code for one in question.choices}:
                yield _fault(f"{where}/choice", "choice_unknown", _CHOICE)
            wrong = score is not None or text is not None
        case QuestionKind.TEXT:
            wrong = score is not None or choice is not None
    if wrong:
        yield _fault(where, "answer_kind", _KIND, kind=question.kind.value)


def low_score(
    questions: Sequence[Question], scores: Mapping[str, int], low_rating: int, low_nps: int
) -> tuple[Question, int] | None:
    """The worst of the scores that are low, with its question; None if none is.

    Worst is lowest in proportion to its scale; among equals the first asked.
    """
    low = []
    for question in questions:
        score = scores.get(question.id)
        if score is None:
            continue
        if question.kind is QuestionKind.RATING and score <= low_rating:
            low.append(((score - 1) / 4, question, score))
        elif question.kind is QuestionKind.NPS and score <= low_nps:
            low.append((score / 10, question, score))
    if not low:
        return None
    _, question, score = min(low, key=lambda found: found[0])
    return question, score


def scale_max(kind: QuestionKind) -> int:
    """The best score of a rating or of NPS."""
    return (RATINGS if kind is QuestionKind.RATING else LIKELIHOODS)[-1]


_TWICE = ("题目编号 {id} 重复。", "The question id {id} is used twice.")
_DIMENSION = (
    "评分题须属于商品、服务或价格；推荐意愿题（NPS）须属于 overall。",
    "A rating is about goods, service or price; the recommendation (NPS) is `overall`.",
)
_TEXT_OPTIONAL = (
    "文字题不能设为必答；请改为选答。",
    "A remark cannot be required; make it optional.",
)
_MISSING = (
    "缺少关于 {dimension} 的评分题；满意度调查须覆盖商品、服务和价格。",
    "There is no rating on {dimension}; a survey covers goods, service and price.",
)
_NPS_TWICE = ("推荐意愿题（NPS）只能有一道。", "There can be only one recommendation (NPS).")
_UNEXPECTED = ("只有选择题可以有选项。", "Only a choice has choices.")
_TOO_FEW = (
    "选择题至少需要两个不同的选项。",
    "A choice is between at least two, each with a code of its own.",
)
_UNKNOWN = ("问卷中没有这道题。", "The survey has no such question.")
_ANSWERED_TWICE = ("同一题只能回答一次。", "A question is answered once.")
_ANSWER_MISSING = ("请回答必答题 {question}。", "Answer the required question {question}.")
_SCORE = ("请给出 {low} 到 {high} 的整数分。", "Give a whole score from {low} to {high}.")
_CHOICE = ("请选择题目给出的选项之一。", "Choose one of the choices of the question.")
_KIND = (
    "该题的类型为 {kind}，请只填写对应的字段。",
    "The question is of kind {kind}; fill in only the field for it.",
)


def _fault(pointer: str, code: str, words: tuple[str, str], **params: str | int) -> FieldError:
    return FieldError(pointer, code, *words, params=dict(params), clause=CLAUSE)
