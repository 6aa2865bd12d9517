"""The report of a scorecard: everything escaped, no other supplier in it, the same bytes twice."""

import io
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any, Final

import openpyxl  # type: ignore[import-untyped]  # publishes no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.assessment import report_html, report_xlsx
from teleshop.assessment.domain.bands import Band, RankBand
from teleshop.assessment.domain.card import Line
from teleshop.assessment.domain.indicators import SPECS, Indicator, Unit
from teleshop.assessment.domain.peers import PeerGroup, PeerView
from teleshop.assessment.domain.reports import LEAST_OTHERS, Report, report_of, trend_of
from teleshop.assessment.domain.words import Explained
from tests.factories import consequences as f
from tests.factories.scorecards import many

pytestmark = pytest.mark.clause("3.3.2")
VOID: Final = frozenset({"meta", "br", "hr", "img", "input", "link"})
HOSTILE = "</span><script>alert('x')</script><img src=x onerror=alert(1)>&\"'"


def report(record: Any = None, **changes: Any) -> Report:
    earlier = {one.quarter: one for one in f.history()}
    return replace(report_of(record or f.card(), earlier), **changes)


class Elements(HTMLParser):
    """Elements, attributes and texts; fails where an element is closed that is not open."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.seen if name == tag]


def test_a_report_is_one_page_that_loads_nothing_and_can_be_read_aloud() -> None:
    page = report_html.render(report())
    found = Elements(page)
    assert page.startswith(b"<!DOCTYPE html>")
    assert found.of("html") == [{"lang": "zh-CN"}]
    assert {name for name, _ in found.seen}.isdisjoint({"script", "link", "img", "iframe"})
    assert not any({"src", "href", "onclick"} & set(attributes) for _, attributes in found.seen)
    policy = next(one for one in found.of("meta") if one.get("http-equiv"))
    assert str(policy["content"]).startswith("default-src 'none'")
    assert len(found.of("h1")) == len(found.of("main")) == 1
    assert len(found.of("caption")) == len(found.of("table"))
    assert all(one.get("scope") in {"col", "row"} for one in found.of("th"))
    charts = found.of("svg")
    assert charts
    assert all(one["role"] == "img" and one["aria-label"] for one in charts)


def test_every_point_is_explained_in_both_languages() -> None:
    known = report()
    texts = " ".join(Elements(report_html.render(known)).texts)
    for line in known.lines:
        assert line.explained.zh
        assert line.explained.en
        for part in (line.name.zh, line.name.en, line.explained.zh, line.explained.en):
            assert part in texts
        assert f"{line.points:,}" in texts
    assert known.explained.zh in texts


def test_whatever_the_texts_say_they_stay_texts() -> None:
    known = report()
    hostile = Explained(HOSTILE, HOSTILE)
    lines = tuple(replace(line, name=hostile, explained=hostile) for line in known.lines)
    spoiled = replace(known, category=HOSTILE, explained=hostile, lines=lines, supplier_id=HOSTILE)
    found = Elements(report_html.render(spoiled))
    plain = Elements(report_html.render(known))
    assert [name for name, _ in found.seen if name != "span"] == [
        name for name, _ in plain.seen if name != "span"
    ]
    assert HOSTILE in found.texts


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_page_and_a_workbook(text: str) -> None:
    known = report(category=text, explained=Explained(text, text))
    Elements(report_html.render(known))
    openpyxl.load_workbook(io.BytesIO(report_xlsx.render(known)))


def test_a_workbook_opens_with_its_charts_and_no_formula() -> None:
    spoiled = report(category="=1+1", explained=Explained("=cmd|' /C calc'!A0", "@x"))
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx.render(spoiled)))
    assert book.sheetnames == [
        report_xlsx.SUMMARY,
        report_xlsx.CRITERIA,
        report_xlsx.TREND,
        report_xlsx.OTHERS,
    ]
    charts = {sheet.title: len(sheet._charts) for sheet in book.worksheets}
    assert charts[report_xlsx.CRITERIA] == charts[report_xlsx.TREND] == 1
    assert charts[report_xlsx.OTHERS] >= 2
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    trend = book[report_xlsx.TREND]
    assert [trend.cell(row, 1).value for row in range(3, 11)] == trend_of(f.QUARTER)
    # A quarter without a scorecard is a gap, not a dash that is quoted like a formula.
    assert [trend.cell(3, column).value for column in (2, 3)] == [None, None]


@pytest.mark.parametrize("render", [report_html.render, report_xlsx.render])
def test_the_same_scorecards_give_the_same_bytes(render: Any) -> None:
    assert render(report()) == render(report())


def test_the_trend_shows_eight_quarters_with_gaps() -> None:
    known = report()
    scores = {point.quarter: point.score for point in known.trend}
    assert list(scores) == trend_of(f.QUARTER)
    assert len(scores) == 8
    assert scores["2026Q1"] == f.SCORES[Band.EXCELLENT]
    assert scores["2026Q2"] is None
    assert scores[f.QUARTER] == f.SCORES[Band.UNQUALIFIED]
    # The four oldest and the one between have no scorecard.
    page = Elements(report_html.render(known))
    trend = next(one for one in page.of("svg") if one["class"] == "trend")
    assert "2026Q2: -" in str(trend["aria-label"])


def with_peers(line: Line, count: int) -> Line:
    view = PeerView(
        group=PeerGroup.CATEGORY,
        count=count,
        lower=Decimal("3.1"),
        median=Decimal("4.2"),
        upper=Decimal("77777.7"),
    )
    return replace(line, peers=view, shrunk=Decimal(5))


@pytest.mark.parametrize(("count", "seen"), [(LEAST_OTHERS - 1, False), (LEAST_OTHERS, True)])
def test_quartiles_are_shown_from_enough_others_alone(count: int, seen: bool) -> None:
    record = f.card()
    line = next(one for one in record.card.lines if SPECS[one.indicator].unit is Unit.PERCENT)
    spoiled = replace(record, card=replace(record.card, lines=(with_peers(line, count),)))
    known = report(spoiled)
    assert (known.lines[0].others is not None) is seen
    page = report_html.render(known).decode()
    assert ("77,777.7" in page) is seen
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx.render(known)))
    values = [cell.value for row in book[report_xlsx.OTHERS].iter_rows(min_row=3) for cell in row]
    assert (77777.7 in values) is seen


def test_no_other_supplier_is_in_a_report() -> None:
    known = report()
    page = report_html.render(known).decode()
    text = report_xlsx.render(known)
    book = openpyxl.load_workbook(io.BytesIO(text))
    cells = " ".join(
        str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    )
    for other in many(60):
        assert other.supplier_id not in page
        assert other.supplier_id not in cells


@pytest.mark.parametrize(
    ("fen", "yuan"),
    [("63571379.4", "640000"), ("0", "0"), ("123", "1"), ("-4567800", "-46000"), ("99500", "1000")],
)
def test_quartiles_of_amounts_have_two_digits_that_count(fen: str, yuan: str) -> None:
    record = f.card()
    line = next(one for one in record.card.lines if SPECS[one.indicator].unit is Unit.FEN)
    value = Decimal(fen)
    view = PeerView(group=PeerGroup.ALL, count=LEAST_OTHERS, lower=value, median=value, upper=value)
    card = replace(record.card, lines=(replace(line, peers=view),))
    others = report(replace(record, card=card)).lines[0].others
    assert others is not None
    assert {others.lower, others.median, others.upper} == {Decimal(yuan)}


def test_no_exact_amount_of_another_supplier_is_in_a_report() -> None:
    page = report_html.render(report()).decode()
    amounts = [one.values[Indicator.SALES_NET].numerator for one in many(60)]
    for fen in amounts:
        exact = Decimal(fen or 0).scaleb(-2)
        assert f"{exact:,}" not in page
        assert str(exact) not in page


def test_an_unrated_supplier_and_one_without_others_have_a_report_too() -> None:
    record = f.card(Band.NOT_RATED, peers=0)
    known = report(record)
    assert known.score is None
    page = Elements(report_html.render(known))
    assert "不评级" in page.texts
    assert not [one for one in page.of("svg") if one["class"] == "range"]
    openpyxl.load_workbook(io.BytesIO(report_xlsx.render(known)))


@pytest.mark.parametrize("rank", [None, *RankBand])
def test_the_place_is_told_as_a_band_never_as_a_rank(rank: RankBand | None) -> None:
    record = f.card()
    known = report(replace(record, card=replace(record.card, rank=rank)))
    assert ("同类位置" in report_html.render(known).decode()) is (rank is not None)


def test_what_violations_took_off_is_told() -> None:
    known = report(deducted=Decimal(4), deduction=Explained("违规扣 4 分", "4 points off"))
    assert "违规扣 4 分" in Elements(report_html.render(known)).texts
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx.render(known)))
    values = [cell.value for row in book[report_xlsx.SUMMARY].iter_rows() for cell in row]
    assert "违规扣 4 分" in values
