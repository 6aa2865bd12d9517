"""Use cases: the goods come back, are inspected, refunded, replaced, repaired or sent back."""

from datetime import datetime

from teleshop.care.domain.after_sales import flow, money_back
from teleshop.care.domain.after_sales.delay import refund_due_at
from teleshop.care.domain.after_sales.flow import Inspected
from teleshop.care.domain.after_sales.records import (
    AfterSales,
    OrderAccount,
    PaidBack,
    Parcel,
)
from teleshop.care.domain.after_sales.records import Step as Owed
from teleshop.care.domain.after_sales.refusals import RefundReferenceUsedError
from teleshop.care.domain.arrival import LateReason, arrival_faults
from teleshop.care.domain.case import Case
from teleshop.care.domain.events import EventKind
from teleshop.care.schemas.after_sales import (
    InspectionBody,
    ParcelBody,
    ReceiptBody,
    RefundBody,
    RepairResultBody,
)
from teleshop.care.schemas.after_sales_events import (
    GoodsInspected,
    GoodsReceived,
    GoodsSentBack,
    RefundPaid,
    RepairFinished,
    ReplacementSent,
    VoucherFact,
)
from teleshop.care.schemas.events import about
from teleshop.care.service.after_sales.base import AfterSalesService, Seen, Step, facts_of
from teleshop.care.tables.after_sales import RefundReference, RefundReferenceRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.money import CNY
from teleshop.kernel.transaction import Transaction


