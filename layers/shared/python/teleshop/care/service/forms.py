"""What is wrong with the form of a case that comes in, each fault at its field."""

from dataclasses import replace

from teleshop.care.domain.arrival import arrival_faults
from teleshop.care.domain.case import CaseChannel
from teleshop.care.schemas.bodies import CaseBody
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError

OWN_CHANNELS = frozenset({CaseChannel.APP, CaseChannel.WEB})
"""How customers send something themselves; the others are entered by staff."""
STAFF_ONLY = (
    "customer_id",
    "contact",
    "arrived_at",
    "late_reason",
    "responded_on_call",
    "answered_on_call",
    "ticket",
)


def form_faults(call: Call, body: CaseBody) -> list[FieldError]:
    """What is wrong with a form whatever it is about."""
    staff = call.actor.is_staff
    faults = []
    if not staff:
        faults += [
            replace(FOR_STAFF, pointer=f"/{name}")
            for name in STAFF_ONLY
            if getattr(body, name) is not None
        ]
        if body.channel not in OWN_CHANNELS:
            faults.append(OWN_CHANNEL)
        return faults
    if body.channel in OWN_CHANNELS:
        faults.append(STAFF_CHANNEL)
    if (body.channel is CaseChannel.TICKET_12315) != (body.ticket is not None):
        faults.append(TICKET_NEEDED if body.ticket is None else TICKET_UNEXPECTED)
    if body.channel is not CaseChannel.PHONE:
        faults += [
            replace(NO_CALL, pointer=f"/{name}")
            for name in ("responded_on_call", "answered_on_call")
            if getattr(body, name) is not None
        ]
    unknown = body.customer_id is None and body.order_id is None and body.contact is None
    if unknown and body.channel is not CaseChannel.TICKET_12315:
        faults.append(NOBODY)
    faults += arrival_faults(body.arrived_at, body.late_reason, call.now, pointer="/arrived_at")
    return faults


FOR_STAFF = FieldError(
    "/",
    "for_staff_only",
    "该字段由客服人员填写，请删除后重新提交。",
    "This field is filled in by staff; leave it out.",
    clause="6.1.3",
)
OWN_CHANNEL = FieldError(
    "/channel",
    "channel_of_customer",
    "本人提交时渠道请选择 app 或 web。",
    "Choose app or web for what you send yourself.",
    clause="6.1.3",
)
STAFF_CHANNEL = FieldError(
    "/channel",
    "channel_of_staff",
    "客服登记时渠道请选择 phone、letter 或 ticket_12315。",
    "Choose phone, letter or ticket_12315 for what staff enters.",
    clause="6.1.3",
)
TICKET_NEEDED = FieldError(
    "/ticket",
    "ticket_needed",
    "12315 渠道须填写工单号、转办机关和收到日期。",
    "A case of the authorities' hotline needs the ticket's number, authority and day of receipt.",
    clause="6.1.3",
    rule="R8.3",
)
TICKET_UNEXPECTED = FieldError(
    "/ticket",
    "ticket_unexpected",
    "只有 12315 渠道可以填写工单；请将渠道改为 ticket_12315。",
    "Only a case of the channel ticket_12315 comes with a ticket; choose that channel.",
    clause="6.1.3",
    rule="R8.3",
)
NO_CALL = FieldError(
    "/",
    "not_a_call",
    "只有电话渠道可以登记通话中的回应或答复。",
    "Only a telephone call can have been responded to or answered on the call.",
    clause="6.1.3",
)
NOBODY = FieldError(
    "/contact",
    "customer_unknown",
    "请填写 customer_id、order_id 或来电（来件）人的联系方式，否则无法答复。",
    "Give customer_id, order_id or how the caller is reached; nobody could be answered otherwise.",
    clause="6.1.3",
)
NO_SUCH_ORDER = FieldError(
    "/order_id",
    "order_not_found",
    "未找到该客户的这一订单，请核对订单号。",
    "This customer has no such order; check its number.",
    clause="6.1.4",
)
NO_SUCH_LINE = FieldError(
    "/line",
    "line_not_found",
    "该订单没有这一行，请核对行号。",
    "The order has no such line; check its number.",
    clause="6.1.4",
)
LINE_WITHOUT_ORDER = FieldError(
    "/line",
    "order_needed",
    "填写行号时须同时填写订单号。",
    "A line needs the order that it belongs to.",
    clause="6.1.4",
)
OTHER_PRODUCT = FieldError(
    "/product_id",
    "product_not_in_order",
    "该订单（行）不含这一商品，请核对商品编号。",
    "The order (or its line) does not hold this product; check its code.",
    clause="6.1.4",
)
OTHER_SLOT = FieldError(
    "/slot_id",
    "slot_not_of_order",
    "该订单不是在这一时段下的，请核对时段编号。",
    "The order was not placed in this slot; check its code.",
    clause="6.1.4",
)
