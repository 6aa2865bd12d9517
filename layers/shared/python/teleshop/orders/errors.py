"""Refusals of the orders context."""

from teleshop.kernel.errors import ForbiddenError, NotFoundError, Refusal

__all__ = [
    "CancelReasonError",
    "CashInOneParcelError",
    "CustomerOfOrderError",
    "GoodsNotSentError",
    "MoneyCameFirstError",
    "OrderChangedSilentlyError",
    "OrderCorrectionError",
    "OrderExistsError",
    "OrderNotCancellableError",
    "OrderNotFoundError",
    "OrderPartlySentError",
    "OrderReportNotFoundError",
    "OrderReportStaleError",
    "OrderStateError",
    "ParcelCameBackError",
    "ParcelCashNotedError",
    "ParcelCorrectionError",
    "ParcelNotFoundError",
    "ParcelOutcomeError",
    "PaymentDiffersError",
    "ReturnWaitsError",
    "WarehouseYesNeededError",
    "WaybillOfOtherError",
    "WaybillUsedError",
]


class OrderNotFoundError(NotFoundError):
    """No such order, or none that the caller may know of."""

    code = "order_not_found"
    zh = "未找到该订单，请核对订单号。"
    en = "There is no such order; check the order number."


class OrderReportNotFoundError(NotFoundError):
    """No such report of this order."""

    code = "order_report_not_found"
    zh = "未找到该次报送，请核对订单号和版本号。"
    en = "There is no such report of this order; check the order number and the version."


class OrderChangedSilentlyError(Refusal):
    """A report contradicts what was reported before, without saying that it corrects it;
    ``errors`` name each fact.
    """

    code, clause = "order_facts_changed", "6.3.1"
    zh = "报送内容与此前记录不一致（{names}）；如确为更正，请在 correction 中说明原因后重新提交。"
    en = (
        "The report differs from what is on record ({names}); if it corrects the record, send it "
        "again with the reason in correction."
    )


class OrderCorrectionError(ForbiddenError):
    """Somebody corrects alone what decides money and rights; ``errors`` name each fact."""

    code, clause = "order_correction_forbidden", "6.3.1"
    zh = "更正订单的约定内容（{names}）须由客服主管或经理报送；请转交其核对后处理。"
    en = (
        "What was agreed ({names}) is corrected by a lead or a manager only; have one of them "
        "check and report it."
    )


class CustomerOfOrderError(Refusal):
    """An order that was paid, shipped or delivered would become another person's."""

    code, clause, pointer = "order_customer_fixed", "6.3.1", "/customer_id"
    zh = (
        "订单已付款、发货或签收，不能改为其他顾客；如顾客确有错误，请以新的订单号为正确的顾客报送。"
    )
    en = (
        "The order was paid, shipped or delivered and stays with its customer; if that was the "
        "wrong one, report a new order, with a number of its own, for the right customer."
    )


class OrderReportStaleError(Refusal):
    """A report is older than the one on record."""

    code, clause = "order_report_stale", "6.3.1"
    zh = "已有更新的报送（{known}），本次报送（{given}）较旧，未采用；请报送订单的当前状态。"
    en = (
        "A later report ({known}) is on record and this one ({given}) is older; report how the "
        "order stands now."
    )


class OrderExistsError(Refusal):
    """The number of an order is taken."""

    code, clause = "order_exists", "1.1"
    zh = "该订单号已存在；请重新读取订单。"
    en = "There is an order of that number already; read it again."


class OrderUnmanageableError(Refusal):
    """The order could not be cancelled, or not be sent, in one step: it is not taken."""

    code, clause = "order_unmanageable", "1.1"
    zh = "订单未提交；请按 errors 中的说明逐项修改后重新提交。"
    en = "Nothing was ordered; correct each point listed in `errors` and order again."


class OrderStateError(Refusal):
    """The order is past this step, or not there yet."""

    code, clause = "order_state", "1.1"
    zh = "订单当前状态为“{state_zh}”，不能{step_zh}；请重新读取订单后确认。"
    en = "The order is {state_en} and cannot be {step_en}; read it again."


class OrderNotCancellableError(Refusal):
    """The warehouse has it, or it is over."""

    code, clause = "order_not_cancellable", "6.3.1"
    zh = (
        "订单当前状态为“{state_zh}”，已不能取消；尚未发出的请联系客服，"
        "尚未签收的可在送达时拒收，已签收的可申请退货。"
    )
    en = (
        "The order is {state_en} and cannot be cancelled any more; ask the service desk about what "
        "has not left, refuse it at the door, or ask for a return once it is delivered."
    )


class WarehouseYesNeededError(Refusal):
    """The warehouse may be packing it."""

    code, clause, pointer = "warehouse_yes_needed", "6.3.1", "/warehouse_confirmed"
    zh = "订单已交仓库备货；请先请仓库确认停止发货，再由客服主管或经理填写 warehouse_confirmed。"
    en = (
        "The warehouse has the order: have it confirm that nothing leaves, then a lead or a "
        "manager cancels with warehouse_confirmed."
    )


class OrderPartlySentError(Refusal):
    """A part of the order has left."""

    code, clause, pointer = "order_partly_sent", "6.3.1", "/rest"
    zh = "订单已有商品发出，不能整单取消；如只取消尚未发出的商品，请填写 rest。"
    en = (
        "A part of the order has left, so that it cannot be cancelled as a whole; say `rest` to "
        "cancel what has not."
    )


