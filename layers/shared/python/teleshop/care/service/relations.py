"""Use cases: duplicates become one case, and one message that holds two matters becomes two."""

from dataclasses import replace

from teleshop.care.domain import actions
from teleshop.care.domain.case import Case, CaseKind, opened
from teleshop.care.domain.messages import Author, Purpose, Visibility
from teleshop.care.domain.shown import Shown
from teleshop.care.errors import MergeCustomerError
from teleshop.care.schemas.bodies import MergeBody, SplitBody
from teleshop.care.service.base import CaseService, check_room
from teleshop.care.service.desk import new_case_id, subject_of
from teleshop.care.service.words import Words
from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction


class Relations(CaseService):
    """Merging and splitting; stateless."""

    def merge_cases(self, call: Call, case_id: str, body: MergeBody) -> Shown:
        """This case takes over a duplicate; clocks of the earliest arrival win (6.1.3). Both are
        stored in one transaction; answers this one. Callers without an account are the same
        customer if their telephone is.
        """
        target, other = self._desk.load(case_id), self._desk.load(body.other)
        self._desk.check_visible(call.actor, target.case)
        self._desk.check_visible(call.actor, other.case)
        call.check_version(target.case.version)
        if _phone(target.case) != _phone(other.case):
            raise MergeCustomerError
        check_room(target, other)
        tx = Transaction(call, "merge_cases", subject_of(case_id))
        policies = self._desk.policies(call.now, needed=max(target.case.policy, other.case.policy))
        merged, ended = actions.merge(
            target, other, now=call.now, by=call.actor.subject, policies=policies
        )
        self._desk.store(tx, other, ended)
        return tx.commit(self._shown(call, self._desk.stored(tx, target, merged)))

    def split_case(self, call: Call, case_id: str, body: SplitBody) -> Shown:
        """Part of a message becomes a case of its own, with the same arrival, customer and order,
        such as a report to authorities beside a complaint (rule R8.1). Answers the new case.
        """
        whole = self._desk.load(case_id)
        self._desk.check_visible(call.actor, whole.case)
        call.check_version(whole.case.version)
        case = whole.case
        now, by = call.now, call.actor.subject
        part = Case(
            id=new_case_id(CaseKind(body.kind), now),
            kind=CaseKind(body.kind),
            channel=case.channel,
            arrived_at=case.arrived_at,
            recorded_at=now,
            policy=self._desk.policy(now).version,
            customer_id=case.customer_id,
            language=case.language,
            order_id=case.order_id,
            supplier_id=case.supplier_id,
            product_id=case.product_id,
            slot_id=case.slot_id,
            skill=case.skill,
            split_from=case.id,
        )
        tx = Transaction(call, "split_case", subject_of(case_id))
        words = Words(
            author=Author.CUSTOMER,
            visibility=Visibility.CUSTOMER,
            purpose=Purpose.OPENING,
            text=body.text,
            at=case.arrived_at,
        )
        file = opened(replace(part, contact=case.contact), now=now, by=by)
        file = self._desk.add_message(tx, file, words)
        if body.ticket is not None:
            file = actions.receive_ticket(
                file,
                ticket=body.ticket.number,
                authority=body.ticket.authority,
                received_on=body.ticket.received_on,
                now=now,
                by=by,
                policies=self._policies(call, file),
            )
        head = self._desk.open(tx, file)
        self._desk.store(tx, whole, actions.split(whole, case_id=part.id, now=now, by=by))
        return tx.commit(self._shown(call, replace(file, case=head)))


def _phone(case: Case) -> str | None:
    """The digits by which a caller without an account is reached."""
    if case.customer_id is not None or case.contact is None:
        return None
    return "".join(character for character in case.contact if character.isdigit())
