"""A supplier's order lines of a period as a table, CSV or XLSX."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from teleshop.invoices.domain.receipt import FileState, MadeFile
from teleshop.invoices.domain.supply import LineState, SupplierLine
from teleshop.kernel.clock import CHINA, china_date, end_of_china_day, start_of_china_day
from teleshop.kernel.findings import Finding, FindingKind
from teleshop.kernel.spreadsheets import Row, yuan

PREFIX: Final = "sxp"
CLAUSE: Final = "3.2.5"
MOST_DAYS: Final = 366
MOST_LINES: Final = 200_000
"""What one table may hold; a worksheet takes a million rows, and a reader far fewer."""
COLUMNS: Final = (
    "订单 Order",
    "行 Line",
    "状态 State",
    "渠道 Channel",
    "下单时间（北京时间） Ordered",
    "付款时间 Paid",
    "发货时间 Shipped",
    "签收时间 Delivered",
    "完成时间 Completed",
    "取消时间 Cancelled",
    "承诺送达 Promised",
    "省份 Province",
    "商品 Product",
    "SKU",
    "名称 Title",
    "赠品 Gift",
    "数量 Quantity",
    "已发 Shipped pieces",
    "退回 Returned pieces",
    "拒收 Refused pieces",
    "单价 Price",
    "金额 Amount",
)
MONEY: Final = (21, 22)
"""The columns (from 1) that hold amounts in yuan."""
STATES: Final = {
    LineState.PLACED: ("已下单", "placed"),
    LineState.PAID: ("已付款", "paid"),
    LineState.SHIPPED: ("已发货", "shipped"),
    LineState.DELIVERED: ("已签收", "delivered"),
    LineState.COMPLETED: ("已完成", "completed"),
    LineState.RETURNED: ("已退货", "returned"),
    LineState.REFUSED: ("已拒收", "refused"),
    LineState.CANCELLED: ("已取消", "cancelled"),
}
PROVINCES: Final = {
    "11": "北京",
    "12": "天津",
    "13": "河北",
    "14": "山西",
    "15": "内蒙古",
    "21": "辽宁",
    "22": "吉林",
    "23": "黑龙江",
    "31": "上海",
    "32": "江苏",
    "33": "浙江",
    "34": "安徽",
    "35": "福建",
    "36": "江西",
    "37": "山东",
    "41": "河南",
    "42": "湖北",
    "43": "湖南",
    "44": "广东",
    "45": "广西",
    "46": "海南",
    "50": "重庆",
    "51": "四川",
    "52": "贵州",
    "53": "云南",
    "54": "西藏",
    "61": "陕西",
    "62": "甘肃",
    "63": "青海",
    "64": "宁夏",
    "65": "新疆",
    "71": "台湾",
    "81": "香港",
    "82": "澳门",
}
"""GB/T 2260, by the first two digits."""


class Form(StrEnum):
    """In which form the lines are wanted."""

    CSV = "csv"
    XLSX = "xlsx"


class ExportFailure(StrEnum):
    """Why a table could not be made, and so what to do."""

    TOO_MANY_LINES = "too_many_lines"
    """More than :data:`MOST_LINES`: fewer days can be had."""
    NOT_MADE_IN_TIME = "not_made_in_time"
    """A technical failure: it may be asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierExport:
    """The lines of ``supplier_id`` that were ordered on the days ``first`` to ``last`` (China),
    both included. ``failure`` is why there is no table.
    """

    id: str
    supplier_id: str
    first: date
    last: date
    form: Form
    asked_at: datetime
    asked_by: str
    by_staff: bool = False
    state: FileState = FileState.REQUESTED
    made_at: datetime | None = None
    lines: int = 0
    file: MadeFile | None = None
    failure: ExportFailure | None = None
    version: int = 1

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From which instant on, and before which."""
        return start_of_china_day(self.first), end_of_china_day(self.last)


DAYS_REVERSED = FindingKind(
    "days_reversed",
    CLAUSE,
    "结束日期不能早于开始日期；请核对。",
    "The last day cannot be before the first; check both.",
)
DAY_IN_THE_FUTURE = FindingKind(
    "day_in_the_future",
    CLAUSE,
    "开始日期不能晚于今天；请选择已有订单的日期。",
    "The first day cannot be after today; choose days that have orders.",
)
TOO_MANY_DAYS = FindingKind(
    "too_many_days",
    CLAUSE,
    "一次最多导出 {most} 天，现为 {days} 天；请分几次导出。",
    "At most {most} days go into one export, not {days}; make several.",
)


def period_faults(first: date, last: date, now: datetime) -> list[Finding]:
    """What is wrong with the days that are wanted."""
    if last < first:
        return [DAYS_REVERSED.at("/to")]
    found = []
    if first > china_date(now):
        found.append(DAY_IN_THE_FUTURE.at("/from"))
    days = (last - first).days + 1
    if days > MOST_DAYS:
        found.append(TOO_MANY_DAYS.at("/to", most=MOST_DAYS, days=days))
    return found


def rows(lines: Iterable[SupplierLine]) -> Iterator[Row]:
    """The lines as rows under :data:`COLUMNS`, one by one."""
    for line in lines:
        yield (
            line.order_id,
            line.line,
            " ".join(STATES[line.state]),
            line.channel,
            _local(line.placed_at),
            _local(line.paid_at),
            _local(line.shipped_at),
            _local(line.delivered_at),
            _local(line.completed_at),
            _local(line.cancelled_at),
            line.promised_on.isoformat() if line.promised_on else "",
            PROVINCES.get(line.province or "", line.province or ""),
            line.product_id,
            line.sku,
            line.title,
            "是 yes" if line.gift else "否 no",
            line.quantity,
            line.shipped,
            line.returned,
            line.refused,
            yuan(line.price),
            yuan(line.amount),
        )


def _local(at: datetime | None) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if at else ""
