"""Actions that the rules of this context do not allow, whoever asks."""

from teleshop.kernel.errors import Refusal


class TransitionNotAllowedError(Refusal):
    """The supplier's state does not allow the action."""

    code, clause = "transition_not_allowed", "3.1.3"
    zh = "当前状态为“{state_zh}”，不能执行“{action_zh}”。"
    en = "The supplier is {state_en}; the action '{action_en}' is not possible."


class ApplicationLockedError(Refusal):
    """An application is changed that is neither a draft nor returned."""

    code, clause = "application_locked", "3.2.1"
    zh = "申请当前状态为“{state_zh}”，只有草稿或已退回的申请可以修改。"
    en = "The application is {state_en}; only a draft or a returned application can be changed."


class ReasonRequiredError(Refusal):
    """A decision against the supplier was given without a reason."""

    code, status, clause = "reason_required", 422, "3.1.3"
    pointer = "/reason"
    zh = "执行“{action_zh}”须填写理由。"
    en = "The action '{action_en}' needs a reason."


class RequirementsNotMetError(Refusal):
    """A step is to be completed while findings stand against it; ``errors`` lists them."""

    code, clause = "requirements_not_met", "3.1.2"
    zh = "尚有未满足的要求，请按 errors 中的说明逐项处理。"
    en = "Some requirements are not met; settle each one listed in errors."


class InspectionNotPassedError(Refusal):
    """An inspection is to be passed with a score below the threshold."""

    code, clause = "inspection_not_passed", "3.1.3"
    zh = "考察得分 {score} 低于通过线 {needed}。"
    en = "The inspection score {score} is below the {needed} needed."


class VerificationDateError(Refusal):
    """A verification is recorded for a day to come or before the one on record."""

    code, status, clause = "verification_date", 422, "3.2.4"
    pointer = "/verified_on"
    zh = "复核日期不能晚于今天，也不能早于上次复核日期 {last}。"
    en = "A verification can be neither in the future nor before the last one on {last}."


class AgreementValidityError(Refusal):
    """An agreement is offered whose period is reversed or already over."""

    code, status, clause = "agreement_validity", 422, "3.2.3"
    pointer = "/valid_to"
    zh = "协议有效期止不能早于有效期起，也不能早于今天。"
    en = "An agreement must not end before it starts, nor before today."


class AgreementNotOpenError(Refusal):
    """An agreement is signed that is superseded, over, or not at that step."""

    code, clause = "agreement_not_open", "3.2.3"
    zh = "该版本协议的状态为“{state_zh}”，不能进行此签署。"
    en = "This version of the agreement is {state_en} and cannot be signed in this way."


class AgreementChangedError(Refusal):
    """The hash given is not that of the offered version: another text was read."""

    code, clause = "agreement_changed", "3.2.3"
    zh = "所接受的文本与第 {version} 版协议不一致，请重新下载并阅读后再接受。"
    en = "The text you accept is not version {version}; download it again and read it first."


class SameSignatoryError(Refusal):
    """The person who uploaded or accepted an agreement also countersigns it."""

    code, status, clause = "same_signatory", 403, "3.1.3"
    zh = "上传或接受协议的人不能会签该协议。"
    en = "Whoever uploaded or accepted an agreement cannot countersign it."


class FileHashError(Refusal):
    """A text that is no SHA-256 in hexadecimal was given."""

    code, status, clause = "file_hash", 422, "3.2.3"
    pointer = "/sha256"
    zh = "SHA-256 应为 64 位十六进制字符。"
    en = "A SHA-256 is 64 hexadecimal characters."
