"""The review of a product, item by item (standard 2.2.1 to 2.2.5): what is on the check list, what
a reviewer finds, and which decisions the list leaves.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.revision import CheckItem, ItemState, Revision, RevisionState
from teleshop.kernel.clock import start_of_china_day
from teleshop.kernel.errors import FieldError, InvalidInputError

COURSE: Final = "product_review"
"""The course that whoever reviews or decides must have a valid record of (2.2.3)."""
REQUIREMENT: Final = "checklist"
"""What approvals call the check list."""

LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "category_id": ("类目", "Category"),
    "name": ("商品名称", "Name"),
    "brand": ("品牌", "Brand"),
    "specification": ("规格", "Specification"),
    "model": ("型号", "Model"),
    "unit": ("计价单位", "Unit"),
    "variants": ("货号、条码与价格", "Articles, bar codes and prices"),
    "origin": ("产地", "Origin"),
    "manufacturer": ("生产企业", "Manufacturer"),
    "manufacturer_address": ("生产地址", "Manufacturer's address"),
    "production_date": ("生产日期", "Production date"),
    "shelf_life_days": ("保质期", "Shelf life"),
    "ingredients": ("成分或配料", "Ingredients"),
    "description": ("商品描述", "Description"),
    "attributes": ("类目属性", "Attributes of the category"),
    "pictures": ("图片", "Pictures"),
    "documents": ("资质与检测文件", "Certificates and reports"),
    "packaging": ("包装声明", "Packaging"),
    "after_sales": ("售后安排", "After-sales"),
}
"""The fields that can be on a check list, in its order, with their names in Chinese and English.
The day on air is a plan and nothing that could be true or false of the product.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPolicy:
    """How long each role has for the decision; numbers the platform chooses.

    ``limit`` as a rule; when the product is to be on air sooner, the roles share the time that is
    left before that day begins, but each has at least ``least``.
    """

    limit: timedelta = timedelta(days=3)
    least: timedelta = timedelta(hours=4)
    roles: int = 2


POLICY: Final = ReviewPolicy()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFinding:
    """What a reviewer found of one item: ``reason`` is told to the supplier, ``note`` is for staff
    alone; neither names persons of either side.
    """

    field: str
    passed: bool
    reason: str = ""
    note: str = ""


def decision_limit(air_on: date | None, now: datetime, policy: ReviewPolicy = POLICY) -> timedelta:
    """The time of each role for the decision on what is to be on air on ``air_on`` (None: not
    planned); whole seconds.
    """
    if air_on is None:
        return policy.limit
    left = (start_of_china_day(air_on) - now) / policy.roles
    limit = min(policy.limit, max(policy.least, left))
    return timedelta(seconds=int(limit.total_seconds()))


def applicable(content: Content) -> tuple[str, ...]:
    """The fields that say something of this product: what is empty needs no check, since the
    automatic check refuses what must not be empty.
    """
    return tuple(name for name in LABELS if getattr(content, name) not in _EMPTY)


_EMPTY: Final[tuple[object, ...]] = ("", None, (), {})


def check_list(
    content: Content,
    *,
    concerned: Collection[str] | None = None,
    earlier: Sequence[CheckItem] = (),
    changed: Collection[str] = (),
) -> tuple[CheckItem, ...]:
    """The check list of a submission.

    ``concerned`` are the materially changed fields of a change; None for a first introduction,
    which is checked as a whole. ``earlier`` is the list of this revision's last submission and
    ``changed`` what was changed since: what passed and is as it was stays passed, everything else
    is open.
    """
    known = {item.field: item for item in earlier}
    filled = set(applicable(content))
    wanted = filled if concerned is None else set(concerned)
    # A field that failed and is empty now is still to be looked at: emptying it may be the cure.
    wanted |= {item.field for item in earlier if item.state is ItemState.FAILED}
    made = []
    for name in LABELS:
        if name not in wanted:
            continue
        before = known.get(name)
        kept = before is not None and before.state is ItemState.PASSED and name not in changed
        made.append(before if before is not None and kept else CheckItem(field=name))
    return tuple(made)


