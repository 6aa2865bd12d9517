"""What several answers of the catalog have in common."""

from collections.abc import Iterable
from datetime import datetime

from teleshop.catalog.domain.findings import INTERNAL
from teleshop.catalog.domain.product import CaseHold, Hold, Obstacle, Product
from teleshop.catalog.domain.review import LABELS, is_decided, is_settled
from teleshop.catalog.domain.revision import CheckItem, Remark, Revision
from teleshop.kernel.schema import Output


class FieldLabel(Output, frozen=True, kw_only=True):
    """The name of a field."""

    zh: str
    en: str


class ItemView(Output, frozen=True, kw_only=True):
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
    def of(cls, revision: Revision, item: CheckItem, for_staff: bool) -> "ItemView":
        """The item for one side."""
        zh, en = LABELS[item.field]
        return cls(
            field=item.field,
            label=FieldLabel(zh=zh, en=en),
            state=item.state,
            settled=is_settled(revision, item),
            reason=item.reason or None,
            note=(item.note or None) if for_staff else None,
            reviewed_by=item.reviewed_by if for_staff else None,
            reviewed_at=item.reviewed_at if for_staff else None,
        )

    @classmethod
    def list_of(cls, revision: Revision, for_staff: bool) -> list["ItemView"]:
        """The list for one side: suppliers are told of it when it is decided, since a half of a
        list helps nobody.
        """
        if not (for_staff or is_decided(revision)):
            return []
        return [cls.of(revision, item, for_staff) for item in revision.items]


class RemarkView(Output, frozen=True, kw_only=True):
    """What the automatic check remarked for the reviewer; ``pointer`` is a place in the content."""

    pointer: str
    code: str
    text: FieldLabel
    rule: str | None

    @classmethod
    def list_of(cls, remarks: Iterable[Remark], for_staff: bool) -> list["RemarkView"]:
        """The remarks for one side: suppliers are not told of the products of others."""
        return [
            cls(
                pointer=remark.pointer,
                code=remark.code,
                text=FieldLabel(zh=remark.zh, en=remark.en),
                rule=remark.rule,
            )
            for remark in remarks
            if for_staff or remark.code not in INTERNAL
        ]


class ObstacleView(Output, frozen=True, kw_only=True):
    """What keeps an approved product off sale, and what it is about."""

    kind: str
    subject: str

    @classmethod
    def list_of(cls, obstacles: Iterable[Obstacle]) -> list["ObstacleView"]:
        """The obstacles as they are shown, to both sides alike."""
        return [cls(kind=found.kind, subject=found.subject) for found in obstacles]


class HoldView(Output, frozen=True, kw_only=True):
    """A hold that was put on a product by hand, or by measures of a case against its supplier, and
    why; ``by`` is for staff.
    """

    reason: str
    at: datetime
    by: str | None

    @classmethod
    def of(cls, product: Product, for_staff: bool) -> "HoldView | None":
        """The holds for one side, if there are any."""
        hold = product.hold
        if not product.on_hold:
            return None
        by_hand = [hold] if hold is not None else []
        holds: list[Hold | CaseHold] = [*by_hand, *product.case_holds]
        return cls(
            reason="；".join(dict.fromkeys(known.reason for known in holds)),
            at=holds[0].at,
            by=hold.by if hold is not None and for_staff else None,
        )
