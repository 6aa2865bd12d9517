"""What else is kept, and what is shown of stock."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.stock.domain.counting import Comparison
from teleshop.stock.domain.movement import Movement
from teleshop.stock.domain.planning import Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Stock that is held for something that is no order: a sample for the studio, an offer."""

    id: str
    holdings: tuple[Holding, ...]
    held_at: datetime
    held_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldQuota:
    """Lets it be told once that a promotion has sold its stock of an article."""

    promotion_id: str
    sku: str
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFigure:
    """How many are left, as it was read at ``as_of``."""

    sku: str
    available: int
    reserved: int
    sold_out: bool
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CountResult:
    """What a count found and what was booked for it."""

    comparison: Comparison
    movement: Movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Whose an article is."""

    sku: str
    product_id: str
    supplier_id: str
