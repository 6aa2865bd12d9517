"""What was bought, as far as a claim on the fund refers to it."""

from dataclasses import dataclass

from teleshop.fund.errors import (
    LinesNotClaimableError,
    OrderNotClaimableError,
    SeveralSuppliersError,
)
from teleshop.kernel.money import CNY


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasedLine:
    """``paid`` is what was paid for all pieces of the line, in fen; a gift has 0."""

    number: int
    supplier_id: str
    paid: int
    is_food: bool = False


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


def claimed_lines(purchase: Purchase, numbers: tuple[int, ...]) -> tuple[PurchasedLine, ...]:
    """The lines of those numbers, in order, each once.

    Refuses a number the order does not have and a line for which nothing was paid, lines of several
    suppliers (who each answer for their own), and an order in a currency the fund does not hold.
    """
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
