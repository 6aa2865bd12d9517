"""Refusals of the care context: every "no" names its rule and what to do instead."""

from teleshop.kernel.errors import NotFoundError, Refusal

# -- cases ----------------------------------------------------------------------------------------


class CaseNotFoundError(NotFoundError):
    """No such case, or one that the caller may not know of."""

    code = "case_not_found"
    zh = "未找到该服务单，请核对编号。"
    en = "There is no such case; check the identifier."


class CaseClosedError(Refusal):
    """A closed case is to be worked on."""

    code, clause = "case_closed", "6.1.3"
    zh = "服务单 {case_id} 已结案；如需继续处理，请先重新打开。"
    en = "Case {case_id} is closed; reopen it first to go on with it."


class CaseMergedError(Refusal):
    """A case that another one took over is to be worked on."""

    code, clause = "case_merged", "6.1.3"
    zh = "服务单 {case_id} 已并入 {into}，请在 {into} 中处理。"
    en = "Case {case_id} was merged into {into}; go on there."


class CaseNotClosedError(Refusal):
    """An open case is to be reopened."""

    code, clause = "case_not_closed", "6.1.3"
    zh = "服务单 {case_id} 尚未结案，无需重新打开。"
    en = "Case {case_id} is open; there is nothing to reopen."


class ReopenTooLateError(Refusal):
    """A customer reopens a case long after its end."""

    code, clause = "reopen_too_late", "6.1.3"
    zh = "结案已超过 {days} 天，不能自行重新打开；请联系客服，或提交新的服务单。"
    en = (
        "The case was closed more than {days} days ago; ask customer service to reopen it, or "
        "send a new one."
    )


class NotReopenableError(Refusal):
    """A return, exchange or repair is to be reopened."""

    code, clause = "not_reopenable", "6.3.1"
    zh = "退换修服务单结案后不能重新打开；请提交新的申请，有异议请提交投诉。"
    en = (
        "A closed return, exchange or repair cannot be reopened; send a new request, or a "
        "complaint if you object."
    )


class ContentRequiredError(Refusal):
    """A response, answer, report or explanation without words."""

    code, status, clause = "content_required", 422, "6.1.3"
    pointer = "/text"
    zh = "答复须有具体内容，请填写后重新提交。"
    en = "This counts only with content; write what is said and send it again."


class AutomaticAnswerError(Refusal):
    """A machine responds or answers."""

    code, clause = "automatic_answer", "6.1.3"
    zh = "自动回执不能视为回应或答复，须由客服人员作出。"
    en = "An automatic receipt is neither a response nor an answer; a person must give it."


class BackdatedError(Refusal):
    """Something is entered with an earlier time after the case was opened."""

    code, status, clause = "backdated", 422, "6.1.3"
    pointer = "/arrived_at"
    zh = "只有登记来电时可以填写通话中的回应时间；之后的处理按当前时间记录。"
    en = (
        "An earlier time can be given only when the call is entered; what follows counts from "
        "when it is recorded."
    )


# -- who has it -----------------------------------------------------------------------------------


class AlreadyAssignedError(Refusal):
    """The case is given to whom has it already."""

    code, clause = "already_assigned", "6.1.2"
    zh = "该服务单已由此人处理，无需再次分派。"
    en = "This person has the case already; there is nothing to assign."


class NotAssignedError(Refusal):
    """A case that nobody has is given back."""

    code, clause = "not_assigned", "6.1.2"
    zh = "该服务单目前无人处理，不能退回；可直接分派。"
    en = "Nobody has the case, so it cannot be given back; assign it instead."


class AlreadyThereError(Refusal):
    """A case is transferred to where it waits already."""

    code, clause = "already_there", "6.1.2"
    zh = "该服务单已在此团队等待处理，请选择其他团队或技能。"
    en = "The case waits for this team and skill already; choose another one."


# -- severity -------------------------------------------------------------------------------------


class NotMajorError(Refusal):
    """What was done is reported for a case that is not a major one."""

    code, clause = "not_major", "6.1.3"
    zh = "该服务单不是重大投诉，无需登记处理结果；请直接答复。"
    en = "The case is not a major one; answer it instead of reporting what was done."


class MajorReasonRequiredError(Refusal):
    """A case is raised without a reason."""

    code, status, clause = "major_reason_required", 422, "6.1.3"
    pointer = "/reasons"
    zh = "升级为重大投诉须至少选择一个理由。"
    en = "Give at least one reason why the case is a major one."


# -- promises, questions, tickets -----------------------------------------------------------------


class PromiseDueError(Refusal):
    """A promise for a time that has passed or is too far away."""

    code, status, clause = "promise_due", 422, "6.1.3"
    pointer = "/due_at"
    zh = "承诺时间须晚于当前时间，且不超过 {days} 天。"
    en = "What is promised must be due after now and within {days} days."


