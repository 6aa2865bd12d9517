"""Forms of runs: what staff send and see."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from teleshop.assessment.domain.records import ScorecardLine
from teleshop.assessment.domain.runs import Counts, Run, percent
from teleshop.kernel.schema import MAX_CURSOR, MAX_LIMIT, Input, Output, Quarter

BandName = Literal["excellent", "qualified", "unqualified", "not_rated"]


class RunBody(Input, frozen=True, kw_only=True):
    """The quarter to assess, which must be over. ``reason`` is needed where it was assessed before,
    and on record otherwise.
    """

    quarter: Quarter
    reason: Annotated[
        Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"\S")] | None,
        msgspec.Meta(description="理由 / why"),
    ] = None


class RunQuery(Input, frozen=True, kw_only=True):
    """With ``band``, the suppliers of that band come with the run, page by page."""

    band: Annotated[
        BandName | None, msgspec.Meta(description="考核等级 / band whose suppliers are listed")
    ] = None
    limit: Annotated[
        int, msgspec.Meta(ge=1, le=MAX_LIMIT, description="每页条数 / items per page")
    ] = 20
    cursor: Annotated[
        Annotated[str, msgspec.Meta(max_length=MAX_CURSOR)] | None,
        msgspec.Meta(description="上一页返回的 next / `next` of the page before"),
    ] = None


class BandsView(Output, frozen=True, kw_only=True):
    """Suppliers by band."""

    excellent: int
    qualified: int
    unqualified: int
    not_rated: int


class RunView(Output, frozen=True, kw_only=True):
    """How far a run is: ``recorded`` of ``suppliers``, ``percent`` of them, by band as they stand
    now. ``attempts`` counts how often it was started; a run that failed goes on where it stopped
    when the quarter is started again. ``suppliers`` is 0 until the figures are frozen;
    ``figures_settled`` is false where events still waited to be counted then.
    """

    quarter: str
    run: int
    state: str
    reason: str | None
    attempts: int
    policy: int | None
    suppliers: int
    recorded: int
    percent: int
    by_band: BandsView
    opened_at: datetime
    collected_at: datetime | None
    figures_settled: bool | None
    ended_at: datetime | None
    error: str | None

    @classmethod
    def of(cls, run: Run, counts: Counts) -> "RunView":
        """What staff see."""
        return cls(
            quarter=run.quarter,
            run=run.run,
            state=run.state,
            reason=run.reason,
            attempts=run.attempt,
            policy=run.policy,
            suppliers=run.suppliers,
            recorded=counts.sum,
            percent=percent(run, counts.sum),
            by_band=BandsView(
                excellent=counts.excellent,
                qualified=counts.qualified,
                unqualified=counts.unqualified,
                not_rated=counts.not_rated,
            ),
            opened_at=run.opened_at,
            collected_at=run.collected_at,
            figures_settled=run.settled,
            ended_at=run.ended_at,
            error=run.error,
        )


class BandLineView(Output, frozen=True, kw_only=True):
    """A supplier of a band."""

    supplier_id: str
    band: str
    score: str | None
    rank_band: str | None
    former_band: str | None

    @classmethod
    def of(cls, line: ScorecardLine) -> "BandLineView":
        """What staff see."""
        return cls(
            supplier_id=line.supplier_id,
            band=line.band,
            score=line.score,
            rank_band=line.rank_band,
            former_band=line.former_band,
        )


class RunDetailView(Output, frozen=True, kw_only=True):
    """A run, and the suppliers of the band that was asked for, by id; ``next`` is the cursor of
    the page after it.
    """

    progress: RunView
    items: list[BandLineView]
    next: str | None = None
