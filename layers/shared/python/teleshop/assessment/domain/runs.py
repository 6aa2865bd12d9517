"""The assessment of one quarter: opened, collected, recorded batch by batch, finished (standard
3.3.1).

A run that failed, or was ended from outside, is taken up again by its next attempt; what was
recorded stays. A quarter that was assessed can be assessed again: that is a run with the next
number, and its scorecards are new versions beside the earlier ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from teleshop.assessment.errors.runs import (
    AssessmentReasonNeededError,
    AssessmentRunningError,
    QuarterNotOverError,
)
from teleshop.kernel import quarters

BATCH: Final = 50
"""Scorecards of one batch: two seconds of work, and what is repeated after a failure."""
STARTS_WITHIN: Final = timedelta(minutes=15)
"""From when a run is opened until its state machine must be known to the cloud."""
BANDS: Final = ("excellent", "qualified", "unqualified", "not_rated")
T = TypeVar("T")


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    """A technical failure ended its last attempt; what was recorded stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Suppliers by band."""

    excellent: int = 0
    qualified: int = 0
    unqualified: int = 0
    not_rated: int = 0

    @property
    def sum(self) -> int:
        """All of them."""
        return self.excellent + self.qualified + self.unqualified + self.not_rated

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            excellent=self.excellent + other.excellent,
            qualified=self.qualified + other.qualified,
            unqualified=self.unqualified + other.unqualified,
            not_rated=self.not_rated + other.not_rated,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """``run`` numbers the runs of a quarter from 1, ``attempt`` the executions of a run.
    ``opened_at`` is when the first attempt was asked for; scorecards bear it, so that it does not
    show how often a run was taken up again.

    ``folder`` is where its files lie, once collected; it is named by the hash of the frozen
    figures, so that nothing in it can differ. ``policy`` is the version that scored. ``settled``:
    no event waited to be counted when they were frozen.
    """

    quarter: str
    run: int
    state: RunState = RunState.RUNNING
    asked_by: str
    reason: str | None = None
    opened_at: datetime
    attempt: int = 1
    attempt_at: datetime
    folder: str | None = None
    policy: int | None = None
    suppliers: int = 0
    batches: int = 0
    collected_at: datetime | None = None
    settled: bool | None = None
    excellent: int = 0
    qualified: int = 0
    unqualified: int = 0
    not_rated: int = 0
    ended_at: datetime | None = None
    error: str | None = None
    version: int = 1

    @property
    def name(self) -> str:
        """``2026Q4-00001``."""
        return f"{self.quarter}-{self.run:05d}"

    @property
    def execution(self) -> str:
        """What the execution of its attempt is called: the same one however often it is started."""
        return f"{self.name}-{self.attempt}"

    @property
    def counts(self) -> Counts:
        """Of a run that has ended."""
        return Counts(
            excellent=self.excellent,
            qualified=self.qualified,
            unqualified=self.unqualified,
            not_rated=self.not_rated,
        )


def attempt_of(execution: str) -> tuple[str, int, int]:
    """Quarter, run and attempt behind the name of an execution."""
    quarter, number, attempt = execution.split("-")
    return quarter, int(number), int(attempt)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchMark:
    """A batch that was recorded, with its scorecards by band; there is at most one of a number."""

    quarter: str
    run: int
    number: int
    excellent: int = 0
    qualified: int = 0
    unqualified: int = 0
    not_rated: int = 0

    @property
    def counts(self) -> Counts:
        """The same as counts."""
        return Counts(
            excellent=self.excellent,
            qualified=self.qualified,
            unqualified=self.unqualified,
            not_rated=self.not_rated,
        )


@dataclass(frozen=True, slots=True)
class Collected:
    """What the collecting found: see :class:`Run`."""

    folder: str
    policy: int
    suppliers: int
    batches: int
    settled: bool


def due_quarter(now: datetime) -> str:
    """The quarter to assess at ``now``: the one before the running one in China."""
    return quarters.before(quarters.quarter_of(now))


def opened(
    last: Run | None,
    quarter: str,
    asked_by: str,
    reason: str | None,
    now: datetime,
    *,
    under_way: bool,
) -> Run:
    """The run after somebody asked for one: the first of its quarter, the next attempt of one that
    is not finished, or the next run after a finished one, for which there must be a reason.

    ``under_way`` tells whether an execution of the last one works.
    """
    if not quarters.is_over(quarter, now):
        raise QuarterNotOverError(quarter=quarter)
    if last is None:
        return _first(quarter, 1, asked_by, reason, now)
    if last.state is RunState.COMPLETED:
        if not reason:
            raise AssessmentReasonNeededError(quarter=quarter)
        return _first(quarter, last.run + 1, asked_by, reason, now)
    if under_way:
        raise AssessmentRunningError(quarter=quarter, run=last.run)
    return replace(
        last,
        state=RunState.RUNNING,
        reason=reason or last.reason,
        attempt=last.attempt + 1,
        attempt_at=now,
        ended_at=None,
        error=None,
    )


def _first(quarter: str, number: int, asked_by: str, reason: str | None, now: datetime) -> Run:
    return Run(
        quarter=quarter,
        run=number,
        asked_by=asked_by,
        reason=reason,
        opened_at=now,
        attempt_at=now,
    )


def may_still_start(run: Run, now: datetime) -> bool:
    """Whether an execution that the cloud does not know yet may only be on its way."""
    return now < run.attempt_at + STARTS_WITHIN


def collected(run: Run, found: Collected, now: datetime) -> Run:
    """The run after its figures were frozen and scored."""
    return replace(
        run,
        folder=found.folder,
        policy=found.policy,
        suppliers=found.suppliers,
        batches=found.batches,
        collected_at=now,
        settled=found.settled,
    )


def completed(run: Run, counts: Counts, now: datetime) -> Run:
    """The run after every scorecard was recorded."""
    return replace(_with(run, counts), state=RunState.COMPLETED, ended_at=now)


def failed(run: Run, counts: Counts, error: str, now: datetime) -> Run:
    """The run after a technical failure that no repetition cured."""
    return replace(_with(run, counts), state=RunState.FAILED, error=error, ended_at=now)


def _with(run: Run, counts: Counts) -> Run:
    return replace(
        run,
        excellent=counts.excellent,
        qualified=counts.qualified,
        unqualified=counts.unqualified,
        not_rated=counts.not_rated,
    )


def counted(bands: Iterable[str]) -> Counts:
    """How many there are of each band."""
    sums = dict.fromkeys(BANDS, 0)
    for band in bands:
        sums[band] += 1
    return Counts(**sums)


def summed(marks: Iterable[BatchMark]) -> Counts:
    """The scorecards of batches by band."""
    return sum((mark.counts for mark in marks), Counts())


def cut(items: Sequence[T], size: int = BATCH) -> list[Sequence[T]]:
    """``items`` in batches of ``size``; none of nothing."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def percent(run: Run, recorded: int) -> int:
    """How much of a run is done, in whole per cent; 100 only when it is completed."""
    if run.state is RunState.COMPLETED:
        return 100
    if not run.suppliers:
        return 0
    return min(99, 100 * recorded // run.suppliers)
