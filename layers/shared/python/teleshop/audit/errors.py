"""Refusals of the audit capability, and what no operation of the platform can repair."""

from teleshop.kernel.errors import NotFoundError


class AuditDayNotFoundError(NotFoundError):
    """Nothing was chained on that day."""

    code, clause = "audit_day_not_found", "9.1.4"
    zh = "该日没有审计链记录，请核对日期（中国时间）。"
    en = "Nothing was chained on that day; check the date (China time)."


class AnchorConflictError(Exception):
    """An anchor of that day or hour exists and says something else than the chain.

    Never repaired by a program: the anchor is locked, so the chain was altered, or the clock of two
    runs disagreed. ``make verify-audit`` names the place.
    """
