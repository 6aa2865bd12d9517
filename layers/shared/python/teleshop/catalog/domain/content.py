"""What is said of a product (商品资料): the content that is checked, reviewed and published.

Amounts are whole fen of CNY; days are days of the China calendar.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ReturnClass(StrEnum):
    """Return without reason within seven days, or the exception that holds (R1.4, R1.5); the
    values are those that orders carry.
    """

    SEVEN_DAYS = "seven_days"
    MADE_TO_ORDER = "made_to_order"
    PERISHABLE = "perishable"
    DIGITAL_OR_OPENED_AV = "digital_or_opened_av"
    NEWSPAPER = "newspaper"
    OPENED_HEALTH_SAFETY = "opened_health_safety"
    ACTIVATED_VALUE_LOSS = "activated_value_loss"
    NEAR_EXPIRY_OR_FLAWED = "near_expiry_or_flawed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One article of the product (SKU). ``sku`` is the platform's id, ``own_code`` the supplier's
    article number, ``gtin`` its bar code; ``options`` what tells it from its siblings (colour,
    size). ``supply_price`` is what the supplier charges, ``suggested_price`` what it proposes to
    sell for.
    """

    sku: str
    own_code: str
    gtin: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    supply_price: int | None = None
    suggested_price: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDocument:
    """A certificate or report of the product; ``document_id`` is the uploaded file. A test report
    (检测报告) has ``laboratory`` and ``issued_on``.
    """

    document_id: str
    type: str
    number: str | None = None
    issued_on: date | None = None
    valid_to: date | None = None
    laboratory: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packaging:
    """The supplier's declaration on packaging (standard 2.1.4)."""

    materials: tuple[str, ...]
    standard: str | None = None
    substances: tuple[str, ...] = ()
    compliant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSales:
    """Arrangements for after the sale (standard 2.1.6). ``return_address`` and ``repair_contact``
    are those of an enterprise, shown to customers.
    """

    return_class: ReturnClass = ReturnClass.SEVEN_DAYS
    return_days: int = 7
    warranty_months: int = 0
    warranty_terms: str = ""
    return_address: str = ""
    repair_contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything said of a product; a field that is None or empty has not been filled in yet.

    ``attributes`` are values by the code of an attribute of the category: a text, a whole number
    in the attribute's unit, or a truth value. ``pictures`` are ids of uploaded files, the first
    one is the main picture. ``manufacturer`` is the maker's registered name. ``ingredients`` in
    order of weight, as on the label. ``air_on`` is the day it is planned to be on air.
    """

    category_id: str | None = None
    name: str = ""
    brand: str = ""
    specification: str = ""
    model: str = ""
    unit: str = ""
    origin: str = ""
    manufacturer: str = ""
    manufacturer_address: str = ""
    production_date: date | None = None
    shelf_life_days: int | None = None
    ingredients: tuple[str, ...] = ()
    description: str = ""
    attributes: Mapping[str, str | int | bool] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()
    pictures: tuple[str, ...] = ()
    documents: tuple[ProductDocument, ...] = ()
    packaging: Packaging | None = None
    after_sales: AfterSales | None = None
    air_on: date | None = None
