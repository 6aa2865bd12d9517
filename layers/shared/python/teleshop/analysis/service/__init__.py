"""Use cases of analysis: causes and their suggestion, counters, clock metrics, charts, bursts."""

from teleshop.analysis.domain import (
    Alternative,
    By,
    CaseSeen,
    Cause,
    ClockFact,
    ClocksBy,
    ClockTeller,
    Judgement,
    Scope,
    Suggestion,
    Telling,
    mark_of,
)
from teleshop.analysis.service.bursts import Bursts, Complaint
from teleshop.analysis.service.causes import Causes
from teleshop.analysis.service.charts import Chart, Charts, WeekJudged
from teleshop.analysis.service.counting import Counting
from teleshop.analysis.service.statistics import (
    Agreement,
    AgreementLine,
    ClocksLine,
    Figures,
    Pareto,
    Statistics,
)

__all__ = [
    "Agreement",
    "AgreementLine",
    "Alternative",
    "Bursts",
    "By",
    "CaseSeen",
    "Cause",
    "Causes",
    "Chart",
    "Charts",
    "ClockFact",
    "ClockTeller",
    "ClocksBy",
    "ClocksLine",
    "Complaint",
    "Counting",
    "Figures",
    "Judgement",
    "Pareto",
    "Scope",
    "Statistics",
    "Suggestion",
    "Telling",
    "WeekJudged",
    "mark_of",
]
