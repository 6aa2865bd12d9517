"""Books of double entry (复式记账): accounts, entries that sum to zero, balances, trial balance.

Amounts are whole fen. Within an entry a debit is positive and a credit negative, so that an entry
is right when its legs sum to zero in each currency. To people a balance is shown on its account's
own side: an asset of 5 yuan and a debt of 5 yuan both read 500.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from teleshop.kernel.clock import china_date
from teleshop.kernel.money import CNY

ENTRY_PREFIX: Final = "ent"
DIVIDER: Final = ":"
"""``deposit:sup_…`` is a book of the kind `deposit`, ``receivable:sup_…`` a part of an account."""
MAX_LEGS: Final = 20


class LedgerMistakeError(ValueError):
    """A context posts what no book takes: a fault of its code, never of what a person sent."""


class AccountType(StrEnum):
    """The five kinds of accounts (资产、负债、权益、收入、费用)."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"

    @property
    def side(self) -> int:
        """1 where debits increase the balance, -1 where credits do."""
        return 1 if self in {AccountType.ASSET, AccountType.EXPENSE} else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSpec:
    """An account of a chart. ``never_negative`` ones refuse what they do not have; ``divided`` ones
    exist only in parts, such as one per supplier.
    """

    code: str
    type: AccountType
    zh: str
    en: str
    currency: str = CNY
    never_negative: bool = False
    divided: bool = False


Chart = Mapping[str, AccountSpec]


def chart(*specs: AccountSpec) -> Chart:
    """A chart of accounts by code."""
    return MappingProxyType({spec.code: spec for spec in specs})


CHARTS: Final[Mapping[str, Chart]] = MappingProxyType(
    {
        # The protection fund (先行赔付保障基金). Its money lies in two accounts: what is free, and
        # what is set aside for a claim under review.
        "fund": chart(
            AccountSpec(
                code="free_cash",
                type=AccountType.ASSET,
                zh="可用资金",
                en="free cash",
                never_negative=True,
            ),
            AccountSpec(
                code="reserved_cash",
                type=AccountType.ASSET,
                zh="已预留资金",
                en="reserved cash",
                never_negative=True,
            ),
            AccountSpec(
                code="receivable",
                type=AccountType.ASSET,
                zh="应向供应商追偿款",
                en="recoverable from suppliers",
                never_negative=True,
                divided=True,
            ),
            AccountSpec(
                code="contributions",
                type=AccountType.EQUITY,
                zh="基金投入",
                en="contributions",
                never_negative=True,
            ),
            AccountSpec(
                code="recoveries",
                type=AccountType.INCOME,
                zh="追偿收入",
                en="recoveries from suppliers",
            ),
            AccountSpec(
                code="payouts", type=AccountType.EXPENSE, zh="赔付支出", en="payouts to customers"
            ),
            AccountSpec(
                code="write_offs", type=AccountType.EXPENSE, zh="坏账核销", en="write-offs"
            ),
        ),
        # The deposit (保证金) of one supplier: the platform holds it, and owes it to the supplier.
        "deposit": chart(
            AccountSpec(
                code="cash",
                type=AccountType.ASSET,
                zh="银行存款",
                en="cash at the bank",
                never_negative=True,
            ),
            AccountSpec(
                code="unpaid_fines",
                type=AccountType.ASSET,
                zh="应收罚款",
                en="fines not yet paid",
                never_negative=True,
            ),
            AccountSpec(
                code="held",
                type=AccountType.LIABILITY,
                zh="应退保证金",
                en="deposit held",
                never_negative=True,
            ),
            AccountSpec(
                code="payable",
                type=AccountType.LIABILITY,
                zh="待付退还款",
                en="payback approved",
                never_negative=True,
            ),
            AccountSpec(code="fines", type=AccountType.INCOME, zh="罚款收入", en="fines"),
        ),
    }
)
"""The charts by kind of book: a new kind of book is one entry here."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of an entry: ``amount`` fen, positive for a debit (借), negative for a credit
    (贷).
    """

    account: str
    amount: int


def debit(account: str, amount: int) -> Leg:
    """A debit of ``amount`` fen, which is positive."""
    return Leg(account, _positive(amount))


def credit(account: str, amount: int) -> Leg:
    """A credit of ``amount`` fen, which is positive."""
    return Leg(account, -_positive(amount))


def _positive(amount: int) -> int:
    if amount <= 0:
        raise LedgerMistakeError(f"{amount!r} is no positive number of fen")
    return amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry (凭证), never changed. ``reference`` is what it is about (``clm_…``), ``kind`` and
    ``memo`` are codes: nothing personal. A correction names the entry that it ``reverses``.
    """

    id: str
    book: str
    kind: str
    reference: str
    legs: tuple[Leg, ...]
    at: datetime
    memo: str | None = None
    reverses: str | None = None

    @property
    def month(self) -> str:
        """The accounting month in China, ``2026-11``."""
        return month_of(china_date(self.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """A leg of an entry as the account shows it."""

    entry_id: str
    book: str
    account: str
    amount: int
    kind: str
    reference: str
    at: datetime
    memo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """That an entry was taken back, and by which."""

    entry_id: str
    reversed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is kept of an account: ``debits`` and ``credits`` add up everything ever posted,
    ``entries`` counts. ``net`` is debits less credits.
    """

    book: str
    code: str
    type: AccountType
    currency: str
    debits: int = 0
    credits: int = 0
    net: int = 0
    entries: int = 0

    @property
    def balance(self) -> int:
        """The balance on the account's own side, in fen."""
        return self.type.side * self.net