class CancelReasonError(Refusal):
    """A reason that is not the caller's to give."""

    code, status, clause, pointer = "cancel_reason_not_allowed", 422, "6.3.1", "/reason"
    zh = "顾客取消请填写 customer；unpaid 由系统在付款期限届满时使用。"
    en = "Customers cancel with `customer`; `unpaid` is used by the clock of the payment alone."


class ParcelNotFoundError(NotFoundError):
    """No such parcel of this order."""

    code = "parcel_not_found"
    zh = "该订单没有此包裹，请核对包裹编号。"
    en = "The order has no such parcel; check its identifier."


class WaybillUsedError(Refusal):
    """One waybill is one parcel."""

    code, clause, pointer = "waybill_used", "7.1.3", "/waybill"
    zh = "该运单号已用于本订单的另一包裹，且内容不同；请核对运单号。"
    en = "This waybill is of another parcel of the order with other contents; check the number."


class WaybillOfOtherError(Refusal):
    """The number was noted for a parcel to somebody else: one of the two is wrong, it seems."""

    code, clause, pointer = "waybill_of_other", "7.1.3", "/waybill"
    zh = (
        "该运单号近期已登记在其他顾客的包裹上，请核对；"
        "如确为同一运单（例如合并寄往同一自提点），请填写 waybill_shared 后重新登记。"
    )
    en = (
        "This waybill was noted for a parcel of another customer lately; check the number. If both "
        "do go under it, such as to one pick-up point, note it again with `waybill_shared`."
    )


class CashInOneParcelError(Refusal):
    """The courier collects once."""

    code, clause, pointer = "cash_in_one_parcel", "7.1.3", "/lines"
    zh = "货到付款订单须一次发齐全部商品，由快递员一次收款；在其他仓库的商品请先集中到发货仓。"
    en = (
        "An order that is paid at the door goes in one parcel, so that the courier collects once; "
        "bring what is held elsewhere to this warehouse first."
    )


class ParcelOutcomeError(Refusal):
    """It is known already what became of the parcel."""

    code, clause = "parcel_outcome_known", "7.1.3"
    zh = (
        "该包裹已登记签收或拒收，且内容不同；如签收与拒收登记反了，"
        "请客服主管或经理在本接口填写 correction 更正（已登记的时间不作更正）。"
    )
    en = (
        "It is on record what became of this parcel, and this differs. If it was the other outcome "
        "a lead or a manager says so here, with `correction`; the time on record stays."
    )


class ParcelCorrectionError(ForbiddenError):
    """What was noted of a parcel moves money: it is put right by who answers for it."""

    code, clause, pointer = "parcel_correction_forbidden", "6.3.1", "/correction"
    zh = "更正包裹的签收或拒收登记须由客服主管或经理办理；请转交其核对后更正。"
    en = (
        "What was noted of a parcel is corrected by a lead or a manager only; have one of them "
        "check and correct it."
    )


class ParcelCashNotedError(Refusal):
    """Cash was noted with the delivery: it is booked, and a refund by mistake would pay it out."""

    code, clause, pointer = "parcel_cash_noted", "6.3.1", "/outcome"
    zh = (
        "该包裹已登记签收并代收货款，货款已入账，不能更正为拒收；请与承运商核对，"
        "货物退回的由客服登记退货（售后），退款由财务按代收款对账结果办理。"
    )
    en = (
        "Cash was noted with this delivery and is booked, so it cannot become a refusal. Check "
        "with the carrier; goods that are back are taken in as a return by the service desk, and "
        "finance settles its refund by what the courier handed over."
    )


class ParcelCameBackError(Refusal):
    """Goods of the parcel came back through after-sales, so they were with the customer."""

    code, clause, pointer = "parcel_came_back", "6.3.1", "/outcome"
    zh = "该包裹的商品已由售后退回验收，登记无需更正；退款以售后单为准。"
    en = (
        "Goods of this parcel came back through after-sales and were accepted, which stands; their "
        "refund is that of the case, and nothing is to be corrected."
    )


class PaymentDiffersError(Refusal):
    """Money that is not exactly what the order charges."""

    code, clause = "order_payment_differs", "4.3.4"
    zh = "到账金额与订单应付金额不一致，订单未置为已付款；请财务核对。"
    en = "What came in is not what the order charges, so it is not paid; finance looks at it."


class ReturnWaitsError(Refusal):
    """The refund of goods that came back is not asked for yet."""

    code, clause = "return_waits", "6.3.1"
    zh = "订单有已验收退货的款项待退，暂不能完成；稍后自动重试。"
    en = (
        "The money of goods that came back is about to be sent; the order is completed after it, "
        "and this is tried again."
    )


class GoodsNotSentError(Refusal):
    """More came back than the order has left."""

    code, clause = "goods_not_sent", "6.3.1"
    zh = "退回数量超过该订单尚未退回、拒收或取消的数量；请核对订单号、行号和数量。"
    en = (
        "More pieces came back than the customer has of this order; check its number, the lines "
        "and the quantities."
    )


class MoneyCameFirstError(Refusal):
    """The payment was made before the order could be closed."""

    code, clause = "money_came_first", "4.3.4"
    zh = "款项已到账；请重新读取订单。"
    en = "The money has arrived; read the order again."
