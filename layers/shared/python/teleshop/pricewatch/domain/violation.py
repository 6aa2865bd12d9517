"""A price violation (价格违规) and its life (standard 4.4.2-4.4.4).

The persons responsible correct it within its clock; somebody else verifies that and closes it. What
turns out to be none is dismissed with the reason. All of it stays on record.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.kernel.ids import derived_id
from teleshop.pricewatch.domain.policy import Kind, Severity, WatchPolicy
from teleshop.pricewatch.errors import (
    CorrectionMissingError,
    OwnCorrectionError,
    ViolationEndedError,
)


class ViolationState(StrEnum):
    """Where a violation stands."""

    OPEN = "open"
    CORRECTED = "corrected"
    """The persons responsible say what they did; it waits for verification."""
    CLOSED = "closed"
    DISMISSED = "dismissed"


ENDED: Final = frozenset({ViolationState.CLOSED, ViolationState.DISMISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact that proves it: ``what`` is a code (``published``, ``charged``, ``deal``, ``price``,
    ``reference`` …), ``amount`` fen, ``source`` the id of the order, price or promotion.
    """

    what: str
    source: str
    amount: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a detector found. ``facts`` name it: the same facts make the same violation, however
    often they are looked at.
    """

    kind: Kind
    severity: Severity
    facts: tuple[str, ...]
    sku: str
    channel: str
    evidence: tuple[Evidence, ...]
    order_id: str | None = None
    promotion_id: str | None = None

    @property
    def violation_id(self) -> str:
        """``pvi_…``, made from the kind and the facts."""
        return derived_id("pvi", self.kind, *self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """``due_at`` is when it must be corrected, at the ``attempt``-th attempt. ``holds_price``:
    whether the price of its SKU is suspended for it. ``overdue`` stays, once it was.
    """

    id: str
    kind: Kind
    severity: Severity
    sku: str
    channel: str
    product_id: str
    supplier_id: str
    evidence: tuple[Evidence, ...]
    found_at: datetime
    due_at: datetime
    state: ViolationState = ViolationState.OPEN
    holds_price: bool = False
    overdue: bool = False
    attempt: int = 1
    order_id: str | None = None
    promotion_id: str | None = None
    corrected_at: datetime | None = None
    corrected_by: str | None = None
    correction: str = field(default="", repr=False)
    ended_at: datetime | None = None
    ended_by: str | None = None
    ended_reason: str = field(default="", repr=False)
    version: int = 1


def opened(
    found: Found, product_id: str, supplier_id: str, policy: WatchPolicy, now: datetime
) -> Violation:
    """The violation that was found; a severe one suspends the price."""
    return Violation(
        id=found.violation_id,
        kind=found.kind,
        severity=found.severity,
        sku=found.sku,
        channel=found.channel,
        product_id=product_id,
        supplier_id=supplier_id,
        evidence=found.evidence,
        found_at=now,
        due_at=now + policy.correction[found.severity],
        holds_price=found.severity is Severity.SEVERE,
        order_id=found.order_id,
        promotion_id=found.promotion_id,
    )


def corrected(known: Violation, text: str, by: str, now: datetime) -> Violation:
    """With what was done about it; said again, the newer text stands."""
    if known.state in ENDED:
        raise ViolationEndedError
    return replace(
        known,
        state=ViolationState.CORRECTED,
        correction=text,
        corrected_at=now,
        corrected_by=by,
    )


def rejected(known: Violation, policy: WatchPolicy, now: datetime) -> Violation:
    """The correction does not do: it is open again, with what was left of its time, or a little
    more where nearly nothing was left.
    """
    if known.state in ENDED:
        raise ViolationEndedError
    if known.state is not ViolationState.CORRECTED:
        raise CorrectionMissingError
    return replace(
        known,
        state=ViolationState.OPEN,
        attempt=known.attempt + 1,
        due_at=max(known.due_at, now + policy.again),
    )


def closed(known: Violation, text: str, by: str, now: datetime) -> Violation:
    """Verified by somebody who did not correct it; the price holds again."""
    if known.state in ENDED:
        raise ViolationEndedError
    if known.state is not ViolationState.CORRECTED:
        raise CorrectionMissingError
    if known.corrected_by == by:
        raise OwnCorrectionError
    return _ended(known, ViolationState.CLOSED, text, by, now)


def dismissed(known: Violation, text: str, by: str, now: datetime) -> Violation:
    """It was none: the reason is on record (R2.8); the price holds again.

    Nobody lifts a suspension alone: somebody else must have said before what happened. Nor does
    anybody dismiss what they stated themselves.
    """
    if known.state in ENDED:
        raise ViolationEndedError
    if known.holds_price and known.state is not ViolationState.CORRECTED:
        raise CorrectionMissingError
    if known.corrected_by == by:
        raise OwnCorrectionError
    return _ended(known, ViolationState.DISMISSED, text, by, now)


def late(known: Violation) -> Violation:
    """Its clock ran out while it was not corrected."""
    return replace(known, overdue=True)


def _ended(known: Violation, state: ViolationState, text: str, by: str, now: datetime) -> Violation:
    return replace(
        known, state=state, ended_at=now, ended_by=by, ended_reason=text, holds_price=False
    )
