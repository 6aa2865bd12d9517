"""Use cases of after-sales."""

from datetime import timedelta

from teleshop.care.domain.after_sales.decision import Remedy
from teleshop.care.domain.case import CaseChannel
from teleshop.care.schemas.after_sales import (
    DecisionBody,
    InspectedForm,
    InspectionBody,
    ObjectionBody,
    ReceiptBody,
    RefundBody,
    RepairResultBody,
)
from teleshop.care.wiring import after_sales
from teleshop.orders.service import OrderState
from tests.factories.after_sales import (
    AGENT,
    CUSTOMER,
    DAY,
    FINANCE,
    LEAD,
    PARCEL,
    PLACE,
    body,
    called_off,
    calling,
    faulty,
    inspected,
    not_intact,
    received,
    repair,
    requested,
    returned,
    sold,
    sold_durable,
    sold_here,
    with_place,
)
from tests.factories.placed_orders import ORDER_ID
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

LATER = NOW + 2 * DAY


def prepare_order(_: World) -> None:
    """An order on record; goods can come back."""
    sold()
    with_place()


def request_return(world: World, _: None) -> object:
    call = world.call("request", actor=CUSTOMER)
    return world.run(call, lambda: after_sales().requests.request_after_sales(call, body(2)))


def request_late(world: World, _: None) -> object:
    call = world.call("request", actor=CUSTOMER, now=NOW + 10 * DAY)
    return world.run(call, lambda: after_sales().requests.request_after_sales(call, body(2)))


def prepare_second(_: World) -> None:
    """One line came back before."""
    sold()
    with_place()
    returned(1)


def prepare_waiting(_: World) -> str:
    """A request that waits for a person, since no address is on file; now it is."""
    sold()
    id = requested(2).request.case_id
    with_place()
    return id


def decide(world: World, id: str) -> object:
    call = world.call("decide", actor=AGENT)
    wanted = DecisionBody(outcome="approve", text="同意您的申请。")
    return world.run(call, lambda: after_sales().requests.decide_after_sales(call, id, wanted))


def prepare_approved(_: World) -> str:
    """An approved return."""
    sold()
    with_place()
    return requested(2).request.case_id


def withdraw(world: World, id: str) -> object:
    call = world.call("withdraw", actor=CUSTOMER)
    return world.run(call, lambda: after_sales().requests.withdraw_after_sales(call, id))


def report_parcel(world: World, id: str) -> object:
    call = world.call("parcel", actor=CUSTOMER)
    return world.run(call, lambda: after_sales().goods.report_parcel(call, id, PARCEL))


def report_receipt(world: World, id: str) -> object:
    call = world.call("receipt", actor=AGENT, now=LATER)
    return world.run(call, lambda: after_sales().goods.report_receipt(call, id, ReceiptBody()))


def prepare_received(_: World) -> str:
    """A return that came back."""
    sold()
    with_place()
    id = requested(2).request.case_id
    received(id)
    return id


def report_inspection(world: World, id: str) -> object:
    call = world.call("inspection", actor=AGENT, now=LATER)
    found = InspectionBody(lines=[InspectedForm(line=2, received=1)])
    return world.run(call, lambda: after_sales().goods.report_inspection(call, id, found))


def prepare_inspected(_: World) -> str:
    """A return whose refund is due."""
    sold()
    with_place()
    return returned(2).request.case_id


def prepare_automatic(_: World) -> str:
    """A refund that goes back by the payment of its order."""
    sold_here()
    with_place()
    return returned(2, order_id=ORDER_ID).request.case_id


def note_refund_requested(world: World, id: str) -> object:
    call = world.call("on_its_way", now=LATER + DAY)
    return world.run(call, lambda: after_sales().goods.note_refund_requested(call, id, 4_000))


def prepare_called_off(_: World) -> str:
    """A return was approved before its order was cancelled."""
    order = sold_here(state=OrderState.PAID, shipped_at=None, delivered_at=None)
    with_place()
    id = requested(2, order_id=ORDER_ID).request.case_id
    called_off(order)
    return id


def call_off(world: World, id: str) -> object:
    call = world.call("called_off", now=LATER)
    return world.run(call, lambda: after_sales().called_off.call_off(call, id))


def take_over_refund(world: World, id: str) -> object:
    call = world.call("settled", now=LATER + DAY)
    return world.run(call, lambda: after_sales().goods.take_over_refund(call, id, 4_000, "rfd_1"))


def report_refund(world: World, id: str) -> object:
    call = world.call("refund", actor=FINANCE, now=LATER + DAY)
    paid = RefundBody(amount=4_000, reference="PAY-0001")
    return world.run(call, lambda: after_sales().goods.report_refund(call, id, paid))


def prepare_large(_: World) -> str:
    """A television set came back: more is due than one person enters alone."""
    sold_durable()
    with_place()
    return returned(1).request.case_id


def enter_refund(world: World, id: str) -> object:
    call = world.call("enter", actor=FINANCE, now=LATER + DAY)
    paid = RefundBody(amount=299_900, reference="PAY-0001")
    return world.run(call, lambda: after_sales().goods.report_refund(call, id, paid))


def prepare_exchange(_: World) -> str:
    """An exchange whose goods came back faulty."""
    sold_durable()
    with_place()
    id = faulty(Remedy.EXCHANGE).request.case_id
    received(id)
    inspected(id, InspectedForm(line=1, received=1, fault=True))
    return id


