"""The clock of an offer, which stands still while people sleep."""

from datetime import datetime, timedelta

from teleshop.kernel.clock import china_date, end_of_china_day, start_of_china_day
from teleshop.waitlist.domain.policy import WaitlistPolicy


def answer_by(offered_at: datetime, policy: WaitlistPolicy) -> datetime:
    """When an offer ends that was made at ``offered_at``: when ``policy.answer_time`` of waking
    hours (China time) has passed. An offer of the night ends in the morning.
    """
    left, at = policy.answer_time, offered_at
    while True:
        midnight = start_of_china_day(china_date(at))
        begins, ends = max(at, midnight + policy.wakes), midnight + policy.sleeps
        awake = max(ends - begins, timedelta())
        if left <= awake:
            return begins + left
        left -= awake
        at = end_of_china_day(china_date(at))


def kept_until(joined_at: datetime, policy: WaitlistPolicy) -> datetime:
    """When an entry lapses that began at ``joined_at``: the end of its last China day."""
    return end_of_china_day(china_date(joined_at) + timedelta(days=policy.kept_days))
