"""Refusals of runs and scorecards."""

from teleshop.kernel.errors import NotFoundError, Refusal, TeleshopError


class AssessmentRunNotFoundError(NotFoundError):
    """The quarter was not assessed."""

    code = "assessment_run_not_found"
    zh = "该季度尚无考核记录；请核对季度，或发起该季度的考核。"
    en = "That quarter has not been assessed; check the quarter, or start its assessment."


class QuarterNotOverError(Refusal):
    """A quarter is assessed when its last day in China is over."""

    code, clause, pointer = "assessment_quarter_not_over", "3.3.1", "/quarter"
    zh = "{quarter} 尚未结束，不能考核；请在该季度最后一日（北京时间）结束后再发起。"
    en = "{quarter} is not over yet; start its assessment after its last day in China has ended."


class QuarterWithoutFiguresError(Refusal):
    """Before the platform began, nobody has anything to be assessed by."""

    code, clause, pointer = "assessment_quarter_without_figures", "3.3.1", "/quarter"
    zh = "{quarter} 没有任何供应商的数据，无从考核；请核对季度。"
    en = (
        "Nothing was counted of any supplier in {quarter}, so there is nothing to assess; check "
        "the quarter."
    )


class AssessmentRunningError(Refusal):
    """A quarter has one run at a time."""

    code, clause = "assessment_running", "3.3.1"
    zh = "{quarter} 的第 {run} 次考核正在进行；请查询其进度，待其结束后再发起。"
    en = "Run {run} of {quarter} is under way; follow its progress and wait until it has ended."


class AssessmentReasonNeededError(Refusal):
    """Assessing a quarter again replaces what suppliers were told, for which there is a reason."""

    code, clause, pointer = "assessment_reason_needed", "3.3.1", "/reason"
    zh = "{quarter} 已完成考核；重新考核须填写理由（reason）。"
    en = "{quarter} has been assessed; to assess it again, say why in reason."


class ScorecardNotFoundError(NotFoundError):
    """No scorecard of that quarter, or none that the caller may see."""

    code = "scorecard_not_found"
    zh = "未找到该考核成绩，请核对供应商编号与季度。"
    en = "There is no such scorecard; check the supplier's identifier and the quarter."


class RunIncompleteError(TeleshopError):
    """Batches of a run are missing though all were said to be recorded: a technical failure."""

    code = "assessment_run_incomplete"


class AlreadyIssuedError(TeleshopError):
    """A repetition met a scorecard that was issued; nobody is told."""

    code = "scorecard_already_issued"


class FiguresNotSettledError(TeleshopError):
    """Events still wait to be counted; the state machine knows it by this name and asks again."""

    code = "figures_not_settled"
