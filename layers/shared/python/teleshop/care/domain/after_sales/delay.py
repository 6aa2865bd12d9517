"""By when the operator must refund, and when a delay counts as deliberate (R1.10, R1.11).

Both are the operator's duties: they run in calendar days and no holiday prolongs them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.care.domain.after_sales.policy import DELAY_DAYS, STATUTORY_DAYS
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.kernel.rules import rule

_CHECKED: Final = date(2026, 11, 24)
_PENALTIES: Final = "侵害消费者权益行为处罚办法"


class Delay(StrEnum):
    """The five cases of deliberate delay or refusal; the last two have no days of grace."""

    NOT_PROCESSED = "not_processed"
    NO_RETURN_ADDRESS = "no_return_address"
    NOT_REFUNDED = "not_refunded"
    OWN_RULE = "own_rule"
    BECAUSE_OPENED = "because_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What was done about a request for return. Instants in UTC, None for what has not happened.

    ``address_given_at``: a true address and contact for the return. ``excused``: there is a good
    reason, with proof, why the refund is late.
    """

    requested_at: datetime
    processed_at: datetime | None = None
    approved_at: datetime | None = None
    address_given_at: datetime | None = None
    received_at: datetime | None = None
    refunded_at: datetime | None = None
    excused: bool = False
    refused_by_own_rule_at: datetime | None = None
    refused_because_opened_at: datetime | None = None


@rule(
    id="R1.10",
    clause="6.3.1",
    source="消费者权益保护法",
    article="25",
    effective_from=date(2014, 3, 15),
    confidence="M",
    last_checked=_CHECKED,
)
def refund_due_on(received_on: date) -> date:
    """The last day of the refund: seven calendar days after the goods came back."""
    return received_on + timedelta(days=STATUTORY_DAYS)


def refund_due_at(received_at: datetime) -> datetime:
    """The first instant (UTC) at which the refund is late."""
    return end_of_china_day(refund_due_on(china_date(received_at)))


def delay_line(since: datetime) -> datetime:
    """The first instant (UTC) that lies more than fifteen days after the day of ``since``."""
    return end_of_china_day(china_date(since) + timedelta(days=DELAY_DAYS))


@rule(
    id="R1.11",
    clause="6.3.1",
    source=f"{_PENALTIES}；消费者权益保护法",
    article="9; 56",
    effective_from=date(2015, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def deliberate_delays(handling: Handling, now: datetime) -> dict[Delay, datetime]:
    """The cases that exist at ``now``, each with the instant since when."""
    found: dict[Delay, datetime] = {}
    line = delay_line(handling.requested_at)
    if _after(handling.processed_at, line, now):
        found[Delay.NOT_PROCESSED] = line
    # An address that was given makes a return possible; one that was refused needs none.
    wanted = handling.approved_at is not None and handling.received_at is None
    if wanted and _after(handling.address_given_at, line, now):
        found[Delay.NO_RETURN_ADDRESS] = line
    if handling.received_at is not None and not handling.excused:
        line = delay_line(handling.received_at)
        if _after(handling.refunded_at, line, now):
            found[Delay.NOT_REFUNDED] = line
    at_once = (
        (Delay.OWN_RULE, handling.refused_by_own_rule_at),
        (Delay.BECAUSE_OPENED, handling.refused_because_opened_at),
    )
    return found | {case: at for case, at in at_once if at is not None and at <= now}


@rule(
    id="R1.11-goods",
    clause="6.3.1",
    source=_PENALTIES,
    article="8",
    effective_from=date(2015, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def remedy_delay_line(requested_at: datetime) -> datetime:
    """The first instant at which exchange, repair or refund of faulty goods is deliberately late:
    more than fifteen days after the request.
    """
    return delay_line(requested_at)


def _after(done: datetime | None, line: datetime, now: datetime) -> bool:
    """Whether it was done on or after the line, or is still not done at ``now`` beyond it."""
    return (done if done is not None else now) >= line
