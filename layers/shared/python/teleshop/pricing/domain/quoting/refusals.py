"""Why a quote is refused: every fault of every line at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from teleshop.kernel.errors import FieldError, Refusal
from teleshop.kernel.findings import FindingKind
from teleshop.pricing.domain.quoting.records import QuoteLine
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.domain.terms import Channel

MAX_LINES: Final = 200
MAX_QUANTITY: Final = 9_999
"""Pieces of one SKU in one quote, over all of its lines."""

NO_LINES = FindingKind(
    code="lines_missing",
    clause="4.3.4",
    zh="请至少提交一行商品。",
    en="Ask for at least one line.",
)
TOO_MANY_LINES = FindingKind(
    code="too_many_lines",
    clause="4.3.4",
    zh="一次最多报价 {max} 行，现有 {count} 行；请分次提交。",
    en="One quote takes at most {max} lines, not {count}; ask in parts.",
)
QUANTITY_OUT_OF_BOUNDS = FindingKind(
    code="quantity_out_of_bounds",
    clause="4.3.4",
    zh="数量须为 1 至 {max} 的整数（同一商品各行合计），现为 {quantity}。",
    en="A quantity is from 1 to {max}, over all lines of the article; this is {quantity}.",
)
NO_PRICE = FindingKind(
    code="no_price",
    clause="4.3.4",
    zh="商品 {sku} 在该渠道此刻没有生效的价格，不能销售；请移除该商品或选择其他渠道。",
    en="{sku} has no price in force in this channel now and cannot be sold; leave it out or choose "
    "another channel.",
)
SUSPENDED = FindingKind(
    code="price_suspended",
    clause="4.4.2",
    zh="商品 {sku} 的价格因核查已暂停，暂不能销售；请移除该商品，恢复后再试。",
    en="The price of {sku} is suspended while it is being checked; leave it out and try again "
    "later.",
)
NOT_ON_SALE = FindingKind(
    code="not_on_sale",
    clause="4.3.4",
    zh="商品 {sku} 目前未上架（未发布、已暂停或已下架），不能销售；请移除该商品。",
    en="{sku} is not on sale now (not published yet, suspended or withdrawn); leave it out.",
)


class QuoteRefusedError(Refusal):
    """Some lines cannot be priced; ``errors`` names every one of them."""

    code, status, clause = "quote_refused", 409, "4.3.4"
    zh = "部分商品无法报价，请按 errors 中的说明逐项修改后重试。"
    en = "Some lines cannot be priced; correct each one listed in errors and ask again."


def faults_of(
    lines: Sequence[QuoteLine], at: datetime, channel: Channel, sheets: Mapping[str, Sheet]
) -> list[FieldError]:
    """Everything that stands against pricing the lines; pointers are into ``{"lines": …}``."""
    if not lines:
        return [NO_LINES.at("/lines")]
    if len(lines) > MAX_LINES:
        return [TOO_MANY_LINES.at("/lines", max=MAX_LINES, count=len(lines))]
    pieces: dict[str, int] = {}
    for line in lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    faults = []
    for number, line in enumerate(lines):
        quantity = pieces[line.sku] if line.quantity > 0 else line.quantity
        if not 1 <= quantity <= MAX_QUANTITY:
            faults.append(
                QUANTITY_OUT_OF_BOUNDS.at(
                    f"/lines/{number}/quantity", max=MAX_QUANTITY, quantity=quantity
                )
            )
        sheet = sheets.get(line.sku)
        if sheet is not None and sheet.holds:
            faults.append(SUSPENDED.at(f"/lines/{number}/sku", sku=line.sku))
        elif sheet is not None and not sheet.on_sale:
            faults.append(NOT_ON_SALE.at(f"/lines/{number}/sku", sku=line.sku))
        elif sheet is None or sheet.price_at(at, channel) is None:
            faults.append(NO_PRICE.at(f"/lines/{number}/sku", sku=line.sku))
    return faults
