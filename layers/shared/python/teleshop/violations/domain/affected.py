"""Orders that a violation affects: what of them the goods concern, what is offered to the customer,
and how that ends.

| an order | what is done |
|---|---|
| cancelled, refused at the door, or all of it returned | counted; nothing is offered again |
| cancelled because goods were withdrawn | counted as called off, whoever did it |
| all pieces are asked back for already | counted as under way |
| not with the warehouse yet, paid or not | cancelled as a whole: its money goes back |
| at the carrier, to be paid at the door | waits until it is delivered, cancelled or refused |
| seller unknown, or a supplier no more | a claim on the fund, if its rules let it; else a return |
| any other | a return of these goods, approved, way back paid |

What the warehouse does not have yet is cancelled as a whole, with whatever else is in it: no goods
of a violation leave after it was decided, and nobody pays for them; the customer is told, and may
order the rest again. Punitive damages are the customer's to claim: they are told how, and
nothing is claimed in their name.
"""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.violations.domain.case import FALLEN, Case, ViolationType
from teleshop.violations.domain.measures import ON_PRODUCTS, MeasureState

COUNT_SHARDS: Final = 8
"""Orders are dealt with by many at once, and each changes the counts: more than one row of them."""


class Standing(StrEnum):
    """How far an affected order is."""

    FOUND = "found"
    """Not dealt with yet."""
    WAITING = "waiting"
    """Not paid, and on its way: looked at again when that ends."""
    OFFERED = "offered"
    """A return is open for the customer."""
    CLAIMED = "claimed"
    """A claim on the fund is open for the customer."""
    CALLED_OFF = "called_off"
    """The platform cancelled it; what was paid goes back by itself."""
    REFUNDED = "refunded"
    """The money of the return or the claim was paid."""
    DECLINED = "declined"
    """The return or the claim ended without money, such as by a customer who keeps the goods."""
    UNDER_WAY = "under_way"
    """The customer had asked for all of it already."""
    NOT_NEEDED = "not_needed"
    """Nothing of it is left with the customer."""
    FAILED = "failed"
    """It could not be dealt with: a person must look at it."""


OPEN: Final = frozenset({Standing.FOUND, Standing.WAITING, Standing.UNDER_WAY, Standing.FAILED})
"""Looked at again whenever somebody asks: what the customer had asked for may come to nothing."""
TO_DEAL_WITH: Final = frozenset({Standing.FOUND, Standing.FAILED})
"""Nothing was done for the customer yet."""
HELPED: Final = frozenset({Standing.OFFERED, Standing.CLAIMED})
"""Something is open for the customer."""


WITHDRAWN: Final = "goods_withdrawn"
CANCELLED: Final = "cancelled"
ASKED_FOR: Final = "asked_for"


class Help(StrEnum):
    """What is to be done for the customer."""

    NOTHING = "nothing"
    WAIT = "wait"
    CANCEL = "cancel"
    RETURN = "return"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Which goods of which supplier a case is about. ``gone``: the supplier is one no more."""

    case_id: str
    supplier_id: str
    products: frozenset[str]
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """One line of an order as the customer has it: ``returned`` pieces came back, ``taken`` is
    those and the pieces that a request is about.
    """

    number: int
    product_id: str
    supplier_id: str
    quantity: int
    returned: int = 0
    taken: int = 0

    @property
    def left(self) -> int:
        """Pieces that neither came back nor are asked for."""
        return max(0, self.quantity - self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """An order as it stands. ``lines`` are what was taken in or will be. ``withdrawn``: it was
    cancelled because goods of it were withdrawn. ``stoppable``: it was taken here and the warehouse
    does not have it yet.
    """

    order_id: str
    customer_id: str
    lines: tuple[BoughtLine, ...]
    unpaid: bool = False
    cancelled: bool = False
    withdrawn: bool = False
    stoppable: bool = False
    seller_disclosed: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done, about which lines, and why."""

    help: Help
    why: str
    lines: tuple[int, ...] = ()


def judged(concern: Concern, bought: Bought) -> Verdict:
    """What is to be done about an order; see the module."""
    concerned = [line for line in bought.lines if _is_about(concern, line)]
    numbers = tuple(line.number for line in concerned if line.left)
    if bought.cancelled and bought.withdrawn:
        return Verdict(Help.NOTHING, WITHDRAWN, numbers)
    if bought.cancelled or not numbers:
        return Verdict(Help.NOTHING, _why_nothing(bought, concerned))
    if bought.stoppable:
        return Verdict(Help.CANCEL, WITHDRAWN, numbers)
    return not_stopped(concern, bought, numbers)


