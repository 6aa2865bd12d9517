"""What is told of the answers of many: figures, trends, samples, publications."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Self

from teleshop.kernel.schema import Output
from teleshop.surveys.domain.publication import Publication
from teleshop.surveys.domain.sample import MemberChunk, Sample
from teleshop.surveys.domain.statistics import (
    SIZES,
    Counter,
    Figure,
    change,
    figure,
    response_rate,
)

Language = Literal["zh", "en"]


class FigureView(Output, frozen=True, kw_only=True):
    """One figure with its 95 % interval: ``csat`` (share, 0 to 1) of goods, service, price, or
    ``nps`` (-1 to 1); all null without answers.
    """

    measure: str
    n: int
    csat: float | None = None
    nps: float | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, found: Figure) -> Self:
        """The figure as it is shown."""
        interval = found.interval
        return cls(
            measure=found.measure,
            n=found.n,
            csat=None if found.measure == "nps" else found.value,
            nps=found.value if found.measure == "nps" else None,
            mean=found.mean,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
        )


class ResultView(Output, frozen=True, kw_only=True):
    """All figures of one group; ``invited`` and ``response_rate`` only of the whole."""

    programme_id: str
    quarter: str
    group: str
    value: str
    answers: int
    low_scores: int
    figures: list[FigureView]
    invited: int | None = None
    response_rate: float | None = None

    @classmethod
    def of(cls, counter: Counter) -> Self:
        """The figures of a counter."""
        whole = counter.group == "all"
        return cls(
            programme_id=counter.programme_id,
            quarter=counter.quarter,
            group=counter.group,
            value=counter.value,
            answers=counter.answers,
            low_scores=counter.low,
            figures=[
                FigureView.of(figure(measure, counter.histograms.get(measure, ())))
                for measure in SIZES
            ],
            invited=counter.invited if whole else None,
            response_rate=response_rate(counter) if whole else None,
        )


class ChangeView(Output, frozen=True, kw_only=True):
    """How a measure moved since the quarter before; ``verdict`` is `better`, `worse`, or `unclear`
    where chance may explain it (the 95 % interval holds 0).
    """

    measure: str
    difference: float
    low: float
    high: float
    verdict: str


class TrendView(Output, frozen=True, kw_only=True):
    """The figures of one quarter, and how they moved."""

    quarter: str
    answers: int
    figures: list[FigureView]
    changes: list[ChangeView]

    @classmethod
    def of(cls, counter: Counter, before: Counter | None) -> Self:
        """A quarter beside the one before it."""
        changes = []
        for measure in SIZES if before else ():
            known = before.histograms.get(measure, ()) if before else ()
            found = change(measure, known, counter.histograms.get(measure, ()))
            if found is not None:
                changes.append(
                    ChangeView(
                        measure=measure,
                        difference=found.difference,
                        low=found.interval.low,
                        high=found.interval.high,
                        verdict=found.verdict,
                    )
                )
        return cls(
            quarter=counter.quarter,
            answers=counter.answers,
            figures=[
                FigureView.of(figure(measure, counter.histograms.get(measure, ())))
                for measure in SIZES
            ],
            changes=changes,
        )


class TrendsView(Output, frozen=True, kw_only=True):
    """Quarters, oldest first."""

    quarters: list[TrendView]

    @classmethod
    def of(cls, counters: Sequence[Counter]) -> Self:
        """Quarters that follow each other."""
        befores = [None, *counters[:-1]]
        return cls(
            quarters=[
                TrendView.of(one, before) for one, before in zip(counters, befores, strict=True)
            ]
        )


class RebuildView(Output, frozen=True, kw_only=True):
    """What counting all answers anew found: ``corrected`` 0 means that the figures were right."""

    programme_id: str
    quarter: str
    answers: int
    corrected: int


class SampleView(Output, frozen=True, kw_only=True):
    """A sample; with frame, seed and size anybody can draw it again."""

    id: str
    programme_id: str
    quarter: str
    state: str
    size: int
    seed: str
    frame_size: int
    frame_hash: str
    drawn: int
    handled: int
    invited: int
    requested_at: datetime
    requested_by: str

    @classmethod
    def of(cls, sample: Sample) -> Self:
        """The sample for staff."""
        return cls(
            id=sample.id,
            programme_id=sample.programme_id,
            quarter=sample.quarter,
            state=sample.state,
            size=sample.size,
            seed=sample.seed,
            frame_size=sample.frame_size,
            frame_hash=sample.frame_hash,
            drawn=sample.drawn,
            handled=sample.handled,
            invited=sample.invited,
            requested_at=sample.requested_at,
            requested_by=sample.requested_by,
        )


class MembersView(Output, frozen=True, kw_only=True):
    """Part ``number`` of a frame, in order of the ids, or of a draw, in order of rank."""

    number: int
    members: list[str]

    @classmethod
    def of(cls, chunk: MemberChunk) -> Self:
        """The part for auditors."""
        return cls(number=chunk.number, members=list(chunk.members))


class FrameView(Output, frozen=True, kw_only=True):
    """The customers with a delivery in a quarter, by now; a sample can be drawn from
    ``closes_at`` on.
    """

    quarter: str
    customers: int
    closes_at: datetime


class SampleCheckView(Output, frozen=True, kw_only=True):
    """Whether the stored frame has the hash, and drawing from it again gives the sample."""

    sample_id: str
    frame_size: int
    frame_matches: bool
    sample_matches: bool


class PublishedFigureView(Output, frozen=True, kw_only=True):
    """One published figure; ``figure`` is null where the group is withheld."""

    group: str
    value: str
    measure: str
    withheld: bool
    figure: FigureView | None = None


class PublicSatisfactionView(Output, frozen=True, kw_only=True):
    """The published figures of a quarter; ``version`` above 1 is a correction, with its reason."""

    quarter: str
    version: int
    published_at: datetime
    correction: str
    methods_zh: str
    methods_en: str
    figures: list[PublishedFigureView]

    @classmethod
    def of(cls, publication: Publication) -> Self:
        """What everybody may see."""
        return cls(
            quarter=publication.quarter,
            version=publication.version,
            published_at=publication.published_at,
            correction=publication.reason,
            methods_zh=publication.methods_zh,
            methods_en=publication.methods_en,
            figures=[
                PublishedFigureView(
                    group=one.group,
                    value=one.value,
                    measure=one.measure,
                    withheld=one.figure is None,
                    figure=FigureView.of(one.figure) if one.figure else None,
                )
                for one in publication.figures
            ],
        )


class PublicationView(PublicSatisfactionView, frozen=True, kw_only=True):
    """The same for staff, with who published it."""

    published_by: str = ""

    @classmethod
    def of(cls, publication: Publication) -> Self:
        """A publication for staff."""
        shown = PublicSatisfactionView.of(publication)
        return cls(
            quarter=shown.quarter,
            version=shown.version,
            published_at=shown.published_at,
            correction=shown.correction,
            methods_zh=shown.methods_zh,
            methods_en=shown.methods_en,
            figures=shown.figures,
            published_by=publication.published_by,
        )
