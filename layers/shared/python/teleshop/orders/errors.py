"""Refusals of the orders context."""

from teleshop.kernel.errors import ForbiddenError, NotFoundError, Refusal

__all__ = [
    "CustomerOfOrderError",
    "OrderChangedSilentlyError",
    "OrderCorrectionError",
    "OrderNotFoundError",
    "OrderReportNotFoundError",
    "OrderReportStaleError",
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
