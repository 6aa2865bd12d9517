"""Events of the analysis context."""

from datetime import datetime
from typing import ClassVar

from teleshop.analysis.domain import Burst, Cause, ChartPoint
from teleshop.kernel.events import EventData


class CauseOutOfControl(EventData, frozen=True, kw_only=True):
    """A cause had more cases in a week than chance explains; told once per cause and week.

    ``rule`` is `above_limit` or `run_above_centre`; ``centre`` the count expected, ``limit`` the
    greatest that chance explains; ``chart`` is `c`, or `u` if both rest on the orders of the weeks.
    """

    context: ClassVar[str] = "analysis"

    cause: str
    cause_zh: str
    cause_en: str
    week: str
    count: int
    centre: float
    limit: int
    rule: str
    chart: str
    orders: int
    run: int

    @classmethod
    def of(cls, point: ChartPoint, cause: Cause) -> "CauseOutOfControl":
        """What a point of a chart tells; it has a limit."""
        return cls(
            cause=point.cause,
            cause_zh=cause.zh,
            cause_en=cause.en,
            week=point.week,
            count=point.count,
            centre=point.centre or 0.0,
            limit=point.limit or 0,
            rule=point.state.value,
            chart=point.chart.value,
            orders=point.orders,
            run=point.run,
        )


class ComplaintBurst(EventData, frozen=True, kw_only=True):
    """Many complaints about one product, slot or supplier within a short time; told once per burst,
    with the cases that it had then.
    """

    context: ClassVar[str] = "analysis"

    burst_id: str
    scope: str
    scope_id: str
    case_ids: tuple[str, ...]
    started_at: datetime
    count: int
    threshold: int
    window_minutes: int

    @classmethod
    def of(cls, burst: Burst) -> "ComplaintBurst":
        """What a new burst tells."""
        return cls(
            burst_id=burst.id,
            scope=burst.scope.value,
            scope_id=burst.scope_id,
            case_ids=burst.case_ids,
            started_at=burst.started_at,
            count=burst.count,
            threshold=burst.threshold,
            window_minutes=burst.window_minutes,
        )
