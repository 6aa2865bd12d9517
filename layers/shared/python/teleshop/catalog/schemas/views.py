"""What callers of the catalog see."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.materiality import Judged
from teleshop.catalog.domain.product import Product
from teleshop.catalog.domain.revision import Revision
from teleshop.catalog.schemas.parts import HoldView, ItemView, ObstacleView, RemarkView
from teleshop.kernel.schema import Output


class VariantView(Output, frozen=True, kw_only=True):
    """One article; amounts in fen. ``supply_price`` is for the supplier and for those who may read
    prices.
    """

    sku: str
    own_code: str
    gtin: str | None = None
    options: dict[str, str] = msgspec.field(default_factory=dict)
    supply_price: int | None = None
    suggested_price: int | None = None


class ProductDocumentView(Output, frozen=True, kw_only=True):
    """A certificate or report."""

    document_id: str
    type: str
    number: str | None = None
    issued_on: date | None = None
    valid_to: date | None = None
    laboratory: str | None = None


class PackagingView(Output, frozen=True, kw_only=True):
    """The declaration on packaging."""

    materials: list[str]
    standard: str | None = None
    substances: list[str] = msgspec.field(default_factory=list)
    compliant: bool = False


class AfterSalesView(Output, frozen=True, kw_only=True):
    """Arrangements for after the sale."""

    return_class: str
    return_days: int
    warranty_months: int
    warranty_terms: str
    return_address: str
    repair_contact: str


class ContentView(Output, frozen=True, kw_only=True):
    """Everything said of a product."""

    category_id: str | None
    name: str
    brand: str
    specification: str
    model: str
    unit: str
    origin: str
    manufacturer: str
    manufacturer_address: str
    production_date: date | None
    shelf_life_days: int | None
    ingredients: list[str]
    description: str
    attributes: dict[str, str | int | bool]
    variants: list[VariantView]
    pictures: list[str]
    documents: list[ProductDocumentView]
    packaging: PackagingView | None
    after_sales: AfterSalesView | None
    air_on: date | None

    @classmethod
    def of(cls, content: Content, *, prices: bool = True) -> "ContentView":
        """The content as it is shown; without ``prices`` to those who need not know what the
        supplier charges.
        """
        known = msgspec.to_builtins(content)
        return msgspec.convert(known if prices else _without_supply_prices(known), cls)


class RevisionSummaryView(Output, frozen=True, kw_only=True):
    """A revision in the history of a product; ``approved_by`` is the reviewer, or the rule that
    let an immaterial change pass, and is for staff.
    """

    number: int
    state: str
    base: int | None
    round: int
    material: bool | None
    created_at: datetime
    submitted_at: datetime | None
    approved_at: datetime | None
    approved_by: str | None
    returned_reason: str

    @classmethod
    def of(cls, revision: Revision, for_staff: bool) -> "RevisionSummaryView":
        """The revision for one side."""
        return cls(
            number=revision.number,
            state=revision.state,
            base=revision.base,
            round=revision.round,
            material=revision.material,
            created_at=revision.created_at,
            submitted_at=revision.submitted_at,
            approved_at=revision.approved_at,
            approved_by=revision.approved_by if for_staff else None,
            returned_reason=revision.returned_reason,
        )


class ChangeView(Output, frozen=True, kw_only=True):
    """One difference from the base: whether it must be reviewed, and why."""

    field: str
    pointer: str
    before: Any
    after: Any
    material: bool
    why_zh: str
    why_en: str

    @classmethod
    def of(cls, judged: Judged, *, prices: bool = True) -> "ChangeView":
        """The difference as it is shown; without ``prices`` only that a supply price changed."""
        before, after = (
            msgspec.to_builtins(value) for value in (judged.change.before, judged.change.after)
        )
        if not prices:
            own = judged.change.pointer.endswith("/supply_price")
            before, after = (
                None if own else _without_supply_prices(value) for value in (before, after)
            )
        return cls(
            field=judged.change.field,
            pointer=judged.change.pointer,
            before=before,
            after=after,
            material=judged.material,
            why_zh=judged.zh,
            why_en=judged.en,
        )


class RevisionView(Output, frozen=True, kw_only=True):
    """One revision with everything: its content, check list, remarks, and differences from its
    base. Suppliers see no item before the list is decided.
    """

    product_id: str
    revision: RevisionSummaryView
    content: ContentView
    items: list[ItemView]
    remarks: list[RemarkView]
    changes: list[ChangeView]

    @classmethod
    def of(
        cls,
        revision: Revision,
        judged: Iterable[Judged],
        for_staff: bool,
        *,
        prices: bool = True,
    ) -> "RevisionView":
        """The revision for one side."""
        return cls(
            product_id=revision.product_id,
            revision=RevisionSummaryView.of(revision, for_staff),
            content=ContentView.of(revision.content, prices=prices),
            items=ItemView.list_of(revision, for_staff),
            remarks=RemarkView.list_of(revision.remarks, for_staff),
            changes=[ChangeView.of(item, prices=prices) for item in judged],
        )


class ProductListedView(Output, frozen=True, kw_only=True):
    """A product in a list."""

    id: str
    supplier_id: str
    state: str
    name: str
    category_id: str | None
    skus: list[str]
    live: int | None
    open_revision: int | None
    obstacles: list[ObstacleView]
    created_at: datetime
    published_at: datetime | None
    submitted_at: datetime | None
    ended_at: datetime | None
    ended_reason: str | None
    on_hold: bool
    air_on: date | None
    version: int

    @classmethod
    def of(cls, product: Product) -> "ProductListedView":
        """The product as it is listed."""
        return cls(**_listed(product))


class ProductView(ProductListedView, frozen=True, kw_only=True):
    """A product with the content that is being written or reviewed, else the approved one.

    ``passed`` tells, where something was sent in, that it was approved at once because nothing in
    it had to be reviewed. ``hold`` says why the platform keeps it off sale, ``ended_reason`` why it
    was taken off for good. Suppliers see no item before the list is decided.
    """

    hold: HoldView | None
    revision: RevisionSummaryView
    content: ContentView
    items: list[ItemView]
    remarks: list[RemarkView]
    passed: bool = False

    @classmethod
    def shown(
        cls,
        product: Product,
        revision: Revision,
        for_staff: bool,
        *,
        passed: bool = False,
        prices: bool = True,
    ) -> "ProductView":
        """The product for one side."""
        return cls(
            **_listed(product),
            hold=HoldView.of(product, for_staff),
            revision=RevisionSummaryView.of(revision, for_staff),
            content=ContentView.of(revision.content, prices=prices),
            items=ItemView.list_of(revision, for_staff),
            remarks=RemarkView.list_of(revision.remarks, for_staff),
            passed=passed,
        )


def _without_supply_prices(value: Any) -> Any:
    """The same, with no supply price in it wherever it stands."""
    if isinstance(value, dict):
        return {
            key: None if key == "supply_price" else _without_supply_prices(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [_without_supply_prices(inner) for inner in value]
    return value


def _listed(product: Product) -> dict[str, Any]:
    return {
        "id": product.id,
        "supplier_id": product.supplier_id,
        "state": product.state,
        "name": product.name,
        "category_id": product.category_id,
        "skus": list(product.skus),
        "live": product.live,
        "open_revision": product.open_revision,
        "obstacles": ObstacleView.list_of(product.obstacles),
        "created_at": product.created_at,
        "published_at": product.published_at,
        "submitted_at": product.submitted_at,
        "ended_at": product.ended_at,
        "ended_reason": product.ended_reason,
        "on_hold": product.on_hold,
        "air_on": product.air_on,
        "version": product.version,
    }
