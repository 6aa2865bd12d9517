"""What placing an order needs of other contexts, in its own words; `wiring.py` connects it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from teleshop.checkout.domain.delivery import DeliveryOffer, DeliveryPolicy
from teleshop.checkout.domain.goods import Goods
from teleshop.checkout.domain.offer import Article, Priced
from teleshop.checkout.domain.wish import Channel
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, TeleshopError
from teleshop.kernel.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of an article, and the place of the request that asks for them."""

    sku: str
    quantity: int
    pointer: str


@dataclass(frozen=True, slots=True)
class QuotaPieces:
    """Pieces of what a promotion may sell of an article, which is ``limit`` in all."""

    promotion_id: str
    sku: str
    quantity: int
    limit: int
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken from one place: a warehouse (``kind`` `stock`) or a promotion (`quota`)."""

    kind: str
    sku: str
    place: str
    shard: int
    quantity: int


class PricesUnfitError(Exception):
    """Some lines have no price; ``errors`` names every one."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(len(errors))
        self.errors = tuple(errors)


class Offers(Protocol):
    """The prices of some articles in one channel at one instant, as they were read."""

    @property
    def articles(self) -> Mapping[str, Article]:
        """Those that are known, by SKU."""

    def price(
        self,
        lines: Sequence[tuple[str, int]],
        customer_kind: str,
        *,
        slot_id: str | None,
        codes: Sequence[str],
    ) -> Priced:
        """What pieces of SKUs cost, and what became of each code; raises
        :class:`PricesUnfitError`.
        """


class Prices(Protocol):
    """Published prices."""

    def offers(self, skus: Iterable[str], channel: Channel, at: datetime, now: datetime) -> Offers:
        """Those of articles at an instant: now (one read), or one that has passed."""

    def articles(self, skus: Iterable[str]) -> Mapping[str, Article]:
        """What is known of articles, whether they are sold or not; one read."""


class Catalogue(Protocol):
    """Approved goods with their suppliers and categories."""

    def find_many(
        self, articles: Collection[Article], taken_at: datetime | None = None
    ) -> Mapping[str, Goods]:
        """By product id; those that are not on file are left out. ``taken_at``: when they were
        ordered on paper, which is the instant at which their suppliers had to be active. Five
        reads, however many.
        """


class Delivery(Protocol):
    """Where and how goods are delivered."""

    def offer(self, region: str, at: datetime) -> DeliveryOffer | None:
        """The terms for a region; None for a code that names no place."""

    def policy(self, at: datetime) -> DeliveryPolicy:
        """The whole table."""


class StockPlan(Protocol):
    """What will be taken."""

    @property
    def taken(self) -> tuple[Taken, ...]:
        """From where, how much."""


class NotEnoughError(Exception):
    """Too little is left of some articles, or of what a promotion sells; ``refusal`` says of what,
    at the places that asked for it. ``held_back`` are those of which some are there, for others.
    """

    def __init__(self, refusal: TeleshopError, held_back: tuple[str, ...] = ()) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.held_back = held_back


class Stock(Protocol):
    """What can be sold."""

    def tell(self, call: Call, short: NotEnoughError) -> None:
        """Let those know who are told when something is sold out; in transactions of its own, and
        none where they know already.
        """

    def plan(
        self,
        wanted: Sequence[Pieces],
        quotas: Sequence[QuotaPieces],
        *,
        seed: str,
        warehouses: Sequence[str],
        again: bool,
    ) -> StockPlan:
        """What to take from where, by the levels of now (two reads). ``again``: others took from
        the same rows first. Raises :class:`NotEnoughError`, and
        :class:`~teleshop.stock.errors.ShardRacedError` where too much is under way to say.
        """

    def take(self, tx: Transaction, plan: StockPlan) -> None:
        """Take it in the caller's transaction, whose commit raises
        :class:`~teleshop.stock.errors.ShardRacedError` when others took from the same row first.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a customer owes: the payment, and where it is paid (None at the door)."""

    payment_id: str
    link: str | None = field(default=None, repr=False)
    link_expires_at: datetime | None = None


class Cashier(Protocol):
    """What customers owe."""

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
        """A payment in the caller's transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingOffer:
    """Pieces of an article that are held for a customer who waited; ``ref`` is what
    :meth:`WaitingOffers.redeem` needs of it.
    """

    sku: str
    quantity: int
    ref: object


class WaitingOffers(Protocol):
    """Offers of the waiting list."""

    def find(
        self, offer_id: str, customer_id: str, skus: Sequence[str], now: datetime
    ) -> WaitingOffer:
        """The open offer to a customer, of one of these articles; refuses any other."""

    def redeem(
        self, tx: Transaction, offer: WaitingOffer, order_id: str, quantity: int
    ) -> tuple[Taken, ...]:
        """Let an order take over so many of the pieces, in the caller's transaction."""


class Callers(Protocol):
    """Customers who call: without an account, or with one that an agent names."""

    def id_of(self, phone: str) -> str:
        """The same id for the same telephone number (``+86…``), which does not show the number."""

    def has_ordered(self, customer_id: str) -> bool:
        """Whether any order is that customer's, of whatever state; one read."""