class PromiseNotFoundError(NotFoundError):
    """No such promise in the case."""

    code = "promise_not_found"
    zh = "该服务单没有这一编号的承诺，请核对。"
    en = "The case has no such promise; check its number."


class PromiseKeptError(Refusal):
    """A promise is kept a second time."""

    code, clause = "promise_kept", "6.1.3"
    zh = "承诺 {promise} 已兑现，无需再次登记。"
    en = "Promise {promise} was kept already."


class RequestNotFoundError(NotFoundError):
    """No such question in the case."""

    code = "request_not_found"
    zh = "该服务单没有这一编号的问询，请核对。"
    en = "The case has no such request; check its number."


class RequestAnsweredError(Refusal):
    """A question is answered a second time."""

    code, clause = "request_answered", "6.1.3"
    zh = "问询 {request} 已有答复；如有补充，请另行留言。"
    en = "Request {request} was answered already; add a message instead."


class AlreadyAskedError(Refusal):
    """A party is asked again while it still owes an answer."""

    code, clause = "already_asked", "6.1.3"
    zh = "已向该方发出问询 {request}，尚待答复；如有补充，请在留言中说明。"
    en = "Request {request} to the same party waits for its answer; add a message instead."


class TicketKnownError(Refusal):
    """A ticket is entered a second time."""

    code, clause = "ticket_known", "6.1.3"
    zh = "工单 {ticket} 已登记在该服务单中，无需重复登记。"
    en = "Ticket {ticket} is recorded in this case already."


class TicketNotFoundError(NotFoundError):
    """No such ticket in the case."""

    code = "ticket_not_found"
    zh = "该服务单没有这一工单，请核对工单号。"
    en = "The case has no such ticket; check its number."


class TicketAnsweredError(Refusal):
    """A ticket is answered a second time."""

    code, clause = "ticket_answered", "6.1.3"
    zh = "工单 {ticket} 已答复，无需再次登记。"
    en = "Ticket {ticket} was answered already."


class TicketDayError(Refusal):
    """A ticket that came tomorrow, or long ago."""

    code, status, clause = "ticket_day", 422, "6.1.3"
    pointer = "/received_on"
    zh = "工单收到日期不能晚于今天，也不能早于 {days} 天前。"
    en = "A ticket cannot have been received in the future or more than {days} days ago."


# -- merging --------------------------------------------------------------------------------------


class MergeItselfError(Refusal):
    """A case is merged with itself."""

    code, status, clause = "merge_itself", 422, "6.1.3"
    pointer = "/other"
    zh = "服务单不能与自身合并，请填写另一服务单的编号。"
    en = "A case cannot be merged with itself; name the other one."


class MergeKindError(Refusal):
    """Cases of different kinds, or about goods that go back, are merged."""

    code, clause = "merge_kind", "6.1.3"
    zh = "只有同类的投诉、咨询或回访可以合并；退换修须分别处理。"
    en = (
        "Only complaints, enquiries or follow-ups of one kind can be merged; returns, exchanges "
        "and repairs are settled one by one."
    )


class MergeCustomerError(Refusal):
    """Cases of different customers are merged."""

    code, clause = "merge_customer", "6.1.3"
    zh = "两个服务单的客户不同，不能合并；请分别答复。"
    en = "The cases are those of different customers, so each must be answered; do not merge them."


class MergeRequestsError(Refusal):
    """The duplicate still waits for a supplier or carrier."""

    code, clause = "merge_requests", "6.1.3"
    zh = "服务单 {case_id} 仍有未答复的问询；请待答复后合并，或将另一服务单并入它。"
    en = (
        "Case {case_id} waits for an answer of a supplier or carrier; merge after it, or merge "
        "the other way round."
    )


# -- ending ---------------------------------------------------------------------------------------


class ClosureNotAllowedError(Refusal):
    """A case is closed that still owes something; ``errors`` lists what."""

    code, clause = "closure_not_allowed", "6.1.3"
    zh = "尚有未完成的事项，不能结案；请按 errors 中的说明逐项处理。"
    en = "Something is still owed, so the case cannot be closed; settle each item in errors."


# -- clocks ---------------------------------------------------------------------------------------


class ClockNotFoundError(NotFoundError):
    """No such clock of the case."""

    code = "clock_not_found"
    zh = "该服务单没有这一时限，请核对。"
    en = "The case has no such clock; check its identifier."


class ClockNotLateError(Refusal):
    """A clock is explained that did not run out."""

    code, clause = "clock_not_late", "6.1.3"
    zh = "时限 {clock} 未超时，无需说明原因。"
    en = "Clock {clock} did not run out; there is nothing to explain."


# -- holds ----------------------------------------------------------------------------------------


class AlreadyHeldError(Refusal):
    """A legal hold is set a second time."""

    code, clause = "already_held", "6.1.4"
    zh = "该服务单已设置保全，无需重复设置。"
    en = "The case is on legal hold already."


