"""Refusals of the protection fund."""

from teleshop.kernel.errors import ForbiddenError, NotFoundError, Refusal


class ClaimNotFoundError(NotFoundError):
    """No claim of that id, or none that the caller may know of."""

    code = "claim_not_found"
    zh = "未找到该赔付申请，请核对编号。"
    en = "There is no such claim; check its identifier."


class ClaimOrderNotFoundError(NotFoundError):
    """No order of that number, or none of the customer's."""

    code = "claim_order_not_found"
    zh = "未找到该订单，请核对订单号（order_id）。"
    en = "There is no such order; check the order number (order_id)."


class OrderNotClaimableError(Refusal):
    """The fund holds yuan alone."""

    code, clause = "order_not_claimable", "6.3.4"
    zh = "基金仅以人民币赔付，该订单的币种为 {currency}；请联系客服按原支付渠道处理。"
    en = (
        "The fund pays in yuan only, and the order is in {currency}; ask customer service to "
        "settle it by the way it was paid."
    )


class OrderUnpaidError(Refusal):
    """Nothing was paid for the order, so nothing can have been lost by it."""

    code, clause = "order_unpaid", "6.3.4"
    zh = "该订单尚未付款，不能申请基金赔付；不需要时请直接取消订单。"
    en = "The order was not paid, and the fund owes nothing for it; cancel it if it is not wanted."


class OrderOffError(Refusal):
    """The order was cancelled: what was paid for it goes back by itself."""

    code, clause = "order_called_off", "6.3.4"
    zh = "该订单已取消，已付款项自动原路退回，不能申请基金赔付；可查看退款进度。"
    en = (
        "The order was cancelled and what was paid goes back by itself, so that the fund owes "
        "nothing for it; see its refunds."
    )


class LinesNotClaimableError(Refusal):
    """Lines that the order does not have, or for which nothing was paid (a gift)."""

    code, clause, status = "lines_not_claimable", "6.3.4", 422
    pointer = "/lines"
    zh = "订单行 {lines} 不存在或未付款（如赠品），不能申请赔付；请在 lines 中填写已付款的订单行。"
    en = (
        "Lines {lines} are not in the order, or nothing was paid for them (a gift); name in "
        "`lines` those that were paid for."
    )


class SeveralSuppliersError(Refusal):
    """Each supplier answers for its own goods."""

    code, clause, status = "claim_of_several_suppliers", "6.3.4", 422
    pointer = "/lines"
    zh = "一次申请只能涉及同一供应商的订单行（lines）；请按供应商分别提交。"
    en = "One claim is about the goods of one supplier; file one for each supplier's `lines`."


class TwinClaimError(Refusal):
    """The same goods are claimed for by another claim of that kind that did not end without pay."""

    code, clause = "twin_claim", "6.3.4"
    zh = (
        "所选订单行（lines）已有同类赔付申请 {claim_id}，同一商品不重复赔付。"
        "请查看该申请，或去掉重复的订单行。"
    )
    en = (
        "There is a claim of this kind for these `lines` already, {claim_id}, and the same goods "
        "are claimed for once; look at that claim, or leave these lines out."
    )


class TwinDamagesError(TwinClaimError):
    """Punitive damages count once for the same goods, whichever rule they rest on."""

    zh = (
        "所选订单行（lines）已有惩罚性赔偿申请 {claim_id}，同一商品的惩罚性赔偿只能申请一次。"
        "请查看该申请，或去掉重复的订单行。"
    )
    en = (
        "Punitive damages for these `lines` are claimed already, {claim_id}, and they are due once "
        "for the same goods; look at that claim, or leave these lines out."
    )


class DamagesCoveredError(Refusal):
    """The least amount of the law counts once for a purchase, and earlier claims have it all."""

    code, clause = "damages_covered", "6.3.4"
    zh = (
        "该订单此前的同类申请已包含这些订单行（lines）应得的赔偿：最低赔偿额每单每类只计一次。"
        "请查看原申请；如需合并计算，可撤回原申请后一并提交。"
    )
    en = (
        "Earlier claims of this kind for the order cover what is due for these `lines`: the least "
        "amount of the law counts once for an order and kind. Look at those claims; to have all "
        "counted in one, withdraw them and file anew."
    )


class AdvanceByAfterSalesError(Refusal):
    """What after-sales refunds, or is asked to, the fund does not pay as well."""

    code, clause = "advance_by_after_sales", "6.3.4"
    zh = (
        "所选订单行（lines）已退货退款或售后申请正在处理，退款由售后办理，基金不重复支付；"
        "请等待售后结果，或先撤回售后申请，或去掉这些订单行。"
    )
    en = (
        "After-sales has refunded these `lines`, or has a request for them under way, and the fund "
        "does not pay them a second time; wait for its result, withdraw that request, or leave "
        "these lines out."
    )


class RefundedMeanwhileError(Refusal):
    """After-sales took up goods of an advance that was approved."""

    code, clause = "refunded_meanwhile", "6.3.4"
    zh = (
        "批准后，售后已对这些商品退款或受理申请，目前最多可先行赔付 {limit} 元，不能按 {amount} "
        "元付款；请撤回本申请，如仍有应付金额请重新提交。"
    )
    en = (
        "Since it was approved, after-sales refunded these goods or took up a request for them: "
        "{limit} yuan can be advanced now, not {amount}. Withdraw this claim, and file anew what "
        "is still due."
    )


