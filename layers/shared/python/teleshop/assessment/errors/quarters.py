"""What a path names as a quarter and is none."""

from teleshop.assessment.errors.runs import ScorecardNotFoundError
from teleshop.kernel.errors import FieldError
from teleshop.kernel.quarters import is_quarter


def check_quarter(quarter: str) -> None:
    """Refuse what names no quarter: there is no such scorecard, and the field says why."""
    if is_quarter(quarter):
        return
    fault = FieldError(
        "/quarter",
        "quarter_form",
        "季度请写作 2026Q4 的形式。",
        "Write a quarter like 2026Q4.",
        clause="3.3.2",
    )
    raise ScorecardNotFoundError(errors=[fault])
