"""What is wrong with the forms of after-sales, each fault at its field."""

from dataclasses import replace

from teleshop.care.domain.after_sales.decision import Remedy
from teleshop.care.domain.arrival import arrival_faults
from teleshop.care.domain.case import CaseChannel
from teleshop.care.schemas.after_sales import AfterSalesBody, DecisionBody
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError

OWN_CHANNELS = frozenset({CaseChannel.APP, CaseChannel.WEB})
CLAUSE = "2.4.2"


def decision_faults(body: DecisionBody) -> list[FieldError]:
    """What does not go with the outcome."""
    if body.outcome == "approve":
        return [_NO_REASON] if body.reason is not None else []
    faults = [REASON_NEEDED] if body.reason is None else []
    if body.lines is not None or body.operator_pays_freight:
        faults.append(_ONLY_APPROVAL)
    return faults


def form_faults(call: Call, body: AfterSalesBody) -> list[FieldError]:
    """What is wrong with a form whatever it is about."""
    faults: list[FieldError] = []
    if body.kind is Remedy.REPAIR and not body.ground.is_fault:
        faults.append(_FAULT_NEEDED)
    if not call.actor.is_staff:
        faults += [
            replace(FOR_STAFF, pointer=f"/{name}")
            for name in ("arrived_at", "late_reason", "notice_sent_at")
            if getattr(body, name) is not None
        ]
        if body.channel not in OWN_CHANNELS:
            faults.append(OWN_CHANNEL)
        return faults
    if body.channel not in (CaseChannel.PHONE, CaseChannel.LETTER):
        faults.append(STAFF_CHANNEL)
    faults += arrival_faults(body.arrived_at, body.late_reason, call.now, pointer="/arrived_at")
    sent = body.notice_sent_at
    if sent is not None and (
        body.channel is not CaseChannel.LETTER or sent > (body.arrived_at or call.now)
    ):
        faults.append(_NOTICE_OF_LETTER)
    return faults


FOR_STAFF = FieldError(
    "/",
    "for_staff_only",
    "该字段由客服人员填写，请删除后重新提交。",
    "This field is filled in by staff; leave it out.",
    clause=CLAUSE,
)
OWN_CHANNEL = FieldError(
    "/channel",
    "channel_of_customer",
    "本人提交时渠道请选择 app 或 web。",
    "Choose app or web for what you send yourself.",
    clause=CLAUSE,
)
STAFF_CHANNEL = FieldError(
    "/channel",
    "channel_of_staff",
    "客服登记时渠道请选择 phone 或 letter。",
    "Choose phone or letter for what staff enters.",
    clause=CLAUSE,
)
_NOTICE_OF_LETTER = FieldError(
    "/notice_sent_at",
    "notice_of_letter",
    "只有信函可以填写寄出时间，且不能晚于收到时间。",
    "Only a letter has a time of sending, and it was sent before it came.",
    clause="6.3.1",
    rule="R1.3",
)
_FAULT_NEEDED = FieldError(
    "/ground",
    "fault_needed",
    "申请修理须说明质量问题，请将 ground 改为 quality、mismatch 或 transport_damage。",
    "A repair needs a fault: choose quality, mismatch or transport_damage as ground.",
    clause=CLAUSE,
    rule="R1.15",
)
NO_SUCH_ORDER = FieldError(
    "/order_id",
    "order_not_found",
    "未找到该客户的这一订单，请核对订单号。",
    "This customer has no such order; check its number.",
    clause=CLAUSE,
)
NO_SUCH_LINE = FieldError(
    "/lines",
    "line_not_found",
    "该订单或申请没有这一行（登记为拒收或已取消的商品不在其中），请核对行号；"
    "如拒收登记有误，请客服主管或经理先行更正。",
    "The order or request has no such line: goods that are noted as refused or were called off are "
    "in neither. Check its number; a refusal that was noted wrongly is corrected first, by a lead "
    "or a manager.",
    clause=CLAUSE,
)
LINE_TWICE = FieldError(
    "/lines",
    "line_twice",
    "同一行只能填写一次，请合并数量。",
    "Name each line once and add its pieces up.",
    clause=CLAUSE,
)
BEFORE_ORDER = FieldError(
    "/arrived_at",
    "notice_before_order",
    "通知时间早于下单时间，请核对。",
    "The notice is older than the order; check both.",
    clause="6.3.1",
)
_NO_REASON = FieldError(
    "/reason",
    "reason_of_refusal_only",
    "同意申请时不填写拒绝理由，请删除 reason。",
    "An approval has no reason for refusal; leave it out.",
    clause="6.3.1",
)
_ONLY_APPROVAL = FieldError(
    "/lines",
    "of_approval_only",
    "拒绝申请时不能填写 lines 或 operator_pays_freight；部分同意请选择 approve。",
    "A refusal concerns the whole request: leave out lines and operator_pays_freight, or approve "
    "some lines.",
    clause="6.3.1",
)
REASON_NEEDED = FieldError(
    "/reason",
    "refusal_reason_needed",
    "拒绝申请须选择理由（reason），并向顾客说明。",
    "A refusal names its reason, and tells the customer why.",
    clause="6.3.1",
    rule="R1.9",
)
