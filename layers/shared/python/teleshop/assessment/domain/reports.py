"""The report of a scorecard: what it shows, and the file it becomes.

It holds the supplier's own figures, and of others only the quartiles of their values, where they
are enough of them: never what one other supplier reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Final

from teleshop.assessment.domain.bands import BAND_WORDS, Band, RankBand
from teleshop.assessment.domain.card import Line, LineState
from teleshop.assessment.domain.indicators import SPECS, Group, Unit
from teleshop.assessment.domain.records import ScorecardRecord
from teleshop.assessment.domain.words import Explained, shown
from teleshop.kernel import quarters

TREND: Final = 8
"""Quarters in the trend, the report's own with them."""
LEAST_OTHERS: Final = 5
"""Whatever the policy compares with: the quartiles of fewer others would tell of single ones."""
MADE_WITHIN: Final = timedelta(minutes=15)
"""A report that was not made in this time may be asked for again."""
HUNDREDTH: Final = Decimal("0.01")
TENTH: Final = Decimal("0.1")
NONE: Final = Explained("-", "-")
GROUP_WORDS: Final[Mapping[Group, Explained]] = {
    Group.SALES: Explained("销售业绩", "Sales"),
    Group.SATISFACTION: Explained("客户满意度", "Customer satisfaction"),
    Group.AFTER_SALES: Explained("售后服务", "After-sales service"),
    Group.COMPLIANCE: Explained("合规", "Compliance"),
}
RANK_WORDS: Final[Mapping[RankBand, Explained]] = {
    RankBand.TOP_10: Explained("同类前 10%", "among the best 10 % of its category"),
    RankBand.TOP_25: Explained("同类前 25%", "among the best 25 % of its category"),
    RankBand.MIDDLE: Explained("同类中段", "in the middle of its category"),
    RankBand.BOTTOM_25: Explained("同类后 25%", "among the last 25 % of its category"),
}
UNIT_WORDS: Final[Mapping[Unit, Explained]] = {
    Unit.FEN: Explained("元", "yuan"),
    Unit.PERCENT: Explained("%", "%"),
    Unit.SCORE: Explained("分（0-100）", "points of 100"),
    Unit.COUNT: Explained("次/分", "number"),
}


class ReportFormat(StrEnum):
    """What the file is."""

    HTML = "html"
    XLSX = "xlsx"


class ReportState(StrEnum):
    """Whether the file is there."""

    REQUESTED = "requested"
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord:
    """The file of one scorecard in one format, or that it was asked for."""

    supplier_id: str
    quarter: str
    run: int
    format: ReportFormat
    state: ReportState = ReportState.REQUESTED
    asked_at: datetime
    asked_by: str
    made_at: datetime | None = None
    key: str | None = None
    version_id: str | None = None
    sha256: str | None = None
    size: int = 0
    version: int = 1

    @property
    def name(self) -> str:
        """``sup_…/2026Q3-1``: where its file lies."""
        return f"{self.supplier_id}/{self.quarter}-{self.run}"

    def is_on_its_way(self, now: datetime) -> bool:
        """Whether it is being made, as far as one can know."""
        return self.state is ReportState.REQUESTED and now < self.asked_at + MADE_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What may be said of the others: how many they are, and the quartiles of their values,
    rounded.
    """

    count: int
    lower: Decimal
    median: Decimal
    upper: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One criterion. ``own`` is the value that was compared, in the unit of ``unit`` (amounts in
    yuan), ``reached`` 0 to 100.
    """

    code: str
    group: Explained
    name: Explained
    value: Explained
    unit: Unit
    higher: bool
    own: Decimal | None
    others: Others | None
    reached: Decimal | None
    weight: Decimal
    points: Decimal
    explained: Explained


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One quarter; no score where there was no scorecard, or it was not rated."""

    quarter: str
    score: Decimal | None
    band: Explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a report shows."""

    supplier_id: str
    quarter: str
    run: int
    policy: int
    category: str
    orders: int
    assessed_at: datetime
    band: Explained
    score: Decimal | None
    rank: Explained | None
    explained: Explained
    deducted: Decimal
    deduction: Explained
    lines: tuple[ReportLine, ...]
    trend: tuple[TrendPoint, ...]


def trend_of(quarter: str) -> list[str]:
    """The quarters of the trend, oldest first."""
    return quarters.last(quarter, TREND)


def report_of(record: ScorecardRecord, earlier: Mapping[str, ScorecardRecord]) -> Report:
    """The report of a scorecard; ``earlier`` are those of the quarters before, by quarter."""
    card = record.card
    known = {**earlier, record.quarter: record}
    return Report(
        supplier_id=record.supplier_id,
        quarter=record.quarter,
        run=record.run,
        policy=record.policy,
        category=card.category,
        orders=card.orders,
        assessed_at=record.assessed_at,
        band=Explained(*BAND_WORDS[card.band]),
        score=card.score,
        rank=RANK_WORDS[card.rank] if card.rank is not None else None,
        explained=Explained(card.zh, card.en),
        deducted=card.deduction.points,
        deduction=Explained(card.deduction.zh, card.deduction.en),
        lines=tuple(_line(line) for line in card.lines),
        trend=tuple(_point(name, known.get(name)) for name in trend_of(record.quarter)),
    )


def _point(quarter: str, record: ScorecardRecord | None) -> TrendPoint:
    if record is None:
        return TrendPoint(quarter=quarter, score=None, band=NONE)
    band = Explained(*BAND_WORDS[Band(record.band)])
    return TrendPoint(quarter=quarter, score=record.card.score, band=band)


def _line(line: Line) -> ReportLine:
    spec = SPECS[line.indicator]
    missing = line.state is LineState.MISSING
    peers = line.peers
    others = (
        Others(
            count=peers.count,
            lower=_coarse(peers.lower, spec.unit),
            median=_coarse(peers.median, spec.unit),
            upper=_coarse(peers.upper, spec.unit),
        )
        if peers is not None and peers.count >= LEAST_OTHERS
        else None
    )
    return ReportLine(
        code=line.indicator,
        group=GROUP_WORDS[line.group],
        name=Explained(spec.zh, spec.en),
        value=NONE if line.raw is None else shown(line.raw, spec),
        unit=spec.unit,
        higher=spec.higher,
        own=None if missing or line.shrunk is None else _readable(line.shrunk, spec.unit),
        others=others,
        reached=line.normalised,
        weight=line.applied_weight,
        points=line.points,
        explained=Explained(line.zh, line.en),
    )


def _readable(value: Decimal, unit: Unit) -> Decimal:
    """As people read it, to the hundredth; amounts in yuan."""
    shown_as = value.scaleb(-2) if unit is Unit.FEN else value
    return shown_as.quantize(HUNDREDTH, rounding=ROUND_HALF_EVEN)


def _coarse(value: Decimal, unit: Unit) -> Decimal:
    """A quartile is the value of somebody: rounded, so that it is nobody's. Amounts in yuan with
    two digits that count, others to the tenth.
    """
    if unit is not Unit.FEN:
        return value.quantize(TENTH, rounding=ROUND_HALF_EVEN)
    yuan = value.scaleb(-2)
    if not yuan:
        return Decimal(0)
    step = Decimal(1).scaleb(max(0, yuan.adjusted() - 1))
    return Decimal(int(yuan.quantize(step, rounding=ROUND_HALF_EVEN)))
