"""Refusals of the documents capability."""

from teleshop.kernel.errors import ForbiddenError, NotFoundError, Refusal


class DocumentNotFoundError(NotFoundError):
    """No document of that id, or none that the caller may know of."""

    code = "document_not_found"
    zh = "未找到该文件，请核对编号。"
    en = "There is no such document; check its identifier."


class DocumentNotAcceptedError(Refusal):
    """The content cannot be relied on or downloaded: not uploaded, not checked yet, or refused."""

    code, clause = "document_not_accepted", "3.1.1"
    zh = "文件尚未通过检查（当前状态：{state}），请在状态变为 accepted 后使用，或重新上传。"
    en = (
        "The document has not passed its check (state: {state}); use it once it is accepted, or "
        "upload a new one."
    )


class DocumentPurposeMismatchError(Refusal):
    """The document was uploaded for something else than it is used for."""

    code, clause = "document_purpose_mismatch", "6.4.1"
    zh = "该文件的用途为 {actual}，不能用作 {wanted}，请按所需用途重新上传。"
    en = "The document was uploaded as {actual}, not {wanted}; upload it again for that purpose."


class DocumentPurposeForbiddenError(ForbiddenError):
    """The caller's role does not bring documents of this purpose, or not for that supplier."""

    code, clause = "document_purpose_forbidden", "6.4.1"
    zh = "当前角色不能为该对象上传此用途的文件。"
    en = "Your role does not upload documents of this purpose for that supplier."
