"""What callers of stock send."""

from typing import Annotated

from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Moment
from teleshop.stock.domain.movement import MovementKind, Reason
from teleshop.stock.domain.policy import MAX_SHARDS

MAX_PIECES = 10_000_000

Warehouse = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9-]{2,20}$",
        extra={
            "zh": "仓库代码由 2 至 20 个小写字母、数字或连字符组成，例如 hz-1。",
            "en": "The code of a warehouse has 2 to 20 small letters, digits and hyphens: hz-1.",
            "code": "warehouse_form",
        },
    ),
]
Reference = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}$",
        extra={
            "zh": "单据号由字母、数字和 _ . : / - 组成，最长 80 个字符。",
            "en": "A reference has letters, digits and _ . : / -, 80 at most.",
            "code": "reference_form",
        },
    ),
]
Sku = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


class MovementBody(Input, frozen=True, kw_only=True):
    """One entry of the book. ``quantity`` is negative only for an adjustment that takes away;
    ``reference`` is the paper, which what comes in must have.
    """

    kind: MovementKind
    warehouse: Warehouse
    quantity: Annotated[int, Meta(ge=-MAX_PIECES, le=MAX_PIECES)]
    to_warehouse: Warehouse | None = None
    reason: Reason | None = None
    reference: Reference | None = None


class CountBody(Input, frozen=True, kw_only=True):
    """A stock-take: so many pieces lay in the warehouse at that instant, packed ones that have not
    left counted in. A difference needs its ``reason``.
    """

    warehouse: Warehouse
    counted: Annotated[int, Meta(ge=0, le=MAX_PIECES)]
    counted_at: Moment
    reason: Reason | None = None


class ShardsBody(Input, frozen=True, kw_only=True):
    """Over how many rows the article is spread in each warehouse: 1 by default, 32 or more for a
    programme slot; ``until`` then makes it 1 again by itself.
    """

    shards: Annotated[int, Meta(ge=1, le=MAX_SHARDS)]
    until: Moment | None = None


class StockQuery(ListQuery, frozen=True, kw_only=True):
    """Staff name one of both; suppliers get their own articles."""

    sku: Sku | None = None
    supplier_id: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
