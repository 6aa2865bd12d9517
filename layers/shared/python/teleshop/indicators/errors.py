"""Refusals of the indicators context."""

from teleshop.kernel.errors import NotFoundError, Refusal

__all__ = ["FiguresNotFoundError", "MeasureNotFoundError", "QuarterNotBegunError"]


class FiguresNotFoundError(NotFoundError):
    """No such supplier, or not the caller's own."""

    code = "figures_not_found"
    zh = "未找到该供应商的指标，请核对供应商编号；供应商只能查看自己的指标。"
    en = (
        "There are no figures of this supplier; check the identifier. Suppliers see their own "
        "figures only."
    )


class MeasureNotFoundError(NotFoundError):
    """No such measure."""

    code = "measure_not_found"
    zh = "没有名为“{measure}”的指标项；请从 GET /suppliers/…/indicators 的 figures 中选择。"
    en = (
        "There is no measure '{measure}'; choose one from the figures of GET "
        "/suppliers/…/indicators."
    )


class QuarterNotBegunError(Refusal):
    """A quarter that is still to come has no figures."""

    code, status, clause = "quarter_not_begun", 422, "3.3.1"
    pointer = "/quarter"
    zh = "{quarter} 尚未开始，请填写本季度或以前的季度。"
    en = "{quarter} has not begun yet; give the running quarter or one before it."
