"""What scorecards say to people, in Chinese and English: where every point comes from."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final

from teleshop.assessment.domain.bands import BAND_WORDS, Band
from teleshop.assessment.domain.card import Line, LineState, Scorecard
from teleshop.assessment.domain.exact import rounded
from teleshop.assessment.domain.indicators import SPECS, Spec, Unit
from teleshop.assessment.domain.peers import AROUND, PeerGroup, step_of
from teleshop.assessment.domain.policy import Criterion, Deductions, ScorecardPolicy

CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Explained:
    """A text for people."""

    zh: str
    en: str

    def __add__(self, other: "Explained") -> "Explained":
        zh, en = f"{self.zh}{other.zh}", f"{self.en} {other.en}".strip()
        return Explained(zh, en)


NOTHING: Final = Explained("", "")


def shown(value: Decimal, spec: Spec) -> Explained:
    """A value with its unit, as people read it."""
    match spec.unit:
        case Unit.FEN:
            amount = f"{rounded(Fraction(value) / 100):,}"
            return Explained(f"{amount} 元", f"{amount} yuan")
        case Unit.PERCENT:
            return both(f"{_short(value)}%")
        case Unit.SCORE:
            return both(f"{_short(value)}")
        case Unit.COUNT:
            return both(f"{value.normalize():f}")


def both(text: str) -> Explained:
    """A text that is the same in both."""
    return Explained(text, text)


def _short(value: Decimal) -> Decimal:
    return value.quantize(CENT, rounding=ROUND_HALF_EVEN)


def explain_line(line: Line, criterion: Criterion, *, rated: bool) -> Explained:
    """Where the points of a line come from, or why it has none."""
    measured = _measured(line)
    if line.state is LineState.MISSING or line.shrunk is None:
        return measured + _missing(line, criterion, rated=rated)
    said = measured + _shrunk(line, criterion) + _normalised(line, criterion)
    return said + _weighed(line) if rated else said


def _measured(line: Line) -> Explained:
    spec = SPECS[line.indicator]
    if line.raw is None or line.numerator is None or line.denominator is None:
        return Explained(f"{spec.zh}：本季度没有数据。", f"{spec.en}: no data in this quarter.")
    value = shown(line.raw, spec)
    if not spec.whole_zh:
        return Explained(f"{spec.zh}：{value.zh}。", f"{spec.en}: {value.en}.")
    part, whole = f"{line.numerator:,}", f"{line.denominator:,}"
    return Explained(
        f"{spec.zh}：{whole} {spec.whole_zh}，{spec.part_zh} {part}，即 {value.zh}。",
        f"{spec.en}: {part} {spec.part_en} of {whole} {spec.whole_en}, which is {value.en}.",
    )


def _missing(line: Line, criterion: Criterion, *, rated: bool) -> Explained:
    said = NOTHING
    if line.raw is not None:
        said = Explained(
            f"样本 {line.count}，少于 {criterion.minimum_count}，不计分。",
            f"{line.count} are fewer than {criterion.minimum_count}, so it does not count.",
        )
    if not rated:
        return said
    return said + Explained(
        f"其权重 {line.weight}% 按比例分给其他指标。",
        f"Its weight of {line.weight}% is spread over the others in proportion to theirs.",
    )


def _shrunk(line: Line, criterion: Criterion) -> Explained:
    prior, weight = criterion.shrink_to, criterion.shrink_weight
    if prior is None or weight <= 0 or line.shrunk is None:
        return NOTHING
    spec = SPECS[line.indicator]
    after, towards = shown(line.shrunk, spec), shown(prior, spec)
    return Explained(
        f"为避免小样本偏差，另按 {weight} 个 {towards.zh} 的样本修正为 {after.zh}。",
        f"So that few of them do not weigh too much, {weight} more at {towards.en} are added: "
        f"{after.en}.",
    )


_GROUPS: Final = {
    PeerGroup.CATEGORY: Explained("同类", "of the category"),
    PeerGroup.ALL: Explained("全部", "in all"),
}


def _normalised(line: Line, criterion: Criterion) -> Explained:
    spec = SPECS[line.indicator]
    target, floor = shown(criterion.target, spec), shown(criterion.floor, spec)
    if line.compared_with is None:
        return Explained(
            f"目标 {target.zh} 得 100 分，{floor.zh} 得 0 分，按比例折算为 {line.normalised} 分。",
            f"{target.en} gives 100 and {floor.en} gives 0, in proportion: {line.normalised}.",
        )
    among, step = _GROUPS[line.compared_with], step_of(line.peer_count)
    return Explained(
        f"与{among.zh} {line.peer_count} 家供应商比较，每 {step} 分一档，档界取相邻 {AROUND} 家"
        f"的平均值并取整，不是任何一家的数据；达到目标 {target.zh} 得 100 分，{floor.zh} 得 0 分："
        f"{line.normalised} 分。",
        f"Compared with {line.peer_count} suppliers {among.en}, in steps of {step}: where one ends "
        f"is the rounded mean of {AROUND} of them and nobody's own figure; the target of "
        f"{target.en} gives 100 and {floor.en} gives 0: {line.normalised}.",
    )


def _weighed(line: Line) -> Explained:
    changed = line.applied_weight != line.weight
    why = (
        Explained(
            f"（政策权重 {line.weight}%，其他指标无数据而增加）",
            f" ({line.weight}% by the policy, more since others have no data)",
        )
        if changed
        else NOTHING
    )
    return Explained(
        f"权重 {line.applied_weight}%{why.zh}，得 {line.points} 分。",
        f"Weight {line.applied_weight}%{why.en}: {line.points} points.",
    )


def explain_deduction(reached: int, taken: Decimal, rule: Deductions) -> Explained:
    """What violations took off, and why."""
    if reached <= 0:
        return Explained("没有违规扣分。", "No violation points.")
    if taken == 0:
        return Explained(
            f"违规 {reached} 分，未超过 {rule.free_points} 分，不另行扣减。",
            f"{reached} violation points are not more than {rule.free_points}: nothing is taken "
            "off.",
        )
    return Explained(
        f"违规 {reached} 分，超过 {rule.free_points} 分的部分每分扣 {rule.per_point} 分，最多扣 "
        f"{rule.at_most} 分：扣 {taken} 分。",
        f"{reached} violation points: each beyond {rule.free_points} takes off {rule.per_point}, "
        f"{rule.at_most} at most: {taken} are taken off.",
    )


def explain_card(card: Scorecard, policy: ScorecardPolicy) -> Explained:
    """How the band came about."""
    if card.score is None and card.orders < policy.minimum_orders:
        return Explained(
            f"本季度 {card.orders} 笔订单，少于 {policy.minimum_orders} 笔，不评级；不评级不带来"
            "任何不利后果。",
            f"{card.orders} orders are fewer than {policy.minimum_orders}: not rated, which has no "
            "disadvantage.",
        )
    if card.score is None:
        return Explained(
            "本季度没有任何指标有足够的数据，不评级；不评级不带来任何不利后果。",
            "No indicator has enough data: not rated, which has no disadvantage.",
        )
    zh, en = BAND_WORDS[card.band]
    return Explained(
        f"总分 {card.score}：{zh}（{policy.qualified_from} 分起合格，{policy.excellent_from} 分起"
        "优秀）。",
        f"Score {card.score}: {en} (qualified from {policy.qualified_from}, excellent from "
        f"{policy.excellent_from}).",
    )


def band_word(band: Band) -> Explained:
    """The name of a band."""
    return Explained(*BAND_WORDS[band])


def explain_move(
    line: Line, numerator: int, value: Decimal, further: int | None, score: Decimal
) -> Explained:
    """What an improvement is, in numbers that a supplier can act upon."""
    spec = SPECS[line.indicator]
    after, before = shown(value, spec), shown(line.raw or Decimal(0), spec)
    if spec.whole_zh:
        bound = Explained("不少于", "at least") if spec.higher else Explained("不超过", "at most")
        said = Explained(
            f"{spec.zh}：{line.denominator:,} {spec.whole_zh}中{spec.part_zh}{bound.zh} "
            f"{numerator:,}（现为 {line.numerator:,}），即由 {before.zh} 到 {after.zh}",
            f"{spec.en}: {bound.en} {numerator:,} {spec.part_en} of {line.denominator:,} "
            f"{spec.whole_en} (now {line.numerator:,}), from {before.en} to {after.en}",
        )
    else:
        said = Explained(
            f"{spec.zh}：由 {before.zh} 到 {after.zh}",
            f"{spec.en}: from {before.en} to {after.en}",
        )
    if further is not None:
        said = Explained(
            f"{said.zh}；或其后 {further:,} {spec.whole_zh}全部良好",
            f"{said.en}; or {further:,} more {spec.whole_en}, all of them good",
        )
    return Explained(
        f"{said.zh}。仅此一项，总分可达 {score}。",
        f"{said.en}. By this alone the score would be {score}.",
    )


def explain_way(
    next_band: Band | None, missing: Decimal | None, orders: int, kind: str
) -> Explained:
    """What lies between a scorecard and the next band; ``kind`` is `alone`, `together` or
    `none`.
    """
    if orders:
        return Explained(
            f"再有 {orders} 笔订单即可评级。", f"{orders} more orders and the supplier is rated."
        )
    if next_band is None:
        return Explained("没有更高的评级。", "There is no band above this one.")
    name = band_word(next_band)
    lacking = Explained(
        f"距{name.zh}还差 {missing} 分。", f"{missing} points are missing for {name.en}."
    )
    return lacking + _WAYS[kind]


_WAYS: Final = {
    "alone": Explained("以下任何一项改进即可达到：", "Any one of these improvements is enough:"),
    "together": Explained(
        "单项改进不够，须同时做到以下各项：", "No single improvement is enough; all of these are:"
    ),
    "none": Explained(
        "本季度仅靠改进这些指标已无法达到。",
        "Improving these indicators alone is not enough in this quarter.",
    ),
}
