"""Looking at stock: staff at all of it, suppliers at that of their own articles."""

from threading import Lock

from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.stock.domain.levels import Head, SkuLevels
from teleshop.stock.domain.movement import Movement
from teleshop.stock.domain.records import LiveFigure
from teleshop.stock.errors import SkuNotStockedError
from teleshop.stock.schemas import StockQuery
from teleshop.stock.service.base import Desk

LIVE_KEPT = 500
"""Live figures that a process keeps at most."""


class Reading(Desk):
    """What is there."""

    def show(self, call: Call, sku: str) -> SkuLevels:
        """An article with all its warehouses, as it is stored now."""
        head = self._repository.find_head(sku)
        if head is None or not _may_see(call.actor, head):
            raise SkuNotStockedError
        return self._levels(head)

    def list_stock(self, call: Call, query: StockQuery) -> Page[SkuLevels]:
        """The articles of a supplier, or one by its SKU. Two reads for a page of usual articles."""
        own = call.actor.supplier_id if not call.actor.is_staff else None
        if query.sku is not None:
            head = self._repository.find_head(query.sku)
            known = [head] if head is not None and _may_see(call.actor, head) else []
            return self._with_levels(Page(known))
        supplier_id = own or query.supplier_id
        if supplier_id is None or (own is not None and query.supplier_id not in {None, own}):
            raise InvalidInputError(errors=[_WHOSE])
        return self._with_levels(self._repository.list_heads(supplier_id, query.page))

    def _with_levels(self, page: Page[Head]) -> Page[SkuLevels]:
        levels = self._repository.levels(page.items)
        return page.map(lambda head: levels.skus[head.sku])

    def list_movements(self, sku: str, page: PageRequest) -> Page[Movement]:
        """The book of an article, newest first."""
        self._head(sku)
        return self._repository.list_movements(sku, page)


class Live(Desk):
    """The live figure for the studio; keeps what it read for a second in this process."""

    _lock = Lock()
    _kept: dict[str, LiveFigure]

    def figure(self, call: Call, sku: str) -> LiveFigure:
        """How many are left: read as stored, ``live_for`` old at most when it is answered."""
        with self._lock:
            kept = vars(self).setdefault("_kept", {})
            known: LiveFigure | None = kept.get(sku)
        if known is not None and abs(call.now - known.as_of) < self._policy.live_for:
            return known
        levels = self._levels(self._head(sku))
        made = LiveFigure(
            sku=sku,
            available=levels.available,
            reserved=levels.reserved,
            sold_out=levels.available == 0,
            as_of=call.now,
        )
        with self._lock:
            if len(kept) >= LIVE_KEPT:
                kept.clear()
            kept[sku] = made
        return made


def _may_see(actor: Actor, head: Head) -> bool:
    if actor.is_staff:
        return True
    return actor.has(Role.SUPPLIER) and actor.supplier_id == head.supplier_id


_WHOSE = FieldError(
    "/supplier_id",
    "stock_of_whom",
    "请填写 supplier_id 或 sku；供应商只能查看自己的商品。",
    "Name a supplier (`supplier_id`) or an article (`sku`); suppliers see their own alone.",
    clause="1.1",
)
