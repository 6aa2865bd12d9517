"""How the refund of a request is paid: by people, or, where the order was paid here, by itself as
far as money came in, with the rest by people.
"""

from dataclasses import replace
from datetime import datetime

from teleshop.care.domain.after_sales.flow import check_stage
from teleshop.care.domain.after_sales.policy import HAND_ALONE_UP_TO
from teleshop.care.domain.after_sales.records import (
    AfterSales,
    EnteredRefund,
    PaidBack,
    Refund,
    Stage,
)
from teleshop.care.domain.after_sales.refusals import (
    InspectorPaysError,
    RefundAmountError,
    RefundPaidError,
    RefundRunsItselfError,
    StepNotPossibleError,
)
from teleshop.kernel.clock import china_date


def pay(request: AfterSales, *, amount: int, reference: str, now: datetime, by: str) -> AfterSales:
    """The refund was paid by hand, once and exactly, by somebody else than who found it due; of one
    that goes back by itself, what goes beyond that.

    More than :data:`HAND_ALONE_UP_TO` counts when a second person has entered the same reference;
    until then it is ``entered``, and another reference takes its place, whoever enters it: who was
    wrong may be gone, and one person alone settles nothing.
    """
    known = request.refund
    if known is not None and known.paid_at is not None:
        raise RefundPaidError(
            paid_on=china_date(known.paid_at).isoformat(), reference=known.reference
        )
    check_stage(request, "refund", Stage.INSPECTED)
    if known is None:
        raise StepNotPossibleError(stage=request.stage.value, step="refund")
    if not known.by_hand or any(part.by_hand for part in known.parts):
        raise RefundRunsItselfError(due_on=china_date(known.due_at).isoformat())
    if by == request.inspected_by:
        raise InspectorPaysError
    if amount != known.by_hand:
        raise RefundAmountError(due=known.by_hand, amount=amount)
    first = known.entered
    same = first is not None and first.by != by and first.reference == reference
    if amount > HAND_ALONE_UP_TO and not same:
        entered = EnteredRefund(reference=reference, by=by, at=now)
        return replace(request, refund=replace(known, entered=entered))
    return replace(
        request, refund=_with_part(known, PaidBack(amount, reference, by_hand=True), now, by)
    )


def on_its_way(request: AfterSales, by_payment: int) -> AfterSales:
    """So much of the refund goes back by itself."""
    known = request.refund
    if known is None or not known.automatic:
        raise StepNotPossibleError(stage=request.stage.value, step="refund")
    return replace(request, refund=replace(known, by_payment=by_payment))


def came_through(request: AfterSales, part: PaidBack, now: datetime, by: str) -> AfterSales:
    """What went back by itself has arrived; told again it changes nothing."""
    known = request.refund
    if known is None or not known.automatic:
        raise StepNotPossibleError(stage=request.stage.value, step="refund")
    if part in known.parts:
        return request
    if part.amount > known.left:
        raise RefundAmountError(due=known.left, amount=part.amount)
    return replace(request, refund=_with_part(known, part, now, by))


def _with_part(known: Refund, part: PaidBack, now: datetime, by: str) -> Refund:
    after = replace(known, parts=(*known.parts, part))
    if after.left:
        return after
    return replace(after, paid_at=now, paid_by=by, reference=part.reference)
