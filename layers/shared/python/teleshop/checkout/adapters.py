"""The ports of checkout, connected to the contexts that serve them. Prices are in
`price_adapter`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from teleshop.catalog.service import AfterSales, Catalog, LiveProduct
from teleshop.categories.service import Categories, ResolvedCategory
from teleshop.checkout.domain.delivery import DeliveryOffer, DeliveryPolicy, offer_for, policy_on
from teleshop.checkout.domain.goods import Goods
from teleshop.checkout.domain.offer import Article
from teleshop.checkout.ports import (
    Due,
    NotEnoughError,
    Pieces,
    QuotaPieces,
    StockPlan,
    Taken,
    WaitingOffer,
)
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.signing import keyed_hash
from teleshop.kernel.transaction import Transaction
from teleshop.orders.service import Orders
from teleshop.payments.service import Method, Payments
from teleshop.stock.errors import QuotaUsedUpError, StockShortError
from teleshop.stock.service import (
    Levels,
    Plan,
    QuotaWanted,
    SkuLevels,
    Stock,
    Wanted,
    shortages,
)
from teleshop.suppliers.service import Suppliers
from teleshop.waitlist.errors import OfferNotValidError
from teleshop.waitlist.service import Offered, Waitlist

CALLER: Final = "caller"
DIGITS: Final = 32
"""Hexadecimal digits of a caller's id: 128 bits, so that no two numbers meet."""


class ApprovedGoods:
    """Goods from the catalog, their suppliers and categories."""

    def __init__(self, catalog: Catalog, categories: Categories, suppliers: Suppliers) -> None:
        self._catalog = catalog
        self._categories = categories
        self._suppliers = suppliers

    def find_many(
        self, articles: Collection[Article], taken_at: datetime | None = None
    ) -> Mapping[str, Goods]:
        """Two reads of products, two of categories, one of suppliers."""
        found = self._catalog.public.find_many(one.product_id for one in articles)
        categories = self._categories.find_many(
            live.content.category_id for live in found.values() if live.content.category_id
        )
        standing = self._suppliers.standing
        sellers = dict.fromkeys(live.product.supplier_id for live in found.values())
        active = standing.active_at(sellers, taken_at) if taken_at else standing.active_of(sellers)
        return {
            product_id: _goods(
                live,
                categories.get(live.content.category_id or ""),
                active=active.get(live.product.supplier_id, False),
            )
            for product_id, live in found.items()
        }


def _goods(live: LiveProduct, category: ResolvedCategory | None, *, active: bool) -> Goods:
    content = live.content
    terms = content.after_sales or AfterSales()
    return Goods(
        product_id=live.product.id,
        supplier_id=live.product.supplier_id,
        revision=live.revision,
        title=content.name,
        unit=content.unit,
        goods_kind=category.goods_kind.value if category else "other",
        skus={one.sku: one.options for one in content.variants},
        on_sale=live.on_sale,
        obstacles=frozenset(one.kind for one in live.product.obstacles),
        forbidden=category is None or category.forbidden,
        supplier_active=active,
        durable=category.durable if category else False,
        return_class=terms.return_class.value,
        return_days=terms.return_days,
        warranty_months=terms.warranty_months,
    )


class PolicyDelivery:
    """Terms of delivery by policy, until partners tell their own."""

    def offer(self, region: str, at: datetime) -> DeliveryOffer | None:
        """By the policy of that day."""
        return offer_for(region, self.policy(at), at)

    def policy(self, at: datetime) -> DeliveryPolicy:
        """That of the day in China."""
        return policy_on(china_date(at))


class SharedStock:
    """Stock from its context, without what is held back for those who wait for it."""

    def __init__(self, stock: Stock, waitlist: Waitlist) -> None:
        self._stock = stock
        self._waitlist = waitlist

    def plan(
        self,
        wanted: Sequence[Pieces],
        quotas: Sequence[QuotaPieces],
        *,
        seed: str,
        warehouses: Sequence[str],
        again: bool,
    ) -> "PlannedStock":
        """By the levels of now."""
        asked = [Wanted(one.sku, one.quantity, one.pointer) for one in wanted]
        bound = [
            QuotaWanted(one.promotion_id, one.sku, one.quantity, one.limit, one.pointer)
            for one in quotas
        ]
        own = self._stock.reservations
        levels = own.levels(asked, bound, consistent=again)
        back = self._held_back(levels)
        free = _without(levels, back)
        doubtful = _short_by(levels, free, asked, back)
        if doubtful:
            # Short only without what is held back: the levels looked whole when they were read, so
            # nobody has looked at all rows at one instant yet.
            levels = own.at_one_instant(levels, doubtful)
            back = self._held_back(levels)
            free = _without(levels, back)
        try:
            return PlannedStock(own.plan(free, asked, bound, seed=seed, warehouses=warehouses))
        except StockShortError as refused:
            # What is held back is not sold out: nobody is told so.
            short = [replace(one, told=one.told or one.sku in back) for one in refused.shortages]
            held_back = tuple(one.sku for one in short if one.sku in back)
            told = StockShortError(short, refused.used_up)
            raise NotEnoughError(told, held_back) from refused
        except QuotaUsedUpError as refused:
            raise NotEnoughError(refused) from refused

    def _held_back(self, levels: Levels) -> dict[str, int]:
        """What is for those who wait. Nobody waits for what never was sold out, or short, so that a
        burst pays nothing for it until the last piece is gone; then it is one read.
        """
        left = {
            sku: known.available
            for sku, known in levels.skus.items()
            if known.head.asked_for and known.available
        }
        found = self._waitlist.redemptions.held_back(left) if left else {}
        return {sku: count for sku, count in found.items() if count}

    def tell(self, call: Call, short: NotEnoughError) -> None:
        """By the marks of the levels that were read; those who wait for what is held back should
        have been offered it by now.
        """
        self._waitlist.offers.remind(call, short.held_back)
        refused = short.refusal
        if isinstance(refused, StockShortError | QuotaUsedUpError):
            self._stock.telling.tell_short(call, refused)

    def take(self, tx: Transaction, plan: StockPlan) -> None:
        """Every row under its condition."""
        if not isinstance(plan, PlannedStock):
            raise TypeError("a plan of this adapter")
        self._stock.reservations.take(tx, plan.plan)


