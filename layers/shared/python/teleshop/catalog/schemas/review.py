"""Forms of the review: the check list, the inbox, holds."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from teleshop.catalog.domain.review import (
    LABELS,
    ItemFinding,
    choices_left,
    is_complete,
    is_decided,
)
from teleshop.catalog.domain.revision import Revision, RevisionState
from teleshop.catalog.schemas.parts import HoldView, ItemView, ObstacleView, RemarkView
from teleshop.kernel.schema import Input, ListQuery, Output

if TYPE_CHECKING:
    from teleshop.catalog.domain.inbox import Place
    from teleshop.catalog.domain.product import Product

MAX_ITEMS = len(LABELS)
Note = Annotated[str, Meta(max_length=1000)]


# -- what people send ------------------------------------------------------------------------------


class ItemBody(Input, frozen=True, kw_only=True):
    """What was found of one item. A failed one needs a ``reason``, which the supplier is told;
    ``note`` is for staff alone.
    """

    field: Annotated[str, Meta(min_length=1, max_length=40)]
    result: Literal["passed", "failed"]
    reason: Note = ""
    note: Note = ""


class CheckListBody(Input, frozen=True, kw_only=True):
    """Findings on some items of the list; the others stay as they are."""

    items: Annotated[list[ItemBody], Meta(min_length=1, max_length=MAX_ITEMS)]

    def findings(self) -> list[ItemFinding]:
        """The same for the rules."""
        return [
            ItemFinding(
                field=item.field,
                passed=item.result == "passed",
                reason=item.reason,
                note=item.note,
            )
            for item in self.items
        ]


class HoldBody(Input, frozen=True, kw_only=True):
    """Why a product is held, released or taken down; the supplier is shown it."""

    reason: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=1000,
            description="理由，将原样显示给供应商，请勿写入内部信息或个人信息 / why; the supplier "
            "is shown it as it stands, so nothing internal or personal",
        ),
    ]


class ReviewsQuery(ListQuery, frozen=True, kw_only=True):
    """Everything that waits for reviewers."""


# -- what people see -------------------------------------------------------------------------------


class CheckListView(Output, frozen=True, kw_only=True):
    """The check list of a revision. ``left`` are the decisions that it leaves, in the words of
    approvals; empty when nothing is in review. Remarks are for staff; items are for staff alone
    until the list is decided.
    """

    product_id: str
    revision: int
    round: int
    state: str
    complete: bool
    stalled: bool
    returned_reason: str | None
    left: list[str]
    items: list[ItemView]
    remarks: list[RemarkView]

    @classmethod
    def of(cls, revision: Revision, *, staff: bool) -> "CheckListView":
        """The list for one reader."""
        in_review = revision.state is RevisionState.IN_REVIEW
        return cls(
            product_id=revision.product_id,
            revision=revision.number,
            round=revision.round,
            state=revision.state,
            complete=(staff or is_decided(revision)) and is_complete(revision.items),
            stalled=revision.stalled,
            returned_reason=revision.returned_reason or None,
            left=list(choices_left(revision.items)) if staff and in_review else [],
            items=ItemView.list_of(revision, staff),
            remarks=RemarkView.list_of(revision.remarks, staff) if staff else [],
        )


class WaitingView(Output, frozen=True, kw_only=True):
    """A product that waits for reviewers. ``risk`` from 0 to 9, ``completeness`` in percent,
    ``age_hours`` full hours since it was submitted.
    """

    product_id: str
    supplier_id: str
    name: str
    category_id: str | None
    revision: int | None
    first: bool
    air_on: date | None
    risk: int
    completeness: int
    submitted_at: datetime
    age_hours: int
    featured: bool

    @classmethod
    def of(cls, product: "Product", place: "Place", now: datetime) -> "WaitingView":
        """The product with its place in the inbox."""
        age = int((now - place.submitted_at).total_seconds()) // 3600
        return cls(
            product_id=product.id,
            supplier_id=product.supplier_id,
            name=product.name,
            category_id=product.category_id,
            revision=product.open_revision,
            first=product.live is None,
            air_on=place.air_on,
            risk=place.risk,
            completeness=place.completeness,
            submitted_at=place.submitted_at,
            age_hours=max(0, age),
            featured=place.featured,
        )


class InboxView(Output, frozen=True, kw_only=True):
    """A page of what waits, the most urgent first; ``total`` counts all that wait."""

    items: list[WaitingView]
    next: str | None = None
    total: int


class StandingView(Output, frozen=True, kw_only=True):
    """Whether a product is on sale, and what stands against it."""

    id: str
    state: str
    obstacles: list[ObstacleView]
    hold: HoldView | None
    ended_at: datetime | None
    ended_reason: str | None

    @classmethod
    def of(cls, product: "Product") -> "StandingView":
        """The standing of a product, for staff."""
        return cls(
            id=product.id,
            state=product.state,
            obstacles=ObstacleView.list_of(product.obstacles),
            hold=HoldView.of(product, for_staff=True),
            ended_at=product.ended_at,
            ended_reason=product.ended_reason,
        )
