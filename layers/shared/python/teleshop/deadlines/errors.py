"""Refusals of the deadlines capability."""

from teleshop.kernel.errors import Refusal


class DeadlineNotFoundError(Refusal):
    """No deadline of that id."""

    code, status = "deadline_not_found", 404
    zh = "未找到该时限。"
    en = "There is no such deadline."


class DeadlineNotPausableError(Refusal):
    """The clock of this kind runs without pause, or has ended, or is not paused."""

    code, clause = "deadline_not_pausable", "6.1.3"
    zh = "该时限不可暂停或恢复：此类时限连续计算，或已结束。"
    en = "This clock cannot be paused or resumed: its kind runs without pause, or it has ended."


class DeadlineEndedError(Refusal):
    """The deadline has ended and cannot be moved."""

    code = "deadline_ended"
    zh = "该时限已结束，不能更改。"
    en = "This deadline has ended and cannot be changed."
