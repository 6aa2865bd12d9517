"""Until when a customer may return goods without reason (R1.1-R1.3, R1.6): days in China, decided
by the instant at which the notice was sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from teleshop.care.domain.after_sales.policy import (
    DEFAULT_POLICY,
    STATUTORY_DAYS,
    AfterSalesPolicy,
)
from teleshop.kernel.calendar import end_of_days
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.kernel.rules import rule

_CHECKED = date(2026, 11, 24)


class Timeliness(StrEnum):
    """``undecided``: the year's holidays are not published and the notice came between the two
    readings.
    """

    IN_TIME = "in_time"
    LATE = "late"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Window:
    """``raw_end`` is the last day before holidays are looked at. ``end`` is the last day, or None
    where the calendar is not published (R10.1): then it lies between ``earliest_end`` and
    ``latest_end``, which are equal otherwise.
    """

    start: date
    raw_end: date
    earliest_end: date
    latest_end: date

    @property
    def end(self) -> date | None:
        """The last day, if it is known."""
        return self.earliest_end if self.confirmed else None

    @property
    def confirmed(self) -> bool:
        """Whether the calendar is published as far as this window needs it."""
        return self.earliest_end == self.latest_end

    @property
    def closes_at(self) -> datetime:
        """The first instant (UTC) that is certainly too late."""
        return end_of_china_day(self.latest_end)

    def dates(self, prefix: str = "window") -> dict[str, date]:
        """The days for an answer; both readings while the calendar is not published."""
        days = {f"{prefix}_start": self.start}
        if self.confirmed:
            return days | {f"{prefix}_end": self.earliest_end}
        return days | {
            f"{prefix}_end_earliest": self.earliest_end,
            f"{prefix}_end_latest": self.latest_end,
        }


@rule(
    id="R1.2",
    clause="6.3.1",
    source="民法典；网络购买商品七日无理由退货暂行办法",
    article="201, 203; 10",
    effective_from=date(2021, 1, 1),
    confidence="M",
    last_checked=_CHECKED,
)
def window_from(
    day: date, days: int = STATUTORY_DAYS, policy: AfterSalesPolicy = DEFAULT_POLICY
) -> Window:
    """The window of ``days`` calendar days after ``day``, which is not counted; a last day that is
    a holiday moves to the next day that is none.
    """
    last = end_of_days(
        day,
        days,
        weekends_are_holidays=policy.weekends_are_holidays,
        longest_break_days=policy.longest_break_days,
    )
    begin, raw_end = day + timedelta(days=1), day + timedelta(days=days)
    return Window(begin, raw_end, last.earliest, last.latest)


@rule(
    id="R1.3",
    clause="6.3.1",
    source="消费者权益保护法",
    article="25",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def timeliness(window: Window | None, notice_at: datetime) -> Timeliness:
    """Whether a notice sent at that instant keeps the window. None is a window that has not begun,
    the goods not being delivered: such a notice is early, never late.
    """
    if window is None or notice_at < end_of_china_day(window.earliest_end):
        return Timeliness.IN_TIME
    if notice_at >= end_of_china_day(window.latest_end):
        return Timeliness.LATE
    return Timeliness.UNDECIDED


def return_window(
    delivered_at: datetime | None,
    promised_days: int | None = None,
    *,
    statutory: bool = True,
    policy: AfterSalesPolicy = DEFAULT_POLICY,
) -> Window | None:
    """The window of one line, counted from the day of signing; None if nothing was delivered.

    A longer promise binds and a shorter one takes nothing from the law's seven days. Without a
    right by law (``statutory`` False) only the promise counts.
    """
    if delivered_at is None:
        return None
    least = STATUTORY_DAYS if statutory else 0
    return window_from(china_date(delivered_at), max(least, promised_days or 0), policy)