def not_stopped(concern: Concern, bought: Bought, lines: tuple[int, ...]) -> Verdict:
    """What is to be done about these lines of an order that cannot be stopped (any more)."""
    if bought.unpaid:
        return Verdict(Help.WAIT, "paid_at_the_door", lines)
    if concern.gone or not bought.seller_disclosed:
        why = "supplier_gone" if concern.gone else "seller_unknown"
        return Verdict(Help.CLAIM, why, lines)
    return Verdict(Help.RETURN, "with_customer", lines)


def _why_nothing(bought: Bought, concerned: list[BoughtLine]) -> str:
    if bought.cancelled:
        return CANCELLED
    if not concerned:
        return "not_taken_in"
    back = all(line.returned >= line.quantity for line in concerned)
    return "returned" if back else ASKED_FOR


def standing_of(verdict: Verdict) -> Standing:
    """Where an order stands for which nothing is to be done."""
    special = {WITHDRAWN: Standing.CALLED_OFF, ASKED_FOR: Standing.UNDER_WAY}
    return special.get(verdict.why, Standing.NOT_NEEDED)


def _is_about(concern: Concern, line: BoughtLine) -> bool:
    return line.supplier_id == concern.supplier_id and line.product_id in concern.products


def affects_customers(case: Case) -> bool:
    """Whether what was decided concerns goods that customers have: goods are counterfeit, or were
    taken off sale by the decision. A case that fell concerns nobody.
    """
    return case.state not in FALLEN and bool(concerned_products(case))


def concerned_products(case: Case) -> tuple[str, ...]:
    """The goods that a decision is about: those of its measures, and of counterfeit goods all that
    the case names.
    """
    named = case.products if case.type is ViolationType.COUNTERFEIT_GOODS else ()
    return tuple(dict.fromkeys((*_measured(case), *named)))


def _measured(case: Case) -> tuple[str, ...]:
    """The goods of decided measures. What was held while the case was open, and the decision does
    not go on with, says nothing of what customers have.
    """
    void = {MeasureState.DROPPED, MeasureState.LIFTED, MeasureState.UNDONE}
    return tuple(
        product
        for measure in case.measures
        if measure.kind in ON_PRODUCTS and not measure.interim and measure.state not in void
        for product in measure.products
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The search for the orders of one case: over ``products``; ``found_all`` once it is through.
    ``stopped``: the case fell, and what was not dealt with until then is let be.
    """

    case_id: str
    supplier_id: str
    products: tuple[str, ...]
    begun_at: datetime
    found_all_at: datetime | None = None
    stopped_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """One order that a case affects. ``help_id`` is the after-sales case or the claim that was
    opened for the customer; ``why`` a code.
    """

    case_id: str
    order_id: str
    supplier_id: str
    customer_id: str | None = None
    standing: Standing = Standing.FOUND
    why: str | None = None
    lines: tuple[int, ...] = ()
    help_id: str | None = None
    found_at: datetime
    changed_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a search goes on: the ``product``-th product, a ``shard`` of its orders, ``after``."""

    product: int = 0
    shard: int = 0
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many orders of a case stand where; the counts on the case."""

    standings: dict[Standing, int]

    @property
    def orders(self) -> int:
        """All that were found."""
        return sum(self.standings.values())

    @property
    def offered(self) -> int:
        """Those whose customers got something: a return, a claim, or their money."""
        states = (*HELPED, Standing.CALLED_OFF, Standing.REFUNDED, Standing.DECLINED)
        return sum(self.standings.get(state, 0) for state in states)

    @property
    def refunded(self) -> int:
        """Those of them that were paid back."""
        return self.standings.get(Standing.REFUNDED, 0)


def summed(parts: list[dict[Standing, int]]) -> Counts:
    """The counts of all shards together; what is 0 is left out."""
    total = {state: sum(part.get(state, 0) for part in parts) for state in Standing}
    return Counts({state: count for state, count in total.items() if count})


def helped(
    order: Affected,
    standing: Standing,
    why: str,
    now: datetime,
    *,
    customer_id: str | None = None,
    lines: tuple[int, ...] = (),
    help_id: str | None = None,
) -> Affected:
    """The order once it was dealt with."""
    return dataclasses.replace(
        order,
        standing=standing,
        why=why,
        customer_id=customer_id or order.customer_id,
        lines=lines or order.lines,
        help_id=help_id or order.help_id,
        changed_at=now,
    )


def ended(order: Affected, *, paid: bool, why: str, now: datetime) -> Affected:
    """The order once what was opened for the customer came to its end; money that was paid stays
    paid. Nothing changes where nothing is open.
    """
    open_for_customer = order.standing in HELPED
    late_money = paid and order.standing is Standing.DECLINED
    if not (open_for_customer or late_money):
        return order
    standing = Standing.REFUNDED if paid else Standing.DECLINED
    return dataclasses.replace(order, standing=standing, why=why, changed_at=now)
