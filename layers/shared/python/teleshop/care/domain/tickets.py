"""Tickets of the authorities' hotline 12315: what the authority decides by when, and by when the
platform answers. The authority's periods are the law's; the platform's is its own choice.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from teleshop.kernel.calendar import add_working_days
from teleshop.kernel.clock import end_of_china_day
from teleshop.kernel.errors import CalendarUnconfirmedError
from teleshop.kernel.rules import rule

ACCEPTANCE_WORKING_DAYS = 7
MEDIATION_DAYS = 60
ENTERED_WITHIN_DAYS = 30
"""How long ago a ticket may have been received when it is entered; own choice."""

_LAW = "市场监督管理投诉举报处理办法"
_IN_FORCE = date(2026, 4, 15)
_CHECKED = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a period in China. ``confirmed`` is False where the working days of the year
    are not published (R10.1): the day is then counted in calendar days, the stricter reading.
    """

    day: date
    confirmed: bool = True

    @property
    def due_at(self) -> datetime:
        """The first instant (UTC) that is too late."""
        return end_of_china_day(self.day)


@rule(
    id="R8.3",
    clause="6.1.3",
    source="own choice",
    article="-",
    effective_from=date(2026, 1, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def own_answer_due(received_on: date, working_days: int) -> LastDay:
    """By when the platform answers a ticket received that day; no law gives a number."""
    return _working_days_after(received_on, working_days)


@rule(
    id="R8-acceptance",
    clause="6.1.3",
    source=_LAW,
    article="-",
    effective_from=_IN_FORCE,
    confidence="H",
    last_checked=_CHECKED,
)
def acceptance_due(received_on: date) -> LastDay:
    """By when the authority decides whether it accepts the complaint: 7 working days."""
    return _working_days_after(received_on, ACCEPTANCE_WORKING_DAYS)


@rule(
    id="R8-mediation",
    clause="6.1.3",
    source=_LAW,
    article="-",
    effective_from=_IN_FORCE,
    confidence="H",
    last_checked=_CHECKED,
)
def mediation_ends(accepted_on: date) -> LastDay:
    """The day on which mediation without result ends: 60 days after acceptance, not moved by
    holidays; the time of an appraisal does not count and is added by the authority.
    """
    return LastDay(accepted_on + timedelta(days=MEDIATION_DAYS))


_REPORTS = ("举报", "检举", "report to the authorit", "report them to", "whistle")
_GRIEVANCES = (
    "投诉",
    "退款",
    "退货",
    "赔偿",
    "换货",
    "维修",
    "complain",
    "refund",
    "compensat",
    "replace",
    "repair",
)


@rule(
    id="R8.1",
    clause="6.1.3",
    source=_LAW,
    article="-",
    effective_from=_IN_FORCE,
    confidence="H",
    last_checked=_CHECKED,
)
def holds_both(text: str) -> bool:
    """Whether a text holds a complaint (a claim of one's own) and a report of an offence: these are
    handled apart, so an agent is asked to split it.
    """
    # "投诉举报" names the hotline, not what is wanted.
    said = text.lower().replace("投诉举报", "")
    return any(word in said for word in _REPORTS) and any(word in said for word in _GRIEVANCES)


def _working_days_after(day: date, count: int) -> LastDay:
    try:
        return LastDay(add_working_days(day, count))
    except CalendarUnconfirmedError:
        return LastDay(day + timedelta(days=count), confirmed=False)
