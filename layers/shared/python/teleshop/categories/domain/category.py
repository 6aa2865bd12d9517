"""A category of goods (商品类目) and what it demands of the goods below it (standard 2.3.1)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

MAX_DEPTH = 6
"""Levels from the top to the lowest category."""
MAX_ATTRIBUTES = 60
"""Attributes of a category, those from above included."""
MAX_FILTERABLE = 8
"""Of these, attributes by which customers may filter: each one makes rows of the shop's lists."""


class CategoryStatus(StrEnum):
    """Whether goods may be put into a category."""

    ACTIVE = "active"
    RETIRED = "retired"
    """No new goods; those in it are not on sale."""
    MERGED = "merged"
    """Another category has taken its place and its goods."""


class AttributeKind(StrEnum):
    """What the value of an attribute is."""

    TEXT = "text"
    INTEGER = "integer"
    """A whole number in the attribute's unit."""
    CHOICE = "choice"
    """One of the attribute's choices."""
    FLAG = "flag"


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


class GoodsKind(StrEnum):
    """What decides when goods are no longer intact; the values are those that orders carry."""

    FOOD = "food"
    COSMETICS = "cosmetics"
    MEDICAL_DEVICE = "medical_device"
    FAMILY_PLANNING = "family_planning"
    ELECTRONICS = "electronics"
    TEXTILE = "textile"
    OTHER = "other"


class WordingKind(StrEnum):
    """Which rules on words hold for texts about the goods."""

    GENERAL = "general"
    FOOD = "food"
    HEALTH_FOOD = "health_food"
    SPECIAL_MEDICAL = "special_medical"
    COSMETIC = "cosmetic"
    DEVICE = "device"
    DRUG = "drug"
    INVESTMENT = "investment"
    EDUCATION = "education"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Something to be said of each product, such as its capacity. ``unit`` is that of an integer;
    ``choices`` are the words from which a choice is made. Customers may filter by a
    ``filterable`` one; changing the value of a ``material`` one needs a new review.
    """

    code: str
    zh: str
    en: str
    kind: AttributeKind
    unit: str | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    filterable: bool = False
    material: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDocument:
    """At least one document of the types ``any_of`` must be with a product; ``warn`` asks the
    reviewer to look, ``refuse`` keeps the product out.
    """

    any_of: tuple[str, ...]
    source: str
    clause: str = "2.1.3"
    severity: Literal["refuse", "warn"] = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a category says itself. Lists add to what is inherited, attributes replace those of
    the same code; None leaves what is inherited. What is ``forbidden`` stays so below.
    """

    zh: str
    en: str
    attributes: tuple[Attribute, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    forbidden_substances: tuple[str, ...] = ()
    return_class: ReturnClass | None = None
    durable: bool | None = None
    goods_kind: GoodsKind | None = None
    wording_kind: WordingKind | None = None
    supplier_category: str | None = None
    shelf_life_required: bool | None = None
    ingredients_required: bool | None = None
    forbidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One category. The tree is what ``parent`` says. ``path`` (ids from the top to this one) is
    only what was true when the row was written: it saves calls, and is checked when it is used.
    """

    id: str
    code: str
    parent: str | None
    path: tuple[str, ...]
    definition: Definition
    created_at: datetime
    created_by: str
    status: CategoryStatus = CategoryStatus.ACTIVE
    merged_into: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeHolder:
    """Whose a code is; a code is given once."""

    code: str
    category_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Stands for the shape of the whole tree. Every change of the tree replaces it, so that
    changes come one after another and each one has seen the tree that it changes.
    """

    version: int = 1