class Goods(AfterSalesService):
    """The way of the goods; stateless. Every method answers the request as the caller sees it."""

    def report_parcel(self, call: Call, case_id: str, body: ParcelBody) -> Seen:
        """The customer handed the goods to a carrier; freight laid out needs its receipt."""
        if body.freight_paid and body.freight_receipt is None:
            raise InvalidInputError(errors=[_RECEIPT_NEEDED])

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            return Step(
                request=flow.send(request, parcel_of(body, call.now)),
                account=account,
                kind=EventKind.PARCEL_SENT,
                facts={"carrier": body.carrier, "parcel": body.number},
            )

        receipts = [body.freight_receipt] if body.freight_receipt else []
        return self._step(call, case_id, "report_parcel", act, documents=receipts)

    def report_receipt(self, call: Call, case_id: str, body: ReceiptBody) -> Seen:
        """The goods came back: from here the refund is due in seven days (R1.10)."""
        at = body.received_at or call.now
        late = LateReason.OUTAGE
        faults = arrival_faults(body.received_at, late, call.now, pointer="/received_at")
        if faults:
            raise InvalidInputError(errors=faults)

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            if request.ruling is not None and at < request.requested_at:
                raise InvalidInputError(errors=[_BEFORE_REQUEST])
            received = flow.receive(request, at)

            def told(case: Case) -> list[GoodsReceived]:
                due = refund_due_at(at) if request.remedy == "return" else None
                return [GoodsReceived(**about(case), received_at=at, refund_due_at=due)]

            return Step(
                request=received,
                account=account,
                kind=EventKind.GOODS_RECEIVED,
                facts={"refund": "1", "replacement": "1", "remedy": "1", "repair": "1"},
                at=at,
                told=told,
            )

        return self._step(call, case_id, "report_receipt", act)

    def report_inspection(self, call: Call, case_id: str, body: InspectionBody) -> Seen:
        """What was found of the goods: the verdict on each line, and for a return the refund that
        is now due. Refuses to hold anything against the customer without photographs (R1.9).
        """
        found = [
            Inspected(each.line, each.received, frozenset(each.findings), each.fault)
            for each in body.lines
        ]

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            faults = _inspection_faults(request, body)
            if faults:
                raise InvalidInputError(errors=faults)
            judged = flow.inspect(
                request,
                found,
                photos=tuple(body.photos),
                now=call.now,
                by=call.actor.subject,
            )
            purchase = self._purchase(request.order_id)
            after, settled = flow.settle_inspection(judged, account, purchase, self._policy)
            accepted = bool(after.accepted_lines)
            ends = "0" if accepted else "1"
            back = Owed.SEND_BACK in after.owed()
            return Step(
                request=after,
                account=settled,
                kind=EventKind.INSPECTED,
                facts={
                    "outcome": ("partly" if back else "accepted") if accepted else "refused",
                    "goods_back": "owed" if back else "none",
                    "settled": "no" if after.owed() else "yes",
                    "refund": ends,
                    "replacement": ends,
                    "remedy": ends,
                    "repair": ends,
                },
                told=lambda case: [_inspected(case, after)],
            )

        return self._step(call, case_id, "report_inspection", act, documents=body.photos)

    def report_refund(self, call: Call, case_id: str, body: RefundBody) -> Seen:
        """The refund was paid by people, once and exactly what is due. Of an order that was paid
        here only what goes beyond its payment: the rest goes back by itself. A large one counts
        once a second person entered the same, and until then waits for that.
        """

        def act(request: AfterSales, account: OrderAccount, tx: Transaction) -> Step:
            paid = money_back.pay(
                request,
                amount=body.amount,
                reference=body.reference,
                now=call.now,
                by=call.actor.subject,
            )
            if paid.refund is not None and paid.refund.awaits_second:
                return Step(request=paid, account=account, kind=None, facts={})
            part = PaidBack(body.amount, body.reference, by_hand=True)
            return _paid_back(call, tx, paid, account, part)

        return self._step(call, case_id, "report_refund", act)

    def note_refund_requested(self, call: Call, case_id: str, by_payment: int) -> Seen:
        """The order notes the goods: so much of the refund goes back by its payment. Where none was
        due the case is over already.
        """
        file, known = self._visible(call.actor, case_id)
        if known.refund is not None and known.refund.is_done:
            return self._seen(call, file, known)

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            after = money_back.on_its_way(request, by_payment)
            return Step(request=after, account=account, kind=None, facts={})

        return self._step(call, case_id, "note_refund_requested", act, known=(file, known))

    def take_over_refund(self, call: Call, case_id: str, amount: int, reference: str) -> Seen:
        """Payments have sent money of a refund back."""
        part = PaidBack(amount, reference)

        def act(request: AfterSales, account: OrderAccount, tx: Transaction) -> Step:
            paid = money_back.came_through(request, part, call.now, call.actor.subject)
            if paid == request:
                return Step(request=request, account=account, kind=None, facts={})
            return _paid_back(call, tx, paid, account, part)

        return self._step(call, case_id, "take_over_refund", act)

    def report_replacement(self, call: Call, case_id: str, body: ParcelBody) -> Seen:
        """New goods were sent: for an exchange, or where repairs were in vain or take too long
        (R1.17).
        """

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            parcel = parcel_of(body, call.now)
            after, changed = flow.replace_goods(request, account, parcel, call.now)
            number = len(request.repairs)
            return Step(
                request=after,
                account=changed,
                kind=EventKind.REPLACED,
                facts={
                    "parcel": body.number,
                    "replacement": "1",
                    "remedy": "1",
                    "repair": str(number),
                    "after": str(number),
                },
                told=lambda case: [
                    ReplacementSent(
                        **about(case),
                        lines=facts_of(after.accepted_lines, received=True),
                        after_repairs=number,
                    )
                ],
            )

        return self._step(call, case_id, "report_replacement", act)

    def start_repair(self, call: Call, case_id: str) -> Seen:
        """A repair begins, of goods that came or at the customer's place."""

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            after = flow.start_repair(request, call.now)
            number = len(after.repairs)
            return Step(
                request=after,
                account=account,
                kind=EventKind.REPAIR_STARTED,
                facts={"remedy": "1", "repair": str(number), "after": str(number - 1)},
            )

        return self._step(call, case_id, "start_repair", act)

    def finish_repair(self, call: Call, case_id: str, body: RepairResultBody) -> Seen:
        """A repair is over. In vain twice, the goods are to be exchanged (R1.17)."""

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            home = parcel_of(body.parcel, call.now) if body.parcel else None
            after, changed = flow.finish_repair(
                request, account, repaired=body.repaired, now=call.now, home=home
            )
            number = len(after.repairs)
            return Step(
                request=after,
                account=changed,
                kind=EventKind.REPAIR_FINISHED,
                facts={
                    "outcome": "repaired" if body.repaired else "failed",
                    "repair": str(number),
                    "after": str(number),
                },
                told=lambda case: [
                    RepairFinished(**about(case), repaired=body.repaired, number=number)
                ],
            )

        return self._step(call, case_id, "finish_repair", act)

    def send_goods_back(self, call: Call, case_id: str, body: ParcelBody) -> Seen:
        """Goods that were not accepted go back to the customer, who may object by a complaint."""

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            after = flow.send_back(request, parcel_of(body, call.now))
            return Step(
                request=after,
                account=account,
                kind=EventKind.SENT_BACK,
                facts={"parcel": body.number},
                told=lambda case: [
                    GoodsSentBack(
                        **about(case), lines=facts_of(request.refused_lines, received=True)
                    )
                ],
            )

        return self._step(call, case_id, "send_goods_back", act)


