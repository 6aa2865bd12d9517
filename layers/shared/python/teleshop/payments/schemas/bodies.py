"""What callers of payments send."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Moment
from teleshop.payments.domain.refund import RefundState

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


class UnexpectedState(StrEnum):
    """Where unexpected money stands."""

    UNMATCHED = "unmatched"
    REFUNDED = "refunded"
    SETTLED = "settled"


class RefundsQuery(ListQuery, frozen=True, kw_only=True):
    """Staff name one of ``state`` and ``customer``; customers neither: they get their own."""

    state: RefundState | None = None
    customer: Annotated[str, Meta(min_length=1, max_length=128)] | None = None


class SettlementBody(Input, frozen=True, kw_only=True):
    """A refund that finance paid: the reference of the bank, and when the money was sent (now by
    default). Of a large one two persons enter the same reference; the time is the first one's.
    """

    reference: Reference
    settled_at: Moment | None = None


class UnexpectedSettlementBody(Input, frozen=True, kw_only=True):
    """What became of unexpected money: the reference of the payment back, or of the booking that
    explains it, which settles nothing else. Of a large one two persons enter the same reference.
    """

    reference: Reference


class UnexpectedQuery(ListQuery, frozen=True, kw_only=True):
    """``state``: `unmatched` (waits for finance), `refunded` (sent back by itself), `settled`."""

    state: UnexpectedState = UnexpectedState.UNMATCHED