def report_replacement(world: World, id: str) -> object:
    call = world.call("replacement", actor=AGENT, now=LATER + DAY)
    return world.run(call, lambda: after_sales().goods.report_replacement(call, id, PARCEL))


def prepare_repair(_: World) -> str:
    """A repair that was approved."""
    sold_durable()
    with_place()
    return faulty(Remedy.REPAIR).request.case_id


def start_repair(world: World, id: str) -> object:
    call = world.call("repair", actor=AGENT, now=NOW + DAY)
    return world.run(call, lambda: after_sales().goods.start_repair(call, id))


def prepare_second_repair(world: World) -> str:
    """A second repair is under way."""
    id = prepare_repair(world)
    repair(id, now=NOW + DAY, repaired=False)
    after_sales().goods.start_repair(calling(now=NOW + 4 * DAY), id)
    return id


def finish_repair(world: World, id: str) -> object:
    call = world.call("repair-result", actor=AGENT, now=NOW + 5 * DAY)
    result = RepairResultBody(repaired=True, parcel=PARCEL)
    return world.run(call, lambda: after_sales().goods.finish_repair(call, id, result))


def prepare_not_intact(_: World) -> str:
    """Goods that were not accepted wait to be sent back."""
    sold()
    with_place()
    return not_intact().request.case_id


def send_goods_back(world: World, id: str) -> object:
    call = world.call("back", actor=AGENT, now=LATER + timedelta(hours=2))
    return world.run(call, lambda: after_sales().goods.send_goods_back(call, id, PARCEL))


def prepare_refused(_: World) -> str:
    """A request that the rules refused."""
    sold()
    return requested(2, now=NOW + 10 * DAY).request.case_id


def object_to_refusal(world: World, id: str) -> object:
    call = world.call("objection", actor=CUSTOMER, now=NOW + 11 * DAY)
    said = ObjectionBody(channel=CaseChannel.APP, text="我是第七天寄出的通知。")
    return world.run(call, lambda: after_sales().objections.object_to_refusal(call, id, said))


def set_place(world: World, _: None) -> object:
    call = world.call("place", actor=LEAD)
    return world.run(call, lambda: after_sales().places.set_return_place(call, "platform", PLACE))


def prepare_nothing(_: World) -> None:
    """No place is on file."""


USE_CASES = (
    UseCase(
        "care.request_after_sales",
        "2.4.2",
        prepare_order,
        request_return,
        covers=("care.Requests.request_after_sales",),
    ),
    UseCase("care.request_after_sales_late", "6.3.1", prepare_order, request_late, covers=()),
    UseCase("care.request_after_sales_again", "6.3.3", prepare_second, request_return, covers=()),
    UseCase(
        "care.decide_after_sales",
        "6.3.3",
        prepare_waiting,
        decide,
        covers=("care.Requests.decide_after_sales",),
    ),
    UseCase(
        "care.withdraw_after_sales",
        "2.4.2",
        prepare_approved,
        withdraw,
        covers=("care.Requests.withdraw_after_sales",),
    ),
    UseCase(
        "care.report_parcel",
        "2.4.2",
        prepare_approved,
        report_parcel,
        covers=("care.Goods.report_parcel",),
    ),
    UseCase(
        "care.report_receipt",
        "6.3.1",
        prepare_approved,
        report_receipt,
        covers=("care.Goods.report_receipt",),
    ),
    UseCase(
        "care.report_inspection",
        "6.3.1",
        prepare_received,
        report_inspection,
        covers=("care.Goods.report_inspection",),
    ),
    UseCase(
        "care.report_refund",
        "6.3.1",
        prepare_inspected,
        report_refund,
        covers=("care.Goods.report_refund",),
    ),
    UseCase(
        "care.report_refund.large",
        "6.3.1",
        prepare_large,
        enter_refund,
        covers=("care.Goods.report_refund",),
    ),
    UseCase(
        "care.note_refund_requested",
        "6.3.1",
        prepare_automatic,
        note_refund_requested,
        covers=("care.Goods.note_refund_requested",),
    ),
    UseCase(
        "care.call_off",
        "6.3.1",
        prepare_called_off,
        call_off,
        covers=("care.CalledOff.call_off",),
    ),
    UseCase(
        "care.take_over_refund",
        "6.3.1",
        prepare_automatic,
        take_over_refund,
        covers=("care.Goods.take_over_refund",),
    ),
    UseCase(
        "care.report_replacement",
        "2.4.2",
        prepare_exchange,
        report_replacement,
        covers=("care.Goods.report_replacement",),
    ),
    UseCase(
        "care.start_repair",
        "2.4.2",
        prepare_repair,
        start_repair,
        covers=("care.Goods.start_repair",),
    ),
    UseCase(
        "care.finish_repair",
        "2.4.2",
        prepare_second_repair,
        finish_repair,
        covers=("care.Goods.finish_repair",),
    ),
    UseCase(
        "care.send_goods_back",
        "6.3.1",
        prepare_not_intact,
        send_goods_back,
        covers=("care.Goods.send_goods_back",),
    ),
    UseCase(
        "care.object_to_refusal",
        "6.3.1",
        prepare_refused,
        object_to_refusal,
        covers=("care.Objections.object_to_refusal",),
    ),
    UseCase(
        "care.set_return_place",
        "6.3.1",
        prepare_nothing,
        set_place,
        covers=("care.ReturnPlaces.set_return_place",),
    ),
)
