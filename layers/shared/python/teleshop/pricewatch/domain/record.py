"""The record of price violations of a month, for internal and outside supervision (standard
4.4.4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.kernel.clock import CHINA, china_date
from teleshop.kernel.spreadsheets import yuan
from teleshop.pricewatch.domain.policy import Kind, Severity
from teleshop.pricewatch.domain.violation import Evidence, Violation, ViolationState
from teleshop.pricewatch.errors import RecordMonthError

COLUMNS: Final = (
    "编号 Violation",
    "类型 Kind",
    "严重程度 Severity",
    "法律依据 Source",
    "SKU",
    "商品 Product",
    "供应商 Supplier",
    "渠道 Channel",
    "订单 Order",
    "促销 Promotion",
    "发现时间（北京时间） Found",
    "整改期限 Due",
    "状态 State",
    "逾期 Overdue",
    "整改时间 Corrected",
    "结案时间 Ended",
    "证据 Evidence",
)
KINDS: Final = {
    Kind.RAISED_THEN_DISCOUNTED: ("先涨后降", "raised, then discounted"),
    Kind.REFERENCE_WITHOUT_DEALS: ("虚构原价", "reference price without deals"),
    Kind.ENDLESS_PROMOTION: ("长期促销", "endless promotion"),
    Kind.PROMOTION_NOT_REVERTED: ("促销结束未恢复", "promotion not reverted"),
    Kind.CHARGED_NOT_PUBLISHED: ("收费与公布价格不符", "charged another price than published"),
    Kind.FEE_ABOVE_MARKED: ("价外加价", "fee above the marked price"),
    Kind.UNEQUAL_PRICES: ("同等条件不同价", "different prices under the same conditions"),
    Kind.SOLD_WITHOUT_PRICE: ("价格暂停或下架期间销售", "sold while suspended or off sale"),
    Kind.GIFT_MISSING: ("承诺的赠品缺失", "a promised gift is missing"),
}
SEVERITIES: Final = {
    Severity.MINOR: ("轻微", "minor"),
    Severity.SERIOUS: ("较重", "serious"),
    Severity.SEVERE: ("严重", "severe"),
}
STATES: Final = {
    ViolationState.OPEN: ("待整改", "open"),
    ViolationState.CORRECTED: ("待核验", "corrected"),
    ViolationState.CLOSED: ("已结案", "closed"),
    ViolationState.DISMISSED: ("不成立", "dismissed"),
}
SOURCES: Final = {
    Kind.RAISED_THEN_DISCOUNTED: "明码标价和禁止价格欺诈规定 17",
    Kind.REFERENCE_WITHOUT_DEALS: "明码标价和禁止价格欺诈规定 16",
    Kind.ENDLESS_PROMOTION: "运营服务规范 4.4.1",
    Kind.PROMOTION_NOT_REVERTED: "运营服务规范 4.3.4",
    Kind.CHARGED_NOT_PUBLISHED: "明码标价和禁止价格欺诈规定 19, 20",
    Kind.FEE_ABOVE_MARKED: "明码标价和禁止价格欺诈规定 8",
    Kind.UNEQUAL_PRICES: "互联网平台价格行为规则 15",
    Kind.SOLD_WITHOUT_PRICE: "运营服务规范 4.4.2",
    Kind.GIFT_MISSING: "明码标价和禁止价格欺诈规定 18, 20",
}


class RecordState(StrEnum):
    """Whether the files are there."""

    REQUESTED = "requested"
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """One form of the record (`csv`, `xlsx`) and where it is kept."""

    form: str
    key: str
    version_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationRecord:
    """The record of a ``month`` (``2026-11``); made again it has new files."""

    month: str
    state: RecordState
    asked_at: datetime
    made_at: datetime | None = None
    files: tuple[RecordFile, ...] = ()
    violations: int = 0
    version: int = 1


def refuse_before_it_begins(month: str, now: datetime) -> None:
    """A month that has not begun in China has no record."""
    if month > f"{china_date(now):%Y-%m}":
        raise RecordMonthError(month=month)


def lines(violations: Iterable[Violation]) -> Iterator[tuple[str, ...]]:
    """The lines of the record, one for each violation, under :data:`COLUMNS`.

    What staff wrote is left out: it may name persons, and whoever supervises asks for it by number.
    """
    for known in violations:
        yield (
            known.id,
            _both(KINDS[known.kind]),
            _both(SEVERITIES[known.severity]),
            SOURCES[known.kind],
            known.sku,
            known.product_id,
            known.supplier_id,
            known.channel,
            known.order_id or "",
            known.promotion_id or "",
            _local(known.found_at),
            _local(known.due_at),
            _both(STATES[known.state]),
            "是 yes" if known.overdue else "否 no",
            _local(known.corrected_at),
            _local(known.ended_at),
            "; ".join(map(_evidence, known.evidence)),
        )


def _both(words: tuple[str, str]) -> str:
    return " ".join(words)


def _local(at: datetime | None) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if at else ""


def _evidence(known: Evidence) -> str:
    amount = "" if known.amount is None else f" {yuan(known.amount)}"
    at = f" {_local(known.at)}" if known.at else ""
    return f"{known.what}{amount} ({known.source}){at}"
