"""Use case: a customer objects to a refusal, and the objection becomes a complaint with its
clocks.
"""

from dataclasses import replace
from typing import Final

from teleshop.care.domain import actions
from teleshop.care.domain.after_sales.records import AfterSales, Stage
from teleshop.care.domain.after_sales.refusals import ObjectionExistsError, StepNotPossibleError
from teleshop.care.domain.arrival import arrival_faults
from teleshop.care.domain.case import Case, CaseChannel, CaseKind, opened
from teleshop.care.domain.messages import Author, Purpose, Visibility
from teleshop.care.domain.severity import found_in
from teleshop.care.domain.shown import Shown
from teleshop.care.schemas.after_sales import ObjectionBody
from teleshop.care.service.after_sales.base import AfterSalesService
from teleshop.care.service.after_sales.forms import (
    FOR_STAFF,
    OWN_CHANNEL,
    OWN_CHANNELS,
    STAFF_CHANNEL,
)
from teleshop.care.service.desk import new_case_id, subject_of
from teleshop.care.service.words import Words
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.transaction import Transaction

COMPLAINT: Final = CaseKind.COMPLAINT.prefix


class Objections(AfterSalesService):
    """Objections; stateless."""

    def object_to_refusal(self, call: Call, case_id: str, body: ObjectionBody) -> Shown:
        """Open the complaint of a customer whose request, or part of it, was refused; the two
        cases name each other. Answers the complaint.

        There is one for each request: what comes later is a message on it.
        """
        before, request = self._visible(call.actor, case_id)
        known = [id for id in before.case.related if id.startswith(f"{COMPLAINT}_")]
        if known:
            raise ObjectionExistsError(complaint_id=known[0])
        if not is_refused(request):
            raise StepNotPossibleError(stage=request.stage.value, step="objection")
        faults = _faults(call, body)
        if faults:
            raise InvalidInputError(errors=faults)
        self._check_files(call.actor, body.attachments)
        case = self._complaint(call, before.case, body)
        tx = Transaction(call, "object_to_refusal", subject_of(case.id))
        words = Words(
            author=Author.CUSTOMER,
            visibility=Visibility.CUSTOMER,
            purpose=Purpose.OPENING,
            text=body.text,
            attachments=tuple(body.attachments),
            at=case.arrived_at,
        )
        by = call.actor.subject
        file = self._desk.add_message(tx, opened(case, now=call.now, by=by), words)
        reasons = found_in(body.text)
        if reasons:
            file = actions.raise_to_major(file, reasons=reasons, now=call.now, by=by)
        head = self._desk.open(tx, file)
        related = (*before.case.related, case.id)
        self._desk.store(tx, before, before.with_head(related=related))
        return tx.commit(self._shown(call, replace(file, case=head)))

    def _complaint(self, call: Call, about: Case, body: ObjectionBody) -> Case:
        return Case(
            id=new_case_id(CaseKind.COMPLAINT, call.now),
            kind=CaseKind.COMPLAINT,
            channel=body.channel,
            arrived_at=body.arrived_at or call.now,
            recorded_at=call.now,
            policy=self._desk.policy(call.now).version,
            customer_id=about.customer_id,
            language=about.language,
            order_id=about.order_id,
            supplier_id=about.supplier_id,
            product_id=about.product_id,
            slot_id=about.slot_id,
            suggested_cause=about.suggested_cause,
            suggestion_confidence=about.suggestion_confidence,
            skill=about.skill,
            related=(about.id,),
        )


def is_refused(request: AfterSales) -> bool:
    """Whether the request, a line of it, or goods that came back were refused."""
    lines = any(line.approved is False for line in request.lines)
    return request.stage is Stage.REFUSED or lines or bool(request.refused_lines)


def _faults(call: Call, body: ObjectionBody) -> list[FieldError]:
    if not call.actor.is_staff:
        found = [] if body.channel in OWN_CHANNELS else [OWN_CHANNEL]
        return (
            [*found, replace(FOR_STAFF, pointer="/arrived_at")]
            if body.arrived_at or body.late_reason
            else found
        )
    late = arrival_faults(body.arrived_at, body.late_reason, call.now, pointer="/arrived_at")
    own = body.channel not in (CaseChannel.PHONE, CaseChannel.LETTER)
    return [STAFF_CHANNEL, *late] if own else late
