"""The steps of an after-sales request, from the wish of a customer to its end. Each step answers
what is to be stored, or refuses.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.care.domain.after_sales.decision import (
    Ground,
    Outcome,
    Party,
    Reason,
    ReasonKind,
    Remedy,
)
from teleshop.care.domain.after_sales.defects import Repair, exchange_after_repairs
from teleshop.care.domain.after_sales.delay import refund_due_at
from teleshop.care.domain.after_sales.freight import freight_outlay
from teleshop.care.domain.after_sales.intactness import Finding, Verdict, judge
from teleshop.care.domain.after_sales.policy import DEFAULT_POLICY, AfterSalesPolicy
from teleshop.care.domain.after_sales.purchase import Purchase
from teleshop.care.domain.after_sales.records import (
    AfterSales,
    CameBack,
    Claim,
    ClaimLine,
    Exchanged,
    LineRepair,
    OrderAccount,
    Parcel,
    Refund,
    Ruling,
    Stage,
    Step,
)
from teleshop.care.domain.after_sales.refund import refund
from teleshop.care.domain.after_sales.refusals import (
    EvidenceRequiredError,
    OrderNoLongerFitsError,
    QuantityExceededError,
    RefusalNotLawfulError,
    StepNotPossibleError,
    TooManyReceivedError,
)

FAULT_NOT_FOUND: Final = ReasonKind(
    "FAULT_NOT_FOUND",
    "R1.15",
    "经检验未发现所述质量问题（见检验凭证）。",
    "The inspection did not find the fault that was reported; see its evidence.",
)
NOT_RECEIVED: Final = ReasonKind(
    "NOT_RECEIVED",
    "R1.9",
    "退货包裹中缺少该行 {missing} 件商品。",
    "{missing} pieces of this line were not in the parcel.",
)


class RefusalCode(StrEnum):
    """Why a person refuses a request. ``opened`` is on the list so that it can be answered: it is
    never a reason.
    """

    WINDOW_OVER = "window_over"
    EXCLUDED_BY_LAW = "excluded_by_law"
    EXCLUDED_BY_CONFIRMATION = "excluded_by_confirmation"
    NOT_INTACT = "not_intact"
    FAULT_NOT_SHOWN = "fault_not_shown"
    REMEDY_NOT_OWED = "remedy_not_owed"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What an inspector found of one line; ``fault`` is whether the reported fault is there, None
    where none was reported.
    """

    line: int
    received: int
    findings: frozenset[Finding] = frozenset()
    fault: bool | None = None


def claim(account: OrderAccount, purchase: Purchase, request: AfterSales) -> OrderAccount:
    """The account with the pieces of a new request; each piece is asked for once."""
    for line in request.lines:
        bought = purchase.line(line.line)
        left = (bought.quantity if bought else 0) - account.taken(line.line)
        if line.quantity > left:
            raise QuantityExceededError(line=line.line, wanted=line.quantity, left=max(left, 0))
    claims = (
        Claim(request.case_id, line.line, line.quantity, line.product_id) for line in request.lines
    )
    return replace(account, claims=(*account.claims, *claims))


def release(account: OrderAccount, case_id: str) -> OrderAccount:
    """The account without the pieces of a request that is over."""
    kept = tuple(claim for claim in account.claims if claim.case_id != case_id)
    return replace(account, claims=kept)


def release_refused(account: OrderAccount, request: AfterSales) -> OrderAccount:
    """The account without the pieces of lines that were not approved."""
    approved = {line.line for line in request.approved_lines}
    kept = tuple(
        each for each in account.claims if each.case_id != request.case_id or each.line in approved
    )
    return replace(account, claims=kept)


def approve(
    request: AfterSales, ruling: Ruling, *, place: str, lines: Iterable[int] | None = None
) -> AfterSales:
    """The request approved, all its lines or those named; the customer is given the place."""
    check_stage(request, "decision", Stage.DECIDING)
    chosen = None if lines is None else set(lines)
    return replace(
        request,
        stage=Stage.APPROVED,
        ruling=ruling,
        place=place,
        place_given_at=ruling.at,
        lines=tuple(
            replace(line, approved=chosen is None or line.line in chosen) for line in request.lines
        ),
    )


def refuse(request: AfterSales, ruling: Ruling) -> AfterSales:
    """The request refused, with its reasons."""
    check_stage(request, "decision", Stage.DECIDING)
    lines = tuple(replace(line, approved=False) for line in request.lines)
    return replace(request, stage=Stage.REFUSED, ruling=ruling, lines=lines)


