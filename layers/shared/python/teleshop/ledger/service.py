"""The books: contexts post entries within their own transactions; staff read and prove them.

How much a book bears: an entry changes the sums of its two to four accounts where they lie, so
parallel entries need no version and lose nothing. DynamoDB refuses a transaction whose items are
within another at that moment (`TransactionConflict`); the kernel tries such a one again, up to
twelve times over some three seconds. A transaction holds its items for about ten milliseconds,
so an account takes some fifty to a hundred entries per second; a book that needs more divides
its busiest account (see ``AccountSpec.divided``).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from teleshop.kernel.clock import end_of_china_day
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.money import yuan
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Transaction
from teleshop.kernel.use_case import judged_on
from teleshop.ledger import domain
from teleshop.ledger.domain import (
    CHARTS,
    ENTRY_PREFIX,
    Account,
    AccountLine,
    AccountSpec,
    AccountType,
    Chart,
    Entry,
    LedgerMistakeError,
    Leg,
    Reversal,
    TrialBalance,
    TrialLine,
    credit,
    debit,
    first_day,
    first_day_after,
    month_before,
    month_of,
)
from teleshop.ledger.errors import (
    BalanceInsufficientError,
    BookNotFoundError,
    EntryNotFoundError,
    EntryReversedError,
)
from teleshop.ledger.tables import (
    AccountRow,
    EntryRow,
    LedgerRepository,
    LegRow,
    ReversalRow,
    has_enough,
    sums_with,
)

__all__ = [
    "Account",
    "AccountLine",
    "AccountType",
    "Entry",
    "Ledger",
    "LedgerMistakeError",
    "Leg",
    "NamedAccount",
    "TrialBalance",
    "TrialLine",
    "credit",
    "debit",
    "first_day",
    "first_day_after",
    "month_before",
    "month_of",
]

PROOFS: Final = 5
"""How often a trial balance is taken anew because entries were posted meanwhile."""
YEARS: Final = range(2000, 2100)
"""The years that books are asked about, as in months; the end of a day of year 9999 is no instant.
"""


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """An account with the words of its chart."""

    account: Account
    spec: AccountSpec


class Ledger:
    """The books; stateless, one per process."""

    def __init__(self, repository: LedgerRepository, charts: Mapping[str, Chart] = CHARTS) -> None:
        self._repository = repository
        self._charts = charts

    # -- within the transactions of other contexts --

    def post(
        self,
        tx: Transaction,
        book: str,
        kind: str,
        legs: Iterable[Leg],
        reference: str,
        *,
        memo: str | None = None,
        reverses: str | None = None,
        covered: bool = False,
    ) -> Entry:
        """Add an entry to ``tx``; once per transaction and account.

        Refuses with :class:`BalanceInsufficientError` what an account does not have; if it is gone
        only when ``tx`` commits, that is a lost race and the use case runs again. ``covered`` says
        that rows which ``tx`` changes too promise the money: an account with less is a lost race as
        well. Raises :class:`BookNotFoundError`, and :class:`LedgerMistakeError` for legs that make
        no entry.
        """
        known = self._chart(book)
        taken = domain.balanced(known, legs)
        if not covered:
            for leg in taken:
                self._check_funds(book, domain.spec_of(known, leg.account), leg)
        entry = Entry(
            id=new_id(ENTRY_PREFIX, tx.call.now),
            book=book,
            kind=kind,
            reference=reference,
            legs=taken,
            at=tx.call.now,
            memo=memo,
            reverses=reverses,
        )
        tx.create(EntryRow, entry, conflict=RacedError())
        for leg in taken:
            self._put_leg(tx, entry, domain.spec_of(known, leg.account), leg)
        return entry

    def _check_funds(self, book: str, spec: AccountSpec, leg: Leg) -> None:
        needed = domain.takes_from(spec, leg)
        if not needed:
            return
        account = self._repository.find_account(book, leg.account)
        available = account.balance if account else 0
        if available < needed:
            raise BalanceInsufficientError(
                account_zh=spec.zh,
                account_en=spec.en,
                available=yuan(available),
                needed=yuan(needed),
            )

    @staticmethod
    def _put_leg(tx: Transaction, entry: Entry, spec: AccountSpec, leg: Leg) -> None:
        line = AccountLine(
            entry_id=entry.id,
            book=entry.book,
            account=leg.account,
            amount=leg.amount,
            kind=entry.kind,
            reference=entry.reference,
            at=entry.at,
            memo=entry.memo,
        )
        tx.create(LegRow, line, conflict=RacedError(), audited=False)
        guarded = domain.takes_from(spec, leg) > 0
        tx.update_row(
            AccountRow.at(entry.book, leg.account),
            sums_with(entry.book, spec, leg),
            has_enough(spec, leg) if guarded else None,
            # What is missing now was there a moment ago: look again, and then say what is left.
            RacedError(),
        )

    def reverse(self, tx: Transaction, entry_id: str, *, memo: str | None = None) -> Entry:
        """Take an entry back by one that mirrors it, once; refusals as :meth:`post`, and
        :class:`EntryNotFoundError`, :class:`EntryReversedError`.
        """
        entry = self.get_entry(entry_id)
        if entry.reverses is not None or self._repository.is_reversed(entry_id):
            raise EntryReversedError
        with judged_on(False, lambda: self._repository.is_reversed(entry_id)):
            made = self.post(
                tx,
                entry.book,
                f"{entry.kind}_reversal",
                domain.reversing(entry),
                entry.reference,
                memo=memo,
                reverses=entry.id,
            )
        mark = Reversal(entry_id=entry.id, reversed_by=made.id)
        tx.create(ReversalRow, mark, conflict=EntryReversedError(), audited=False)
        return made

    # -- reading --

    def balance(self, book: str, account: str) -> int:
        """The balance of an account on its own side, in fen; 0 before its first entry."""
        domain.spec_of(self._chart(book), account)
        found = self._repository.find_account(book, account)
        return found.balance if found else 0

    def accounts(self, book: str, page: PageRequest) -> Page[NamedAccount]:
        """The accounts of a book that have entries, by code."""
        known = self._chart(book)
        return self._repository.accounts(book, page).map(
            lambda account: NamedAccount(account, domain.spec_of(known, account.code))
        )

    def all_accounts(self, book: str) -> list[NamedAccount]:
        """The same as they are now, all of them."""
        known = self._chart(book)
        return [
            NamedAccount(account, domain.spec_of(known, account.code))
            for account in self._repository.all_accounts(book)
        ]

    def get_entry(self, entry_id: str) -> Entry:
        """One entry; :class:`EntryNotFoundError` if there is none."""
        found = self._repository.find_entry(entry_id)
        if found is None:
            raise EntryNotFoundError
        return found

    def entries(
        self,
        book: str,
        *,
        account: str | None = None,
        reference: str | None = None,
        month: str | None = None,
        page: PageRequest,
    ) -> Page[Entry] | Page[AccountLine]:
        """Entries by exactly one of: account (its legs, newest first), what they are about, month
        in China (``2026-11``); both of these oldest first.
        """
        self._chart(book)
        match account, reference, month:
            case str(), None, None:
                return self._repository.of_account(book, account, page)
            case None, str(), None:
                return self._repository.of_reference(book, reference, page)
            case None, None, str():
                return self._repository.of_month(book, month, page)
        raise InvalidInputError(errors=[_ONE_FILTER])

    def lines(
        self,
        book: str,
        account: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[AccountLine]:
        """Every leg of an account from ``since`` up to and without ``until``, oldest first."""
        self._chart(book)
        return self._repository.lines(book, account, since=since, until=until)

    def trial_balance(self, book: str, day: date | None = None) -> TrialBalance:
        """Debits and credits of every account, recomputed from all entries up to the end of ``day``
        in China, or up to now and compared with what is kept. Refuses a day outside of
        :data:`YEARS`.

        Reads every leg of the book: some four thousand per request of the database.
        """
        self._chart(book)
        if day is not None and day.year not in YEARS:
            raise InvalidInputError(errors=[_DAY_OUT_OF_RANGE])
        until = end_of_china_day(day) if day else None
        for _ in range(PROOFS - 1):
            before = self._repository.all_accounts(book)
            lines = self._recomputed(book, before, until)
            # Entries that are posted while it is taken would look like a difference.
            if until is not None or self._repository.all_accounts(book) == before:
                return TrialBalance(book=book, day=day, lines=lines)
        last = self._repository.all_accounts(book)
        return TrialBalance(book=book, day=day, lines=self._recomputed(book, last, until))

    def _recomputed(
        self, book: str, accounts: list[Account], until: datetime | None
    ) -> tuple[TrialLine, ...]:
        return tuple(
            domain.trial_line(
                account,
                [line.amount for line in self._repository.lines(book, account.code, until=until)],
                compared=until is None,
            )
            for account in accounts
        )

    def _chart(self, book: str) -> Chart:
        known = domain.chart_of(book, self._charts)
        if known is None:
            raise BookNotFoundError(book=book)
        return known


_ONE_FILTER = FieldError(
    "/account",
    "one_filter",
    "请在 account、reference、month 三个条件中填写且只填写一个。",
    "Give exactly one of account, reference and month.",
)
_DAY_OUT_OF_RANGE = FieldError(
    "/at",
    "day_out_of_range",
    "日期（at）须在 2000 年至 2099 年之间。",
    "Give a day (`at`) of the years 2000 to 2099.",
    clause="6.3.4",
)
