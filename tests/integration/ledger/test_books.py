"""Entries and sums are one change; whatever comes at once, nothing is lost and nothing falls below
zero.
"""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pynamodb.exceptions import CancellationReason, TransactWriteError, VerboseClientError

from teleshop.kernel.errors import BusyError, InvalidInputError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.ledger.errors import (
    BalanceInsufficientError,
    BookNotFoundError,
    EntryNotFoundError,
    EntryReversedError,
)
from teleshop.ledger.service import Entry, credit, debit
from teleshop.ledger.wiring import service
from tests.factories.ledger import BOOK, DAY, call, contributed, post, reserved
from tests.harness.aws import cloud

pytestmark = pytest.mark.clause("6.3.4")
ALL = PageRequest(100)


def balances() -> dict[str, int]:
    return {named.account.code: named.account.balance for named in service().all_accounts(BOOK)}


def proven() -> None:
    """The book proves itself, for what is kept and in sum."""
    proof = service().trial_balance(BOOK)
    assert proof.agrees
    assert proof.is_balanced


def test_an_entry_moves_the_sums_of_its_accounts_and_shows_under_each(aws: Any) -> None:
    first, second = contributed(1000), reserved(400, own=call(DAY))
    assert balances() == {"contributions": 1000, "free_cash": 600, "reserved_cash": 400}
    own = service()
    assert own.get_entry(first.id) == first
    assert own.balance(BOOK, "free_cash") == 600
    assert own.balance(BOOK, "payouts") == 0
    found: list[Any] = [*own.entries(BOOK, account="free_cash", page=ALL).items]
    assert [(line.entry_id, line.amount) for line in found] == [
        (second.id, -400),
        (first.id, 1000),
    ]
    assert own.entries(BOOK, reference="clm-1", page=ALL).items == [second]
    assert own.entries(BOOK, month="2026-11", page=ALL).items == [first, second]
    assert own.entries(BOOK, month="2026-12", page=ALL).items == []
    assert [line.amount for line in own.lines(BOOK, "free_cash", since=call(DAY).now)] == [-400]
    assert [line.amount for line in own.lines(BOOK, "free_cash", until=call(DAY).now)] == [1000]
    assert list(own.lines(BOOK, "free_cash", since=call().now, until=call().now)) == []
    (audited,) = [item for item in aws.items("AuditTable") if second.id in item["changes"]]
    assert audited["action"] == "post"
    proven()


def test_a_list_is_asked_for_by_one_thing(aws: Any) -> None:
    for filters in ({}, {"account": "free_cash", "month": "2026-11"}):
        with pytest.raises(InvalidInputError):
            service().entries(BOOK, **filters, page=ALL)


def test_an_account_does_not_give_what_it_does_not_have(aws: Any) -> None:
    with pytest.raises(BalanceInsufficientError) as empty:
        reserved(1)
    assert empty.value.params["available"] == "0.00"
    contributed(1000)
    reserved(1000)
    with pytest.raises(BalanceInsufficientError) as spent:
        reserved(1)
    assert spent.value.params["needed"] == "0.01"
    with pytest.raises(BalanceInsufficientError):
        post("refund", (debit("contributions", 1001), credit("payouts", 1001)))
    assert balances() == {"contributions": 1000, "free_cash": 0, "reserved_cash": 1000}
    proven()


def test_a_book_of_an_unknown_kind_is_not_found(aws: Any) -> None:
    for ask in (
        lambda: service().trial_balance("tea"),
        lambda: service().balance("deposit:", "free_cash"),
        lambda: service().accounts("tea", ALL),
    ):
        with pytest.raises(BookNotFoundError):
            ask()


def reverse(entry_id: str) -> Entry:
    tx = Transaction(call(2 * DAY), "correct", Subject("book", BOOK))
    return tx.commit(service().reverse(tx, entry_id, memo="typing_error"))


def test_an_entry_is_taken_back_once_by_one_that_mirrors_it(aws: Any) -> None:
    first = contributed(1000)
    back = reverse(first.id)
    assert (back.kind, back.reverses, back.memo) == (
        "contribution_reversal",
        first.id,
        "typing_error",
    )
    for known in (first.id, back.id):
        with pytest.raises(EntryReversedError):
            reverse(known)
    with pytest.raises(EntryNotFoundError):
        reverse("ent_gone")
    assert balances() == {"contributions": 0, "free_cash": 0}
    proven()


