"""Refusals of the roster context."""

from teleshop.kernel.errors import NotFoundError, Refusal

__all__ = [
    "NotOnDutyError",
    "OwnTrainingError",
    "QualificationMissingError",
    "ShiftNotFoundError",
    "ShiftNotOpenError",
    "StaffMemberExistsError",
    "StaffMemberNotFoundError",
]


class NotOnDutyError(Refusal):
    """Somebody is given a case who is not on shift, or whose training is not valid."""

    code, clause = "not_on_duty", "6.1.2"
    zh = "{subject} 目前不能接单：{why_zh}。请改派在班且培训有效的人员。"
    en = "{subject} cannot take cases now: {why_en}. Choose somebody on shift with valid training."


class QualificationMissingError(Refusal):
    """A decision asks for a course that the person has no valid record of."""

    code, clause = "qualification_missing", "2.2.3"
    zh = (
        "您没有有效的“{course}”培训记录，不能处理此事项；请先完成该课程，"
        "并由主管登记（POST /staff/{{subject}}/trainings），或请有资格的同事处理。"
    )
    en = (
        "You have no valid record of the course '{course}', which this needs; pass it and have "
        "your lead enter it (POST /staff/{{subject}}/trainings), or ask a qualified colleague."
    )


class StaffMemberNotFoundError(NotFoundError):
    """No such member of staff."""

    code = "staff_member_not_found"
    zh = "未找到该客服人员，请核对其登录编号。"
    en = "There is no such member of staff; check the subject of the token."


class StaffMemberExistsError(Refusal):
    """Somebody is entered who is there already."""

    code, clause = "staff_member_exists", "6.1.2"
    zh = "该人员已登记；如需修改请使用 PUT。"
    en = "This person is entered already; use PUT to change the entry."


class OwnTrainingError(Refusal):
    """Somebody records training of their own."""

    code, status, clause = "own_training", 403, "6.1.2"
    zh = "不能登记本人的培训记录；请由其他主管登记。"
    en = "You cannot record your own training; let another lead or manager do it."


class ShiftNotFoundError(NotFoundError):
    """No such shift."""

    code = "shift_not_found"
    zh = "未找到该班次，请核对编号。"
    en = "There is no such shift; check the identifier."


class ShiftNotOpenError(Refusal):
    """A shift is cancelled that is over, or was cancelled for another reason."""

    code, clause = "shift_not_open", "6.1.1"
    zh = "班次已结束或已取消，不能再取消。"
    en = "The shift is over or was cancelled already; it cannot be cancelled."