def check_refusal(request: AfterSales, code: RefusalCode, *, evidence: bool) -> None:
    """Refuse a refusal that the rules do not bear: because a package was opened, by an exclusion
    or a window that the assessment did not find, or held against the customer without evidence.
    """
    found = {reason.code for reason in request.assessment.reasons}
    zh, en, rule = _NOT_BORNE.get(code, ("", "", ""))
    borne = {
        RefusalCode.OPENED: False,
        RefusalCode.WINDOW_OVER: bool(found & {"window_over", "calendar_unconfirmed"}),
        RefusalCode.EXCLUDED_BY_LAW: bool(found & {"excluded_by_law", "seal_to_be_checked"}),
        RefusalCode.EXCLUDED_BY_CONFIRMATION: "excluded_by_confirmation" in found,
        RefusalCode.REMEDY_NOT_OWED: request.remedy not in request.assessment.remedies,
        RefusalCode.FAULT_NOT_SHOWN: request.ground.is_fault,
    }
    if not borne.get(code, True):
        raise RefusalNotLawfulError(reason=code.value, why_zh=zh, why_en=en, rule=rule)
    proves = "operator_proves" in found
    needs = code is RefusalCode.NOT_INTACT or (code is RefusalCode.FAULT_NOT_SHOWN and proves)
    if needs and not evidence:
        raise EvidenceRequiredError(line=request.lines[0].line)


_NOT_BORNE: Final[Mapping[RefusalCode, tuple[str, str, str]]] = {
    RefusalCode.OPENED: (
        "为检查而拆封、合理调试不影响商品完好",
        "goods opened for inspection or tried within reason are intact",
        "R1.7",
    ),
    RefusalCode.WINDOW_OVER: (
        "按签收日计算，通知在期限内发出",
        "counted from the day of signing the notice was sent in time",
        "R1.2",
    ),
    RefusalCode.EXCLUDED_BY_LAW: (
        "该商品不属于法定不适用退货的商品",
        "the goods are not among those excluded by law",
        "R1.4",
    ),
    RefusalCode.EXCLUDED_BY_CONFIRMATION: (
        "没有顾客本次购买时的有效确认凭证",
        "there is no valid confirmation of the customer for this purchase",
        "R1.5",
    ),
    RefusalCode.REMEDY_NOT_OWED: (
        "所申请的方式在法定范围内",
        "the remedy asked for is owed at this time",
        "R1.15",
    ),
    RefusalCode.FAULT_NOT_SHOWN: (
        "无理由退货无须证明质量问题",
        "a return without reason needs no fault",
        "R1.1",
    ),
}


def withdraw(request: AfterSales) -> AfterSales:
    """The customer keeps the goods; possible until they are on the way."""
    check_stage(request, "withdrawal", Stage.DECIDING, Stage.APPROVED)
    return replace(request, stage=Stage.WITHDRAWN)


def send(request: AfterSales, parcel: Parcel) -> AfterSales:
    """The customer sent the goods."""
    check_stage(request, "parcel", Stage.APPROVED)
    return replace(request, stage=Stage.SENT, parcel=parcel)


def receive(request: AfterSales, received_at: datetime) -> AfterSales:
    """The goods came; also without notice of a parcel."""
    check_stage(request, "receipt", Stage.APPROVED, Stage.SENT)
    return replace(request, stage=Stage.RECEIVED, received_at=received_at)


def inspect(
    request: AfterSales,
    found: Iterable[Inspected],
    *,
    photos: tuple[str, ...],
    now: datetime,
    by: str,
) -> AfterSales:
    """The verdict on each approved line; a line that is not named was not in the parcel."""
    check_stage(request, "inspection", Stage.RECEIVED)
    by_line = {each.line: each for each in found}
    lines = tuple(
        _inspected(request, line, by_line.get(line.line), shown=bool(photos))
        if line.approved
        else line
        for line in request.lines
    )
    return replace(
        request,
        stage=Stage.INSPECTED,
        lines=lines,
        inspected_at=now,
        inspected_by=by,
        photos=photos,
    )


