"""When a case reached the platform: clocks start at the call, also when it is entered later, such
as after an outage of the system (standard 6.1.3). Entering late must not become a way to choose
the start, so it is bounded.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.kernel.errors import FieldError

ENTERED_WITHIN: Final = timedelta(hours=24)
"""Calls and letters are entered within a day; own choice."""
ENTERED_AT_LAST: Final = timedelta(days=7)
"""After an outage within a week; own choice."""
CLAUSE: Final = "6.1.3"


class LateReason(StrEnum):
    """Why something is entered more than a day after it came in."""

    OUTAGE = "outage"


def arrival_faults(
    told: datetime | None, reason: LateReason | None, now: datetime, *, pointer: str
) -> list[FieldError]:
    """What is wrong with the instant of arrival that somebody enters at ``now``; empty if nothing.

    Both limits are still allowed themselves.
    """
    if told is None:
        return []
    if told > now:
        return [
            FieldError(
                pointer,
                "arrival_in_future",
                "填写的时间不能晚于当前时间，请核对后填写。",
                "The time given lies ahead; correct it.",
                clause=CLAUSE,
            )
        ]
    age = now - told
    if age > ENTERED_AT_LAST:
        return [
            FieldError(
                pointer,
                "arrival_too_old",
                "填写的时间早于 {days} 天前，不能补录；请按当前时间登记。",
                "The time given is more than {days} days ago, too long for a later entry; enter it "
                "with the present time.",
                params={"days": ENTERED_AT_LAST.days},
                clause=CLAUSE,
            )
        ]
    if age > ENTERED_WITHIN and reason is not LateReason.OUTAGE:
        return [
            FieldError(
                pointer,
                "arrival_late",
                "填写的时间已超过 24 小时；仅系统故障后的补录允许，请填写 late_reason=outage。",
                "The time given is more than 24 hours ago; only an outage allows that: give "
                "late_reason=outage.",
                clause=CLAUSE,
            )
        ]
    return []
