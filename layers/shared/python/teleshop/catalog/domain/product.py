"""A product and its life: from the supplier's draft to what customers see."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ProductState(StrEnum):
    """Where a product stands as a whole. A change of what is published is an open revision beside
    the state ``published`` or ``suspended``.
    """

    DRAFT = "draft"
    """Never approved so far; its open revision is being written, reviewed or was returned."""
    APPROVED = "approved"
    """Approved, and not on sale yet: something that publication needs is still missing."""
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    """Was on sale; something it needs fell away. Goes back by itself when that is cured."""
    REFUSED = "refused"
    """Rejected for good; never was on sale."""
    WITHDRAWN = "withdrawn"
    """Taken off for good, by its supplier or by the platform."""


ON_FILE = frozenset({ProductState.APPROVED, ProductState.PUBLISHED, ProductState.SUSPENDED})
"""States with approved content."""
ENDED = frozenset({ProductState.REFUSED, ProductState.WITHDRAWN})


@dataclass(frozen=True, slots=True, order=True)
class Obstacle:
    """Why an approved product is not on sale: ``kind`` (``supplier_not_active``,
    ``supplier_verification_overdue``, ``supplier_qualification_missing``,
    ``supplier_not_admitted``, ``document_expired``, ``document_missing``, ``no_price``,
    ``category_retired``, ``category_demands_unmet``, ``shelf_life_over``,
    ``on_hold``) and what it is about.
    """

    kind: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold that somebody put on a product by hand (``by``: a token subject), and why."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, order=True)
class CaseHold:
    """A hold that a measure against the supplier put on a product: ``subject`` is the case,
    ``part`` its measure. It lasts as long as the measure: people lift it with the case alone.
    """

    subject: str
    part: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """``live`` is the number of the approved revision whose content holds, ``open_revision`` the
    one that is being written or reviewed, ``revisions`` how many there were. ``reviewed`` is the
    latest revision that people approved: what passes without them is measured against it, so that
    many small changes do not add up to a large one.

    ``name``, ``category_id``, ``skus`` and ``air_on`` repeat the live content (before the first
    approval: the open one) for lists and look-ups. ``obstacles`` keep an approved product from
    being on sale. ``rank`` orders the reviewers' inbox and is set while a revision is in review.
    ``hold`` keeps the product off sale until it is lifted, ``case_holds`` until their measures are
    taken back. ``judged_at`` is the latest instant at
    which the obstacles were judged: an event that arrives late never judges by an earlier one.
    """

    id: str
    supplier_id: str
    state: ProductState
    created_at: datetime
    name: str = ""
    category_id: str | None = None
    skus: tuple[str, ...] = ()
    live: int | None = None
    reviewed: int | None = None
    open_revision: int | None = None
    revisions: int = 0
    obstacles: tuple[Obstacle, ...] = ()
    published_at: datetime | None = None
    ended_at: datetime | None = None
    ended_reason: str | None = None
    air_on: date | None = None
    rank: str | None = None
    submitted_at: datetime | None = None
    hold: Hold | None = None
    case_holds: tuple[CaseHold, ...] = ()
    judged_at: datetime | None = None
    version: int = 1

    @property
    def on_hold(self) -> bool:
        """Whether somebody, or a measure, keeps it off sale."""
        return self.hold is not None or bool(self.case_holds)
