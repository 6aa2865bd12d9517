"""The platform offers a return by itself: goods turned out not to be what they were sold as, and
the customer need neither ask nor prove it.
"""

from dataclasses import dataclass, replace
from typing import Final

from teleshop.care.domain.after_sales.called_off import check_standing
from teleshop.care.domain.after_sales.decision import Ground, Outcome, ReasonKind, Remedy
from teleshop.care.domain.after_sales.flow import approve, claim, misfit
from teleshop.care.domain.after_sales.freight import freight_side
from teleshop.care.domain.after_sales.purchase import Purchase
from teleshop.care.domain.after_sales.records import AfterSales, OrderAccount, Ruling
from teleshop.care.domain.case import Case, CaseChannel, CaseFile, opened
from teleshop.care.domain.events import EventKind
from teleshop.care.domain.messages import Purpose
from teleshop.care.schemas.after_sales import AfterSalesBody, WantedForm
from teleshop.care.service.after_sales.requests import (
    ORDER_CORRECTED,
    PLACE_MISSING,
    Requests,
    requested,
)
from teleshop.care.service.words import to_customer
from teleshop.care.tables.after_sales import AfterSalesRow
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Transaction

ESTABLISHED: Final = ReasonKind(
    "violation_established",
    "R1.15",
    "平台已查实该商品与所售不符，顾客无须举证即可退货，运费由平台承担。",
    "The platform has established that the goods are not what they were sold as: they go back "
    "without any proof by the customer, and the way back is paid for.",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What was offered: the case, and whether goods may be sent at once (else a person gives the
    place first).
    """

    case_id: str
    approved: bool


class Offers(Requests):
    """Returns that the platform opens for customers; stateless."""

    def offer_return(
        self, tx: Transaction, order_id: str, lines: tuple[int, ...], text: str
    ) -> Offer | None:
        """A return of all pieces of these lines (of one supplier) that neither came back nor are
        asked for already, as part of ``tx``; None if there are none. Approved at once where a
        return place is on file; ``text`` tells the customer why. Who would rather keep the goods
        withdraws it.

        Refuses an order that is off, or not paid.
        """
        purchase = self._purchase(order_id)
        check_standing(purchase)
        account = self._without_closed(self._records.account(order_id))
        body = _body(purchase, account, lines, text)
        if body is None:
            return None
        case = self._case(tx.call, body, purchase)
        asked = self._asked(body, case, account)
        request = self._record(tx.call, body, case, purchase, asked)
        claimed = claim(account, purchase, request)
        corrected = misfit((*account.returned, *account.claims), purchase)
        file = opened(case, now=tx.call.now, by=tx.call.actor.subject)
        file = self._desk.add_message(tx, file, to_customer(Purpose.RESPONSE, text))
        file, request = self._established(tx, file, request, corrected)
        head: Case = self._desk.open(tx, file)
        tx.create(AfterSalesRow, request, conflict=RacedError())
        self._save_account(tx, account, claimed)
        self._desk.tell(tx, requested(head, request))
        return Offer(head.id, request.ruling is not None)

    def _established(
        self, tx: Transaction, file: CaseFile, request: AfterSales, corrected: int | None
    ) -> tuple[CaseFile, AfterSales]:
        """The request approved; it waits for a person where the order was corrected after an
        earlier request, or where no return place is on file.
        """
        now, by = tx.call.now, tx.call.actor.subject
        said = request.assessment
        reasons = (ESTABLISHED.of(), *said.reasons)
        place = self._records.place_for(request.supplier_id)
        if corrected is not None or place is None:
            why = PLACE_MISSING.of() if corrected is None else ORDER_CORRECTED.of(number=corrected)
            waits = replace(said, outcome=Outcome.REFER.value, reasons=(*reasons, why))
            return file, replace(request, assessment=waits)
        ruling = Ruling(
            outcome=Outcome.APPROVE.value,
            at=now,
            by=by,
            rules=tuple(dict.fromkeys((ESTABLISHED.rule, *said.rules))),
            reasons=reasons,
            dates=said.dates,
            remedies=(Remedy.RETURN,),
            freight=freight_side(Ground.MISMATCH),
            duty=self._to_send(tx.call),
        )
        file = file.add(EventKind.DECIDED, now=now, by=by, outcome="approved")
        return file, approve(request, ruling, place=place.owner)


def _body(
    purchase: Purchase, account: OrderAccount, lines: tuple[int, ...], text: str
) -> AfterSalesBody | None:
    """What is asked for on behalf of the customer."""
    wanted = [
        WantedForm(line=line.number, quantity=left)
        for line in purchase.lines
        if line.number in lines and (left := line.quantity - account.taken(line.number)) > 0
    ]
    if not wanted:
        return None
    return AfterSalesBody(
        kind=Remedy.RETURN,
        ground=Ground.MISMATCH,
        order_id=purchase.order_id,
        lines=wanted,
        channel=CaseChannel.PLATFORM,
        text=text,
    )
