"""The monthly statement: what goes in comes out, the same to the byte, and no text calculates."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types

from functions.fund.workbook import render
from teleshop.fund.domain.statement import (
    Movement,
    Statement,
    account_month,
    refuse_unless_over,
)
from teleshop.fund.errors import MonthNotOverError

pytestmark = pytest.mark.clause("6.3.4")


def statement(reference: str = "bank-1", memo: str | None = None, spoilt: int = 0) -> Statement:
    at = datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC)
    cash = account_month("free_cash", ("可用资金", "free cash"), ("asset", "CNY"), 500, [100, -30])
    gifts = account_month(
        "contributions", ("基金投入", "contributions"), ("equity", "CNY"), -500 + spoilt, [-100, 30]
    )
    legs = (("free_cash", 100), ("contributions", -100))
    return Statement(
        book="fund",
        month="2026-10",
        accounts=(gifts, cash),
        movements=tuple(
            Movement(
                entry_id="ent_1",
                at=at,
                kind="contribution",
                reference=reference,
                account=account,
                amount=amount,
                memo=memo,
            )
            for account, amount in legs
        ),
    )


def rows(content: bytes, sheet: int) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(content))
    return [tuple(row) for row in book.worksheets[sheet].iter_rows(min_row=3, values_only=True)]


def test_opening_and_movements_give_the_closing_and_both_sides_balance() -> None:
    made = statement()
    assert [account.closing for account in made.accounts] == [-570, 570]
    assert made.is_balanced
    assert not statement(spoilt=1).is_balanced


def test_the_workbook_shows_balances_movements_and_the_trial_balance_in_yuan() -> None:
    content = render(statement())
    contributions, cash = rows(content, 0)
    assert contributions[0] == "contributions"
    assert [Decimal(str(value)) for value in contributions[4:]] == [
        Decimal("5"),
        Decimal("0.3"),
        Decimal("1"),
        Decimal("5.7"),
    ]
    assert cash[1:4] == ("可用资金 free cash", "资产 asset", "CNY")
    first, second = rows(content, 1)
    assert first[0] == "2026-10-31 23:59:59"
    assert (first[4:7], second[4:7]) == (("free_cash", 1, 0), ("contributions", 0, 1))
    *_, total = rows(content, 2)
    assert total[0] == "合计 Total: 平衡 balanced"
    assert (total[2], total[3]) == (5.7, 5.7)
    assert "NOT BALANCED" in rows(render(statement(spoilt=1)), 2)[-1][0]


def test_the_same_statement_is_the_same_file_whenever_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = render(statement())
    import time

    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86_400)
    assert render(statement()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {place.date_time for place in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
    assert render(statement(reference="bank-2")) != first


def test_no_text_is_taken_for_a_formula() -> None:
    book = load_workbook(io.BytesIO(render(statement(reference="=1+1", memo="@SUM(A1)"))))
    cells = [cell for row in book.worksheets[1].iter_rows(min_row=3) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_a_month_is_over_with_its_last_instant_in_china() -> None:
    over = datetime(2026, 10, 31, 16, tzinfo=UTC)
    refuse_unless_over("2026-10", date(2026, 11, 1), over)
    with pytest.raises(MonthNotOverError):
        refuse_unless_over("2026-10", date(2026, 11, 1), over.replace(hour=15))


def test_an_empty_month_is_a_statement_too() -> None:
    empty = Statement(book="fund", month="2026-10", accounts=(), movements=())
    assert empty.is_balanced
    assert rows(render(empty), 0) == []
