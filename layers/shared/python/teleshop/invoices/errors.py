"""Refusals of invoices, receipts and suppliers' exports."""

from teleshop.kernel.errors import NotFoundError, Refusal


class InvoiceOrderNotFoundError(NotFoundError):
    """There is no such order, or it is not the caller's."""

    code, clause = "invoice_order_not_found", "6.3.1"
    zh = "未找到该订单，请核对订单号。"
    en = "There is no such order; check the order number."


class InvoiceRequestNotFoundError(NotFoundError):
    """There is no such request, or none the caller may know of."""

    code, clause = "invoice_request_not_found", "6.3.1"
    zh = "未找到该开票申请，请核对编号。"
    en = "There is no such request for an invoice; check the identifier."


class OrderNotPaidError(Refusal):
    """An invoice is wanted before anything was paid."""

    code, clause = "invoice_before_payment", "6.3.1"
    zh = "订单尚未付款，付款后即可取得发票和购物凭证；货到付款的订单请在签收付款后申请。"
    en = (
        "Nothing has been paid for the order yet; ask for invoice or receipt once it is paid (cash "
        "on delivery: once it was delivered)."
    )


class NothingToInvoiceError(Refusal):
    """Everything that was paid went back."""

    code, clause = "nothing_to_invoice", "6.3.1"
    zh = "该订单的款项已全部退回，没有可开票的金额。"
    en = "Everything that was paid for the order went back; there is nothing to invoice."


class InvoicePeriodOverError(Refusal):
    """An invoice is wanted too late."""

    code, clause = "invoice_period_over", "6.3.1"
    zh = "该订单的开票申请期已于 {last_day} 结束；购物凭证仍可随时取得，特殊情况请联系客服。"
    en = (
        "The invoice could be requested until {last_day}. The receipt of purchase can still be "
        "had; in a special case turn to customer service."
    )


class InvoiceRequestOpenError(Refusal):
    """Another request of the same order waits."""

    code, clause = "invoice_request_open", "6.3.1"
    zh = "该订单已有开票申请（{request_id}）正在处理；如需更改，请先撤回该申请再重新提交。"
    en = (
        "A request for an invoice of this order ({request_id}) is open already; to change it, "
        "withdraw it and ask again."
    )


class InvoiceStandsError(Refusal):
    """The order has its invoice."""

    code, clause = "invoice_stands", "6.3.1"
    zh = (
        "该订单的发票已开具（申请 {request_id}）；"
        "如信息有误，请联系客服，由财务登记红字发票后再重新申请。"
    )
    en = (
        "The invoice of this order was issued (request {request_id}); if its details are wrong, "
        "tell customer service: finance takes it back by a red letter, and then ask again."
    )


class InvoiceRequestEndedError(Refusal):
    """A request that was issued, refused or withdrawn is not changed in that way any more."""

    code, clause = "invoice_request_ended", "6.3.1"
    zh = "该开票申请已处理（状态：{state}），不能再执行此操作；已开具的发票只能红冲。"
    en = (
        "This request was dealt with already (state: {state}); an invoice that was issued can only "
        "be corrected by a red letter."
    )


class InvoiceNotIssuedError(Refusal):
    """A red letter is stated for what was never issued."""

    code, clause = "invoice_not_issued", "6.3.1"
    zh = "该申请尚未开具发票，无需红冲；可以开具、拒绝或撤回。"
    en = "No invoice was issued on this request, so there is none to correct."


class NothingToCorrectError(Refusal):
    """A red letter is stated, and nothing is too much."""

    code, clause = "nothing_to_correct", "6.3.1"
    zh = "该发票没有待红冲的金额；如开票信息有误需全额红冲，请将 whole 设为 true。"
    en = (
        "Nothing of this invoice has to be taken off; to take all of it back for wrong details, "
        "set `whole` to true."
    )


class InvoiceAmountDiffersError(Refusal):
    """What finance issued is not what the order comes to now."""

    code, clause, pointer, status = "invoice_amount_differs", "6.3.1", "/amount", 422
    zh = "应开金额为 {amount} 分（价税合计），不是 {given} 分；请按订单现在的金额开具后再登记。"
    en = (
        "The invoice has to come to {amount} fen (tax included), not {given}; issue it for what "
        "the order comes to now, and state that."
    )


class InvoiceNumberUsedError(Refusal):
    """A number was stated before."""

    code, clause, pointer, status = "invoice_number_used", "6.3.1", "/number", 422
    zh = "发票号码 {number} 已登记过；请核对。"
    en = "The number {number} is on record already; compare it with the invoice."


class InvoiceFileUsedError(Refusal):
    """A file is the invoice of another request."""

    code, clause, pointer, status = "invoice_file_used", "6.3.1", "/document_id", 422
    zh = "该文件已作为另一张发票登记，不能再次使用；请上传本张发票的文件，或不填写该项。"
    en = (
        "This file is on record as another invoice already; upload the file of this one, or leave "
        "it out."
    )


class InvoiceFileMissingError(Refusal):
    """There is no file of the invoice to load."""

    code, clause = "invoice_file_missing", "6.3.1"
    zh = "该发票没有上传的文件；数电发票已发送至申请时填写的电子邮箱。"
    en = "No file of this invoice was uploaded; it was sent to the e-mail address of the request."


class OperatorNotNamedError(Refusal):
    """A receipt is wanted, and the installation does not say who the operator is."""

    code, clause = "operator_not_named", "6.3.1"
    zh = "系统尚未设置经营者的名称、统一社会信用代码、地址和联系方式，不能出具凭证；请通知管理员。"
    en = (
        "The installation does not say who the operator is (name, code, address, contact), without "
        "which no receipt is valid; tell an administrator to set it."
    )


class ReceiptNotMadeError(NotFoundError):
    """The file of a receipt was never asked for."""

    code, clause = "receipt_not_made", "6.3.1"
    zh = "该订单的购物凭证文件尚未生成；请先提出申请。"
    en = "No file of this receipt was made yet; ask for it first."


class ExportNotFoundError(NotFoundError):
    """There is no such export, or none the caller may know of."""

    code, clause = "supplier_export_not_found", "3.2.5"
    zh = "未找到该导出任务，请核对编号。"
    en = "There is no such export; check the identifier."
