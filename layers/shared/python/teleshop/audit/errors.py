"""Refusals of the audit capability."""

from teleshop.kernel.errors import Refusal


class AuditDayUnknownError(Refusal):
    """Nothing is on record for that day: it lies in the future or is not a day."""

    code, status, clause = "audit_day_unknown", 404, "8.1.2"
    zh = "该日没有审计记录；请核对日期（格式 2026-11-23，北京时间）。"
    en = "There is no audit record for that day; check the date (2026-11-23, China time)."
