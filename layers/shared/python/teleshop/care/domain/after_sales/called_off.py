"""Orders that are off: nothing of them can be asked for, and what was asked for is over."""

from dataclasses import replace
from typing import Final

from teleshop.care.domain.after_sales.flow import release
from teleshop.care.domain.after_sales.purchase import Purchase
from teleshop.care.domain.after_sales.records import AfterSales, OrderAccount, Stage
from teleshop.care.domain.after_sales.refusals import OrderCancelledError, OrderNotPaidError
from teleshop.kernel.clock import china_date

_UNINSPECTED: Final = frozenset({Stage.DECIDING, Stage.APPROVED, Stage.SENT, Stage.RECEIVED})


def check_standing(purchase: Purchase) -> None:
    """Refuse an order under which nothing was had: cancelled, or not paid yet."""
    if purchase.cancelled_at is not None:
        raise OrderCancelledError(cancelled_on=china_date(purchase.cancelled_at).isoformat())
    if purchase.unpaid:
        raise OrderNotPaidError


def call_off(
    request: AfterSales, account: OrderAccount, purchase: Purchase
) -> tuple[AfterSales, OrderAccount]:
    """The request, and the account of its order, without the pieces that the order no longer has;
    over if none are left. What was inspected stays as it is.
    """
    if request.stage not in _UNINSPECTED:
        return request, account
    others = release(account, request.case_id)
    lines = []
    for line in request.lines:
        bought = purchase.line(line.line)
        has = 0 if bought is None or purchase.cancelled_at is not None else bought.quantity
        left = max(0, has - others.taken(line.line))
        if left:
            lines.append(replace(line, quantity=min(line.quantity, left)))
    undecided = request.stage is Stage.DECIDING
    if not any(undecided or line.approved for line in lines):
        return replace(request, stage=Stage.CALLED_OFF), others
    counted = {line.line: line.quantity for line in lines}
    claims = (
        replace(claim, quantity=min(claim.quantity, counted[claim.line]))
        if claim.case_id == request.case_id
        else claim
        for claim in account.claims
        if claim.case_id != request.case_id or claim.line in counted
    )
    return replace(request, lines=tuple(lines)), replace(account, claims=tuple(claims))