def parcel_of(body: ParcelBody, now: datetime) -> Parcel:
    """A parcel that was handed over now."""
    return Parcel(
        carrier=body.carrier,
        number=body.number,
        sent_at=now,
        freight=body.freight_paid,
        receipt=body.freight_receipt,
    )


def _inspected(case: Case, request: AfterSales) -> GoodsInspected:
    refund = request.refund
    reasons = [reason.code for line in request.lines for reason in line.reasons]
    return GoodsInspected(
        **about(case),
        accepted=facts_of(request.accepted_lines, received=True),
        refused=facts_of(request.refused_lines, received=True),
        faulty=any(line.faulty for line in request.accepted_lines),
        defective=tuple(line.line for line in request.defective_lines),
        reasons=tuple(dict.fromkeys(reasons)),
        refund_due=refund.amount if refund else 0,
        currency=refund.currency if refund else CNY,
        vouchers=tuple(
            VoucherFact(code=each.code, kind=each.kind, value=each.value)
            for each in (refund.vouchers if refund else ())
        ),
        refund_due_at=refund.due_at if refund else None,
    )


def _paid_back(
    call: Call, tx: Transaction, request: AfterSales, account: OrderAccount, part: PaidBack
) -> Step:
    """A payment of a refund: its reference stands for no other one, and the refund is told once all
    of it was paid.
    """
    tx.create(
        RefundReferenceRow,
        RefundReference(part.reference, request.case_id),
        conflict=RefundReferenceUsedError(),
    )
    if request.refund is None or request.refund.paid_at is None:
        return Step(request=request, account=account, kind=None, facts={})
    return Step(
        request=request,
        account=account,
        kind=EventKind.REFUNDED,
        facts={"amount": request.refund.amount, "reference": part.reference, "refund": "1"},
        told=lambda case: [_paid(case, request, call.now)],
    )


def _paid(case: Case, request: AfterSales, now: datetime) -> RefundPaid:
    refund = request.refund
    if refund is None or refund.reference is None:
        raise ValueError(f"{case.id} has no refund")
    return RefundPaid(
        **about(case),
        amount=refund.amount,
        currency=refund.currency,
        reference=refund.reference,
        due_at=refund.due_at,
        paid_at=now,
        lines=facts_of(request.accepted_lines, received=True),
    )


def _inspection_faults(request: AfterSales, body: InspectionBody) -> list[FieldError]:
    approved = {line.line for line in request.approved_lines}
    seen: set[int] = set()
    faults: list[FieldError] = []
    for index, each in enumerate(body.lines):
        at = f"/lines/{index}"
        if each.line not in approved:
            faults.append(_fault(_NOT_APPROVED, f"{at}/line"))
        if each.line in seen:
            faults.append(_fault(_LINE_TWICE, f"{at}/line"))
        seen.add(each.line)
        gift = any(line.line == each.line and line.gift for line in request.lines)
        if request.ground.is_fault and each.received and each.fault is None and not gift:
            faults.append(_fault(_FAULT_NEEDED, f"{at}/fault"))
    return faults


def _fault(kind: tuple[str, str, str], pointer: str) -> FieldError:
    code, zh, en = kind
    return FieldError(pointer, code, zh, en, clause="6.3.1", rule="R1.9")


_NOT_APPROVED = (
    "line_not_approved",
    "该行不在已同意退回的范围内，请核对行号。",
    "This line is not among those approved; check its number.",
)
_LINE_TWICE = (
    "line_twice",
    "同一行只能填写一次，请合并数量。",
    "Name each line once and add its pieces up.",
)
_FAULT_NEEDED = (
    "fault_verdict_needed",
    "顾客以质量问题为由申请，请填写是否存在该问题（fault）。",
    "The customer reported a fault: say whether it is there (fault).",
)
_RECEIPT_NEEDED = FieldError(
    "/freight_receipt",
    "freight_receipt_needed",
    "填写垫付运费时须上传运费凭证（用途 case_attachment）。",
    "Freight that was laid out needs its receipt: upload it (purpose case_attachment).",
    clause="6.3.1",
    rule="R1.12",
)
_BEFORE_REQUEST = FieldError(
    "/received_at",
    "receipt_before_request",
    "收货时间早于申请时间，请核对。",
    "The goods cannot have come back before they were asked about; check the time.",
    clause="6.3.1",
)
