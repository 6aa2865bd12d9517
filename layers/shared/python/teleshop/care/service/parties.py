"""Use cases: what suppliers and carriers owe to a case, what the customer was promised, and what
authorities ask.
"""

from typing import Final

from teleshop.care.domain import actions
from teleshop.care.domain.case import CaseFile
from teleshop.care.domain.clocks import Party
from teleshop.care.domain.duties import asked_of
from teleshop.care.domain.messages import Author, Purpose, Visibility
from teleshop.care.domain.shown import Shown
from teleshop.care.errors import PartyUnknownError, RequestNotFoundError
from teleshop.care.schemas.bodies import (
    AskBody,
    PromiseBody,
    SaidBody,
    TicketAnswerBody,
    TicketForm,
)
from teleshop.care.service.base import CaseService, check_room
from teleshop.care.service.words import Words, among_staff, last_message, to_customer
from teleshop.kernel.actor import Call, Role

ABOUT_REQUEST: Final = "request:"


class Parties(CaseService):
    """What others owe; stateless."""

    def promise_customer(self, call: Call, case_id: str, body: PromiseBody) -> Shown:
        """A date that the customer was promised becomes a clock."""

        def decide(file: CaseFile) -> CaseFile:
            check_room(file, more=1)
            return actions.promise(
                file, due_at=body.due_at, what=body.what, now=call.now, by=call.actor.subject
            )

        words = to_customer(Purpose.PROMISE, body.text)
        return self._change(call, case_id, "promise_customer", decide, says=words)

    def keep_promise(self, call: Call, case_id: str, promise: str) -> Shown:
        """What was promised has happened."""

        def decide(file: CaseFile) -> CaseFile:
            return actions.keep_promise(file, promise=promise, now=call.now, by=call.actor.subject)

        return self._change(call, case_id, "keep_promise", decide)

    def ask_supplier(self, call: Call, case_id: str, body: AskBody) -> Shown:
        """Ask the supplier of the goods; its clock runs inside the customer's. It sees the question
        and nothing of the customer. Refuses (:class:`PartyUnknownError`) when the case names no
        supplier and the body neither.
        """
        return self._ask(call, case_id, Party.SUPPLIER, body)

    def ask_carrier(self, call: Call, case_id: str, body: AskBody) -> Shown:
        """Ask a carrier through the ways that staff has; its clock runs inside the customer's."""
        return self._ask(call, case_id, Party.CARRIER, body)

    def _ask(self, call: Call, case_id: str, party: Party, body: AskBody) -> Shown:

        def decide(file: CaseFile) -> CaseFile:
            case = file.case
            asked = body.party_id
            if party is Party.SUPPLIER:
                asked = case.supplier_id or body.party_id
                file = file.with_head(supplier_id=asked)
            if asked is None or (party is Party.SUPPLIER and body.party_id not in (None, asked)):
                raise PartyUnknownError(party=party.value)
            check_room(file, more=1)
            return actions.ask_party(
                file, party=party, party_id=asked, now=call.now, by=call.actor.subject
            )

        supplier = party is Party.SUPPLIER
        words = Words(
            author=Author.STAFF,
            visibility=Visibility.SUPPLIER if supplier else Visibility.INTERNAL,
            purpose=Purpose.QUESTION,
            text=body.text,
            attachments=tuple(body.attachments),
            about=party.value,
        )
        return self._change(call, case_id, f"ask_{party.value}", decide, says=words)

    def answer_request(self, call: Call, case_id: str, request: str, body: SaidBody) -> Shown:
        """The party's answer: a supplier's by its own token or by staff, a carrier's by staff.

        Refuses (:class:`RequestNotFoundError`) a question to somebody else.
        """
        own = call.actor.supplier_id if call.actor.has(Role.SUPPLIER) else None

        def decide(file: CaseFile) -> CaseFile:
            asked = asked_of(file).get(request)
            if asked is None or (not call.actor.is_staff and own != asked["party_id"]):
                raise RequestNotFoundError(request=request)
            return actions.party_answered(
                file, request=request, now=call.now, by=call.actor.subject
            )

        words = Words(
            author=Author.STAFF if call.actor.is_staff else Author.SUPPLIER,
            visibility=Visibility.INTERNAL if call.actor.is_staff else Visibility.SUPPLIER,
            purpose=Purpose.PARTY_ANSWER,
            text=body.text,
            attachments=tuple(body.attachments),
            about=request,
        )
        return self._change(call, case_id, "answer_request", decide, says=words)

    def add_ticket(self, call: Call, case_id: str, body: TicketForm) -> Shown:
        """An authority sent a ticket about a case that is already known (rules §8)."""

        def decide(file: CaseFile) -> CaseFile:
            check_room(file, more=1)
            return actions.receive_ticket(
                file,
                ticket=body.number,
                authority=body.authority,
                received_on=body.received_on,
                now=call.now,
                by=call.actor.subject,
                policies=self._policies(call, file),
            )

        return self._change(call, case_id, "add_ticket", decide)

    def answer_ticket(self, call: Call, case_id: str, ticket: str, body: TicketAnswerBody) -> Shown:
        """The authority gets its answer."""

        def decide(file: CaseFile) -> CaseFile:
            return actions.answer_ticket(
                file,
                ticket=ticket,
                message=last_message(file),
                now=call.now,
                by=call.actor.subject,
            )

        words = among_staff(Purpose.TICKET_ANSWER, body.text, body.attachments, about=ticket)
        return self._change(call, case_id, "answer_ticket", decide, says=words)
