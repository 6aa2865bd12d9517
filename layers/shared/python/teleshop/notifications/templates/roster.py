"""What those who plan the work of customer service are told."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

LEAD = Recipient(RecipientKind.ROLE, "lead")
MANAGER = Recipient(RecipientKind.ROLE, "manager")


def by_urgency(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The manager for what begins within a day, else the lead."""
    return (MANAGER if facts["urgent"] else LEAD,)


TEMPLATES = (
    Template(
        event="CoverGapFound",
        context="roster",
        recipients=by_urgency,
        subject=Words("发现无人值守的时段", "Hours without enough people on shift"),
        body=Words(
            "{starts_at:instant} 至 {ends_at:instant} 的在班人数不足：需要 {needed} 人，最少时仅 "
            "{least} 人（培训已过期者不计）。请安排班次。编号：{gap_id}。",
            "From {starts_at:instant} to {ends_at:instant} too few people are on shift: {needed} "
            "are needed, at the least there are {least} (not counting lapsed training). Please "
            "plan shifts. Gap: {gap_id}.",
        ),
    ),
    Template(
        event="CoverGapUrgent",
        context="roster",
        recipients=by_urgency,
        subject=Words("24 小时内无人值守", "Hours of the next day without enough people"),
        body=Words(
            "{starts_at:instant} 至 {ends_at:instant} 仍人数不足：需要 {needed} 人，最少时仅 "
            "{least} 人，距开始不足 24 小时。请立即安排。编号：{gap_id}。",
            "From {starts_at:instant} to {ends_at:instant} there are still too few people: "
            "{needed} are needed, at the least there are {least}, and it begins within 24 hours. "
            "Please act now. Gap: {gap_id}.",
        ),
    ),
)