def month_of(day: date) -> str:
    """``2026-11``."""
    return f"{day:%Y-%m}"


def month_before(month: str) -> str:
    """The month before: ``2026-12`` for ``2027-01``."""
    year, number = divmod(_number_of(month) - 1, 12)
    return f"{year:04d}-{number + 1:02d}"


def first_day(month: str) -> date:
    """The first day of a month; ValueError for a text that is no month."""
    year, number = divmod(_number_of(month), 12)
    return date(year, number + 1, 1)


def first_day_after(month: str) -> date:
    """The first day of the month that follows."""
    year, number = divmod(_number_of(month) + 1, 12)
    return date(year, number + 1, 1)


def _number_of(month: str) -> int:
    day = date.fromisoformat(f"{month}-01")
    return day.year * 12 + day.month - 1


def chart_of(book: str, charts: Mapping[str, Chart]) -> Chart | None:
    """The chart of a book by its kind; None if there is no such kind of book."""
    kind, _, owner = book.partition(DIVIDER)
    if DIVIDER in book and not owner:
        return None
    return charts.get(kind)


def spec_of(known: Chart, account: str) -> AccountSpec:
    """The account of a chart that ``account``, whole or part, belongs to; LedgerMistakeError if
    there is none.
    """
    code, _, part = account.partition(DIVIDER)
    spec = known.get(code)
    if spec is None or spec.divided is not bool(part) or (DIVIDER in account) is not spec.divided:
        raise LedgerMistakeError(f"there is no account {account}")
    return spec


def balanced(known: Chart, legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The legs of an entry, one per account, in order of first mention.

    LedgerMistakeError for fewer than two accounts, an unknown account, a leg that comes to nothing,
    or a currency in which debits and credits differ.
    """
    merged: dict[str, int] = {}
    for leg in legs:
        if type(leg.amount) is not int:
            raise LedgerMistakeError("an amount is a whole number of fen")
        merged[leg.account] = merged.get(leg.account, 0) + leg.amount
    if not 2 <= len(merged) <= MAX_LEGS:  # noqa: PLR2004 - what is taken here is given there
        raise LedgerMistakeError(f"an entry has 2 to {MAX_LEGS} accounts, not {len(merged)}")
    if 0 in merged.values():
        raise LedgerMistakeError("a leg that comes to nothing")
    sums: dict[str, int] = {}
    for account, amount in merged.items():
        currency = spec_of(known, account).currency
        sums[currency] = sums.get(currency, 0) + amount
    if any(sums.values()):
        raise LedgerMistakeError(f"debits and credits differ: {sums}")
    return tuple(Leg(account, amount) for account, amount in merged.items())


def reversing(entry: Entry) -> tuple[Leg, ...]:
    """The legs that take an entry back."""
    return tuple(Leg(leg.account, -leg.amount) for leg in entry.legs)


def takes_from(spec: AccountSpec, leg: Leg) -> int:
    """How much a leg takes from an account that may not fall below zero; 0 if it does not."""
    return max(0, -spec.type.side * leg.amount) if spec.never_negative else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLine:
    """An account in a trial balance: ``debits`` and ``credits`` recomputed from the entries,
    ``kept`` the net that is kept with the account (None for a past day, of which none is kept).
    """

    account: str
    type: AccountType
    currency: str
    debits: int
    credits: int
    kept: int | None = None

    @property
    def net(self) -> int:
        """Debits less credits."""
        return self.debits - self.credits

    @property
    def balance(self) -> int:
        """The balance on the account's own side."""
        return self.type.side * self.net

    @property
    def agrees(self) -> bool:
        """Whether what is kept is what the entries come to."""
        return self.kept is None or self.kept == self.net


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What all debits and all credits of one currency come to."""

    currency: str
    debits: int
    credits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalance:
    """A trial balance (试算平衡表). ``day`` is the last day it includes, None for now."""

    book: str
    day: date | None
    lines: tuple[TrialLine, ...]

    @property
    def totals(self) -> tuple[Total, ...]:
        """Debits and credits by currency."""
        currencies = sorted({line.currency for line in self.lines})
        return tuple(
            Total(
                currency=currency,
                debits=sum(line.debits for line in self.lines if line.currency == currency),
                credits=sum(line.credits for line in self.lines if line.currency == currency),
            )
            for currency in currencies
        )

    @property
    def is_balanced(self) -> bool:
        """Whether debits equal credits in every currency."""
        return all(total.debits == total.credits for total in self.totals)

    @property
    def agrees(self) -> bool:
        """Whether every kept balance is what its entries come to."""
        return all(line.agrees for line in self.lines)


def trial_line(account: Account, amounts: Sequence[int], *, compared: bool) -> TrialLine:
    """One account of a trial balance from its legs; ``compared`` with what is kept."""
    return TrialLine(
        account=account.code,
        type=account.type,
        currency=account.currency,
        debits=sum(amount for amount in amounts if amount > 0),
        credits=-sum(amount for amount in amounts if amount < 0),
        kept=account.net if compared else None,
    )