def test_what_was_spent_cannot_be_taken_back(aws: Any) -> None:
    first = contributed(1000)
    reserved(1)
    with pytest.raises(BalanceInsufficientError):
        reverse(first.id)
    assert service().get_entry(first.id) == first


def test_a_trial_balance_of_a_past_day_is_made_of_the_entries_up_to_its_end(aws: Any) -> None:
    contributed(1000)
    midnight = timedelta(hours=12)  # 04:00 UTC and twelve hours: 24:00 in China
    reserved(300, own=call(midnight - timedelta(milliseconds=1)))
    reserved(200, own=call(midnight))
    past = service().trial_balance(BOOK, date(2026, 11, 23))
    assert {line.account: line.balance for line in past.lines} == {
        "contributions": 1000,
        "free_cash": 700,
        "reserved_cash": 300,
    }
    assert past.is_balanced
    assert all(line.kept is None for line in past.lines)
    assert service().trial_balance(BOOK, date(2026, 11, 22)).is_balanced


def test_a_trial_balance_finds_a_sum_that_was_changed_without_an_entry(aws: Any) -> None:
    contributed(1000)
    aws.client("dynamodb").update_item(
        TableName=aws.table("LedgerTable").name,
        Key={"pk": {"S": "book#fund"}, "sk": {"S": "account#free_cash"}},
        UpdateExpression="ADD net :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )
    proof = service().trial_balance(BOOK)
    assert [line.account for line in proof.lines if not line.agrees] == ["free_cash"]
    assert not proof.agrees


@contextmanager
def conflicts_as_on_aws() -> Iterator[None]:
    """A transaction whose items are within another one at that moment is refused, as AWS does and
    moto does not: here all of them touch the same account.
    """
    running, real = threading.Lock(), Transaction._write

    def write(own: Transaction, token: str) -> None:
        if not running.acquire(blocking=False):
            reasons = [CancellationReason("TransactionConflict", "conflict")]
            cause = VerboseClientError(
                {"Error": {"Code": "TransactionCanceledException", "Message": "conflict"}},
                "TransactWriteItems",
                cancellation_reasons=reasons + [None] * (len(own._in_order()) - 1),
            )
            raise TransactWriteError("conflict", cause)
        try:
            # As long as a transaction holds its items: others must meet it.
            time.sleep(0.001)
            real(own, token)
        finally:
            running.release()

    with patch.object(Transaction, "_write", write):
        yield


def test_fifty_at_once_all_finish_and_lose_nothing(aws: Any) -> None:
    contributed(30_00)

    def claim(number: int) -> str:
        while True:
            try:
                reserved(1_00, reference=f"clm-{number}")
            except BalanceInsufficientError:
                return "refused"
            except BusyError:  # on a machine with much else to do; callers repeat, as they are told
                continue
            return "reserved"

    with conflicts_as_on_aws(), ThreadPoolExecutor(max_workers=50) as pool:
        outcomes = list(pool.map(claim, range(50)))
    assert sorted(outcomes) == ["refused"] * 20 + ["reserved"] * 30
    assert balances() == {"contributions": 30_00, "free_cash": 0, "reserved_cash": 30_00}
    kept = list(service().lines(BOOK, "reserved_cash"))
    assert len(kept) == len({line.reference for line in kept}) == 30
    proven()


moves = st.lists(
    st.tuples(
        st.sampled_from(["contribute", "reserve", "release", "pay", "reverse"]),
        st.integers(min_value=1, max_value=1000),
    ),
    max_size=12,
)


@given(moves)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_sequence_of_entries_makes_money_or_falls_below_zero(
    sequence: list[tuple[str, int]],
) -> None:
    with cloud():
        made: list[str] = []
        for move, amount in sequence:
            try:
                match move:
                    case "contribute":
                        made.append(contributed(amount).id)
                    case "reserve":
                        made.append(reserved(amount).id)
                    case "release":
                        legs = (debit("free_cash", amount), credit("reserved_cash", amount))
                        made.append(post("release", legs).id)
                    case "pay":
                        legs = (debit("payouts", amount), credit("reserved_cash", amount))
                        made.append(post("payout", legs).id)
                    case "reverse" if made:
                        reverse(random.Random(amount).choice(made))
            except (BalanceInsufficientError, EntryReversedError):
                continue
        proven()
        assert min([0, *(balances().values())]) >= 0