def _without(levels: Levels, back: Mapping[str, int]) -> Levels:
    """The levels without what is held back."""
    skus = {sku: _less(known, back.get(sku, 0)) for sku, known in levels.skus.items()}
    return replace(levels, skus=skus)


def _short_by(
    levels: Levels, free: Levels, asked: Sequence[Wanted], back: Mapping[str, int]
) -> list[str]:
    """The articles that there is enough of, and too little without what is held back."""
    exact = {one.sku for one in shortages(levels, asked)}
    return [one.sku for one in shortages(free, asked) if one.sku in back and one.sku not in exact]


def _less(known: SkuLevels, pieces: int) -> SkuLevels:
    """The levels as if so many pieces were not there."""
    shards = []
    for shard in known.shards:
        back = min(shard.available, pieces)
        shards.append(replace(shard, available=shard.available - back))
        pieces -= back
    return replace(known, shards=tuple(shards))


class PlannedStock:
    """A plan of the stock context."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @property
    def taken(self) -> tuple[Taken, ...]:
        """What the order will hold."""
        return tuple(
            Taken(
                kind=one.kind,
                sku=one.sku,
                place=one.place,
                shard=one.shard,
                quantity=one.quantity,
            )
            for one in self.plan.holdings
        )


class PaymentDesk:
    """Payments from their context."""

    def __init__(self, payments: Payments) -> None:
        self._payments = payments

    def open(
        self,
        tx: Transaction,
        *,
        order_id: str,
        customer_id: str,
        amount: int,
        method: str,
        due_at: datetime | None,
    ) -> Due:
        """One payment for the order."""
        made = self._payments.desk.open(
            tx,
            order_id=order_id,
            customer_id=customer_id,
            amount=amount,
            method=Method(method),
            due_at=due_at,
        )
        link = self._payments.desk.link(made, tx.call.now)
        return Due(
            payment_id=made.id,
            link=link.url if link else None,
            link_expires_at=link.expires_at if link else None,
        )


class ListedOffers:
    """Offers from the waiting list."""

    def __init__(self, waitlist: Waitlist) -> None:
        self._waitlist = waitlist

    def find(
        self, offer_id: str, customer_id: str, skus: Sequence[str], now: datetime
    ) -> WaitingOffer:
        """The list asks for the article that the offer is of: one read for each until it fits."""
        refused = OfferNotValidError()
        for sku in skus:
            try:
                found = self._waitlist.redemptions.holding_of(offer_id, customer_id, sku, now)
            except OfferNotValidError as other:
                refused = other
                continue
            return WaitingOffer(sku=found.sku, quantity=found.quantity, ref=found)
        raise refused

    def redeem(
        self, tx: Transaction, offer: WaitingOffer, order_id: str, quantity: int
    ) -> tuple[Taken, ...]:
        """What is not wanted is given back."""
        if not isinstance(offer.ref, Offered):
            raise TypeError("an offer of the waiting list")
        held = self._waitlist.redemptions.redeem(tx, offer.ref, order_id, quantity)
        return tuple(
            Taken(
                kind=one.kind,
                sku=one.sku,
                place=one.place,
                shard=one.shard,
                quantity=one.quantity,
            )
            for one in held
        )


class HashedCallers:
    """Callers by the keyed hash of their number, or as customers who have ordered before."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def id_of(self, phone: str) -> str:
        """Stable as long as the platform's secret is."""
        return f"{CALLER}_{keyed_hash(CALLER, phone)[:DIGITS]}"

    def has_ordered(self, customer_id: str) -> bool:
        """By the orders that were taken here or reported."""
        return bool(self._orders.of_customer(customer_id, PageRequest(limit=1)).items)
