"""What callers send about violation cases. Amounts are whole fen."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery
from teleshop.violations.domain.case import (
    MAX_EVIDENCE,
    MAX_PRODUCTS,
    CaseState,
    Gravity,
    Source,
    ViolationType,
)
from teleshop.violations.domain.measures import MeasureKind

MAX_MEASURES = 7

Story = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=4000,
        pattern=r"\S",
        extra={"zh": "请填写内容。", "en": "Write what there is to say.", "code": "text_required"},
    ),
]
Reference = Annotated[
    str,
    Meta(
        pattern=r"^\S(.{0,78}\S)?$",
        extra={
            "zh": "编号最长 80 个字符，首尾不含空格。",
            "en": "A reference has 80 characters at most and no blank at its ends.",
            "code": "reference_form",
        },
    ),
]
SupplierId = Annotated[str, Meta(min_length=1, max_length=60)]
ProductIds = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=60)]], Meta(max_length=MAX_PRODUCTS)
]
DocumentIds = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=60)]], Meta(max_length=MAX_EVIDENCE)
]
Hold = Literal["product_suspension", "product_takedown"]


class CaseBody(Input, frozen=True, kw_only=True):
    """First facts of a possible violation. ``facts`` are for staff alone; ``reference`` is the
    service case of a complaint, the price violation of a sweep, the letter of an authority;
    ``evidence`` are documents uploaded for the purpose `evidence`. ``hold`` takes the goods off
    sale at once, which needs evidence: until the case ends, or nobody reported in time.
    """

    supplier_id: SupplierId
    type: ViolationType
    gravity: Gravity = Gravity.MINOR
    source: Source
    reference: Reference | None = None
    happened_on: date
    facts: Story
    products: ProductIds = msgspec.field(default_factory=list)
    evidence: DocumentIds = msgspec.field(default_factory=list)
    hold: Hold | None = None


class MeasureBody(Input, frozen=True, kw_only=True):
    """A proposed measure: ``amount`` for a fine, ``products`` for measures on goods."""

    kind: MeasureKind
    amount: Annotated[int, Meta(ge=1, le=1_000_000_000_000)] | None = None
    products: ProductIds = msgspec.field(default_factory=list)


class FindingsBody(Input, frozen=True, kw_only=True):
    """What was found: ``findings`` are told to the supplier, ``notes`` are for staff alone. Without
    measures the case is dismissed.
    """

    gravity: Gravity
    findings: Story
    notes: Story | None = None
    evidence: DocumentIds = msgspec.field(default_factory=list)
    measures: Annotated[list[MeasureBody], Meta(max_length=MAX_MEASURES)] = msgspec.field(
        default_factory=list
    )


class StatementBody(Input, frozen=True, kw_only=True):
    """What the supplier says to it; ``evidence`` are documents uploaded for the purpose
    `violation_statement`.
    """

    statement: Story
    evidence: DocumentIds = msgspec.field(default_factory=list)


class AppealBody(Input, frozen=True, kw_only=True):
    """Why the supplier does not accept the decision; ``evidence`` as for a statement."""

    reason: Story
    evidence: DocumentIds = msgspec.field(default_factory=list)


class SuspensionBody(Input, frozen=True, kw_only=True):
    """The suspension of the supplier that the case decided ends; ``reason`` is for staff."""

    suspension: Literal["ended"]
    reason: Story


class CasesQuery(ListQuery, frozen=True, kw_only=True):
    """Staff name a ``state`` or a ``supplier``, not both (cases under investigation, if neither);
    suppliers get all of their own, and name no state.
    """

    state: CaseState | None = None
    supplier: SupplierId | None = None
