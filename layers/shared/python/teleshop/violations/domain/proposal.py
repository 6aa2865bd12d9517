"""Whether proposed measures are what the policy allows and asks for."""

from collections.abc import Sequence
from typing import Final

from teleshop.kernel.errors import FieldError
from teleshop.kernel.money import yuan
from teleshop.violations.domain.case import MAX_CASE_EVIDENCE
from teleshop.violations.domain.measures import ON_PRODUCTS, Measure, MeasureKind
from teleshop.violations.domain.policy import Demand, FineBounds, ends

NAMES: Final = {
    MeasureKind.WARNING: ("警告", "a warning"),
    MeasureKind.PRODUCT_SUSPENSION: ("商品暂停销售", "a suspension of goods"),
    MeasureKind.PRODUCT_TAKEDOWN: ("商品下架", "a take-down of goods"),
    MeasureKind.FINE: ("罚款", "a fine"),
    MeasureKind.SUPPLIER_SUSPENSION: ("暂停合作", "a suspension of the supplier"),
    MeasureKind.TERMINATION: ("终止合作", "the end of the cooperation"),
    MeasureKind.HANDOVER: ("移送主管机关", "handing over to the authorities"),
}


def faults_of(
    measures: Sequence[Measure], demand: Demand, products: Sequence[str]
) -> list[FieldError]:
    """Everything that is wrong with the measures, each in its place; ``products`` are those of the
    case.
    """
    found: list[FieldError] = []
    for index, measure in enumerate(measures):
        found += _faults_of_one(index, measure, demand, frozenset(products))
    kinds = [measure.kind for measure in measures]
    for index, kind in enumerate(kinds):
        if kind in kinds[:index]:
            found.append(_fault(f"/measures/{index}/kind", "measure_twice", *_TWICE))
    if MeasureKind.TERMINATION in kinds and MeasureKind.SUPPLIER_SUSPENSION in kinds:
        found.append(_fault("/measures", "measures_exclude_each_other", *_EXCLUDE))
    if not demand.is_reached(kinds):
        zh, en = NAMES[demand.least]
        found.append(
            _fault("/measures", "measures_too_mild", *_TOO_MILD, total=demand.total, zh=zh, en=en)
        )
    for kind in sorted(demand.required - set(kinds)):
        zh, en = NAMES[kind]
        found.append(_fault("/measures", "measure_missing", *_MISSING, zh=zh, en=en))
    return found


def falls_short(measures: Sequence[Measure], demand: Demand) -> bool:
    """Whether the policy asks for more than these measures: a graver one, one that is missing, or
    a higher fine.
    """
    kinds = {measure.kind for measure in measures}
    fines = [measure.amount for measure in measures if measure.kind is MeasureKind.FINE]
    return (
        not demand.is_reached(kinds)
        or not demand.required <= kinds
        or any(amount < demand.fine.least for amount in fines)
    )


def evidence_faults(evidence: Sequence[str]) -> list[FieldError]:
    """What is wrong with as much evidence of staff in one case."""
    if len(evidence) <= MAX_CASE_EVIDENCE:
        return []
    return [_fault("/evidence", "violation_evidence_too_much", *_TOO_MUCH, most=MAX_CASE_EVIDENCE)]


def _faults_of_one(
    index: int, measure: Measure, demand: Demand, products: frozenset[str]
) -> list[FieldError]:
    found: list[FieldError] = []
    at = f"/measures/{index}"
    if demand.left and ends(measure.kind):
        found.append(_fault(f"{at}/kind", "cooperation_ended", *_LEFT))
    if measure.kind is MeasureKind.FINE:
        if not demand.fine.least <= measure.amount <= demand.fine.most:
            found.append(_out_of_bounds(f"{at}/amount", demand.fine))
    elif measure.amount:
        found.append(_fault(f"{at}/amount", "amount_not_of_fine", *_NOT_FINE))
    if measure.kind in ON_PRODUCTS:
        if not measure.products or not products.issuperset(measure.products):
            found.append(_fault(f"{at}/products", "measure_products", *_PRODUCTS))
    elif measure.products:
        found.append(_fault(f"{at}/products", "products_not_of_measure", *_NO_PRODUCTS))
    return found


def _out_of_bounds(pointer: str, fine: FineBounds) -> FieldError:
    return _fault(
        pointer,
        "fine_out_of_bounds",
        *_BOUNDS,
        least=yuan(fine.least),
        most=yuan(fine.most),
        least_fen=fine.least,
        most_fen=fine.most,
    )


def _fault(pointer: str, code: str, text_zh: str, text_en: str, **params: str | int) -> FieldError:
    return FieldError(pointer, code, text_zh, text_en, params=dict(params), clause="3.4.2")


_TWICE: Final = (
    "同一种措施只能提出一次，请合并。",
    "Each kind of measure is proposed once; merge the two.",
)
_EXCLUDE: Final = (
    "暂停合作与终止合作不能同时提出，请保留其一。",
    "Suspending the supplier and ending the cooperation exclude each other; keep one.",
)
_LEFT: Final = (
    "与该供应商的合作已终止，无法再暂停或终止，请删除该措施；如需列入黑名单，请合规人员通过 "
    "POST /blacklist-entries 办理。",
    "The cooperation with this supplier has ended: nothing is left to suspend or to end, leave "
    "this measure out. Compliance blacklists it by `POST /blacklist-entries`.",
)
_TOO_MILD: Final = (
    "按累计 {total} 分，规则要求至少采取：{zh}。请补充该措施或更重的措施。",
    "At {total} points the policy asks for {en} at least; add it or a graver measure.",
)
_MISSING: Final = (
    "该类违规必须包含措施：{zh}。请补充。",
    "This violation demands {en}; add it.",
)
_BOUNDS: Final = (
    "罚款金额须在 {least} 元至 {most} 元之间（按违规类型和次数），即 amount 为 {least_fen} 至 "
    "{most_fen} 分。",
    "The fine lies between {least} and {most} yuan, by type and repetition: an `amount` from "
    "{least_fen} to {most_fen} fen.",
)
_NOT_FINE: Final = (
    "仅罚款须填写金额（amount），请删除。",
    "Only a fine has an `amount`; leave it out.",
)
_PRODUCTS: Final = (
    "请在 products 中填写本案涉及的商品。",
    "Name in `products` goods that the case is about.",
)
_TOO_MUCH: Final = (
    "一个案件的证据最多 {most} 份。请合并文件后重新上传。",
    "A case has {most} documents of evidence at most; merge some and upload them again.",
)
_NO_PRODUCTS: Final = (
    "该措施不针对商品，请删除 products。",
    "This measure is not about goods; leave `products` out.",
)
