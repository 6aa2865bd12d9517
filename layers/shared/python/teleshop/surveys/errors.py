"""Refusals of the surveys context."""

from teleshop.kernel.errors import NotFoundError, Refusal


class ProgrammeNotFoundError(NotFoundError):
    """No survey programme of that id, or no such version of it."""

    code, clause = "survey_programme_not_found", "6.2.1"
    zh = "未找到该调查项目或版本，请核对编号。"
    en = "There is no such survey programme or version; check the identifier."


class ProgrammeClosedError(Refusal):
    """The programme has ended; it can be neither changed nor published."""

    code, clause = "survey_programme_closed", "6.2.1"
    zh = "该调查项目已结束，不能再修改或发布；请新建项目。"
    en = "The survey programme is closed and can no longer change; make a new one."


class NothingToPublishError(Refusal):
    """The draft is what is published already."""

    code, clause = "survey_draft_unchanged", "6.2.1"
    zh = "草稿与已发布的第 {number} 版相同，无需再次发布；请先修改草稿。"
    en = "The draft equals version {number} that is in force; change the draft first."


class ProgrammeNotActiveError(Refusal):
    """The programme has no version in force now: not published, closed, or outside its window."""

    code, clause = "survey_programme_not_active", "6.2.1"
    zh = "该调查项目当前没有生效的版本（未发布、已结束或不在有效期内）。"
    en = "The survey programme has no version in force (not published, closed, or out of season)."


class SurveyNotFoundError(NotFoundError):
    """No invitation of that id or token, or none that the caller may know of; a token that was
    replaced by a newer one is none any more.
    """

    code, clause = "survey_not_found", "6.2.2"
    zh = "该调查链接无效或已被新的链接替换；请使用最近一次收到的链接。"
    en = "This survey link is not valid or was replaced by a newer one; use the latest link."


class InvitationNotFoundError(NotFoundError):
    """No invitation of that id, or none that the caller may know of."""

    code, clause = "survey_invitation_not_found", "6.2.2"
    zh = "未找到该调查邀请，请核对编号。"
    en = "There is no such survey invitation; check the identifier."


class SurveyAnsweredError(Refusal):
    """The invitation has its answer; there is one per invitation."""

    code, clause = "survey_answered", "6.2.2"
    zh = "该调查已经答复，每份邀请只能答复一次。感谢您的参与。"
    en = "This survey has been answered; each invitation is answered once. Thank you."


class SurveyEndedError(Refusal):
    """The invitation has lapsed, was withdrawn, or has not begun."""

    code, clause = "survey_ended", "6.2.2"
    zh = "该调查当前不接受答复（已截止、已撤回或尚未开始）。"
    en = "This survey takes no answer now: it has ended, was withdrawn, or has not begun."


class ModeNotOfferedError(Refusal):
    """The programme does not ask in this way."""

    code, clause = "survey_mode_not_offered", "6.2.2"
    zh = "该调查项目未开放“{mode}”方式；可用方式：{modes}。"
    en = "The programme is not answered by {mode}; its ways are: {modes}."


class QuarterNotOverError(Refusal):
    """The quarter still runs, or its frame cannot be closed yet."""

    code, clause = "survey_quarter_not_over", "6.2.3"
    zh = "{quarter} 的数据须待 {day} 起方可使用。"
    en = "The figures of {quarter} can be used from {day} on."


class NoAnswersError(Refusal):
    """There is nothing to publish of the quarter."""

    code, clause = "survey_no_answers", "6.2.4"
    zh = "{quarter} 没有任何答复，无可公布的数据。"
    en = "There are no answers in {quarter}, so there is nothing to publish."


class CorrectionReasonError(Refusal):
    """The quarter is published: another publication is a correction and needs its reason."""

    code, status, clause = "survey_correction_reason", 422, "6.2.4"
    pointer = "/reason"
    zh = "{quarter} 已公布；再次公布属于更正，请填写更正原因（reason）。"
    en = "{quarter} is published; publishing again is a correction, so give its `reason`."


class SampleExistsError(Refusal):
    """The sample of this programme and quarter was asked for with another size or seed."""

    code, clause = "survey_sample_exists", "6.2.1"
    zh = "该项目 {quarter} 的样本已存在，且样本量或种子不同；同一季度只能抽样一次。"
    en = "There is a sample of {quarter} with another size or seed; a quarter is sampled once."


class FrameNotFoundError(NotFoundError):
    """What is asked for is no quarter, so that it has no frame."""

    code, clause = "survey_frame_not_found", "6.2.1"
    zh = "未找到该季度的抽样框；季度请按 2026Q4 的形式填写（2000 年至 2099 年）。"
    en = "There is no frame of such a quarter; write it like 2026Q4, from 2000 to 2099."


class SampleNotFoundError(NotFoundError):
    """No sample of that id."""

    code, clause = "survey_sample_not_found", "6.2.1"
    zh = "未找到该样本，请核对编号。"
    en = "There is no such sample; check the identifier."


class NotAQuarterlySampleError(Refusal):
    """Only programmes of that kind draw samples."""

    code, clause = "survey_not_a_sample", "6.2.1"
    zh = "只有季度抽样调查项目可以抽样。"
    en = "Only a programme of the kind quarterly_sample draws samples."


class CustomerUnnamedError(Refusal):
    """Staff record the wish of a customer and must say whose."""

    code, status, clause = "survey_customer_unnamed", 422, "6.2.2"
    pointer = "/customer_id"
    zh = "请填写提出要求的客户编号（customer_id）。"
    en = "Name the customer whose wish it is (customer_id)."
