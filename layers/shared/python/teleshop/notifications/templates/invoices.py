"""What customers, finance and suppliers are told of invoices and exports. Amounts and the buyer are
shown on the platform, where its reader has signed in, and not here.
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "personal": Words("个人普通发票", "for a person"),
    "ordinary": Words("单位普通发票", "ordinary VAT invoice"),
    "special": Words("增值税专用发票", "special VAT invoice"),
    "title_unknown": Words("抬头在税务系统中不存在", "the title is not known to the tax system"),
    "tax_id_unknown": Words(
        "纳税人识别号在税务系统中不存在", "the taxpayer number is not known to the tax system"
    ),
    "not_entitled": Words("不符合开具专用发票的条件", "no special invoice may be issued to it"),
    "details_differ": Words("开票信息不一致", "the details do not belong together"),
    "nothing_left": Words("款项已全部退回", "everything that was paid went back"),
    "issue": Words("开具", "issued"),
    "correction": Words("红冲", "corrected by a red letter"),
    "ready": Words("已生成，请登录平台下载", "ready on the platform"),
    "failed": Words(
        "未能生成，请登录平台查看原因并重新申请", "not made; see why, and ask for it again"
    ),
}
FINANCE = Recipient(RecipientKind.ROLE, "finance")
MANAGER = Recipient(RecipientKind.ROLE, "manager")


def customer(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The customer whose invoice it is."""
    return (Recipient(RecipientKind.PERSON, facts["customer_id"]),)


def finance(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who issues and corrects invoices."""
    return (FINANCE,)


def late(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who can end a delay, and who answers for it."""
    return (FINANCE, MANAGER)


def supplier(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier that asked for its lines; staff looks by itself."""
    return () if facts["by_staff"] else (Recipient(RecipientKind.SUPPLIER, facts["supplier_id"]),)


TEMPLATES = (
    Template(
        event="InvoiceRequested",
        context="invoices",
        recipients=finance,
        subject=Words("有新的开票申请", "An invoice was asked for"),
        body=Words(
            "收到订单 {order_id} 的开票申请 {request_id}（{kind:word}），"
            "请在 {due_at:instant} 前开具。",
            "Request {request_id} for an invoice of order {order_id} ({kind:word}); issue it by "
            "{due_at:instant}.",
        ),
        words=WORDS,
    ),
    Template(
        event="InvoiceIssued",
        context="invoices",
        recipients=customer,
        subject=Words("发票已开具", "Your invoice was issued"),
        body=Words(
            "订单 {order_id} 的发票（{kind:word}）已开具，并发送至申请时填写的邮箱。"
            "请登录平台查看。",
            "The invoice of order {order_id} ({kind:word}) was issued and sent to the e-mail "
            "address that was given. It is shown on the platform.",
        ),
        words=WORDS,
    ),
    Template(
        event="InvoiceRefused",
        context="invoices",
        recipients=customer,
        subject=Words("开票申请未通过", "Your request for an invoice was refused"),
        body=Words(
            "订单 {order_id} 的开票申请未通过：{reason:word}。"
            "请登录平台查看说明，更正后可重新申请。",
            "The request for an invoice of order {order_id} was refused: {reason:word}. See the "
            "platform for details; correct them and ask again.",
        ),
        words=WORDS,
    ),
    Template(
        event="InvoiceCorrectionDue",
        context="invoices",
        recipients=finance,
        subject=Words("发票待红冲", "An invoice has to be corrected"),
        body=Words(
            "订单 {order_id} 有退货或退款，请在 {due_at:instant} 前"
            "对申请 {request_id} 的发票开具红字发票。",
            "Goods or money of order {order_id} went back: correct the invoice of request "
            "{request_id} by {due_at:instant}.",
        ),
    ),
    Template(
        event="InvoiceCorrected",
        context="invoices",
        recipients=customer,
        subject=Words("发票已红冲", "Your invoice was corrected"),
        body=Words(
            "订单 {order_id} 的发票已因退货、退款或开票信息更正而红冲，详情请登录平台查看。",
            "The invoice of order {order_id} was corrected for what went back, or for its details. "
            "It is shown on the platform.",
        ),
    ),
    Template(
        event="InvoiceDueSoon",
        context="invoices",
        recipients=finance,
        subject=Words("发票处理即将到期", "An invoice is due soon"),
        body=Words(
            "申请 {request_id} 的发票须在 {due_at:instant} 前{what:word}。",
            "The invoice of request {request_id} must be {what:word} by {due_at:instant}.",
        ),
        words=WORDS,
    ),
    Template(
        event="InvoiceOverdue",
        context="invoices",
        recipients=late,
        subject=Words("发票处理已逾期", "An invoice is overdue"),
        body=Words(
            "申请 {request_id} 的发票未在 {due_at:instant} 前{what:word}，已记为逾期，请立即处理。",
            "The invoice of request {request_id} was not {what:word} by {due_at:instant}; that "
            "stays on record. See to it at once.",
        ),
        words=WORDS,
    ),
    Template(
        event="SupplierExportMade",
        context="invoices",
        recipients=supplier,
        subject=Words("订单明细导出", "Export of order lines"),
        body=Words(
            "订单明细导出 {export_id}：{state:word}。",
            "The export {export_id} of your order lines is {state:word}.",
        ),
        words=WORDS,
    ),
)
