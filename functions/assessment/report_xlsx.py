"""The report of a scorecard as a workbook (XLSX) with charts; the same report, the same bytes."""

from collections.abc import Iterator
from typing import Any, Final

from teleshop.assessment.domain.indicators import Unit
from teleshop.assessment.domain.reports import NONE, UNIT_WORDS, Report, ReportLine
from teleshop.assessment.domain.words import Explained
from teleshop.kernel.clock import CHINA
from teleshop.kernel.spreadsheets import Row, Sheet, workbook

SUMMARY: Final = "概要 Summary"
CRITERIA: Final = "指标 Criteria"
TREND: Final = "走势 Trend"
OTHERS: Final = "同行 Others"
FIRST: Final = 3
"""The first row below a sheet's title and columns."""
LINES: Final = (
    "分组 Group",
    "指标 Criterion",
    "数值 Value",
    "达成 Reached (0-100)",
    "权重 Weight (%)",
    "得分 Points",
    "说明",
    "Explanation",
)
QUARTERS: Final = ("季度 Quarter", "得分 Score", "等级 Band")
PEERS: Final = (
    "指标 Criterion",
    "单位 Unit",
    "本供应商 Own",
    "下四分位 Lower quartile",
    "中位数 Median",
    "上四分位 Upper quartile",
    "同行数 Others",
)


def render(report: Report) -> bytes:
    """The file: summary, criteria, trend, and the others' quartiles where they may be shown."""
    title = f"供应商季度考核报告 Scorecard {report.quarter} {report.supplier_id}"
    compared = _compared(report)
    parts: tuple[tuple[str, tuple[str, ...], Iterator[Row]], ...] = (
        (SUMMARY, ("项目 Item", "内容", "Content"), _summary(report)),
        (CRITERIA, LINES, map(_line, report.lines)),
        (TREND, QUARTERS, ((one.quarter, one.score, _cell(one.band)) for one in report.trend)),
        (OTHERS, PEERS, map(_peer, compared)),
    )
    sheets = [
        Sheet(name=name, title=title, columns=columns, rows=rows) for name, columns, rows in parts
    ]
    return workbook(sheets, lambda book: _draw(book, report, compared))


def _compared(report: Report) -> list[ReportLine]:
    """The lines with enough others, those of one unit together, since they share a chart."""
    found = [one for one in report.lines if one.others is not None and one.own is not None]
    return sorted(found, key=lambda one: list(Unit).index(one.unit))


def _summary(report: Report) -> Iterator[Row]:
    score = report.score
    day = f"{report.assessed_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    yield "供应商 Supplier", report.supplier_id, report.supplier_id
    yield "季度 Quarter", report.quarter, report.quarter
    yield "得分 Score", score, score
    yield "等级 Band", report.band.zh, report.band.en
    if report.rank is not None:
        yield "同类位置 Place in its category", report.rank.zh, report.rank.en
    yield "考核次数 Run", report.run, report.run
    yield "类目 Category", report.category, report.category
    yield "订单数 Orders", report.orders, report.orders
    yield "考核办法版本 Version of the policy", report.policy, report.policy
    yield "考核时间（北京时间） Assessed at (China time)", day, day
    yield "说明 Explanation", report.explained.zh, report.explained.en
    if report.deducted:
        yield "违规扣分 Deduction", report.deduction.zh, report.deduction.en


def _line(line: ReportLine) -> Row:
    return (
        _both(line.group),
        _both(line.name),
        _cell(line.value),
        line.reached,
        line.weight,
        line.points,
        line.explained.zh,
        line.explained.en,
    )


def _peer(line: ReportLine) -> Row:
    others = line.others
    if others is None:
        return ()
    unit = UNIT_WORDS[line.unit]
    return (
        _both(line.name),
        _both(unit),
        line.own,
        others.lower,
        others.median,
        others.upper,
        others.count,
    )


def _cell(words: Explained) -> str | None:
    """A dash would be quoted, as the beginning of a formula: what is not there is an empty cell."""
    return None if words == NONE else _both(words)


def _both(words: Explained) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"


def _draw(book: Any, report: Report, compared: list[ReportLine]) -> None:
    """The charts beside their tables."""
    from openpyxl.chart import LineChart  # type: ignore[import-untyped]  # publishes no types

    reached = _bars("各项达成 Reached by criterion", "0-100")
    last = FIRST + len(report.lines) - 1
    _fill(reached, book[CRITERIA], columns=(4, 4), names=2, rows=(FIRST, last))
    book[CRITERIA].add_chart(reached, "J3")

    line = LineChart()
    line.title, line.height, line.width = "得分走势 Scores by quarter", 9, 18
    line.y_axis.scaling.min, line.y_axis.scaling.max = 0, 100
    line.x_axis.delete = line.y_axis.delete = False
    last = FIRST + len(report.trend) - 1
    _fill(line, book[TREND], columns=(2, 2), names=1, rows=(FIRST, last))
    book[TREND].add_chart(line, "E3")

    row, place = FIRST, 3
    for unit in Unit:
        count = sum(one.unit is unit for one in compared)
        if count:
            words = UNIT_WORDS[unit]
            beside = _bars(f"本供应商与同行 Own and others ({_both(words)})", _both(words))
            _fill(beside, book[OTHERS], columns=(3, 6), names=1, rows=(row, row + count - 1))
            book[OTHERS].add_chart(beside, f"I{place}")
            row, place = row + count, place + 20


def _bars(title: str, axis: str) -> Any:
    from openpyxl.chart import BarChart

    made = BarChart()
    made.title, made.y_axis.title = title, axis
    made.height, made.width = 9, 18
    # Without this newer versions of Excel draw no axes.
    made.x_axis.delete = made.y_axis.delete = False
    return made


def _fill(
    chart: Any, sheet: Any, *, columns: tuple[int, int], names: int, rows: tuple[int, int]
) -> None:
    """Let a chart show columns of a sheet, each with its head as name; nothing without rows."""
    from openpyxl.chart import Reference, Series

    first, last = rows
    for column in range(columns[0], columns[1] + 1):
        values = Reference(sheet, min_col=column, min_row=first, max_row=max(first, last))
        series = Series(values, title=sheet.cell(FIRST - 1, column).value)
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=names, min_row=first, max_row=max(first, last)))
