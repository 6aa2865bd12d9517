"""Codes that a customer enters (优惠码): one that does nothing is refused and never passed over in
silence (R2.6: what was promised for a code must be given, or it must be said why not).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from teleshop.kernel.errors import FieldError
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.rules import rule

CLAUSE: Final = "4.3.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPromotion:
    """A promotion for a code as it bears on this purchase: its times, and whether it is for this
    channel, this kind of customer, this programme slot, and for any of these goods.
    """

    starts_at: datetime
    ends_at: datetime
    channel: bool = True
    customer: bool = True
    slot: bool = True
    goods: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFacts:
    """What became of the code at one place of the request. ``used``: it did something, or would
    have if another promotion had not been better for the customer; else ``promotions`` are those
    that have the code.
    """

    index: int
    used: bool
    promotions: tuple[CodedPromotion, ...] = ()


UNKNOWN = FindingKind(
    "code_unknown",
    CLAUSE,
    "没有这个优惠码；请核对后重新输入，或去掉它再下单。",
    "There is no such code; check it, or leave it out and order again.",
)
NOT_YET = FindingKind(
    "code_not_yet_valid",
    CLAUSE,
    "该优惠码尚未生效；请在活动开始后使用，或去掉它再下单。",
    "This code is not valid yet; use it once its promotion runs, or leave it out.",
)
OVER = FindingKind(
    "code_no_longer_valid",
    CLAUSE,
    "该优惠码的活动已结束；请去掉它再下单。",
    "The promotion of this code is over; leave it out and order again.",
)
OTHER_CHANNEL = FindingKind(
    "code_of_other_channel",
    CLAUSE,
    "该优惠码不适用于本下单渠道；请改用活动所列渠道，或去掉它。",
    "This code is not for orders of this channel; use the one that its promotion names, or leave "
    "it out.",
)
OTHER_CUSTOMERS = FindingKind(
    "code_of_other_customers",
    CLAUSE,
    "该优惠码仅限活动所列的顾客类别；请去掉它再下单。",
    "This code is for other kinds of customers; leave it out and order again.",
)
OTHER_SLOT = FindingKind(
    "code_of_other_slot",
    CLAUSE,
    "该优惠码仅限指定节目时段；请填写该时段（slot_id），或去掉它。",
    "This code is for a programme slot; name that slot (`slot_id`), or leave the code out.",
)
OTHER_GOODS = FindingKind(
    "code_of_other_goods",
    CLAUSE,
    "该优惠码不适用于所选商品；请选择活动商品，或去掉它。",
    "This code is not for these goods; choose those of its promotion, or leave it out.",
)
NOT_REACHED = FindingKind(
    "code_conditions_not_met",
    CLAUSE,
    "所选商品未达到该优惠码的条件（金额、件数或组合）；请按活动条件增加商品，或去掉它。",
    "These goods do not reach what the promotion of this code asks (sum, pieces or set); add goods "
    "by its conditions, or leave the code out.",
)


@rule(
    id="R2.6-codes",
    clause=CLAUSE,
    source="明码标价和禁止价格欺诈规定",
    article="19; 20",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def code_faults(codes: Sequence[CodeFacts], at: datetime) -> Iterator[FieldError]:
    """Why codes do nothing at an instant, each with the reason that is nearest to working."""
    for facts in codes:
        if not facts.used:
            yield _reason(facts, at).at(f"/codes/{facts.index}")


def _reason(facts: CodeFacts, at: datetime) -> FindingKind:
    reasons = [_reason_of(one, at) for one in facts.promotions]
    return next((kind for kind in _NEAREST if kind in reasons), UNKNOWN)


def _reason_of(one: CodedPromotion, at: datetime) -> FindingKind:
    checks = (
        (at < one.starts_at, NOT_YET),
        (at >= one.ends_at, OVER),
        (not one.goods, OTHER_GOODS),
        (not one.channel, OTHER_CHANNEL),
        (not one.customer, OTHER_CUSTOMERS),
        (not one.slot, OTHER_SLOT),
    )
    return next((kind for fits, kind in checks if fits), NOT_REACHED)


_NEAREST: Final = (
    NOT_REACHED,
    OTHER_SLOT,
    OTHER_CUSTOMERS,
    OTHER_CHANNEL,
    OTHER_GOODS,
    NOT_YET,
    OVER,
)