class LabelFlawError(Refusal):
    """Flaws of label or leaflet that neither mislead nor concern safety give no punitive
    damages.
    """

    code, clause = "label_flaw_only", "6.3.4"
    zh = (
        "仅属标签、说明书瑕疵，不影响安全且不会误导，不适用惩罚性赔偿"
        "（消保法实施条例第49条、食品安全法第148条）；可申请退货退款。"
    )
    en = (
        "A mere flaw of the label or leaflet that neither affects safety nor misleads gives no "
        "punitive damages (Implementing Regulations of the Consumer Protection Law, art. 49; Food "
        "Safety Law, art. 148); you can return the goods instead."
    )


class NotFoodError(Refusal):
    """Damages by the Food Safety Law are for food."""

    code, clause = "not_food", "6.3.4"
    zh = "所选订单行（lines）不是食品，不适用食品安全法第148条；请选择其他申请类型（kind）。"
    en = (
        "These `lines` are no food, so art. 148 of the Food Safety Law does not apply; choose "
        "another `kind`."
    )


class LossMissingError(Refusal):
    """Damages by the loss need one."""

    code, clause, status = "loss_missing", "6.3.4", 422
    pointer = "/loss"
    zh = "按损失计算的赔偿须填写损失金额（loss）；食品赔偿也可改为按价款计算（basis=price）。"
    en = (
        "Damages by the loss need the `loss`; damages for food can be counted by the price instead "
        "(basis=price)."
    )


class EvidenceMissingError(Refusal):
    """A loss must be proven."""

    code, clause, status = "evidence_missing", "6.3.4", 422
    pointer = "/evidence"
    zh = "主张损失须提交证明材料：请先上传文件（用途 case_attachment），再填入 evidence。"
    en = (
        "A loss has to be proven: upload documents (purpose case_attachment) and name them in "
        "`evidence`."
    )


class SellerKnownError(Refusal):
    """The seller can be named, and the platform promised nothing beyond the law."""

    code, clause = "seller_known", "6.3.4"
    zh = (
        "平台能够提供销售者的真实名称、地址和有效联系方式，退款由销售者承担"
        "（消费者权益保护法第44条）；请提交售后申请。"
    )
    en = (
        "The platform can give the seller's real name, address and valid contact, so the seller "
        "owes the refund (Consumer Protection Law, art. 44); open an after-sales case."
    )


class GoodwillByStaffError(ForbiddenError):
    """A gesture is the platform's to offer."""

    code, clause = "goodwill_by_staff", "6.3.4"
    zh = "善意补偿由客服人员提出，客户不能自行申请；请联系客服。"
    en = "A goodwill payment is offered by customer service; it cannot be claimed. Please ask them."


class AmountMissingError(Refusal):
    """How much a gesture is worth is for staff to say."""

    code, clause, status = "amount_missing", "6.3.4", 422
    pointer = "/amount"
    zh = "善意补偿须填写金额（amount）。"
    en = "A goodwill payment needs an `amount`."


class AmountExceedsEntitlementError(Refusal):
    """More than the customer is entitled to, or than the fund pays on one claim, or nothing."""

    code, clause, status = "amount_exceeds_entitlement", "6.3.4", 422
    pointer = "/amount"
    zh = "金额（amount）{amount} 元须大于 0 且不超过 {limit} 元（规则 {rule}）；请修改金额。"
    en = (
        "The `amount` of {amount} yuan must be above 0 and at most {limit} (rule {rule}); change "
        "it."
    )


class ClaimStateError(Refusal):
    """The claim is past this step, or not there yet."""

    code, clause = "claim_state", "6.3.4"
    zh = "申请当前状态为“{state_zh}”，不能执行此操作；请重新读取后确认。"
    en = "The claim is {state_en}, which does not allow this; read it again."


class OwnClaimError(ForbiddenError):
    """Four eyes: who filed a claim does not judge it."""

    code, clause = "four_eyes_claim", "6.3.4"
    zh = "该申请由您提交，须由其他人员审核。"
    en = "You filed this claim, so somebody else has to judge it."


class PayerDecidedError(ForbiddenError):
    """Four eyes: who filed or approved a claim does not pay it."""

    code, clause = "four_eyes_payout", "6.3.4"
    zh = "该申请由您提交或批准，须由其他财务人员付款。"
    en = "You filed or approved this claim, so another person of finance has to pay it."


class RecoveryExceedsError(Refusal):
    """More than the supplier owes, or nothing."""

    code, clause, status = "recovery_exceeds_outstanding", "6.3.4", 422
    pointer = "/amount"
    zh = "追偿金额（amount）{amount} 元须大于 0 且不超过未追偿余额 {outstanding} 元。"
    en = "The `amount` of {amount} yuan must be above 0 and at most the {outstanding} still owed."


class ReferenceUsedError(Refusal):
    """A payment is booked once."""

    code, clause = "reference_used", "6.3.4"
    zh = "凭证号（reference）{reference} 已登记过，请核对银行流水，避免重复入账。"
    en = "The `reference` {reference} was booked before; check the bank statement."


class ReviewRunsError(Refusal):
    """Only a review that stopped, or whose time is over, is started again."""

    code, clause = "review_running", "6.3.4"
    zh = "该申请的审核正在进行且未逾期，无需重新启动；{due} 后仍无决定时可以重新启动。"
    en = (
        "The review of this claim is running and in time; it can be restarted when there is no "
        "decision by {due}."
    )


class MonthNotOverError(Refusal):
    """A statement is of a month that is over."""

    code, clause, status = "month_not_over", "6.3.4", 422
    pointer = "/month"
    zh = "{month} 月尚未结束，不能出具月度报表；请填写已结束的月份。"
    en = "{month} is not over yet; ask for the statement of a month that is."


class StatementNotFoundError(NotFoundError):
    """No statement of that month was asked for."""

    code = "statement_not_found"
    zh = "尚无 {month} 月的月度报表；请先提交生成请求（POST /fund/statements）。"
    en = "There is no statement of {month}; ask for it first (POST /fund/statements)."
