"""How the fund's money moves in the books.

| what happens | debit | credit |
|---|---|---|
| contribution | free cash | contributions |
| reservation | reserved cash | free cash |
| release | free cash | reserved cash |
| payout | payouts | reserved cash |
| … the supplier owes | receivable of the supplier | recoveries |
| recovery | free cash | receivable of the supplier |
| write-off | write-offs | receivable of the supplier |
"""

from typing import Final

from teleshop.ledger.service import Leg, credit, debit

BOOK: Final = "fund"
FREE: Final = "free_cash"
RESERVED: Final = "reserved_cash"
CONTRIBUTIONS: Final = "contributions"
PAYOUTS: Final = "payouts"
RECEIVABLE: Final = "receivable:"
"""Followed by the supplier's id."""

Legs = tuple[Leg, ...]


def contribution(amount: int) -> Legs:
    """Money comes in."""
    return debit(FREE, amount), credit(CONTRIBUTIONS, amount)


def reservation(amount: int) -> Legs:
    """Money is set aside for a claim."""
    return debit(RESERVED, amount), credit(FREE, amount)


def release(amount: int) -> Legs:
    """What was set aside is free again."""
    return debit(FREE, amount), credit(RESERVED, amount)


def payout(amount: int, owed_by: str | None) -> Legs:
    """A customer is paid; the supplier, if one is named, owes it to the fund."""
    paid = (debit(PAYOUTS, amount), credit(RESERVED, amount))
    if owed_by is None:
        return paid
    return (*paid, debit(f"{RECEIVABLE}{owed_by}", amount), credit("recoveries", amount))


def recovery(amount: int, supplier_id: str) -> Legs:
    """A supplier pays back."""
    return debit(FREE, amount), credit(f"{RECEIVABLE}{supplier_id}", amount)


def write_off(amount: int, supplier_id: str) -> Legs:
    """What a supplier owes is given up."""
    return debit("write_offs", amount), credit(f"{RECEIVABLE}{supplier_id}", amount)
