"""How a deposit moves in the books. Each supplier has a book of its own, ``deposit:<supplier>``.

| what happens | debit | credit |
|---|---|---|
| paid in | cash | unpaid fines (what is owed, first), held (the rest) |
| fined | held (what is there, first), unpaid fines (the rest) | fines |
| fine annulled | fines | unpaid fines (what is owed, first), held (the rest) |
| payback approved | held | payable |
| payback cancelled | payable | unpaid fines (what is owed, first), held (the rest) |
| paid back | payable | cash |
"""

from typing import Final

from teleshop.deposits.domain.deposit import Movement
from teleshop.ledger.service import Leg

CASH: Final = "cash"
HELD: Final = "held"
PAYABLE: Final = "payable"
FINES: Final = "fines"
UNPAID: Final = "unpaid_fines"


def book_of(supplier_id: str) -> str:
    """The book of a supplier's deposit."""
    return f"deposit:{supplier_id}"


def legs(moved: Movement) -> tuple[Leg, ...]:
    """The entry of a movement: what grows on the debit side is positive."""
    amounts = {
        CASH: moved.cash,
        UNPAID: moved.owed,
        HELD: -moved.held,
        PAYABLE: -moved.payable,
        FINES: -moved.fines,
    }
    return tuple(Leg(account, amount) for account, amount in amounts.items() if amount)
