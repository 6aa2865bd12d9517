"""Forms of the review: the check list, the inbox, holds."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from teleshop.catalog.domain.review import LABELS, ItemFinding, choices_left, is_settled
from teleshop.catalog.domain.revision import CheckItem, Revision
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

    reason: Annotated[str, Meta(min_length=1, max_length=1000)]


class ReviewsQuery(ListQuery, frozen=True, kw_only=True):
    """Everything that waits for reviewers."""


# -- what people see -------------------------------------------------------------------------------


class FieldLabel(Output, frozen=True, kw_only=True):
    """The name of a field."""

    zh: str
    en: str


class CheckItemView(Output, frozen=True, kw_only=True):
    """One item of a check list. ``note``, ``reviewed_by`` and ``reviewed_at`` are for staff;
    ``settled`` passed in an earlier submission and is not looked at again.
    """

    field: str
    label: FieldLabel
    state: str
    settled: bool
    reason: str | None
    note: str | None
    reviewed_by: str | None
    reviewed_at: datetime | None

    @classmethod
    def of(cls, revision: Revision, item: CheckItem, *, staff: bool) -> "CheckItemView":
        """The item for one reader."""
        zh, en = LABELS[item.field]
        return cls(
            field=item.field,
            label=FieldLabel(zh=zh, en=en),
            state=item.state,
            settled=is_settled(revision, item),
            reason=item.reason or None,
            note=(item.note or None) if staff else None,
            reviewed_by=item.reviewed_by if staff else None,
            reviewed_at=item.reviewed_at if staff else None,
        )


class CheckRemarkView(Output, frozen=True, kw_only=True):
    """What the automatic check remarked for the reviewer; ``pointer`` is a place in the content."""

    pointer: str
    code: str
    text: FieldLabel
    rule: str | None


class CheckListView(Output, frozen=True, kw_only=True):
    """The check list of a revision. ``left`` are the decisions that it leaves, in the words of
    approvals; empty when nothing is in review. Remarks are for staff.
    """

    product_id: str
    revision: int
    round: int
    state: str
    complete: bool
    stalled: bool
    returned_reason: str | None
    left: list[str]
    items: list[CheckItemView]
    remarks: list[CheckRemarkView]

    @classmethod
    def of(cls, revision: Revision, *, staff: bool) -> "CheckListView":
        """The list for one reader."""
        in_review = revision.state == "in_review"
        # While it is written, the supplier sees nothing: a half of a list helps nobody.
        told = staff or not in_review
        remarks = revision.remarks if staff else ()
        return cls(
            product_id=revision.product_id,
            revision=revision.number,
            round=revision.round,
            state=revision.state,
            complete=told and all(item.state != "open" for item in revision.items),
            stalled=revision.stalled,
            returned_reason=revision.returned_reason or None,
            left=list(choices_left(revision.items)) if staff and in_review else [],
            items=(
                [CheckItemView.of(revision, item, staff=staff) for item in revision.items]
                if told
                else []
            ),
            remarks=[
                CheckRemarkView(
                    pointer=remark.pointer,
                    code=remark.code,
                    text=FieldLabel(zh=remark.zh, en=remark.en),
                    rule=remark.rule,
                )
                for remark in remarks
            ],
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
        )


class InboxView(Output, frozen=True, kw_only=True):
    """A page of what waits, the most urgent first; ``total`` counts all that wait."""

    items: list[WaitingView]
    next: str | None = None
    total: int


class ObstacleView(Output, frozen=True, kw_only=True):
    """What keeps a product off sale, and what it is about."""

    kind: str
    subject: str


class HoldView(Output, frozen=True, kw_only=True):
    """A hold that was put on a product by hand."""

    reason: str
    at: datetime
    by: str


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
        hold = product.hold
        return cls(
            id=product.id,
            state=product.state,
            obstacles=[
                ObstacleView(kind=one.kind, subject=one.subject) for one in product.obstacles
            ],
            hold=HoldView(reason=hold.reason, at=hold.at, by=hold.by) if hold else None,
            ended_at=product.ended_at,
            ended_reason=product.ended_reason,
        )
