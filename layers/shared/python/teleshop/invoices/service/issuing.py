"""What finance does with requests: issue, refuse, correct."""

from teleshop.invoices.domain import request as rules
from teleshop.invoices.domain.amounts import billable
from teleshop.invoices.domain.request import (
    InvoiceRequest,
    RefusalReason,
    UsedFile,
    UsedNumber,
)
from teleshop.invoices.errors import (
    InvoiceAmountDiffersError,
    InvoiceFileUsedError,
    InvoiceNumberUsedError,
    InvoiceOrderNotFoundError,
)
from teleshop.invoices.schemas import (
    CorrectionBody,
    InvoiceCorrected,
    InvoiceIssued,
    InvoiceRefused,
    IssueBody,
    RefusalBody,
)
from teleshop.invoices.service.base import RequestService, Shown, facts
from teleshop.invoices.tables import FileRow, NumberRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.transaction import Transaction


class Issuing(RequestService):
    """What finance does; the invoice itself is made in the tax system."""

    def issue(self, call: Call, request_id: str, body: IssueBody) -> Shown:
        """State the invoice that was issued, for what the order comes to now.

        Refuses a number that cannot be or was stated before, an amount that is not the order's any
        more, and a file that is none of an invoice or is another's.
        """
        before = self._get(request_id)
        call.check_version(before.version)
        now_billed = self._as_it_stands(before)
        after = rules.issued(
            now_billed, body.number, body.document_id, call.actor.subject, call.now
        )
        self._check_number(body.number, before, call)
        if body.amount != after.amount:
            raise InvoiceAmountDiffersError(amount=after.amount, given=body.amount)
        file = self._file(body.document_id, request_id, call)
        tx = self._begin(call, "issue_invoice", request_id)
        stored = self._save(tx, before, after)
        self._use_number(tx, body.number, request_id)
        if file is not None:
            tx.create(FileRow, file, conflict=InvoiceFileUsedError(), audited=False)
        tx.publish(InvoiceIssued(**facts(stored), has_file=stored.document_id is not None))
        return tx.commit(self._shown(call.actor, stored))

    def _file(self, document_id: str | None, request_id: str, call: Call) -> UsedFile | None:
        """What is noted of the file: it has a buyer's data, and must not reach another one."""
        if document_id is None:
            return None
        sha256 = self._files.content_of(document_id, call.actor)
        return UsedFile(sha256=sha256, document_id=document_id, request_id=request_id)

    def _as_it_stands(self, known: InvoiceRequest) -> InvoiceRequest:
        """The request with what its order comes to now: something may have gone back a moment
        ago.
        """
        sale = self._sales.sale(known.order_id)
        if sale is None:
            raise InvoiceOrderNotFoundError
        return rules.rebilled(known, billable(sale))

    def refuse(self, call: Call, request_id: str, body: RefusalBody) -> Shown:
        """No invoice can be issued; the customer is told why, and may ask again."""
        before = self._get(request_id)
        call.check_version(before.version)
        after = rules.refused(before, RefusalReason(body.reason), body.words.strip(), call.now)
        tx = self._begin(call, "refuse_invoice", request_id)
        stored = self._save(tx, before, after)
        tx.publish(InvoiceRefused(**facts(stored), reason=body.reason))
        return tx.commit(self._shown(call.actor, stored))

    def correct(self, call: Call, request_id: str, body: CorrectionBody) -> Shown:
        """State the red letter that was issued."""
        before = self._get(request_id)
        call.check_version(before.version)
        actor = call.actor
        after = rules.corrected(before, body.number, actor.subject, call.now, whole=body.whole)
        self._check_number(body.number, before, call)
        done = after.corrections[-1]
        if body.amount != done.amount:
            raise InvoiceAmountDiffersError(amount=done.amount, given=body.amount)
        tx = self._begin(call, "correct_invoice", request_id)
        stored = self._save(tx, before, after)
        self._use_number(tx, body.number, request_id)
        tx.publish(
            InvoiceCorrected(
                **facts(stored),
                taken_off=done.amount,
                net=stored.net,
                reason=done.reason,
                late=done.late,
            )
        )
        return tx.commit(self._shown(actor, stored))

    @staticmethod
    def _check_number(number: str, request: InvoiceRequest, call: Call) -> None:
        faults = list(rules.number_faults(number, "/number", request.requested_at, call.now))
        if faults:
            raise InvalidInputError(errors=faults)

    @staticmethod
    def _use_number(tx: Transaction, number: str, request_id: str) -> None:
        used = UsedNumber(number=number, request_id=request_id)
        conflict = InvoiceNumberUsedError(number=number)
        tx.create(NumberRow, used, conflict=conflict, audited=False)
