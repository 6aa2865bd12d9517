"""Use cases of measures that are carried out and of affected orders: every method that commits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import Call
from teleshop.kernel.use_case import run
from teleshop.orders.service import OrderState
from teleshop.violations.domain.affected import Affected, Place
from teleshop.violations.domain.case import CaseState
from teleshop.violations.domain.measures import Measure, MeasureKind, MeasureState
from teleshop.violations.service.again import Again
from teleshop.violations.tables.affected import AffectedRepository
from teleshop.violations.wiring import affected, execution
from tests.factories import fund, reviews
from tests.factories import invoices as f
from tests.factories import placed_orders as p
from tests.factories import violation_help as v
from tests.factories import violations as cases
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

CLAUSE = "3.4.2"
Do = Callable[[Call], object]
ORDER = v.order_id(1)


def use_case(
    covers: str, prepare: Callable[[], None], do: Do, *, name: str = "", marked: bool = False
) -> UseCase:
    """One use case, with the mark of its event if it is ``marked``; else repeating it is harmless
    by itself, and nobody waits for its answer.
    """

    def act(world: World, _: object) -> object:
        call = world.call("act", now=NOW + timedelta(days=7))
        if marked:
            return world.run(call, lambda: do(call))
        bare = replace(call, request_key=None)
        run(bare, lambda: do(bare))
        return None

    title = f"violations.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, CLAUSE, in_world(prepare), act, covers=(f"violations.{covers}",))


@cache
def in_world(prepare: Callable[[], None]) -> Callable[[World], None]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


def measures(*made: Measure, **changes: object) -> None:
    """A case with measures that are to be carried out."""
    v.stored(v.case(*made, supplier_id=reviews.SUPPLIER, **changes))


def held_goods(state: MeasureState) -> Measure:
    """Two products to be held, or let go."""
    products = tuple(cases.goods(2))
    return Measure(id="m1", kind=MeasureKind.PRODUCT_SUSPENSION, products=products, state=state)


def to_hold() -> None:
    measures(held_goods(MeasureState.ORDERED))


def to_release() -> None:
    to_hold()
    execution().carry_out(v.call(), v.CASE, "m1")
    known = v.found()
    lifted = tuple(replace(one, state=MeasureState.LIFTED) for one in known.measures)
    v.changed(measures=lifted, state=CaseState.ANNULLED)


def to_withdraw() -> None:
    made = replace(held_goods(MeasureState.ORDERED), kind=MeasureKind.PRODUCT_TAKEDOWN)
    measures(made, state=CaseState.EFFECTIVE)


def to_fine() -> None:
    cases.goods(0)
    fine = Measure(id="m1", kind=MeasureKind.FINE, amount=5_000_00, state=MeasureState.ORDERED)
    measures(fine, state=CaseState.EFFECTIVE)


def to_suspend() -> None:
    cases.goods(0)
    measures(Measure(id="m1", kind=MeasureKind.SUPPLIER_SUSPENSION, state=MeasureState.ORDERED))


def to_terminate() -> None:
    cases.goods(0)
    made = Measure(id="m1", kind=MeasureKind.TERMINATION, state=MeasureState.ORDERED)
    measures(made, state=CaseState.EFFECTIVE)


def carry_out(call: Call) -> object:
    return execution().carry_out(call, v.CASE, "m1")


def order_all(call: Call) -> object:
    return execution().order_all(call, v.CASE)


def sold() -> None:
    """Counterfeit pots, and two orders that have them."""
    v.ground()
    for number in (1, 2):
        v.bought(number)
    v.stored()


def begun() -> None:
    sold()
    affected().begin(v.call(), v.CASE)


def found_all() -> None:
    """Both orders are on record."""
    begun()
    place: Place | None = Place()
    while place is not None:
        place = affected().find_page(v.call(), v.CASE, place)


def unsent() -> None:
    """An order that waits for its payment."""
    v.ground()
    v.waiting(1, p.placed())
    v.stored()
    look_for()


def look_for() -> None:
    affected().begin(v.call(), v.CASE)
    place: Place | None = Place()
    while place is not None:
        place = affected().find_page(v.call(), v.CASE, place)


def on_its_way() -> None:
    """An order that is to be paid at the door waits."""
    v.ground()
    v.on_its_way(1)
    v.stored()
    look_for()
    affected().help_customer(v.call(), v.CASE, ORDER)


def undisclosed() -> None:
    """The seller of an order cannot be named, and the fund has money."""
    v.ground()
    fund.contributed()
    v.bought(1, seller_disclosed=False)
    v.stored()
    look_for()


def offered() -> None:
    found_all()
    affected().help_customer(v.call(), v.CASE, ORDER)


def begin(call: Call) -> object:
    return affected().begin(call, v.CASE)


def stop(call: Call) -> object:
    return affected().stop(call, v.CASE)


def search_again(call: Call) -> object:
    return affected().search_again(call, v.CASE)


def find_page(call: Call) -> object:
    shard = next(
        number
        for number in range(4)
        if affected()._means.goods.page(p.PRODUCT, number, None, 5).order_ids
    )
    return affected().find_page(call, v.CASE, Place(shard=shard))


def help_customer(call: Call) -> object:
    return affected().help_customer(call, v.CASE, ORDER)


def follow_help(call: Call) -> object:
    known = AffectedRepository().find(v.CASE, ORDER)
    help_id = known.help_id if known is not None else None
    return affected().follow_help(call, str(help_id), paid=True, why="paid")


def follow_order(call: Call) -> object:
    return affected().follow_order(call, ORDER)


def no_longer_there() -> None:
    """The order was cancelled meanwhile."""
    found_all()
    f.become(ORDER, state=OrderState.CANCELLED, cancelled_at=v.NOW)


def refused() -> None:
    """An order for which nothing could be done."""
    found_all()
    affected()._failed(v.call(), found_order(), "return_place_missing")


def found_order() -> Affected:
    known = AffectedRepository().find(v.CASE, ORDER)
    assert known is not None
    return known


def ask_again(call: Call) -> object:
    return affected().ask_again(call, v.CASE)


def suspended() -> None:
    """The supplier is suspended by a case that took effect."""
    cases.goods(0)
    kind = MeasureKind.SUPPLIER_SUSPENSION
    measures(Measure(id="m1", kind=kind, state=MeasureState.DONE), state=CaseState.EFFECTIVE)


def end_suspension(call: Call) -> object:
    return execution().end_suspension(call, v.CASE, "整改完成")


def ask_later(call: Call) -> object:
    Again(deadlines()).ask(call, v.CASE, v.NOW)
    return None


EXECUTE, AFFECTED = "Execution", "AffectedOrders"
USE_CASES = (
    use_case(f"{EXECUTE}.order_all", to_hold, order_all, marked=True),
    use_case(f"{EXECUTE}.carry_out", to_hold, carry_out, name="hold"),
    use_case(f"{EXECUTE}.carry_out", to_release, carry_out, name="release"),
    replace(
        use_case(f"{EXECUTE}.carry_out", to_withdraw, carry_out, name="withdraw"),
        # It joins the transaction of the step.
        covers=("violations.Execution.carry_out", "catalog.Standing.take_down_for"),
    ),
    use_case(f"{EXECUTE}.carry_out", to_fine, carry_out, name="fine"),
    use_case(f"{EXECUTE}.carry_out", to_suspend, carry_out, name="suspend"),
    use_case(f"{EXECUTE}.carry_out", to_terminate, carry_out, name="terminate"),
    use_case(f"{EXECUTE}.end_suspension", suspended, end_suspension, marked=True),
    use_case(f"{AFFECTED}.ask_again", refused, ask_again, marked=True),
    use_case("Again.ask", refused, ask_later),
    use_case(f"{AFFECTED}.begin", sold, begin, marked=True),
    use_case(f"{AFFECTED}.search_again", found_all, search_again, marked=True),
    use_case(f"{AFFECTED}.stop", begun, stop, marked=True),
    use_case(f"{AFFECTED}.find_page", begun, find_page, marked=True),
    use_case(f"{AFFECTED}.help_customer", found_all, help_customer, name="return"),
    use_case(f"{AFFECTED}.help_customer", unsent, help_customer, name="cancel"),
    use_case(f"{AFFECTED}.help_customer", undisclosed, help_customer, name="claim"),
    use_case(f"{AFFECTED}.help_customer", no_longer_there, help_customer, name="nothing"),
    use_case(f"{AFFECTED}.follow_help", offered, follow_help),
    use_case(f"{AFFECTED}.follow_order", on_its_way, follow_order, marked=True),
)
