"""What a customer is entitled to: by which article, how it was worked out, up to which amount.

Amounts are whole fen. The law knows these sums in yuan and rounds nothing; factors are whole
numbers, so nothing here needs rounding either, and `Money.times` would round half up if one did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from teleshop.fund.domain.policy import FundPolicy
from teleshop.fund.domain.purchase import PurchasedLine
from teleshop.fund.errors import (
    DamagesCoveredError,
    EvidenceMissingError,
    LabelFlawError,
    LossMissingError,
    NotFoodError,
    SellerKnownError,
)
from teleshop.kernel.money import Money, yuan
from teleshop.kernel.rules import get_rule, rule

_LAW: Final = "消费者权益保护法 (2013)"
_CHECKED: Final = date(2026, 11, 23)

FRAUD_FACTOR: Final = 3
FRAUD_FLOOR: Final = 500_00
HARM_FACTOR: Final = 2
FOOD_FACTOR: Final = 10
FOOD_LOSS_FACTOR: Final = 3
FOOD_FLOOR: Final = 1_000_00


class ClaimKind(StrEnum):
    """What a claim is for."""

    REFUND_ADVANCE = "refund_advance"
    """The refund that the seller owes, paid first by the platform (先行赔付)."""
    FRAUD_DAMAGES = "fraud_damages"
    """Damages for fraud, on top of the refund (欺诈惩罚性赔偿)."""
    HARM_DAMAGES = "harm_damages"
    """Damages for death or serious harm by a defect that the seller knew (明知缺陷造成严重损害)."""
    FOOD_DAMAGES = "food_damages"
    """Damages for food below the safety standard, on top of the loss (食品惩罚性赔偿)."""
    GOODWILL = "goodwill"
    """The platform's own gesture, which no law demands (善意补偿)."""

    @property
    def damages(self) -> bool:
        """Whether it is punitive damages, of which there is one for the same goods."""
        return self in {
            ClaimKind.FRAUD_DAMAGES,
            ClaimKind.HARM_DAMAGES,
            ClaimKind.FOOD_DAMAGES,
        }

    @property
    def floored(self) -> bool:
        """Whether the law knows a least amount, which counts once for a purchase."""
        return self in {ClaimKind.FRAUD_DAMAGES, ClaimKind.FOOD_DAMAGES}

    @property
    def recoverable(self) -> bool:
        """Whether the supplier owes the fund what it paid; a gesture is the platform's own."""
        return self is not ClaimKind.GOODWILL


class Basis(StrEnum):
    """By what the customer wants damages for food to be counted; the choice is theirs."""

    PRICE = "price"
    LOSS = "loss"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """``amount`` fen by the rule, ``payable`` what the fund pays of it at most. ``rule`` names the
    registered rule, None for the platform's own choice; ``mandatory`` where the law makes the
    platform pay.
    """

    amount: int
    payable: int
    working_zh: str
    working_en: str
    rule: str | None = None
    source: str | None = None
    article: str | None = None
    mandatory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a claim is based on: ``loss`` in fen, ``has_evidence`` whether documents prove it."""

    kind: ClaimKind
    lines: tuple[PurchasedLine, ...]
    seller_disclosed: bool = True
    loss: int = 0
    has_evidence: bool = False
    basis: Basis = Basis.HIGHEST
    label_flaw_only: bool = False

    @property
    def paid(self) -> int:
        """What was paid for the lines."""
        return sum(line.paid for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one claim of damages contributes to those of its purchase: the price of its lines, the
    loss, how it is counted, and to what ``amount`` it was entitled by the rule. Fen.
    """

    claim_id: str
    paid: int
    loss: int
    basis: Basis
    amount: int


@dataclass(frozen=True, slots=True)
class Worked:
    """An amount in fen with its working in both languages."""

    amount: int
    zh: str
    en: str


