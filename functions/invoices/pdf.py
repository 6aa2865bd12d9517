"""The receipt of purchase as PDF: the same receipt gives the same bytes.

The font is one of those that every reader of PDF brings for Chinese (STSong-Light), so that no font
file is shipped.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors  # type: ignore[import-untyped]  # publishes no types
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import registerFont  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)

from teleshop.invoices.domain.receipt import BoughtLine, Purchase, Receipt, return_terms
from teleshop.kernel.clock import CHINA
from teleshop.kernel.money import yuan

FONT: Final = "STSong-Light"
TITLE: Final = "购物凭证 Receipt of purchase"
HEAD: Final = ("商品 Goods", "数量 Pieces", "标价 Marked", "单价 Price", "实付 Paid")
WIDTHS: Final = (92 * mm, 18 * mm, 21 * mm, 21 * mm, 21 * mm)
METHODS: Final = {
    "gateway": "在线支付 online",
    "cash_on_delivery": "货到付款 cash on delivery",
}
_TEXT: Final = ParagraphStyle("text", fontName=FONT, fontSize=9, leading=13, wordWrap="CJK")
_SMALL: Final = ParagraphStyle("small", parent=_TEXT, fontSize=7.5, leading=10, wordWrap="CJK")
_RIGHT: Final = ParagraphStyle("right", parent=_TEXT, alignment=2)
_HEADING: Final = ParagraphStyle("heading", parent=_TEXT, fontSize=15, leading=22)
_LOOK: Final = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#DDE6F0")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)


def print_receipt(receipt: Receipt, path: Path) -> None:
    """Write the receipt into a file; amounts are yuan."""
    registerFont(UnicodeCIDFont(FONT))
    operator, bought = receipt.operator, receipt.purchase
    # `invariant` leaves out the time of printing and the random id of the file.
    document = SimpleDocTemplate(
        str(path),
        pagesize=A4,
        invariant=1,
        title=TITLE,
        author=operator.name,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=16 * mm,
        bottomMargin=16 * mm,
    )
    rows = [[_text(name) for name in HEAD], *(_row(line) for line in bought.lines)]
    document.build(
        [
            Paragraph(TITLE, _HEADING),
            _text(f"{operator.name}（统一社会信用代码 USCC {operator.uscc}）"),
            _text(f"地址 Address: {operator.address}　联系方式 Contact: {operator.contact}"),
            Spacer(1, 4 * mm),
            *_facts(bought),
            Spacer(1, 4 * mm),
            LongTable(rows, colWidths=WIDTHS, repeatRows=1, style=_LOOK),
            Spacer(1, 3 * mm),
            *_totals(bought),
            Spacer(1, 5 * mm),
            *_notes(),
        ]
    )


def _text(words: str, style: Any = _TEXT) -> Any:
    return Paragraph(escape(words), style)


def _facts(bought: Purchase) -> Iterable[Any]:
    yield _text(f"订单号 Order: {bought.order_id}　下单 Ordered: {_local(bought.placed_at)}")
    method = METHODS.get(bought.method, bought.method)
    yield _text(f"付款 Paid: {_local(bought.paid_at)}　{method}")
    if bought.delivered_at is not None:
        yield _text(f"签收 Signed for: {_local(bought.delivered_at)}")
    elif bought.promised_on is not None:
        yield _text(f"承诺送达 Promised by: {bought.promised_on}")


def _row(line: BoughtLine) -> list[Any]:
    terms = return_terms(line)
    options = "，".join(f"{name} {value}" for name, value in line.options)
    about = [
        f"{line.sku}　{options}" if options else line.sku,
        *(f"{step.words.zh} {step.words.en}" for step in line.steps),
        f"{terms.zh} {terms.en}",
    ]
    if line.warranty_months:
        about.append(f"保修 {line.warranty_months} 个月 warranty {line.warranty_months} months")
    if line.returned:
        about.append(f"已退回 {line.returned} 件 {line.returned} came back")
    return [
        [_text(line.title), *(_text(words, _SMALL) for words in about)],
        _text(str(line.quantity), _RIGHT),
        _text("" if line.list_price is None else yuan(line.list_price), _RIGHT),
        _text(yuan(line.price), _RIGHT),
        _text(yuan(line.amount), _RIGHT),
    ]


def _totals(bought: Purchase) -> Iterable[Any]:
    yield _text(f"运费 Freight: {yuan(bought.freight)} {bought.currency}", _RIGHT)
    yield _text(f"合计实付 Paid in all: {yuan(bought.paid)} {bought.currency}", _RIGHT)
    if bought.refunded:
        yield _text(f"已退款 Refunded: {yuan(bought.refunded)} {bought.currency}", _RIGHT)


def _notes() -> Iterable[Any]:
    yield _text(
        "商品有质量问题的，退货、更换、修理依法不受上述期限影响。本凭证不是发票；需要发票请在平台申请。",
        _SMALL,
    )
    yield _text(
        "Rights where goods are defective stay, whatever is said above. This is no invoice "
        "(fapiao); one can be requested on the platform.",
        _SMALL,
    )


def _local(at: datetime | None) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""