def _inspected(
    request: AfterSales, line: ClaimLine, found: Inspected | None, *, shown: bool
) -> ClaimLine:
    received = found.received if found else 0
    if received > line.quantity:
        raise TooManyReceivedError(line=line.line, approved=line.quantity, received=received)
    missing = line.quantity - received
    absent: tuple[Reason, ...] = (NOT_RECEIVED.of(line.line, missing=missing),) if missing else ()
    if found is None or not received:
        return replace(line, received=0, accepted=False, reasons=absent)
    findings = tuple(sorted(found.findings))
    faulty = request.ground.is_fault and found.fault is not False
    reasons: tuple[Reason, ...] = ()
    if request.ground.is_fault and not faulty and not shown:
        raise EvidenceRequiredError(line=line.line)
    if request.ground.is_fault and not faulty and not line.free:
        reasons = (FAULT_NOT_FOUND.of(line.line),)
    elif not faulty or Finding.OTHER_GOODS in found.findings:
        # What is faulty need not be intact, but it must be what was sold.
        counted = found.findings if not faulty else frozenset({Finding.OTHER_GOODS})
        judged = judge(line.line, line.goods_kind, counted, shown=shown)
        if judged.verdict is Verdict.UNPROVEN:
            raise EvidenceRequiredError(line=line.line)
        reasons = judged.reasons
    return replace(
        line,
        received=received,
        findings=findings,
        accepted=not reasons,
        faulty=faulty and not reasons,
        reasons=(*reasons, *absent),
    )


def settle_inspection(
    request: AfterSales,
    account: OrderAccount,
    purchase: Purchase,
    policy: AfterSalesPolicy = DEFAULT_POLICY,
) -> tuple[AfterSales, OrderAccount]:
    """What follows from an inspection: for a return the refund that is now due and an account that
    knows it.

    The refund is computed from the order as it stands, so that a corrected amount counts; where the
    order was corrected beyond recognition, nothing is computed and the inspection refused.
    """
    account = release(account, request.case_id)
    if request.remedy is not Remedy.RETURN:
        # The goods stay the customer's and may be asked for again once this request is over.
        held = (
            Claim(request.case_id, line.line, line.received, line.product_id)
            for line in request.accepted_lines
        )
        return request, replace(account, claims=(*account.claims, *held))
    came = tuple(
        CameBack(each.line, each.received, each.faulty, each.product_id)
        for each in request.accepted_lines
    )
    if not came or request.received_at is None:
        return request, account
    after = replace(account, returned=(*account.returned, *came))
    check_order(request, after, purchase)
    due = refund(purchase, account.came_back(), after.came_back(), account.refunded, policy)
    side = freight_party(request)
    laid_out = request.parcel.freight if request.parcel else 0
    made = Refund(
        goods=due.amount,
        freight=freight_outlay(side, laid_out, policy),
        currency=due.currency,
        items=due.items,
        vouchers=due.vouchers,
        route=due.route,
        due_at=refund_due_at(request.received_at),
        carried=due.carried,
        automatic=purchase.taken_here,
    )
    granted = replace(after, refunded=account.refunded + due.amount)
    return replace(request, refund=made), granted


def check_order(request: AfterSales, account: OrderAccount, purchase: Purchase) -> None:
    """Refuse an order in which what came back is not to be found: its number, product, or as many
    pieces; one that is another customer's by now, or that was cancelled.
    """
    if purchase.cancelled_at is not None:
        raise OrderNoLongerFitsError(line=request.lines[0].line)
    if purchase.customer_id != request.customer_id:
        raise OrderNoLongerFitsError(line=request.lines[0].line)
    line = misfit(account.returned, purchase)
    if line is not None:
        raise OrderNoLongerFitsError(line=line)


def misfit(pieces: Iterable[CameBack | Claim], purchase: Purchase) -> int | None:
    """The first line of which these pieces cannot be: no such line, other goods, or fewer."""
    counted: dict[int, int] = {}
    for each in pieces:
        counted[each.line] = counted.get(each.line, 0) + each.quantity
        bought = purchase.line(each.line)
        if (
            bought is None
            or each.product_id not in (None, bought.product_id)
            or counted[each.line] > bought.quantity
        ):
            return each.line
    return None


def freight_party(request: AfterSales) -> Party:
    """Who bears the way back after the inspection: the operator as soon as one line is faulty, or
    where it agreed to.
    """
    agreed = request.ruling is not None and request.ruling.freight is Party.OPERATOR
    faulty = any(line.faulty for line in request.accepted_lines)
    if request.ground is Ground.NO_REASON:
        return Party.OPERATOR if agreed else Party.CUSTOMER
    return Party.OPERATOR if faulty else Party.CUSTOMER


