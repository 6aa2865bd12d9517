"""The monthly statement as a workbook (XLSX): the same statement gives the same bytes."""

from collections.abc import Iterable
from typing import Final

from teleshop.fund.domain.statement import AccountMonth, Statement
from teleshop.kernel.clock import CHINA
from teleshop.kernel.spreadsheets import Row, Sheet, workbook, yuan

_DEBIT_SIDE: Final = frozenset({"asset", "expense"})
TYPES: Final = {
    "asset": "资产 asset",
    "liability": "负债 liability",
    "equity": "权益 equity",
    "income": "收入 income",
    "expense": "费用 expense",
}
KINDS: Final = {
    "contribution": "投入 contribution",
    "contribution_reversal": "投入冲销 contribution reversed",
    "reservation": "预留 reservation",
    "release": "释放 release",
    "payout": "赔付 payout",
    "recovery": "追偿 recovery",
    "write_off": "核销 write-off",
}

BALANCES: Final = (
    "科目 Account",
    "名称 Name",
    "类别 Type",
    "币种 Currency",
    "期初 Opening",
    "借方 Debits",
    "贷方 Credits",
    "期末 Closing",
)
MOVEMENTS: Final = (
    "时间（北京时间） Time in China",
    "凭证 Entry",
    "类型 Kind",
    "业务编号 Reference",
    "科目 Account",
    "借方 Debit",
    "贷方 Credit",
    "备注 Memo",
)
TRIAL: Final = ("科目 Account", "名称 Name", "借方余额 Debit balance", "贷方余额 Credit balance")


def render(statement: Statement) -> bytes:
    """The file: balances, movements, trial balance. Amounts are yuan."""
    title = f"保障基金月度报表 Protection fund, {statement.month}"
    parts: tuple[tuple[str, tuple[str, ...], Iterable[Row], range], ...] = (
        ("余额 Balances", BALANCES, map(_balance, statement.accounts), range(5, 9)),
        ("明细 Movements", MOVEMENTS, _movements(statement), range(6, 8)),
        ("试算平衡 Trial balance", TRIAL, _trial(statement), range(3, 5)),
    )
    return workbook(
        [
            Sheet(name=name, title=title, columns=columns, rows=rows, money=money)
            for name, columns, rows, money in parts
        ]
    )


def _balance(account: AccountMonth) -> Row:
    side = 1 if account.type in _DEBIT_SIDE else -1
    return (
        account.code,
        f"{account.zh} {account.en}",
        TYPES[account.type],
        account.currency,
        yuan(side * account.opening),
        yuan(account.debits),
        yuan(account.credits),
        yuan(side * account.closing),
    )


def _movements(statement: Statement) -> Iterable[Row]:
    for line in statement.movements:
        yield (
            f"{line.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
            line.entry_id,
            KINDS.get(line.kind, line.kind),
            line.reference,
            line.account,
            yuan(max(0, line.amount)),
            yuan(max(0, -line.amount)),
            line.memo or "",
        )


def _trial(statement: Statement) -> Iterable[Row]:
    totals = [0, 0]
    for account in statement.accounts:
        debit, credit = max(0, account.closing), max(0, -account.closing)
        totals = [totals[0] + debit, totals[1] + credit]
        yield account.code, f"{account.zh} {account.en}", yuan(debit), yuan(credit)
    verdict = "平衡 balanced" if statement.is_balanced else "不平衡 NOT BALANCED"
    yield f"合计 Total: {verdict}", "", yuan(totals[0]), yuan(totals[1])
