"""What leads and managers are told of causes out of control and of many complaints at once."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "product": Words("商品", "product"),
    "slot": Words("节目时段", "programme slot"),
    "supplier": Words("供应商", "supplier"),
    "above_limit": Words("超出控制上限", "above the upper control limit"),
    "run_above_centre": Words(
        "连续多周高于中心线", "above the centre line for many weeks in a row"
    ),
}


def those_in_charge(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The leads and the managers of customer service."""
    return tuple(Recipient(RecipientKind.ROLE, role) for role in ("lead", "manager"))


TEMPLATES = (
    Template(
        event="CauseOutOfControl",
        context="analysis",
        recipients=those_in_charge,
        subject=Words("投诉原因失控预警", "A cause of complaints is out of control"),
        body=Words(
            "{week} 原因“{cause_zh}”（{cause}）{rule:word}：投诉 {count} 件，预期 {centre} 件，"
            "上限 {limit} 件。请分析原因并安排整改。",
            "In {week} the cause “{cause_en}” ({cause}) was {rule:word}: {count} complaints, "
            "{centre} expected, {limit} at most by chance. Please find out why and have it put "
            "right.",
        ),
        words=WORDS,
    ),
    Template(
        event="ComplaintBurst",
        context="analysis",
        recipients=those_in_charge,
        subject=Words("集中投诉预警", "Many complaints at once"),
        body=Words(
            "{scope:word} {scope_id} 自 {started_at:instant} 起已有 {count} 件投诉"
            "（{window_minutes} 分钟内达 {threshold} 件即预警）。编号：{burst_id}。",
            "There have been {count} complaints about {scope:word} {scope_id} since "
            "{started_at:instant} ({threshold} within {window_minutes} minutes raise an alarm). "
            "Burst: {burst_id}.",
        ),
        words=WORDS,
    ),
)
