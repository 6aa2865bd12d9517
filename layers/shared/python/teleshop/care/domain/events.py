"""What happens in a case: an append-only list, from which state and clocks are computed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """The past of a case. Facts of each kind stand beside it; none is personal."""

    RECEIVED = "received"
    """`case_kind`, `channel`, `severity`, `policy`."""
    ASSIGNED = "assigned"
    """`assignee`, `team`."""
    UNASSIGNED = "unassigned"
    """`from`, `reason`: nobody has it any more, such as after the end of a shift."""
    TRANSFERRED = "transferred"
    """`team`, `skill`; the case waits for somebody of the other team."""
    RESPONDED = "responded"
    """A person spoke with the customer. `message`."""
    ANSWERED = "answered"
    """A clear answer with content. `message`."""
    RAISED = "raised"
    """The case is a major one. `reasons` (codes), `words` (of our own list) that were found."""
    HANDLED = "handled"
    """What was done about a major complaint. `message`."""
    PROMISED = "promised"
    """`promise` (its number as text), `due_at`, `what` (code)."""
    PROMISE_KEPT = "promise_kept"
    """`promise`."""
    ASKED = "asked"
    """`request` (its number as text), `party` (supplier or carrier), `party_id`."""
    PARTY_ANSWERED = "party_answered"
    """`request`."""
    TICKET_RECEIVED = "ticket_received"
    """A ticket of an authority: `ticket`, `authority`, `received_on`, `due_at` (of our answer),
    `accepted_by` (when the authority decides whether it accepts it, at the latest), `mediated_by`
    (when mediation ends after that). `confirmed` and `accepted_by_confirmed`: whether the working
    days are published as far as that.
    """
    TICKET_ANSWERED = "ticket_answered"
    """`ticket`."""
    MERGED = "merged"
    """This case took over another: `case`, `arrived_at`, `severity`, `handled_at` (a major one that
    was handled), `owes` (what that one still owed its customer: kind of clock and since when).
    """
    MERGED_AWAY = "merged_away"
    """Another case took this one over: `into`."""
    SPLIT = "split"
    """Part of it became a case of its own: `case`."""
    CLASSIFIED = "classified"
    """`cause`, `agreed`."""
    CLOSED = "closed"
    """`resolution`, `message` (if something was said about it)."""
    REOPENED = "reopened"
    """`reason`, `policy` (the version that the new clocks follow)."""
    POLICY_CHANGED = "policy_changed"
    """`policy`: the clocks that run are counted anew by that version."""
    BREACHED = "breached"
    """A clock ran out: `clock`, `due_at`, `late_party`, `role` that is told."""
    ESCALATED = "escalated"
    """`clock`, `level` (2 and above), `role`."""
    EXPLAINED = "explained"
    """Why a clock ran out; it does not undo it: `clock`, `message`."""
    HOLD_SET = "hold_set"
    """Legal hold: `reason`."""
    HOLD_LIFTED = "hold_lifted"
    """`reason`."""
    DECIDED = "decided"
    """An after-sales request: `outcome` (approved or refused)."""
    PARCEL_SENT = "parcel_sent"
    """The customer sent the goods: `carrier`, `parcel`."""
    GOODS_RECEIVED = "goods_received"
    """They came back."""
    INSPECTED = "inspected"
    """`outcome` (accepted, partly, refused)."""
    REFUNDED = "refunded"
    """`amount`, `reference`."""
    REPLACED = "replaced"
    """`parcel`."""
    REPAIR_STARTED = "repair_started"
    REPAIR_FINISHED = "repair_finished"
    """`outcome` (repaired or failed)."""
    SENT_BACK = "sent_back"
    """Refused goods went back to the customer: `parcel`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """``number`` counts from 1 within the case; ``at`` is when it happened, ``recorded_at`` when
    the platform learned of it; ``by`` is the subject of a token or ``system``.
    """

    case_id: str
    number: int
    kind: EventKind
    at: datetime
    recorded_at: datetime
    by: str
    facts: dict[str, Any] = field(default_factory=dict)
