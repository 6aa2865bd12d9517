"""One revision of a product's content: written, checked, reviewed item by item, approved.

The first revision introduces the product; each later one is a staged change of what is approved.
A product has at most one open revision.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from teleshop.catalog.domain.content import Content


class RevisionState(StrEnum):
    """Where a revision stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    """Back with the supplier, with the list of what failed."""
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({RevisionState.DRAFT, RevisionState.IN_REVIEW, RevisionState.RETURNED})
EDITABLE = frozenset({RevisionState.DRAFT, RevisionState.RETURNED})


class ItemState(StrEnum):
    """What the reviewer found of one item of the check list (standard 2.2.3)."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One item of the check list: ``field`` is the name of a field of the content.

    A failed item has a ``reason`` for the supplier; ``note`` is for staff alone. ``reviewed_by``
    is a token subject.
    """

    field: str
    state: ItemState = ItemState.OPEN
    reason: str = ""
    note: str = ""
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding of the automatic check that does not refuse and that the reviewer must see."""

    pointer: str
    code: str
    zh: str
    en: str
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Revision ``number`` (from 1) of a product. ``base`` is the approved revision that it changes.

    ``round`` counts its reviews: each submission, and each restart of a review that stopped.
    ``items`` is the check list; ``remarks`` are the warnings of the automatic check of this round.
    ``material`` tells whether the change needs a review at all (None before the first submission).
    """

    product_id: str
    number: int
    state: RevisionState
    content: Content
    created_at: datetime
    created_by: str
    base: int | None = None
    round: int = 0
    material: bool | None = None
    items: tuple[CheckItem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    submitted_at: datetime | None = None
    submitted_by: str | None = None
    returned_reason: str = ""
    approved_at: datetime | None = None
    approved_by: str | None = None
    stalled: bool = False
    version: int = 1