class NotHeldError(Refusal):
    """A legal hold is lifted that was not set."""

    code, clause = "not_held", "6.1.4"
    zh = "该服务单未设置保全，无法解除。"
    en = "The case is not on legal hold; there is nothing to lift."


# -- policies -------------------------------------------------------------------------------------


class PolicyNotFoundError(NotFoundError):
    """No such version of the policy of clocks."""

    code = "policy_not_found"
    zh = "未找到版本 {version} 的服务时限规则，请核对版本号。"
    en = "There is no version {version} of the service policy; check the number."


class PolicyDecidedError(Refusal):
    """A version is activated that is no longer a proposal."""

    code, clause = "policy_decided", "6.1.3"
    zh = "版本 {version} 已生效或已被取代，不能再次启用；请提出新的版本。"
    en = "Version {version} is or was in force; propose a new version instead."


class PolicyOutdatedError(Refusal):
    """A proposal is activated that was made before the version now in force."""

    code, clause = "policy_outdated", "6.1.3"
    zh = "版本 {version} 早于现行版本 {current} 提出，请在现行版本基础上重新提出。"
    en = "Version {version} was proposed before version {current} came into force; propose anew."


class PolicyStartError(Refusal):
    """A version is to come into force at once, far ahead, or before the one activated last."""

    code, status, clause = "policy_start", 422, "6.1.3"
    pointer = "/effective_from"
    zh = "生效时间须在 {earliest} 之后、{latest} 之前。"
    en = "A version can come into force from {earliest} on and until {latest}."


class SameProposerError(Refusal):
    """Who proposed a policy also activates it."""

    code, clause = "same_proposer", "6.1.3"
    zh = "提出人不能启用自己提出的规则；请由另一名经理或合规人员启用。"
    en = "Whoever proposed a policy cannot activate it; another manager or compliance must."


# -- use cases ------------------------------------------------------------------------------------


class AttachmentNotUsableError(Refusal):
    """A file that the caller did not upload as an attachment of a case, or that was refused."""

    code, status, clause = "attachment_not_usable", 422, "6.1.4"
    pointer = "/attachments"
    zh = "有附件不可用；请以用途 case_attachment 重新上传，并核对编号。"
    en = (
        "One of the attachments cannot be used; upload it for the purpose case_attachment, and "
        "check its identifier."
    )


class AttachmentNotFoundError(NotFoundError):
    """No message that the caller may read has this file."""

    code = "attachment_not_found"
    zh = "该服务单没有这一附件，请核对编号。"
    en = "The case has no such attachment; check its identifier."


class OnlyWithdrawalError(Refusal):
    """A customer closes a case as anything but withdrawn."""

    code, status, clause = "only_withdrawal", 422, "6.1.3"
    pointer = "/resolution"
    zh = "本人结束服务单时只能选择撤回（withdrawn）；其他结果由客服人员登记。"
    en = "You can only withdraw your own case (withdrawn); staff record any other result."


class PartyUnknownError(Refusal):
    """Nobody is named to ask, or another supplier than that of the goods."""

    code, status, clause = "party_unknown", 422, "6.1.3"
    pointer = "/party_id"
    zh = "无法确定向谁问询；请填写承运商编号，或核对该服务单的供应商。"
    en = (
        "It is not clear whom to ask; name the carrier, or check the supplier that the case is "
        "about."
    )


class TeamUnknownError(Refusal):
    """A case is handed to a team to which nobody belongs."""

    code, status, clause = "team_unknown", 422, "6.1.2"
    pointer = "/team"
    zh = "该团队没有任何成员，服务单将无人处理；请核对团队编号。"
    en = "Nobody belongs to that team, so nobody would have the case; check the team's code."


class TooManyOpenError(Refusal):
    """More promises, questions and tickets would be open than one case keeps."""

    code, clause = "too_many_open", "6.1.3"
    zh = "该服务单未完成的承诺、问询和工单最多 {most} 项；请先完成其中一部分，或另开服务单。"
    en = (
        "A case keeps at most {most} open promises, requests and tickets; settle some of them "
        "first, or open another case."
    )


class ReaderUnknownError(Refusal):
    """A message to nobody, or to a supplier or customer that the case does not have."""

    code, status, clause = "reader_unknown", 422, "6.1.3"
    pointer = "/to"
    zh = "请在 to 中选择收件方 customer 或 supplier，且该服务单须有此收件方。"
    en = "Say in `to` who reads it (customer or supplier); the case must have one."


class CaseTakenError(Refusal):
    """A case is taken that somebody else has."""

    code, clause = "case_taken", "6.1.2"
    zh = "该服务单已有人处理；如需更换处理人，请由组长或经理分派。"
    en = "Somebody else has the case; a lead or manager can give it to another person."
