"""Use cases of orders: a first report, and a later one."""

from teleshop.orders.service import CorrectionReason
from teleshop.orders.wiring import service
from tests.factories.orders import AGENT, LEAD, order, report
from tests.harness.fault_walk import UseCase
from tests.harness.world import World


def nothing(_: World) -> None:
    """The order is not known yet."""


def first_report(world: World, _: None) -> object:
    call = world.call("report", actor=AGENT)
    return world.run(call, lambda: service().report_order(call, order()))


def prepare_known(_: World) -> None:
    """The order is on its way."""
    report(order(delivered_at=None))


def later_report(world: World, _: None) -> object:
    """It is delivered, and another amount was paid than was said."""
    call = world.call("report-again", actor=LEAD)
    corrected = order(paid=39_900, freight=0)
    return world.run(
        call,
        lambda: service().report_order(call, corrected, CorrectionReason.PAYMENT_ADJUSTED),
    )


USE_CASES = (
    UseCase(
        "orders.report_order",
        "6.3.1",
        nothing,
        first_report,
        covers=("orders.Orders.report_order",),
    ),
    UseCase("orders.report_order_again", "6.3.1", prepare_known, later_report, covers=()),
)
