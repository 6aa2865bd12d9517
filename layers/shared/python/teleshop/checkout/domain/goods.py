"""Whether goods may be sold, and with which terms of return.

An order that was taken on paper is a contract already (E-Commerce Law, art. 49: formed when the
order succeeded): that the goods went off sale since does not undo it. Only what may not be handed
over is refused: goods that are forbidden, held back by the platform, or past their last day; and
what was no offer by then, because its supplier was suspended or gone already.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from teleshop.checkout.domain.wish import Confirmation, WishedLine
from teleshop.kernel.errors import FieldError
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.rules import rule

UNSAFE: Final = frozenset({"on_hold", "shelf_life_over"})
"""Obstacles for which goods are not handed over, whatever was agreed."""
SUPPLIER_OBSTACLES: Final = frozenset(
    {"supplier_not_active", "supplier_not_admitted", "supplier_qualification_missing"}
)
SEVEN_DAYS: Final = "seven_days"
STATUTORY: Final = frozenset({"made_to_order", "perishable", "digital_or_opened_av", "newspaper"})
LEAST_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What is approved of a product. ``obstacles`` are the kinds of what keeps it off sale,
    ``forbidden`` says that its category is; ``supplier_active`` whether its supplier may sell
    at the time of the order. ``skus`` are the articles that it has, with the options of each.
    """

    product_id: str
    supplier_id: str
    revision: int
    title: str
    unit: str
    goods_kind: str
    skus: Mapping[str, Mapping[str, str]]
    on_sale: bool = True
    obstacles: frozenset[str] = field(default_factory=frozenset)
    forbidden: bool = False
    supplier_active: bool = True
    return_class: str = SEVEN_DAYS
    return_days: int = LEAST_DAYS
    warranty_months: int = 0
    durable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTerms:
    """``days`` for return without reason; 0 where an ``exclusion`` holds. ``confirmed`` says that
    the exclusion holds because the customer confirmed it.
    """

    days: int
    exclusion: str | None = None
    confirmed: bool = False


GONE = FindingKind(
    "goods_gone",
    "2.2.5",
    "商品 {sku} 已下架，不能销售；请移除该商品或改选其他商品。",
    "{sku} is not sold any more; leave it out, or choose other goods.",
)
NOT_ON_SALE = FindingKind(
    "not_on_sale",
    "4.3.4",
    "商品 {sku} 目前未上架（未发布、已暂停或已下架），不能销售；请移除该商品。",
    "{sku} is not on sale now (not published yet, suspended or withdrawn); leave it out.",
)
SUPPLIER_NOT_ACTIVE = FindingKind(
    "supplier_not_active",
    "2.1.5",
    "商品 {sku} 的供应商目前不能销售；请移除该商品或改选其他供应商的商品。",
    "The supplier of {sku} may not sell now; leave it out, or choose goods of another one.",
)
SUPPLIER_WAS_NOT_ACTIVE = FindingKind(
    "supplier_was_not_active",
    "2.1.5",
    "接单时，商品 {sku} 的供应商已被暂停或终止合作，该商品不能销售；"
    "请移除该商品，并由主管联系顾客协商退款或换货。",
    "When the order was written, the supplier of {sku} was suspended or gone already; leave it out "
    "and let a lead agree with the customer on another article or on compensation.",
)
FORBIDDEN = FindingKind(
    "goods_forbidden",
    "2.1.1",
    "商品 {sku} 属于禁止销售的类目；请移除该商品。",
    "{sku} belongs to a category that may not be sold; leave it out.",
)
NOT_DELIVERABLE = FindingKind(
    "goods_not_deliverable",
    "6.3.1",
    "商品 {sku} 因安全或质量核查已停止发货，接单时的约定无法履行；"
    "请移除该商品，并由主管联系顾客协商退款或换货。",
    "{sku} is held back for safety or quality, so what was agreed cannot be done; leave it out and "
    "let a lead agree with the customer on another article or on compensation.",
)
GIFT_NOT_AVAILABLE = FindingKind(
    "gift_not_available",
    "4.3.4",
    "赠品已送完或暂不能赠送；如顾客同意不要赠品，请填写 without_gifts: true 后重新提交。",
    "The gift is gone, or may not be given now; if the customer agrees to go without, send "
    "`without_gifts: true`.",
)
NOTHING_TO_CONFIRM = FindingKind(
    "nothing_to_confirm",
    "6.3.1",
    "商品 {sku} 没有需要顾客确认的退货例外；请去掉 confirmed_exclusion。",
    "No exclusion from return of {sku} is for customers to confirm; leave `confirmed_exclusion` "
    "out.",
    rule="R1.5",
)
OTHER_EXCLUSION = FindingKind(
    "other_exclusion",
    "6.3.1",
    "商品 {sku} 须确认的退货例外是 {exclusion}；请按此重新征得顾客确认，或去掉该项。",
    "What can be confirmed of {sku} is {exclusion}; ask the customer again, or leave it out.",
    rule="R1.5",
)


