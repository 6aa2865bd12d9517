"""Roles and states in words, for refusals."""

from collections.abc import Mapping
from datetime import datetime

from teleshop.kernel.actor import Role
from teleshop.kernel.clock import CHINA

ROLES: Mapping[Role, tuple[str, str]] = {
    Role.REVIEWER: ("审核员", "a reviewer"),
    Role.INSPECTOR: ("考察员", "an inspector"),
    Role.LEGAL: ("法务", "legal"),
    Role.SIGNATORY: ("签署人", "a signatory"),
    Role.MANAGER: ("经理", "a manager"),
    Role.MERCHANDISER: ("商品企划", "a merchandiser"),
    Role.AGENT: ("客服", "an agent"),
    Role.LEAD: ("客服主管", "a team lead"),
    Role.FINANCE: ("财务", "finance"),
    Role.COMPLIANCE: ("合规", "compliance"),
    Role.AUDITOR: ("审计", "an auditor"),
    Role.ADMIN: ("管理员", "an administrator"),
    Role.WAREHOUSE: ("仓库", "the warehouse"),
    Role.STUDIO: ("演播室", "the studio"),
}
CHOICES: Mapping[str, tuple[str, str]] = {
    "approve": ("批准", "approve"),
    "reject": ("驳回", "reject"),
    "return_for_change": ("退回修改", "return for change"),
}
STATES: Mapping[str, tuple[str, str]] = {
    "open": ("待决定", "open"),
    "approved": ("已批准", "approved"),
    "rejected": ("已驳回", "rejected"),
    "returned": ("已退回修改", "returned for change"),
    "timed_out": ("已逾期", "timed out"),
    "withdrawn": ("已撤回", "withdrawn"),
}


def local_time(at: datetime) -> str:
    """An instant as people here read it: ``2026-11-23T12:00+08:00``."""
    return at.astimezone(CHINA).isoformat(timespec="minutes")
