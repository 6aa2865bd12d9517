"""What scorecards can be made of: the indicators that a policy may name, in the four groups of
standard 3.3.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final


class Group(StrEnum):
    """Standard 3.3.1: sales, customers' satisfaction, service after the sale, compliance."""

    SALES = "sales"
    SATISFACTION = "satisfaction"
    AFTER_SALES = "after_sales"
    COMPLIANCE = "compliance"


class Indicator(StrEnum):
    """The codes that the figures come under."""

    SALES_GROSS = "sales_gross"
    SALES_NET = "sales_net"
    SATISFACTION = "satisfaction"
    RESPONSE_RATE = "response_rate"
    RESOLUTION_RATE = "resolution_rate"
    RETURN_RATE_FAULT = "return_rate_fault"
    RETURN_RATE_OTHER = "return_rate_other"
    REPEAT_REPAIR_RATE = "repeat_repair_rate"
    LATE_RATE = "late_rate"
    VIOLATION_POINTS = "violation_points"
    DOCUMENT_LAPSES = "document_lapses"
    PRICE_POINTS = "price_points"


class Unit(StrEnum):
    """How a value is read. ``percent`` is 0 to 100, ``score`` too."""

    FEN = "fen"
    PERCENT = "percent"
    SCORE = "score"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """An indicator. Its value is numerator × ``scale`` / denominator.

    ``higher``: whether more is better. ``sampled``: it is a mean or a share of a number of events,
    so that few of them say little; its numerator is at most ``ceiling`` for each of them.
    ``mendable``: what the supplier does next can change it. ``part`` and ``whole`` name numerator
    and denominator.
    """

    group: Group
    unit: Unit
    higher: bool
    sampled: bool = True
    mendable: bool = True
    scale: int = 1
    ceiling: int = 1
    zh: str
    en: str
    part_zh: str = ""
    part_en: str = ""
    whole_zh: str = ""
    whole_en: str = ""


SPECS: Final[Mapping[Indicator, Spec]] = MappingProxyType(
    {
        Indicator.SALES_GROSS: Spec(
            group=Group.SALES,
            unit=Unit.FEN,
            higher=True,
            sampled=False,
            zh="销售总额",
            en="Gross sales",
        ),
        Indicator.SALES_NET: Spec(
            group=Group.SALES,
            unit=Unit.FEN,
            higher=True,
            sampled=False,
            zh="净销售额",
            en="Net sales",
        ),
        Indicator.SATISFACTION: Spec(
            group=Group.SATISFACTION,
            unit=Unit.SCORE,
            higher=True,
            ceiling=100,
            zh="客户满意度",
            en="Customer satisfaction",
            part_zh="评分合计",
            part_en="points in all",
            whole_zh="份评价",
            whole_en="answers",
        ),
        Indicator.RESPONSE_RATE: Spec(
            group=Group.AFTER_SALES,
            unit=Unit.PERCENT,
            higher=True,
            scale=100,
            zh="按时响应率",
            en="Responses in time",
            part_zh="按时响应",
            part_en="answered in time",
            whole_zh="次响应",
            whole_en="responses",
        ),
        Indicator.RESOLUTION_RATE: Spec(
            group=Group.AFTER_SALES,
            unit=Unit.PERCENT,
            higher=True,
            scale=100,
            zh="按时解决率",
            en="Resolutions in time",
            part_zh="按时解决",
            part_en="solved in time",
            whole_zh="次解决",
            whole_en="resolutions",
        ),
        Indicator.RETURN_RATE_FAULT: Spec(
            group=Group.AFTER_SALES,
            unit=Unit.PERCENT,
            higher=False,
            scale=100,
            zh="质量原因退货率",
            en="Returns for faults",
            part_zh="因质量退回",
            part_en="returned for faults",
            whole_zh="件签收商品",
            whole_en="pieces delivered",
        ),
        Indicator.RETURN_RATE_OTHER: Spec(
            group=Group.AFTER_SALES,
            unit=Unit.PERCENT,
            higher=False,
            scale=100,
            zh="其他原因退货率",
            en="Returns for other reasons",
            part_zh="因其他原因退回",
            part_en="returned for other reasons",
            whole_zh="件签收商品",
            whole_en="pieces delivered",
        ),
        Indicator.REPEAT_REPAIR_RATE: Spec(
            group=Group.AFTER_SALES,
            unit=Unit.PERCENT,
            higher=False,
            scale=100,
            zh="重复维修率",
            en="Repeated repairs",
            part_zh="重复维修",
            part_en="repeated",
            whole_zh="次维修",
            whole_en="repairs",
        ),
        Indicator.LATE_RATE: Spec(
            group=Group.COMPLIANCE,
            unit=Unit.PERCENT,
            higher=False,
            scale=100,
            zh="迟发率",
            en="Late shipments",
            part_zh="迟发",
            part_en="late",
            whole_zh="次发货",
            whole_en="shipments",
        ),
        Indicator.VIOLATION_POINTS: Spec(
            group=Group.COMPLIANCE,
            unit=Unit.COUNT,
            higher=False,
            sampled=False,
            mendable=False,
            zh="违规扣分",
            en="Violation points",
        ),
        Indicator.DOCUMENT_LAPSES: Spec(
            group=Group.COMPLIANCE,
            unit=Unit.COUNT,
            higher=False,
            sampled=False,
            zh="证照失效次数",
            en="Lapsed documents",
        ),
        Indicator.PRICE_POINTS: Spec(
            group=Group.COMPLIANCE,
            unit=Unit.COUNT,
            higher=False,
            sampled=False,
            zh="价格违规分值",
            en="Points for price findings",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A value as the figures have it, in whole numbers. ``count`` is how many events it rests upon;
    a denominator of 0 means that there is none yet.
    """

    numerator: int
    denominator: int = 1
    count: int = 0

    def value(self, spec: Spec) -> Fraction | None:
        """The exact value in the indicator's unit; None where there is none."""
        if self.denominator == 0:
            return None
        return Fraction(self.numerator * spec.scale, self.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFacts:
    """What a supplier is scored by. ``category`` is whom it is compared with: the category of most
    of its sales. An indicator that is absent has no value.
    """

    supplier_id: str
    quarter: str
    category: str
    orders: int
    values: Mapping[Indicator, Measured]

    @property
    def violation_points(self) -> int:
        """The points of its violations in the quarter."""
        found = self.values.get(Indicator.VIOLATION_POINTS)
        return found.numerator if found else 0
