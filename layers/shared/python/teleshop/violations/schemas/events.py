"""Events of violation cases. Amounts are whole fen; nothing personal: what the supplier says and
why something was decided is read through the service.
"""

from datetime import datetime
from typing import ClassVar

import msgspec

from teleshop.kernel.events import EventData


class MeasureFact(msgspec.Struct, frozen=True, kw_only=True):
    """A measure as in the case; ``state`` `lifted` is to be taken back."""

    id: str
    kind: str
    amount: int = 0
    products: tuple[str, ...] = ()
    interim: bool = False
    state: str
    reference: str | None = None


class ViolationEvent(EventData, frozen=True, kw_only=True):
    """What all events of a case say; ``type`` and ``gravity`` as in the case."""

    context: ClassVar[str] = "violations"

    case_id: str
    supplier_id: str
    type: str
    gravity: str


class ViolationCaseOpened(ViolationEvent, frozen=True, kw_only=True):
    """A case was opened. Whence its facts came is for staff alone, and the event is in the
    supplier's timeline: the case says it.
    """

    products: tuple[str, ...] = ()


class InterimMeasureOrdered(ViolationEvent, frozen=True, kw_only=True):
    """``measures`` are to be carried out at once: ordered while the case is open (`opened`), or
    decided and not such as wait for the end of the time for an appeal (`decided`).
    """

    cause: str
    measures: tuple[MeasureFact, ...]


class ViolationStatementRequested(ViolationEvent, frozen=True, kw_only=True):
    """The supplier may state its view before ``due_at``; then the case goes on without."""

    due_at: datetime


class ViolationStatementGiven(ViolationEvent, frozen=True, kw_only=True):
    """The supplier stated its view."""


class ViolationDecisionRequested(ViolationEvent, frozen=True, kw_only=True):
    """Somebody must decide: ``stage`` is `decision` or `appeal`; a new ``attempt`` follows a run
    that failed.
    """

    stage: str
    round: int
    attempt: int


class ViolationDecided(ViolationEvent, frozen=True, kw_only=True):
    """It is a violation: ``points`` count from ``decided_at`` on; the supplier may appeal before
    ``appeal_until``.
    """

    points: int
    measures: tuple[MeasureFact, ...]
    decided_at: datetime
    appeal_until: datetime


class ViolationAppealed(ViolationEvent, frozen=True, kw_only=True):
    """The supplier appealed: nothing more takes effect until that is decided."""


class ViolationEffective(ViolationEvent, frozen=True, kw_only=True):
    """Nobody can appeal any more: ``measures`` with state `ordered` are to be carried out now,
    those with `lifted` were ordered for the time being and are to be taken back. ``cause`` is
    `not_appealed` or `appeal_refused`; ``points_in_force`` is what stands against the supplier.
    """

    points: int
    points_in_force: int
    cause: str
    measures: tuple[MeasureFact, ...]


class ViolationAnnulled(ViolationEvent, frozen=True, kw_only=True):
    """The appeal was upheld: the points of ``decided_at`` are gone, and ``measures`` with state
    `lifted` are to be taken back.
    """

    points: int
    measures: tuple[MeasureFact, ...]
    decided_at: datetime


class ViolationDismissed(ViolationEvent, frozen=True, kw_only=True):
    """It is no violation: interim ``measures`` with state `lifted` are to be taken back."""

    measures: tuple[MeasureFact, ...]


class MeasureEvent(ViolationEvent, frozen=True, kw_only=True):
    """What became of one measure; ``reference`` is what its execution left behind."""

    measure_id: str
    kind: str
    amount: int = 0
    products: tuple[str, ...] = ()
    reference: str | None = None


class ViolationMeasureNoted(MeasureEvent, frozen=True, kw_only=True):
    """A measure was carried out (`done`) or taken back (`undone`)."""

    outcome: str


class ViolationMeasureFailed(MeasureEvent, frozen=True, kw_only=True):
    """A measure could not be carried out: a person must look at it."""


class ViolationCaseStalled(ViolationEvent, frozen=True, kw_only=True):
    """A decision came to nothing: ``error`` is its kind, `timed_out`, `withdrawn` (taken back
    before it was given), `not_independent` (by somebody who had a part in the case), or
    `other_case_open` (it waits for another case that may be appealed against). It is asked for
    again by itself.
    """

    stage: str
    round: int
    error: str


class ViolationCaseOverdue(ViolationEvent, frozen=True, kw_only=True):
    """Nobody reported what was found by ``due_at``: goods that were held at the opening are let go.
    Told again every few days.
    """

    due_at: datetime
