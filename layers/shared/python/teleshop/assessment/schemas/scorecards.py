"""Forms of scorecards: what suppliers and staff see. Decimals are texts: none is rounded."""

from datetime import datetime
from decimal import Decimal

import msgspec

from teleshop.assessment.domain.bands import BAND_WORDS
from teleshop.assessment.domain.card import Deducted, Line, Scorecard
from teleshop.assessment.domain.indicators import SPECS
from teleshop.assessment.domain.moving import Move, WayUp
from teleshop.assessment.domain.peers import PeerView
from teleshop.assessment.domain.records import ScorecardRecord
from teleshop.assessment.schemas.consequences import ConsequenceView
from teleshop.kernel.schema import Output


class PeersView(Output, frozen=True, kw_only=True):
    """How many others there are, and the quarters and the middle of their values; never one of
    them: means of five in two digits.
    """

    group: str
    count: int
    lower: str
    median: str
    upper: str

    @classmethod
    def of(cls, view: PeerView) -> "PeersView":
        """What the supplier sees."""
        return cls(
            group=view.group,
            count=view.count,
            lower=_text(view.lower),
            median=_text(view.median),
            upper=_text(view.upper),
        )


class LineView(Output, frozen=True, kw_only=True):
    """A criterion. ``value`` is in the ``unit`` of the indicator, ``compared_value`` what a small
    sample became, ``normalised`` 0 to 100; ``points`` = ``applied_weight`` × ``normalised`` / 100.
    A ``missing`` one has no value, and others have its weight.
    """

    indicator: str
    group: str
    name_zh: str
    name_en: str
    unit: str
    state: str
    numerator: int | None
    denominator: int | None
    count: int
    value: str | None
    compared_value: str | None
    normalised: str | None
    weight: int
    applied_weight: str
    points: str
    peers: PeersView | None
    zh: str
    en: str

    @classmethod
    def of(cls, line: Line) -> "LineView":
        """What the supplier sees."""
        spec = SPECS[line.indicator]
        return cls(
            indicator=line.indicator,
            group=line.group,
            name_zh=spec.zh,
            name_en=spec.en,
            unit=spec.unit,
            state=line.state,
            numerator=line.numerator,
            denominator=line.denominator,
            count=line.count,
            value=_maybe(line.raw),
            compared_value=_maybe(line.shrunk),
            normalised=_maybe(line.normalised),
            weight=line.weight,
            applied_weight=_text(line.applied_weight),
            points=_text(line.points),
            peers=PeersView.of(line.peers) if line.peers else None,
            zh=line.zh,
            en=line.en,
        )


class DeductionView(Output, frozen=True, kw_only=True):
    """What violations took off."""

    violation_points: int
    points: str
    zh: str
    en: str

    @classmethod
    def of(cls, taken: Deducted) -> "DeductionView":
        """What the supplier sees."""
        return cls(
            violation_points=taken.violation_points,
            points=_text(taken.points),
            zh=taken.zh,
            en=taken.en,
        )


class MoveView(Output, frozen=True, kw_only=True):
    """An improvement of one criterion by ``change`` of its numerator, and the ``score`` by it
    alone; ``further`` so many more events, all of them good, come to the same.
    """

    indicator: str
    change: int
    value: str
    further: int | None
    score: str
    zh: str
    en: str

    @classmethod
    def of(cls, move: Move) -> "MoveView":
        """What the supplier sees."""
        return cls(
            indicator=move.indicator,
            change=move.change,
            value=_text(move.value),
            further=move.further,
            score=_text(move.score),
            zh=move.zh,
            en=move.en,
        )


class WayUpView(Output, frozen=True, kw_only=True):
    """What would lift the supplier into the next band: each of ``alone`` is enough by itself; where
    none is, all of ``together`` are.
    """

    next_band: str | None
    missing: str | None
    orders: int
    alone: list[MoveView]
    together: list[MoveView]
    zh: str
    en: str

    @classmethod
    def of(cls, way: WayUp) -> "WayUpView":
        """What the supplier sees."""
        return cls(
            next_band=way.next_band,
            missing=_maybe(way.missing),
            orders=way.orders,
            alone=[MoveView.of(one) for one in way.alone],
            together=[MoveView.of(one) for one in way.together],
            zh=way.zh,
            en=way.en,
        )


class ScorecardView(Output, frozen=True, kw_only=True):
    """A scorecard, every point explained. ``rank_band`` says where it lies in its category, without
    a rank of another one. A ``provisional`` one is of the running quarter as of ``assessed_at``:
    it binds nobody, has no ``run``, is compared with the suppliers of ``peers_of``, and says in
    ``way_up`` what would lift it. ``outdated``: events that were counted since change what it was
    scored by; assessing the quarter again would take them in.
    """

    supplier_id: str
    quarter: str
    run: int | None
    provisional: bool
    band: str
    band_zh: str
    band_en: str
    score: str | None
    rank_band: str | None
    former_band: str | None
    policy: int
    category: str
    orders: int
    assessed_at: datetime
    lines: list[LineView]
    deduction: DeductionView
    zh: str
    en: str
    peers_of: str | None = None
    way_up: WayUpView | None = None
    consequence: ConsequenceView | None = None
    outdated: bool = False

    @classmethod
    def of(
        cls,
        record: ScorecardRecord,
        consequence: ConsequenceView | None = None,
        *,
        outdated: bool = False,
    ) -> "ScorecardView":
        """One that was issued, with what follows from it."""
        view = _view(record.card, record.assessed_at, record)
        return msgspec.structs.replace(view, consequence=consequence, outdated=outdated)

    @classmethod
    def provisional_of(
        cls, card: Scorecard, way: WayUp, as_of: datetime, peers_of: str | None
    ) -> "ScorecardView":
        """One of the running quarter."""
        return _view(card, as_of, None, WayUpView.of(way), peers_of)


def _view(
    card: Scorecard,
    at: datetime,
    record: ScorecardRecord | None,
    way: WayUpView | None = None,
    peers_of: str | None = None,
) -> ScorecardView:
    zh, en = BAND_WORDS[card.band]
    return ScorecardView(
        supplier_id=card.supplier_id,
        quarter=card.quarter,
        run=record.run if record else None,
        provisional=record is None,
        band=card.band,
        band_zh=zh,
        band_en=en,
        score=_maybe(card.score),
        rank_band=card.rank,
        former_band=record.former_band if record else None,
        policy=card.policy,
        category=card.category,
        orders=card.orders,
        assessed_at=at,
        lines=[LineView.of(line) for line in card.lines],
        deduction=DeductionView.of(card.deduction),
        zh=card.zh,
        en=card.en,
        peers_of=peers_of,
        way_up=way,
    )


class ScorecardLineView(Output, frozen=True, kw_only=True):
    """A scorecard in a list."""

    quarter: str
    run: int
    band: str
    score: str | None
    rank_band: str | None
    former_band: str | None
    policy: int
    assessed_at: datetime

    @classmethod
    def of(cls, record: ScorecardRecord) -> "ScorecardLineView":
        """What the supplier sees."""
        return cls(
            quarter=record.quarter,
            run=record.run,
            band=record.band,
            score=record.score,
            rank_band=record.rank_band,
            former_band=record.former_band,
            policy=record.policy,
            assessed_at=record.assessed_at,
        )


def _text(value: Decimal) -> str:
    return f"{value:f}"


def _maybe(value: Decimal | None) -> str | None:
    return None if value is None else _text(value)
