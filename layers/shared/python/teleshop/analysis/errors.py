"""Refusals of the analysis context."""

from teleshop.kernel.errors import NotFoundError, Refusal

__all__ = ["BurstNotFoundError", "CauseNotFoundError", "CauseUnknownError"]


class CauseUnknownError(Refusal):
    """A code is given to a case that is no cause of the second level, or is no longer given."""

    code, status, clause = "cause_unknown", 422, "6.1.4"
    pointer = "/cause"
    zh = "原因代码“{cause}”不存在、已停用或不是二级代码；请从 GET /causes 中选择二级代码。"
    en = (
        "There is no cause '{cause}' that a case may carry; choose a code of the second level from "
        "GET /causes."
    )


class CauseNotFoundError(NotFoundError):
    """No such cause, now or before."""

    code = "cause_not_found"
    zh = "未找到该原因代码，请在 GET /causes 中核对。"
    en = "There is no such cause; check the code in GET /causes."


class BurstNotFoundError(NotFoundError):
    """No such burst of complaints."""

    code = "burst_not_found"
    zh = "未找到该集中投诉记录，请核对编号。"
    en = "There is no such burst of complaints; check the identifier."
