"""What people see of the books. Amounts are whole fen; no entry holds anything personal."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Output
from teleshop.ledger.domain import Account, AccountLine, AccountSpec, Entry, TrialBalance

Month = Annotated[
    str,
    Meta(
        pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$",
        extra={
            "zh": "请按 年-月 填写，例如 2026-11。",
            "en": "Write year and month, for example 2026-11.",
            "code": "month_form",
        },
    ),
]
AccountCode = Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,39}(:[A-Za-z0-9_.-]{1,64})?$")]
Reference = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}$")]


class EntriesQuery(ListQuery, frozen=True, kw_only=True):
    """Exactly one of ``account``, ``reference`` and ``month``."""

    account: AccountCode | None = None
    reference: Reference | None = None
    month: Month | None = None


class TrialBalanceQuery(Input, frozen=True, kw_only=True):
    """``at``: the last day that counts, in China; absent for now."""

    at: date | None = None


class AccountView(Output, frozen=True, kw_only=True):
    """An account: ``balance`` on its own side, all debits and credits ever posted, in fen."""

    code: str
    type: str
    name_zh: str
    name_en: str
    currency: str
    balance: int
    debits: int
    credits: int
    entries: int

    @classmethod
    def of(cls, account: Account, spec: AccountSpec) -> "AccountView":
        """What staff see of an account."""
        return cls(
            code=account.code,
            type=account.type,
            name_zh=spec.zh,
            name_en=spec.en,
            currency=account.currency,
            balance=account.balance,
            debits=account.debits,
            credits=account.credits,
            entries=account.entries,
        )


class LegView(Output, frozen=True, kw_only=True):
    """A leg; one of ``debit`` and ``credit`` is 0. Fen."""

    account: str
    debit: int
    credit: int


class EntryView(Output, frozen=True, kw_only=True):
    """An entry; in the list of one account ``legs`` holds that account's leg alone."""

    id: str
    kind: str
    reference: str
    at: datetime
    legs: list[LegView]
    memo: str | None = None
    reverses: str | None = None

    @classmethod
    def of(cls, entry: Entry | AccountLine) -> "EntryView":
        """A whole entry, or as one account shows it."""
        if isinstance(entry, AccountLine):
            return cls._of_line(entry)
        return cls(
            id=entry.id,
            kind=entry.kind,
            reference=entry.reference,
            at=entry.at,
            legs=[_leg(leg.account, leg.amount) for leg in entry.legs],
            memo=entry.memo,
            reverses=entry.reverses,
        )

    @classmethod
    def _of_line(cls, line: AccountLine) -> "EntryView":
        return cls(
            id=line.entry_id,
            kind=line.kind,
            reference=line.reference,
            at=line.at,
            legs=[_leg(line.account, line.amount)],
            memo=line.memo,
        )


def _leg(account: str, amount: int) -> LegView:
    return LegView(account=account, debit=max(0, amount), credit=max(0, -amount))


class TrialLineView(Output, frozen=True, kw_only=True):
    """An account recomputed from its entries; ``kept`` is the balance kept with it, null for a past
    day.
    """

    account: str
    type: str
    currency: str
    debits: int
    credits: int
    balance: int
    kept: int | None
    agrees: bool


class TotalView(Output, frozen=True, kw_only=True):
    """All debits and all credits of one currency."""

    currency: str
    debits: int
    credits: int


class TrialBalanceView(Output, frozen=True, kw_only=True):
    """``balanced``: debits equal credits. ``agrees``: every kept balance is what its entries come
    to.
    """

    book: str
    at: date | None
    balanced: bool
    agrees: bool
    totals: list[TotalView]
    lines: list[TrialLineView]

    @classmethod
    def of(cls, proof: TrialBalance) -> "TrialBalanceView":
        """What staff see of a trial balance."""
        return cls(
            book=proof.book,
            at=proof.day,
            balanced=proof.is_balanced,
            agrees=proof.agrees,
            totals=[
                TotalView(currency=total.currency, debits=total.debits, credits=total.credits)
                for total in proof.totals
            ],
            lines=[
                TrialLineView(
                    account=line.account,
                    type=line.type,
                    currency=line.currency,
                    debits=line.debits,
                    credits=line.credits,
                    balance=line.balance,
                    kept=None if line.kept is None else line.type.side * line.kept,
                    agrees=line.agrees,
                )
                for line in proof.lines
            ],
        )
