"""What callers of deposits send. Amounts are whole fen."""

from typing import Annotated, Literal

from msgspec import Meta

from teleshop.kernel.schema import Input

MOST = 1_000_000_000_000

Kind = Literal[
    "payment",
    "payment_reversal",
    "requirement",
    "payback",
    "payback_paid",
    "payback_cancelled",
]
Amount = Annotated[
    int,
    Meta(
        ge=0,
        le=MOST,
        extra={
            "zh": f"金额以分为单位，须为 0 至 {MOST} 的整数。",
            "en": f"An amount is a whole number of fen from 0 to {MOST:,}.",
            "code": "amount_form",
        },
    ),
]
Reference = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}$",
        extra={
            "zh": "银行流水号由字母、数字和 _ . : / - 组成，最长 80 个字符。",
            "en": "A reference has letters, digits and _ . : / -, 80 at most.",
            "code": "reference_form",
        },
    ),
]
Account = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=60,
        extra={
            "zh": "请填写付款账户，最多 60 个字符。",
            "en": "Give the payer's account, in 60 characters at most.",
            "code": "payer_account_form",
        },
    ),
]
Reason = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2000,
        pattern=r"\S",
        extra={
            "zh": "请填写理由，不能只有空格，最多 2000 个字符。",
            "en": "Give a reason, in 2,000 characters at most; blanks alone are not enough.",
            "code": "reason_required",
        },
    ),
]
PaybackId = Annotated[str, Meta(pattern=r"^pbk_[0-9A-HJKMNP-TV-Z]{26}$")]


class DepositBody(Input, frozen=True, kw_only=True):
    """What happened to a deposit, by ``kind``:

    `payment` (``amount``, the bank's ``reference``, ``payer_account``, of which only a keyed hash
    is kept); `payment_reversal` of one booked wrongly (``reference``, ``reason``); `requirement`
    (``amount`` that must be held, ``reason``); `payback` (``amount``, ``reason``), which above a
    limit another person decides; `payback_paid` (``payback_id``, ``reference``);
    `payback_cancelled` of an approved one, as far as a payment that it rests on was reversed
    (``payback_id``, ``reason``). A field of another kind is refused.
    """

    kind: Kind
    amount: Amount | None = None
    reference: Reference | None = None
    payer_account: Account | None = None
    reason: Reason | None = None
    payback_id: PaybackId | None = None