def replace_goods(
    request: AfterSales, account: OrderAccount, parcel: Parcel, now: datetime
) -> tuple[AfterSales, OrderAccount]:
    """New goods were sent: for an exchange, or after repairs in vain. The guarantee of the lines
    starts again.
    """
    check_stage(request, "replacement", Stage.INSPECTED, Stage.REPAIRING)
    owed = (
        is_exchange_owed(request, now)
        if request.remedy is Remedy.REPAIR
        else Step.REPLACEMENT in request.owed()
    )
    if not owed:
        raise StepNotPossibleError(stage=request.stage.value, step="replacement")
    exchanged = tuple(Exchanged(line.line, parcel.sent_at) for line in request.accepted_lines)
    changed = replace(request, stage=Stage.INSPECTED, replacement=parcel)
    return changed, replace(account, exchanged=(*account.exchanged, *exchanged))


def is_exchange_owed(
    request: AfterSales, now: datetime, policy: AfterSalesPolicy = DEFAULT_POLICY
) -> bool:
    """Whether repairs were in vain often enough, or one takes too long."""
    line = request.lines[0].line
    return exchange_after_repairs(line, request.repairs, now, policy) is not None


def start_repair(request: AfterSales, now: datetime) -> AfterSales:
    """A repair begins: of goods that came, or at the customer's place."""
    check_stage(request, "repair", Stage.APPROVED, Stage.INSPECTED)
    last = request.repairs[-1] if request.repairs else None
    running = last is not None and last.finished_at is None
    open_to_repair = request.stage is Stage.APPROVED or Step.REPAIR in request.owed()
    if request.remedy is not Remedy.REPAIR or running or not open_to_repair:
        raise StepNotPossibleError(stage=request.stage.value, step="repair")
    lines = request.lines
    if request.stage is Stage.APPROVED:
        # Nothing travels: what is repaired at home counts as accepted.
        lines = tuple(
            replace(line, received=line.quantity, accepted=True, faulty=True)
            if line.approved
            else line
            for line in lines
        )
    repairs = (*request.repairs, Repair(now))
    return replace(request, stage=Stage.REPAIRING, lines=lines, repairs=repairs)


def finish_repair(
    request: AfterSales,
    account: OrderAccount,
    *,
    repaired: bool,
    now: datetime,
    home: Parcel | None = None,
) -> tuple[AfterSales, OrderAccount]:
    """A repair is over; the account remembers it for later rights. ``home`` is the parcel with
    which goods that were sent in go back.
    """
    check_stage(request, "repair_result", Stage.REPAIRING)
    *before, running = request.repairs
    done = replace(running, finished_at=now, repaired=repaired)
    changed = replace(
        request,
        stage=Stage.INSPECTED,
        repairs=(*before, done),
        sent_back=home or request.sent_back,
    )
    known = tuple(LineRepair(line.line, request.case_id, done) for line in request.accepted_lines)
    return changed, replace(account, repairs=(*account.repairs, *known))


def send_back(request: AfterSales, parcel: Parcel) -> AfterSales:
    """Goods that were not accepted go back to the customer."""
    check_stage(request, "send_back", Stage.INSPECTED)
    if Step.SEND_BACK not in request.owed():
        raise StepNotPossibleError(stage=request.stage.value, step="send_back")
    return replace(request, sent_back=parcel)


def settled(request: AfterSales) -> AfterSales:
    """The request at its end if nothing is owed any more."""
    over = request.stage is Stage.INSPECTED and not request.owed()
    return replace(request, stage=Stage.SETTLED) if over else request


def resolution(request: AfterSales) -> str:
    """How a request ended, as a code."""
    if request.stage in (Stage.REFUSED, Stage.WITHDRAWN, Stage.CALLED_OFF):
        return request.stage.value
    if request.replacement is not None:
        return "exchanged"
    if any(each.repaired for each in request.repairs):
        return "repaired"
    if request.refund is not None:
        return "refunded"
    return "sent_back" if request.sent_back is not None else "nothing_received"


def check_stage(request: AfterSales, step: str, *allowed: Stage) -> None:
    """Refuse a step that does not come next."""
    if request.stage not in allowed:
        raise StepNotPossibleError(stage=request.stage.value, step=step)


def is_approved(ruling: Ruling) -> bool:
    """Whether a decision approves."""
    return ruling.outcome == Outcome.APPROVE
