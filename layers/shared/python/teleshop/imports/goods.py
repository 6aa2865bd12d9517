"""Categories and products, as the contexts that own them know them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from teleshop.catalog.service import (
    AfterSales,
    Catalog,
    Content,
    Packaging,
    ReturnClass,
    Variant,
)
from teleshop.catalog.service import ImportedProduct as ImportedRow
from teleshop.categories.service import Categories
from teleshop.imports.domain.guide import AttributeGuide, CategoryGuide, Classified
from teleshop.imports.domain.product import ImportedProduct, ImportedVariant
from teleshop.imports.domain.run import Outcome
from teleshop.imports.ports import Written
from teleshop.kernel.actor import Call, RequestKey, StoredAnswer
from teleshop.kernel.handlers import EVENT_MARKS_KEPT
from teleshop.kernel.idempotency import RepeatedRequestError, find_answer
from teleshop.kernel.use_case import run

CONSUMER: Final = "imports.write"
FINGERPRINT: Final = "product"
_PLAIN: Final = {
    name: name
    for name in (
        "name",
        "brand",
        "specification",
        "model",
        "unit",
        "origin",
        "manufacturer",
        "manufacturer_address",
        "production_date",
        "shelf_life_days",
        "ingredients",
        "description",
        "pictures",
        "air_on",
    )
}
_PACKAGING: Final = {
    "materials": "packaging_materials",
    "standard": "packaging_standard",
    "substances": "packaging_substances",
    "compliant": "packaging_compliant",
}
_AFTER_SALES: Final = {
    name: name
    for name in (
        "return_class",
        "return_days",
        "warranty_months",
        "warranty_terms",
        "return_address",
        "repair_contact",
    )
}


class CategoryTree:
    """Categories from their context."""

    def __init__(self, categories: Categories) -> None:
        self._categories = categories

    def find(self, code: str) -> CategoryGuide | None:
        """The category of a code, everything inherited resolved."""
        found = self._categories.find_by_code(code)
        if found is None:
            return None
        attributes = [
            AttributeGuide(
                code=one.code, zh=one.zh, en=one.en, kind=one.kind.value, choices=one.choices
            )
            for one in found.attributes
        ]
        return CategoryGuide(id=found.id, attributes=tuple(attributes))


class CatalogProducts:
    """Products in the catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def write(self, call: Call, key: str, supplier_id: str, found: Classified) -> Written:
        """One transaction of the catalogue, which also keeps what it did under ``key``: a step that
        is repeated after it was cut off would else find its own products unchanged, and say so.
        """
        once = RequestKey(CONSUMER, key, FINGERPRINT, _kept, EVENT_MARKS_KEPT)
        own, row = replace(call, request_key=once), row_of(found)
        try:
            # The key is looked up only where it may matter: most products are written once.
            made = run(call, lambda: self._catalog.products.import_row(own, supplier_id, row))
        except RepeatedRequestError as repeated:
            return _written(repeated.answer)
        outcome = Outcome(made.outcome)
        if outcome is Outcome.UNCHANGED and (earlier := find_answer(once)) is not None:
            return _written(earlier)
        return Written(outcome, made.product_id)


def _kept(made: Any) -> StoredAnswer:
    return StoredAnswer(200, msgspec.json.encode([made.outcome, made.product_id]).decode())


def _written(answer: StoredAnswer) -> Written:
    outcome, product_id = msgspec.json.decode(answer.body, type=tuple[Outcome, str])
    return Written(outcome, product_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow(ImportedRow):
    """A product of a file in the catalogue's words."""

    found: Classified

    def applied_to(self, known: Content) -> Content:
        """What is known, with what the file says put in its place. What the file does not say
        stays as it is: other variants, attributes, and fields of packaging and after-sales too.
        """
        return content_of(self.found, known)


def row_of(found: Classified) -> FileRow:
    """A product of a file in the catalogue's words."""
    first = found.product.variants[0].own_code
    return FileRow(own_code=first, content=content_of(found, Content()), found=found)


def content_of(found: Classified, known: Content) -> Content:
    """The content ``known`` with what a file says of the product."""
    product = found.product
    said = _filled(product, _PLAIN)
    if packaging := _filled(product, _PACKAGING):
        said["packaging"] = replace(known.packaging or Packaging(materials=()), **packaging)
    if after_sales := _filled(product, _AFTER_SALES):
        if "return_class" in after_sales:
            after_sales["return_class"] = ReturnClass(after_sales["return_class"])
        said["after_sales"] = replace(known.after_sales or AfterSales(), **after_sales)
    return replace(
        known,
        category_id=found.category_id,
        attributes={**known.attributes, **found.attributes},
        variants=_variants(product.variants, known.variants),
        **said,
    )


def _filled(product: ImportedProduct, names: Mapping[str, str]) -> dict[str, Any]:
    """What a product says of one part of the content, by the part's own names."""
    return {
        own: value for own, name in names.items() if (value := getattr(product, name)) is not None
    }


def _variants(told: Sequence[ImportedVariant], known: Sequence[Variant]) -> tuple[Variant, ...]:
    """Known variants as the file corrects them, then those that are new. The catalogue gives new
    ones their SKU.
    """
    by_code = {variant.own_code: variant for variant in told}
    new = {variant.own_code: Variant(sku="", own_code=variant.own_code) for variant in told}
    whole = {variant.own_code: variant for variant in known}
    whole |= {code: one for code, one in new.items() if code not in whole}
    return tuple(_corrected(one, by_code.get(code)) for code, one in whole.items())


def _corrected(known: Variant, told: ImportedVariant | None) -> Variant:
    if told is None:
        return known
    return replace(
        known,
        gtin=known.gtin if told.gtin is None else told.gtin,
        options=told.options or known.options,
        supply_price=known.supply_price if told.supply_price is None else told.supply_price,
        suggested_price=(
            known.suggested_price if told.suggested_price is None else told.suggested_price
        ),
    )
