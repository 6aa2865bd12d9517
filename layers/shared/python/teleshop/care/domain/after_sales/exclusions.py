"""Goods that may be excluded from return without reason, and when the exclusion does not hold
(R1.4-R1.6).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from teleshop.care.domain.after_sales.decision import Reason, ReasonKind
from teleshop.care.domain.after_sales.policy import DEFAULT_POLICY, AfterSalesPolicy
from teleshop.care.domain.after_sales.purchase import DISTANCE_CHANNELS, Purchase, PurchasedLine
from teleshop.kernel.rules import rule

_CHECKED: Final = date(2026, 11, 24)
_LAW: Final = "消费者权益保护法"
_INTERIM: Final = "网络购买商品七日无理由退货暂行办法"

EXCLUSION_NAMES: Final = {
    "made_to_order": ("消费者定作的商品", "goods made to the customer's order"),
    "perishable": ("鲜活易腐的商品", "fresh or perishable goods"),
    "digital_or_opened_av": (
        "在线下载或者拆封的音像制品、计算机软件等数字化商品",
        "downloaded or unsealed recordings and software",
    ),
    "newspaper": ("交付的报纸、期刊", "delivered newspapers and periodicals"),
    "opened_health_safety": (
        "拆封后易影响人身安全、生命健康或者品质的商品",
        "goods whose safety, hygiene or quality suffers once opened",
    ),
    "activated_value_loss": (
        "激活或者试用后价值贬损较大的商品",
        "goods that lose much value once activated or tried",
    ),
    "near_expiry_or_flawed": (
        "销售时已明示的临近保质期或者有瑕疵的商品",
        "goods sold openly as near expiry or flawed",
    ),
}
STATUTORY: Final = frozenset({"made_to_order", "perishable", "digital_or_opened_av", "newspaper"})
CONFIRMED: Final = frozenset(
    {"opened_health_safety", "activated_value_loss", "near_expiry_or_flawed"}
)

NOT_SOLD_AT_DISTANCE: Final = ReasonKind(
    "not_a_distance_sale",
    "R1.1",
    "该订单并非通过网络、电视、电话或邮购方式销售，不适用七日无理由退货。",
    "The order was not placed by internet, television, telephone or mail, so there is no return "
    "without reason.",
)
EXCLUDED_BY_LAW: Final = ReasonKind(
    "excluded_by_law",
    "R1.4",
    "{name_zh}依法不适用七日无理由退货；如存在质量问题，请改选质量原因。",
    "By law there is no return without reason of {name_en}; if they are faulty, state that ground.",
)
SEAL_TO_BE_CHECKED: Final = ReasonKind(
    "seal_to_be_checked",
    "R1.4",
    "顾客称音像制品或软件未拆封，须由人工核实是否为实物且封装完好。",
    "The customer says that the recording or software is still sealed: a person has to check.",
)
EXCLUDED_BY_CONFIRMATION: Final = ReasonKind(
    "excluded_by_confirmation",
    "R1.5",
    "{name_zh}：顾客已于本次购买时单独确认不适用七日无理由退货（凭证 {reference}）。",
    "{name_en}: the customer confirmed for this purchase that there is no return without reason "
    "(proof {reference}).",
)
CONFIRMATION_MISSING: Final = ReasonKind(
    "confirmation_missing",
    "R1.5",
    "商品虽可约定不适用无理由退货，但没有顾客本次购买时的确认凭证，退货权仍然存在。",
    "The goods could have been excluded, but there is no proof that the customer confirmed it for "
    "this purchase, so the right stays.",
)
CONFIRMATION_VOID: Final = ReasonKind(
    "confirmation_void",
    "R1.5",
    "顾客的确认不符合要求（须显著标注、逐次确认、不得默认勾选），退货权仍然存在。",
    "The confirmation does not count (it must be conspicuous, given for this purchase and not "
    "pre-ticked), so the right stays.",
)
PROMISE_BINDS: Final = ReasonKind(
    "promise_binds",
    "R1.6",
    "销售时承诺 {days} 日无理由退货，该承诺有约束力。",
    "Return within {days} days was promised at the sale, and the promise binds.",
)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Whether a line may be returned without reason: ``statutory`` by law, ``promised_days`` by
    promise. ``uncertain``: only a person can tell (a seal).
    """

    statutory: bool
    promised_days: int | None
    reasons: tuple[Reason, ...]
    rules: tuple[str, ...]
    uncertain: bool = False

    @property
    def exists(self) -> bool:
        """Whether there is a right, in time or not."""
        return self.statutory or self.promised_days is not None


