"""Entries sum to zero, accounts have their side, a trial balance proves both."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.kernel.errors import Refusal
from teleshop.ledger import errors
from teleshop.ledger.domain import (
    CHARTS,
    Account,
    AccountType,
    Entry,
    LedgerMistakeError,
    Leg,
    TrialBalance,
    balanced,
    chart_of,
    credit,
    debit,
    first_day,
    first_day_after,
    month_before,
    reversing,
    spec_of,
    takes_from,
    trial_line,
)

pytestmark = pytest.mark.clause("6.3.4")
FUND = CHARTS["fund"]
ACCOUNTS = ("free_cash", "reserved_cash", "contributions", "payouts", "receivable:sup_1")
amounts = st.integers(min_value=-(10**12), max_value=10**12)


def test_an_entry_has_at_least_two_accounts_that_sum_to_zero() -> None:
    legs = (debit("free_cash", 5), credit("contributions", 5))
    assert balanced(FUND, legs) == legs


@pytest.mark.parametrize(
    "legs",
    [
        (),
        (debit("free_cash", 5),),
        (debit("free_cash", 5), credit("free_cash", 5)),
        (debit("free_cash", 5), credit("contributions", 4)),
        (debit("free_cash", 5), debit("contributions", 5)),
        (debit("free_cash", 5), credit("nowhere", 5)),
        (debit("free_cash", 5), credit("free_cash:part", 5)),
        (debit("receivable", 5), credit("recoveries", 5)),
        (debit("receivable:", 5), credit("recoveries", 5)),
        (Leg("free_cash", 0), Leg("contributions", 0)),
        (Leg("free_cash", True), Leg("contributions", -1)),
    ],
)
def test_what_is_no_entry_is_a_mistake_of_its_context(legs: tuple[Leg, ...]) -> None:
    with pytest.raises(LedgerMistakeError):
        balanced(FUND, legs)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_debit_and_a_credit_are_of_something(amount: int) -> None:
    for side in (debit, credit):
        with pytest.raises(LedgerMistakeError):
            side("free_cash", amount)


@given(st.lists(st.tuples(st.sampled_from(ACCOUNTS), amounts), max_size=12))
@settings(max_examples=100)
def test_what_is_taken_as_an_entry_sums_to_zero_and_names_an_account_once(
    given_legs: list[tuple[str, int]],
) -> None:
    legs = [Leg(account, amount) for account, amount in given_legs]
    try:
        taken = balanced(FUND, legs)
    except LedgerMistakeError:
        return
    assert sum(leg.amount for leg in taken) == 0
    assert len({leg.account for leg in taken}) == len(taken) >= 2


def test_only_what_lessens_a_guarded_account_takes_from_it() -> None:
    cash, gifts, payouts = FUND["free_cash"], FUND["contributions"], FUND["payouts"]
    assert takes_from(cash, credit("free_cash", 5)) == 5
    assert takes_from(cash, debit("free_cash", 5)) == 0
    assert takes_from(gifts, debit("contributions", 5)) == 5
    assert takes_from(gifts, credit("contributions", 5)) == 0
    assert takes_from(payouts, credit("payouts", 5)) == 0


def entry(*legs: Leg) -> Entry:
    at = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    return Entry(id="ent_1", book="fund", kind="test", reference="r", legs=legs, at=at)


def test_the_month_of_an_entry_is_that_of_china() -> None:
    assert entry().month == "2026-12"


def test_a_reversal_mirrors_its_entry() -> None:
    made = entry(debit("free_cash", 5), credit("contributions", 5))
    assert reversing(made) == (Leg("free_cash", -5), Leg("contributions", 5))


def test_months_follow_one_another_over_the_year() -> None:
    assert month_before("2027-01") == "2026-12"
    assert first_day("2026-12") == date(2026, 12, 1)
    assert first_day_after("2026-12") == date(2027, 1, 1)
    with pytest.raises(ValueError, match="month"):
        first_day("2026-13")


def test_a_book_is_known_by_its_kind() -> None:
    charts = {**CHARTS, "deposit": FUND}
    assert chart_of("fund", charts) is FUND
    assert chart_of("deposit:sup_1", charts) is FUND
    assert chart_of("deposit:", charts) is None
    assert chart_of("tea", charts) is None
    assert spec_of(FUND, "receivable:sup_1").code == "receivable"


def account(code: str, type: AccountType, net: int) -> Account:
    return Account(book="fund", code=code, type=type, currency="CNY", net=net)


def test_a_trial_balance_shows_where_what_is_kept_is_not_what_the_entries_say() -> None:
    cash = account("free_cash", AccountType.ASSET, 5)
    gifts = account("contributions", AccountType.EQUITY, -5)
    lines = (trial_line(cash, [7, -2], compared=True), trial_line(gifts, [-4], compared=True))
    proof = TrialBalance(book="fund", day=None, lines=lines)
    assert [line.agrees for line in lines] == [True, False]
    assert [line.balance for line in lines] == [5, 4]
    assert not proof.agrees
    assert not proof.is_balanced
    (total,) = proof.totals
    assert (total.debits, total.credits) == (7, 6)


def test_an_empty_book_is_balanced() -> None:
    proof = TrialBalance(book="fund", day=None, lines=())
    assert proof.is_balanced
    assert proof.agrees
    assert proof.totals == ()


def test_a_refusal_for_want_of_money_names_what_there_is_in_both_languages() -> None:
    refused: Refusal = errors.BalanceInsufficientError(
        account_zh="可用资金", account_en="free cash", available="1.00", needed="2.50"
    )
    assert "可用 1.00 元" in refused.detail("zh")
    assert "2.50 yuan needed" in refused.detail("en")
    assert (refused.code, refused.clause) == ("balance_insufficient", "6.3.4")
