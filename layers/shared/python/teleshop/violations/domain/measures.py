"""What may be ordered against a supplier (standard 3.4.2), and how far it is carried out.

Measures that protect customers act at once when they are ordered: goods are held or taken down
while a case is open, the supplier is suspended and the authorities are told when it is decided
(E-Commerce Law, art. 29: disposal and report without delay). Punishments - warning, fine,
termination - wait until nobody can appeal any more. A decided measure is carried out by
functions/violations/execute_*.py, which note the outcome here.
"""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.violations.errors import MeasureNotFoundError


class MeasureKind(StrEnum):
    """From the mildest to the gravest."""

    WARNING = "warning"
    PRODUCT_SUSPENSION = "product_suspension"
    PRODUCT_TAKEDOWN = "product_takedown"
    FINE = "fine"
    SUPPLIER_SUSPENSION = "supplier_suspension"
    TERMINATION = "termination"
    HANDOVER = "handover"


class MeasureState(StrEnum):
    """`decided` waits for the end of the time for an appeal; `ordered` is being carried out; `done`
    and `failed` (a person must look at it) say how that went; `lifted` is to be taken back, which
    `undone` says was done; `dropped` was never begun.
    """

    DECIDED = "decided"
    ORDERED = "ordered"
    DONE = "done"
    FAILED = "failed"
    LIFTED = "lifted"
    UNDONE = "undone"
    DROPPED = "dropped"


ON_PRODUCTS: Final = frozenset({MeasureKind.PRODUCT_SUSPENSION, MeasureKind.PRODUCT_TAKEDOWN})
"""These name the goods that they are about."""
AT_ONCE: Final = ON_PRODUCTS | {MeasureKind.SUPPLIER_SUSPENSION, MeasureKind.HANDOVER}
"""These act when they are ordered, and are lifted if an appeal is upheld; all others wait."""
FOR_PANEL: Final = frozenset({MeasureKind.TERMINATION, MeasureKind.HANDOVER})
"""These are decided by three persons of different departments."""
IN_FORCE: Final = frozenset({MeasureState.ORDERED, MeasureState.DONE, MeasureState.FAILED})
"""Begun, and not taken back: what must be undone when the case falls."""
RANK: Final = {
    MeasureKind.WARNING: 0,
    MeasureKind.PRODUCT_SUSPENSION: 1,
    MeasureKind.PRODUCT_TAKEDOWN: 1,
    MeasureKind.FINE: 2,
    MeasureKind.SUPPLIER_SUSPENSION: 3,
    MeasureKind.TERMINATION: 4,
    MeasureKind.HANDOVER: 1,
}
"""How grave a measure is against the least one that the policy asks for. Handing over punishes
nobody by itself: it never stands for the platform's own measure.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of a case. ``id`` is unique in the case (`m1`, `m2` …); ``amount`` is fen, of a
    fine alone; ``products`` are those that a measure on goods is about; ``reference`` is what its
    execution left behind (an entry of the ledger, the authority's number), never personal.
    ``interim``: ordered before anything was decided. ``count`` is how many of ``products`` are
    dealt with.
    """

    id: str
    kind: MeasureKind
    amount: int = 0
    products: tuple[str, ...] = ()
    interim: bool = False
    state: MeasureState = MeasureState.DECIDED
    reference: str | None = None
    count: int = 0
    ordered_at: datetime | None = None
    noted_at: datetime | None = None

    @property
    def rank(self) -> int:
        """See :data:`RANK`."""
        return RANK[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureOutcome:
    """How the execution of a measure went: `done`, `failed`, or `undone` (taken back).
    ``reference`` and ``count`` as in :class:`Measure`.
    """

    state: MeasureState
    reference: str | None = None
    count: int = 0


def ordered(measures: tuple[Measure, ...], now: datetime, *, at_once: bool) -> tuple[Measure, ...]:
    """The measures once those that wait are ordered: with ``at_once`` only those that may not
    wait; else goods that were held so far are to be taken down for good, too.
    """

    def is_due(measure: Measure) -> bool:
        if measure.state is MeasureState.DECIDED:
            return measure.kind in AT_ONCE or not at_once
        for_good = measure.kind is MeasureKind.PRODUCT_TAKEDOWN and not at_once
        return for_good and measure.state in IN_FORCE

    return tuple(
        dataclasses.replace(measure, state=MeasureState.ORDERED, count=0, ordered_at=now)
        if is_due(measure)
        else measure
        for measure in measures
    )


def fallen(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """The measures once the case fell: what was begun is to be taken back, what was not is
    dropped.
    """
    return tuple(_fallen(measure) for measure in measures)


def _fallen(measure: Measure) -> Measure:
    if measure.state is MeasureState.DECIDED:
        return dataclasses.replace(measure, state=MeasureState.DROPPED)
    if measure.state in IN_FORCE:
        return dataclasses.replace(measure, state=MeasureState.LIFTED)
    return measure


def noted(
    measures: tuple[Measure, ...], measure_id: str, outcome: MeasureOutcome, now: datetime
) -> tuple[Measure, ...]:
    """The measures with the outcome of one noted; unchanged where it was noted before, or came too
    late: what is to be taken back is only ever taken back.
    """
    known = next((measure for measure in measures if measure.id == measure_id), None)
    if known is None:
        raise MeasureNotFoundError
    after = dataclasses.replace(
        known,
        state=outcome.state,
        reference=outcome.reference or known.reference,
        count=outcome.count or known.count,
        noted_at=now,
    )
    if not _follows(known, outcome.state):
        return measures
    return tuple(after if measure.id == measure_id else measure for measure in measures)


def _follows(known: Measure, outcome: MeasureState) -> bool:
    state = known.state
    if outcome is MeasureState.UNDONE:
        return state is MeasureState.LIFTED
    if outcome is MeasureState.DONE:
        return state in {MeasureState.ORDERED, MeasureState.FAILED}
    # Goods that are held may fail to be taken down for good.
    may_fail = {MeasureState.ORDERED, *([MeasureState.DONE] if known.kind in ON_PRODUCTS else [])}
    return outcome is MeasureState.FAILED and state in may_fail


def is_settled(measures: tuple[Measure, ...]) -> bool:
    """Whether nothing remains to be carried out or taken back."""
    ended = {MeasureState.DONE, MeasureState.UNDONE, MeasureState.DROPPED}
    return all(measure.state in ended for measure in measures)
