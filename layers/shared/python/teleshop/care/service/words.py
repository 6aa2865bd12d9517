"""What somebody says on a case, on its way to becoming a message."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from teleshop.care.domain.case import Case, CaseFile
from teleshop.care.domain.messages import Author, Purpose, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody says on a case; ``at`` is now unless it was said before."""

    author: Author
    visibility: Visibility
    purpose: Purpose
    text: str
    attachments: tuple[str, ...] = ()
    about: str | None = None
    at: datetime | None = None


def message_id(case: Case, number: int) -> str:
    """The id of a message: that of its case with its number."""
    return f"{case.id}-{number}"


def last_message(file: CaseFile) -> str:
    """The id of the last message of a case."""
    return message_id(file.case, file.case.messages)


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
