"""Use cases: a complaint, an enquiry or a follow-up reaches the platform.

One transaction stores the case, its clocks and what was already said; who takes it follows by an
event, so that no complaint waits for a roster.
"""

from dataclasses import dataclass, replace

from teleshop.care.domain import actions
from teleshop.care.domain.case import Case, CaseChannel, CaseFile, CaseKind, opened
from teleshop.care.domain.messages import Author, Purpose, Visibility
from teleshop.care.domain.severity import found_in
from teleshop.care.domain.shown import Shown
from teleshop.care.domain.tickets import holds_both
from teleshop.care.ports import Sale, SoldLine, Suggested
from teleshop.care.schemas.bodies import CaseBody
from teleshop.care.service.base import CaseService
from teleshop.care.service.desk import new_case_id, subject_of
from teleshop.care.service.forms import (
    LINE_WITHOUT_ORDER,
    NO_SUCH_LINE,
    NO_SUCH_ORDER,
    OTHER_PRODUCT,
    OTHER_SLOT,
    form_faults,
)
from teleshop.care.service.words import Words, among_staff, last_message
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.transaction import Transaction

GENERAL = "general"
SURE_ENOUGH = 50
"""Per cent of confidence from which a suggestion decides who is asked first; own choice."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a case is about, as far as it is known."""

    customer_id: str | None = None
    order_id: str | None = None
    product_id: str | None = None
    supplier_id: str | None = None
    slot_id: str | None = None


class Opening(CaseService):
    """Opening cases; stateless."""

    def open_complaint(self, call: Call, body: CaseBody) -> Shown:
        """A complaint, with its clocks running from when it came in (6.1.3).

        Words that speak of harm raise it to a major one by themselves; the answer says why.
        Refuses what is wrong with the channel, the times, the customer or the order, each at its
        field.
        """
        return self._open(call, CaseKind.COMPLAINT, body)

    def open_enquiry(self, call: Call, body: CaseBody) -> Shown:
        """An enquiry; accepted at any hour (6.1.1)."""
        return self._open(call, CaseKind.ENQUIRY, body)

    def open_follow_up(
        self,
        call: Call,
        *,
        customer_id: str,
        text: str,
        order_id: str | None = None,
        related: str | None = None,
    ) -> Case:
        """A follow-up on a low score, about the case ``related`` or the order; opened by the
        platform, with a clock by which somebody calls (6.2.3).
        """
        link = self._link_of(customer_id, order_id, related)
        case = Case(
            id=new_case_id(CaseKind.FOLLOW_UP, call.now),
            kind=CaseKind.FOLLOW_UP,
            channel=CaseChannel.SURVEY,
            arrived_at=call.now,
            recorded_at=call.now,
            policy=self._desk.policy(call.now).version,
            customer_id=customer_id,
            order_id=link.order_id,
            product_id=link.product_id,
            supplier_id=link.supplier_id,
            slot_id=link.slot_id,
            related=(related,) if related else (),
        )
        tx = Transaction(call, "open_follow_up", subject_of(case.id))
        file = opened(case, now=call.now, by=call.actor.subject)
        file = self._desk.add_message(tx, file, among_staff(Purpose.OPENING, text))
        return tx.commit(self._desk.open(tx, file))

    def _link_of(self, customer_id: str, order_id: str | None, related: str | None) -> Link:
        """What the case ``related`` was about, or else the order."""
        known = self._means.repository.head(related) if related else None
        if known is not None:
            return Link(
                customer_id, known.order_id, known.product_id, known.supplier_id, known.slot_id
            )
        sale = self._means.sales.find(order_id) if order_id else None
        return _about_sale(sale, None) if sale else Link(customer_id, order_id)

    def _open(self, call: Call, kind: CaseKind, body: CaseBody) -> Shown:
        faults = form_faults(call, body)
        link = self._link(call, body, faults)
        if faults:
            raise InvalidInputError(errors=faults)
        self._check_files(call.actor, body.attachments)
        case = self._new_case(call, kind, body, link)
        tx = Transaction(call, f"open_{kind.value}", subject_of(case.id))
        file = self._received(tx, case, body)
        return tx.commit(self._shown(call, replace(file, case=self._desk.open(tx, file))))

    def _new_case(self, call: Call, kind: CaseKind, body: CaseBody, link: Link) -> Case:
        suggested = self._means.causes.suggest(body.text)
        contact = body.contact
        return Case(
            id=new_case_id(kind, call.now),
            kind=kind,
            channel=body.channel,
            arrived_at=body.arrived_at or call.now,
            recorded_at=call.now,
            policy=self._desk.policy(call.now).version,
            customer_id=link.customer_id,
            contact=f"{contact.name} {contact.phone}".strip() if contact else None,
            language=body.language,
            order_id=link.order_id,
            supplier_id=link.supplier_id,
            product_id=link.product_id,
            slot_id=link.slot_id,
            suggested_cause=suggested.code if suggested else None,
            suggestion_confidence=suggested.confidence if suggested else None,
            skill=_skill(suggested),
            holds_report=kind is CaseKind.COMPLAINT and holds_both(body.text),
        )

    def _received(self, tx: Transaction, case: Case, body: CaseBody) -> CaseFile:
        """The file of a new case with what was said when it came in."""
        call = tx.call
        now, by = call.now, call.actor.subject
        author = Author.STAFF if call.actor.is_staff else Author.CUSTOMER
        file = opened(case, now=now, by=by)
        text = Words(
            # What a caller says is the customer's word, whoever typed it.
            author=Author.CUSTOMER,
            visibility=Visibility.CUSTOMER,
            purpose=Purpose.OPENING,
            text=body.text,
            attachments=tuple(body.attachments),
            at=case.arrived_at,
        )
        file = self._desk.add_message(tx, file, text)
        reasons = found_in(body.text) if case.kind is CaseKind.COMPLAINT else ()
        if reasons:
            # Nobody decided this: the words did.
            file = actions.raise_to_major(file, reasons=reasons, now=now, by=SYSTEM_ACTOR.subject)
        if body.ticket is not None:
            ticket = body.ticket
            file = actions.receive_ticket(
                file,
                ticket=ticket.number,
                authority=ticket.authority,
                received_on=ticket.received_on,
                now=now,
                by=by,
                policies=self._policies(call, file),
            )
        at = case.arrived_at
        for purpose, said in (
            (Purpose.RESPONSE, body.responded_on_call),
            (Purpose.ANSWER, body.answered_on_call),
        ):
            if said is None:
                continue
            words = replace(text, author=author, purpose=purpose, text=said, attachments=())
            file = self._desk.add_message(tx, file, words)
            act = actions.respond if purpose is Purpose.RESPONSE else actions.answer
            file = act(file, message=last_message(file), at=at, now=now, by=by)
        return file

    def _link(self, call: Call, body: CaseBody, faults: list[FieldError]) -> Link:
        """What the case is about; adds the faults of links that lead nowhere."""
        staff = call.actor.is_staff
        customer = body.customer_id if staff else call.actor.subject
        if body.order_id is None:
            if body.line is not None:
                faults.append(LINE_WITHOUT_ORDER)
            return Link(customer, product_id=body.product_id, slot_id=body.slot_id)
        sale = self._means.sales.find(body.order_id)
        if sale is None or (customer is not None and sale.customer_id != customer):
            faults.append(NO_SUCH_ORDER)
            return Link(customer)
        line = _line_of(sale, body, faults)
        if body.slot_id is not None and sale.slot_id is not None and body.slot_id != sale.slot_id:
            faults.append(OTHER_SLOT)
        return replace(_about_sale(sale, line), slot_id=sale.slot_id or body.slot_id)


