"""The ports of the waiting list, connected to the contexts that serve them."""

from collections.abc import Iterable, Sequence

from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction
from teleshop.pricing.service import Prices
from teleshop.stock.errors import StockShortError
from teleshop.stock.service import STOCK, Holding, Levels, Reservations, Stock, Wanted
from teleshop.waitlist.domain.entry import Held
from teleshop.waitlist.domain.serving import divided
from teleshop.waitlist.ports import Goods


class SheetGoods:
    """Goods from the price sheets, which follow the catalog."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices

    def find(self, sku: str) -> Goods | None:
        """The article of that sheet; one read."""
        sheet = self._prices.sheets([sku]).get(sku)
        if sheet is None:
            return None
        return Goods(sku=sku, title=sheet.title, on_sale=sheet.on_sale and not sheet.left)

    def skus_of(self, product_id: str) -> tuple[str, ...]:
        """The articles of a product that have a sheet; two reads."""
        return tuple(sorted(self._prices.sheets_of_product(product_id)))


class LevelsLook:
    """What is there, by the levels of stock."""

    def __init__(self, reservations: Reservations, sku: str, levels: Levels) -> None:
        self._reservations = reservations
        self._sku = sku
        self._levels = levels

    @property
    def left(self) -> int | None:
        """What can be sold of all shards together."""
        known = self._levels.skus.get(self._sku)
        return known.available if known else None

    @property
    def told(self) -> bool:
        """By the mark of the article."""
        known = self._levels.skus.get(self._sku)
        return known is not None and known.head.sold_out_at is not None

    @property
    def asked_for(self) -> bool:
        """By the head of the article."""
        known = self._levels.skus.get(self._sku)
        return known is not None and known.head.asked_for

    def hold(
        self, tx: Transaction, quantities: Sequence[int], *, seed: str
    ) -> list[tuple[Held, ...]]:
        """One plan for all offers of the step, since a transaction writes a row once; then each
        gets its part of what was taken.
        """
        wanted = [Wanted(self._sku, sum(quantities))]
        plan = self._reservations.plan(self._levels, wanted, seed=seed)
        return divided(map(_held, self._reservations.take(tx, plan)), quantities)


class ReservedStock:
    """Stock by way of its reservations."""

    def __init__(self, stock: Stock) -> None:
        self._reservations = stock.reservations
        self._telling = stock.telling

    def look(self, sku: str, *, consistent: bool = False) -> LevelsLook:
        """Two reads."""
        # Asks for none: what is wanted is the figure, and no second look at what is short.
        levels = self._reservations.levels([Wanted(sku, 0)], consistent=consistent)
        return LevelsLook(self._reservations, sku, levels)

    def tell_gone(self, call: Call, sku: str) -> None:
        """As one would who is refused a piece."""
        wanted = [Wanted(sku, 1)]
        try:
            self._reservations.plan(self._reservations.levels(wanted), wanted, seed=sku)
        except StockShortError as short:
            self._telling.tell_short(call, short)

    def tell_waited(self, call: Call, sku: str) -> None:
        """On the head of the article."""
        self._telling.tell_waited(call, sku)

    def give_back(self, tx: Transaction, held: Iterable[Held]) -> None:
        """One read, one write for each row."""
        self._reservations.give_back(tx, [_holding(one) for one in held])


def _held(holding: Holding) -> Held:
    return Held(
        kind=holding.kind,
        sku=holding.sku,
        place=holding.place,
        shard=holding.shard,
        quantity=holding.quantity,
    )


def _holding(held: Held) -> Holding:
    return Holding(STOCK, held.sku, held.place, held.shard, held.quantity)
