"""What suppliers, and those who watch over the rules, are told by the quality gate."""

from teleshop.notifications.domain import Template, Words
from teleshop.notifications.templates.suppliers import supplier, supplier_and_compliance

CHECKS = {
    "incidents": Words(
        "因商品或供应商的投诉占订单比例", "share of orders with complaints about goods or supplier"
    ),
    "late_responses": Words("答复超时比例", "share of late answers"),
    "late_shipments": Words("发货延误比例", "share of late shipments"),
}

TEMPLATES = (
    Template(
        event="QualityWarned",
        context="qualitygate",
        recipients=supplier,
        subject=Words("服务质量提醒", "A letter about the quality of service"),
        body=Words(
            "供应商 {supplier_id} 在 {first:day} 至 {last:day}（{orders} 个订单）的下列指标达到"
            "提醒门槛：{checks:word}。如达到限制门槛，自 {hold_from:day} 起可能暂停上架新商品和"
            "安排新时段；已在售商品不受影响。各项数据及与门槛的距离请登录平台查看。",
            "From {first:day} to {last:day} ({orders} orders) supplier {supplier_id} reached the "
            "threshold of a warning in: {checks:word}. If the threshold of a hold is reached, from "
            "{hold_from:day} on new products and new slots may be held back; what is on sale stays "
            "so. The figures, and how far they are from the thresholds, are shown on the platform.",
        ),
        words=CHECKS,
    ),
    Template(
        event="QualityHeld",
        context="qualitygate",
        recipients=supplier_and_compliance,
        subject=Words("暂停上架新商品和新时段", "New products and slots are held back"),
        body=Words(
            "供应商 {supplier_id} 在 {first:day} 至 {last:day}（{orders} 个订单）的下列指标达到"
            "限制门槛：{checks:word}。即日起暂停上架新商品和安排新时段，已在售商品不受影响。"
            "整改后请联系平台，由工作人员审核解除。",
            "From {first:day} to {last:day} ({orders} orders) supplier {supplier_id} reached the "
            "threshold of a hold in: {checks:word}. New products and new slots are held back from "
            "now on; what is on sale stays so. Put it right and talk to the platform: a person "
            "decides when the hold is lifted.",
        ),
        words=CHECKS,
    ),
    Template(
        event="QualityReinstated",
        context="qualitygate",
        recipients=supplier,
        subject=Words("限制已解除", "The hold is lifted"),
        body=Words(
            "供应商 {supplier_id} 的服务质量限制已由工作人员解除，可继续上架新商品和安排新时段。"
            "平台将继续关注近期指标；{hold_from:day} 之前不会再次限制。",
            "A person has lifted the hold on supplier {supplier_id}: new products and slots are "
            "taken again. The figures stay under watch; before {hold_from:day} there is no new "
            "hold.",
        ),
    ),
    Template(
        event="QualityCleared",
        context="qualitygate",
        recipients=supplier,
        subject=Words("服务质量提醒已结束", "The warning has ended"),
        body=Words(
            "供应商 {supplier_id} 的各项服务质量指标已持续低于提醒门槛，提醒结束。",
            "The figures of supplier {supplier_id} stayed below every threshold; the warning has "
            "ended.",
        ),
    ),
)