def _skill(suggested: Suggested | None) -> str:
    """Who should take the case: people of the suggested subject, if the text is clear."""
    if suggested is None or suggested.confidence < SURE_ENOUGH:
        return GENERAL
    return suggested.code.partition(".")[0]


def _about_sale(sale: Sale, line: SoldLine | None) -> Link:
    """What an order, or one line of it, is about. With goods of several suppliers and no line
    named, it is about none of them in particular.
    """
    suppliers = {line.supplier_id} if line else {other.supplier_id for other in sale.lines}
    return Link(
        customer_id=sale.customer_id,
        order_id=sale.order_id,
        product_id=line.product_id if line else None,
        supplier_id=suppliers.pop() if len(suppliers) == 1 else None,
        slot_id=sale.slot_id,
    )


def _line_of(sale: Sale, body: CaseBody, faults: list[FieldError]) -> SoldLine | None:
    """The line that a case is about: the one named, the one of the product, or the only one."""
    if body.line is not None:
        found = next((line for line in sale.lines if line.number == body.line), None)
        if found is None:
            faults.append(NO_SUCH_LINE)
        elif body.product_id not in (None, found.product_id):
            faults.append(OTHER_PRODUCT)
        return found
    if body.product_id is not None:
        found = next((line for line in sale.lines if line.product_id == body.product_id), None)
        if found is None:
            faults.append(OTHER_PRODUCT)
        return found
    products = {line.product_id for line in sale.lines}
    return sale.lines[0] if len(products) == 1 else None
