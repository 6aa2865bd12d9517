"""Events of after-sales, told to others. Nothing personal; pieces are named by line and product."""

from datetime import datetime

import msgspec

from teleshop.care.schemas.events import CaseEventData


class LineFact(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of one line."""

    line: int
    quantity: int
    product_id: str


class VoucherFact(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon (fen) or points."""

    code: str
    kind: str
    value: int


class AfterSalesRequested(CaseEventData, frozen=True, kw_only=True):
    """A customer asked for return, exchange or repair (``remedy``)."""

    remedy: str
    ground: str
    notice_at: datetime
    lines: tuple[LineFact, ...]


class AfterSalesDecided(CaseEventData, frozen=True, kw_only=True):
    """A request was approved or refused (``outcome``), by rules alone or by a person; ``reasons``
    are codes.
    """

    outcome: str
    by_rules: bool
    rules: tuple[str, ...]
    reasons: tuple[str, ...]


class GoodsReceived(CaseEventData, frozen=True, kw_only=True):
    """Goods came back; for a return the refund is due before ``refund_due_at``."""

    received_at: datetime
    refund_due_at: datetime | None = None


class GoodsInspected(CaseEventData, frozen=True, kw_only=True):
    """Goods that came back were judged; ``reasons`` are the codes why some were not accepted.
    ``refund_due`` fen are due before ``refund_due_at``; ``vouchers`` are to be given back in kind.
    ``faulty``: the operator answers for one line at least. ``defective`` are the accepted lines of
    which the goods themselves were at fault: not what was damaged on the way.
    """

    accepted: tuple[LineFact, ...]
    refused: tuple[LineFact, ...]
    faulty: bool
    defective: tuple[int, ...] = ()
    reasons: tuple[str, ...]
    refund_due: int
    currency: str
    vouchers: tuple[VoucherFact, ...] = ()
    refund_due_at: datetime | None = None


class RefundPaid(CaseEventData, frozen=True, kw_only=True):
    """A refund was paid: ``amount`` fen. ``lines`` are the pieces that it is for."""

    amount: int
    currency: str
    reference: str
    due_at: datetime
    paid_at: datetime
    lines: tuple[LineFact, ...]


class ReplacementSent(CaseEventData, frozen=True, kw_only=True):
    """New goods were sent for those that came back or could not be repaired."""

    lines: tuple[LineFact, ...]
    after_repairs: int


class RepairFinished(CaseEventData, frozen=True, kw_only=True):
    """A repair is over, the ``number``-th of the case; not ``repaired`` means in vain."""

    repaired: bool
    number: int


class GoodsSentBack(CaseEventData, frozen=True, kw_only=True):
    """Goods that were not accepted went back to the customer."""

    lines: tuple[LineFact, ...]
