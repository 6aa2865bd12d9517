"""What callers of the care context send."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from teleshop.care.domain.arrival import LateReason
from teleshop.care.domain.case import CaseChannel
from teleshop.kernel.schema import Input, ListQuery, Moment

MAX_TEXT = 5000
MAX_ATTACHMENTS = 10
VISIBLE = r"[^\s\u200b-\u200f\u2060-\u2064\ufeff]"
"""Somewhere in it a character that can be seen: blanks and zero-width characters say nothing."""

Said = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=MAX_TEXT,
        pattern=VISIBLE,
        extra={
            "zh": "请填写内容，1 至 5000 字。",
            "en": "Give the text, from 1 to 5,000 characters that can be read.",
            "code": "text_bounds",
            "clause": "6.1.3",
        },
    ),
]
Reason = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=1000,
        pattern=VISIBLE,
        extra={
            "zh": "请填写理由，1 至 1000 字。",
            "en": "Give a reason, from 1 to 1,000 characters that can be read.",
            "code": "reason_bounds",
        },
    ),
]
Code = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=60,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$",
        extra={
            "zh": "编号只能包含字母、数字和 . _ : -，最多 60 个字符。",
            "en": "A code holds letters, digits and . _ : - only, at most 60 characters.",
            "code": "code_form",
        },
    ),
]
Subject = Annotated[str, Meta(min_length=1, max_length=128)]
Attachments = Annotated[list[Code], Meta(max_length=MAX_ATTACHMENTS)]
TicketNumber = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9-]{1,40}$",
        extra={
            "zh": "工单号只能包含字母、数字和连字符，最多 40 个字符。",
            "en": "A ticket number holds letters, digits and hyphens only, at most 40 characters.",
            "code": "ticket_form",
        },
    ),
]


class CallerForm(Input, frozen=True, kw_only=True):
    """How somebody without an account is reached."""

    name: Annotated[str, Meta(max_length=100)] = ""
    phone: Annotated[
        str,
        Meta(
            pattern=r"^\+?[0-9][0-9 -]{5,18}[0-9]$",
            extra={
                "zh": "请填写电话号码，例如 13800000000 或 0571-88888888。",
                "en": "Give a telephone number, for example 13800000000 or 0571-88888888.",
                "code": "phone_form",
            },
        ),
    ]


class TicketForm(Input, frozen=True, kw_only=True):
    """A ticket of an authority's hotline: its number, the authority and the day it was received."""

    number: TicketNumber
    authority: Annotated[str, Meta(min_length=1, max_length=100, pattern=VISIBLE)]
    received_on: date


class CaseBody(Input, frozen=True, kw_only=True):
    """A complaint or an enquiry.

    Customers send it for themselves by ``app`` or ``web``. Staff enter what came by telephone,
    letter or ticket: ``arrived_at`` is when (absent: now), with ``late_reason`` if that was more
    than a day ago; the customer by ``customer_id`` or through ``order_id``, and ``contact`` for a
    caller without account. ``responded_on_call`` and ``answered_on_call`` are what was said on the
    telephone, and count from then. ``line`` is the line of the order that it is about.
    """

    channel: CaseChannel
    text: Said
    attachments: Attachments = msgspec.field(default_factory=list)
    order_id: Code | None = None
    line: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    product_id: Code | None = None
    slot_id: Code | None = None
    customer_id: Subject | None = None
    contact: CallerForm | None = None
    language: Literal["zh", "en"] = "zh"
    arrived_at: Moment | None = None
    late_reason: LateReason | None = None
    responded_on_call: Said | None = None
    answered_on_call: Said | None = None
    ticket: TicketForm | None = None


class SaidBody(Input, frozen=True, kw_only=True):
    """A response, an answer, a report of what was done, an explanation."""

    text: Said
    attachments: Attachments = msgspec.field(default_factory=list)


class MessageBody(Input, frozen=True, kw_only=True):
    """A message; staff say to whom (``to``), a customer or supplier writes to staff."""

    text: Said
    attachments: Attachments = msgspec.field(default_factory=list)
    to: Literal["customer", "supplier"] | None = None


class LinkBody(Input, frozen=True, kw_only=True):
    """How long the link shall work."""

    seconds: Annotated[int, Meta(ge=60, le=900)] = 60


class ClassificationBody(Input, frozen=True, kw_only=True):
    """The cause that a person found, a code of the taxonomy."""

    cause: Code


class AssignmentBody(Input, frozen=True, kw_only=True):
    """Who takes the case: a subject, or nothing for oneself."""

    to: Subject | None = None


class TransferBody(Input, frozen=True, kw_only=True):
    """The team that goes on, and what whoever takes it must know (a first-level cause code)."""

    team: Code
    skill: Code = "general"


class ReasonBody(Input, frozen=True, kw_only=True):
    """Why, in one's own words."""

    reason: Reason


class MajorityBody(Input, frozen=True, kw_only=True):
    """Why the complaint is a major one."""

    reasons: Annotated[
        list[
            Literal[
                "injury",
                "food_safety",
                "fraud",
                "minors",
                "press",
                "fire",
                "privacy",
                "amount",
                "repeated",
                "other",
            ]
        ],
        Meta(min_length=1, max_length=10),
    ]
    text: Said


class PromiseBody(Input, frozen=True, kw_only=True):
    """What the customer was promised, and by when."""

    due_at: Moment
    what: Literal["call_back", "delivery", "refund", "replacement", "repair", "visit", "document"]
    text: Said


class AskBody(Input, frozen=True, kw_only=True):
    """A question; ``party_id`` names whom, for a supplier only if the case names none yet."""

    text: Said
    party_id: Code | None = None
    attachments: Attachments = msgspec.field(default_factory=list)


class TicketAnswerBody(Input, frozen=True, kw_only=True):
    """The answer to an authority."""

    text: Said
    attachments: Attachments = msgspec.field(default_factory=list)


class MergeBody(Input, frozen=True, kw_only=True):
    """The duplicate that this case takes over."""

    other: Code


class SplitBody(Input, frozen=True, kw_only=True):
    """The part of a message that becomes a case of its own, such as a report to the authorities
    beside a complaint; ``ticket`` if the authority sent one.
    """

    kind: Literal["complaint", "enquiry"]
    text: Said
    ticket: TicketForm | None = None


class ClosureBody(Input, frozen=True, kw_only=True):
    """How it ended. A customer may only say ``withdrawn``."""

    resolution: Literal[
        "answered",
        "refunded",
        "exchanged",
        "repaired",
        "compensated",
        "withdrawn",
        "unfounded",
        "handled_by_authority",
        "no_contact",
    ]
    text: Annotated[str, Meta(max_length=MAX_TEXT)] = ""


class HoldBody(Input, frozen=True, kw_only=True):
    """Set or lift a legal hold."""

    held: bool
    reason: Reason


class CasesQuery(ListQuery, frozen=True, kw_only=True):
    """Exactly one of the views. ``customer`` and ``agent`` may be ``me``; ``team`` may be ``none``
    (no team yet); ``waiting`` is what nobody has; ``at_risk`` is all that is open, next due first.
    """

    customer: Subject | None = None
    agent: Subject | None = None
    team: Code | None = None
    supplier: Code | None = None
    order: Code | None = None
    waiting: bool | None = None
    at_risk: bool | None = None
