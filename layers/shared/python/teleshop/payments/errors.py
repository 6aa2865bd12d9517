"""Refusals of payments and refunds."""

from teleshop.kernel.errors import BusyError, NotFoundError, Refusal


class PaymentNotFoundError(NotFoundError):
    """No payment of that id, or none that the caller may know of."""

    code = "payment_not_found"
    zh = "未找到该付款，请核对编号。"
    en = "There is no such payment; check its identifier."


class RefundNotFoundError(NotFoundError):
    """No refund of that id, or none that the caller may know of."""

    code = "refund_not_found"
    zh = "未找到该退款，请核对编号。"
    en = "There is no such refund; check its identifier."


class MovementNotFoundError(NotFoundError):
    """No unexpected money of that id."""

    code = "unexpected_payment_not_found"
    zh = "未找到该笔异常款项，请核对编号。"
    en = "There is no such unexpected payment; check its identifier."


class GatewayNotFoundError(NotFoundError):
    """A callback of a gateway that the platform does not use."""

    code = "gateway_not_found"
    zh = "未找到该支付网关，请核对回调地址。"
    en = "The platform uses no such gateway; check the address of the callback."


class NotKnownYetError(NotFoundError):
    """A callback came before what it is about is stored, or about something of somebody else. It is
    kept, and the gateway repeats it.
    """

    code, clause = "callback_not_known_yet", "6.3.1"
    zh = "平台暂无对应的付款或退款记录，消息已登记；请稍后重发。"
    en = "Nothing is known here of what this is about (yet); it is noted, please send it again."


class CallbackUnreadableError(Refusal):
    """A genuine message of a form that its adapter does not know."""

    code, status = "callback_unreadable", 400
    zh = "签名正确，但消息内容无法识别；请按约定的消息格式发送。"
    en = "The signature fits, but the message has an unknown form; send it in the form agreed."


class TransactionUsedError(Refusal):
    """A gateway names one transaction for two payments or refunds: it counts once."""

    code, clause = "gateway_transaction_used", "6.3.1"
    zh = "该网关交易号已用于其他付款或退款，不会重复入账；请核对交易号。"
    en = (
        "This transaction number of the gateway belongs to another payment or refund and counts "
        "once; check the number."
    )


class PaymentExistsError(Refusal):
    """An order has one payment."""

    code, clause = "payment_exists", "4.3.4"
    zh = "该订单已有付款记录；请重新读取订单。"
    en = "The order has a payment already; read the order again."


class PaymentReceivedError(Refusal):
    """The money came first."""

    code, clause = "payment_received", "4.3.4"
    zh = "款项已到账，不能再关闭该付款；如需取消，请按已付款订单办理退款。"
    en = (
        "The money has arrived, so this payment cannot be closed; cancel as for a paid order, with "
        "a refund."
    )


class PaymentStateError(Refusal):
    """The payment is past this step, or not there yet."""

    code, clause = "payment_state", "4.3.4"
    zh = "付款当前状态为“{state_zh}”，不能执行此操作；请重新读取后确认。"
    en = "The payment is {state_en}, which does not allow this; read it again."


class PaymentNotPayableError(Refusal):
    """Nothing can be paid by link: paid, closed, too late, or cash is due."""

    code, clause = "payment_not_payable", "4.3.4"
    zh = "该付款已完成、已关闭、已过期或为货到付款，不能在线支付；请查看订单状态或重新下单。"
    en = (
        "This is paid, closed, too late, or due in cash, so it cannot be paid online; look at the "
        "order, or order anew."
    )


class NotCashError(Refusal):
    """Cash is taken in for cash on delivery alone."""

    code, clause = "payment_not_cash", "4.3.4"
    zh = "该订单不是货到付款，不能登记现金收款；请由客户在线支付。"
    en = "This order is not paid in cash on delivery; the customer pays it online."


class CollectedAmountError(Refusal):
    """What was taken in at the door is exactly what is due."""

    code, clause = "collected_amount_differs", "4.3.4"
    zh = "实收 {amount} 元与应收 {due} 元不符；请按应收金额收款后登记。"
    en = "{amount} yuan were taken in and {due} are due; take in what is due, then enter it."


class RefundExceedsError(Refusal):
    """More than came in, less what was sent back before; or nothing."""

    code, clause = "refund_exceeds_received", "6.3.1"
    zh = "退款金额 {amount} 元须大于 0 且不超过可退余额 {left} 元；请修改金额。"
    en = "The refund of {amount} yuan must be above 0 and at most the {left} left; change it."


class RefundStateError(Refusal):
    """The refund is past this step, or is not sent that way."""

    code, clause = "refund_state", "6.3.1"
    zh = "退款当前状态为“{state_zh}”，不能执行此操作；请重新读取后确认。"
    en = "The refund is {state_en}, which does not allow this; read it again."


class RefundWithGatewayError(Refusal):
    """While a gateway may still pay, nobody pays by hand: the customer would get it twice."""

    code, clause = "refund_with_gateway", "6.3.1"
    zh = "该退款正由支付网关处理，为避免重复退款不能手工结清；可先重新发起查询（retry）。"
    en = (
        "The gateway may still pay this refund, and it must not be paid twice; let the gateway be "
        "asked again first (retry)."
    )


class SettlementWaitsError(Refusal):
    """Somebody has entered that it was paid by hand: asking the gateway might pay it twice."""

    code, clause = "settlement_waits", "6.3.1"
    zh = (
        "已有人登记该退款已手工支付，待第二人确认；请核对银行流水后确认，"
        "凭证号有误的请登记正确的凭证号；未曾支付的，由登记人本人重新发起（retry）以撤回登记。"
    )
    en = (
        "Somebody entered that this was paid by hand, and a second person has to confirm it; look "
        "at the bank statement and do so, or enter the right `reference` in its place. If it was "
        "never paid, let whoever entered it take it back (retry)."
    )


class SettlementReferenceUsedError(Refusal):
    """A payment of the bank settles one refund, or one sum of unmatched money."""

    code, clause = "settlement_reference_used", "6.3.1"
    zh = "凭证号（reference）已登记过，请核对银行流水，避免重复入账。"
    en = "The `reference` was entered before; check the bank statement."


class SettledInFutureError(Refusal):
    """Money cannot have been paid at a time to come, nor before it was asked for."""

    code, clause, status = "settlement_time", "6.3.1", 422
    pointer = "/settled_at"
    zh = "付款时间（settled_at）不能晚于现在，也不能早于退款申请时间；请改为银行流水上的时间。"
    en = (
        "The time of payment (`settled_at`) is neither to come nor before the refund was asked "
        "for; give the time on the bank statement."
    )


class MovementStateError(Refusal):
    """Money that was matched, sent back or dealt with needs nothing more."""

    code, clause = "unexpected_payment_state", "6.3.1"
    zh = "该笔款项已匹配、已退回或已处理，无需再次登记；请重新读取后确认。"
    en = "This money was matched, sent back or dealt with already; read it again."


class GatewayUnavailableError(BusyError):
    """The gateway gave no answer that says what became of a question."""

    code = "gateway_unavailable"
    zh = "支付网关暂无应答，系统将自动重试。"
    en = "The payment gateway did not answer; this is tried again by itself."
