"""Refusals of violation cases."""

from teleshop.kernel.errors import NotFoundError, Refusal


class CaseNotFoundError(NotFoundError):
    """No case of that id, or none that the caller may know of."""

    code = "violation_case_not_found"
    zh = "未找到该违规案件，请核对编号。"
    en = "There is no such violation case; check its identifier."


class CaseStateError(Refusal):
    """The step belongs to another state of the case."""

    code, clause = "violation_case_state", "3.4.2"
    zh = "案件当前状态为“{state_zh}”，不能执行此操作；请先查看案件进展。"
    en = "The case is {state_en} and does not allow this; see first how it stands."


class FactsTriedError(Refusal):
    """Another case is about the same facts: nobody is punished twice for one thing."""

    code, clause = "facts_already_tried", "3.4.2"
    zh = "同一事实已由案件 {case_id} 处理，不得重复处罚；新的材料请补充到该案件。"
    en = (
        "Case {case_id} is about the same facts, and nobody is punished twice for them; add what "
        "is new to that case."
    )


class NewEvidenceNeededError(Refusal):
    """The same facts came to nothing before: only new evidence opens them again."""

    code, clause, status = "new_evidence_needed", "3.4.2", 422
    pointer = "/evidence"
    zh = (
        "同一事实曾由案件 {case_id} 等审查并终结；重新立案须在 evidence 中提交此前各案均未有的"
        "证据（重复上传同一文件不算）。"
    )
    en = (
        "The same facts came to nothing before, last in case {case_id}; to open them again name in "
        "`evidence` at least one document that no case about them had (the same file uploaded once "
        "more is none)."
    )


class StatementTooLateError(Refusal):
    """The time for a statement is over."""

    code, clause = "statement_too_late", "3.4.2"
    zh = "陈述期限已于 {due} 届满，案件已进入决定程序；如不服处理决定，可在期限内申诉。"
    en = (
        "The time for a statement ended at {due} and the case is being decided; you may appeal "
        "against the decision within its time."
    )


class AppealTooLateError(Refusal):
    """The time for an appeal is over."""

    code, clause = "appeal_too_late", "3.4.2"
    zh = "申诉期限已于 {due} 届满，决定已生效；如有新事实，请联系平台合规部门。"
    en = (
        "The time for an appeal ended at {due} and the decision stands; with new facts turn to the "
        "platform's compliance department."
    )


class NothingSuspendedError(Refusal):
    """The case has no suspension of its supplier that could be ended."""

    code, clause = "violation_suspension_not_in_force", "3.4.2"
    zh = "本案件没有正在执行的暂停合作措施，或决定尚未生效；请先查看案件的 measures 和 state。"
    en = (
        "The case has no suspension of the supplier that is carried out and in effect; see its "
        "state and measures first."
    )


class HadAPartError(Refusal):
    """Who had a part in a case does not end what it decided."""

    code, clause, status = "violation_had_a_part", "3.4.2", 403
    zh = "您参与过本案件的立案、调查或决定，不能解除其措施；请由未参与本案件的经理办理。"
    en = (
        "You had a part in this case, so you cannot end its measures; a manager who had none in "
        "it can."
    )


class MeasureNotFoundError(NotFoundError):
    """No measure of that id in the case."""

    code = "violation_measure_not_found"
    zh = "案件中没有该措施，请核对编号。"
    en = "The case has no such measure; check its identifier."


class UnknownSupplierError(Refusal):
    """Cases are about suppliers of the platform, former ones included."""

    code, clause, status = "violation_supplier_unknown", "3.4.1", 422
    pointer = "/supplier_id"
    zh = "未找到该供应商，请核对 supplier_id。"
    en = "There is no such supplier; check supplier_id."


class ReferenceUnknownError(Refusal):
    """What a case refers to must be there."""

    code, clause, status = "violation_reference_unknown", "3.4.1", 422
    pointer = "/reference"
    zh = (
        "未找到来源所指的记录（reference）：投诉填写服务单编号，巡查填写价格违规编号，"
        "且须涉及该供应商。"
    )
    en = (
        "There is no record behind `reference`: for a complaint give its case, for a sweep the "
        "price violation, and both about this supplier."
    )
