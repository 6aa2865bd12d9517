"""Refusals of imports."""

from teleshop.kernel.errors import ForbiddenError, NotFoundError, Refusal


class ImportNotFoundError(NotFoundError):
    """No import of that id, or none of the caller's."""

    code = "import_not_found"
    zh = "未找到该导入任务，请核对编号。"
    en = "There is no such import; check its identifier."


class ImportForOthersError(ForbiddenError):
    """Only a supplier's own people import its products."""

    code, clause = "import_needs_supplier", "3.2.1"
    zh = "只有已入驻供应商的人员可以导入商品；请使用供应商账号登录。"
    en = "Only people of a supplier on the platform import its products; sign in as one of them."


class SupplierBlockedError(Refusal):
    """Nothing new of the supplier is taken now."""

    code, clause = "supplier_blocked", "3.4.2"
    zh = "该供应商当前{why_zh}，暂不受理批量导入；请先消除原因。"
    en = "The supplier is {why_en}, so that no import is taken; cure the reason first."


class ImportRunningError(Refusal):
    """A supplier has one import at a time."""

    code, clause = "import_running", "2.2.1"
    zh = "导入任务 {import_id} 正在进行；请待其结束后再导入下一个文件。"
    en = "Import {import_id} is under way; wait until it has ended, then import the next file."
