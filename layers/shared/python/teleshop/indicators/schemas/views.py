"""What callers of the indicators send and are told."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from msgspec import Meta

from teleshop.indicators.domain import Counted, Indicator, Measure
from teleshop.kernel.schema import Input, ListQuery, Output, Quarter


class FiguresQuery(Input, frozen=True, kw_only=True):
    """Which quarter; the running one if none is named."""

    quarter: Quarter | None = None


class SourcesQuery(ListQuery, frozen=True, kw_only=True):
    """Which quarter's events; those of the running one if none is named."""

    quarter: Quarter | None = None


class RecountBody(Input, frozen=True, kw_only=True):
    """Which quarter is counted again, and why."""

    quarter: Quarter
    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]


class IndicatorView(Output, frozen=True, kw_only=True):
    """One indicator. ``value`` is a decimal number, null where nothing was there to divide by;
    ``unit`` is `fen`, `points`, `share`, `count` or `per_1000`, ``better`` `higher` or `lower`.
    ``count`` is how many cases it rests on.
    """

    code: str
    value: Decimal | None
    numerator: int
    denominator: int | None
    count: int
    unit: str
    better: str

    @classmethod
    def of(cls, found: Indicator) -> "IndicatorView":
        """An indicator."""
        return cls(
            code=found.code,
            value=found.value,
            numerator=found.numerator,
            denominator=found.denominator,
            count=found.count,
            unit=found.unit.value,
            better=found.better,
        )


class FiguresView(Output, frozen=True, kw_only=True):
    """A supplier's quarter: every measure (0 where nothing was counted; money in fen) and every
    indicator. ``events`` is how many events they are made of.
    """

    supplier_id: str
    quarter: str
    events: int
    figures: dict[str, int]
    indicators: list[IndicatorView]

    @classmethod
    def of(cls, found: Any) -> "FiguresView":
        """The quarter of a supplier."""
        return cls(
            supplier_id=found.supplier_id,
            quarter=found.quarter,
            events=found.events,
            figures={measure.value: found.figures[measure] for measure in Measure},
            indicators=[IndicatorView.of(one) for one in found.indicators],
        )


class SourceView(Output, frozen=True, kw_only=True):
    """One event behind a figure. ``at`` is when it happened, ``occurred_at`` when it was told;
    ``kind`` what it was counted as, ``amounts`` all that it adds, ``subject`` what it is about.
    """

    event_id: str
    event_type: str
    kind: str
    at: datetime
    day: date
    occurred_at: datetime
    subject: str
    amounts: dict[str, int]
    fact: dict[str, Any]

    @classmethod
    def of(cls, one: Counted) -> "SourceView":
        """A counted event."""
        return cls(
            event_id=one.event_id,
            event_type=one.event_type,
            kind=one.kind.value,
            at=one.at,
            day=one.day,
            occurred_at=one.occurred_at,
            subject=one.subject,
            amounts=one.amounts,
            fact=one.fact,
        )


class RecountView(Output, frozen=True, kw_only=True):
    """What counting again found: ``differences`` by measure, ``corrected`` rows of figures, and how
    many events count differently by today's rules.
    """

    supplier_id: str
    quarter: str
    events: int
    corrected: int
    recounted: int
    differences: dict[str, int]

    @classmethod
    def of(cls, found: Any) -> "RecountView":
        """The outcome of a recount."""
        return cls(
            supplier_id=found.supplier_id,
            quarter=found.quarter,
            events=found.events,
            corrected=found.corrected,
            recounted=found.recounted,
            differences=dict(found.differences),
        )


__all__ = [
    "FiguresQuery",
    "FiguresView",
    "IndicatorView",
    "RecountBody",
    "RecountView",
    "SourceView",
    "SourcesQuery",
]
