"""Postings to a book of the tests, and how the outside of it looks."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.ledger.service import Entry, Ledger, Leg, credit, debit
from teleshop.ledger.wiring import service

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BOOK = "fund"


def call(after: timedelta = timedelta(), actor: Actor = SYSTEM_ACTOR) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation")


def post(
    kind: str,
    legs: Iterable[Leg],
    *,
    reference: str = "ref-1",
    own: Call | None = None,
    ledger: Ledger | None = None,
    book: str = BOOK,
) -> Entry:
    """An entry in a transaction of its own, run again like any use case."""
    frame, books, taken = own or call(), ledger or service(), tuple(legs)

    def use_case() -> Entry:
        tx = Transaction(frame, "post", Subject("book", book))
        return tx.commit(books.post(tx, book, kind, taken, reference))

    return run(frame, use_case)


def contributed(amount: int, reference: str = "bank-1", own: Call | None = None) -> Entry:
    """Money comes into the fund."""
    legs = (debit("free_cash", amount), credit("contributions", amount))
    return post("contribution", legs, reference=reference, own=own)


def reserved(amount: int, reference: str = "clm-1", own: Call | None = None) -> Entry:
    """Money is set aside."""
    legs = (debit("reserved_cash", amount), credit("free_cash", amount))
    return post("reservation", legs, reference=reference, own=own)
