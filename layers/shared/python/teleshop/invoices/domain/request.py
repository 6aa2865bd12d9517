"""A request for an invoice (开票申请) and its life.

Finance issues it in the tax system and states its number here, or refuses it with the reason. When
goods or money go back after that, a red letter (红字发票) is due, which takes the difference off.
What is left standing is `net`; once it is nothing, another invoice may be requested.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from teleshop.invoices.domain.amounts import Bill, BilledLine
from teleshop.invoices.domain.buyer import Buyer, InvoiceKind
from teleshop.invoices.domain.policy import InvoicePolicy
from teleshop.invoices.errors import (
    InvoiceNotIssuedError,
    InvoiceRequestEndedError,
    NothingToCorrectError,
)
from teleshop.kernel.clock import china_date
from teleshop.kernel.findings import Finding, FindingKind
from teleshop.kernel.money import CNY
from teleshop.kernel.rules import rule

PREFIX: Final = "ivr"
CLAUSE: Final = "6.3.1"


class RequestState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    ISSUED = "issued"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RED_LETTER_DUE = "red_letter_due"
    """Something went back: finance has to take it off the invoice."""
    CORRECTED = "corrected"


class RefusalReason(StrEnum):
    """Why no invoice is issued."""

    TITLE_UNKNOWN = "title_unknown"
    """The tax system knows no such title."""
    TAX_ID_UNKNOWN = "tax_id_unknown"
    NOT_ENTITLED = "not_entitled"
    """A special invoice for who may not have one."""
    DETAILS_DIFFER = "details_differ"
    """Title, number, address or bank do not belong together."""
    NOTHING_LEFT = "nothing_left"
    """Everything went back before it was issued."""


class CorrectionReason(StrEnum):
    """Why a red letter was issued."""

    RETURNED = "returned"
    """Goods or money went back."""
    DETAILS_WRONG = "details_wrong"
    """The whole invoice is taken back, to be issued with other details."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A red letter that was issued: ``amount`` fen were taken off. ``late``: after its time."""

    number: str
    amount: int
    reason: CorrectionReason
    at: datetime
    by: str
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRequest:
    """``amount`` is what the invoice comes to, ``lines`` and ``freight`` what it is about.
    ``due_at`` is the time of what finance has to do next, at the ``turn``-th turn of its clock;
    ``pending`` is what a red letter has to take off. ``overdue`` stays, once something was late.
    ``words`` are what finance wrote to the customer when it refused.
    """

    id: str
    order_id: str
    customer_id: str
    kind: InvoiceKind
    buyer: Buyer = field(repr=False)
    lines: tuple[BilledLine, ...]
    freight: int
    amount: int
    requested_at: datetime
    requested_by: str
    by_staff: bool
    due_at: datetime | None
    currency: str = CNY
    state: RequestState = RequestState.REQUESTED
    turn: int = 1
    pending: int = 0
    overdue: bool = False
    number: str | None = None
    document_id: str | None = None
    issued_at: datetime | None = None
    issued_by: str | None = None
    ended_at: datetime | None = None
    reason: RefusalReason | None = None
    words: str = field(default="", repr=False)
    corrections: tuple[Correction, ...] = ()
    version: int = 1

    @property
    def net(self) -> int:
        """What the invoice still stands for; 0 before it is issued."""
        if self.issued_at is None:
            return 0
        return self.amount - sum(one.amount for one in self.corrections)

    @property
    def stands(self) -> bool:
        """Whether it keeps another request for the order from being made: it waits, or what was
        issued still stands for something.
        """
        return self.state is RequestState.REQUESTED or self.net > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInvoices:
    """The requests of one order, oldest first; ``standing`` is the one that keeps another from
    being made. One row per order, so that two who ask at once cannot both get one.
    """

    order_id: str
    requests: tuple[str, ...] = ()
    standing: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedNumber:
    """An invoice's number, and the request that it was stated for."""

    number: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedFile:
    """The content of an invoice's file, and the request that it was stated for. An invoice names
    its buyer: by its content, since the same file may be uploaded twice.
    """

    sha256: str
    document_id: str
    request_id: str


# -- the number --

NUMBER_YEAR = FindingKind(
    "invoice_number_year",
    CLAUSE,
    "数电发票号码的前两位为开票年份，应为 {first} 至 {last}；请核对发票上的 20 位号码。",
    "The first two digits of a fully digital invoice are its year, from {first} to {last}; compare "
    "the 20 digits with the invoice.",
)