@rule(
    id="R1.18",
    clause="6.3.4",
    source=f"{_LAW}; 消费者权益保护法实施条例 国令778",
    article="55(1); 49",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def fraud_damages(paid: int, *, label_flaw_only: bool = False) -> Worked:
    """Damages for fraud on top of the refund: three times the price paid, 500 yuan at least.

    Refused for mere flaws of a label that neither mislead nor concern quality.
    """
    if label_flaw_only:
        raise LabelFlawError
    thrice = Money(paid).times(FRAUD_FACTOR).amount
    amount = max(thrice, FRAUD_FLOOR)
    return Worked(
        amount,
        f"实付 {yuan(paid)} 元 × {FRAUD_FACTOR} = {yuan(thrice)} 元，不足 {yuan(FRAUD_FLOOR)} "
        f"元按 {yuan(FRAUD_FLOOR)} 元计：{yuan(amount)} 元",
        f"paid {yuan(paid)} × {FRAUD_FACTOR} = {yuan(thrice)}, at least {yuan(FRAUD_FLOOR)}: "
        f"{yuan(amount)} yuan",
    )


@rule(
    id="R1.18-harm",
    clause="6.3.4",
    source=_LAW,
    article="55(2)",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def harm_damages(loss: int) -> Worked:
    """Damages for death or serious harm to health by a defect that the seller knew, on top of the
    loss: up to twice the loss. Refused without a loss.
    """
    if loss <= 0:
        raise LossMissingError
    most = Money(loss).times(HARM_FACTOR).amount
    return Worked(
        most,
        f"损失 {yuan(loss)} 元 × {HARM_FACTOR}，最高 {yuan(most)} 元",
        f"loss {yuan(loss)} × {HARM_FACTOR}: up to {yuan(most)} yuan",
    )


@rule(
    id="R1.19",
    clause="6.3.4",
    source="食品安全法 (2021)",
    article="148(2)",
    effective_from=date(2015, 10, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def food_damages(
    paid: int, loss: int = 0, basis: Basis = Basis.HIGHEST, *, label_flaw_only: bool = False
) -> Worked:
    """Damages for food below the safety standard: ten times the price or three times the loss, as
    the customer chooses, 1,000 yuan at least.

    Refused for flaws of label or leaflet that do not affect safety nor mislead, and when counted by
    the loss without one.
    """
    if label_flaw_only:
        raise LabelFlawError
    if basis is Basis.LOSS and loss <= 0:
        raise LossMissingError
    by_price = Money(paid).times(FOOD_FACTOR).amount
    by_loss = Money(loss).times(FOOD_LOSS_FACTOR).amount
    chosen = {Basis.PRICE: (by_price,), Basis.LOSS: (by_loss,)}.get(basis, (by_price, by_loss))
    amount = max(*chosen, FOOD_FLOOR)
    price_zh = f"价款 {yuan(paid)} 元 × {FOOD_FACTOR} = {yuan(by_price)} 元"
    price_en = f"price {yuan(paid)} × {FOOD_FACTOR} = {yuan(by_price)}"
    loss_zh = f"损失 {yuan(loss)} 元 × {FOOD_LOSS_FACTOR} = {yuan(by_loss)} 元"
    loss_en = f"loss {yuan(loss)} × {FOOD_LOSS_FACTOR} = {yuan(by_loss)}"
    parts_zh = [price_zh] * (basis is not Basis.LOSS) + [loss_zh] * (basis is not Basis.PRICE)
    parts_en = [price_en] * (basis is not Basis.LOSS) + [loss_en] * (basis is not Basis.PRICE)
    floor = yuan(FOOD_FLOOR)
    return Worked(
        amount,
        f"{'，'.join(parts_zh)}，最低 {floor} 元：{yuan(amount)} 元",
        f"{', '.join(parts_en)}, at least {floor}: {yuan(amount)} yuan",
    )


@rule(
    id="R1.20",
    clause="6.3.4",
    source=_LAW,
    article="44",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def refund_advance(paid: int, *, seller_disclosed: bool, advance_promised: bool) -> Worked:
    """What the platform pays first: all that was paid, where it cannot give the seller's real name,
    address and valid contact, or where it has promised to.

    Refused otherwise: then the seller owes the refund.
    """
    if seller_disclosed and not advance_promised:
        raise SellerKnownError
    why_zh = (
        "平台承诺先行赔付" if seller_disclosed else "平台不能提供销售者真实名称、地址和有效联系方式"
    )
    why_en = (
        "the platform promised to pay first"
        if seller_disclosed
        else "the platform cannot give the seller's real name, address and valid contact"
    )
    return Worked(
        paid,
        f"{why_zh}，先行退还实付价款 {yuan(paid)} 元",
        f"{why_en}: what was paid, {yuan(paid)} yuan",
    )


@rule(
    id="R8.4",
    clause="6.3.4",
    source=f"{_LAW}; 消费者权益保护法实施条例 国令778; 食品安全法 (2021)",
    article="44; 44; 148(1)",
    effective_from=date(2024, 7, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def must_pay_first(kind: ClaimKind, *, seller_disclosed: bool) -> bool:
    """Whether the law makes the platform pay and recover later: for a seller it cannot name, and
    for food below the standard (whoever is asked first pays first). Elsewhere paying first is
    encouraged only.
    """
    if kind is ClaimKind.REFUND_ADVANCE:
        return not seller_disclosed
    return kind is ClaimKind.FOOD_DAMAGES


RULES: Final = {
    ClaimKind.FRAUD_DAMAGES: "R1.18",
    ClaimKind.HARM_DAMAGES: "R1.18-harm",
    ClaimKind.FOOD_DAMAGES: "R1.19",
    ClaimKind.REFUND_ADVANCE: "R1.20",
}


def damages_together(kind: ClaimKind, shares: Sequence[Share]) -> int:
    """Damages by the rule of ``kind`` for all that is claimed for one purchase, as if it were
    claimed at once; the least amount of the law counts once. Claims for food that are counted by
    different bases add up, those of one basis are counted together.
    """
    if not shares:
        return 0
    if kind is ClaimKind.FRAUD_DAMAGES:
        return fraud_damages(sum(share.paid for share in shares)).amount
    total = 0
    for basis in Basis:
        own = [share for share in shares if share.basis is basis]
        by_price = Money(sum(share.paid for share in own)).times(FOOD_FACTOR).amount
        by_loss = Money(sum(share.loss for share in own)).times(FOOD_LOSS_FACTOR).amount
        chosen = {Basis.PRICE: by_price, Basis.LOSS: by_loss}
        total += chosen.get(basis, max(by_price, by_loss))
    return max(total, FOOD_FLOOR)


def share_of(claim_id: str, wanted: Wanted, amount: int) -> Share:
    """What a claim contributes to the damages of its purchase."""
    return Share(
        claim_id=claim_id, paid=wanted.paid, loss=wanted.loss, basis=wanted.basis, amount=amount
    )


def further(wanted: Wanted, alone: Worked, earlier: Sequence[Share]) -> Worked:
    """What a claim adds to ``earlier`` ones for the same purchase and kind: the rule applied to all
    of them together, less what the earlier ones were entitled to. So claims for parts come to what
    one claim for the whole does, in whatever order.

    Refuses a claim that adds nothing.
    """
    if not earlier or not wanted.kind.floored:
        return alone
    together = damages_together(wanted.kind, [*earlier, share_of("", wanted, 0)])
    before = sum(share.amount for share in earlier)
    amount = together - before
    if amount <= 0:
        raise DamagesCoveredError
    return Worked(
        amount,
        f"本单同类申请合并计算 {yuan(together)} 元，减去此前申请已计 {yuan(before)} 元："
        f"{yuan(amount)} 元",
        f"all claims of this kind for the order together {yuan(together)}, less {yuan(before)} of "
        f"earlier claims: {yuan(amount)} yuan",
    )


def entitlement(wanted: Wanted, policy: FundPolicy, earlier: Sequence[Share] = ()) -> Entitlement:
    """What a claim comes to beside ``earlier`` ones of its kind for the same purchase; refuses what
    the rule of its kind refuses, and a loss that no document proves.
    """
    if wanted.loss and not wanted.has_evidence:
        raise EvidenceMissingError
    worked = further(wanted, _worked(wanted, policy), earlier)
    cap = policy.claim_cap
    zh, en = worked.zh, worked.en
    if worked.amount > cap:
        zh = f"{zh}；基金单笔最高支付 {yuan(cap)} 元，其余向销售者主张"
        en = f"{en}; the fund pays {yuan(cap)} yuan at most, the rest is the seller's to pay"
    known = RULES.get(wanted.kind)
    metadata = get_rule(known) if known else None
    return Entitlement(
        amount=worked.amount,
        payable=min(worked.amount, cap),
        working_zh=zh,
        working_en=en,
        rule=known,
        source=metadata.source if metadata else None,
        article=metadata.article if metadata else None,
        mandatory=must_pay_first(wanted.kind, seller_disclosed=wanted.seller_disclosed),
    )


def _worked(wanted: Wanted, policy: FundPolicy) -> Worked:
    match wanted.kind:
        case ClaimKind.FRAUD_DAMAGES:
            return fraud_damages(wanted.paid, label_flaw_only=wanted.label_flaw_only)
        case ClaimKind.HARM_DAMAGES:
            return harm_damages(wanted.loss)
        case ClaimKind.FOOD_DAMAGES:
            if not all(line.is_food for line in wanted.lines):
                raise NotFoodError
            return food_damages(
                wanted.paid,
                wanted.loss,
                wanted.basis,
                label_flaw_only=wanted.label_flaw_only,
            )
        case ClaimKind.REFUND_ADVANCE:
            return refund_advance(
                wanted.paid,
                seller_disclosed=wanted.seller_disclosed,
                advance_promised=policy.advance_promised,
            )
        case ClaimKind.GOODWILL:
            amount = min(wanted.paid, policy.goodwill_cap)
            cap = yuan(policy.goodwill_cap)
            return Worked(
                amount,
                f"平台自愿补偿，不超过实付 {yuan(wanted.paid)} 元且不超过 {cap} 元",
                f"a gesture of the platform, within the {yuan(wanted.paid)} yuan paid and {cap}",
            )
