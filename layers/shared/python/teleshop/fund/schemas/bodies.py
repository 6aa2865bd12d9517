"""What callers of the fund send. Amounts are whole fen."""

from typing import Annotated

import msgspec
from msgspec import Meta

from teleshop.fund.domain.claim import MAX_EVIDENCE, ClaimState
from teleshop.fund.domain.entitlement import Basis, ClaimKind
from teleshop.kernel.schema import Input, ListQuery

MAX_LINES = 30

Amount = Annotated[
    int,
    Meta(
        ge=1,
        le=1_000_000_000_000,
        extra={
            "zh": "金额以分为单位，须为正整数。",
            "en": "An amount is a whole number of fen above 0.",
            "code": "amount_form",
        },
    ),
]
Reference = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}$",
        extra={
            "zh": "凭证号由字母、数字和 _ . : / - 组成，最长 80 个字符。",
            "en": "A reference has letters, digits and _ . : / -, 80 at most.",
            "code": "reference_form",
        },
    ),
]
Code = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]{0,39}$",
        extra={
            "zh": "代码由小写字母、数字和下划线组成，以字母开头，最长 40 个字符。",
            "en": "A code has small letters, digits and underscores, a letter first, 40 at most.",
        },
    ),
]
Reason = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2000,
        pattern=r"\S",
        extra={"zh": "请填写理由。", "en": "Give a reason.", "code": "reason_required"},
    ),
]
Statement = Annotated[str, Meta(max_length=4000)]
OrderId = Annotated[str, Meta(min_length=1, max_length=80)]
CaseId = Annotated[str, Meta(pattern=r"^[a-z]{2,5}_[0-9A-HJKMNP-TV-Z]{26}$")]
DocumentIds = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=60)]], Meta(max_length=MAX_EVIDENCE)
]
Month = Annotated[
    str,
    Meta(
        pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$",
        extra={
            "zh": "请按 年-月 填写，例如 2026-10。",
            "en": "Write year and month, for example 2026-10.",
            "code": "month_form",
        },
    ),
]


class ClaimBody(Input, frozen=True, kw_only=True):
    """A claim. ``lines`` are numbers of lines of the order; ``amount`` what is wanted, by default
    all that is due; ``loss`` needs ``evidence`` (uploaded documents); ``basis`` is the customer's
    choice for food.
    """

    kind: ClaimKind
    order_id: OrderId
    lines: Annotated[
        list[Annotated[int, Meta(ge=1, le=10_000)]], Meta(min_length=1, max_length=MAX_LINES)
    ]
    amount: Amount | None = None
    loss: Annotated[int, Meta(ge=0, le=1_000_000_000_000)] = 0
    basis: Basis = Basis.HIGHEST
    label_flaw_only: bool = False
    evidence: DocumentIds = msgspec.field(default_factory=list)
    statement: Statement | None = None
    case_id: CaseId | None = None


class ClaimsQuery(ListQuery, frozen=True, kw_only=True):
    """Staff name one of ``state``, ``customer`` and ``supplier``; customers and suppliers none:
    they get their own.
    """

    state: ClaimState | None = None
    customer: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    supplier: Annotated[str, Meta(min_length=1, max_length=80)] | None = None


class EvidenceBody(Input, frozen=True, kw_only=True):
    """What was missing: more documents, more words, or both."""

    documents: DocumentIds = msgspec.field(default_factory=list)
    statement: Annotated[str, Meta(min_length=1, max_length=4000)] | None = None


class AssessmentBody(Input, frozen=True, kw_only=True):
    """The amount that is due, and why it is another one than was claimed."""

    amount: Amount
    reason: Reason


class RefusalBody(Input, frozen=True, kw_only=True):
    """Why a claim that waits for money is refused."""

    reason: Reason
    reason_code: Code


class PayoutBody(Input, frozen=True, kw_only=True):
    """The payment that was made outside, by its reference."""

    reference: Reference


class RecoveryBody(Input, frozen=True, kw_only=True):
    """What the supplier paid back."""

    amount: Amount
    reference: Reference


class MemoBody(Input, frozen=True, kw_only=True):
    """Why, as a code."""

    reason_code: Code


class ContributionBody(Input, frozen=True, kw_only=True):
    """Money that came into the fund, by the reference of the bank."""

    amount: Amount
    reference: Reference
    memo: Code | None = None


class StatementBody(Input, frozen=True, kw_only=True):
    """The month wanted."""

    month: Month
