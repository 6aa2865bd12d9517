"""What the use cases on service cases share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from teleshop.care.domain.case import CaseFile
from teleshop.care.domain.clocks import Clock
from teleshop.care.domain.duties import open_promises, open_requests, open_tickets
from teleshop.care.domain.messages import Author
from teleshop.care.domain.policy import Policies
from teleshop.care.domain.shown import Audience, Shown, audience_of
from teleshop.care.domain.specs import ALL_SPECS
from teleshop.care.errors import AttachmentNotUsableError, TooManyOpenError
from teleshop.care.ports import CauseCodes, DutyRoster, FileLinks, Files, Sales
from teleshop.care.service.desk import Decide, Desk
from teleshop.care.service.words import Words
from teleshop.care.tables import CaseRepository
from teleshop.kernel.actor import Actor, Call

MOST_OPEN: Final = 15
"""Open promises, questions and tickets of one case. Merging moves each with four writes, and one
transaction takes a hundred.
"""
AUTHORS = {
    Audience.STAFF: Author.STAFF,
    Audience.CUSTOMER: Author.CUSTOMER,
    Audience.SUPPLIER: Author.SUPPLIER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What the use cases work with."""

    desk: Desk
    repository: CaseRepository
    sales: Sales
    causes: CauseCodes
    roster: DutyRoster
    files: Files
    links: FileLinks


class CaseService:
    """Base of the services of this context; stateless."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._desk = means.desk

    def _change(
        self,
        call: Call,
        case_id: str,
        action: str,
        decide: Decide,
        *,
        says: Words | None = None,
    ) -> Shown:
        """One change of one case, committed; answers what the caller sees of it."""
        if says is not None:
            self._check_files(call.actor, says.attachments)
        return self._desk.change_shown(
            call,
            case_id,
            action,
            decide,
            says=says,
            show=lambda file: self._shown(call, file),
        )

    def _shown(self, call: Call, file: CaseFile) -> Shown:
        """What the caller sees of a case."""
        return Shown(file, self._clocks(call, file), audience_of(call.actor, file.case), call.now)

    def _clocks(self, call: Call, file: CaseFile) -> tuple[Clock, ...]:
        return file.clocks(self._policies(call, file), ALL_SPECS)

    def _policies(self, call: Call, file: CaseFile) -> Policies:
        return self._desk.policies(call.now, needed=file.case.policy)

    def _check_files(self, actor: Actor, documents: Iterable[str]) -> None:
        """Refuse an attachment that the caller did not upload as one."""
        subjects = frozenset(filter(None, (actor.subject, actor.supplier_id)))
        for document_id in dict.fromkeys(documents):
            if not self._means.files.is_usable(document_id, subjects):
                raise AttachmentNotUsableError(document_id=document_id)


def check_room(*files: CaseFile, more: int = 0) -> None:
    """Refuse (:class:`TooManyOpenError`) what would leave more open in one case than it keeps."""
    found = sum(
        len(open_promises(file)) + len(open_requests(file)) + len(open_tickets(file))
        for file in files
    )
    if found + more > MOST_OPEN:
        raise TooManyOpenError(most=MOST_OPEN)
