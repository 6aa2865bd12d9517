"""Refusals of the suppliers context; those that the rules themselves raise stand in
``domain/refusals.py``.
"""

from teleshop.kernel.errors import NotFoundError, Refusal, TeleshopError
from teleshop.suppliers.domain.refusals import (
    AgreementChangedError,
    AgreementNotOpenError,
    AgreementValidityError,
    ApplicationLockedError,
    FileHashError,
    InspectionNotPassedError,
    ReasonRequiredError,
    RequirementsNotMetError,
    SameSignatoryError,
    TransitionNotAllowedError,
    VerificationDateError,
)

__all__ = [
    "AgreementChangedError",
    "AgreementNotFoundError",
    "AgreementNotOpenError",
    "AgreementPendingError",
    "AgreementValidityError",
    "ApplicationLockedError",
    "BlacklistEntryEndedError",
    "BlacklistEntryNotFoundError",
    "DocumentInUseError",
    "DocumentNotUsableError",
    "DuplicateEntityError",
    "FileHashError",
    "InspectionNotPassedError",
    "NotOnHoldError",
    "QualificationNotFoundError",
    "ReasonRequiredError",
    "RenewedDocumentError",
    "RequirementsNotMetError",
    "SameSignatoryError",
    "StepNotOpenError",
    "StillWorkingError",
    "SupplierExistsError",
    "SupplierNotFoundError",
    "SuspendedForViolationError",
    "TooManyDocumentsError",
    "TransitionNotAllowedError",
    "VerificationDateError",
]


class SupplierNotFoundError(NotFoundError):
    """No such supplier, or one that the caller may not know of."""

    code = "supplier_not_found"
    zh = "未找到该供应商，请核对编号。"
    en = "There is no such supplier; check the identifier."


class QualificationNotFoundError(NotFoundError):
    """No such qualification document of this supplier."""

    code = "qualification_not_found"
    zh = "未找到该资质文件，请核对编号。"
    en = "This supplier has no such qualification document; check the identifier."


class AgreementNotFoundError(NotFoundError):
    """No such version of the agreement of this supplier."""

    code = "agreement_not_found"
    zh = "未找到该版本的合作协议，请核对版本号。"
    en = "This supplier has no such version of the agreement; check the number."


class BlacklistEntryNotFoundError(NotFoundError):
    """No such blacklist entry."""

    code = "blacklist_entry_not_found"
    zh = "未找到该黑名单记录，请核对编号。"
    en = "There is no such blacklist entry; check the identifier."


class SupplierExistsError(Refusal):
    """A fresh identifier was taken, which chance excludes."""

    code = "supplier_exists"
    zh = "记录编号已存在，请重试。"
    en = "The identifier is taken; please try again."


class DuplicateEntityError(Refusal):
    """Another application with the same code was submitted at the same moment."""

    code, clause = "duplicate_entity", "3.1.2"
    zh = "该统一社会信用代码已有在办申请或合作中的供应商，不能重复申请。"
    en = "A supplier or an open application with this unified social credit code exists already."


class DocumentNotUsableError(Refusal):
    """The uploaded file is not there, not this supplier's, for another purpose, or was refused."""

    code, status, clause = "document_not_usable", 422, "3.1.2"
    pointer = "/document_id"
    zh = "文件 {document_id} 不能使用：须为本供应商为此用途上传、且未被拒绝的文件。"
    en = (
        "File {document_id} cannot be used: it must have been uploaded for this supplier and "
        "this purpose, and must not have been rejected."
    )


class DocumentInUseError(Refusal):
    """The uploaded file already stands behind another qualification document."""

    code, clause = "document_in_use", "3.1.2"
    zh = "该文件已用于另一份资质，请为每份资质单独上传文件。"
    en = "This file already stands behind another document; upload one file for each."


class RenewedDocumentError(Refusal):
    """A renewal names a document that is not there or is of another type."""

    code, status, clause = "renewed_document", 422, "3.1.2"
    pointer = "/replaces"
    zh = "被替换的资质文件不存在或类型不同，请核对 replaces。"
    en = "The document to be renewed does not exist or is of another type; check `replaces`."


class TooManyDocumentsError(Refusal):
    """A supplier has as many qualification documents on file as can be handled."""

    code = "too_many_documents"
    zh = "资质文件数量已达上限 {limit} 份，请联系平台。"
    en = "There are {limit} documents on file, as many as there can be; contact the platform."


class AgreementPendingError(Refusal):
    """A version that the supplier accepted waits for the countersignature."""

    code, clause = "agreement_pending", "3.2.3"
    zh = "第 {version} 版协议已由供应商接受、待平台会签，不能提供新版本。"
    en = (
        "The supplier has accepted version {version}, which waits for the countersignature; no "
        "new version can be offered."
    )


class StepNotOpenError(TeleshopError):
    """The step that this belongs to has not been put before anybody yet; it is a matter of
    seconds.
    """

    code, status, retry_after = "step_not_open", 503, 2
    zh = "该审批步骤正在建立，请稍后重试。"
    en = "This step is being opened; please try again in a moment."


class StillWorkingError(Refusal):
    """A workflow that has not failed cannot be taken out of its steps."""

    code, clause = "workflow_running", "3.1.3"
    zh = "审批流程正常进行中，请在待办中作出决定。"
    en = "The workflow is running; decide in the inbox of approvals."


class SuspendedForViolationError(Refusal):
    """A suspension for a violation is ended at its case."""

    code, clause = "suspended_for_violation", "3.4.2"
    zh = (
        "该供应商因违规案件 {case_id} 被暂停合作。决定生效后，由未参与该案件的经理说明理由，通过 "
        "PATCH /violation-cases/{case_id}（suspension: ended）解除。"
    )
    en = (
        "The supplier is suspended for the violation case {case_id}. Once that took effect a "
        "manager who had no part in it ends the suspension, with the reason, by PATCH "
        "/violation-cases/{case_id} (suspension: ended)."
    )


class NotOnHoldError(Refusal):
    """There is no manual hold to be lifted."""

    code, clause = "not_on_hold", "3.2.4"
    zh = "该供应商没有人工暂停；其他暂停原因须分别消除。"
    en = "The supplier is not on hold by hand; other reasons of suspension must be cured."


class BlacklistEntryEndedError(Refusal):
    """The entry is over already."""

    code, clause = "blacklist_entry_ended", "2.1.5"
    zh = "该黑名单记录已结束。"
    en = "This blacklist entry is over already."
