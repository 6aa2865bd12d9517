"""Where is delivered, by when and for how much (standard 7.1.3): policy data and its reading.

Public: anybody may look at it before ordering, and what it says is what an order promises.
Amounts are whole fen; days are calendar days in China, the day of dispatch not counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.checkout.domain.regions import province_of
from teleshop.kernel.clock import CHINA, instant
from teleshop.kernel.rules import rule


class Remedy(StrEnum):
    """What somebody can do whose place is not served."""

    PICK_UP = "pick_up"
    """自提: collect it at a pick-up point."""
    OTHER_PARTNER = "other_partner"
    """Customer service asks another partner for a price."""
    OTHER_ADDRESS = "other_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way out, in words; ``region`` is the one to order for instead, where there is one."""

    remedy: Remedy
    zh: str
    en: str
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Places whose codes begin with one of ``prefixes``, with one set of terms.

    ``days`` from dispatch until delivery; ``freight`` for one order, nothing from
    ``free_from`` on (what the goods cost after all promotions). ``cash_limit`` is the largest
    amount that is collected at the door, None where none is. ``warehouses`` in the order in which
    they send there. An area that is not ``served`` has ``alternatives``.
    """

    prefixes: tuple[str, ...]
    zh: str
    en: str
    served: bool = True
    days: int = 0
    freight: int = 0
    free_from: int | None = None
    cash_limit: int | None = None
    warehouses: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPolicy:
    """All areas, from a day on. Orders given before ``cut_off`` o'clock (China) are dispatched the
    same day, others the next.
    """

    effective_from: date
    areas: tuple[Area, ...]
    cut_off: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOffer:
    """What is promised for a region to somebody who orders at one instant."""

    region: str
    area: Area
    promised_on: date | None

    @property
    def served(self) -> bool:
        """Whether there is delivery."""
        return self.area.served

    def freight_for(self, goods_total: int) -> int:
        """What sending goods for ``goods_total`` fen costs."""
        free_from = self.area.free_from
        return 0 if free_from is not None and goods_total >= free_from else self.area.freight


def area_of(region: str, policy: DeliveryPolicy) -> Area | None:
    """The area with the longest prefix of a code; None for a code of no known place."""
    if province_of(region) is None:
        return None
    fitting = [
        (len(prefix), area)
        for area in policy.areas
        for prefix in area.prefixes
        if region.startswith(prefix)
    ]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None


@rule(
    id="R7-delivery-promise",
    clause="7.1.3",
    source="电子商务法",
    article="20; 51",
    effective_from=date(2019, 1, 1),
    confidence="M",
    last_checked=date(2026, 11, 27),
)
def promised_on(area: Area, policy: DeliveryPolicy, at: datetime) -> date | None:
    """The last day of the promise for an order given at ``at``; None where nothing is sent."""
    if not area.served:
        return None
    local = instant(at).astimezone(CHINA)
    dispatched = local.date() if local.hour < policy.cut_off else local.date() + timedelta(days=1)
    return dispatched + timedelta(days=area.days)


def offer_for(region: str, policy: DeliveryPolicy, at: datetime) -> DeliveryOffer | None:
    """The terms for a region; None for a code of no known place."""
    area = area_of(region, policy)
    if area is None:
        return None
    return DeliveryOffer(region=region, area=area, promised_on=promised_on(area, policy, at))


def policy_on(day: date, policies: Sequence[DeliveryPolicy] | None = None) -> DeliveryPolicy:
    """The policy in force on ``day``; before the first one, the first."""
    known = POLICIES if policies is None else policies
    begun = [policy for policy in known if policy.effective_from <= day]
    return begun[-1] if begun else known[0]


_ANOTHER_ADDRESS: Final = Alternative(
    remedy=Remedy.OTHER_ADDRESS,
    zh="改寄中国内地的其他收货地址",
    en="give another address in mainland China",
)
_PARTNER: Final = Alternative(
    remedy=Remedy.OTHER_PARTNER,
    zh="联系客服，由客服向其他承运商询价",
    en="ask customer service, which asks another partner for a price",
)
_BORDER: Final = (
    Alternative(
        remedy=Remedy.PICK_UP,
        zh="到深圳市罗湖口岸自提点自提",
        en="collect it at the pick-up point at Luohu Port, Shenzhen",
        region="440303",
    ),
    _PARTNER,
    _ANOTHER_ADDRESS,
)

POLICIES: Final[tuple[DeliveryPolicy, ...]] = (
    DeliveryPolicy(
        effective_from=date(2026, 11, 1),
        areas=(
            Area(
                prefixes=("31", "32", "33", "34"),
                zh="江浙沪皖",
                en="Shanghai, Jiangsu, Zhejiang, Anhui",
                days=2,
                freight=8_00,
                free_from=99_00,
                cash_limit=5_000_00,
                warehouses=("hz-1", "gz-1", "bj-1"),
            ),
            Area(
                prefixes=("35", "36", "42", "43", "44"),
                zh="华南、华中",
                en="The south and the middle",
                days=3,
                freight=10_00,
                free_from=99_00,
                cash_limit=5_000_00,
                warehouses=("gz-1", "hz-1", "bj-1"),
            ),
            Area(
                prefixes=("11", "12", "13", "37", "41"),
                zh="京津冀鲁豫",
                en="Beijing, Tianjin, Hebei, Shandong, Henan",
                days=3,
                freight=10_00,
                free_from=99_00,
                cash_limit=5_000_00,
                warehouses=("bj-1", "hz-1", "gz-1"),
            ),
            Area(
                prefixes=("14", "21", "22", "23", "45", "46", "50", "51", "52", "53", "61"),
                zh="东北、西南及山西、陕西、广西、海南",
                en="The north-east, the south-west, Shanxi, Shaanxi, Guangxi, Hainan",
                days=5,
                freight=12_00,
                free_from=99_00,
                cash_limit=3_000_00,
                warehouses=("hz-1", "bj-1", "gz-1"),
            ),
            Area(
                prefixes=("15", "62", "63", "64"),
                zh="内蒙古、甘肃、青海、宁夏",
                en="Inner Mongolia, Gansu, Qinghai, Ningxia",
                days=7,
                freight=15_00,
                free_from=199_00,
                cash_limit=2_000_00,
                warehouses=("bj-1", "hz-1", "gz-1"),
            ),
            Area(
                prefixes=("54", "65"),
                zh="西藏、新疆",
                en="Tibet, Xinjiang",
                days=10,
                freight=25_00,
                free_from=299_00,
                warehouses=("bj-1", "hz-1", "gz-1"),
            ),
            Area(
                prefixes=("4603",),
                zh="海南省三沙市",
                en="Sansha, Hainan",
                served=False,
                alternatives=(
                    Alternative(
                        remedy=Remedy.PICK_UP,
                        zh="到海口市美兰自提点自提",
                        en="collect it at the pick-up point Meilan, Haikou",
                        region="460108",
                    ),
                    _PARTNER,
                    _ANOTHER_ADDRESS,
                ),
            ),
            Area(
                prefixes=("81", "82"),
                zh="香港、澳门",
                en="Hong Kong, Macao",
                served=False,
                alternatives=_BORDER,
            ),
            Area(
                prefixes=("71",),
                zh="台湾",
                en="Taiwan",
                served=False,
                alternatives=(_PARTNER, _ANOTHER_ADDRESS),
            ),
        ),
    ),
)
