"""Refusals about what follows from a scorecard: appeal, improvement plan, report."""

from teleshop.kernel.errors import InvalidInputError, NotFoundError, Refusal


class ConsequenceNotFoundError(NotFoundError):
    """Nothing follows from that scorecard, or nothing that the caller may know of."""

    code = "consequence_not_found"
    zh = "该季度的考核结果没有需要处理的后续措施，请核对季度。"
    en = "Nothing follows from the scorecard of that quarter; check the quarter."


class ConsequenceStateError(Refusal):
    """What is asked for does not belong to the state that the matter is in."""

    code, clause = "consequence_state", "3.3.3"
    zh = "当前状态为“{state_zh}”，不能执行此操作；请查看考核结果了解当前进度。"
    en = "The matter is {state_en}, which does not allow this; the scorecard shows where it stands."


class NotDecidedYetError(Refusal):
    """There is nothing to appeal against before somebody decided."""

    code, clause = "consequence_not_decided", "3.3.3"
    zh = "尚未作出处理决定，无需申诉；决定作出后会通知您，并告知申诉期限。"
    en = (
        "Nothing is decided yet, so there is nothing to appeal against; you are told of the "
        "decision together with the last day for an appeal."
    )


class AppealWindowOverError(Refusal):
    """The ten working days are over."""

    code, clause = "appeal_window_over", "3.3.3"
    zh = "申诉期限已于 {last_day} 届满；如有新的事实，请联系合规部门。"
    en = (
        "The last day for an appeal was {last_day}; turn to compliance if there are facts that "
        "were not known then."
    )


class AlreadyAppealedError(Refusal):
    """One appeal against one decision."""

    code, clause = "already_appealed", "3.3.3"
    zh = (
        "已对该决定提出过申诉（包括已撤回的），不能重复提出；申诉仍在审理的，补充材料请提交给"
        "合规部门。"
    )
    en = (
        "An appeal against this decision was filed before, also where it was taken back, and there "
        "is one only; while it is heard give further material to compliance."
    )


class AppealFaultyError(InvalidInputError):
    """Documents of the appeal cannot be used; all of them are listed."""

    clause = "3.3.3"


class PlanNotDueError(Refusal):
    """A plan is handed in while one is asked for."""

    code, clause = "plan_not_due", "3.3.3"
    zh = "当前不需要提交改进计划（状态：{state_zh}）；改进计划决定生效后才可以提交。"
    en = (
        "No improvement plan is asked for at present (the matter is {state_en}); it can be handed "
        "in once the decision takes effect."
    )


class PlanTooLateError(Refusal):
    """The time for the plan is over."""

    code, clause = "plan_too_late", "3.3.3"
    zh = "改进计划提交期限已于 {last_day} 届满，将重新作出处理决定；届时可以申诉。"
    en = (
        "The last day for the plan was {last_day}; it is decided anew what follows, and against "
        "that you can appeal."
    )


class PlanFaultyError(InvalidInputError):
    """The plan has faults; all of them are listed."""

    clause = "3.3.3"


class ReportNotFoundError(NotFoundError):
    """The report was not asked for yet."""

    code = "report_not_found"
    zh = "该格式的考核报告尚未生成；请先用 POST 同一地址申请生成。"
    en = "There is no report in that format yet; ask for it with POST at the same address."
