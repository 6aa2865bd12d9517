"""Refusals of the approvals capability."""

from teleshop.kernel.errors import ForbiddenError, NotFoundError, Refusal


class ApprovalNotFoundError(NotFoundError):
    """No approval of that id, or none that the caller may know of."""

    code = "approval_not_found"
    zh = "未找到该审批，请核对编号。"
    en = "There is no such approval; check the identifier."


class ApprovalClosedError(Refusal):
    """The time for a decision has passed, or the applicant has withdrawn: nothing is left to
    decide.
    """

    code, clause = "approval_closed", "3.1.3"
    zh = "该审批已于 {at} 由{by_zh}结束（{state_zh}），不能再作决定；如需处理，请由申请方重新提交。"
    en = (
        "This approval was closed at {at} by {by_en} ({state_en}), so no decision is possible any "
        "more; the applicant has to submit again."
    )


class AlreadyDecidedError(Refusal):
    """Somebody has decided, or the same person decided otherwise before."""

    code, clause = "already_decided", "3.1.3"
    zh = "该审批已于 {at} 由{role_zh}决定（{state_zh}），决定不能更改。"
    en = "This approval was decided at {at} by {role_en} ({state_en}); a decision is final."


class ApprovalEscalatedError(Refusal):
    """The caller's role let its time pass; the next role decides now."""

    code, clause = "approval_escalated", "3.1.3"
    zh = "该审批因逾期已升级，现由{role_zh}决定。"
    en = "This approval was escalated because its time ran out; {role_en} decides now."


class RequirementMissingError(Refusal):
    """Something the approval is conditional on has not happened yet."""

    code, clause = "requirement_missing", "3.1.3"
    zh = "尚缺以下前提，不能批准：{missing}；请先完成，或驳回、退回修改。"
    en = (
        "It cannot be approved before this is there: {missing}; complete it first, or reject, or "
        "return for change."
    )


class ChoiceNotAllowedError(Refusal):
    """What the process has found so far does not leave this choice: a list with failed items is
    returned and not approved, say.
    """

    code, clause, pointer = "choice_not_allowed", "3.1.3", "/decision"
    zh = "按目前的审核结果，只能作出以下决定：{allowed_zh}；如需其他决定，请先更新审核结果。"
    en = (
        "As things stand only this can be decided: {allowed_en}; to decide otherwise, first change "
        "what was found."
    )


class UnknownRequirementError(Refusal):
    """The approval does not ask for a thing of that name."""

    code = "unknown_requirement"
    zh = "该审批没有名为 {requirement} 的前提。"
    en = "This approval has no requirement named {requirement}."


class NotResponsibleError(ForbiddenError):
    """The decision belongs to a role that the caller neither holds nor has by delegation."""

    code, clause = "not_responsible", "3.1.3"
    zh = "该审批由{role_zh}决定；您不具有该角色，也没有有效的委托。"
    en = (
        "This approval is for {role_en} to decide; you neither hold that role nor act for it by "
        "delegation."
    )


class FourEyesError(ForbiddenError):
    """Four eyes: the caller, or the person the caller acts for, asked for it or decided another
    step.
    """

    code, clause = "four_eyes", "3.1.3"
    zh = "根据回避要求，您不能决定该审批：{why_zh}。请由同一角色的其他人员处理。"
    en = "Another person has to decide this approval: {why_en}. Ask a colleague in the same role."


class NotApplicantError(ForbiddenError):
    """Only who asked, or the supplier it was asked for, may withdraw."""

    code, clause = "not_applicant", "3.1.3"
    zh = "只有申请方可以撤回。"
    en = "Only the applicant may withdraw."


class RoleNotHeldError(ForbiddenError):
    """A role can be delegated only by somebody who holds it."""

    code, clause = "role_not_held", "3.1.3"
    zh = "您不具有角色 {role}，不能委托该角色。"
    en = "You do not hold the role {role} and so cannot delegate it."


class DelegationNotFoundError(NotFoundError):
    """No delegation of that id, or none of the caller's."""

    code = "delegation_not_found"
    zh = "未找到该委托，请核对编号。"
    en = "There is no such delegation; check the identifier."
