"""Refusals of promotions."""

from teleshop.kernel.errors import NotFoundError, Refusal


class PromotionNotFoundError(NotFoundError):
    """No promotion of that id, or none that the caller may know of."""

    code = "promotion_not_found"
    zh = "未找到该促销，请核对编号。"
    en = "There is no such promotion; check its identifier."


class PromotionNotReadyError(Refusal):
    """The checks before approval found something; ``errors`` has every remark."""

    code, clause = "promotion_not_ready", "4.3.2"
    zh = "促销未通过检查，请按 errors 中的说明逐项修改后重新提交。"
    en = "The promotion does not pass its checks; correct each point in errors and submit it again."


class NotPlannerError(Refusal):
    """Somebody else's plan: who writes it may not be another than who is kept from approving it."""

    code, clause, status = "not_planner", "4.2.3", 403
    zh = "只有创建该促销的人可以修改和提交；如需不同的内容，请自行新建促销。"
    en = "Only whoever planned this promotion may change and submit it; plan one of your own."


class PlanClosedError(Refusal):
    """It is in review, approved or over."""

    code, clause = "promotion_closed", "4.3.1"
    zh = "促销当前状态（{state}）不能修改或提交；请先撤回，或新建促销。"
    en = (
        "The promotion is {state} and cannot be changed or submitted; withdraw it, or plan another."
    )


class NotWithdrawableError(Refusal):
    """It has begun, or is over."""

    code, clause = "promotion_not_withdrawable", "4.3.1"
    zh = "促销已开始或已结束（{state}），不能撤回；进行中的促销请使用停止。"
    en = "The promotion has begun or is over ({state}) and cannot be withdrawn; stop it if it runs."


class NotStoppableError(Refusal):
    """It is not approved, or over."""

    code, clause = "promotion_not_stoppable", "4.4.2"
    zh = "只有已批准或进行中的促销可以停止，当前状态为 {state}。"
    en = "Only a promotion that is approved or runs can be stopped; this one is {state}."


class NotStalledError(Refusal):
    """Its review runs, or it has ended."""

    code, clause = "promotion_review_not_stalled", "4.3.1"
    zh = "该促销的审批没有中断，无需重新启动；请在审批列表中查看进度。"
    en = "The review of this promotion has not stopped; see the approvals for where it stands."
