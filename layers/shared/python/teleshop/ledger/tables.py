"""The ledger table.

| row | pk | sk | by_month | by_reference |
|---|---|---|---|---|
| account | `book#<book>` | `account#<code>` | | |
| leg | `account#<book>#<code>` | id of the entry | | |
| entry | id | `entry` | book and month | book and reference |
| reversal | id of the entry | `reversal` | | |

Entries, legs and reversals are written once; no function may delete from this table. The sums of an
account are changed where they lie (``ADD``), under the condition that keeps them from falling below
zero, so that parallel entries wait for one another no longer than one transaction takes.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.ids import first_of
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.ledger.domain import (
    ENTRY_PREFIX,
    Account,
    AccountLine,
    AccountSpec,
    Entry,
    Leg,
    Reversal,
)

INTERNAL = DataClass.INTERNAL


class MonthIndex(GlobalSecondaryIndex["EntryRow"]):
    """The entries of one book and month, in order of time."""

    class Meta:
        index_name = "by_month"
        projection = AllProjection()

    month_key = Text(hash_key=True, data_class=INTERNAL)
    month_sort = Text(range_key=True, data_class=INTERNAL)


class ReferenceIndex(GlobalSecondaryIndex["EntryRow"]):
    """The entries about one thing, in order of time."""

    class Meta:
        index_name = "by_reference"
        projection = AllProjection()

    reference_key = Text(hash_key=True, data_class=INTERNAL)
    reference_sort = Text(range_key=True, data_class=INTERNAL)


class AccountRow(TableModel):
    """The sums of one account."""

    table = "ledger"
    entity = Account

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    book = Text(data_class=INTERNAL)
    code = Text(data_class=INTERNAL)
    type = Text(data_class=INTERNAL)
    currency = Text(data_class=INTERNAL)
    debits = Integer(data_class=INTERNAL)
    credits = Integer(data_class=INTERNAL)
    net = Integer(data_class=INTERNAL)
    entries = Integer(data_class=INTERNAL)

    PREFIX = "account#"

    @classmethod
    def at(cls, book: str, code: str) -> "AccountRow":
        """The row's keys alone, for changing its sums."""
        return cls(cls.book_key(book), f"{cls.PREFIX}{code}")

    @classmethod
    def book_key(cls, book: str) -> str:
        """Where the accounts of a book lie."""
        return f"book#{book}"

    @classmethod
    def keys_of(cls, entity: Account) -> Mapping[str, str | None]:
        return {"pk": cls.book_key(entity.book), "sk": f"{cls.PREFIX}{entity.code}"}


