"""Whether returned goods are intact (R1.7-R1.9): judged on what an inspector found and can show,
never on the article number and never because a package was opened.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from teleshop.care.domain.after_sales.decision import Reason, ReasonKind
from teleshop.kernel.rules import rule

_CHECKED: Final = date(2026, 11, 24)
_INTERIM: Final = "网络购买商品七日无理由退货暂行办法"


class Finding(StrEnum):
    """What an inspector can find on returned goods."""

    PACKAGE_OPENED = "package_opened"
    TESTED = "tested"
    SEAL_BROKEN = "seal_broken"
    UNAUTHORISED_REPAIR = "unauthorised_repair"
    MARKS_ALTERED = "marks_altered"
    LASTING_TRACES = "lasting_traces"
    DATA_LEFT = "data_left"
    LABEL_CUT = "label_cut"
    STAINED = "stained"
    DAMAGED = "damaged"
    PARTS_MISSING = "parts_missing"
    FUNCTION_IMPAIRED = "function_impaired"
    OTHER_GOODS = "other_goods"


class Verdict(StrEnum):
    """``unproven``: something was found that would count, but nothing shows it."""

    INTACT = "intact"
    NOT_INTACT = "not_intact"
    UNPROVEN = "unproven"


INSPECTION_ONLY: Final = frozenset({Finding.PACKAGE_OPENED, Finding.TESTED})
"""Opening the package and trying the goods within reason leave them intact (R1.7)."""

_ALWAYS: Final = frozenset(
    {Finding.PARTS_MISSING, Finding.FUNCTION_IMPAIRED, Finding.DAMAGED, Finding.OTHER_GOODS}
)
_SEALED: Final = frozenset({Finding.SEAL_BROKEN})
_ELECTRONIC: Final = frozenset(
    {
        Finding.UNAUTHORISED_REPAIR,
        Finding.MARKS_ALTERED,
        Finding.LASTING_TRACES,
        Finding.DATA_LEFT,
    }
)
_WORN: Final = frozenset({Finding.LABEL_CUT, Finding.STAINED})

COUNTS_FOR: Final[dict[str, frozenset[Finding]]] = {
    "food": _ALWAYS | _SEALED,
    "cosmetics": _ALWAYS | _SEALED,
    "medical_device": _ALWAYS | _SEALED,
    "family_planning": _ALWAYS | _SEALED,
    "electronics": _ALWAYS | _ELECTRONIC,
    "textile": _ALWAYS | _WORN,
}
"""Which findings make goods of a kind not intact (art. 8 and 9); other kinds by art. 8 alone."""

_WORDS: Final[dict[Finding, tuple[str, str]]] = {
    Finding.SEAL_BROKEN: ("必要的一次性密封包装已损坏", "a necessary single-use seal is broken"),
    Finding.UNAUTHORISED_REPAIR: ("经未授权维修或改动", "repaired or altered without authority"),
    Finding.MARKS_ALTERED: (
        "强制性产品认证标志、铭牌或机器序列号被涂改、拆除",
        "certification mark, nameplate or serial number removed or altered",
    ),
    Finding.LASTING_TRACES: (
        "有难以恢复原状的外观类使用痕迹",
        "traces of use that cannot be undone",
    ),
    Finding.DATA_LEFT: (
        "留有激活、授权或不合理的个人使用数据",
        "activated, licensed or with unreasonable personal data left on it",
    ),
    Finding.LABEL_CUT: ("商标标识被摘、被剪", "label cut off"),
    Finding.STAINED: ("商品受污", "goods stained"),
    Finding.DAMAGED: ("商品受损", "goods damaged"),
    Finding.PARTS_MISSING: (
        "商品本身、配件或商标标识不齐全",
        "goods, accessories or trademark labels incomplete",
    ),
    Finding.FUNCTION_IMPAIRED: ("原有品质、功能受损", "original quality or function impaired"),
    Finding.OTHER_GOODS: ("退回的不是所购商品", "other goods than those bought came back"),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one line; ``codes`` are the reason codes (``NOT_INTACT_LABEL_CUT``)."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    ignored: tuple[Finding, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The reason codes."""
        return tuple(reason.code for reason in self.reasons)


@rule(
    id="R1.8",
    clause="6.3.1",
    source=_INTERIM,
    article="8, 9",
    effective_from=date(2017, 3, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def findings_that_count(goods_kind: str) -> frozenset[Finding]:
    """What makes goods of a kind not intact."""
    return COUNTS_FOR.get(goods_kind, _ALWAYS)


@rule(
    id="R1.7",
    clause="6.3.1",
    source="消费者权益保护法实施条例；侵害消费者权益行为处罚办法",
    article="19; 9",
    effective_from=date(2024, 7, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def is_inspection_only(found: frozenset[Finding]) -> bool:
    """Whether nothing was done but open the package and try the goods within reason."""
    return found <= INSPECTION_ONLY


@rule(
    id="R1.9",
    clause="6.3.1",
    source="消费者权益保护法实施条例",
    article="19",
    effective_from=date(2024, 7, 1),
    confidence="M",
    last_checked=_CHECKED,
)
def judge(line: int, goods_kind: str, found: frozenset[Finding], *, shown: bool) -> Judgement:
    """The verdict on one line; ``shown`` is whether the inspector brought evidence.

    What was found but does not count for the kind of goods is ignored and named. Without evidence
    nothing can be held against the customer.
    """
    counting = sorted(found & findings_that_count(goods_kind))
    ignored = tuple(sorted(found.difference(counting)))
    if not counting or is_inspection_only(found):
        return Judgement(Verdict.INTACT, (), ignored)
    reasons = tuple(_reason(finding).of(line) for finding in counting)
    return Judgement(Verdict.NOT_INTACT if shown else Verdict.UNPROVEN, reasons, ignored)


def _reason(finding: Finding) -> ReasonKind:
    zh, en = _WORDS[finding]
    return ReasonKind(f"NOT_INTACT_{finding.name}", "R1.8", f"{zh}。", f"{en[0].upper()}{en[1:]}.")
