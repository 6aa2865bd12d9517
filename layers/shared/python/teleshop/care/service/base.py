"""What the use cases on service cases share."""

from collections.abc import Iterable
from dataclasses import dataclass

from teleshop.care.domain.case import Case, CaseFile
from teleshop.care.domain.clocks import Clock
from teleshop.care.domain.messages import Author, Purpose, Visibility
from teleshop.care.domain.shown import Audience, Shown, audience_of
from teleshop.care.domain.specs import ALL_SPECS
from teleshop.care.errors import AttachmentNotUsableError
from teleshop.care.ports import CauseCodes, DutyRoster, Files, Sales
from teleshop.care.schemas.events import CaseEventData, MessageAdded, about
from teleshop.care.service.desk import Decide, Desk, Told, Words, nothing
from teleshop.care.tables import CaseRepository
from teleshop.kernel.actor import Actor, Call

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
        events: Told = nothing,
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
            events=events,
            says=says,
            show=lambda file: self._shown(call, file),
        )

    def _shown(self, call: Call, file: CaseFile) -> Shown:
        clocks = self._clocks(call, file)
        return Shown(file, clocks, audience_of(call.actor, file.case), call.now)

    def _clocks(self, call: Call, file: CaseFile) -> tuple[Clock, ...]:
        policies = self._desk.policies(call.now, needed=file.case.policy)
        return file.clocks(policies, ALL_SPECS)

    def _check_files(self, actor: Actor, documents: Iterable[str]) -> None:
        """Refuse an attachment that the caller did not upload as one."""
        subjects = frozenset(filter(None, (actor.subject, actor.supplier_id)))
        for document_id in dict.fromkeys(documents):
            if not self._means.files.is_usable(document_id, subjects):
                raise AttachmentNotUsableError(document_id=document_id)


def to_customer(purpose: Purpose, text: str, attachments: Iterable[str] = ()) -> Words:
    """What staff says to a customer."""
    return Words(
        author=Author.STAFF,
        visibility=Visibility.CUSTOMER,
        purpose=purpose,
        text=text,
        attachments=tuple(attachments),
    )


def among_staff(
    purpose: Purpose, text: str, attachments: Iterable[str] = (), *, about: str | None = None
) -> Words:
    """What staff says to staff."""
    return Words(
        author=Author.STAFF,
        visibility=Visibility.INTERNAL,
        purpose=purpose,
        text=text,
        attachments=tuple(attachments),
        about=about,
    )


def message_added(case: Case, words: Words) -> CaseEventData:
    """What is told of words: never what they say."""
    return MessageAdded(
        **about(case),
        message_id=f"{case.id}-{case.messages}",
        author=words.author.value,
        visibility=words.visibility.value,
        purpose=words.purpose.value,
        assignee=case.assignee,
    )
