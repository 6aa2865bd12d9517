"""What a request to change a price must bring: research, an evaluation that fits the facts, an
instant that is possible (standard 4.2.1, 4.2.2). Every fault at once, with its place.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from teleshop.kernel.clock import china_date
from teleshop.kernel.findings import Finding, FindingKind
from teleshop.kernel.rules import rule
from teleshop.pricing.domain.change import STANDARD, Evaluation, Research
from teleshop.pricing.domain.facts import Direction, Facts
from teleshop.pricing.domain.policy import PricePolicy
from teleshop.pricing.domain.records import Block

_CHECKED: Final = date(2026, 11, 27)
DIRECTIONS: Final = {
    Direction.FIRST: ("首次定价", "first"),
    Direction.RAISE: ("上调", "raise"),
    Direction.CUT: ("下调", "cut"),
    Direction.SAME: ("不变", "same"),
    Direction.MIXED: ("各渠道涨跌不一", "mixed"),
}

SUPPLIER_SUSPENDED = FindingKind(
    code="supplier_suspended",
    clause="3.4.2",
    zh="该商品的供应商当前{why_zh}，暂不受理其定价；恢复后再提交。",
    en="The supplier of the article is {why_en}: no price of its goods is taken; ask again once it "
    "is restored.",
)
SUPPLIER_ON_HOLD = FindingKind(
    code="supplier_on_hold",
    clause="3.3.3",
    zh="该商品尚未在售，其供应商当前{why_zh}，暂不受理新商品定价；解除后再提交。",
    en="The article is not on sale yet and its supplier is {why_en}: no price of new goods is "
    "taken; ask again once the hold is lifted.",
)
CHANNEL_TWICE = FindingKind(
    code="channel_twice",
    clause="4.2.2",
    zh="渠道重复，请去重。",
    en="A channel is named twice; name each once.",
)
RESEARCH_TOO_LITTLE = FindingKind(
    code="research_too_little",
    clause="4.2.1",
    zh="市场调研至少需要 {wanted} 家不同竞争者的价格，现有 {given} 家；请补充。",
    en="Research needs prices of {wanted} different competitors at least, not {given}; add some.",
)
RESEARCH_PROOF_MISSING = FindingKind(
    code="research_proof_missing",
    clause="4.2.1",
    zh="请为该调研填写链接（link）或已上传的文件（document_id）。",
    en="Give a `link` or an uploaded document (`document_id`) for this entry.",
)
OBSERVED_IN_FUTURE = FindingKind(
    code="observed_in_future",
    clause="4.2.1",
    zh="调研日期不能晚于今天；请核对。",
    en="It cannot have been observed after today; check the date.",
)
OBSERVED_TOO_OLD = FindingKind(
    code="observed_too_old",
    clause="4.2.1",
    zh="调研已超过 {days} 天；请重新调研。",
    en="This was observed more than {days} days ago; look again.",
)
DIRECTION_DIFFERS = FindingKind(
    code="direction_differs",
    clause="4.2.2",
    zh="评估的调价方向与系统计算不符：系统计算为“{zh}”；请核对金额或评估。",
    en="The direction is not the computed one, which is {en}; check amount or evaluation.",
)
SIZE_DIFFERS = FindingKind(
    code="size_differs",
    clause="4.2.2",
    zh="评估的调价幅度与系统计算不符：系统计算为 {computed} 个基点；请核对（1% 为 100 个基点）。",
    en="The size is not the computed one, which is {computed} basis points; check it (1 % is 100).",
)
SIZE_OF_FIRST = FindingKind(
    code="size_of_first_price",
    clause="4.2.2",
    zh="首次定价没有调价幅度；请去掉 size。",
    en="A first price has no size of change; leave `size` out.",
)
NOTHING_CHANGES = FindingKind(
    code="price_is_the_same",
    clause="4.2.2",
    zh="该渠道届时的价格已是这个金额，无需变更；请修改金额或渠道。",
    en="This is the price in these channels at that time already; change amount or channels.",
)
EFFECTIVE_IN_PAST = FindingKind(
    code="effective_in_past",
    clause="4.2.4",
    zh="生效时间不能早于现在：价格不得追溯生效；请改为将来的时间。",
    en="It cannot take effect before now: no price holds backwards; choose a later time.",
)
EFFECTIVE_TOO_FAR = FindingKind(
    code="effective_too_far",
    clause="4.2.4",
    zh="生效时间最多可在 {days} 天之后；请改为更早的时间，临近时再申请。",
    en="It may take effect within {days} days; choose an earlier time, or ask again later.",
)


@rule(
    id="P4.2.1-research",
    clause="4.2.1",
    source=STANDARD,
    article="4.2.1",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def research_faults(
    research: Sequence[Research], policy: PricePolicy, today: date
) -> Iterable[Finding]:
    """Enough competitors, each seen lately, each with something that proves it."""
    competitors = {_same_name(entry.competitor) for entry in research}
    if len(competitors) < policy.research:
        yield RESEARCH_TOO_LITTLE.at("/research", wanted=policy.research, given=len(competitors))
    for index, entry in enumerate(research):
        at = f"/research/{index}"
        if not entry.link and not entry.document_id:
            yield RESEARCH_PROOF_MISSING.at(at)
        if entry.observed_on > today:
            yield OBSERVED_IN_FUTURE.at(f"{at}/observed_on")
        elif (today - entry.observed_on).days > policy.research_days:
            yield OBSERVED_TOO_OLD.at(f"{at}/observed_on", days=policy.research_days)


def _same_name(competitor: str) -> str:
    """One text for spellings of a name that people read as the same: width and case of its letters,
    blanks and invisible characters make no other competitor.
    """
    shaped = unicodedata.normalize("NFKC", competitor).casefold()
    return "".join(char for char in shaped if unicodedata.category(char)[0] not in ("C", "Z"))


@rule(
    id="P4.2.2-evaluation",
    clause="4.2.2",
    source=STANDARD,
    article="4.2.2",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def evaluation_faults(
    evaluation: Evaluation, facts: Facts, policy: PricePolicy
) -> Iterable[Finding]:
    """What is said of direction and size agrees with what the platform computed."""
    if facts.direction is Direction.SAME:
        yield NOTHING_CHANGES.at("/amount")
        return
    if evaluation.direction is not facts.direction:
        zh, en = DIRECTIONS[facts.direction]
        yield DIRECTION_DIFFERS.at("/evaluation/direction", zh=zh, en=en)
    if facts.size is None:
        if evaluation.size is not None:
            yield SIZE_OF_FIRST.at("/evaluation/size")
    elif evaluation.size is None or abs(evaluation.size - facts.size) > policy.size_tolerance:
        yield SIZE_DIFFERS.at("/evaluation/size", computed=facts.size)


def instant_faults(
    effective_from: datetime, now: datetime, policy: PricePolicy
) -> Iterable[Finding]:
    """When the price is to hold from."""
    if effective_from < now:
        yield EFFECTIVE_IN_PAST.at("/effective_from")
    elif effective_from > now + timedelta(days=policy.ahead_days):
        yield EFFECTIVE_TOO_FAR.at("/effective_from", days=policy.ahead_days)


def faults(
    research: Sequence[Research],
    evaluation: Evaluation,
    facts: Facts,
    *,
    effective_from: datetime,
    now: datetime,
    policy: PricePolicy,
) -> list[Finding]:
    """Everything that stands against a request."""
    return [
        *research_faults(research, policy, china_date(now)),
        *evaluation_faults(evaluation, facts, policy),
        *instant_faults(effective_from, now, policy),
    ]


@rule(
    id="P3.4.2-prices",
    clause="3.4.2",
    source=STANDARD,
    article="3.3.3; 3.4.2",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def supplier_faults(block: Block | None, *, on_sale: bool) -> list[Finding]:
    """No price of a suspended supplier's goods is taken, and of one on hold none of goods that are
    not on sale yet.
    """
    if block is None or (on_sale and not block.suspended):
        return []
    kind = SUPPLIER_SUSPENDED if block.suspended else SUPPLIER_ON_HOLD
    return [kind.at("/sku", why_zh=block.why_zh, why_en=block.why_en)]
