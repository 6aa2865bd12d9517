"""The monthly statement of the fund: opening balances, movements, closing balances.

Nothing in it depends on when it is made, so that the same entries give the same file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from teleshop.fund.errors import MonthNotOverError
from teleshop.kernel.clock import china_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A leg of an entry of the month: ``amount`` fen, a debit positive, a credit negative."""

    entry_id: str
    at: datetime
    kind: str
    reference: str
    account: str
    amount: int
    memo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMonth:
    """An account over a month; ``opening`` and ``closing`` are debits less credits, in fen."""

    code: str
    zh: str
    en: str
    type: str
    currency: str
    opening: int
    debits: int
    credits: int

    @property
    def closing(self) -> int:
        """Debits less credits at the end of the month."""
        return self.opening + self.debits - self.credits


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A month (``2026-10``) of a book: ``movements`` in order of time, ``accounts`` by code."""

    book: str
    month: str
    accounts: tuple[AccountMonth, ...]
    movements: tuple[Movement, ...]

    @property
    def is_balanced(self) -> bool:
        """Whether debits equal credits: at the start, over the month and at the end."""
        sums: dict[str, tuple[int, int]] = {}
        for account in self.accounts:
            opening, month = sums.get(account.currency, (0, 0))
            sums[account.currency] = (
                opening + account.opening,
                month + account.debits - account.credits,
            )
        return not any(part for pair in sums.values() for part in pair)


class StatementState(StrEnum):
    """Whether the file is there."""

    REQUESTED = "requested"
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord:
    """Where the statement of a month is; ``sha256``, ``size`` and ``version_id`` are of the file
    under ``key``.
    """

    month: str
    state: StatementState
    asked_at: datetime
    made_at: datetime | None = None
    key: str | None = None
    version_id: str | None = None
    sha256: str | None = None
    size: int = 0
    movements: int = 0
    balanced: bool = False
    version: int = 1


def account_month(
    code: str, words: tuple[str, str], kind: tuple[str, str], opening: int, legs: Sequence[int]
) -> AccountMonth:
    """An account from its opening and the amounts of the month; ``kind`` is type and currency."""
    return AccountMonth(
        code=code,
        zh=words[0],
        en=words[1],
        type=kind[0],
        currency=kind[1],
        opening=opening,
        debits=sum(amount for amount in legs if amount > 0),
        credits=-sum(amount for amount in legs if amount < 0),
    )


def refuse_unless_over(month: str, next_month_begins: date, now: datetime) -> None:
    """Refuse a month that is still running at ``now`` in China."""
    if china_date(now) < next_month_begins:
        raise MonthNotOverError(month=month)
