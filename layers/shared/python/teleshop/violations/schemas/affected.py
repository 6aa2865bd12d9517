"""Affected orders: the events of finding them and helping their customers, and what staff sees of
them. Nothing personal: customers are the subjects of their tokens.
"""

from datetime import datetime
from typing import ClassVar

from teleshop.kernel.events import EventData
from teleshop.kernel.schema import ListQuery, Output
from teleshop.violations.domain.affected import Affected, Counts, Search, Standing


class AffectedEvent(EventData, frozen=True, kw_only=True):
    """What all of these events say."""

    context: ClassVar[str] = "violations"

    case_id: str
    supplier_id: str


class AffectedOrdersToFind(AffectedEvent, frozen=True, kw_only=True):
    """The next page of affected orders is wanted: of the ``product``-th product that the case
    concerns, a ``shard`` of its orders, behind ``after``.
    """

    product: int
    shard: int
    after: str | None = None


class OrderAffected(AffectedEvent, frozen=True, kw_only=True):
    """An order has goods of the case and is to be dealt with, for the first time or again."""

    order_id: str


class AffectedCustomerHelped(AffectedEvent, frozen=True, kw_only=True):
    """A customer is told what is done for an order: ``help`` is `return` (one is open, its case is
    ``help_id``), `claim` (one on the fund), `called_off` (cancelled, money goes back), `under_way`
    (the customer had asked already), `waiting` (on its way and not paid).
    """

    customer_id: str
    order_id: str
    help: str
    help_id: str | None = None


class AskedAgainView(Output, frozen=True, kw_only=True):
    """How many measures, and how many orders, are dealt with again."""

    measures: int
    orders: int


class AffectedQuery(ListQuery, frozen=True, kw_only=True):
    """The affected orders of a case: all, or those that stand at ``standing``."""

    standing: Standing | None = None


class AffectedOrderView(Output, frozen=True, kw_only=True):
    """One affected order. ``lines`` are the numbers of its lines with goods of the case,
    ``help_id`` the after-sales case or the claim that is open for the customer; ``why`` a code.
    """

    order_id: str
    standing: Standing
    why: str | None
    lines: list[int]
    help_id: str | None
    found_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, order: Affected) -> "AffectedOrderView":
        """As staff sees it."""
        return cls(
            order_id=order.order_id,
            standing=order.standing,
            why=order.why,
            lines=list(order.lines),
            help_id=order.help_id,
            found_at=order.found_at,
            changed_at=order.changed_at,
        )


class AffectedCounts(Output, frozen=True, kw_only=True):
    """How many orders a case affects: found so far (``orders``; all of them once ``complete``, or
    all that will be where the case fell),
    customers that got something, those of them paid back; and how many stand where.
    """

    orders: int
    offered: int
    refunded: int
    complete: bool
    standings: dict[str, int]

    @classmethod
    def of(cls, counts: Counts, search: Search) -> "AffectedCounts":
        """The counts of a case."""
        return cls(
            orders=counts.orders,
            offered=counts.offered,
            refunded=counts.refunded,
            complete=search.found_all_at is not None or search.stopped_at is not None,
            standings={state.value: count for state, count in counts.standings.items()},
        )


__all__ = [
    "AffectedCounts",
    "AffectedCustomerHelped",
    "AffectedEvent",
    "AffectedOrderView",
    "AffectedOrdersToFind",
    "AffectedQuery",
    "AskedAgainView",
    "OrderAffected",
]
