"""Refusals of the steps of after-sales."""

from teleshop.kernel.errors import NotFoundError, Refusal


class StepNotPossibleError(Refusal):
    """The request has not come to this step, or is past it."""

    code, clause = "after_sales_step_not_possible", "2.4.2"
    zh = "当前阶段为 {stage}，不能执行 {step}；请刷新售后单后按当前阶段办理。"
    en = (
        "The request is at stage {stage}, where {step} is not possible; read the case again and "
        "go on from there."
    )


class QuantityExceededError(Refusal):
    """More pieces than are left of a line, such as a twin of an earlier request."""

    code, clause = "quantity_exceeded", "6.3.3"
    zh = (
        "第 {line} 行可申请数量为 {left} 件（已退回或正在办理的不计），不足 {wanted} 件；"
        "请减少数量或查看已有售后单。"
    )
    en = (
        "Of line {line} only {left} pieces are left to ask for (returned ones and those of "
        "requests under way do not count), not {wanted}; ask for fewer or look at the earlier "
        "request."
    )


class OrderNotPaidError(Refusal):
    """Nothing was had for an order that was not paid."""

    code, clause = "order_not_paid", "2.4.2"
    zh = "该订单尚未付款，没有可退换的商品；不需要时请直接取消订单，或在付款后再申请。"
    en = (
        "The order was not paid, so that there is nothing to return; cancel it if it is not "
        "wanted, or ask again once it is paid."
    )


class OrderCancelledError(Refusal):
    """An order that was cancelled: its money, if any came in, goes back by itself."""

    code, clause = "order_cancelled", "2.4.2"
    zh = "该订单已于 {cancelled_on} 取消，没有可退换的商品；已付款项自动原路退回，可查看退款进度。"
    en = (
        "The order was cancelled on {cancelled_on}, so that there is nothing to return; what was "
        "paid goes back by itself, see its refunds."
    )


class SeveralSuppliersError(Refusal):
    """Goods of several suppliers in one request; each goes back to another place."""

    code, clause = "several_suppliers", "2.4.2"
    zh = "同一售后单只能包含同一供应商的商品；请按供应商分别申请。"
    en = "The goods of one request must come from one supplier; make one request for each."


class EvidenceRequiredError(Refusal):
    """Something is held against the customer and nothing shows it (R1.9)."""

    code, clause = "evidence_required", "6.3.1"
    zh = "认定第 {line} 行商品不完好或者不存在质量问题须附证据（规则 R1.9）；请上传照片等凭证。"
    en = (
        "To find goods of line {line} not intact, or without the fault, evidence is needed (rule "
        "R1.9); attach photographs or other proof."
    )


class RefusalNotLawfulError(Refusal):
    """The reason given for a refusal is not one that the rules allow here."""

    code, clause = "refusal_not_lawful", "6.3.1"
    zh = (
        "不能以“{reason}”为由拒绝：{why_zh}（规则 {rule}，属于故意拖延或无理拒绝）。请改为同意，"
        "或者选择有依据的理由。"
    )
    en = (
        "The request cannot be refused for {reason}: {why_en} (rule {rule}; to do so is deliberate "
        "delay). Approve it, or give a reason that holds."
    )


class ReturnPlaceMissingError(Refusal):
    """Goods are to come back and no true address is on file (R1.11)."""

    code, clause = "return_place_missing", "6.3.1"
    zh = "未登记该供应商或平台的退货地址，不能同意退回；请先登记退货地址（规则 R1.11）。"
    en = (
        "No return address of the supplier or the platform is on file; enter one before approving "
        "(rule R1.11)."
    )


class RefundPaidError(Refusal):
    """The refund of this case was paid before."""

    code, clause = "refund_already_paid", "6.3.1"
    zh = "该售后单已于 {paid_on} 退款（凭证 {reference}），不能重复退款。"
    en = "This case was refunded on {paid_on} (reference {reference}); it is not paid twice."


class RefundRunsItselfError(Refusal):
    """The order was paid here: its money goes back by the way it came, without anybody's doing."""

    code, clause = "refund_runs_itself", "6.3.1"
    zh = (
        "该订单在本平台付款，退款将由系统原路退回（应于 {due_on} 前完成），无需登记；"
        "进度见退款记录，未能退回的由财务在退款记录中处理。"
    )
    en = (
        "This order was paid here: the refund runs by itself, by the way of the payment (due "
        "before {due_on}), and is not recorded by hand. See the refunds for how it stands; what "
        "cannot be sent back is settled there by finance."
    )


class RefundReferenceUsedError(Refusal):
    """The reference of a payment stands for another refund."""

    code, clause = "refund_reference_used", "6.3.1"
    zh = "该支付凭证号已用于另一笔退款；请核对凭证号。"
    en = "This payment reference was used for another refund; check it."


class RefundAmountError(Refusal):
    """The amount paid is not the amount due."""

    code, clause = "refund_amount_differs", "6.3.1"
    zh = "应退金额为 {due} 分，登记的 {amount} 分不一致；请按应退金额退款。"
    en = "The refund due is {due} fen, not {amount}; pay exactly what is due."


class InspectorPaysError(Refusal):
    """Who found that money is due also books its payment."""

    code, clause = "refund_by_inspector", "6.3.1"
    zh = "登记检验结果的人员不能登记该售后单的退款；请由另一位财务人员办理。"
    en = (
        "Whoever recorded the inspection does not record the refund of the same case; have "
        "another person of finance do it."
    )


class OrderNoLongerFitsError(Refusal):
    """The order was corrected after the request, so that its lines are not those that come back,
    or its customer is another; nothing is computed from such an order.
    """

    code, clause = "order_no_longer_fits", "6.3.1"
    zh = (
        "订单在申请之后被更正，第 {line} 行与本次或以前退回的商品不符；请由客服主管或经理核对后，"
        "按销售时的顾客、行号、商品和数量重新报送该订单，然后再登记检验。"
    )
    en = (
        "The order was corrected after the request, and line {line} is no longer what comes back "
        "or came back before; have a lead or a manager check it and report the order with "
        "customer, line number, product and quantity as sold, then record the inspection again."
    )


class TooManyReceivedError(Refusal):
    """More pieces were received than were approved."""

    code, clause = "too_many_received", "6.3.3"
    zh = "第 {line} 行只同意退回 {approved} 件，登记收到 {received} 件；请核对。"
    en = "{approved} pieces of line {line} were approved, not {received}; check what came."


class ReturnPlaceNotFoundError(NotFoundError):
    """No return place of this owner."""

    code = "return_place_not_found"
    zh = "未登记该退货地址；owner 为供应商编号或 platform。"
    en = "No such return place; its owner is the id of a supplier or `platform`."


class ObjectionExistsError(Refusal):
    """A second objection to the same refusal."""

    code, clause = "objection_exists", "6.3.1"
    zh = "对该售后单的异议已作为投诉 {complaint_id} 处理；如有补充，请在该投诉中留言。"
    en = "Complaint {complaint_id} holds your objection already; add a message to it instead."
