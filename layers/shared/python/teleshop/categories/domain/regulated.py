"""What the law says of kinds of goods, and what a category of them must therefore demand (2.1.1,
2.1.3): nothing is sold as an ordinary thing because a category forgot to ask.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from teleshop.categories.domain.category import CategoryStatus, GoodsKind, WordingKind
from teleshop.categories.domain.checks import Vocabulary
from teleshop.categories.domain.resolved import ResolvedCategory
from teleshop.categories.domain.tree import Tree
from teleshop.kernel.errors import FieldError
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.rules import rule

_COSMETICS: Final = ("cosmetics_ordinary", "cosmetics_special")
_DEVICES: Final = ("medical_device_1", "medical_device_2", "medical_device_3")
_BY_WORDING: Final[Mapping[WordingKind, tuple[str, ...]]] = {
    WordingKind.HEALTH_FOOD: ("health_food",),
    WordingKind.SPECIAL_MEDICAL: ("special_medical_food",),
    WordingKind.COSMETIC: _COSMETICS,
    WordingKind.DEVICE: _DEVICES,
}
_BY_KIND: Final[Mapping[GoodsKind, tuple[str, ...]]] = {
    GoodsKind.COSMETICS: _COSMETICS,
    GoodsKind.MEDICAL_DEVICE: _DEVICES,
}
"""What a supplier must be admitted for to sell them; one of these."""

DRUGS_FORBIDDEN = FindingKind(
    "drugs_forbidden",
    "2.1.1",
    "类目 {category} 适用药品用语规则：药品不得在电视购物中销售，该类目须标记 forbidden。",
    "Category {category} has the wording kind of drugs, which may not be sold on television: it "
    "must be marked forbidden.",
    "R7-category",
)
SUPPLIER_CATEGORY_NEEDED = FindingKind(
    "supplier_category_needed",
    "2.1.2",
    "类目 {category} 的商品须由获准经营 {possible} 的供应商销售，请相应填写 supplier_category。",
    "Goods of category {category} are sold by suppliers admitted for {possible}: set "
    "supplier_category to one of them.",
    "R7-category",
)
DOCUMENTS_NEEDED = FindingKind(
    "required_documents_missing",
    "2.1.3",
    "类目 {category} 须要求文件：{types}（任一），severity 为 refuse。",
    "Category {category} must require one of these documents: {types}, with the severity refuse.",
    "R7-category",
)


@rule(
    id="R7-category",
    clause="2.1.3",
    source="食品安全法; 化妆品监督管理条例; 医疗器械监督管理条例; 广发〔2009〕71号",
    article="35, 53; 17, 38; 13, 45; -",
    effective_from=date(2021, 6, 1),
    confidence="M",
    last_checked=date(2026, 11, 27),
)
def check_regulated(tree: Tree, category_id: str, words: Vocabulary) -> list[FieldError]:
    """Faults of the category and of all below it, with what they inherit in a tree as it would
    become.
    """
    return [
        fault
        for category in tree.below(category_id)
        if category.status is CategoryStatus.ACTIVE
        for fault in _faults(tree.resolved(category.id), words)
    ]


def _faults(category: ResolvedCategory, words: Vocabulary) -> Iterable[FieldError]:
    if category.forbidden:
        return
    code = category.code
    if category.wording_kind is WordingKind.DRUG:
        yield DRUGS_FORBIDDEN.at("/forbidden", category=code)
    possible = _BY_WORDING.get(category.wording_kind) or _BY_KIND.get(category.goods_kind)
    if possible is not None and category.supplier_category not in possible:
        yield SUPPLIER_CATEGORY_NEEDED.at(
            "/supplier_category", category=code, possible=", ".join(possible)
        )
        return
    asked = [set(one.any_of) for one in category.required_documents if one.severity == "refuse"]
    wanted = words.required_of.get(category.supplier_category, ())
    for types in wanted:
        if not any(one <= set(types) for one in asked):
            yield DOCUMENTS_NEEDED.at("/required_documents", category=code, types=", ".join(types))
    # Fresh food needs no licence of its own; something must tell where it comes from.
    is_food = GoodsKind.FOOD is category.goods_kind or WordingKind.FOOD is category.wording_kind
    if is_food and not asked and not wanted:
        yield DOCUMENTS_NEEDED.at("/required_documents", category=code, types=", ".join(_OF_FOOD))


_OF_FOOD: Final = ("conformity_certificate", "test_report", "quarantine_certificate")