def sale_fault(
    sku: str, goods: Goods | None, pointer: str, *, promised: bool = False
) -> FieldError | None:
    """What stands against selling an article; ``promised``: it was agreed on before."""
    if goods is None or sku not in goods.skus:
        return GONE.at(pointer, sku=sku)
    if goods.forbidden:
        return FORBIDDEN.at(pointer, sku=sku)
    if promised:
        if not goods.supplier_active:
            return SUPPLIER_WAS_NOT_ACTIVE.at(pointer, sku=sku)
        return NOT_DELIVERABLE.at(pointer, sku=sku) if goods.obstacles & UNSAFE else None
    if not goods.supplier_active or goods.obstacles & SUPPLIER_OBSTACLES:
        return SUPPLIER_NOT_ACTIVE.at(pointer, sku=sku)
    return None if goods.on_sale else NOT_ON_SALE.at(pointer, sku=sku)


def may_be_given(sku: str, goods: Goods | None) -> bool:
    """Whether an article of ours may be given as a gift: it needs no price of its own."""
    if goods is None or sku not in goods.skus or goods.forbidden or not goods.supplier_active:
        return False
    return goods.on_sale or goods.obstacles == {"no_price"}


def confirmation_faults(
    lines: Sequence[WishedLine], goods_by_sku: Mapping[str, Goods]
) -> Iterator[FieldError]:
    """Confirmations of what is not to be confirmed."""
    for index, line in enumerate(lines):
        goods, said = goods_by_sku.get(line.sku), line.confirmation
        if said is None or goods is None:
            continue
        pointer = f"/lines/{index}/confirmed_exclusion"
        if goods.return_class == SEVEN_DAYS or goods.return_class in STATUTORY:
            yield NOTHING_TO_CONFIRM.at(pointer, sku=line.sku)
        elif said.exclusion != goods.return_class:
            yield OTHER_EXCLUSION.at(
                f"{pointer}/exclusion", sku=line.sku, exclusion=goods.return_class
            )


@rule(
    id="R1.5-at-purchase",
    clause="6.3.1",
    source="网络购买商品七日无理由退货暂行办法",
    article="6; 7; 11",
    effective_from=date(2017, 3, 15),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def return_terms(goods: Goods, confirmation: Confirmation | None) -> ReturnTerms:
    """The terms of return that are locked with a line. What the law itself excludes is excluded; of
    what a customer may agree to exclude the right stays unless it was confirmed for this purchase.
    """
    if goods.return_class in STATUTORY:
        return ReturnTerms(days=0, exclusion=goods.return_class)
    if goods.return_class != SEVEN_DAYS and confirmation is not None:
        return ReturnTerms(days=0, exclusion=goods.return_class, confirmed=True)
    return ReturnTerms(days=max(goods.return_days, LEAST_DAYS))