def entitlement(
    purchase: Purchase,
    line: PurchasedLine,
    *,
    sealed: bool | None = None,
    policy: AfterSalesPolicy = DEFAULT_POLICY,
) -> Entitlement:
    """The right to return one line without reason; ``sealed`` is what the customer says of an
    original seal.
    """
    reasons: list[Reason] = []
    rules: list[str] = ["R1.1"]
    uncertain = False
    statutory = is_distance_sale(purchase)
    if not statutory:
        reasons.append(NOT_SOLD_AT_DISTANCE.of())
    elif line.exclusion in STATUTORY:
        statutory = False
        uncertain = line.exclusion == "digital_or_opened_av" and sealed is True
        rules.append("R1.4")
        reasons.append(excluded_by_law(line, uncertain=uncertain))
    elif line.exclusion in CONFIRMED:
        rules.append("R1.5")
        found = confirmation_fault(purchase, line, policy)
        statutory = found is not None
        reasons.append(found or _confirmed(line))
    promised = promised_days(line)
    if promised is not None:
        rules.append("R1.6")
        reasons.append(PROMISE_BINDS.of(line.number, days=promised))
    return Entitlement(statutory, promised, tuple(reasons), tuple(rules), uncertain)


@rule(
    id="R1.1",
    clause="6.3.1",
    source=_LAW,
    article="25",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def is_distance_sale(purchase: Purchase) -> bool:
    """Whether the sale was made by internet, television, telephone or mail."""
    return purchase.channel in DISTANCE_CHANNELS


@rule(
    id="R1.4",
    clause="6.3.1",
    source=_LAW,
    article="25",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def excluded_by_law(line: PurchasedLine, *, uncertain: bool) -> Reason:
    """Why goods of the four kinds of the law have no return without reason."""
    if uncertain:
        return SEAL_TO_BE_CHECKED.of(line.number)
    name_zh, name_en = EXCLUSION_NAMES[str(line.exclusion)]
    return EXCLUDED_BY_LAW.of(line.number, name_zh=name_zh, name_en=name_en)


@rule(
    id="R1.5",
    clause="6.3.1",
    source=f"{_INTERIM}；消费者权益保护法实施条例",
    article="7; 19",
    effective_from=date(2017, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def confirmation_fault(
    purchase: Purchase, line: PurchasedLine, policy: AfterSalesPolicy = DEFAULT_POLICY
) -> Reason | None:
    """Why an exclusion by confirmation does not hold; None if it does."""
    proof = line.confirmation
    if proof is None or not proof.reference.strip():
        return CONFIRMATION_MISSING.of(line.number)
    earliest = purchase.placed_at - policy.confirmation_before
    latest = purchase.placed_at + policy.confirmation_after
    of_this_purchase = earliest <= proof.confirmed_at <= latest
    if proof.conspicuous_mark and of_this_purchase and not proof.pre_ticked:
        return None
    return CONFIRMATION_VOID.of(line.number)


@rule(
    id="R1.6",
    clause="6.3.1",
    source="最高人民法院关于审理网络消费纠纷案件适用法律若干问题的规定（一）；消费者权益保护法实施条例",
    article="2; 12",
    effective_from=date(2022, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def promised_days(line: PurchasedLine) -> int | None:
    """The days of return without reason that were promised at the sale, also for excluded goods."""
    promised = line.promised_return_days
    return promised if promised is not None and promised > 0 else None


def _confirmed(line: PurchasedLine) -> Reason:
    name_zh, name_en = EXCLUSION_NAMES[str(line.exclusion)]
    reference = line.confirmation.reference if line.confirmation else ""
    return EXCLUDED_BY_CONFIRMATION.of(
        line.number, name_zh=name_zh, name_en=name_en, reference=reference
    )
