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
from teleshop.stock.service.base import Desk, known_whole

LIVE_KEPT = 500
"""Live figures that a process keeps at most."""


class Reading(Desk):
    """What is there."""

    def show(self, call: Call, sku: str) -> SkuLevels:
        """An article with all its warehouses, as it is stored now."""
        head = self._repository.find_head(sku)
        if head is None or not _may_see(call.actor, head):
            raise SkuNotStockedError
        return self._whole(head)

    def list_stock(self, call: Call, query: StockQuery) -> Page[SkuLevels]:
        """The articles of a supplier, or one by its SKU. Two reads for a page of usual articles."""
        if query.sku is not None:
            head = self._repository.find_head(query.sku)
            known = [head] if head is not None and _may_see(call.actor, head) else []
            return self._with_levels(Page(known))
        supplier_id = _whose(call.actor, query.supplier_id)
        return self._with_levels(self._repository.list_heads(supplier_id, query.page))

    def _with_levels(self, page: Page[Head]) -> Page[SkuLevels]:
        """Pieces may move between the rows of an article while they are read: those in several rows
        are looked at again where they show nothing, or were spread anew.
        """
        levels = dict(self._repository.levels(page.items).skus)
        several = [head.sku for head in page.items if head.rows > 1]
        now = self._repository.find_heads(several) if several else {}
        for sku, head in now.items():
            if not known_whole(levels[sku], head):
                levels[sku] = self._whole(head)
        return page.map(lambda head: levels[head.sku])

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
        levels = self._whole(self._head(sku))
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


def _whose(actor: Actor, named: str | None) -> str:
    """Whose articles the actor lists: its own supplier's; staff names one. Who acts for no supplier
    has none to see.
    """
    as_supplier = actor.supplier_id if actor.has(Role.SUPPLIER) else None
    own = named if actor.is_staff else as_supplier
    if own is None or named not in {None, own}:
        raise InvalidInputError(errors=[_WHOSE])
    return own


def _may_see(actor: Actor, head: Head) -> bool:
    if actor.is_staff:
        return True
    return actor.has(Role.SUPPLIER) and actor.supplier_id == head.supplier_id


_WHOSE = FieldError(
    "/supplier_id",
    "stock_of_whom",
    "请填写 supplier_id 或 sku；供应商只能查看自己的商品，账号未关联供应商的请联系管理员。",
    "Name a supplier (`supplier_id`) or an article (`sku`); suppliers see their own alone. If your "
    "account belongs to no supplier, ask an administrator.",
    clause="1.1",
)
