"""The monthly statement: asked for, made from the books, linked to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from teleshop.fund.domain.statement import (
    AccountMonth,
    Movement,
    Statement,
    StatementRecord,
    StatementState,
    account_month,
    refuse_unless_over,
)
from teleshop.fund.errors import StatementNotFoundError
from teleshop.fund.ports import Shelf
from teleshop.fund.schemas import FundStatementMade, FundStatementRequested, StatementView
from teleshop.fund.service import books
from teleshop.fund.tables import FundRepository, StatementRow
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date, start_of_china_day
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.ledger.service import (
    AccountLine,
    Ledger,
    first_day,
    first_day_after,
    month_before,
    month_of,
)

Render = Callable[[Statement], bytes]
"""Makes the file; it lives with its library in functions/fund."""
LINK: Final = timedelta(minutes=5)


class Statements:
    """The statements; stateless."""

    def __init__(self, repository: FundRepository, ledger: Ledger, shelf: Shelf) -> None:
        self._repository = repository
        self._ledger = ledger
        self._shelf = shelf

    def request_statement(self, call: Call, month: str) -> StatementView:
        """Ask for the statement of a month that is over; again makes it anew from the books."""
        refuse_unless_over(month, first_day_after(month), call.now)
        before = self._repository.find_statement(month)
        tx = _begin(call, "request_statement", month)
        if before is None:
            asked = StatementRecord(month=month, state=StatementState.REQUESTED, asked_at=call.now)
            tx.create(StatementRow, asked, conflict=RacedError())
        else:
            again = replace(before, state=StatementState.REQUESTED, asked_at=call.now)
            asked = tx.save(StatementRow, before, again, conflict=RacedError())
        tx.publish(FundStatementRequested(month=month))
        return tx.commit(StatementView.of(asked))

    def make_statement(
        self, call: Call, render: Render, month: str | None = None
    ) -> StatementRecord:
        """Make the file of a month, by default the one before ``call.now`` in China. Made again
        from the same entries it is the same file, and nothing changes.
        """
        wanted = month or month_before(month_of(china_date(call.now)))
        statement = self.collect(wanted)
        stored = self._shelf.put(wanted, render(statement))
        before = self._repository.find_statement(wanted)
        if before and before.state is StatementState.READY and before.sha256 == stored.sha256:
            return before
        made = StatementRecord(
            month=wanted,
            state=StatementState.READY,
            asked_at=before.asked_at if before else call.now,
            made_at=call.now,
            key=stored.key,
            version_id=stored.version_id,
            sha256=stored.sha256,
            size=stored.size,
            movements=len(statement.movements),
            balanced=statement.is_balanced,
        )
        tx = _begin(call, "make_statement", wanted)
        if before is None:
            tx.create(StatementRow, made, conflict=RacedError())
        else:
            made = tx.save(StatementRow, before, made, conflict=RacedError())
        tx.publish(
            FundStatementMade(
                month=wanted,
                sha256=stored.sha256,
                movements=made.movements,
                balanced=made.balanced,
            )
        )
        return tx.commit(made)

    def collect(self, month: str) -> Statement:
        """The statement of a month from the books: every account with its opening balance, and
        every leg of the month in order of time.
        """
        begins = start_of_china_day(first_day(month))
        ends = start_of_china_day(first_day_after(month))
        accounts: list[AccountMonth] = []
        movements: list[Movement] = []
        for named in self._ledger.all_accounts(books.BOOK):
            known = named.account
            earlier = self._ledger.lines(books.BOOK, known.code, until=begins)
            opening = sum(line.amount for line in earlier)
            own = list(self._ledger.lines(books.BOOK, known.code, since=begins, until=ends))
            if not own and not opening:
                continue
            words, kind = (named.spec.zh, named.spec.en), (known.type, known.currency)
            amounts = [line.amount for line in own]
            accounts.append(account_month(known.code, words, kind, opening, amounts))
            movements.extend(_movement(line) for line in own)
        movements.sort(key=lambda line: (line.entry_id, line.amount < 0, line.account))
        return Statement(
            book=books.BOOK, month=month, accounts=tuple(accounts), movements=tuple(movements)
        )

    def show(self, call: Call, month: str) -> StatementView:
        """The statement of a month, with a link to its file that works for five minutes."""
        record = self._repository.find_statement(month)
        if record is None:
            raise StatementNotFoundError(month=month)
        if record.state is not StatementState.READY or not record.key or not record.version_id:
            return StatementView.of(record)
        name = f"fund-{month}.xlsx"
        seconds = int(LINK.total_seconds())
        url = self._shelf.url(record.key, record.version_id, name, seconds)
        return StatementView.of(record, url, call.now + LINK)


def _begin(call: Call, action: str, month: str) -> Transaction:
    return Transaction(call, action, Subject("fund_statement", month))


def _movement(line: AccountLine) -> Movement:
    return Movement(
        entry_id=line.entry_id,
        at=line.at,
        kind=line.kind,
        reference=line.reference,
        account=line.account,
        amount=line.amount,
        memo=line.memo,
    )
