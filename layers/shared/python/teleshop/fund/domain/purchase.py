"""What was bought, as far as a claim on the fund refers to it, and what came back of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from teleshop.fund.errors import (
    AdvanceByAfterSalesError,
    LinesNotClaimableError,
    OrderNotClaimableError,
    OrderOffError,
    OrderUnpaidError,
    SeveralSuppliersError,
)
from teleshop.kernel.money import CNY


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasedLine:
    """``paid`` is what was paid for all ``quantity`` pieces of the line, in fen; a gift has 0."""

    number: int
    supplier_id: str
    paid: int
    is_food: bool = False
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """``seller_disclosed``: whether the platform can give the seller's real name, address and valid
    contact (Consumer Protection Law, art. 44).
    """

    order_id: str
    customer_id: str
    lines: tuple[PurchasedLine, ...]
    currency: str = CNY
    seller_disclosed: bool = True
    unpaid: bool = False
    """Whether it is known that nothing was paid yet."""
    cancelled: bool = False

    @property
    def paid(self) -> int:
        """What was paid for all goods."""
        return sum(line.paid for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSalesAccount:
    """What after-sales did with an order: ``pieces`` by line that came back or that a request is
    about, and ``refunded`` fen granted for goods.
    """

    pieces: Mapping[int, int] = field(default_factory=dict)
    refunded: int = 0


def left_to_advance(
    purchase: Purchase, lines: tuple[PurchasedLine, ...], account: AfterSalesAccount
) -> tuple[PurchasedLine, ...]:
    """The lines with what can still be advanced for them: pieces that came back, or that a request
    is about, are refunded by after-sales and count no more (down to the fen); nor is there ever
    more than what was paid for the order less what was refunded. Lines without a rest stay, at 0.
    """
    budget = max(0, purchase.paid - account.refunded)
    left: list[PurchasedLine] = []
    for line in lines:
        kept = max(0, line.quantity - account.pieces.get(line.number, 0))
        rest = min(line.paid * kept // line.quantity, budget)
        budget -= rest
        left.append(replace(line, paid=rest))
    return tuple(left)


def advanced_lines(
    purchase: Purchase, lines: tuple[PurchasedLine, ...], account: AfterSalesAccount
) -> tuple[PurchasedLine, ...]:
    """The same for a claim; refuses lines of which nothing is left to advance."""
    left = left_to_advance(purchase, lines, account)
    if any(line.paid <= 0 for line in left):
        raise AdvanceByAfterSalesError
    return left


def claimed_lines(purchase: Purchase, numbers: tuple[int, ...]) -> tuple[PurchasedLine, ...]:
    """The lines of those numbers, in order, each once.

    Refuses an order that was cancelled or not paid, a number the order does not have and a line for
    which nothing was paid, lines of several suppliers (who each answer for their own), and an order
    in a currency the fund does not hold.
    """
    if purchase.cancelled:
        raise OrderOffError
    if purchase.unpaid:
        raise OrderUnpaidError
    if purchase.currency != CNY:
        raise OrderNotClaimableError(currency=purchase.currency)
    wanted = sorted(set(numbers))
    by_number = {line.number: line for line in purchase.lines}
    wrong = [number for number in wanted if number not in by_number or by_number[number].paid <= 0]
    if wrong or not wanted:
        raise LinesNotClaimableError(lines=", ".join(map(str, wrong)) or "-")
    found = tuple(by_number[number] for number in wanted)
    if len({line.supplier_id for line in found}) > 1:
        raise SeveralSuppliersError
    return found
