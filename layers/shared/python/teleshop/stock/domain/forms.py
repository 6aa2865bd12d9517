"""What an entry of the book needs by its kind; every fault with its place, all at once."""

from teleshop.kernel.errors import FieldError
from teleshop.stock.domain.movement import (
    BY_HAND,
    INCOMING,
    OF_AN_ORDER,
    WITH_REASON,
    MovementKind,
    Reason,
)
from teleshop.stock.domain.policy import MOST_RETURNED

CLAUSE = "1.1"


def movement_faults(
    kind: MovementKind,
    quantity: int,
    warehouse: str,
    *,
    to_warehouse: str | None,
    reason: Reason | None,
    reference: str | None,
) -> list[FieldError]:
    """Everything that is missing, or does not belong to an entry of that kind."""
    found = []
    if kind not in BY_HAND:
        found.append(
            _fault(
                "/kind",
                "movement_not_by_hand",
                "出库随包裹登记，盘点请用 POST /stock/{{sku}}/counts；请选择其他类型（kind）。",
                "Shipments are booked with their parcel, counts by POST /stock/{{sku}}/counts; "
                "choose another `kind`.",
            )
        )
    if quantity == 0 or (quantity < 0 and kind is not MovementKind.ADJUSTMENT):
        found.append(
            _fault(
                "/quantity",
                "quantity_sign",
                "数量须为正整数；只有调整（adjustment）可为负数，且不得为 0。",
                "The quantity is a whole number above 0; only an adjustment may be negative, and "
                "none is 0.",
            )
        )
    if kind in OF_AN_ORDER and quantity > MOST_RETURNED:
        found.append(
            _fault(
                "/quantity",
                "quantity_of_return",
                f"一张退货单或一个拒收包裹最多 {MOST_RETURNED} 件；请核对数量，或按单据分别登记。",
                f"A return or a refused parcel has {MOST_RETURNED} pieces at most, as an order "
                "has; check the quantity, or enter each paper by itself.",
            )
        )
    if kind in WITH_REASON and reason is None:
        found.append(
            _fault(
                "/reason",
                "movement_reason_required",
                "调整和报损须填写原因（reason）。",
                "An adjustment and a loss need their `reason`.",
            )
        )
    if kind in INCOMING and reference is None:
        found.append(
            _fault(
                "/reference",
                "movement_reference_required",
                "入库须填写单据号（reference）：送货单、退货单或包裹号。",
                "What comes in has a paper: give its number (`reference`): delivery note, return "
                "or parcel.",
            )
        )
    return [*found, *_other_warehouse(kind, warehouse, to_warehouse)]


def _other_warehouse(
    kind: MovementKind, warehouse: str, to_warehouse: str | None
) -> list[FieldError]:
    if kind is MovementKind.TRANSFER:
        if to_warehouse is None or to_warehouse == warehouse:
            return [
                _fault(
                    "/to_warehouse",
                    "transfer_target",
                    "调拨须填写另一个仓库（to_warehouse）。",
                    "A transfer needs another warehouse (`to_warehouse`).",
                )
            ]
    elif to_warehouse is not None:
        return [
            _fault(
                "/to_warehouse",
                "transfer_only",
                "只有调拨（transfer）才填写 to_warehouse；请去掉该字段。",
                "Only a transfer has a `to_warehouse`; leave it out.",
            )
        ]
    return []


def _fault(pointer: str, code: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer, code, zh, en, clause=CLAUSE)
