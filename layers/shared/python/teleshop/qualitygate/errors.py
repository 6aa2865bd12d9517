"""Refusals of the quality gate."""

from teleshop.kernel.errors import NotFoundError, Refusal


class GateNotFoundError(NotFoundError):
    """No supplier of that id, or none that the caller may know of."""

    code, clause = "quality_gate_not_found", "3.3.1"
    zh = "未找到该供应商，请核对编号。"
    en = "There is no such supplier; check the identifier."


class NotHeldError(Refusal):
    """There is no hold to lift."""

    code, clause = "quality_gate_not_held", "3.3.1"
    zh = "该供应商未因质量门槛被限制，无需解除。"
    en = "The quality gate does not hold this supplier; there is nothing to lift."


class StillAboveError(Refusal):
    """The figures of this moment still mean a hold, or are too few to mean anything."""

    code, clause = "quality_gate_still_above", "3.3.1"
    zh = "当前指标仍达到限制门槛，或订单过少无法判断；如确有必要解除，请设置 exception 并写明理由。"
    en = (
        "The figures of this moment still reach the threshold of a hold, or are too few to judge; "
        "if the hold must be lifted all the same, set `exception` and say why."
    )


class ReinstatementReasonError(Refusal):
    """A reinstatement needs a reason."""

    code, status, clause = "quality_gate_reason_missing", 422, "3.3.1"
    pointer = "/reason"
    zh = "请写明解除限制的理由（reason）。"
    en = "Say why the hold is lifted (`reason`)."
