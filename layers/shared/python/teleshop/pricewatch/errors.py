"""Refusals of watching prices."""

from teleshop.kernel.errors import NotFoundError, Refusal


class ViolationNotFoundError(NotFoundError):
    """There is no such violation, or none the caller may know of."""

    code, clause = "violation_not_found", "4.4.4"
    zh = "未找到该价格违规记录，请核对编号。"
    en = "There is no such price violation; check the identifier."


class ViolationEndedError(Refusal):
    """A violation that was closed or dismissed is changed no more."""

    code, clause = "violation_ended", "4.4.4"
    zh = "该价格违规已结案，记录不再变更；如有新情况将另行立案。"
    en = "This price violation is closed and stays as it is; new facts make a new one."


class CorrectionMissingError(Refusal):
    """Nobody has said yet what was done about the violation."""

    code, clause = "correction_missing", "4.4.3"
    zh = "责任人尚未提交说明；请先由责任人提交整改或情况说明。"
    en = "Nobody responsible has stated yet what was done or what happened; that comes first."


class OwnCorrectionError(Refusal):
    """Whoever corrected a violation wants to verify it."""

    code, clause = "own_correction", "4.4.3"
    zh = "整改须由整改人以外的人员核验。"
    en = "A correction is verified by another person than the one who made it."


class DayCheckNotFoundError(NotFoundError):
    """The prices of that day were not checked."""

    code, clause = "day_check_not_found", "4.3.4"
    zh = "该日尚未核对收费与公布价格；请先提出核对。"
    en = "What was charged on that day was not checked yet; ask for it first."


class DayNotOverError(Refusal):
    """A day is to be checked that is not over."""

    code, clause, pointer, status = "day_not_over", "4.3.4", "/day", 422
    zh = "{day}（北京时间）尚未结束；请选择今天以前的日期。"
    en = "{day} is not over in China; choose a day before today."


class RecordNotFoundError(NotFoundError):
    """Nobody asked for a record of that month."""

    code, clause = "violation_record_not_found", "4.4.4"
    zh = "该月的价格违规记录尚未生成；请先提出申请。"
    en = "There is no record of that month yet; ask for it first."


class RecordMonthError(Refusal):
    """A record is asked for of a month that has not begun."""

    code, clause, pointer, status = "violation_record_month", "4.4.4", "/month", 422
    zh = "{month} 尚未开始；请选择本月或以前的月份。"
    en = "{month} has not begun; choose this month or an earlier one."