@rule(
    id="I-number",
    clause="6.3.1",
    source="国家税务总局公告 2024年第11号（全面数字化的电子发票）",
    article="3",
    effective_from=date(2024, 12, 1),
    confidence="M",
    last_checked=date(2026, 11, 27),
)
def number_faults(number: str, pointer: str, since: datetime, now: datetime) -> Iterator[Finding]:
    """What is wrong with the 20 digits of an invoice that was issued from ``since`` to ``now``: the
    first two are the year.
    """
    first, last = china_date(since).year % 100, china_date(now).year % 100
    if not first <= int(number[:2]) <= last:
        yield NUMBER_YEAR.at(pointer, first=f"{first:02d}", last=f"{last:02d}")


# -- the life of a request --


def rebilled(known: InvoiceRequest, bill: Bill) -> InvoiceRequest:
    """The order changed before the invoice was issued: it is about what is left."""
    return replace(known, lines=bill.lines, freight=bill.freight, amount=bill.total)


def issued(
    known: InvoiceRequest, number: str, document_id: str | None, by: str, now: datetime
) -> InvoiceRequest:
    """Finance issued it; its clock has stopped."""
    _refuse_ended(known)
    return replace(
        known,
        state=RequestState.ISSUED,
        number=number,
        document_id=document_id,
        issued_at=now,
        issued_by=by,
        due_at=None,
    )


def refused(
    known: InvoiceRequest, reason: RefusalReason, words: str, now: datetime
) -> InvoiceRequest:
    """No invoice is issued; the customer may ask again with what was missing."""
    _refuse_ended(known)
    return replace(
        known, state=RequestState.REFUSED, reason=reason, words=words, ended_at=now, due_at=None
    )


def withdrawn(known: InvoiceRequest, now: datetime) -> InvoiceRequest:
    """It is not wanted any more."""
    _refuse_ended(known)
    return replace(known, state=RequestState.WITHDRAWN, ended_at=now, due_at=None)


def _refuse_ended(known: InvoiceRequest) -> None:
    if known.state is not RequestState.REQUESTED:
        raise InvoiceRequestEndedError(state=known.state)


def compared(
    known: InvoiceRequest, total: int, policy: InvoicePolicy, now: datetime
) -> InvoiceRequest:
    """An issued invoice beside what the order comes to now: what is too much has to be taken off,
    from the moment on which there is too much. If nothing is too much any more (a refund that
    failed), nothing has to be.
    """
    over = max(0, known.net - total)
    if known.issued_at is None or over == known.pending:
        return known
    if not over:
        state = RequestState.CORRECTED if known.corrections else RequestState.ISSUED
        return replace(known, state=state, pending=0, due_at=None)
    if known.pending:
        return replace(known, pending=over)
    return replace(
        known,
        state=RequestState.RED_LETTER_DUE,
        pending=over,
        due_at=now + policy.correct_within,
        turn=known.turn + 1,
    )


def corrected(
    known: InvoiceRequest,
    number: str,
    by: str,
    now: datetime,
    *,
    whole: bool = False,
) -> InvoiceRequest:
    """Finance issued the red letter: for what is pending, or (``whole``) for all that stands,
    because the details are wrong.
    """
    if known.issued_at is None:
        raise InvoiceNotIssuedError
    amount = known.net if whole else known.pending
    if not amount:
        raise NothingToCorrectError
    done = Correction(
        number=number,
        amount=amount,
        reason=CorrectionReason.DETAILS_WRONG if whole else CorrectionReason.RETURNED,
        at=now,
        by=by,
        late=known.due_at is not None and now >= known.due_at,
    )
    return replace(
        known,
        state=RequestState.CORRECTED,
        corrections=(*known.corrections, done),
        pending=0,
        due_at=None,
        ended_at=now if known.net == amount else None,
    )


def late(known: InvoiceRequest) -> InvoiceRequest:
    """Its clock ran out; that stays on record."""
    return replace(known, overdue=True)


# -- the requests of an order --


def with_request(known: OrderInvoices, request: InvoiceRequest) -> OrderInvoices:
    """The same with how a request stands now."""
    requests = known.requests
    if request.id not in requests:
        requests = (*requests, request.id)
    if request.stands:
        return replace(known, requests=requests, standing=request.id)
    standing = None if known.standing == request.id else known.standing
    return replace(known, requests=requests, standing=standing)