class LegRow(TableModel):
    """A leg of an entry, under its account."""

    table = "ledger"
    entity = AccountLine

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    entry_id = Text(data_class=INTERNAL)
    book = Text(data_class=INTERNAL)
    account = Text(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    reference = Text(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    memo = Text(null=True, data_class=INTERNAL)

    @classmethod
    def account_key(cls, book: str, account: str) -> str:
        """Where the legs of an account lie."""
        return f"account#{book}#{account}"

    @classmethod
    def keys_of(cls, entity: AccountLine) -> Mapping[str, str | None]:
        return {"pk": cls.account_key(entity.book, entity.account), "sk": entity.entry_id}


class EntryRow(TableModel):
    """One entry."""

    table = "ledger"
    entity = Entry

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    month_key = Text(data_class=INTERNAL)
    month_sort = Text(data_class=INTERNAL)
    reference_key = Text(data_class=INTERNAL)
    reference_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    book = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    reference = Text(data_class=INTERNAL)
    legs = Json(data_class=INTERNAL)
    at = Instant(data_class=INTERNAL)
    memo = Text(null=True, data_class=INTERNAL)
    reverses = Text(null=True, data_class=INTERNAL)

    by_month = MonthIndex()
    by_reference = ReferenceIndex()

    SK = "entry"

    @classmethod
    def keys_of(cls, entity: Entry) -> Mapping[str, str | None]:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "month_key": f"{entity.book}#{entity.month}",
            "month_sort": entity.id,
            "reference_key": f"{entity.book}#{entity.reference}",
            "reference_sort": entity.id,
        }


class ReversalRow(TableModel):
    """Lets an entry be reversed once."""

    table = "ledger"
    entity = Reversal

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    entry_id = Text(data_class=INTERNAL)
    reversed_by = Text(data_class=INTERNAL)

    SK = "reversal"

    @classmethod
    def keys_of(cls, entity: Reversal) -> Mapping[str, str | None]:
        return {"pk": entity.entry_id, "sk": cls.SK}


def sums_with(book: str, spec: AccountSpec, leg: Leg) -> list[Action]:
    """What a leg does to the sums of its account."""
    return [
        AccountRow.net.add(leg.amount),
        AccountRow.debits.add(max(0, leg.amount)),
        AccountRow.credits.add(max(0, -leg.amount)),
        AccountRow.entries.add(1),
        AccountRow.book.set(book),
        AccountRow.code.set(leg.account),
        AccountRow.type.set(spec.type.value),
        AccountRow.currency.set(spec.currency),
    ]


def has_enough(spec: AccountSpec, leg: Leg) -> Condition:
    """That the account has what the leg takes from it; an account without entries has nothing."""
    if spec.type.side > 0:
        return AccountRow.net >= -leg.amount
    return AccountRow.net <= -leg.amount


class LedgerRepository:
    """Reads of the ledger table."""

    def find_account(self, book: str, code: str) -> Account | None:
        """The account as it is now; None before its first entry."""
        found: Account | None = AccountRow.find(
            AccountRow.book_key(book), f"{AccountRow.PREFIX}{code}"
        )
        return found

    def all_accounts(self, book: str) -> list[Account]:
        """Every account of a book that has entries, as it is now, by code."""
        with reading():
            rows = list(AccountRow.query(AccountRow.book_key(book), consistent_read=True))
        return [row.to_entity() for row in rows]

    def accounts(self, book: str, page: PageRequest) -> Page[Account]:
        """The same by pages."""
        return query_page(
            AccountRow, AccountRow, AccountRow.book_key(book), page, scope="ledger-accounts"
        )

    def find_entry(self, id: str) -> Entry | None:
        """One entry."""
        found: Entry | None = EntryRow.find(id, EntryRow.SK)
        return found

    def is_reversed(self, id: str) -> bool:
        """Whether an entry was taken back."""
        return ReversalRow.find(id, ReversalRow.SK) is not None

    def of_month(self, book: str, month: str, page: PageRequest) -> Page[Entry]:
        """The entries of a month in China, oldest first."""
        return query_page(
            EntryRow.by_month, EntryRow, f"{book}#{month}", page, scope="ledger-month"
        )

    def of_reference(self, book: str, reference: str, page: PageRequest) -> Page[Entry]:
        """The entries about one thing, oldest first."""
        return query_page(
            EntryRow.by_reference, EntryRow, f"{book}#{reference}", page, scope="ledger-reference"
        )

    def of_account(self, book: str, account: str, page: PageRequest) -> Page[AccountLine]:
        """The legs of an account, newest first."""
        return query_page(
            LegRow,
            LegRow,
            LegRow.account_key(book, account),
            page,
            scope="ledger-account",
            newest_first=True,
        )

    def lines(
        self,
        book: str,
        account: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[AccountLine]:
        """The legs of an account from ``since`` up to and without ``until``, oldest first, as they
        are stored now; pages are read as needed.
        """
        # Ids begin with their time. "~" sorts after every character of one.
        first = first_of(ENTRY_PREFIX, since) if since else ""
        last = first_of(ENTRY_PREFIX, until) if until else "~"
        if last <= first:
            return
        with reading():
            # `between` includes both ends; no whole id equals the beginning of one.
            yield from (
                row.to_entity()
                for row in LegRow.query(
                    LegRow.account_key(book, account),
                    LegRow.sk.between(first or " ", last),
                    consistent_read=True,
                )
            )
