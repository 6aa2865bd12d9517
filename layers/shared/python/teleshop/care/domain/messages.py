"""Messages on a case: between customer and staff, with a supplier, and notes among staff."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Author(StrEnum):
    """Who speaks; a carrier answers through staff, who enter what it said."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SUPPLIER = "supplier"
    CARRIER = "carrier"
    AUTHORITY = "authority"


class Visibility(StrEnum):
    """Who reads it beside staff: nobody (``internal``), the customer, or the supplier.

    A supplier never reads what a customer wrote: free text may hold personal data.
    """

    INTERNAL = "internal"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"


class Purpose(StrEnum):
    """What a message is in the case: the word itself, or what a clock waits for."""

    OPENING = "opening"
    MESSAGE = "message"
    NOTE = "note"
    RESPONSE = "response"
    ANSWER = "answer"
    HANDLING = "handling"
    PROMISE = "promise"
    QUESTION = "question"
    PARTY_ANSWER = "party_answer"
    TICKET_ANSWER = "ticket_answer"
    EXPLANATION = "explanation"
    REOPENING = "reopening"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """``number`` counts from 1 within the case. ``by`` is the subject of a token; ``text`` is
    personal. ``attachments`` are ids of documents. ``about`` names what it belongs to: a clock, a
    request or a ticket.
    """

    id: str
    case_id: str
    number: int
    author: Author
    visibility: Visibility
    purpose: Purpose
    by: str
    at: datetime
    text: str = field(repr=False)
    attachments: tuple[str, ...] = ()
    about: str | None = None
