"""Answers of surveys as values, without a table."""

from datetime import date
from typing import Any

from teleshop.surveys.domain.answer import SurveyAnswer
from teleshop.surveys.domain.programme import Mode, ProgrammeKind


def answer(*, goods: int = 5, nps: int | None = None, **changes: Any) -> SurveyAnswer:
    """An answer with a score on goods, and one for recommending if given."""
    measures = {"goods": goods} if nps is None else {"goods": goods, "nps": nps}
    facts: dict[str, Any] = {
        "id": "sva_01M838Z2G0GY9RY7KQAJWSZGZC",
        "programme_id": "svp_01M838Z2G0GY9RY7KQAJWSZGWA",
        "kind": ProgrammeKind.AFTER_CASE,
        "number": 1,
        "quarter": "2026Q4",
        "mode": Mode.ONLINE,
        "answered_on": date(2026, 11, 23),
        "anonymous": False,
        "scores": measures,
        "choices": {},
        "texts": {},
        "measures": measures,
        **changes,
    }
    return SurveyAnswer(**facts)
