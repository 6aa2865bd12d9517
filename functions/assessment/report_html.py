"""The report of a scorecard as one HTML file: nothing is loaded from elsewhere, and it can be read
aloud. The same report gives the same bytes.

It is built as a tree of elements, never from pieces of markup: so every text in it is escaped.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

from functions.assessment.report_charts import range_chart, trend_chart
from teleshop.assessment.domain.reports import UNIT_WORDS, Others, Report, ReportLine
from teleshop.assessment.domain.words import Explained
from teleshop.kernel.clock import CHINA

STYLE: Final = (
    "body{font-family:system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1b1f24;"
    "background:#fff;margin:2rem auto;max-width:64rem;padding:0 1rem;line-height:1.5}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "caption{text-align:left;font-weight:bold;padding:.5rem 0}"
    "th,td{border:1px solid #8c959f;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "thead th{background:#dde6f0}.n{text-align:right}.en{color:#47505a;display:block}"
    ".score{font-size:2rem;font-weight:bold}svg{max-width:100%;height:auto}"
)
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DASH: Final = "-"


def render(report: Report) -> bytes:
    """The file, UTF-8."""
    html = ET.Element("html", {"lang": "zh-CN"})
    head = ET.SubElement(html, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    viewport = {"name": "viewport", "content": "width=device-width, initial-scale=1"}
    ET.SubElement(head, "meta", viewport)
    _add(head, "title", f"供应商季度考核报告 {report.quarter} {report.supplier_id}")
    _add(head, "style", STYLE)
    main = ET.SubElement(ET.SubElement(html, "body"), "main")
    _summary(main, report)
    _lines(main, report.lines)
    _trend(main, report)
    _others(main, report.lines)
    page: bytes = ET.tostring(html, encoding="utf-8", method="html")
    return b"<!DOCTYPE html>\n" + page + b"\n"


def _summary(main: ET.Element, report: Report) -> None:
    _both(main, "h1", Explained("供应商季度考核报告", "Scorecard of a quarter"))
    score = DASH if report.score is None else f"{report.score}"
    place = _add(main, "p", f"{score} ", {"class": "score"})
    _both(place, "span", report.band)
    day = f"{report.assessed_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    facts: list[tuple[Explained, str]] = [
        (Explained("供应商", "Supplier"), report.supplier_id),
        (Explained("季度", "Quarter"), report.quarter),
        (Explained("考核次数", "Run"), str(report.run)),
        (Explained("类目", "Category"), report.category),
        (Explained("订单数", "Orders"), str(report.orders)),
        (Explained("考核办法版本", "Version of the policy"), str(report.policy)),
        (Explained("考核时间（北京时间）", "Assessed at (China time)"), day),
    ]
    table = ET.SubElement(main, "table")
    _both(table, "caption", Explained("基本信息", "In short"))
    body = ET.SubElement(table, "tbody")
    for words, value in facts:
        row = ET.SubElement(body, "tr")
        _both(row, "th", words, {"scope": "row"})
        _add(row, "td", value)
    if report.rank is not None:
        row = ET.SubElement(body, "tr")
        _both(row, "th", Explained("同类位置", "Place in its category"), {"scope": "row"})
        _both(ET.SubElement(row, "td"), "span", report.rank)
    _both(main, "p", report.explained)
    if report.deducted:
        _both(main, "p", report.deduction)


def _lines(main: ET.Element, lines: Sequence[ReportLine]) -> None:
    _both(main, "h2", Explained("得分明细", "Where every point comes from"))
    table = ET.SubElement(main, "table")
    _both(table, "caption", Explained("各项指标", "Criteria"))
    columns = (
        Explained("分组", "Group"),
        Explained("指标", "Criterion"),
        Explained("数值", "Value"),
        Explained("达成（0-100）", "Reached (0-100)"),
        Explained("权重（%）", "Weight (%)"),
        Explained("得分", "Points"),
        Explained("说明", "Explanation"),
    )
    _head(table, columns)
    body = ET.SubElement(table, "tbody")
    for line in lines:
        row = ET.SubElement(body, "tr")
        _both(ET.SubElement(row, "td"), "span", line.group)
        _both(row, "th", line.name, {"scope": "row"})
        _both(ET.SubElement(row, "td"), "span", line.value)
        for number in (line.reached, line.weight, line.points):
            _add(row, "td", _text(number), {"class": "n"})
        _both(ET.SubElement(row, "td"), "span", line.explained)


def _trend(main: ET.Element, report: Report) -> None:
    _both(main, "h2", Explained("近八个季度走势", "The last eight quarters"))
    main.append(trend_chart(report.trend))
    table = ET.SubElement(main, "table")
    _both(table, "caption", Explained("各季度得分", "Scores by quarter"))
    _head(
        table, (Explained("季度", "Quarter"), Explained("得分", "Score"), Explained("等级", "Band"))
    )
    body = ET.SubElement(table, "tbody")
    for point in report.trend:
        row = ET.SubElement(body, "tr")
        _add(row, "th", point.quarter, {"scope": "row"})
        _add(row, "td", _text(point.score), {"class": "n"})
        _both(ET.SubElement(row, "td"), "span", point.band)


def _others(main: ET.Element, lines: Sequence[ReportLine]) -> None:
    _both(main, "h2", Explained("与同行比较", "Beside the others"))
    told = Explained(
        "仅显示同行的四分位数（取约数），且仅在同行数量足够时显示。",
        "Of the others only the quartiles are shown, rounded, and only where they are enough.",
    )
    _both(main, "p", told)
    shown = [
        (line, line.own, line.others)
        for line in lines
        if line.others is not None and line.own is not None
    ]
    for line, own, others in shown:
        main.append(range_chart(f"{line.name.zh} {line.name.en}", own, others))
    if shown:
        _table_of_others(main, shown)


def _table_of_others(main: ET.Element, shown: Iterable[tuple[ReportLine, Decimal, Others]]) -> None:
    table = ET.SubElement(main, "table")
    _both(table, "caption", Explained("本供应商与同行", "Own value and quartiles of the others"))
    columns = (
        Explained("指标", "Criterion"),
        Explained("单位", "Unit"),
        Explained("本供应商", "Own"),
        Explained("下四分位", "Lower quartile"),
        Explained("中位数", "Median"),
        Explained("上四分位", "Upper quartile"),
        Explained("同行数", "Others"),
    )
    _head(table, columns)
    body = ET.SubElement(table, "tbody")
    for line, own, others in shown:
        row = ET.SubElement(body, "tr")
        _both(row, "th", line.name, {"scope": "row"})
        _both(ET.SubElement(row, "td"), "span", UNIT_WORDS[line.unit])
        for number in (own, others.lower, others.median, others.upper):
            _add(row, "td", _text(number), {"class": "n"})
        _add(row, "td", str(others.count), {"class": "n"})


def _head(table: ET.Element, columns: Iterable[Explained]) -> None:
    row = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for words in columns:
        _both(row, "th", words, {"scope": "col"})


def _add(
    parent: ET.Element, tag: str, text: str, attributes: dict[str, str] | None = None
) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes or {})
    made.text = _FORBIDDEN.sub("\ufffd", text)
    return made


def _both(
    parent: ET.Element, tag: str, words: Explained, attributes: dict[str, str] | None = None
) -> None:
    """A text in Chinese, and under it in English."""
    made = _add(parent, tag, words.zh, attributes)
    if words.en and words.en != words.zh:
        _add(made, "span", words.en, {"class": "en", "lang": "en"})


def _text(number: Decimal | None) -> str:
    return DASH if number is None else f"{number:,}"
