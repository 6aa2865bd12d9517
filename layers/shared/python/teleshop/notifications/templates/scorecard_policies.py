"""What staff are told of versions of the scorecard policy."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "approved": Words("已批准", "approved"),
    "returned": Words("被退回", "returned"),
    "refused": Words("未批准", "refused"),
    "lapsed": Words("未能在期限内完成审批而失效", "not decided in time, so it lapsed"),
}


def told(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Whoever proposed it; and compliance of what will hold."""
    requester = Recipient(RecipientKind.PERSON, facts["requester"])
    if facts["outcome"] != "approved":
        return (requester,)
    return (requester, Recipient(RecipientKind.ROLE, "compliance"))


TEMPLATES = (
    Template(
        event="ScorecardPolicyDecided",
        context="assessment",
        recipients=told,
        subject=Words("考核政策审批有结果", "A scorecard policy was decided"),
        body=Words(
            "供应商考核政策第 {policy} 版（自 {effective_quarter} 起）{outcome:word}。理由请登录"
            "平台查看；未批准的，请修改后重新提出。",
            "Version {policy} of the scorecard policy (from {effective_quarter} on) was "
            "{outcome:word}. The reason is shown on the platform; what was not approved can be "
            "proposed again with changes.",
        ),
        words=WORDS,
    ),
)
