"""Refusals of deposits."""

from teleshop.kernel.errors import NotFoundError, Refusal


class DepositNotFoundError(NotFoundError):
    """No such supplier, or one that the caller may not know of."""

    code = "deposit_not_found"
    zh = "未找到该供应商的保证金，请核对供应商编号。"
    en = "There is no deposit of such a supplier; check its identifier."


class PaybackNotFoundError(NotFoundError):
    """No such payback of this supplier."""

    code = "payback_not_found"
    zh = "未找到该退还申请，请核对编号（payback_id）。"
    en = "This supplier has no such payback; check its identifier (payback_id)."


class FineNotFoundError(NotFoundError):
    """No fine was booked for that case."""

    code = "fine_not_found"
    zh = "该案件没有登记过罚款，请核对编号。"
    en = "No fine was booked for this case; check its identifier."


class FineBookedError(Refusal):
    """A case is fined once."""

    code, clause = "fine_booked", "3.4.2"
    zh = "案件 {reference} 的罚款已登记，同一案件不重复罚款。"
    en = "The fine of case {reference} is booked already; a case is fined once."


class FineAnnulledError(Refusal):
    """A fine is annulled once."""

    code, clause = "fine_annulled", "3.4.2"
    zh = "案件 {reference} 的罚款已撤销，不能再次撤销。"
    en = "The fine of case {reference} was annulled before; it cannot be annulled again."


class ReferenceUsedError(Refusal):
    """A payment is booked once."""

    code, clause, pointer = "deposit_reference_used", "3.4.2", "/reference"
    zh = "银行流水号（reference）{reference} 已登记过，请核对银行流水，避免重复入账。"
    en = "The `reference` {reference} was booked before; check the bank statement."


class PaymentNotFoundError(NotFoundError):
    """No payment of this supplier was booked under that reference."""

    code = "deposit_payment_not_found"
    zh = "该供应商没有流水号为 {reference} 的入账，请核对 reference。"
    en = "No payment of this supplier is booked under {reference}; check `reference`."


class CooperationEndedError(Refusal):
    """Nothing is required of a supplier whose cooperation is over."""

    code, clause = "cooperation_ended", "3.4.2"
    zh = "该供应商的合作已结束，不能再要求缴存保证金；如有余额请办理退还。"
    en = (
        "The cooperation with this supplier is over, so that no deposit can be required; pay back "
        "what is held."
    )


class PaybackBlockedError(Refusal):
    """A case is open that may end with a fine."""

    code, clause = "payback_blocked", "3.4.2"
    zh = "违规案件 {cases} 尚未结案，结案前不退还保证金；结案后请重新申请，平台不再设其他条件。"
    en = (
        "Nothing is paid back while these violation cases are open: {cases}. Ask again once they "
        "are closed; there is no other condition."
    )


class NotFreeError(Refusal):
    """More is wanted than exceeds the required amount."""

    code, clause, pointer = "deposit_not_free", "3.4.2", "/amount"
    zh = (
        "可退还金额为 {free} 元：合作期间保留应缴 {required} 元，超出部分可退；"
        "合作结束后全部可退。请减少金额。"
    )
    en = (
        "{free} yuan may be paid back: during the cooperation what exceeds the required {required} "
        "yuan, afterwards everything. Ask for less."
    )


class PaybackOpenError(Refusal):
    """One payback waits for a decision at a time."""

    code, clause = "payback_open", "3.4.2"
    zh = "退还申请 {payback_id} 正在审批，请等其结束后再申请。"
    en = "The payback {payback_id} waits for its decision; ask again when it is made."


class NotApprovedError(Refusal):
    """What was not approved is not cancelled."""

    code, clause = "payback_not_approved", "3.4.2"
    zh = "只有已批准、尚未付款的退还申请可以取消。"
    en = "Only a payback that is approved and not paid yet can be cancelled."


class PaybackPromisedError(Refusal):
    """What was approved is a promise."""

    code, clause = "payback_promised", "3.4.2"
    zh = (
        "它所依据的入账没有被冲销，或所缺金额已补足，不能取消；"
        "已批准的退还不因后来的案件或罚款停止，请付款。"
    )
    en = (
        "No payment that it rests on was reversed, or what is missing was paid since, so it cannot "
        "be cancelled: no case and no fine that came later stands in its way. Pay it."
    )


class PaybackStateError(Refusal):
    """A payback is paid after it was approved, once."""

    code, clause = "payback_state", "3.4.2"
    zh = "该退还申请当前为“{state_zh}”，只有已批准的申请可以登记付款。"
    en = "This payback is {state_en}; only one that is approved can be booked as paid."
