"""What one file says of one product, whichever rows say it.

A field that is None was not said: its column is missing, or the cell is blank. An import leaves
such a field as it is, so nothing is lost that a supplier filled in elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedVariant:
    """One article (SKU), from row ``row`` of the file. Prices are whole fen."""

    row: int
    own_code: str
    gtin: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    supply_price: int | None = None
    suggested_price: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedProduct:
    """One product: ``code`` is the supplier's own, ``category_code`` that of the category;
    ``attributes`` are texts by the code of the attribute, as typed. ``variants`` in the order of
    their rows.
    """

    code: str
    category_code: str
    name: str
    variants: tuple[ImportedVariant, ...]
    brand: str | None = None
    specification: str | None = None
    model: str | None = None
    unit: str | None = None
    origin: str | None = None
    manufacturer: str | None = None
    manufacturer_address: str | None = None
    production_date: date | None = None
    shelf_life_days: int | None = None
    ingredients: tuple[str, ...] | None = None
    description: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[str, ...] | None = None
    packaging_materials: tuple[str, ...] | None = None
    packaging_standard: str | None = None
    packaging_substances: tuple[str, ...] | None = None
    packaging_compliant: bool | None = None
    return_class: str | None = None
    return_days: int | None = None
    warranty_months: int | None = None
    warranty_terms: str | None = None
    return_address: str | None = None
    repair_contact: str | None = None
    air_on: date | None = None

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of the file that speak of it."""
        return tuple(variant.row for variant in self.variants)
