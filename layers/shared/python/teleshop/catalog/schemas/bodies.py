"""What callers of the catalog send. Amounts are whole fen of CNY, days are days in China.

A draft may be incomplete: what is missing is told when it is submitted. Lengths keep a content
below what one item of the table and its audit entry hold.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from teleshop.catalog.domain.content import (
    AfterSales,
    Content,
    Packaging,
    ProductDocument,
    ReturnClass,
    Variant,
)
from teleshop.catalog.domain.policy import (
    MAX_ATTRIBUTES,
    MAX_DOCUMENTS,
    MAX_PICTURES,
    MAX_VARIANTS,
)
from teleshop.catalog.domain.product import ProductState
from teleshop.kernel.schema import Input, ListQuery

Word = Annotated[str, Meta(max_length=60)]
Line = Annotated[str, Meta(max_length=200)]
Paragraph = Annotated[str, Meta(max_length=1000)]
Story = Annotated[str, Meta(max_length=4000)]
Fen = Annotated[
    int,
    Meta(
        ge=1,
        le=1_000_000_000,
        extra={
            "zh": "金额以分为单位，须为正整数。",
            "en": "An amount is a whole number of fen above 0.",
            "code": "amount_form",
        },
    ),
]
OwnCodeText = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$",
        extra={
            "zh": "货号由字母、数字和 . _ / - 组成，以字母或数字开头，最长 40 个字符。",
            "en": "An article number has letters, digits and . _ / -, a letter or digit first, 40 "
            "characters at most.",
            "code": "own_code_form",
        },
    ),
]
Gtin = Annotated[str, Meta(min_length=1, max_length=20)]
DocumentId = Annotated[str, Meta(pattern=r"^doc_[0-9A-HJKMNP-TV-Z]{26}$")]
CategoryId = Annotated[str, Meta(pattern=r"^cat_[0-9A-HJKMNP-TV-Z]{26}$")]
SupplierId = Annotated[str, Meta(pattern=r"^sup_[0-9A-HJKMNP-TV-Z]{26}$")]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Value = bool | Annotated[int, Meta(ge=0, le=1_000_000_000_000)] | Line
Options = Annotated[
    dict[Annotated[str, Meta(min_length=1, max_length=20)], Annotated[str, Meta(max_length=40)]],
    Meta(max_length=5),
]


class VariantForm(Input, frozen=True, kw_only=True):
    """One article; the platform gives its SKU."""

    own_code: OwnCodeText
    gtin: Gtin | None = None
    options: Options = msgspec.field(default_factory=dict)
    supply_price: Fen | None = None
    suggested_price: Fen | None = None


class DocumentForm(Input, frozen=True, kw_only=True):
    """A certificate or report; ``document_id`` is the uploaded file."""

    document_id: DocumentId
    type: Code
    number: Word | None = None
    issued_on: date | None = None
    valid_to: date | None = None
    laboratory: Line | None = None


class PackagingForm(Input, frozen=True, kw_only=True):
    """The declaration on packaging."""

    materials: Annotated[list[Word], Meta(max_length=20)]
    standard: Word | None = None
    substances: Annotated[list[Word], Meta(max_length=40)] = msgspec.field(default_factory=list)
    compliant: bool = False


class AfterSalesForm(Input, frozen=True, kw_only=True):
    """Arrangements for after the sale."""

    return_class: ReturnClass = ReturnClass.SEVEN_DAYS
    return_days: Annotated[int, Meta(ge=0, le=365)] = 7
    warranty_months: Annotated[int, Meta(ge=0, le=240)] = 0
    warranty_terms: Paragraph = ""
    return_address: Line = ""
    repair_contact: Line = ""


Attributes = Annotated[dict[Code, Value], Meta(max_length=MAX_ATTRIBUTES)]
Ingredients = Annotated[list[Word], Meta(max_length=60)]
Variants = Annotated[list[VariantForm], Meta(max_length=MAX_VARIANTS)]
Pictures = Annotated[list[DocumentId], Meta(max_length=MAX_PICTURES)]
Papers = Annotated[list[DocumentForm], Meta(max_length=MAX_DOCUMENTS)]
Days = Annotated[int, Meta(ge=1, le=100_000)]


class ContentBody(Input, frozen=True, kw_only=True):
    """Everything said of a product; what is left out is empty."""

    category_id: CategoryId | None = None
    name: Line = ""
    brand: Word = ""
    specification: Line = ""
    model: Word = ""
    unit: Annotated[str, Meta(max_length=20)] = ""
    origin: Word = ""
    manufacturer: Line = ""
    manufacturer_address: Line = ""
    production_date: date | None = None
    shelf_life_days: Days | None = None
    ingredients: Ingredients = msgspec.field(default_factory=list)
    description: Story = ""
    attributes: Attributes = msgspec.field(default_factory=dict)
    variants: Variants = msgspec.field(default_factory=list)
    pictures: Pictures = msgspec.field(default_factory=list)
    documents: Papers = msgspec.field(default_factory=list)
    packaging: PackagingForm | None = None
    after_sales: AfterSalesForm | None = None
    air_on: date | None = None

    def content(self) -> Content:
        """The content for the rules; variants have no SKU yet."""
        return Content(
            category_id=self.category_id,
            name=self.name,
            brand=self.brand,
            specification=self.specification,
            model=self.model,
            unit=self.unit,
            origin=self.origin,
            manufacturer=self.manufacturer,
            manufacturer_address=self.manufacturer_address,
            production_date=self.production_date,
            shelf_life_days=self.shelf_life_days,
            ingredients=tuple(self.ingredients),
            description=self.description,
            attributes=dict(self.attributes),
            variants=_variants(self.variants),
            pictures=tuple(self.pictures),
            documents=_documents(self.documents),
            packaging=_packaging(self.packaging),
            after_sales=_after_sales(self.after_sales),
            air_on=self.air_on,
        )


class ContentChange(Input, frozen=True, kw_only=True):
    """A merge patch (RFC 7396): what is absent stays, null empties a field. ``attributes`` are
    merged one by one; lists are replaced.
    """

    category_id: CategoryId | UnsetType | None = UNSET
    name: Line | UnsetType | None = UNSET
    brand: Word | UnsetType | None = UNSET
    specification: Line | UnsetType | None = UNSET
    model: Word | UnsetType | None = UNSET
    unit: Annotated[str, Meta(max_length=20)] | UnsetType | None = UNSET
    origin: Word | UnsetType | None = UNSET
    manufacturer: Line | UnsetType | None = UNSET
    manufacturer_address: Line | UnsetType | None = UNSET
    production_date: date | UnsetType | None = UNSET
    shelf_life_days: Days | UnsetType | None = UNSET
    ingredients: Ingredients | UnsetType | None = UNSET
    description: Story | UnsetType | None = UNSET
    attributes: Annotated[dict[Code, Value | None], Meta(max_length=60)] | UnsetType | None = UNSET
    variants: Variants | UnsetType | None = UNSET
    pictures: Pictures | UnsetType | None = UNSET
    documents: Papers | UnsetType | None = UNSET
    packaging: PackagingForm | UnsetType | None = UNSET
    after_sales: AfterSalesForm | UnsetType | None = UNSET
    air_on: date | UnsetType | None = UNSET

    def applied_to(self, known: Content) -> Content:
        """The content after the patch."""
        given = {
            name: value
            for name in self.__struct_fields__
            if (value := getattr(self, name)) is not UNSET
        }
        empty = Content()
        fields = {
            name: getattr(empty, name) if value is None else _SHAPES.get(name, _same)(value)
            for name, value in given.items()
        }
        if given.get("attributes") is not None:
            merged = {**known.attributes, **fields["attributes"]}
            fields["attributes"] = {
                code: value for code, value in merged.items() if value is not None
            }
        return replace(known, **fields)


class ProductsQuery(ListQuery, frozen=True, kw_only=True):
    """A supplier sees its own, those of ``state`` if given; staff give a state, a supplier, or
    both.
    """

    state: ProductState | None = None
    supplier_id: SupplierId | None = None


class WithdrawalBody(Input, frozen=True, kw_only=True):
    """What is taken back: the ``submission`` (to change it and send it in again), the whole open
    ``change`` of an approved product, or the ``product`` for good.
    """

    what: Literal["submission", "change", "product"]
    reason: Line = ""


def _variants(forms: list[VariantForm]) -> tuple[Variant, ...]:
    return tuple(
        Variant(
            sku="",
            own_code=form.own_code,
            gtin=form.gtin,
            options=dict(form.options),
            supply_price=form.supply_price,
            suggested_price=form.suggested_price,
        )
        for form in forms
    )


def _documents(forms: list[DocumentForm]) -> tuple[ProductDocument, ...]:
    return tuple(
        ProductDocument(
            document_id=form.document_id,
            type=form.type,
            number=form.number,
            issued_on=form.issued_on,
            valid_to=form.valid_to,
            laboratory=form.laboratory,
        )
        for form in forms
    )


def _packaging(form: PackagingForm | None) -> Packaging | None:
    if form is None:
        return None
    return Packaging(
        materials=tuple(form.materials),
        standard=form.standard,
        substances=tuple(form.substances),
        compliant=form.compliant,
    )


def _after_sales(form: AfterSalesForm | None) -> AfterSales | None:
    if form is None:
        return None
    return AfterSales(
        return_class=form.return_class,
        return_days=form.return_days,
        warranty_months=form.warranty_months,
        warranty_terms=form.warranty_terms,
        return_address=form.return_address,
        repair_contact=form.repair_contact,
    )


def _same(value: Any) -> Any:
    return value


_SHAPES: dict[str, Callable[[Any], Any]] = {
    "ingredients": tuple,
    "pictures": tuple,
    "variants": _variants,
    "documents": _documents,
    "packaging": _packaging,
    "after_sales": _after_sales,
}
