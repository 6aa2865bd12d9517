"""The monthly statement as a workbook (XLSX): the same statement gives the same bytes.

Two things would differ from run to run and are fixed here: the times in the zip and in the
document's properties. Texts that a spreadsheet could take for a formula get an apostrophe before
them.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook  # type: ignore[import-untyped]  # publishes no types
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from teleshop.fund.domain.statement import AccountMonth, Statement
from teleshop.kernel.clock import CHINA

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_STAMP: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_FIXED: Final = rb"\g<1>1980-01-01T00:00:00Z\g<3>"
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
MONEY: Final = "#,##0.00;[Red]-#,##0.00"
_HEAD: Final = PatternFill("solid", fgColor="DDE6F0")
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

Row = Sequence[Any]


def render(statement: Statement) -> bytes:
    """The file: balances, movements, trial balance. Amounts are yuan."""
    book = Workbook()
    title = f"保障基金月度报表 Protection fund, {statement.month}"
    balances = book.active
    balances.title = "余额 Balances"
    _fill(
        balances,
        title,
        BALANCES,
        map(_balance, statement.accounts),
        money=range(5, 9),
    )
    _fill(
        book.create_sheet("明细 Movements"),
        title,
        MOVEMENTS,
        _movements(statement),
        money=range(6, 8),
    )
    _fill(
        book.create_sheet("试算平衡 Trial balance"),
        title,
        TRIAL,
        _trial(statement),
        money=range(3, 5),
    )
    return _without_times(book)


def _balance(account: AccountMonth) -> Row:
    side = 1 if account.type in _DEBIT_SIDE else -1
    return (
        account.code,
        f"{account.zh} {account.en}",
        TYPES[account.type],
        account.currency,
        _yuan(side * account.opening),
        _yuan(account.debits),
        _yuan(account.credits),
        _yuan(side * account.closing),
    )


def _movements(statement: Statement) -> Iterable[Row]:
    for line in statement.movements:
        yield (
            f"{line.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
            line.entry_id,
            KINDS.get(line.kind, line.kind),
            line.reference,
            line.account,
            _yuan(max(0, line.amount)),
            _yuan(max(0, -line.amount)),
            line.memo or "",
        )


def _trial(statement: Statement) -> Iterable[Row]:
    totals = [0, 0]
    for account in statement.accounts:
        debit, credit = max(0, account.closing), max(0, -account.closing)
        totals = [totals[0] + debit, totals[1] + credit]
        yield account.code, f"{account.zh} {account.en}", _yuan(debit), _yuan(credit)
    verdict = "平衡 balanced" if statement.is_balanced else "不平衡 NOT BALANCED"
    yield f"合计 Total: {verdict}", "", _yuan(totals[0]), _yuan(totals[1])


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def _fill(sheet: Any, title: str, names: Row, rows: Iterable[Row], *, money: range) -> None:
    sheet.append([title])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append(names)
    for cell in sheet[2]:
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row in rows:
        sheet.append([guarded(value) for value in row])
        for column in money:
            sheet.cell(sheet.max_row, column).number_format = MONEY
    for column in range(1, len(names) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 24
    sheet.freeze_panes = "A3"


def guarded(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula; other values as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def _without_times(book: Workbook) -> bytes:
    raw, fixed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in sorted(source.namelist()):
            place = zipfile.ZipInfo(name, _ZIP_EPOCH)
            place.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(_FIXED, content)
            target.writestr(place, content)
    return fixed.getvalue()
