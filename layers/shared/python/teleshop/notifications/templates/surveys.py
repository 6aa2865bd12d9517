"""What customers and staff are told of satisfaction surveys. A link to answer by is in no message:
the customer gets one in the application.
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words


def customer(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The customer, where there is one."""
    id = facts["customer_id"]
    return (Recipient(RecipientKind.PERSON, id),) if id else ()


def compliance(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who watch over what is published."""
    return (Recipient(RecipientKind.ROLE, "compliance"),)


TEMPLATES = (
    Template(
        event="SurveyInvited",
        context="surveys",
        recipients=customer,
        subject=Words("诚邀您评价我们的服务", "How did we do?"),
        body=Words(
            "请您对商品、服务和价格作出评价，只需一两分钟，{expires_at:instant} 前有效。"
            "请在应用的“我的调查”中打开（编号 {invitation_id}）；"
            "如不希望再收到此类邀请，可在同一处退订。",
            "Please tell us what you think of our goods, service and prices; it takes a minute or "
            "two and is open until {expires_at:instant}. Find it under “My surveys” in the "
            "application ({invitation_id}); there you can also choose not to be asked again.",
        ),
    ),
    Template(
        event="SatisfactionPublished",
        context="surveys",
        recipients=compliance,
        subject=Words("季度满意度已公布", "The satisfaction of a quarter was published"),
        body=Words(
            "{quarter} 满意度已公布（第 {version} 版）：公布 {shown} 项，"
            "因样本过小隐去 {withheld} 项。",
            "The satisfaction of {quarter} was published (version {version}): {shown} figures "
            "shown, {withheld} withheld for small groups.",
        ),
    ),
)
