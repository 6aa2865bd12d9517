"""Use cases: what is said on a case beside what its clocks wait for."""

from typing import Final

from teleshop.care.domain.case import Case
from teleshop.care.domain.messages import Message, Purpose, Visibility
from teleshop.care.domain.shown import Audience, Shown, audience_of
from teleshop.care.errors import (
    AttachmentNotFoundError,
    CaseClosedError,
    CaseMergedError,
    ReaderUnknownError,
)
from teleshop.care.ports import FileLink
from teleshop.care.schemas.bodies import MessageBody, SaidBody
from teleshop.care.service.base import AUTHORS, CaseService
from teleshop.care.service.words import Words, among_staff
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.paging import Page, PageRequest

PAGE: Final = 100


class Conversation(CaseService):
    """Messages and notes; stateless."""

    def write_message(self, call: Call, case_id: str, body: MessageBody) -> Shown:
        """A message: staff to the customer or the supplier, either of them to staff.

        It ends no clock: a response or an answer is said as such. Refuses on a case that was
        merged into another, on one that is closed unless staff writes, and a reader that the case
        does not have.
        """
        head = self._desk.load(case_id).case
        self._desk.check_visible(call.actor, head)
        audience = audience_of(call.actor, head)
        reader = _reader(body, audience, head)
        if head.merged_into is not None:
            raise CaseMergedError(case_id=case_id, into=head.merged_into)
        if not head.is_open and audience is not Audience.STAFF:
            # Nobody waits for it there: reopening starts clocks.
            raise CaseClosedError(case_id=case_id)
        words = Words(
            author=AUTHORS[audience],
            visibility=reader,
            purpose=Purpose.MESSAGE,
            text=body.text,
            attachments=tuple(body.attachments),
        )
        return self._change(call, case_id, "write_message", lambda file: file, says=words)

    def write_note(self, call: Call, case_id: str, body: SaidBody) -> Shown:
        """A note among staff, never shown to customers or suppliers."""
        words = among_staff(Purpose.NOTE, body.text, body.attachments)
        return self._change(call, case_id, "write_note", lambda file: file, says=words)

    def link_attachment(self, call: Call, case_id: str, document_id: str, seconds: int) -> FileLink:
        """A link to a file of a message that the caller may read, whoever uploaded it.

        Refuses (:class:`AttachmentNotFoundError`) a file of no such message.
        """
        case = self._desk.load(case_id).case
        self._desk.check_visible(call.actor, case)
        reads = audience_of(call.actor, case).reads
        request: PageRequest | None = PageRequest(limit=PAGE)
        while request is not None:
            page = self._means.repository.messages(case_id, request)
            if any(
                item.visibility in reads and document_id in item.attachments for item in page.items
            ):
                return self._means.links.link(call, document_id, seconds, case_id=case_id)
            request = PageRequest(limit=PAGE, cursor=page.next) if page.next else None
        raise AttachmentNotFoundError

    def list_messages(
        self, call: Call, case_id: str, page: PageRequest
    ) -> Page[tuple[Message, Audience]]:
        """The messages that the caller may read, in their order.

        A page may show fewer than its limit: what is for others is left out.
        """
        case = self._desk.load(case_id).case
        self._desk.check_visible(call.actor, case)
        audience = audience_of(call.actor, case)
        found = self._means.repository.messages(case_id, page)
        return Page(
            [(item, audience) for item in found.items if item.visibility in audience.reads],
            found.next,
        )


def _reader(body: MessageBody, audience: Audience, case: Case) -> Visibility:
    """Who reads a message beside staff: whom staff names, or the very side that writes."""
    if audience is not Audience.STAFF:
        if body.to is not None:
            raise InvalidInputError(errors=[_TO_FOR_STAFF])
        return Visibility(audience.value)
    if body.to is None or (body.to == "supplier" and case.supplier_id is None):
        raise ReaderUnknownError
    return Visibility(body.to)


_TO_FOR_STAFF = FieldError(
    "/to",
    "for_staff_only",
    "您的留言由客服人员阅读，无需选择收件方；请删除该字段后重新提交。",
    "Staff reads what you write; leave this field out.",
    clause="6.1.4",
)
