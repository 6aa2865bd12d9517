"""What a scorecard policy may not say, each fault at its field."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

from teleshop.assessment.domain.indicators import SPECS, Group, Unit
from teleshop.assessment.domain.policy import Criterion, ScorecardPolicy, groups_of
from teleshop.assessment.domain.versions import earliest_quarter, following, is_in_time
from teleshop.kernel import quarters
from teleshop.kernel.errors import FieldError
from teleshop.kernel.findings import FindingKind

CLAUSE: Final = "3.3.1"
AHEAD_AT_MOST: Final = 4
"""Quarters that a policy may begin after the next one."""
WHOLE: Final = 100
LEAST_PEERS: Final = 5
"""Fewer others would let a supplier work out what one of them has."""

WEIGHTS_NOT_100: Final = FindingKind(
    code="weights_not_100",
    clause=CLAUSE,
    zh="各项权重合计须为 100，现为 {sum}。",
    en="Weights must add up to 100; they add up to {sum}.",
)
GROUP_MISSING: Final = FindingKind(
    code="group_missing",
    clause=CLAUSE,
    zh="缺少“{name}”类指标；销售、满意度、售后服务、合规四类均须有权重。",
    en="No criterion of the group {group}; sales, satisfaction, after-sales and compliance must "
    "each have some weight.",
)
WEIGHT_NOT_POSITIVE: Final = FindingKind(
    code="weight_not_positive",
    clause=CLAUSE,
    zh="权重须至少为 1；不计分的指标请删除该项。",
    en="A weight must be 1 at least; leave out what is not to count.",
)
INDICATOR_TWICE: Final = FindingKind(
    code="indicator_twice",
    clause=CLAUSE,
    zh="该指标已在第 {first} 项中，请合并。",
    en="This indicator is in criterion {first} already; make one of them.",
)
FLOOR_NOT_WORSE: Final = FindingKind(
    code="floor_not_worse",
    clause=CLAUSE,
    zh="下限须比目标差：该指标{way}为好。",
    en="The floor must be worse than the target: of this indicator {way_en} is better.",
)
BEYOND_SCALE: Final = FindingKind(
    code="beyond_scale",
    clause=CLAUSE,
    zh="该指标的取值为 0 到 100。",
    en="Values of this indicator are from 0 to 100.",
)
PRIOR_MISSING: Final = FindingKind(
    code="prior_missing",
    clause=CLAUSE,
    zh="shrink_weight 大于 0 时须填写 shrink_to。",
    en="With a shrink_weight above 0, say where to in shrink_to.",
)
NOT_SAMPLED: Final = FindingKind(
    code="not_sampled",
    clause=CLAUSE,
    zh="该指标是总数而非比率，没有样本量，须为 0。",
    en="This indicator is a sum and no rate, so it has no sample: it must be 0.",
)
BANDS_OUT_OF_ORDER: Final = FindingKind(
    code="bands_out_of_order",
    clause="3.3.3",
    zh="须满足 0 < 合格线 < 优秀线 ≤ 100。",
    en="It must be that 0 < qualified_from < excellent_from ≤ 100.",
)
TOO_MUCH_OFF: Final = FindingKind(
    code="too_much_off",
    clause=CLAUSE,
    zh="最多扣减须在 0 到 100 分之间。",
    en="At most 100 points can be taken off.",
)
TOO_FEW_PEERS: Final = FindingKind(
    code="too_few_peers",
    clause=CLAUSE,
    zh="至少须与 {least} 家其他供应商比较，否则会泄露他人数据。",
    en="Compare with {least} others at least; with fewer, their figures would show.",
)
NO_QUARTER: Final = FindingKind(
    code="not_a_quarter",
    clause=CLAUSE,
    zh="请填写季度，例如 {earliest}。",
    en="Give a quarter, such as {earliest}.",
)
QUARTER_TOO_EARLY: Final = FindingKind(
    code="quarter_too_early",
    clause=CLAUSE,
    rule="R6.4",
    zh="新政策须在季度开始前至少 7 日公示，最早可自 {earliest} 起施行。",
    en="Suppliers must be able to read a policy 7 days before its first quarter begins: "
    "{earliest} at the earliest.",
)
QUARTER_TOO_LATE: Final = FindingKind(
    code="quarter_too_late",
    clause=CLAUSE,
    zh="施行季度过远，最晚为 {latest}。",
    en="That is too far ahead; {latest} at the latest.",
)
QUARTER_BEFORE_LAST: Final = FindingKind(
    code="quarter_before_last",
    clause=CLAUSE,
    zh="已批准的政策自 {last} 起施行，新政策不能更早。",
    en="The policy approved last begins in {last}; a new one cannot begin before it.",
)


_NAMES: Final = {
    Group.SALES: "销售",
    Group.SATISFACTION: "满意度",
    Group.AFTER_SALES: "售后服务",
    Group.COMPLIANCE: "合规",
}


def policy_faults(policy: ScorecardPolicy) -> list[FieldError]:
    """Every fault of what it says; empty if suppliers can be scored by it."""
    return [*_of_criteria(policy), *_of_bands(policy), *_of_deductions(policy)]


def quarter_faults(quarter: str, now: datetime, last: str) -> list[FieldError]:
    """Every fault of when it begins; ``last`` is when the policy approved last begins."""
    place, earliest = "/effective_quarter", earliest_quarter(now)
    if not quarters.is_quarter(quarter):
        return [NO_QUARTER.at(place, earliest=earliest)]
    faults = []
    latest = earliest
    for _ in range(AHEAD_AT_MOST):
        latest = following(latest)
    if not is_in_time(quarter, now):
        faults.append(QUARTER_TOO_EARLY.at(place, earliest=earliest))
    elif quarter < last:
        faults.append(QUARTER_BEFORE_LAST.at(place, last=last))
    if quarter > max(latest, last):
        faults.append(QUARTER_TOO_LATE.at(place, latest=max(latest, last)))
    return faults


def _of_criteria(policy: ScorecardPolicy) -> Iterator[FieldError]:
    total = sum(one.weight for one in policy.criteria)
    if total != WHOLE:
        yield WEIGHTS_NOT_100.at("/criteria", sum=total)
    present = groups_of(policy)
    for group in Group:
        if group not in present:
            yield GROUP_MISSING.at("/criteria", name=_NAMES[group], group=group.value)
    places = dict[str, int]()
    for index, criterion in enumerate(policy.criteria):
        if criterion.indicator in places:
            first = places[criterion.indicator]
            yield INDICATOR_TWICE.at(f"/criteria/{index}/indicator", first=first)
        places.setdefault(criterion.indicator, index + 1)
        yield from _of_criterion(criterion, f"/criteria/{index}")


def _of_criterion(criterion: Criterion, place: str) -> Iterator[FieldError]:
    spec = SPECS[criterion.indicator]
    worse = (
        criterion.floor < criterion.target if spec.higher else criterion.floor > criterion.target
    )
    if criterion.weight < 1:
        yield WEIGHT_NOT_POSITIVE.at(f"{place}/weight")
    if not worse:
        way, way_en = ("越高", "more") if spec.higher else ("越低", "less")
        yield FLOOR_NOT_WORSE.at(f"{place}/floor", way=way, way_en=way_en)
    if spec.unit in (Unit.PERCENT, Unit.SCORE):
        yield from _beyond(
            place,
            (
                ("target", criterion.target),
                ("floor", criterion.floor),
                ("shrink_to", criterion.shrink_to),
            ),
        )
    if not spec.sampled:
        for name in ("shrink_weight", "minimum_count"):
            if getattr(criterion, name):
                yield NOT_SAMPLED.at(f"{place}/{name}")
    elif criterion.shrink_weight and criterion.shrink_to is None:
        yield PRIOR_MISSING.at(f"{place}/shrink_to")


def _beyond(place: str, values: Iterable[tuple[str, Decimal | None]]) -> Iterator[FieldError]:
    for name, value in values:
        if value is not None and not 0 <= value <= WHOLE:
            yield BEYOND_SCALE.at(f"{place}/{name}")


def _of_bands(policy: ScorecardPolicy) -> Iterator[FieldError]:
    if policy.qualified_from <= 0 or policy.qualified_from >= policy.excellent_from:
        yield BANDS_OUT_OF_ORDER.at("/qualified_from")
    if policy.excellent_from > WHOLE:
        yield BANDS_OUT_OF_ORDER.at("/excellent_from")
    if policy.peer_minimum < LEAST_PEERS:
        yield TOO_FEW_PEERS.at("/peer_minimum", least=LEAST_PEERS)


def _of_deductions(policy: ScorecardPolicy) -> Iterator[FieldError]:
    if policy.deductions.at_most > WHOLE:
        yield TOO_MUCH_OFF.at("/deductions/at_most")
