"""Which sets of questions can be published, and which answers are complete."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.surveys.domain.answer import measures_of
from teleshop.surveys.domain.questions import (
    Given,
    Question,
    check_answers,
    faults_of,
    low_score,
    scale_max,
)
from tests.factories.surveys import QUESTIONS

SET = msgspec.convert(QUESTIONS, tuple[Question, ...])


def changed(index: int, **changes: Any) -> tuple[Question, ...]:
    forms = [dict(form) for form in QUESTIONS]
    forms[index].update(changes)
    return msgspec.convert(forms, tuple[Question, ...])


def faults(questions: tuple[Question, ...]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults_of(questions)]


@pytest.mark.clause("6.2.1")
def test_a_set_asks_about_goods_service_and_price() -> None:
    assert faults(SET) == []
    for index, name in enumerate(("goods", "service", "price")):
        left = SET[:index] + SET[index + 1 :]
        (fault,) = faults_of(left)
        assert (fault.code, fault.params) == ("dimension_missing", {"dimension": name})
        assert name in fault.message("zh")
        assert name in fault.message("en")
    assert len(faults(())) == 3


@pytest.mark.clause("6.2.1")
@pytest.mark.parametrize(
    ("index", "changes", "expected"),
    [
        (1, {"id": "goods"}, ("/questions/1/id", "question_twice")),
        (3, {"dimension": "goods"}, ("/questions/3/dimension", "dimension_mismatch")),
        (5, {"required": True}, ("/questions/5/required", "text_required")),
        (4, {"choices": []}, ("/questions/4/choices", "choices_too_few")),
        (
            4,
            {"choices": [{"code": "a", "zh": "是", "en": "Yes"}] * 2},
            ("/questions/4/choices", "choices_too_few"),
        ),
        (
            0,
            {"choices": [{"code": "a", "zh": "是", "en": "Yes"}]},
            ("/questions/0/choices", "choices_unexpected"),
        ),
        (
            4,
            {"kind": "nps", "dimension": "overall", "choices": []},
            ("/questions", "nps_twice"),
        ),
    ],
)
def test_a_set_that_contradicts_itself_is_told_where(
    index: int, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert faults(changed(index, **changes)) == [expected]


def test_a_rating_is_never_about_everything() -> None:
    found = faults(changed(0, dimension="overall"))
    assert ("/questions/0/dimension", "dimension_mismatch") in found


GOOD = [
    Given("goods", score=5),
    Given("service", score=1),
    Given("price", score=3),
    Given("recommend", score=0),
    Given("heard", choice="later"),
    Given("remark", text="  包装破损  "),
]


@pytest.mark.clause("6.2.2")
def test_a_complete_answer_is_taken_as_it_is_without_blanks_around_remarks() -> None:
    content, found = check_answers(SET, GOOD)
    assert found == []
    assert content.scores == {"goods": 5, "service": 1, "price": 3, "recommend": 0}
    assert content.choices == {"heard": "later"}
    assert content.texts == {"remark": "包装破损"}
    assert measures_of(SET, content.scores) == {"goods": 5, "service": 1, "price": 3, "nps": 0}


@pytest.mark.clause("6.2.2")
@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (Given("goods", score=0), ("/answers/0/score", "score_range")),
        (Given("goods", score=6), ("/answers/0/score", "score_range")),
        (Given("goods"), ("/answers/0/score", "score_range")),
        (Given("recommend", score=11), ("/answers/0/score", "score_range")),
        (Given("recommend", score=-1), ("/answers/0/score", "score_range")),
        (Given("heard", choice="never"), ("/answers/0/choice", "choice_unknown")),
        (Given("heard"), ("/answers/0/choice", "choice_unknown")),
        (Given("goods", score=3, text="x"), ("/answers/0", "answer_kind")),
        (Given("heard", choice="later", score=1), ("/answers/0", "answer_kind")),
        (Given("remark", score=1), ("/answers/0", "answer_kind")),
        (Given("nothing", score=1), ("/answers/0/question", "question_unknown")),
    ],
)
def test_what_does_not_fit_its_question_is_told_with_its_place(
    given_: Given, expected: tuple[str, str]
) -> None:
    others = [one for one in GOOD if one.question != given_.question]
    _, found = check_answers(SET, [given_, *others])
    assert (expected[0], expected[1]) in [(fault.pointer, fault.code) for fault in found]


def test_all_faults_are_told_at_once() -> None:
    _, found = check_answers(SET, [Given("goods", score=9), Given("goods", score=5)])
    assert [fault.code for fault in found] == [
        "score_range",
        "answered_twice",
        "answer_missing",
        "answer_missing",
    ]
    assert [fault.params.get("question") for fault in found[2:]] == ["service", "price"]


def test_a_blank_remark_is_none_and_optional_questions_may_be_left_out() -> None:
    content, found = check_answers(SET, [*GOOD[:3], Given("remark", text="   ")])
    assert found == []
    assert content.texts == {}
    assert measures_of(SET, content.scores).keys() == {"goods", "service", "price"}


@pytest.mark.clause("6.2.3")
def test_of_several_ratings_of_a_dimension_the_first_counts_in_its_index() -> None:
    more = (*SET, changed(0, id="goods_packing")[0])
    assert measures_of(more, {"goods": 5, "goods_packing": 1}) == {"goods": 5}
    assert measures_of(more[::-1], {"goods": 5, "goods_packing": 1}) == {"goods": 1}


@pytest.mark.clause("6.2.3")
@pytest.mark.parametrize(
    ("scores", "worst"),
    [
        ({"goods": 3, "recommend": 7}, None),
        ({"goods": 2}, ("goods", 2)),
        ({"goods": 2, "service": 1}, ("service", 1)),
        ({"goods": 2, "recommend": 6}, ("goods", 2)),
        ({"goods": 2, "recommend": 2}, ("recommend", 2)),
        ({"recommend": 6}, ("recommend", 6)),
        ({"goods": 1, "price": 1}, ("goods", 1)),
    ],
)
def test_the_worst_of_the_low_scores_opens_the_follow_up(
    scores: dict[str, int], worst: tuple[str, int] | None
) -> None:
    found = low_score(SET, scores, low_rating=2, low_nps=6)
    assert (None if found is None else (found[0].id, found[1])) == worst


def test_the_scales_end_at_5_and_10() -> None:
    assert [scale_max(SET[0].kind), scale_max(SET[3].kind)] == [5, 10]


parts = st.builds(
    Given,
    st.sampled_from([question.id for question in SET] + ["other"]),
    st.none() | st.integers(-2, 12),
    st.none() | st.sampled_from(["at_once", "later", "never"]),
    st.none() | st.text(max_size=5),
)


@settings(max_examples=100)
@given(st.lists(parts, max_size=8))
def test_what_is_accepted_is_complete_and_within_its_scales(given_: list[Given]) -> None:
    content, found = check_answers(SET, given_)
    if found:
        return
    assert {"goods", "service", "price"} <= content.scores.keys()
    assert all(1 <= content.scores[name] <= 5 for name in ("goods", "service", "price"))
    assert 0 <= content.scores.get("recommend", 0) <= 10
    assert set(content.choices.values()) <= {"at_once", "later"}
    assert all(text.strip() == text and text for text in content.texts.values())
