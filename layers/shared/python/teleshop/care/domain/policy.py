"""The limits of clocks: versioned data. The standard's own limits are a ceiling that no version may
exceed; every other limit is the platform's own choice and named so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from teleshop.kernel.actor import Role

HOUR = timedelta(hours=1)

CEILINGS: Mapping[str, timedelta] = {
    "respond": HOUR,
    "answer": 24 * HOUR,
    "handle": 48 * HOUR,
}
"""Standard 6.1.3: respond within an hour, answer within 24, major ones handled within 48."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``respond``, ``answer`` and ``handle`` are the standard's (6.1.3); the rest is own choice.

    ``warn_at`` are shares of a clock in per cent; ``escalation`` is whom a breach goes to, level by
    level: the first at once, each next one ``escalate_after`` later, the last again and again.
    ``ticket_working_days``: internal limit for answers to authorities (rule R8.3).
    ``reserve`` is what the platform keeps of the customer's time to word its answer when it asks a
    supplier or carrier, and the least that these are given. ``reopen_within``: how long after the
    end a customer may reopen a case.
    """

    version: int
    effective_from: datetime
    respond: timedelta = HOUR
    answer: timedelta = 24 * HOUR
    handle: timedelta = 48 * HOUR
    close: timedelta = 7 * 24 * HOUR
    assign: timedelta = timedelta(minutes=5)
    enquiry_answer: timedelta = 24 * HOUR
    follow_up: timedelta = 24 * HOUR
    supplier_answer: timedelta = 12 * HOUR
    carrier_answer: timedelta = 12 * HOUR
    decision: timedelta = 24 * HOUR
    inspection: timedelta = 48 * HOUR
    replacement: timedelta = 7 * 24 * HOUR
    ticket_working_days: int = 3
    warn_at: tuple[int, ...] = (50, 80)
    escalation: tuple[Role, ...] = (Role.LEAD, Role.MANAGER)
    escalate_after: timedelta = HOUR
    repeat_after: timedelta = 24 * HOUR
    reserve: timedelta = HOUR
    reopen_within: timedelta = 30 * 24 * HOUR

    def role_of(self, level: int) -> Role:
        """Whom level ``level`` (from 1) of a breach goes to; the last one keeps it."""
        return self.escalation[min(level, len(self.escalation)) - 1]

    def pause_before(self, level: int) -> timedelta:
        """How long after level ``level - 1`` level ``level`` follows."""
        return self.escalate_after if level <= len(self.escalation) else self.repeat_after


FIRST_POLICY = Policy(version=1, effective_from=datetime(2026, 1, 1, tzinfo=UTC))
"""In force until a manager publishes another."""

Policies = Mapping[int, Policy]
"""Policies by version."""