def is_complete(items: Iterable[CheckItem]) -> bool:
    """Whether nothing is left to be checked."""
    return all(item.state is not ItemState.OPEN for item in items)


def failed_fields(items: Iterable[CheckItem]) -> tuple[str, ...]:
    """The fields that failed."""
    return tuple(item.field for item in items if item.state is ItemState.FAILED)


def choices_left(items: Sequence[CheckItem]) -> tuple[str, ...]:
    """What may be decided on a list as it stands, in the words of approvals: refusing for good
    always; approving only what passed as a whole; returning only a complete list with something on
    it, so that the supplier gets every fault at once.
    """
    if not is_complete(items):
        return ("reject",)
    return ("reject", "return_for_change") if failed_fields(items) else ("approve", "reject")


def is_decided(revision: Revision) -> bool:
    """Whether the list of a revision is final: somebody decided on it, and it was not taken back or
    sent in again since.
    """
    return revision.state in _DECIDED


_DECIDED: Final = frozenset({RevisionState.RETURNED, RevisionState.APPROVED, RevisionState.REFUSED})


def is_settled(revision: Revision, item: CheckItem) -> bool:
    """Whether an item passed in an earlier submission and is not looked at again in this one."""
    return (
        item.state is ItemState.PASSED
        and item.reviewed_at is not None
        and revision.submitted_at is not None
        and item.reviewed_at < revision.submitted_at
    )


def reviewed(
    revision: Revision, findings: Sequence[ItemFinding], by: str, now: datetime
) -> Revision:
    """The revision with what ``by`` found; the same finding again changes nothing.

    InvalidInputError with every fault of the findings: an item that is not on the list or named
    twice, one that is settled, a failure without a reason.
    """
    faults = [
        fault
        for index, finding in enumerate(findings)
        for fault in _faults(revision, findings[:index], finding, index)
    ]
    if faults:
        raise InvalidInputError(errors=faults)
    by_field = {finding.field: finding for finding in findings}
    items = tuple(
        _found(item, by_field[item.field], by, now) if item.field in by_field else item
        for item in revision.items
    )
    return dataclasses.replace(revision, items=items)


def _found(item: CheckItem, finding: ItemFinding, by: str, now: datetime) -> CheckItem:
    state = ItemState.PASSED if finding.passed else ItemState.FAILED
    reason, note = finding.reason.strip(), finding.note.strip()
    if (item.state, item.reason, item.note, item.reviewed_by) == (state, reason, note, by):
        return item
    return CheckItem(
        field=item.field, state=state, reason=reason, note=note, reviewed_by=by, reviewed_at=now
    )


def _faults(
    revision: Revision, before: Sequence[ItemFinding], finding: ItemFinding, index: int
) -> Iterable[FieldError]:
    item = next((item for item in revision.items if item.field == finding.field), None)
    if item is None:
        yield FieldError(
            f"/items/{index}/field",
            "item_unknown",
            "此版本的核对清单中没有该项；请先读取清单（GET …/check-list）。",
            "The check list of this revision has no such item; read the list first.",
            clause="2.2.3",
        )
    elif is_settled(revision, item):
        yield FieldError(
            f"/items/{index}/field",
            "item_settled",
            "该项已在上一次审核中通过且未再修改，本次不再核对；发现问题请由合规暂停销售。",
            "This item passed in an earlier review and was not changed since; if something is "
            "wrong with it, let compliance put the product on hold.",
            clause="2.2.4",
        )
    if any(other.field == finding.field for other in before):
        yield FieldError(
            f"/items/{index}/field",
            "item_twice",
            "同一项在一次提交中只能出现一次。",
            "An item can be given only once in a request.",
        )
    if not finding.passed and not finding.reason.strip():
        yield FieldError(
            f"/items/{index}/reason",
            "reason_required",
            "未通过的项必须写明给供应商的理由。",
            "A failed item needs a reason, which the supplier is told.",
            clause="2.2.4",
        )
    if finding.passed and finding.reason.strip():
        yield FieldError(
            f"/items/{index}/reason",
            "reason_only_for_failed",
            "通过的项不需要理由；内部说明请写在 note 中。",
            "A passed item takes no reason; what colleagues should know goes into note.",
        )
