"""The gate of one supplier: clear, warned, held.

Nobody is held without having been told: a hold rests on a share whose letter came days before. A
hold never ends by time; a person ends it, with a reason. A warning ends by itself, but only after a
whole window below every threshold, so that a share that swings around one brings one letter and not
one a day.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from teleshop.kernel.clock import china_date
from teleshop.qualitygate.domain.judgement import Judgement, Level, Reading
from teleshop.qualitygate.domain.policy import Check, GatePolicy
from teleshop.qualitygate.errors import NotHeldError, StillAboveError


class GateState(StrEnum):
    """How a supplier stands between two assessments."""

    CLEAR = "clear"
    WARNED = "warned"
    HELD = "held"


class LetterKind(StrEnum):
    """What a letter says."""

    WARNED = "warned"
    HELD = "held"
    REINSTATED = "reinstated"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Named:
    """A share that stood in a letter, and the day of that letter."""

    check: Check
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """``named``: what the letters since the supplier was last clear are about. ``calm_since``: the
    first day on which no threshold was reached any more. Before ``no_hold_before`` there is no
    hold; ``hold_letter`` is the letter that told of the one there is.
    """

    supplier_id: str
    state: GateState = GateState.CLEAR
    since: datetime
    named: tuple[Named, ...] = ()
    calm_since: date | None = None
    no_hold_before: date | None = None
    hold_letter: str | None = None
    version: int = 1

    @property
    def checks(self) -> frozenset[Check]:
        """What the supplier was told of."""
        return frozenset(one.check for one in self.named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a supplier was told, with the figures it rests on. ``hold_from`` is the first day on
    which there may be a hold; ``reason`` and ``by`` are of the person who decided.
    """

    id: str
    supplier_id: str
    kind: LetterKind
    at: datetime
    judgement: Judgement
    readings: tuple[Reading, ...]
    hold_from: date | None = None
    by_exception: bool = False
    reason: str = field(default="", repr=False)
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a gate; ``kind`` says of a letter that is due, about ``readings``."""

    gate: Gate
    kind: LetterKind | None = None
    readings: tuple[Reading, ...] = ()
    hold_from: date | None = None
    by_exception: bool = False


def opened(supplier_id: str, now: datetime) -> Gate:
    """The gate of a supplier about whom nothing is on record."""
    return Gate(supplier_id=supplier_id, since=now)


def judged(gate: Gate, judgement: Judgement, policy: GatePolicy, now: datetime) -> Step:
    """What a judgement of that instant means for a gate. Too few orders change nothing; neither
    does a judgement that is older than the last change.
    """
    today = china_date(now)
    if (
        judgement.level is Level.NOT_JUDGED
        or gate.state is GateState.HELD
        or today < china_date(gate.since)
    ):
        return Step(gate)
    told = judgement.at_least(Level.WARN)
    if not told:
        return _calm(gate, policy, now)
    holding = [one for one in judgement.at_least(Level.HOLD) if _may_hold(gate, one, policy, today)]
    if holding:
        held = replace(gate, state=GateState.HELD, since=now, calm_since=None)
        return Step(held, LetterKind.HELD, tuple(holding))
    new = [one for one in told if one.check not in gate.checks]
    if not new:
        return Step(replace(gate, calm_since=None))
    warned = replace(
        gate,
        state=GateState.WARNED,
        since=gate.since if gate.state is GateState.WARNED else now,
        named=(*gate.named, *(Named(one.check, today) for one in new)),
        calm_since=None,
    )
    earliest = earliest_hold(warned, policy, today, {one.check for one in told})
    return Step(warned, LetterKind.WARNED, told, earliest)


def reinstated(
    gate: Gate, judgement: Judgement, policy: GatePolicy, now: datetime, *, exception: bool
) -> Step:
    """The hold lifted by a person; the supplier stays under watch. What is still at a threshold
    stands in the letter, and counts from its day.

    Raises :class:`NotHeldError`; :class:`StillAboveError` while the share that means a hold is
    reached, or too little was counted to say, unless it is an exception.
    """
    if gate.state is not GateState.HELD:
        raise NotHeldError
    needed = judgement.level in {Level.HOLD, Level.NOT_JUDGED}
    if needed and not exception:
        raise StillAboveError
    today, told = china_date(now), judgement.at_least(Level.WARN)
    days = policy.exception_days if needed else policy.notice_days
    after = replace(
        gate,
        state=GateState.WARNED,
        since=now,
        named=tuple(Named(one.check, today) for one in told),
        calm_since=None if told or needed else today,
        no_hold_before=today + timedelta(days=days),
        hold_letter=None,
    )
    earliest = earliest_hold(after, policy, today)
    return Step(after, LetterKind.REINSTATED, told, earliest, by_exception=needed)


def earliest_hold(
    gate: Gate, policy: GatePolicy, today: date, checks: Collection[Check] = tuple(Check)
) -> date:
    """The first day on which what was told so far of ``checks`` may become a hold: after ``today``,
    since a day has one judgement.
    """
    told = [one.on for one in gate.named if one.check in checks]
    earliest = (min(told) if told else today) + timedelta(days=policy.notice_days)
    return max(earliest, gate.no_hold_before or earliest, today + timedelta(days=1))


def _may_hold(gate: Gate, reading: Reading, policy: GatePolicy, today: date) -> bool:
    if gate.no_hold_before is not None and today < gate.no_hold_before:
        return False
    notice = timedelta(days=policy.notice_days)
    return any(one.check is reading.check and one.on + notice <= today for one in gate.named)


def _calm(gate: Gate, policy: GatePolicy, now: datetime) -> Step:
    if gate.state is GateState.CLEAR:
        return Step(gate)
    today = china_date(now)
    if gate.calm_since is None:
        return Step(replace(gate, calm_since=today))
    if today < gate.calm_since + timedelta(days=policy.calm_days):
        return Step(gate)
    return Step(let_go(gate, now), LetterKind.CLEARED)


def let_go(gate: Gate, now: datetime) -> Gate:
    """The gate without anything against the supplier."""
    return replace(
        gate,
        state=GateState.CLEAR,
        since=now,
        named=(),
        calm_since=None,
        no_hold_before=None,
        hold_letter=None,
    )
