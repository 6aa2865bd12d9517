"""What suppliers are told of consequences has words for every code, in both languages."""

from typing import Any

import pytest

from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.indicators import Indicator
from teleshop.assessment.domain.matters import WORDS as STATES
from teleshop.assessment.domain.matters import ConsequenceState, Ended, Measure, Stage
from teleshop.assessment.domain.reports import GROUP_WORDS, RANK_WORDS, UNIT_WORDS
from teleshop.assessment.service.consequence_reviews import ROLES, STEPS, TITLES
from teleshop.kernel.errors import Language
from teleshop.notifications.templates.approvals import WORDS as APPROVALS
from teleshop.notifications.templates.assessment import TEMPLATES, WORDS

pytestmark = pytest.mark.clause("3.3.3")
FACTS: dict[str, Any] = {
    "supplier_id": "sup_1",
    "quarter": "2026Q3",
    "run": 2,
    "score": "41.25",
    "reasons": ["late_rate", "deduction"],
    "measure": "termination",
    "appeal_last_day": "2026-10-26",
    "last_day": "2026-11-10",
    "calendar": "latest",
    "outcome": "upheld",
    "submission": 1,
    "why": "rerun",
    "what": "appeal",
    "stage": "decision",
    "error": "timed_out",
    "band": "unqualified",
    "format": "html",
}


@pytest.mark.parametrize("kind", [Indicator, Measure, Stage, Band])
def test_every_code_of_a_kind_has_words(kind: Any) -> None:
    assert {code.value for code in kind} <= set(WORDS)


def test_every_end_has_words_but_that_of_an_appeal_which_has_its_own_message() -> None:
    assert {why.value for why in Ended} - set(WORDS) == {Ended.APPEAL_UPHELD.value}


def test_states_stages_groups_and_places_have_words() -> None:
    assert set(STATES) == set(ConsequenceState)
    assert set(TITLES) == set(ROLES) == set(STEPS) == set(Stage)
    assert set(STEPS.values()) <= set(APPROVALS)
    for words in (*GROUP_WORDS.values(), *RANK_WORDS.values(), *UNIT_WORDS.values()):
        assert words.zh
        assert words.en


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.event)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_message_has_no_code_left_in_it(template: Any, language: Language) -> None:
    text = template.render(language, FACTS)
    assert "_" not in text.replace(FACTS["supplier_id"], "")
    assert "{" not in text
    assert template.recipients(FACTS)


def test_an_announcement_names_the_day_and_says_when_it_is_the_latest_possible_one() -> None:
    (template,) = [one for one in TEMPLATES if one.event == "ConsequenceDecided"]
    zh = template.render("zh", FACTS)
    assert "2026年10月26日" in zh
    assert "节假日安排尚未公布" in zh
    assert "已按" not in template.render("zh", FACTS | {"calendar": "confirmed"})
    en = template.render("en", FACTS | {"calendar": "confirmed"})
    assert "2026-10-26" in en
    assert "published holidays" in en
